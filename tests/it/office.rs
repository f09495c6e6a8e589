//! LibreOffice and poppler, brought by `tests/tools/office.sh`: what another program makes of our
//! documents, page by page.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::tools::missing;

/// The file that LibreOffice makes of `file`, of the kind `to` (`pdf`, `csv`), beside it; none
/// where there is no LibreOffice, which is an error where everything is to be checked (`CI=true`).
pub(crate) fn converted(file: &Path, to: &str) -> Option<PathBuf> {
    let folder = file.parent().unwrap();
    // A profile of its own: two LibreOffices at once do not share one.
    let profile = tempfile::tempdir().unwrap();
    let output = Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}", profile.path().display()))
        .args(["--headless", "--convert-to", to, "--outdir"])
        .args([folder, file])
        .output();
    let output = output.map_err(|error| missing(&format!("soffice: {error}"))).ok()?;
    let extension = to.split(':').next().unwrap();
    let made = file.with_extension(extension);
    assert!(made.is_file(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(made)
}

/// The texts of the pages of a PDF.
pub(crate) fn pages(pdf: &Path) -> Option<Vec<String>> {
    let output = Command::new("pdftotext").arg("-layout").arg(pdf).arg("-").output();
    let output = output.map_err(|error| missing(&format!("pdftotext: {error}"))).ok()?;
    let text = String::from_utf8(output.stdout).unwrap();
    // Each page ends with a form feed.
    Some(text.trim_end_matches('\u{C}').split('\u{C}').map(str::to_owned).collect())
}
