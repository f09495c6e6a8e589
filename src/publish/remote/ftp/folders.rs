//! Folders of the server: listing and making them, sizes and removal of files.

use super::listing;
use super::reply::{Reply, decode};
use super::session::FtpSession;
use crate::publish::remote::{ConnectionError, Fault, RefusalReason, RemoteEntry};

/// The longest listing that is read, in bytes: far more than a site's folder needs.
const MAX_LISTING: u64 = 16 * 1024 * 1024;

impl FtpSession {
    pub(super) fn list(&mut self, folder: &str) -> Result<Vec<RemoteEntry>, Fault> {
        let mut forms = Vec::new();
        if self.features.mlsd {
            forms.push(("MLSD", true));
        }
        if self.quirks.list_all {
            forms.push(("LIST -a", false));
        }
        forms.push(("LIST", false));
        let mut result = Ok(Vec::new());
        for (form, machine_readable) in forms {
            let command = format!("{form} {folder}");
            let received = match self.receive(command.trim_end(), MAX_LISTING) {
                // proftpd accepts the command before it looks for the folder.
                Err(Fault::Busy { code: 450, text }) => Err(Reply { code: 450, lines: vec![text] }),
                received => received?,
            };
            match received {
                Ok(bytes) => match listing::parse(&decode(&bytes), machine_readable) {
                    // An empty listing may mean that the server took `-a` for the folder's name.
                    Some(entries) if !entries.is_empty() || form != "LIST -a" => {
                        return Ok(entries);
                    }
                    Some(_) => {}
                    None => result = Err(unknown_format(&bytes)),
                },
                Err(reply) => {
                    self.quirks.list_all &= form != "LIST -a";
                    result = if is_missing_folder(&reply) {
                        Ok(Vec::new())
                    } else {
                        Err(reply.to_fault())
                    };
                }
            }
        }
        result
    }

    /// The size of a file in bytes: by SIZE, or from the listing of its folder.
    pub(super) fn size(&mut self, path: &str) -> Result<Option<u64>, Fault> {
        if self.quirks.size_command {
            let reply = self.control.request(&format!("SIZE {path}"))?;
            match reply.code {
                213 => return Ok(reply.text().parse().ok()),
                550 if !reply.is_permission_denied() => return Ok(None),
                // The server may forbid SIZE and allow listings.
                500..600 => self.quirks.size_command = false,
                _ => return Err(reply.to_fault()),
            }
        }
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let mut entries = self.list(folder)?.into_iter();
        Ok(entries.find(|entry| entry.name == name && !entry.folder).and_then(|file| file.size))
    }

    /// Makes a folder. False where it exists already.
    pub(super) fn make_folder(&mut self, path: &str) -> Result<bool, Fault> {
        let made = self.control.request(&format!("MKD {path}"))?;
        if made.is_success() {
            return Ok(true);
        }
        // Replies to MKD do not tell an existing folder from a forbidden one, so enter the folder.
        let (enter, leave) = (format!("CWD {path}"), format!("CWD {}", self.root));
        let [entered, returned] = self.control.pipeline([&enter, &leave])?;
        match (entered.is_success(), returned.is_success()) {
            (true, true) => Ok(false),
            (true, false) => Err(Fault::Lost(ConnectionError::Server(returned.text()))),
            (false, _) => Err(made.to_fault()),
        }
    }

    /// Removes a file. A missing file is no fault.
    pub(super) fn remove(&mut self, path: &str) -> Result<(), Fault> {
        let reply = self.control.request(&format!("DELE {path}"))?;
        if reply.is_success() {
            return Ok(());
        }
        if reply.code == 550 && !reply.is_permission_denied() && self.size(path)?.is_none() {
            return Ok(());
        }
        Err(reply.to_fault())
    }
}

fn is_missing_folder(reply: &Reply) -> bool {
    matches!(reply.code, 450 | 550) && !reply.is_permission_denied()
}

fn unknown_format(listing: &[u8]) -> Fault {
    let line = decode(listing).lines().next().unwrap_or_default().to_owned();
    Fault::Refused(RefusalReason::ListFormat { line })
}
