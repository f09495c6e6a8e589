//! What an FTP server can do besides writing a file.

use super::ProbeFolder;
use crate::publish::error::PublishError;
use crate::publish::remote::Fault;
use crate::publish::remote::retrying::RetryingRemote;

/// What the server can do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FtpAbilities {
    /// Give the size of a file.
    pub size: bool,
    /// List a folder.
    pub list: bool,
    /// Overwrite a file.
    pub overwrite: bool,
    /// Rename a file.
    pub rename: bool,
    /// Rename a file over another.
    pub rename_over: bool,
    /// Continue in the middle of a file.
    pub resume: bool,
}

/// Tries each ability on files of the probe.
pub(super) fn try_all(
    remote: &mut RetryingRemote<'_>,
    created: &mut ProbeFolder<'_>,
) -> Result<FtpAbilities, PublishError> {
    let [first, second, third] = ["ftp-1.html", "ftp-2.html", "ftp-3.html"];
    let (from, over) = (created.path(first), created.path(second));
    let unused = created.path(third);
    let wrote = accepted(created.write(remote, first, b"12")).map_err(PublishError::at(&from))?;
    if !wrote || !accepted(created.write(remote, second, b"3")).map_err(PublishError::at(&over))? {
        return Ok(FtpAbilities::default());
    }
    let overwrite = accepted(remote.send(&from, b"45", first)).map_err(PublishError::at(&from))?;
    let resumed = remote.with_retries(|remote, _| remote.resume(&from, b"45!", 2, &mut |_| true));
    let resume = accepted(resumed).map_err(PublishError::at(&from))?;
    let measured = remote.with_retries(|remote, _| remote.size(&from));
    let length = if resume { 3 } else { 2 };
    let size = matches!(measured, Ok(Some(size)) if size == length);
    let listed = remote.with_retries(|remote, _| remote.list(created.folder));
    let list = listed.is_ok_and(|entries| entries.iter().any(|entry| entry.name == first));
    created.files.push(unused.clone());
    // Without retries: a rename that was carried out before the connection broke cannot be repeated.
    let rename = accepted(remote.inner.rename(&from, &unused)).map_err(PublishError::at(&from))?;
    let source = if rename { &unused } else { &from };
    let rename_over =
        rename && accepted(remote.inner.rename(source, &over)).map_err(PublishError::at(source))?;
    Ok(FtpAbilities { size, list, overwrite, rename, rename_over, resume })
}

/// Whether the server did it; faults other than a refusal are errors.
fn accepted(result: Result<(), Fault>) -> Result<bool, Fault> {
    match result {
        Ok(()) => Ok(true),
        Err(Fault::Refused(_)) => Ok(false),
        Err(fault) => Err(fault),
    }
}
