//! The output: the set of files that a build made, and the folder that they are written to.
//!
//! Writing never wipes. A [`Stage`], or [`write()`] where everything has been made already, takes
//! these steps:
//!
//! 1. List the folder and read the manifest of the last build. While the files are being made, those of
//!    folders that are not there yet are written, into temporary folders.
//! 2. Decide what becomes of each file, before anything in its place is touched: a write that is
//!    refused changes nothing.
//! 3. Sweep the temporary files that a killed build left.
//! 4. If anything is to change, write the manifest with those files marked as pending.
//! 5. Remove what is no longer wanted, then write what else is new or different, each beside its
//!    place and renamed into it; a folder that is not there yet comes whole in the same way.
//! 6. Write the manifest as it now is, last, so that its time tells which files were touched
//!    since.
//!
//! Killed anywhere, the folder holds whole files, old or new, and a manifest that lists all of
//! them as ours; the next write compares the pending ones by their bytes and finishes the work.
//!
//! Two builds into one folder at once are not kept apart: one of them fails when its temporary
//! files are swept, and the next write puts things right. What somebody else changes in the folder
//! while pages are made may be noticed by a later write only.

mod body;
mod check;
mod decide;
mod found;
mod manifest;
mod put;
mod set;
mod stage;
mod write;

pub use body::{Body, Digested};
pub use check::{BadFolder, check_out};
pub use manifest::{Manifest, Record};
pub use set::{OutputSet, Refusal};
pub use stage::Stage;
pub use write::{WriteError, WriteOptions, Written, write};
