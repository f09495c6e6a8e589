//! What stands in the folders of the server: lists, folders, and sizes where SIZE is not known.

use super::listing;
use super::reply::{Reply, decode};
use super::session::Session;
use crate::publish::remote::{Entry, Fault};

/// A list longer than this is no list of a site's folder.
const MOST_LIST: u64 = 16 * 1024 * 1024;

impl Session {
    /// What a folder holds.
    pub(super) fn list(&mut self, folder: &str) -> Result<Vec<Entry>, Fault> {
        let mut forms = Vec::new();
        if self.features.mlsd {
            forms.push(("MLSD", true));
        }
        if self.quirks.list_all {
            forms.push(("LIST -a", false));
        }
        forms.push(("LIST", false));
        let mut refused = None;
        for (form, machine) in forms {
            let command = format!("{form} {folder}");
            let received = match self.receive(command.trim_end(), MOST_LIST) {
                // proftpd opens the list before it looks for the folder.
                Err(Fault::Busy { code: 450, text }) => Err(Reply { code: 450, lines: vec![text] }),
                received => received?,
            };
            match received {
                Ok(bytes) => match listing::parse(&decode(&bytes), machine) {
                    // Where `-a` is taken for a folder's name, the list may just be empty.
                    Some(entries) if !entries.is_empty() || form != "LIST -a" => {
                        return Ok(entries);
                    }
                    Some(_) => {}
                    None => refused = Some(strange(&bytes)),
                },
                Err(reply) => {
                    self.quirks.list_all &= form != "LIST -a";
                    refused = Some(reply);
                }
            }
        }
        match refused {
            // No such folder.
            Some(reply) if matches!(reply.code, 450 | 550) && !reply.is_permission_denied() => {
                Ok(Vec::new())
            }
            Some(reply) => Err(reply.fault()),
            None => Ok(Vec::new()),
        }
    }

    /// The size of a file.
    pub(super) fn size(&mut self, path: &str) -> Result<Option<u64>, Fault> {
        if self.quirks.size {
            let reply = self.control.ask(&format!("SIZE {path}"))?;
            match reply.code {
                213 => return Ok(reply.text().parse().ok()),
                550 if !reply.is_permission_denied() => return Ok(None),
                // Where the command itself is forbidden, a list may not be.
                500..600 => self.quirks.size = false,
                _ => return Err(reply.fault()),
            }
        }
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let mut entries = self.list(folder)?.into_iter();
        Ok(entries.find(|entry| entry.name == name && !entry.folder).and_then(|file| file.size))
    }

    /// Makes a folder; says whether it was not there.
    pub(super) fn make_folder(&mut self, path: &str) -> Result<bool, Fault> {
        let made = self.control.ask(&format!("MKD {path}"))?;
        if made.is_success() {
            return Ok(true);
        }
        // Whether it is there already or cannot be made is said in no common way: going there
        // tells.
        let (there, back) = (format!("CWD {path}"), format!("CWD {}", self.root));
        let [entered, returned] = self.control.pipeline([&there, &back])?;
        match (entered.is_success(), returned.is_success()) {
            (true, true) => Ok(false),
            (true, false) => Err(Fault::Lost(returned.text())),
            (false, _) => Err(made.fault()),
        }
    }

    /// Removes a file, or sees that it is gone.
    pub(super) fn remove(&mut self, path: &str) -> Result<(), Fault> {
        let reply = self.control.ask(&format!("DELE {path}"))?;
        if reply.is_success() {
            return Ok(());
        }
        if reply.code == 550 && !reply.is_permission_denied() && self.size(path)?.is_none() {
            return Ok(());
        }
        Err(reply.fault())
    }
}

/// A refusal for a list that cannot be read.
fn strange(list: &[u8]) -> Reply {
    let line = decode(list).lines().next().unwrap_or_default().to_owned();
    Reply {
        code: 504, lines: vec![format!("список папки в незнакомом виде: {line}")]
    }
}
