//! What is needed: which picture is published where, and in which sizes.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::recipe::{Crop, Recipe, Size};
use crate::site::{Event, Site};

/// The part of a cover that lists show is this wide and high, in pixels.
const COVER: (u32, u32) = (480, 320);

/// Faces are a little above the middle.
const FOCUS: (f32, f32) = (0.5, 0.4);

/// All pictures that the site shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PhotoPlan {
    pub(super) wanted: Vec<Wanted>,
}

/// One picture, as often as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Wanted {
    /// Its address; those of its sizes are made of it.
    pub(super) path: String,
    /// The file it comes from, relative to the site's root.
    pub(super) file: String,
    /// Where that is on the disk.
    pub(super) source: PathBuf,
    pub(super) recipe: Recipe,
}

/// What `site` needs.
pub fn plan(site: &Site) -> PhotoPlan {
    let settings = &site.config.photos;
    let covers: BTreeSet<&str> = site.events.iter().filter_map(cover).collect();
    let recipe = |is_cover: bool| {
        let whole = settings.widths.iter().map(|&width| Size { width, crop: None });
        let crop = Some(Crop { ratio: COVER, focus: FOCUS });
        let cover = is_cover.then_some(Size { width: COVER.0, crop });
        Recipe {
            sizes: whole.chain(cover).collect(),
            quality: settings.quality,
            webp: settings.webp,
        }
    };
    let pictures = site.files.iter().filter(|file| file.is_picture());
    let wanted = pictures.map(|file| Wanted {
        path: file.path.clone(),
        file: file.file.clone(),
        source: file.source.clone(),
        recipe: recipe(covers.contains(file.path.as_str())),
    });
    PhotoPlan { wanted: wanted.collect() }
}

/// The address of the picture that stands for an event in lists: its cover, else its first photo.
fn cover(event: &Event) -> Option<&str> {
    let first = || event.links.photos.first().map(String::as_str);
    event.links.cover.as_deref().or_else(first)
}
