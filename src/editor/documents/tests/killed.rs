//! A process that is killed at any step of its writing loses nothing: the state before, or after.

use super::*;
use crate::fs::fuse;

/// What a killed process may leave: the state before or after.
fn kill(name: &str, files: &[(&str, &str)], act: fn(&Documents)) -> usize {
    let run = |root: &Path| act(&Documents::new(root, now));
    if fuse::is_child(run) {
        return usize::MAX;
    }
    let whole = tempfile::tempdir().unwrap();
    let prepare = |root: &Path| files.iter().for_each(|(file, text)| write(root, file, text));
    prepare(whole.path());
    let old = tree(whole.path());
    run(whole.path());
    let new = tree(whole.path());
    let mut seen = [false; 2];
    let name = format!("editor::documents::tests::killed::{name}");
    let kills = fuse::kill_at_each_step(&name, prepare, |root, steps| {
        let documents = Documents::new(root, now);
        documents.recover().unwrap();
        let after = tree(root);
        assert!(after == old || after == new, "{steps}: {after:?}");
        seen[usize::from(after == new)] = true;
        // Whoever goes on finds nothing in the way.
        assert!(documents.trash_items().unwrap().len() <= 1);
    });
    assert_eq!(seen, [true, true]);
    kills
}

#[test]
fn a_save_killed_at_any_step_leaves_the_old_text_or_the_new() {
    let kills = kill(
        "a_save_killed_at_any_step_leaves_the_old_text_or_the_new",
        &[(POST, TEXT)],
        |documents| {
            let base = hash(TEXT.as_bytes());
            documents.save(POST, &base, &body("Новый рассказ")).unwrap();
        },
    );
    assert!(kills > 4, "{kills}");
}

#[test]
fn a_move_killed_at_any_step_is_made_or_not() {
    let kills = kill("a_move_killed_at_any_step_is_made_or_not", &FLAT, |documents| {
        documents.move_to_folder(POST).unwrap();
    });
    assert!(kills > 20, "{kills}");
}

#[test]
fn a_deletion_killed_at_any_step_is_made_or_not() {
    let kills = kill("a_deletion_killed_at_any_step_is_made_or_not", &BUNDLE, |documents| {
        documents.trash(BUNDLE[0].0).unwrap();
    });
    assert!(kills > 10, "{kills}");
}

#[test]
fn a_return_from_the_trash_killed_at_any_step_is_made_or_not() {
    let name = "a_return_from_the_trash_killed_at_any_step_is_made_or_not";
    let record = "{\"file\":\"content/posts/a/index.md\",\"title\":\"А\",\"deleted\":1700000000000,\
                  \"files\":[\"content/posts/a/index.md\",\"content/posts/a/1.jpg\"]}";
    let files = [
        ("content/posts/b.md", "b"),
        (".rostok-trash/deleted/7/record.json", record),
        (".rostok-trash/deleted/7/files/content/posts/a/index.md", "a"),
        (".rostok-trash/deleted/7/files/content/posts/a/1.jpg", "1"),
    ];
    let kills = kill(name, &files, |documents| {
        documents.restore("7").unwrap();
    });
    assert!(kills > 10, "{kills}");
}
