//! Whether somebody else has published since the upload that is to be undone.
//!
//! Beside each state lies `left-N`: what the server held when that upload, or a going back to before
//! it, had ended here, a line for each such end. `undone` is the state that was put back last: where
//! the server holds it, whoever made it is to be named, not who put it back.

use std::path::PathBuf;

use crate::fs;
use crate::publish::failure::Failure;
use crate::publish::local_state::Keep;
use crate::publish::manifest::{Edition, Manifest};

impl Keep {
    pub(in crate::publish) fn left_of(&self, number: u64) -> PathBuf {
        self.folder.join(format!("left-{number}"))
    }

    /// Notes what the server holds as it was left from here, or was found to be.
    pub(in crate::publish) fn note_left(&self, server: &Manifest) -> Result<(), fs::Error> {
        let Some(last) = self.states()?.pop() else { return Ok(()) };
        let line = format!("{} {}\n", files_of(server), edition_of(server));
        fs::append(&self.left_of(last), line.as_bytes())
    }

    /// Fails where going back from what `server` holds `now`, in seconds since 1970, would undo what
    /// somebody else published after the last upload from here.
    ///
    /// # Errors
    /// [`Failure::PublishedSince`]; where the disk cannot be read.
    pub fn may_undo(&self, server: &Manifest, now: i64) -> Result<(), Failure> {
        let Some(last) = self.states()?.pop() else { return Ok(()) };
        let left = self.file(&format!("left-{last}"))?.unwrap_or_default();
        let left = String::from_utf8_lossy(&left);
        let (files, edition) = (files_of(server), edition_of(server));
        // The same edition with other files is an upload of our own that was cut off.
        let ours = left.lines().any(|line| {
            line.split_once(' ').is_some_and(|(some, other)| some == files || other == edition)
        });
        let before = self.state(last)?;
        if ours || before.is_some_and(|before| before.edition == server.edition) {
            return Ok(());
        }
        let undone = self.file("undone")?.and_then(|file| Manifest::from_file(&file).ok());
        let undone = undone.filter(|undone| undone.files == server.files);
        let edition: Edition = undone.as_ref().unwrap_or(server).edition.clone();
        let age = now - edition.time;
        Err(Failure::PublishedSince { edition, age })
    }
}

/// What tells these files from any others.
fn files_of(server: &Manifest) -> String {
    let files = Manifest { files: server.files.clone(), edition: Edition::default() };
    blake3::hash(&files.to_file()).to_hex().to_string()
}

fn edition_of(server: &Manifest) -> String {
    let Edition { number, author, time } = &server.edition;
    format!("{number} {time} {}", author.replace('\n', " "))
}
