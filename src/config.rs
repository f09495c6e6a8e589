//! The settings of one site: `content/site.yaml`, read and checked once.
//!
//! Facts about a school are there, never in the code. [`Config`] has resolved values; only `read`
//! knows the form of the file.

mod copies;
mod direction_name;
mod event_column;
mod event_keys;
mod hosting;
mod photos;
mod program_version;
mod read;
mod setting;
mod signatures;

use std::borrow::Cow;

use jiff::tz::TimeZone;

use crate::calendar::SchoolBounds;
use crate::diagnostic::Place;
use crate::{slug, typography};

pub use copies::Copies;
pub use direction_name::{UnknownDirection, unknown_direction};
pub use event_column::{EventColumn, UnknownColumn};
pub use event_keys::{EVENT_KEYS, OwnKey, OwnKeyId};
pub use hosting::{Ftp, Hosting, Preset, Tls};
pub use photos::{Consent, Order, Photos, Quality};
pub use program_version::CONTENT_VERSION;
pub use read::{SCHEMA, default_timezone, refusal};
pub use setting::{
    RowColumn, SETTINGS, Setting, SettingChoice, SettingGroup, SettingKind, setting,
};
pub use signatures::{ApprovedBy, Signatory, Signatures};

/// The file that holds the settings, relative to the site's root.
pub const FILE: &str = "content/site.yaml";

/// Everything `site.yaml` says, with defaults filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// The full name of the centre.
    pub title: String,
    /// For the menu and titles of pages; by default the full name.
    pub short_title: String,
    /// May be empty, as the next five.
    pub school: String,
    /// A sentence about the section.
    pub description: String,
    /// The postal address.
    pub address: String,
    /// As written.
    pub phone: String,
    pub email: String,
    /// Where the settings leave the school empty, as those of a new site do.
    pub empty_school: Option<Place>,
    /// The address of the section: absolute, with `/` at its end.
    pub base_url: String,
    pub base_url_place: Place,
    /// The picture beside the section's name: a path from `content/`, and its place in the settings.
    pub logo: Option<(String, Place)>,
    /// In the order of the site.
    pub directions: Vec<Direction>,
    /// The keys that events of this site have beside the usual ones.
    pub own_keys: Vec<OwnKey>,
    /// The menu; if empty, it lists the standing pages in their order.
    pub navigation: Vec<NavigationItem>,
    /// Links to other sites for the footer of each page.
    pub links: Vec<OutsideLink>,
    pub theme: String,
    /// Where the settings name the theme; the whole file if they do not.
    pub theme_place: Place,
    /// Options of the theme, as written.
    pub theme_options: Vec<(String, String)>,
    /// The zone of «today» and of times in the feed.
    pub timezone: TimeZone,
    /// The days of half-years and quarters.
    pub bounds: SchoolBounds,
    pub signatures: Signatures,
    /// Events on one page of a list.
    pub per_page: usize,
    pub raw_html: RawHtml,
    /// Whether quotes, dashes and spaces are set by the rules of Russian typography.
    pub typography: bool,
    /// Whether there should be a search; see [`Config::has_search`].
    pub search: bool,
    /// Hosts of videos that a page loads after a click.
    pub video_hosts: Vec<String>,
    pub photos: Photos,
    pub copies: Copies,
    pub hosting: Hosting,
}

/// A direction by its index in [`Config::directions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DirectionId(usize);

impl DirectionId {
    pub fn index(self) -> usize {
        self.0
    }
}

/// One direction of the centre's work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Direction {
    /// Its name in addresses.
    pub id: String,
    /// The full official name.
    pub title: String,
    /// For menus and labels; by default the full name.
    pub short: String,
    /// All spellings that posts may use, the id and the title too, folded by [`slug::fold`].
    keys: Vec<String>,
    /// The words of all its names, folded by `direction_name::words`.
    words: Vec<String>,
}

/// A line of the menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavigationItem {
    pub title: String,
    pub target: NavigationTarget,
    /// Its place in the settings.
    pub place: Place,
}

/// The target of a line of the menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NavigationTarget {
    /// A document or file of the section: a path from `content/`, or an address of the output.
    Inside(String),
    /// An address of another site.
    Outside(String),
}

