//! What is needed: which picture is published where, and in which sizes.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::PathBuf;
use std::slice;
use std::sync::Arc;

use super::recipe::{Crop, Recipe, Size};
use crate::config::Order;
use crate::content::markdown::LinkKind;
use crate::content::post::Focus;
use crate::fs;
use crate::site::{Address, Site};

/// The part of a cover that lists show is this wide and high, in pixels.
const COVER: (u32, u32) = (480, 320);

/// All pictures that the site shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PhotoPlan {
    /// By their addresses, as the files of a site are.
    pub(super) wanted: Vec<Wanted>,
}

impl PhotoPlan {
    /// Of this plan, the pictures at `paths`.
    #[must_use]
    pub fn only(mut self, paths: &[&str]) -> Self {
        self.wanted.retain(|wanted| paths.contains(&&*wanted.path));
        self
    }
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
    /// What tells whether it was touched since the site was read.
    pub(super) stamp: fs::Stamp,
    pub(super) recipe: Arc<Recipe>,
    /// Whether a document shows it.
    pub(super) printed: bool,
}

/// What `site` needs.
pub fn plan(site: &Site) -> PhotoPlan {
    let settings = &site.config.photos;
    // Two events may show one picture, each with another middle.
    let mut covers: BTreeMap<&str, BTreeSet<Focus>> = BTreeMap::new();
    for event in &site.events {
        let Some(cover) = &event.links.cover else { continue };
        // Which photo was taken first is known only when all of them have been read.
        let by_time = settings.order == Order::Taken && event.post.cover.is_none() && !cover.named;
        let may_be = if by_time { &event.links.photos } else { slice::from_ref(cover) };
        for cover in may_be {
            covers.entry(&cover.path).or_default().insert(cover.focus);
        }
    }
    let recipe = |focuses: &BTreeSet<Focus>| {
        let whole = settings.widths.iter().map(|&width| Size { width, crop: None });
        let cut = focuses
            .iter()
            .map(|&focus| Size { width: COVER.0, crop: Some(Crop { ratio: COVER, focus }) });
        Recipe { sizes: whole.chain(cut).collect(), quality: settings.quality, webp: settings.webp }
    };
    let usual = Arc::new(recipe(&BTreeSet::new()));
    let printed = printed(site);
    let pictures = site.files.iter().filter(|file| file.is_picture());
    let wanted = pictures.map(|file| Wanted {
        path: file.path.clone(),
        file: file.file.clone(),
        source: file.source.clone(),
        stamp: file.stamp,
        recipe: match covers.get(file.path.as_str()) {
            Some(focuses) => Arc::new(recipe(focuses)),
            None => Arc::clone(&usual),
        },
        printed: printed.contains(file.path.as_str()),
    });
    PhotoPlan { wanted: wanted.collect() }
}

/// The addresses of the pictures in the texts of reports: those are documents too.
fn printed<'s>(site: &'s Site) -> HashSet<&'s str> {
    let shown = site.reports.iter().flat_map(|page| {
        let links = page.report.body.links.iter().zip(&page.links.body);
        links.filter(|(link, _)| link.kind == LinkKind::Image).map(|(_, address)| address)
    });
    let inside = |address: &'s Address| match address {
        Address::Inside(path) => Some(path.as_str()),
        _ => None,
    };
    shown.filter_map(inside).collect()
}
