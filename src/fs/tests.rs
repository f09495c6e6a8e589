//! Files and folders written, copied, locked and removed in a temporary folder.

use super::*;

/// All that is in a folder, sorted.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        list(folder).unwrap().into_iter().map(|listed| listed.relative).collect();
    names.sort();
    names
}

#[test]
fn replaces_whole_and_leaves_nothing_beside() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.txt");
    replace(&path, b"one").unwrap();
    replace(&path, b"two").unwrap();
    assert_eq!(read(&path).unwrap(), b"two");
    fs::create_dir(folder.path().join("full")).unwrap();
    fs::write(folder.path().join("full/x"), "").unwrap();
    assert!(replace(&folder.path().join("full"), b"three").is_err());
    assert_eq!(names(folder.path()), ["a.txt", "full", "full/x"]);
}

#[test]
fn a_folder_comes_with_what_it_holds() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a");
    let beside = create_beside(&path).unwrap();
    assert!(is_temporary(&beside.file_name().unwrap().to_string_lossy()));
    create_new(&beside.join("x"), b"one").unwrap();
    assert!(!exists(&path));
    rename(&beside, &path).unwrap();
    assert_eq!(names(folder.path()), ["a", "a/x"]);
    let other = create_beside(&path).unwrap();
    create_new(&other.join("y"), b"two").unwrap();
    assert!(rename(&other, &path).is_err());
    assert_eq!(read(&path.join("x")).unwrap(), b"one");
    remove_beside(&other);
    remove_beside(&path);
    assert_eq!(names(folder.path()), ["a", "a/x"]);
}

#[test]
fn copies_what_it_shows() {
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (folder.path().join("from"), folder.path().join("to"));
    let bytes: Vec<u8> = (0..300_000_u32).map(|number| number as u8).collect();
    fs::write(&from, &bytes).unwrap();
    let mut shown = Vec::new();
    copy_to(&from, &to, |piece| shown.extend_from_slice(piece)).unwrap();
    assert!(shown == bytes && read(&to).unwrap() == bytes);
    let mut pieces = Vec::new();
    read_in_pieces(&from, |piece| pieces.extend_from_slice(piece)).unwrap();
    assert!(pieces == bytes);
}

#[test]
fn a_new_file_never_overwrites() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.txt");
    create_new(&path, b"one").unwrap();
    let error = create_new(&path, b"two").unwrap_err();
    assert_eq!(error.source.kind(), io::ErrorKind::AlreadyExists);
    assert_eq!(read(&path).unwrap(), b"one");
}

#[test]
fn a_lock_keeps_others_out_until_it_is_let_go() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lock");
    let held = lock(&path).unwrap();
    assert!(held.is_some() && lock(&path).unwrap().is_none());
    drop(held);
    assert!(lock(&path).unwrap().is_some());
}

#[test]
fn what_is_appended_stands_at_the_end() {
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
fn resolves_links_and_parents_also_of_what_is_missing() {
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
