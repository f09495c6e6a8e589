//! Other people's tools that `tests/run.sh` brings: whether they are there, and are those that the
//! tests are written for.
#![expect(clippy::disallowed_methods, reason = "tests look at what was installed")]

use std::path::{Path, PathBuf};

/// The folder of `target/tools` in which `kept` is the list of what was installed, if that is what
/// `tests/tools/<wanted>` asks for. Else none, which is an error where everything is to be checked
/// (`CI=true`).
pub(crate) fn installed(kept: &str, wanted: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let kept = root.join("target/tools").join(kept);
    let wanted = std::fs::read(root.join("tests/tools").join(wanted)).unwrap();
    if std::fs::read(&kept).is_ok_and(|kept| kept == wanted) {
        return kept.parent().map(Path::to_owned);
    }
    missing(&format!("{}: missing or out of date", kept.display()));
    None
}

/// Says that something is missing, which is an error where everything is to be checked.
pub(crate) fn missing(what: &str) {
    let demanded = std::env::var("CI").is_ok_and(|ci| ci == "true");
    assert!(!demanded, "{what}; `bash tests/run.sh` brings it");
}

#[test]
fn a_list_that_is_not_the_one_asked_for_is_seen() {
    if std::env::var("CI").is_ok_and(|ci| ci == "true") {
        return;
    }
    assert_eq!(installed("no-such-tool/installed.txt", "python.txt"), None);
    assert_eq!(installed("../../tests/tools/python.txt", "node/package.json"), None);
    let same = installed("../../tests/tools/python.txt", "python.txt").unwrap();
    assert!(same.ends_with("tests/tools"), "{}", same.display());
}
