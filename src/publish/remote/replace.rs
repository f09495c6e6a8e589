//! One file into its place, so that whoever looks sees the old or the new one, as far as the server
//! can.
//!
//! A file goes up under a name of its own and is then renamed. What a server will not do is
//! remembered for the session, each step down losing less than the next:
//!
//! 1. renamed over the old file;
//! 2. the old one removed, then renamed: for a moment there is none, but the new one is there whole;
//! 3. written over the old one;
//! 4. the old one removed, then written.

use crate::publish::remote::Fault;
use crate::publish::remote::retrying::RetryingRemote;

/// How files get into their places on this server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::publish) enum Way {
    #[default]
    RenameOver,
    RemoveThenRename,
    WriteOver,
    RemoveThenWrite,
}

/// The name that a file has until it is whole: of the same folder and kind, and as short for any
/// file, because the length of names is limited.
pub(in crate::publish) fn temporary(path: &str) -> String {
    let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
    let hash = blake3::hash(name.as_bytes()).to_hex();
    let kind = name.rsplit_once('.').map_or_else(String::new, |(_, kind)| format!(".{kind}"));
    let slash = if folder.is_empty() { "" } else { "/" };
    format!("{folder}{slash}rostok-{}{kind}", &hash[..8])
}

/// Puts a file at `path`; `over` where one of ours may stand there already.
pub(in crate::publish) fn put(
    remote: &mut RetryingRemote<'_>,
    way: &mut Way,
    path: &str,
    bytes: &[u8],
    over: bool,
) -> Result<(), Fault> {
    let mut pauses = RetryingRemote::pauses();
    let temporary = temporary(path);
    while *way <= Way::RemoveThenRename {
        match remote.send_over(&temporary, bytes, path) {
            // The server does not take the name, or takes nothing at all: the next way will tell.
            Err(Fault::Refused(_)) => {
                remote.remove(&temporary)?;
                *way = Way::WriteOver;
            }
            Err(fault) => return Err(fault),
            Ok(()) => {
                if *way == Way::RemoveThenRename && over {
                    remote.remove(path)?;
                }
                match remote.inner.rename(&temporary, path) {
                    Ok(()) => return Ok(()),
                    Err(fault) if fault.may_pass() => {
                        remote.recover(fault, &mut pauses)?;
                        // It was whole, so if it is gone it was renamed.
                        if let Ok(None) = remote.with_retries(|remote, _| remote.size(&temporary)) {
                            return Ok(());
                        }
                    }
                    Err(Fault::Refused(_)) if over && *way == Way::RenameOver => {
                        *way = Way::RemoveThenRename;
                    }
                    Err(Fault::Refused(_)) => {
                        remote.remove(&temporary)?;
                        *way = Way::WriteOver;
                    }
                    Err(fault) => return Err(fault),
                }
            }
        }
    }
    if *way == Way::WriteOver {
        match remote.send(path, bytes, path) {
            Err(Fault::Refused(_)) => *way = Way::RemoveThenWrite,
            other => return other,
        }
    }
    // Nothing foreign stands here: that was made sure of before the first write.
    remote.send_over(path, bytes, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_temporary_name_is_short_and_of_the_same_kind() {
        let name = temporary(&format!("2022/{}.html", "a".repeat(90)));
        assert!(name.starts_with("2022/rostok-") && name.ends_with(".html"), "{name}");
        assert_eq!(name.len(), 25);
        assert_eq!(temporary("a").len(), 15);
        assert_ne!(temporary("a.html"), temporary("b.html"));
    }
}
