//! What FTP can do on a server beside writing a file.

use super::Made;
use crate::publish::failure::Failure;
use crate::publish::remote::Fault;
use crate::publish::remote::retrying::RetryingRemote;

/// What the server does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Can {
    /// Tells the size of a file.
    pub size: bool,
    /// Lists a folder.
    pub list: bool,
    /// Writes over a file.
    pub write_over: bool,
    /// Gives a file another name.
    pub rename: bool,
    /// Gives it the name of another, which is lost.
    pub rename_over: bool,
    /// Goes on in the middle of a file.
    pub resume: bool,
}

/// Tries each on files of the probe's own.
pub(super) fn can(remote: &mut RetryingRemote<'_>, made: &mut Made<'_>) -> Result<Can, Failure> {
    let [first, second, third] = ["ftp-1.html", "ftp-2.html", "ftp-3.html"];
    let (from, over) = (made.path(first), made.path(second));
    let fresh = made.path(third);
    let wrote = asked(made.write(remote, first, b"12")).map_err(Failure::at(&from))?;
    if !wrote || !asked(made.write(remote, second, b"3")).map_err(Failure::at(&over))? {
        return Ok(Can::default());
    }
    let write_over = asked(remote.send(&from, b"45", first)).map_err(Failure::at(&from))?;
    let resume =
        asked(remote.with_retries(|remote, _| remote.resume(&from, b"45!", 2, &mut |_| ())))
            .map_err(Failure::at(&from))?;
    let sized = remote.with_retries(|remote, _| remote.size(&from));
    let length = if resume { 3 } else { 2 };
    let size = matches!(sized, Ok(Some(size)) if size == length);
    let listed = remote.with_retries(|remote, _| remote.list(made.folder));
    let list = listed.is_ok_and(|entries| entries.iter().any(|entry| entry.name == first));
    made.files.push(fresh.clone());
    // Once each, for what was done before a line broke cannot be done again.
    let rename = asked(remote.inner.rename(&from, &fresh)).map_err(Failure::at(&from))?;
    let source = if rename { &fresh } else { &from };
    let rename_over =
        rename && asked(remote.inner.rename(source, &over)).map_err(Failure::at(source))?;
    Ok(Can { size, list, write_over, rename, rename_over, resume })
}

/// Whether the server did it; a fault but where it refused.
fn asked(result: Result<(), Fault>) -> Result<bool, Fault> {
    match result {
        Ok(()) => Ok(true),
        Err(Fault::Refused(_)) => Ok(false),
        Err(fault) => Err(fault),
    }
}
