//! One process edits a folder. A further start finds it and gets an address for one more tab.
//!
//! `.rostok/editor.lock` is locked by the system for as long as the process lives. Beside it
//! `.rostok/editor.json`, which only this user can read, tells the port and the opener: a file of its own,
//! since Windows lets nobody read a locked one.

use std::fs::File;
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::{admission, json, settings};
use crate::fs;
use crate::publish::local_folder;

const LOCK: &str = "editor.lock";
const RECORD: &str = "editor.json";

/// The folder in `.rostok/` for files that are arriving.
pub(super) const UPLOADS: &str = "uploads";

/// The hold on a folder.
#[derive(Debug)]
pub(super) struct Instance {
    root: PathBuf,
    /// `.rostok/` in it.
    folder: PathBuf,
    /// `None` where the disk knows no locks, as some network disks.
    lock: Option<File>,
}

/// What a claim led to.
#[derive(Debug)]
pub(super) enum FolderClaim {
    Ours(Instance),
    /// Another process edits the folder.
    Taken,
}

#[derive(Debug, Deserialize, Serialize)]
struct InstanceRecord {
    port: u16,
    opener: String,
}

impl Instance {
    /// Claims the folder `root` for this process.
    ///
    /// # Errors
    /// If nothing can be written there.
    pub(super) fn claim(root: &Path) -> Result<FolderClaim, fs::Error> {
        let folder = local_folder(root)?;
        let lock = match fs::try_lock(&folder.join(LOCK)) {
            Ok(None) => return Ok(FolderClaim::Taken),
            Ok(lock) => lock,
            Err(_) => None,
        };
        // Nobody else is sending files: these are of a process that was killed.
        fs::remove_temp_files(&folder.join(UPLOADS));
        Ok(FolderClaim::Ours(Self { root: root.to_owned(), folder, lock }))
    }

    /// Tells further starts where this process listens, and what to show there.
    ///
    /// # Errors
    /// If it cannot be written.
    pub(super) fn announce(&self, port: u16, opener: &str) -> Result<(), fs::Error> {
        let record = InstanceRecord { port, opener: opener.to_owned() };
        let text = serde_json::to_string(&record).unwrap_or_default();
        fs::replace_private(&self.folder.join(RECORD), text.as_bytes())
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        drop(fs::remove_file(&self.folder.join(RECORD)));
        if settings::exist(&self.root) {
            return;
        }
        // Somebody looked and made no site here: nothing stays.
        drop(self.lock.take());
        drop(fs::remove_file(&self.folder.join(LOCK)));
        fs::remove_dir_if_empty(&self.folder.join(UPLOADS));
        let is_ours = fs::subfolders(&self.folder).is_empty()
            && fs::count_files(&self.folder).is_ok_and(|count| count <= 1);
        if is_ours {
            drop(fs::remove_file(&self.folder.join(".gitignore")));
            fs::remove_dir_if_empty(&self.folder);
        }
    }
}

/// The address of a new tab, from the process that edits `root`; `None` if it does not answer.
pub(super) fn ask_for_tab(root: &Path) -> Option<String> {
    /// The other process may have started at the same time.
    const PATIENCE: Duration = Duration::from_secs(10);
    const PAUSE: Duration = Duration::from_millis(100);

    let start = Instant::now();
    loop {
        let record = read_record(root);
        if let Some((port, Ok(code))) = record.map(|record| (record.port, ask_for_code(&record))) {
            return Some(format!("http://{}:{port}/#code={code}", Ipv4Addr::LOCALHOST));
        }
        if start.elapsed() > PATIENCE {
            return None;
        }
        std::thread::sleep(PAUSE);
    }
}

fn read_record(root: &Path) -> Option<InstanceRecord> {
    let path = local_folder(root).ok()?.join(RECORD);
    json::read(&fs::read(&path).ok()?)
}

fn ask_for_code(record: &InstanceRecord) -> io::Result<String> {
    /// A large site takes its time until its editor answers.
    const TIMEOUT: Duration = Duration::from_secs(30);
    const MAX_ANSWER: u64 = 64 * 1024;

    let InstanceRecord { port, opener } = record;
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, *port));
    let mut stream = TcpStream::connect_timeout(&address, TIMEOUT)?;
    stream.set_read_timeout(Some(TIMEOUT))?;
    write!(
        stream,
        "POST {} HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\n\
         Content-Type: application/json\r\nContent-Length: 2\r\nX-Rostok-Key: {opener}\r\n\r\n{{}}",
        admission::CODE
    )?;
    let mut answer = String::new();
    stream.take(MAX_ANSWER).read_to_string(&mut answer)?;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_default();
    let body: serde_json::Value = serde_json::from_str(body).unwrap_or_default();
    let code = body["code"].as_str().filter(|_| head.starts_with("HTTP/1.1 200 "));
    code.map(str::to_owned).ok_or_else(|| io::ErrorKind::InvalidData.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_claimed_once_and_its_record_is_private() {
        let folder = tempfile::tempdir().unwrap();
        let FolderClaim::Ours(instance) = Instance::claim(folder.path()).unwrap() else {
            panic!("taken")
        };
        assert!(matches!(Instance::claim(folder.path()).unwrap(), FolderClaim::Taken));
        instance.announce(4100, "тайна").unwrap();
        let record = read_record(folder.path()).unwrap();
        assert_eq!((record.port, &*record.opener), (4100, "тайна"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let (file, _) = fs::open(&instance.folder.join(RECORD)).unwrap();
            assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        }
        drop(instance);
        assert!(!fs::exists(&folder.path().join(".rostok")), "there is no site");
        assert!(read_record(folder.path()).is_none());
        assert!(matches!(Instance::claim(folder.path()).unwrap(), FolderClaim::Ours(_)));
    }
}
