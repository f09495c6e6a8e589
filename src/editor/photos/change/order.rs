//! The order of photos: as few entries as it needs.

use std::collections::HashSet;

use super::{Editing, FILE, PHOTOS};
use crate::editor::api::ApiError;
use crate::editor::photos::listing::{EventPhoto, in_order};
use crate::yaml::Patch;

impl Editing<'_> {
    /// Adds, removes and moves entries so that the gallery shows the photos in this `order`. The
    /// entries of `bare` say nothing, and go if the order does not need them.
    pub(super) fn arrange(
        &mut self,
        order: &[&EventPhoto],
        bare: &HashSet<&str>,
        by_time: bool,
    ) -> Result<(), ApiError> {
        let written = self.written();
        let entry_of = |photo: &EventPhoto| {
            written.photos.iter().find(|entry| self.means(&entry.file, &photo.name))
        };
        // What is not shown has no place of its own.
        let is_shown = |photo: &&&EventPhoto| match entry_of(photo) {
            Some(entry) => entry.shown != Some(false),
            None => !photo.in_text,
        };
        let shown: Vec<&EventPhoto> = order.iter().filter(is_shown).copied().collect();
        let must = |photo: &EventPhoto| entry_of(photo).is_some() && !bare.contains(&*photo.name);
        // The photos at the end that stand there without entries.
        let mut free = shown.len();
        while let Some(photo) = free.checked_sub(1).and_then(|at| shown.get(at)) {
            let follows = shown.get(free).is_none_or(|next| in_order(photo, next, by_time).is_le());
            if must(photo) || !follows {
                break;
            }
            free -= 1;
        }
        let named: HashSet<&str> = shown.iter().take(free).map(|photo| &*photo.name).collect();
        let is_needed = |photo: &EventPhoto| must(photo) || named.contains(&*photo.name);
        let (needed, others): (Vec<&EventPhoto>, Vec<&EventPhoto>) =
            order.iter().copied().partition(|photo| is_needed(photo));
        let superfluous: Vec<&EventPhoto> =
            others.into_iter().filter(|photo| entry_of(photo).is_some()).collect();
        for photo in superfluous {
            if let Some((at, _)) = self.entry(&photo.name) {
                self.remove_entry(at)?;
            }
        }
        for (to, photo) in needed.into_iter().enumerate() {
            match self.entry(&photo.name) {
                Some((from, _)) if from == to => {}
                Some((from, _)) => self.apply(Patch::Move { list: &[PHOTOS], from, to })?,
                None => self.add_entry(to, &[(FILE, &photo.name)])?,
            }
        }
        Ok(())
    }
}
