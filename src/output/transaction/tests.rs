//! Where files wait for the commit, and that a rollback leaves nothing.

use std::time::Duration;

use super::*;
use crate::fs;
use crate::fs::tests::list_names;
use crate::output::WriteOptions;

fn path(path: &str) -> SitePath {
    SitePath::parse(path).unwrap()
}

fn page(text: &str) -> FileContent {
    FileContent::Bytes(text.into())
}

/// The temporary path of a staged file; `None` if it is not staged.
fn staged(transaction: &Transaction, path: &str) -> Option<std::path::PathBuf> {
    let files = transaction.files.lock().unwrap();
    let is_staged = matches!(files.get(path), Some(PendingFile::Staged(_)));
    is_staged.then(|| {
        let top = transaction.state.new_folder(path).unwrap();
        let temp = transaction.staging.temp_dir(top).unwrap();
        temp.join(&path[top.len() + 1..])
    })
}

#[test]
fn files_of_new_folders_are_staged_and_others_held() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("public");
    let transaction = Transaction::begin(&out).unwrap();
    for name in ["index.html", "a/x.html", "a/b/c/y.html", "b/z.html"] {
        transaction.put(path(name), page(name)).unwrap();
        let staged = staged(&transaction, name);
        assert_eq!(staged.is_some(), name.contains('/') && fs::CAN_RENAME_DIRS, "{name}");
        if let Some(staged) = staged {
            assert_eq!(fs::read(&staged).unwrap(), name.as_bytes());
        }
    }
    let is_in_place = |name: &String| !name.contains(".~rostok-");
    assert!(!list_names(&out).iter().any(is_in_place), "{:?}", list_names(&out));
    let written = transaction.commit(WriteOptions::default()).unwrap();
    assert_eq!(written.created, ["a/b/c/y.html", "a/x.html", "b/z.html", "index.html"]);
    assert!(list_names(&out).iter().all(is_in_place), "{:?}", list_names(&out));
    assert_eq!(fs::read(&out.join("a/b/c/y.html")).unwrap(), b"a/b/c/y.html");
}

#[test]
fn unchanged_files_are_not_held() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("public");
    let transaction = Transaction::begin(&out).unwrap();
    transaction.put(path("a.html"), page("а")).unwrap();
    transaction.put(path("b/c.html"), page("в")).unwrap();
    transaction.commit(WriteOptions::default()).unwrap();
    std::thread::sleep(Duration::from_millis(20));
    // The manifest must be newer than the files by a tick of the disk's clock.
    let manifest = out.join(crate::output::manifest::NAME);
    fs::replace(&manifest, &fs::read(&manifest).unwrap()).unwrap();

    let is_held = |name: &str, text: &str| {
        let transaction = Transaction::begin(&out).unwrap();
        transaction.put(path(name), page(text)).unwrap();
        let files = transaction.files.lock().unwrap();
        matches!(files.get(name), Some(PendingFile::Held(..)))
    };
    assert!(!is_held("a.html", "а") && !is_held("b/c.html", "в"));
    assert!(is_held("a.html", "б") && is_held("d.html", "а"));
    fs::replace(&out.join("a.html"), b"a!").unwrap();
    assert!(is_held("a.html", "а"));
}

#[test]
fn paths_and_sizes_are_known_before_the_commit() {
    let folder = tempfile::tempdir().unwrap();
    let mut transaction = Transaction::begin(&folder.path().join("public")).unwrap();
    transaction.put(path("b/x.html"), page("12")).unwrap();
    transaction.put(path("a.html"), page("1")).unwrap();
    let copy =
        FileContent::Copy { source: std::path::Path::new("c").into(), size: 7, digest: None };
    transaction.put(path("b/c.pdf"), copy).unwrap();
    assert_eq!(transaction.files(), [("a.html", 1), ("b/c.pdf", 7), ("b/x.html", 2)]);
}

#[test]
fn a_file_whose_path_is_taken_is_not_staged() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("public");
    let transaction = Transaction::begin(&out).unwrap();
    transaction.put(path("a/x.html"), page("1")).unwrap();
    transaction.put(path("a/x.html"), page("2")).unwrap_err();
    transaction.put(path("a/X.html"), page("3")).unwrap_err();
    let written = transaction.commit(WriteOptions::default()).unwrap();
    assert_eq!(written.created, ["a/x.html"]);
    assert_eq!(list_names(&out), [".rostok-manifest", "a", "a/x.html"]);
    assert_eq!(fs::read(&out.join("a/x.html")).unwrap(), b"1");
}

#[test]
fn a_rollback_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("new/public");
    let transaction = Transaction::begin(&out).unwrap();
    transaction.put(path("a/x.html"), page("1")).unwrap();
    drop(transaction);
    assert_eq!(list_names(folder.path()), [""; 0]);

    fs::create_dir_all(&out.join("b")).unwrap();
    let transaction = Transaction::begin(&out).unwrap();
    transaction.put(path("a/x.html"), page("1")).unwrap();
    transaction.put(path("b/c/y.html"), page("2")).unwrap();
    drop(transaction);
    assert_eq!(list_names(&out), ["b"]);
}

#[cfg(unix)]
#[test]
fn no_link_is_followed() {
    let folder = tempfile::tempdir().unwrap();
    let (out, other) = (folder.path().join("public"), folder.path().join("other"));
    fs::create_dir_all(&out).unwrap();
    fs::create_dir_all(&other).unwrap();
    std::os::unix::fs::symlink(&other, out.join("link")).unwrap();
    let transaction = Transaction::begin(&out).unwrap();
    for name in ["link/x.html", "link/a/x.html", "link/a/b/x.html"] {
        transaction.put(path(name), page("1")).unwrap();
        assert_eq!(staged(&transaction, name), None, "{name}");
    }
    assert_eq!(list_names(&other), [""; 0]);
}

#[test]
fn a_staged_file_that_disappears_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("public");
    let transaction = Transaction::begin(&out).unwrap();
    for name in ["a/x.html", "a/b/y.html"] {
        transaction.put(path(name), page("1")).unwrap();
    }
    // Windows stages nothing.
    let Some(swept) = staged(&transaction, "a/b/y.html") else { return };
    fs::remove_file(&swept).unwrap();
    assert!(matches!(transaction.commit(WriteOptions::default()), Err(WriteError::Disk(_))));
    assert!(!fs::exists(&out.join("a")));
}

#[test]
fn a_file_that_appears_meanwhile_is_not_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("public");
    fs::create_dir_all(&out.join("a")).unwrap();
    let transaction = Transaction::begin(&out).unwrap();
    transaction.put(path("a/x.html"), page("1")).unwrap();
    fs::create_new(&out.join("a/x.html"), b"theirs").unwrap();
    assert!(matches!(transaction.commit(WriteOptions::default()), Err(WriteError::Disk(_))));
    assert_eq!(fs::read(&out.join("a/x.html")).unwrap(), b"theirs");
}

#[test]
fn a_file_that_cannot_be_staged_is_held() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("public");
    fs::create_new(&out, b"no folder").unwrap();
    let transaction = Transaction::begin(&out).unwrap();
    transaction.put(path("a/x.html"), page("1")).unwrap();
    assert_eq!(staged(&transaction, "a/x.html"), None);
    drop(transaction);
    assert_eq!(fs::read(&out).unwrap(), b"no folder");
}
