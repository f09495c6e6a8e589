//! What is shown in place of documents with errors, so that an error in one holds up no other.
//!
//! A document with errors keeps its last version that was shown without them. A draft, and a document
//! that never was without errors, is shown as far as it can be read. Of two documents that need one
//! address, the one that was changed last gives way.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::folder::Folder;
use crate::config::{self, Config};
use crate::content::{CONTENT, InvalidDocument, Loaded, POSTS, is_below, is_markdown};
use crate::diagnostic::Diagnostic;
use crate::serve::engine::documents::UnshownPost;

/// The versions that are shown instead of the present ones, by file.
pub(super) type StandIns = BTreeMap<String, Loaded>;

/// What was shown of a file whose present version has not been shown without errors.
#[derive(Clone, Debug)]
pub(super) enum Former {
    /// Its last version without errors.
    Version(Loaded),
    /// A sound version whose direction the present settings may not have.
    OtherSettings,
    Nothing,
}

/// The files that `errors` name, those of second places too.
pub(super) fn named(errors: &[Diagnostic]) -> BTreeSet<&str> {
    errors.iter().filter(|problem| problem.is_error()).flat_map(files).collect()
}

fn files(problem: &Diagnostic) -> impl Iterator<Item = &str> {
    let other = problem.other.as_ref().map(|(place, _)| place);
    problem.place.iter().chain(other).map(|place| &*place.file)
}

/// Whether `problem` is one of the site as a whole: of the settings, the theme or the disk.
fn is_of_the_whole(problem: &Diagnostic) -> bool {
    let is_document =
        |file: &str| is_below(file, CONTENT) && !file.eq_ignore_ascii_case(config::FILE);
    problem.is_error() && !problem.place.as_ref().is_some_and(|place| is_document(&place.file))
}

fn is_unreadable(loaded: &Loaded) -> bool {
    matches!(loaded, Loaded::Invalid(_) | Loaded::Nothing)
}

impl Folder {
    /// Whether these problems leave nothing to show but the last site: they are of the whole, or other
    /// settings have made documents unreadable.
    pub(super) fn hold_up_all(&self, problems: &[Diagnostic]) -> bool {
        let is_lost = |file: &str| {
            matches!(self.former(file), Some(Former::OtherSettings))
                && self.loaded(file).is_some_and(is_unreadable)
        };
        problems.iter().any(is_of_the_whole) || named(problems).into_iter().any(is_lost)
    }

    /// Adds what is shown in place of the documents that `problems` name; whether there is any more.
    pub(super) fn add_stand_ins(&self, problems: &[Diagnostic], stand_ins: &mut StandIns) -> bool {
        let before = stand_ins.len();
        for problem in problems.iter().filter(|problem| problem.is_error()) {
            let needs_one_address = named(std::slice::from_ref(problem)).len() > 1;
            let changed =
                |file: &&str| self.former(file).is_some() && !stand_ins.contains_key(*file);
            let Some(file) = files(problem).find(changed) else { continue };
            if let Some(stand_in) = self.stand_in(file, needs_one_address) {
                stand_ins.insert(file.to_owned(), stand_in);
            }
        }
        stand_ins.len() > before
    }

    /// The posts that are not shown as they are: they have stand-ins, cannot be read, or, without
    /// settings, have changed.
    pub(super) fn unshown(
        &self,
        config: Option<&Config>,
        stand_ins: &StandIns,
    ) -> Vec<UnshownPost> {
        let is_post = |file: &str| is_below(file, POSTS) && is_markdown(file);
        let is_unshown = |file: &str, loaded: &Loaded| {
            stand_ins.contains_key(file)
                || is_unreadable(loaded)
                || (config.is_none() && self.former(file).is_some())
        };
        let none = StandIns::new();
        let files = self.files(&none).filter(|(file, _)| is_post(file));
        let unshown = files.filter(|(file, loaded)| is_unshown(file, loaded));
        unshown.map(|(file, loaded)| UnshownPost::new(file, loaded, config)).collect()
    }

    /// What is shown in place of the present version of `file`; none if that is shown itself.
    fn stand_in(&self, file: &str, gives_way: bool) -> Option<Loaded> {
        let present = self.loaded(file)?;
        match self.former(file)? {
            Former::Version(_) if !gives_way && present.is_draft() && present.is_readable() => None,
            Former::Version(former) => Some(former.clone()),
            Former::OtherSettings | Former::Nothing if !gives_way => None,
            Former::OtherSettings | Former::Nothing => {
                Some(Loaded::Invalid(Arc::new(InvalidDocument::unread(file))))
            }
        }
    }
}
