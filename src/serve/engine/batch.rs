//! What the engine is told, and what of it waits to be dealt with.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::pictures::Developed;
use super::shown::{Shown, Spoilt};
use super::workspace::Listing;

/// What the engine is told.
pub(super) enum Message {
    /// Something may have happened to these files, by their paths from the site's root.
    Hints(Vec<String>),
    /// The tree was looked at, because of a hint or without.
    Listing { listing: Box<Listing>, prompted: bool },
    /// The tree cannot be looked at.
    NoListing(String),
    /// A page of the site cannot be made.
    Spoilt(Arc<Shown>, Spoilt),
    /// All pages of the site can be made.
    Checked(Arc<Shown>),
    /// Photos are finished.
    Developed(Developed),
    /// There will be no more.
    Stop,
}

/// What has been heard and not been dealt with.
#[derive(Default)]
pub(super) struct Batch {
    pub(super) hints: BTreeSet<String>,
    pub(super) listing: Option<(Box<Listing>, bool)>,
    pub(super) no_listing: Option<String>,
    pub(super) spoilt: Vec<(Arc<Shown>, Spoilt)>,
    pub(super) checked: Option<Arc<Shown>>,
    pub(super) developed: Vec<Developed>,
    pub(super) stop: bool,
}

impl Batch {
    /// Takes in one more.
    pub(super) fn add(&mut self, message: Message) {
        match message {
            Message::Hints(paths) => self.hints.extend(paths),
            Message::Listing { listing, prompted } => {
                // A listing that nobody prompted tells whether the watch is deaf.
                let prompted = prompted && self.listing.as_ref().is_none_or(|(_, before)| *before);
                self.listing = Some((listing, prompted));
            }
            Message::NoListing(problem) => self.no_listing = Some(problem),
            Message::Spoilt(shown, spoilt) => self.spoilt.push((shown, spoilt)),
            Message::Checked(shown) => self.checked = Some(shown),
            Message::Developed(developed) => self.developed.push(developed),
            Message::Stop => self.stop = true,
        }
    }
}
