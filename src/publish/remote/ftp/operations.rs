//! The operations of a [`Remote`] over FTP.

use std::collections::HashSet;

use super::FtpRemote;
use crate::publish::remote::{Fault, RefusalReason, Remote, RemoteEntry};

impl Remote for FtpRemote {
    fn read(&mut self, path: &str, most: u64) -> Result<Option<Vec<u8>>, Fault> {
        if self.is_root_missing() {
            return Ok(None);
        }
        self.with_session(|session| match session.receive(&format!("RETR {path}"), most)? {
            Ok(bytes) => Ok(Some(bytes)),
            Err(reply) if reply.code == 550 && !reply.is_permission_denied() => Ok(None),
            Err(reply) => Err(reply.to_fault()),
        })
    }

    fn write(
        &mut self,
        path: &str,
        bytes: &[u8],
        progress: &mut dyn FnMut(u64) -> bool,
    ) -> Result<(), Fault> {
        let command = format!("STOR {path}");
        self.with_root(|session| session.send(&command, None, bytes, progress))
    }

    fn resume(
        &mut self,
        path: &str,
        bytes: &[u8],
        from: u64,
        progress: &mut dyn FnMut(u64) -> bool,
    ) -> Result<(), Fault> {
        let rest = usize::try_from(from).ok().and_then(|from| bytes.get(from..));
        let Some(rest) = rest else {
            return Err(Fault::Refused(RefusalReason::PartTooLong));
        };
        let mut progress = |sent| progress(from + sent);
        self.with_root(|session| {
            let stor = format!("STOR {path}");
            match session
                .features
                .rest
                .then(|| session.send(&stor, Some(from), rest, &mut progress))
            {
                None | Some(Err(Fault::Refused(_))) => {}
                Some(result) => return result,
            }
            // APPE appends to the file, so the part on the server must be exactly `from` bytes long.
            if session.size(path)? != Some(from) {
                return Err(Fault::Refused(RefusalReason::PartMismatch));
            }
            session.send(&format!("APPE {path}"), None, rest, &mut progress)
        })
    }

    fn size(&mut self, path: &str) -> Result<Option<u64>, Fault> {
        if self.is_root_missing() {
            return Ok(None);
        }
        self.with_session(|session| session.size(path))
    }

    fn rename(&mut self, from: &str, to: &str) -> Result<(), Fault> {
        self.with_session(|session| session.rename(from, to))
    }

    fn remove(&mut self, path: &str) -> Result<(), Fault> {
        if self.is_root_missing() {
            return Ok(());
        }
        self.with_session(|session| session.remove(path))
    }

    fn make_folder(&mut self, path: &str) -> Result<bool, Fault> {
        if path.is_empty() {
            let missing = self.is_root_missing();
            return self.with_root(|_| Ok(missing));
        }
        if self.folders.contains(path) {
            return Ok(false);
        }
        let made = self.with_root(|session| session.make_folder(path))?;
        self.folders.insert(path.to_owned());
        Ok(made)
    }

    fn remove_folder(&mut self, path: &str) -> Result<(), Fault> {
        self.folders.remove(path);
        self.with_session(|session| {
            let reply = session.control.request(&format!("RMD {path}"))?;
            if reply.is_success() { Ok(()) } else { Err(reply.to_fault()) }
        })
    }

    fn list(&mut self, folder: &str) -> Result<Vec<RemoteEntry>, Fault> {
        if self.is_root_missing() {
            return Ok(Vec::new());
        }
        self.with_session(|session| session.list(folder))
    }

    fn reconnect(&mut self) -> Result<(), Fault> {
        // Another client may have removed folders in the meantime.
        self.folders.clear();
        self.reopen()
    }

    fn parallel(&self) -> Option<Box<dyn Remote + Send>> {
        Some(Box::new(Self {
            options: self.options.clone(),
            trust: self.trust.clone(),
            quirks: self.quirks,
            session: None,
            folders: HashSet::new(),
            stopped: false,
        }))
    }
}
