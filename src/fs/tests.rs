//! Writing, copying, locking and removing in a temporary folder.

use super::*;

/// The paths in a folder, sorted.
pub(crate) fn list_names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = list(folder).unwrap().into_iter().map(|entry| entry.relative).collect();
    names.sort();
    names
}

#[test]
fn replacing_leaves_no_temporary_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.txt");
    replace(&path, b"one").unwrap();
    replace(&path, b"two").unwrap();
    assert_eq!(read(&path).unwrap(), b"two");
    fs::create_dir(folder.path().join("full")).unwrap();
    fs::write(folder.path().join("full/x"), "").unwrap();
    assert!(replace(&folder.path().join("full"), b"three").is_err());
    assert_eq!(list_names(folder.path()), ["a.txt", "full", "full/x"]);
}

#[test]
fn a_folder_is_renamed_with_its_files() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a");
    let temp = create_temp_dir(&path).unwrap();
    assert!(is_temporary(&temp.file_name().unwrap().to_string_lossy()));
    create_new(&temp.join("x"), b"one").unwrap();
    assert!(!exists(&path));
    rename_dir(&temp, &path).unwrap();
    assert_eq!(list_names(folder.path()), ["a", "a/x"]);
    let other = create_temp_dir(&path).unwrap();
    create_new(&other.join("y"), b"two").unwrap();
    assert!(rename_dir(&other, &path).is_err());
    assert_eq!(read(&path.join("x")).unwrap(), b"one");
    remove_temp_dir(&other);
    remove_temp_dir(&path);
    assert_eq!(list_names(folder.path()), ["a", "a/x"]);
}

#[test]
fn the_inspected_bytes_are_those_copied() {
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (folder.path().join("from"), folder.path().join("to"));
    let bytes: Vec<u8> = (0..300_000_u32).map(|number| number as u8).collect();
    fs::write(&from, &bytes).unwrap();
    let mut shown = Vec::new();
    copy(&from, &to, |chunk| shown.extend_from_slice(chunk)).unwrap();
    assert!(shown == bytes && read(&to).unwrap() == bytes);
    let mut chunks = Vec::new();
    read_chunks(&from, |chunk| chunks.extend_from_slice(chunk)).unwrap();
    assert!(chunks == bytes);
}

#[test]
fn create_new_never_overwrites() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.txt");
    create_new(&path, b"one").unwrap();
    let error = create_new(&path, b"two").unwrap_err();
    assert_eq!(error.source.kind(), io::ErrorKind::AlreadyExists);
    assert_eq!(read(&path).unwrap(), b"one");
}

#[test]
fn appends_at_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a");
    append(&path, b"1").unwrap();
    append(&path, b"2").unwrap();
    assert_eq!(read(&path).unwrap(), b"12");
}

#[test]
fn removes_files_and_empty_folders_only() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("a/b");
    create_dir_all(&inner).unwrap();
    replace(&inner.join("c"), b"").unwrap();
    assert!(!remove_dir_if_empty(&inner));
    assert!(!remove_dir_if_empty(&inner.join("c")));
    remove_file(&inner.join("c")).unwrap();
    remove_file(&inner.join("c")).unwrap();
    assert!(remove_dir_if_empty(&inner));
    assert!(!remove_dir_if_empty(&inner));
}

#[cfg(unix)]
#[test]
fn resolves_links_and_parents_of_missing_paths_too() {
    let folder = tempfile::tempdir().unwrap();
    let root = fs::canonicalize(folder.path()).unwrap();
    create_dir_all(&root.join("real/deep")).unwrap();
    std::os::unix::fs::symlink("real/deep", root.join("link")).unwrap();
    let cases = [
        ("link", "real/deep"),
        ("link/../x", "real/x"),
        ("missing/../link/y", "real/deep/y"),
        ("./a/./b", "a/b"),
    ];
    for (given, wanted) in cases {
        assert_eq!(resolve(&root.join(given)).unwrap(), root.join(wanted), "{given}");
    }
    assert_eq!(resolve(Path::new("x")).unwrap(), fs::canonicalize(".").unwrap().join("x"));
}

#[test]
fn what_fails_for_a_moment_is_tried_again_and_what_fails_for_good_is_not() {
    let attempts = |fails_until: u32, code| {
        let mut attempts = 0;
        let ended = retry_while(error::is_held, || {
            attempts += 1;
            if attempts < fails_until { Err(io::Error::from_raw_os_error(code)) } else { Ok(()) }
        });
        (attempts, ended.is_ok())
    };
    assert_eq!(attempts(3, 32), (3, true));
    assert_eq!(attempts(3, 33), (3, true));
    assert_eq!(attempts(u32::MAX, 32), (7, false));
    assert_eq!(attempts(3, 5), (1, false), "it is denied");
    assert!(error::is_locked(&io::Error::from_raw_os_error(5)), "to those who replace and remove");
}

#[cfg(windows)]
#[test]
fn a_file_that_is_open_elsewhere_is_to_be_closed_there() {
    use std::os::windows::fs::OpenOptionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("otchet.docx");
    fs::write(&path, "").unwrap();
    let _held = fs::OpenOptions::new().read(true).share_mode(0).open(&path).unwrap();
    assert!(read(&path).unwrap_err().to_string().contains("закройте файл в Word"));
    assert!(replace(&path, b"").unwrap_err().to_string().contains("закройте файл в Word"));
}
