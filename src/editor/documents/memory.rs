//! What is remembered of texts: those that were given out or written lately, to join edits that were made on them, and
//! the files that were saved.

use std::collections::VecDeque;
use std::sync::Arc;

use super::DocumentStore;

/// How many texts are remembered to join edits that were made on them.
const REMEMBERED: usize = 64;

#[derive(Debug, Default)]
pub(super) struct DocumentsState {
    /// Texts that were given out or written, by the hashes of their files; the latest last.
    texts: VecDeque<(String, Arc<str>)>,
    /// The files that were saved, with the hashes of what was written.
    pub(super) saved: Vec<(String, String)>,
}

impl DocumentStore {
    pub(super) fn remember(&self, hash: &str, text: &str) {
        let mut state = self.state();
        let known = state.texts.iter().position(|(known, _)| known == hash);
        let entry = match known {
            Some(at) => state.texts.remove(at),
            None => Some((hash.to_owned(), text.into())),
        };
        state.texts.extend(entry);
        while state.texts.len() > REMEMBERED {
            state.texts.pop_front();
        }
    }

    /// The text of the file with this hash, if it was seen lately or is kept as a version.
    pub(super) fn remembered(&self, file: &str, hash: &str) -> Option<Arc<str>> {
        let found = self.state().texts.iter().find(|(known, _)| known == hash).cloned();
        found.map(|(_, text)| text).or_else(|| self.version_with(file, hash))
    }
}

impl DocumentsState {
    pub(super) fn note_saved(&mut self, file: &str, hash: &str) {
        self.saved.retain(|(known, _)| known != file);
        self.saved.push((file.to_owned(), hash.to_owned()));
    }
}
