//! A record beside the files of each picture that the index does not name yet: an index of this picture alone.
//!
//! So another run at the same time finds the picture, and the next one does if this one is killed: thousands of
//! photos take long. A record is written before the files of its picture are on the device, so whoever
//! relies on it compares them with their digests.

use std::path::{Path, PathBuf};

use super::index::{CachedPicture, Index};
use super::repair;
use crate::digest::Digest;
use crate::fs;

const EXTENSION: &str = "json";

/// Writes the record of the picture `key`.
pub(super) fn write(folder: &Path, key: &str, picture: &CachedPicture) -> Result<(), fs::Error> {
    let mut index = Index::new();
    index.pictures.insert(key.to_owned(), picture.clone());
    let bytes = serde_json::to_vec(&index).unwrap_or_default();
    fs::replace(&path(folder, key), &bytes)
}

/// The picture `key` if it has a record, and its files are what was written.
pub(super) fn read(folder: &Path, key: &str) -> Option<CachedPicture> {
    let mut index = Index::read(&path(folder, key))?;
    let picture = index.pictures.remove(key)?;
    let is_intact = picture.files.iter().all(|file| {
        let digest = repair::digest(&folder.join(file.name()));
        digest.is_ok_and(|digest| digest == file.digest)
    });
    is_intact.then_some(picture)
}

/// Removes the record of the picture `key`, if there is one.
pub(super) fn remove(folder: &Path, key: &str) -> Result<(), fs::Error> {
    fs::remove_file(&path(folder, key))
}

/// The key of the picture whose record has this name.
pub(super) fn key(name: &str) -> Option<&str> {
    let (key, extension) = name.rsplit_once('.')?;
    (extension == EXTENSION && Digest::parse(key).is_some()).then_some(key)
}

fn path(folder: &Path, key: &str) -> PathBuf {
    folder.join(format!("{key}.{EXTENSION}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::photos::cache::CachedFile;

    #[test]
    fn a_picture_whose_file_is_not_what_was_written_is_not_taken() {
        let folder = tempfile::tempdir().unwrap();
        let (key, bytes) = (Digest::hash(b"key").to_string(), b"a finished picture");
        let file = CachedFile {
            key: Digest::hash(b"file"),
            extension: "jpg".to_owned(),
            width: 4,
            height: 3,
            is_cut: false,
            cut: None,
            size: bytes.len() as u64,
            digest: Digest::hash(bytes),
        };
        let path = folder.path().join(file.name());
        fs::replace(&path, bytes).unwrap();
        let picture = CachedPicture {
            taken: None,
            has_gps: false,
            placeholder: None,
            files: vec![file],
            notices: Some(Vec::new()),
        };
        assert_eq!(read(folder.path(), &key), None);
        write(folder.path(), &key, &picture).unwrap();
        assert_eq!(read(folder.path(), &key), Some(picture));
        // As after a power cut: the size is right.
        fs::replace(&path, &vec![0; bytes.len()]).unwrap();
        assert_eq!(read(folder.path(), &key), None);
        fs::remove_file(&path).unwrap();
        assert_eq!(read(folder.path(), &key), None);
    }

    #[test]
    fn records_are_told_from_the_index_and_from_pictures() {
        let name = Digest::hash(b"").to_string();
        assert_eq!(key(&format!("{name}.json")), Some(&*name));
        for other in ["index.json", &format!("{name}.jpg"), &name, ".json"] {
            assert_eq!(key(other), None, "{other}");
        }
    }
}
