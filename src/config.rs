//! The settings of one site: `content/site.yaml`, read and checked once.
//!
//! What is true of one school stands there, never in the code. [`Config`] holds only resolved
//! values; the file's own form is known to `read` alone.

mod hosting;
mod photos;
mod read;

use jiff::tz::TimeZone;

use crate::calendar::HalfYearBounds;
use crate::diagnostic::Place;
use crate::{slug, typography};

pub use hosting::{Ftp, Hosting, Preset, Tls, kind};
pub use photos::{Consent, Order, Photos, Quality};

/// The file that holds the settings, relative to the site's root.
pub const FILE: &str = "content/site.yaml";

/// Everything `site.yaml` says, with defaults filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// The full name of the centre.
    pub title: String,
    /// A short name for the menu and titles of pages; the full one if none is given.
    pub short_title: String,
    /// The school's name; may be empty.
    pub school: String,
    /// A sentence about the section; may be empty.
    pub description: String,
    /// The postal address; may be empty.
    pub address: String,
    /// A telephone number as it is written; may be empty.
    pub phone: String,
    /// An e-mail address; may be empty.
    pub email: String,
    /// Where the section is published: absolute, with `/` at its end.
    pub base_url: String,
    /// The picture beside the section's name, as a path from `content/`, and where that stands.
    pub logo: Option<(String, Place)>,
    /// The directions, in the order of the site.
    pub directions: Vec<Direction>,
    /// The menu, if the site gives its own; else the standing pages in their order.
    pub navigation: Vec<NavigationItem>,
    /// Outside links for the foot of each page.
    pub links: Vec<OutsideLink>,
    /// The theme's name.
    pub theme: String,
    /// Where the settings name it; the file as a whole where they do not.
    pub theme_place: Place,
    /// Free values for the theme, as they are written.
    pub theme_options: Vec<(String, String)>,
    /// The zone in which «today» is meant and times of the feed are given.
    pub timezone: TimeZone,
    /// Which months the half-years take in.
    pub half_years: HalfYearBounds,
    /// Events on one page of a list.
    pub per_page: usize,
    /// What becomes of HTML in posts.
    pub raw_html: RawHtml,
    /// Whether quotes, dashes and spaces are set as Russian typography asks.
    pub typography: bool,
    /// Whether a search is wanted.
    pub search: bool,
    /// Hosts whose videos may be shown after a click.
    pub video_hosts: Vec<String>,
    /// How photos are published.
    pub photos: Photos,
    /// What the hosting takes, and how it is reached.
    pub hosting: Hosting,
}

/// One direction of the centre's work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Direction {
    /// Its name in addresses.
    pub id: String,
    /// The full official heading.
    pub title: String,
    /// A short name for menus and marks; the full one if none is given.
    pub short: String,
    /// Other spellings that posts may use, folded for comparison; the title's and the id's too.
    keys: Vec<String>,
}

/// A line of the menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavigationItem {
    /// What it says.
    pub title: String,
    /// Where it leads.
    pub target: NavigationTarget,
    /// Where the settings say so.
    pub place: Place,
}

/// Where a line of the menu leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NavigationTarget {
    /// To a page, post or file of the section: a path from `content/`, or an address of the output.
    Inside(String),
    /// To another site.
    Outside(String),
}

/// A link to another site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutsideLink {
    /// What it says.
    pub title: String,
    /// The absolute address.
    pub url: String,
}

/// What becomes of HTML in posts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RawHtml {
    /// Harmless elements stay, the rest is taken out.
    Sanitize,
    /// It stays as it is written; addresses inside the site are still resolved.
    Allow,
    /// It is shown as text.
    Escape,
}

impl Config {
    /// The direction that `text` names by its id or any of its titles, without regard to case, ё/е,
    /// spaces, quotes, dashes and a leading number or «Направление».
    pub fn direction(&self, text: &str) -> Option<usize> {
        let key = slug::fold(text);
        self.directions.iter().position(|direction| direction.keys.contains(&key))
    }

    /// Whether there is a search: where it is wanted, and its scripts can be published.
    pub fn has_search(&self) -> bool {
        self.search && self.hosting.takes("js")
    }

    /// `text` as prose is set on this site.
    pub fn typeset(&self, text: String) -> String {
        if self.typography { typography::prose(&text).into_owned() } else { text }
    }

    /// The absolute address of `path`, a path of the output.
    pub fn url(&self, path: &str) -> String {
        [&self.base_url, path].concat()
    }
}
