//! Third-party tools that `tests/run.sh` installs: finds them, and reports the tests that are skipped
//! without them.
#![expect(clippy::disallowed_methods, reason = "tests look at installed files")]

use std::io::Write;
use std::path::{Path, PathBuf};

/// The folder of `target/tools` that contains `manifest`, a copy of `tests/tools/<expected>` made
/// when the tool was installed. None where the tool is missing or out of date: the test is skipped.
pub(crate) fn installed(manifest: &str, expected: &str) -> Option<PathBuf> {
    let folder = find(manifest, expected);
    if folder.is_none() {
        skip(manifest.split('/').next().unwrap());
    }
    folder
}

/// Reports on the terminal that a test is skipped because `tool` is missing, which is an error where
/// everything has to be checked (`CI=true`).
pub(crate) fn skip(tool: &str) {
    assert!(!is_ci(), "{tool} is missing or out of date; `bash tests/run.sh` installs it");
    let thread = std::thread::current();
    let test = thread.name().unwrap_or("a test");
    // Not `eprintln!`, whose output libtest hides for tests that pass.
    let _ = writeln!(std::io::stderr(), "skipped: {tool} ({test})");
}

/// Whether the system has a command. Without it the test is skipped.
pub(crate) fn is_on_path(command: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).any(|folder| folder.join(command).is_file());
    if !found {
        skip(command);
    }
    found
}

/// Whether a missing tool is an error.
fn is_ci() -> bool {
    std::env::var("CI").is_ok_and(|ci| ci == "true")
}

fn find(manifest: &str, expected: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manifest = root.join("target/tools").join(manifest);
    let expected = std::fs::read(root.join("tests/tools").join(expected)).unwrap();
    let is_current = std::fs::read(&manifest).is_ok_and(|manifest| manifest == expected);
    manifest.parent().filter(|_| is_current).map(Path::to_owned)
}

#[test]
fn a_tool_is_found_only_with_the_expected_manifest() {
    assert_eq!(find("no-such-tool/installed.txt", "python.txt"), None);
    assert_eq!(find("../../tests/tools/python.txt", "node/package.json"), None);
    let folder = find("../../tests/tools/python.txt", "python.txt").unwrap();
    assert!(folder.ends_with("tests/tools"), "{}", folder.display());
}
