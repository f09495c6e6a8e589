//! The parts of the editor's page that need no browser, in Node.
#![expect(clippy::disallowed_methods, reason = "tests write and read their own files")]

use std::path::Path;
use std::process::Command;

use crate::tools;

#[test]
fn commands_differences_and_changes_hold_without_a_browser() {
    if !tools::is_on_path("node") {
        return;
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    // Without it Node takes modules for scripts.
    std::fs::write(folder.path().join("package.json"), "{ \"type\": \"module\" }").unwrap();
    for path in [
        "api.js",
        "commands.js",
        "differences.js",
        "moved.js",
        "photo_uploads.js",
        "rows.js",
        "saving.js",
        "tails.js",
        "ui.js",
        "unsaved.js",
        "words.js",
        "story/markdown.js",
    ] {
        let module = root.join("src/editor/web/js").join(path);
        std::fs::copy(&module, folder.path().join(module.file_name().unwrap())).unwrap();
    }
    for script in ["units.mjs", "saving.mjs"] {
        let script = root.join("tests/editor").join(script);
        let output = Command::new("node").arg(script).arg(folder.path()).output().unwrap();
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{error}");
    }
}
