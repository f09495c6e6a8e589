//! The size and time by which a file counts as untouched.

use std::fs::Metadata;
use std::path::Path;
use std::time::SystemTime;

use super::{Error, Operation};

/// The state of a file at one moment; an equal one means that the file was not touched in between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileStat {
    /// In bytes.
    pub size: u64,
    /// The latest time at which the file can have got its content: the later of the time of the last
    /// write and, where the system keeps it, the time of the last change of any kind (`ctime`), which
    /// a tool that restores an old file with its old time cannot set.
    pub touched: SystemTime,
}

/// The state of a file; links are followed.
#[expect(clippy::disallowed_methods, reason = "this is the module the others are sent to")]
pub fn stat(path: &Path) -> Result<FileStat, Error> {
    let metadata = std::fs::metadata(path).map_err(Error::during(Operation::Read, path))?;
    let modified = metadata.modified().map_err(Error::during(Operation::Read, path))?;
    Ok(FileStat { size: metadata.len(), touched: touched(modified, &metadata) })
}

/// See [`FileStat::touched`].
pub(super) fn touched(modified: SystemTime, metadata: &Metadata) -> SystemTime {
    modified.max(status_changed(metadata))
}

#[cfg(unix)]
fn status_changed(metadata: &Metadata) -> SystemTime {
    use std::os::unix::fs::MetadataExt;
    use std::time::Duration;
    let seconds = u64::try_from(metadata.ctime()).unwrap_or_default();
    let nanoseconds = u32::try_from(metadata.ctime_nsec()).unwrap_or_default();
    SystemTime::UNIX_EPOCH + Duration::new(seconds, nanoseconds)
}

#[cfg(not(unix))]
fn status_changed(_: &Metadata) -> SystemTime {
    SystemTime::UNIX_EPOCH
}
