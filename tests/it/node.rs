//! Runs third-party tools in Node, which `tests/tools/node.sh` installs.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::sandbox::files;
use crate::theme_viewer::build_every_kind;
use crate::tools;

/// A file of an installed module. None without the modules: the test is skipped.
pub(crate) fn module(file: &str) -> Option<PathBuf> {
    let folder = tools::installed("node/installed.json", "node/package-lock.json")?;
    let path = folder.join("node_modules").join(file);
    assert!(path.is_file(), "{}", path.display());
    Some(path)
}

/// Runs a script with Node in the folder of the modules and returns its output. Fails if it fails.
pub(crate) fn node(script: &Path, arguments: &[PathBuf]) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut command = Command::new("node");
    command.current_dir(root.join("target/tools/node")).arg(script).args(arguments);
    let output = command.output().unwrap();
    let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}:\n{stdout}{error}", script.display());
    stdout
}

#[test]
fn html_validate_finds_no_errors() {
    let Some(validator) = module("html-validate/bin/html-validate.mjs") else { return };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let site = build_every_kind("tochka", &["--drafts"]);
    let mut arguments: Vec<PathBuf> =
        vec!["--config".into(), root.join("tests/readers/html-validate.json")];
    let found = files(&site.root().join("public")).into_iter();
    arguments.extend(found.filter(|file| file.extension().is_some_and(|kind| kind == "html")));
    assert!(arguments.len() > 20, "{arguments:?}");
    node(&validator, &arguments);
}
