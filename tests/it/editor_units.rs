//! The parts of the editor's page that need no browser, in Node.
#![expect(clippy::disallowed_methods, reason = "tests write and read their own files")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::sandbox::files;
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

/// A module that imports a name which is not exported does not load, and with it no screen that needs it.
#[test]
fn modules_import_what_is_exported() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/editor/web/js");
    let read = |path: PathBuf| (path.clone(), std::fs::read_to_string(path).unwrap());
    let modules: BTreeMap<PathBuf, String> = files(&folder).into_iter().map(read).collect();
    let mut missing = Vec::new();
    for (path, text) in &modules {
        for import in text.split("\nimport {").skip(1) {
            let (names, from) = import.split_once("} from '").unwrap();
            let mut target = path.parent().unwrap().to_owned();
            for part in from.split('\'').next().unwrap().split('/') {
                match part {
                    "." => {}
                    ".." => assert!(target.pop()),
                    name => target.push(name),
                }
            }
            // The bundle of CodeMirror is made by a script of its own.
            let Some(source) = modules.get(&target) else { continue };
            for name in names.split(',').filter_map(|name| name.split_whitespace().next()) {
                let kinds =
                    ["function ", "function* ", "async function ", "const ", "let ", "class "];
                if !kinds.iter().any(|kind| source.contains(&format!("export {kind}{name}"))) {
                    missing.push(format!("{}: {name}", path.display()));
                }
            }
        }
    }
    assert!(modules.len() > 50, "{}", modules.len());
    assert!(missing.is_empty(), "imported and not exported:\n{}", missing.join("\n"));
}
