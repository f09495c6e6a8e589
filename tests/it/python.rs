//! Runs scripts with third-party Python libraries, which `tests/tools/python.sh` installs.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::sandbox::{Site, files};
use crate::tools;

/// A command that runs `tests/<script>`. None without the libraries: the test is skipped.
pub(crate) fn python(script: &str) -> Option<Command> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tools::installed("python/installed.txt", "python.txt")?;
    let mut command = Command::new(folder.join("bin/python"));
    command.arg(root.join("tests").join(script));
    Some(command)
}

/// Runs `tests/<script>` with `arguments` and returns its output. Fails if the script fails.
pub(crate) fn ask<I: AsRef<std::ffi::OsStr>>(
    script: &str,
    arguments: impl IntoIterator<Item = I>,
) -> Option<String> {
    let output = python(script)?.args(arguments).output().unwrap();
    let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{script}:\n{stdout}{error}");
    Some(stdout)
}

#[test]
fn html5lib_finds_no_errors() {
    let site = Site::repository();
    site.build().ok();
    let pages: Vec<PathBuf> = files(&site.root().join("public"))
        .into_iter()
        .filter(|file| file.extension().is_some_and(|extension| extension == "html"))
        .collect();
    assert!(pages.len() > 10);
    ask("readers/html.py", pages);
}
