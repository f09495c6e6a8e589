//! Converts documents with LibreOffice and reads PDF pages with poppler; `tests/tools/office.sh`
//! installs both.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::tools::skip;

/// Converts `file` to the format `to` (`pdf`, `csv`) beside it with LibreOffice. None without
/// LibreOffice: the test is skipped.
pub(crate) fn convert(file: &Path, to: &str) -> Option<PathBuf> {
    let folder = file.parent().unwrap();
    // Two instances of LibreOffice cannot share a profile.
    let profile = tempfile::tempdir().unwrap();
    let output = Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}", profile.path().display()))
        .args(["--headless", "--convert-to", to, "--outdir"])
        .args([folder, file])
        .output();
    let output = output.map_err(|_| skip("soffice")).ok()?;
    let extension = to.split(':').next().unwrap();
    let converted = file.with_extension(extension);
    assert!(converted.is_file(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(converted)
}

/// The text of each page of a PDF. None without poppler.
pub(crate) fn pages(pdf: &Path) -> Option<Vec<String>> {
    let output = Command::new("pdftotext").arg("-layout").arg(pdf).arg("-").output();
    let output = output.map_err(|_| skip("pdftotext")).ok()?;
    let text = String::from_utf8(output.stdout).unwrap();
    // Each page ends with a form feed.
    Some(text.trim_end_matches('\u{C}').split('\u{C}').map(str::to_owned).collect())
}
