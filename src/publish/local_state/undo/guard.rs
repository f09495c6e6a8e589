//! Whether somebody else has published since the upload that will be undone.
//!
//! Beside each state `undo-N` lies `left-N`: what the server held after that upload, and after every undo
//! that led back to it, a line each. `undone` is the state that was restored last: if the server holds
//! it, the error names its author instead of the person who restored it.

use std::path::PathBuf;

use crate::fs;
use crate::publish::error::PublishError;
use crate::publish::local_state::LocalState;
use crate::publish::manifest::{Edition, SectionManifest};

impl LocalState {
    pub(super) fn left_path(&self, number: u64) -> PathBuf {
        self.folder.join(format!("left-{number}"))
    }

    /// Notes what the server holds after an upload from here, or before an undo that may begin.
    pub(in crate::publish) fn note_left(&self, server: &SectionManifest) -> Result<(), fs::Error> {
        let Some(last) = self.state_numbers()?.pop() else { return Ok(()) };
        let line = format!("{} {}\n", files_key(server), edition_key(server));
        fs::append(&self.left_path(last), line.as_bytes())
    }

    /// Checks that nobody else has published what `server` holds; `now` is in seconds since 1970.
    ///
    /// # Errors
    /// [`PublishError::PublishedSince`].
    pub(in crate::publish) fn check_undo(
        &self,
        server: &SectionManifest,
        now: i64,
    ) -> Result<(), PublishError> {
        let Some(last) = self.state_numbers()?.pop() else { return Ok(()) };
        let left = self.read_file(&format!("left-{last}"))?.unwrap_or_default();
        let left = String::from_utf8_lossy(&left);
        let (files, edition) = (files_key(server), edition_key(server));
        // The same edition with other files is an interrupted upload of our own.
        let is_ours = left.lines().any(|line| {
            line.split_once(' ').is_some_and(|(some, other)| some == files || other == edition)
        });
        let before = self.state(last)?;
        if is_ours || before.is_some_and(|before| before.edition == server.edition) {
            return Ok(());
        }
        let undone = self.read_manifest("undone")?;
        let undone = undone.filter(|undone| undone.files == server.files);
        let edition: Edition = undone.as_ref().unwrap_or(server).edition.clone();
        let age = now.saturating_sub(edition.time);
        Err(PublishError::PublishedSince { edition, age })
    }
}

/// Different for different files.
fn files_key(server: &SectionManifest) -> String {
    let files = SectionManifest { files: server.files.clone(), edition: Edition::default() };
    blake3::hash(&files.to_file()).to_hex().to_string()
}

fn edition_key(server: &SectionManifest) -> String {
    let Edition { number, author, time } = &server.edition;
    format!("{number} {time} {}", author.replace('\n', " "))
}