/// A link to another site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutsideLink {
    pub title: String,
    /// Absolute.
    pub url: String,
}

/// How HTML in documents is treated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RawHtml {
    /// Safe elements are kept, others removed.
    Sanitize,
    /// Kept as written; links inside the site are still resolved.
    Allow,
    /// Shown as text.
    Escape,
}

impl Config {
    /// The direction that `text` names by its id or one of its titles, regardless of case, ё/е, spaces,
    /// quotes, dashes and a leading number or «Направление».
    pub fn find_direction(&self, text: &str) -> Option<DirectionId> {
        let key = slug::fold(text);
        let found = self.directions.iter().position(|direction| direction.keys.contains(&key));
        found.map(DirectionId)
    }

    /// The direction with this id.
    pub fn direction(&self, id: DirectionId) -> &Direction {
        &self.directions[id.0]
    }

    /// The ids of all directions, in their order.
    pub fn direction_ids(&self) -> impl Iterator<Item = DirectionId> + use<> {
        (0..self.directions.len()).map(DirectionId)
    }

    /// The own key with this id.
    pub fn own_key(&self, id: OwnKeyId) -> &OwnKey {
        &self.own_keys[id.index()]
    }

    /// Whether the site has a search: the settings want it and the hosting accepts scripts.
    pub fn has_search(&self) -> bool {
        self.search && self.hosting.takes("js")
    }

    /// `text` with the typography of this site.
    pub fn typeset(&self, text: String) -> String {
        if self.typography { typography::prose(&text).into_owned() } else { text }
    }

    /// Sets what pages show of the settings as the texts of documents are set. Telephone numbers stay as written.
    fn typeset_texts(&mut self) {
        if !self.typography {
            return;
        }
        let directions = self.directions.iter_mut();
        let names = directions.flat_map(|direction| [&mut direction.title, &mut direction.short]);
        let own = [
            &mut self.title,
            &mut self.short_title,
            &mut self.school,
            &mut self.description,
            &mut self.address,
        ];
        let menu = self.navigation.iter_mut().map(|item| &mut item.title);
        let links = self.links.iter_mut().map(|link| &mut link.title);
        for text in own.into_iter().chain(names).chain(menu).chain(links) {
            if let Cow::Owned(set) = typography::prose(text) {
                *text = set;
            }
        }
    }

    /// The absolute address of `path` of the output.
    pub fn url(&self, path: &str) -> String {
        [&self.base_url, path].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostics;

    const SETTINGS: &str = "название: Центр \"Точка роста\"\nшкола: МКОУ «СОШ № 7»\n\
        описание: Кружки для 1-11 классов - и не только\nадрес: г. Омск, ул. Мира, 5\nтелефон: 8 800 100-12-34\n\
        адрес_сайта: http://a.ru/\nнаправления:\n  - код: proekty\n    название: Проекты и конкурсы\n    \
        кратко: Проекты\nменю:\n  - название: О центре\n    страница: pages/o.md\nссылки:\n  - название: Школа № 7\n    \
        ссылка: http://b.ru/\n";

    #[test]
    fn what_pages_show_of_the_settings_is_set_as_texts_are() {
        let parse = |text: &str| Config::parse(FILE, text, &mut Diagnostics::new()).unwrap();
        let config = parse(SETTINGS);
        let shown = [
            &config.title,
            &config.school,
            &config.description,
            &config.address,
            &config.phone,
            &config.directions[0].title,
            &config.navigation[0].title,
            &config.links[0].title,
        ];
        let expected = [
            "Центр «Точка роста»",
            "МКОУ «СОШ №~7»",
            "Кружки для~1–11~классов~— и~не~только",
            "г.~Омск, ул. Мира, 5",
            "8 800 100-12-34",
            "Проекты и~конкурсы",
            "О~центре",
            "Школа №~7",
        ];
        assert_eq!(shown.map(|text| text.replace('\u{a0}', "~")), expected);
        assert_eq!(config.find_direction("Проекты и конкурсы"), Some(DirectionId(0)));
        let plain = parse(&format!("{SETTINGS}типографика: нет\n"));
        assert_eq!(plain.description, "Кружки для 1-11 классов - и не только");
    }
}
