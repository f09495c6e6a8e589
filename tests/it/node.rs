//! What other people's tools in Node find, brought by `tests/tools/node.sh`.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::sandbox::files;
use crate::theme_viewer::whole;
use crate::tools;

/// A file of an installed module; none where the modules are not installed.
pub(crate) fn module(file: &str) -> Option<PathBuf> {
    let folder = tools::installed("node/installed.json", "node/package-lock.json")?;
    let path = folder.join("node_modules").join(file);
    assert!(path.is_file(), "{}", path.display());
    Some(path)
}

/// Runs a script with Node, where its modules are, and gives what it prints; fails where it fails.
pub(crate) fn node(script: &Path, arguments: &[PathBuf]) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut command = Command::new("node");
    command.current_dir(root.join("target/tools/node")).arg(script).args(arguments);
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}:\n{said}{error}", script.display());
    said
}

#[test]
fn every_page_is_valid_html() {
    let Some(validator) = module("html-validate/bin/html-validate.mjs") else { return };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let site = whole("tochka", &["--drafts"]);
    let mut arguments: Vec<PathBuf> =
        vec!["--config".into(), root.join("tests/readers/html-validate.json")];
    let found = files(&site.root().join("public")).into_iter();
    arguments.extend(found.filter(|file| file.extension().is_some_and(|kind| kind == "html")));
    assert!(arguments.len() > 20, "{arguments:?}");
    node(&validator, &arguments);
}
