//! Replaces one file so that readers see the old or the new one, as far as the server allows.
//!
//! A file is sent under a temporary name and then renamed. What a server refuses is remembered for the
//! session. Each strategy loses more than the one before:
//!
//! 1. rename over the old file;
//! 2. remove the old file, then rename: for a moment the file is missing, but it is never incomplete;
//! 3. overwrite the old file;
//! 4. remove the old file, then write.

use super::Fault;
use super::retrying::RetryingRemote;

/// How files are replaced on this server, the best strategy first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::publish) enum ReplaceStrategy {
    #[default]
    RenameOver,
    RemoveThenRename,
    Overwrite,
    RemoveThenWrite,
}

/// The temporary name of a file: in the same folder and with the same extension. It has the same length
/// for every file, because servers limit the length of names.
pub(in crate::publish) fn temporary_path(path: &str) -> String {
    let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
    let hash = blake3::hash(name.as_bytes()).to_hex();
    let extension = name.rsplit_once('.').map_or_else(String::new, |(_, kind)| format!(".{kind}"));
    let slash = if folder.is_empty() { "" } else { "/" };
    format!("{folder}{slash}rostok-{}{extension}", &hash[..8])
}

/// Writes a file to `path`; `may_exist` tells whether a file of ours may be there already. Lowers
/// `strategy` to what the server accepts.
pub(in crate::publish) fn replace_file(
    remote: &mut RetryingRemote<'_>,
    strategy: &mut ReplaceStrategy,
    path: &str,
    bytes: &[u8],
    may_exist: bool,
) -> Result<(), Fault> {
    use ReplaceStrategy::{Overwrite, RemoveThenRename, RemoveThenWrite, RenameOver};

    let mut pauses = RetryingRemote::pauses();
    let temporary = temporary_path(path);
    while *strategy <= RemoveThenRename {
        match remote.send_over(&temporary, bytes, path) {
            // The server refuses this name, or every file: the next strategy will tell.
            Err(Fault::Refused(_)) => {
                remote.remove(&temporary)?;
                *strategy = Overwrite;
            }
            Err(fault) => return Err(fault),
            Ok(()) => {
                if *strategy == RemoveThenRename && may_exist {
                    remote.remove(path)?;
                }
                match remote.inner.rename(&temporary, path) {
                    Ok(()) => return Ok(()),
                    Err(fault) if fault.may_pass() => {
                        remote.recover(fault, &mut pauses)?;
                        // The file was complete, so if it is gone it was renamed.
                        if let Ok(None) = remote.with_retries(|remote, _| remote.size(&temporary)) {
                            return Ok(());
                        }
                    }
                    Err(Fault::Refused(_)) if may_exist && *strategy == RenameOver => {
                        *strategy = RemoveThenRename;
                    }
                    Err(Fault::Refused(_)) => {
                        remote.remove(&temporary)?;
                        *strategy = Overwrite;
                    }
                    Err(fault) => return Err(fault),
                }
            }
        }
    }
    if *strategy == Overwrite {
        match remote.send(path, bytes, path) {
            Err(Fault::Refused(_)) => *strategy = RemoveThenWrite,
            other => return other,
        }
    }
    // There is no foreign file here: that was checked before the first write.
    remote.send_over(path, bytes, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_temporary_name_is_short_and_keeps_the_extension() {
        let name = temporary_path(&format!("2022/{}.html", "a".repeat(90)));
        assert!(name.starts_with("2022/rostok-") && name.ends_with(".html"), "{name}");
        assert_eq!(name.len(), 25);
        assert_eq!(temporary_path("a").len(), 15);
        assert_ne!(temporary_path("a.html"), temporary_path("b.html"));
    }
}
