//! Plans which pictures are published, where, and in which sizes.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::PathBuf;
use std::slice;
use std::sync::Arc;

use super::recipe::{Crop, Recipe, Size};
use crate::config::Order;
use crate::content::gallery::Focus;
use crate::fs;
use crate::site::{ReportPage, Site};

/// Width and height of the crop of a cover that lists show, in pixels.
const COVER_SIZE: (u32, u32) = (480, 320);

/// All pictures that the site shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PhotoPlan {
    /// Sorted by path, as the files of a site are.
    pub(super) pictures: Vec<Arc<PlannedPicture>>,
    /// Whether the pictures are made for another place than the pages of the site, whose sizes stay in the
    /// cache.
    pub(super) is_aside: bool,
}

impl PhotoPlan {
    /// Keeps only the pictures at `paths`.
    #[must_use]
    pub fn only(mut self, paths: &[&str]) -> Self {
        self.pictures.retain(|picture| paths.contains(&&*picture.path));
        self
    }

    /// Each picture in this one width instead of those of the site.
    #[must_use]
    pub fn at_width(mut self, width: u32) -> Self {
        self.is_aside = true;
        for picture in &mut self.pictures {
            let picture = Arc::make_mut(picture);
            let quality = picture.recipe.quality;
            let sizes = vec![Size { width, crop: None }];
            picture.recipe = Arc::new(Recipe { sizes, quality, webp: false });
        }
        self
    }
}

/// One picture, planned once however often the site shows it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PlannedPicture {
    /// Its path in the site; the paths of its published sizes are derived from it.
    pub(super) path: Arc<str>,
    /// The source file, relative to the site's root.
    pub(super) file: String,
    /// The source file on the disk.
    pub(super) source: PathBuf,
    /// Size and time of the source when the site was read.
    pub(super) stamp: fs::FileStat,
    pub(super) recipe: Arc<Recipe>,
    /// Whether a document embeds it.
    pub(super) is_embedded: bool,
}

/// Plans the pictures of `site`: the widths of the settings for each, and a crop for lists of each
/// possible cover.
pub fn plan(site: &Site) -> PhotoPlan {
    let settings = &site.config.photos;
    // Two events may use one picture as their cover, each with its own focus.
    let mut covers: BTreeMap<&str, BTreeSet<Option<Focus>>> = BTreeMap::new();
    for event in &site.events {
        let Some(cover) = &event.links.cover else { continue };
        // Which photo was taken first is known only after all of them have been read.
        let by_time = settings.order == Order::Taken
            && event.document.gallery.cover.is_none()
            && !cover.named;
        let candidates = if by_time { &event.links.photos } else { slice::from_ref(cover) };
        for cover in candidates {
            covers.entry(&cover.path).or_default().insert(cover.focus);
        }
    }
    let recipe = |focuses: &BTreeSet<Option<Focus>>| {
        let uncropped = settings.widths.iter().map(|&width| Size { width, crop: None });
        let cropped = focuses.iter().map(|&focus| Size {
            width: COVER_SIZE.0,
            crop: Some(Crop { ratio: COVER_SIZE, focus }),
        });
        Recipe {
            sizes: uncropped.chain(cropped).collect(),
            quality: settings.quality,
            webp: settings.webp,
        }
    };
    let default_recipe = Arc::new(recipe(&BTreeSet::new()));
    // Documents embed the pictures in the texts of reports.
    let embedded: HashSet<&str> =
        site.reports.iter().flat_map(ReportPage::pictures_in_text).collect();
    let pictures = site.files.iter().filter(|file| file.is_picture);
    let pictures = pictures.map(|file| PlannedPicture {
        path: file.path.as_str().into(),
        file: file.file.clone(),
        source: file.source.clone(),
        stamp: file.stamp,
        recipe: match covers.get(file.path.as_str()) {
            Some(focuses) => Arc::new(recipe(focuses)),
            None => Arc::clone(&default_recipe),
        },
        is_embedded: embedded.contains(file.path.as_str()),
    });
    PhotoPlan { pictures: pictures.map(Arc::new).collect(), is_aside: false }
}
