//! Changes that are killed at each step, that fail, and that a file is in the way of.

use std::collections::BTreeMap;

use super::super::{EntryKind, create_new, fuse, list};
use super::*;

const FOLDER: &str = ".trash";

fn change() -> FileTransaction {
    let pair = |from: &str, to: &str| (from.to_owned(), to.to_owned());
    FileTransaction {
        moves: vec![pair("posts/a.md", "posts/a/index.md"), pair("posts/f/1.jpg", "posts/a/1.jpg")],
        writes: vec![
            ("posts/b.md".to_owned(), b"new b".to_vec()),
            ("posts/a/index.md".to_owned(), b"new a".to_vec()),
        ],
        empty: vec!["posts/f".to_owned()],
    }
}

fn prepare(root: &Path) {
    for (file, text) in [("posts/a.md", "a"), ("posts/b.md", "b"), ("posts/f/1.jpg", "1")] {
        create_dir_all(root.join(file).parent().unwrap()).unwrap();
        create_new(&root.join(file), text.as_bytes()).unwrap();
    }
}

/// The files with their texts, those of the journal left out.
fn tree(root: &Path) -> BTreeMap<String, String> {
    let files = list(root).unwrap().into_iter();
    let files = files.filter(|entry| entry.kind == EntryKind::File);
    files
        .filter(|entry| !entry.relative.starts_with(FOLDER))
        .map(|entry| {
            let text = String::from_utf8(read(&root.join(&entry.relative)).unwrap()).unwrap();
            (entry.relative, text)
        })
        .collect()
}

fn states() -> [BTreeMap<String, String>; 2] {
    let tree = |files: &[(&str, &str)]| {
        files.iter().map(|(file, text)| ((*file).to_owned(), (*text).to_owned())).collect()
    };
    [
        tree(&[("posts/a.md", "a"), ("posts/b.md", "b"), ("posts/f/1.jpg", "1")]),
        tree(&[("posts/a/1.jpg", "1"), ("posts/a/index.md", "new a"), ("posts/b.md", "new b")]),
    ]
}

#[test]
fn a_change_killed_at_any_step_is_made_or_not() {
    let run = |root: &Path| {
        let lock = TransactionLock::acquire(root, FOLDER).unwrap().unwrap();
        lock.run(&change()).unwrap();
    };
    if fuse::is_child(run) {
        return;
    }
    let [old, new] = states();
    let name = "fs::transaction::tests::a_change_killed_at_any_step_is_made_or_not";
    let mut seen = [false; 2];
    let kills = fuse::kill_at_each_step(name, prepare, |root, steps| {
        finish_transactions(root, FOLDER).unwrap();
        let mut after = tree(root);
        // What was being written when the process died.
        after.retain(|file, _| !super::super::is_temporary(file.rsplit('/').next().unwrap()));
        assert!(after == old || after == new, "{steps}: {after:?}");
        seen[usize::from(after == new)] = true;
        drop(TransactionLock::acquire(root, FOLDER).unwrap().unwrap());
        assert!(!exists(&root.join(FOLDER).join("new-0")), "{steps}");
    });
    assert!(kills > 10 && seen == [true, true], "{kills} {seen:?}");
}

#[test]
fn a_change_that_fails_is_undone() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    prepare(root);
    let lock = TransactionLock::acquire(root, FOLDER).unwrap().unwrap();
    let [old, new] = states();
    for spoil in [
        |change: &mut FileTransaction| {
            change.moves.push(("posts/no.md".into(), "posts/x.md".into()))
        },
        |change: &mut FileTransaction| change.moves[1].1 = "posts/b.md".into(),
        |change: &mut FileTransaction| change.moves[0].1 = "../a.md".into(),
        |change: &mut FileTransaction| change.writes.push(("posts".into(), Vec::new())),
    ] {
        let mut change = change();
        spoil(&mut change);
        assert!(lock.run(&change).is_err(), "{change:?}");
        assert_eq!(tree(root), old, "{change:?}");
    }
    assert!(TransactionLock::acquire(root, FOLDER).unwrap().is_none());
    lock.run(&change()).unwrap();
    assert_eq!(tree(root), new);
    assert!(!exists(&root.join("posts/f")));
    drop(lock);
    finish_transactions(root, FOLDER).unwrap();
    finish_transactions(&root.join("posts"), FOLDER).unwrap();
    assert!(!exists(&root.join("posts").join(FOLDER)));
}

#[test]
fn what_cannot_be_taken_back_is_finished_later() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    prepare(root);
    let lock = TransactionLock::acquire(root, FOLDER).unwrap().unwrap();
    let record = lock.stage(&change()).unwrap();
    let mut steps = StepsTaken::default();
    lock.apply(&record, &mut steps).unwrap();
    let [old, new] = states();
    assert_eq!(tree(root), new);
    steps.take_back().unwrap();
    // The journal is still there.
    assert_eq!(tree(root), old);
    drop(lock);
    finish_transactions(root, FOLDER).unwrap();
    assert_eq!(tree(root), new);
    let left = super::super::tests::list_names(&root.join(FOLDER));
    assert_eq!(left, [".gitignore", "lock"]);
}

#[test]
fn a_new_file_is_removed_where_a_later_step_fails() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    prepare(root);
    let lock = TransactionLock::acquire(root, FOLDER).unwrap().unwrap();
    let mut change = change();
    change
        .writes
        .extend([("posts/new.md".to_owned(), b"1".to_vec()), ("posts".into(), Vec::new())]);
    assert!(lock.run(&change).is_err());
    assert_eq!(tree(root), states()[0]);
}

#[test]
fn a_folder_that_is_gone_is_not_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("site");
    let error = TransactionLock::acquire(&root, FOLDER).unwrap_err();
    assert_eq!(error.source.kind(), std::io::ErrorKind::NotFound);
    assert!(!exists(&root));
}

#[test]
fn what_a_change_has_renamed_is_flushed_before_its_journal_goes() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    prepare(root);
    let lock = TransactionLock::acquire(root, FOLDER).unwrap().unwrap();
    drop(super::super::flush::tests::take_flushed());
    lock.run(&change()).unwrap();
    let mut flushed = super::super::flush::tests::take_flushed();
    let journal = root.join(FOLDER);
    assert_eq!(flushed[..2], [journal.clone(), journal.clone()]);
    flushed.drain(..2);
    assert_eq!(flushed, [journal, root.join("posts"), root.join("posts/a")]);
}

#[test]
fn what_was_written_after_the_kill_is_not_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    prepare(root);
    drop(TransactionLock::acquire(root, FOLDER).unwrap());
    let staged = |number: usize, file: &str, old: &str| {
        create_new(&root.join(FOLDER).join(format!("new-{number}")), b"new").unwrap();
        let old = Some(blake3::hash(old.as_bytes()).to_hex().to_string());
        StagedWrite { file: file.to_owned(), staged: format!("new-{number}"), old }
    };
    let writes = vec![staged(0, "posts/b.md", "other"), staged(1, "posts/f/1.jpg", "1")];
    let moves = vec![("posts/a.md".to_owned(), "posts/b.md".to_owned())];
    let record = JournalRecord { moves, writes, empty: Vec::new() };
    create_new(&root.join(FOLDER).join(JOURNAL), &serde_json::to_vec(&record).unwrap()).unwrap();
    finish_transactions(root, FOLDER).unwrap();
    let texts = ["posts/a.md", "posts/b.md", "posts/f/1.jpg"].map(|file| tree(root)[file].clone());
    assert_eq!(texts, ["a", "b", "new"]);
}
