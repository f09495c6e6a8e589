//! Walks of temporary folders, also with links that lead out of them.
#![expect(clippy::disallowed_methods, reason = "the test sets up the disk by hand")]

use super::*;
use std::fs;

fn site(files: &[&str]) -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    for file in files {
        let path = root.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, file).unwrap();
    }
    root
}

fn relatives(entries: &[Entry]) -> Vec<&str> {
    entries.iter().map(|entry| entry.relative.as_str()).collect()
}

#[test]
fn finds_files_in_order_and_ignores_the_rest() {
    let root = site(&[
        "content/posts/б.md",
        "content/posts/a-1.md",
        "content/posts/a/index.md",
        "content/posts/.b.md.swp",
        "content/posts/b.md~",
        "content/posts/#b.md#",
        "content/posts/.#b.md",
        "content/posts/~$otchet.docx",
        "content/posts/x.BAK",
        "content/posts/x.tmp",
        "content/Thumbs.db",
        "content/a/DESKTOP.INI",
        "content/.git/config",
        "content/#",
        "content/.DS_Store",
        "outside.md",
    ]);
    let (files, skipped) = walk(root.path(), "content").unwrap();
    assert_eq!(
        relatives(&files),
        ["content/#", "content/posts/a-1.md", "content/posts/a/index.md", "content/posts/б.md"]
    );
    assert_eq!(files[1].size, 20);
    assert_eq!(fs::read_to_string(&files[3].path).unwrap(), "content/posts/б.md");
    assert!(skipped.is_empty());
    let (none, skipped) = walk(root.path(), "missing").unwrap();
    assert!(none.is_empty() && skipped.is_empty());
}

#[cfg(unix)]
#[test]
fn follows_links_only_inside_the_folder() {
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;
    let root = site(&["content/real/a.md", "secret/b.md", "content-2/c.md"]);
    let at = |path: &str| root.path().join(path);
    symlink("real", at("content/inside")).unwrap();
    symlink("../secret", at("content/outside")).unwrap();
    symlink("../secret/b.md", at("content/b.md")).unwrap();
    symlink("../content-2/c.md", at("content/c.md")).unwrap();
    symlink("..", at("content/real/up")).unwrap();
    symlink("nowhere", at("content/dangling")).unwrap();
    symlink("self", at("content/self")).unwrap();
    fs::write(at("content").join(std::ffi::OsStr::from_bytes(b"\xff.md")), "").unwrap();
    let (files, skipped) = walk(root.path(), "content").unwrap();
    assert_eq!(relatives(&files), ["content/inside/a.md", "content/real/a.md"]);
    let skipped: Vec<_> = skipped.iter().map(|one| (one.relative.as_str(), one.reason)).collect();
    assert_eq!(
        skipped,
        [
            ("content/b.md", SkipReason::LeadsOut),
            ("content/c.md", SkipReason::LeadsOut),
            ("content/dangling", SkipReason::Dangling),
            ("content/inside/up", SkipReason::Loop),
            ("content/outside", SkipReason::LeadsOut),
            ("content/real/up", SkipReason::Loop),
            ("content/self", SkipReason::Loop),
            ("content/\u{fffd}.md", SkipReason::NotUnicode),
        ]
    );
}

#[test]
fn a_probe_agrees_with_a_walk() {
    let root = site(&["content/a/b.md", "content/a/b.md~", "content/.x/c.md"]);
    let (walked, _) = walk(root.path(), "content").unwrap();
    let probe = |relative: &str| probe(root.path(), "content", relative);
    let Probe::File(seen) = probe("content/a/b.md") else { panic!("no file") };
    assert_eq!(seen.path, walked[0].path);
    assert_eq!((seen.size, seen.touched), (walked[0].size, walked[0].touched));
    for nothing in ["content/a/b.md~", "content/.x/c.md", "content/a/x", "content/a/b.md/x"] {
        assert!(matches!(probe(nothing), Probe::Nothing), "{nothing}");
    }
    assert!(matches!(probe("content/a"), Probe::Unclear));
    assert!(matches!(probe("content"), Probe::Unclear));
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("a", root.path().join("content/link")).unwrap();
        assert!(matches!(probe("content/link/b.md"), Probe::Unclear));
    }
}

#[cfg(unix)]
#[test]
fn the_folder_itself_may_be_a_link() {
    let root = site(&["elsewhere/a.md"]);
    std::os::unix::fs::symlink("elsewhere", root.path().join("content")).unwrap();
    let (files, skipped) = walk(root.path(), "content").unwrap();
    assert_eq!(relatives(&files), ["content/a.md"]);
    assert!(skipped.is_empty());
}
