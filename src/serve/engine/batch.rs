//! Messages to the engine's thread, and those that wait to be handled.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::check::RenderSettings;
use super::photos::PhotosReady;
use super::rendered::{RenderErrors, RenderedSite};
use super::workspace::TreeListing;

/// A message to the engine's thread.
pub(super) enum Message {
    /// These files may have changed; paths from the site's root.
    Hints(Vec<String>),
    /// An editor's text of a file replaces that on the disk, or, without one, no longer does.
    Overlay {
        /// The number of the change.
        change: u64,
        file: String,
        text: Option<Arc<str>>,
    },
    /// The tree was scanned; `prompted` if events had been heard since the last scan.
    Scanned {
        listing: Box<TreeListing>,
        prompted: bool,
    },
    /// The tree cannot be scanned; the error.
    ScanFailed(String),
    /// Pages of the site cannot be rendered.
    RenderFailed(Arc<RenderedSite>, RenderErrors),
    /// All pages of a site with this theme and these settings can be rendered.
    Checked(RenderSettings),
    PhotosReady(PhotosReady),
    Stop,
}

/// The messages that have come and have not been handled.
#[derive(Default)]
pub(super) struct Batch {
    pub(super) hints: BTreeSet<String>,
    /// The last text of each file.
    pub(super) overlays: BTreeMap<String, Option<Arc<str>>>,
    /// The number of the last change of an overlay.
    pub(super) last_overlay: Option<u64>,
    pub(super) scanned: Option<(Box<TreeListing>, bool)>,
    pub(super) scan_failed: Option<String>,
    pub(super) render_failed: Vec<(Arc<RenderedSite>, RenderErrors)>,
    pub(super) checked: Option<RenderSettings>,
    pub(super) photos_ready: Vec<PhotosReady>,
    pub(super) stop: bool,
}

impl Batch {
    pub(super) fn add(&mut self, message: Message) {
        match message {
            Message::Hints(paths) => self.hints.extend(paths),
            Message::Overlay { change, file, text } => {
                self.overlays.insert(file, text);
                self.last_overlay = Some(change);
            }
            Message::Scanned { listing, prompted } => {
                // Changes found by an unprompted scan show that the system's events get lost.
                let prompted = prompted && self.scanned.as_ref().is_none_or(|(_, before)| *before);
                self.scanned = Some((listing, prompted));
            }
            Message::ScanFailed(error) => self.scan_failed = Some(error),
            Message::RenderFailed(site, errors) => self.render_failed.push((site, errors)),
            Message::Checked(settings) => self.checked = Some(settings),
            Message::PhotosReady(photos) => self.photos_ready.push(photos),
            Message::Stop => self.stop = true,
        }
    }
}
