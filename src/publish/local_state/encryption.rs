//! The best encryption that this computer has seen of each server. A server that encrypted once must go
//! on: otherwise whoever stands between could make it seem older than it is, and read the password.
//!
//! `.rostok/encryption` has a line for each finding: `all ftp.example.org:21`.

use std::path::Path;

use super::{FOLDER, local_folder};
use crate::fs;
use crate::publish::remote::ftp::Protection;

const FILE: &str = "encryption";

/// The words of the file.
const WORDS: [(&str, Protection); 2] =
    [("all", Protection::All), ("commands", Protection::Commands)];

/// What `server` (a host and a port) is known to encrypt.
pub(in crate::publish) fn known(root: &Path, server: &str) -> Result<Protection, fs::Error> {
    let path = root.join(FOLDER).join(FILE);
    if !fs::exists(&path) {
        return Ok(Protection::None);
    }
    let text = fs::read(&path)?;
    let text = String::from_utf8_lossy(&text);
    let found = text.lines().filter_map(|line| line.split_once(' ')).filter_map(|(word, name)| {
        let is_known = name.eq_ignore_ascii_case(server);
        WORDS.iter().find(|(known, _)| is_known && *known == word).map(|(_, seen)| *seen)
    });
    Ok(found.max().unwrap_or_default())
}

/// Remembers what `server` encrypts, if it is more than was known.
pub(in crate::publish) fn remember(
    root: &Path,
    server: &str,
    seen: Protection,
) -> Result<(), fs::Error> {
    let word = WORDS.iter().find(|(_, protection)| *protection == seen);
    let Some((word, _)) = word.filter(|_| known(root, server).is_ok_and(|known| known < seen))
    else {
        return Ok(());
    };
    local_folder(root)?;
    fs::append(&root.join(FOLDER).join(FILE), format!("{word} {server}\n").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_of_each_server_is_remembered() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let known = |server: &str| known(root, server).unwrap();
        assert_eq!(known("a.ru:21"), Protection::None);
        for (server, seen) in [
            ("a.ru:21", Protection::Commands),
            ("b.ru:21", Protection::None),
            ("a.ru:21", Protection::All),
            ("a.ru:21", Protection::None),
            ("a.ru:2121", Protection::Commands),
        ] {
            remember(root, server, seen).unwrap();
        }
        assert_eq!(known("A.ru:21"), Protection::All);
        assert_eq!(known("a.ru:2121"), Protection::Commands);
        assert_eq!(known("b.ru:21"), Protection::None);
        let file = root.join(FOLDER).join(FILE);
        fs::append(&file, b"\0\0\0\0 torn").unwrap();
        assert_eq!(known("a.ru:21"), Protection::All);
    }
}
