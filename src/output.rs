//! The output folder: a transaction that files enter once, in any order and from all cores.
//!
//! A [`Transaction`] takes these steps:
//!
//! 1. [`begin`](Transaction::begin) lists the folder and reads the manifest of the last build.
//! 2. [`put`](Sink::put) takes each file once. An unchanged file is only recorded. A file of a folder
//!    that does not exist yet is written at once, into a temporary folder beside it. Other files are
//!    held in memory.
//! 3. [`commit`](Transaction::commit) decides what happens to every file before it changes anything,
//!    so that a refused commit changes nothing. Then it
//!    1. removes the temporary files that a killed build left,
//!    2. writes the manifest with all files that will change marked as pending,
//!    3. removes stale files,
//!    4. writes new and changed files, each to a temporary sibling that is renamed into place; a new
//!       folder is renamed whole,
//!    5. waits until the files have reached the device,
//!    6. writes the final manifest last, so that its time tells which files were touched later.
//! 4. A transaction that is dropped without a commit removes what it wrote.
//!
//! A process killed at any point leaves whole files, old or new, and a manifest that lists all of them
//! as ours; the next build compares pending files by their bytes and finishes the work.
//!
//! Two transactions in one folder would mix their files, and neither would know: their callers hold an
//! [`OutputLock`], from before they read what the last build left. Changes that another program makes
//! in the folder between `begin` and `commit` may be noticed by the next build only.

mod commit;
mod content;
mod error;
mod file_map;
mod lock;
mod manifest;
mod memory;
mod out_folder;
mod path;
mod plan;
mod staging;
mod state;
mod transaction;
mod write_files;

pub use commit::{WriteOptions, Written};
pub use content::FileContent;
pub use error::WriteError;
pub use file_map::{FileMap, PathTaken};
pub use lock::OutputLock;
pub use manifest::{FileDigest, MANIFEST_VERSION, Manifest};
pub use memory::MemorySink;
pub use out_folder::{BadOutFolder, check_out_folder};
pub use path::{InvalidPath, SitePath};
pub use transaction::Transaction;

/// Takes the files of a site, each once, in any order, from any thread.
pub trait Sink: Sync {
    /// Adds a file.
    ///
    /// # Errors
    /// If another file has this path. The site's own checks come first and name the sources; this is
    /// the last line of defence.
    fn put(&self, path: SitePath, content: FileContent) -> Result<(), PathTaken>;

    /// The paths and sizes in bytes of all files so far, sorted by path without regard to case.
    fn files(&mut self) -> Vec<(&str, u64)>;
}
