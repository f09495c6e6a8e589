//! What a teacher says of photos, written into the front matter where it belongs: no entry that says
//! nothing, no line touched that need not be.
//!
//! The gallery shows entries first and all other photos after them. So an entry for the fifth photo moves
//! it to the front, unless the four before it have entries too: `arrange` adds as few as the order
//! needs.

mod order;
mod request;

use std::collections::HashSet;
use std::path::Path;

use super::listing::{EventPhoto, EventPhotos, settings};
use super::refusal;
use super::words::one_line;
use crate::config::Order;
use crate::content::gallery::{self, Focus, People, WrittenPhoto};
use crate::content::{schema, split_text};
use crate::editor::api::ApiError;
use crate::yaml::{Item, Patch, PathStep as Step, patch};
use request::CommonChange;
pub(super) use request::{FocusPoint, GalleryChange, PhotoChange};

const PHOTOS: Step<'_> = Step::Key("фото");
const COVER: Step<'_> = Step::Key("обложка");
const FILE: &str = "файл";

/// The text of the event with `change` made.
///
/// # Errors
/// If it names photos that the event does not have, or the front matter cannot be changed safely.
pub(super) fn changed(
    root: &Path,
    photos: &EventPhotos,
    change: &GalleryChange,
) -> Result<String, ApiError> {
    let mut editing = Editing { photos, text: photos.text.clone() };
    editing.change_common(&change.common)?;
    if let Some(cover) = &change.cover {
        editing.change_cover(cover.as_deref())?;
    }
    let mut bare = HashSet::new();
    if !change.photos.is_empty() || change.order.is_some() {
        editing.make_list()?;
    }
    for (name, said) in &change.photos {
        editing.change_photo(photos.named(name)?, said)?;
        if editing.entry(name).is_some_and(|(_, entry)| !entry.says_more) {
            bare.insert(&**name);
        }
    }
    if change.order.is_some() || !change.photos.is_empty() {
        let by_time = settings(root).is_some_and(|settings| settings.photos.order == Order::Taken);
        let order = wanted_order(photos, change.order.as_deref().unwrap_or_default());
        editing.arrange(&order, &bare, by_time)?;
    }
    Ok(editing.text)
}

/// The text of the event without a word about the photo called `name`.
///
/// # Errors
/// If the front matter cannot be changed safely.
pub(super) fn forgotten(photos: &EventPhotos, name: &str) -> Result<String, ApiError> {
    let photo = photos.named(name)?;
    let mut editing = Editing { photos, text: photos.text.clone() };
    while let Some((at, _)) = editing.entry(&photo.name) {
        editing.remove_entry(at)?;
    }
    if editing.is_cover(&photo.name) {
        editing.apply(Patch::Remove(&[COVER]))?;
    }
    Ok(editing.text)
}

/// All photos in the order of `names`; those that it leaves out follow as they stand now.
fn wanted_order<'p>(photos: &'p EventPhotos, names: &[String]) -> Vec<&'p EventPhoto> {
    let mut order: Vec<&EventPhoto> = Vec::new();
    let named = names.iter().filter_map(|name| photos.named(name).ok());
    for photo in named.chain(&photos.photos) {
        if order.iter().all(|known| known.name != photo.name) {
            order.push(photo);
        }
    }
    order
}

/// A text on its way, patch by patch.
struct Editing<'a> {
    photos: &'a EventPhotos,
    text: String,
}

impl Editing<'_> {
    fn apply(&mut self, step: Patch<'_>) -> Result<(), ApiError> {
        let (range, _) = split_text(&self.text).ok_or_else(refusal::unreadable)?;
        let yaml = self.text.get(range.clone()).unwrap_or_default();
        let patched =
            patch(yaml, &[step], &schema(&self.photos.file)).map_err(refusal::not_patched)?;
        self.text.replace_range(range, &patched.text);
        Ok(())
    }

    fn written(&self) -> gallery::WrittenGallery {
        gallery::written(&self.text).unwrap_or_default()
    }

    /// The first entry of the photo called `name`, with its index.
    fn entry(&self, name: &str) -> Option<(usize, WrittenPhoto)> {
        let entries = self.written().photos.into_iter().enumerate();
        entries.into_iter().find(|(_, entry)| self.means(&entry.file, name))
    }

    /// Whether the file name `written` means the photo called `name`.
    fn means(&self, written: &str, name: &str) -> bool {
        super::means(&self.photos.file, written, name)
    }

    fn is_cover(&self, name: &str) -> bool {
        self.written().cover.is_some_and(|cover| self.means(&cover.file, name))
    }

    /// Sets the value at `path`, or takes the key away.
    fn set(&mut self, path: &[Step<'_>], value: Option<&str>) -> Result<(), ApiError> {
        self.apply(value.map_or(Patch::Remove(path), |value| Patch::Set(path, value)))
    }

    fn change_common(&mut self, change: &CommonChange) -> Result<(), ApiError> {
        if let Some(alt) = &change.alt {
            let alt = alt.as_deref().and_then(one_line);
            self.set(&[Step::Key("описание_фото")], alt.as_deref())?;
        }
        if let Some(people) = change.people {
            let people = people.map(|code| word_of(code.into()));
            self.set(&[Step::Key("люди")], people)?;
        }
        if let Some(consent) = change.consent {
            self.set(&[Step::Key("согласие")], consent.map(yes_or_no))?;
        }
        Ok(())
    }

    fn change_cover(&mut self, name: Option<&str>) -> Result<(), ApiError> {
        let was = self.written().cover;
        let Some(name) = name else { return self.set(&[COVER], None) };
        self.photos.named(name)?;
        match was {
            Some(was) if self.means(&was.file, name) => Ok(()),
            Some(was) if was.is_map => self.apply(Patch::Set(&[COVER, Step::Key(FILE)], name)),
            _ => self.apply(Patch::Set(&[COVER], name)),
        }
    }

    fn change_photo(&mut self, photo: &EventPhoto, change: &PhotoChange) -> Result<(), ApiError> {
        let name = &*photo.name;
        let text = |text: &Option<Option<String>>| {
            text.as_ref().map(|text| text.as_deref().and_then(one_line))
        };
        let focus = |point: FocusPoint| format!("{}% {}%", point.x.min(100), point.y.min(100));
        let said: [(&str, Option<Option<String>>); 6] = [
            ("описание", text(&change.alt)),
            ("подпись", text(&change.caption)),
            ("люди", change.people.map(|code| code.map(|code| word_of(code.into()).to_owned()))),
            ("согласие", change.consent.map(|given| given.map(yes_or_no).map(str::to_owned))),
            ("фокус", change.focus.map(|point| point.map(focus))),
            ("показать", change.shown.map(|shown| (!shown).then(|| yes_or_no(false).to_owned()))),
        ];
        for (key, value) in said {
            let Some(value) = value else { continue };
            let Some((at, entry)) = self.entry(name) else {
                if let Some(value) = value {
                    self.add_entry(usize::MAX, &[(FILE, name), (key, &value)])?;
                }
                continue;
            };
            if value == said_in(&entry, key) {
                continue;
            }
            self.set(&[PHOTOS, Step::Index(at), Step::Key(key)], value.as_deref())?;
        }
        Ok(())
    }

    /// Inserts an entry as the `at`th, or at the end.
    fn add_entry(&mut self, at: usize, entry: &[(&str, &str)]) -> Result<(), ApiError> {
        self.apply(Patch::InsertItem { list: &[PHOTOS], at, item: Item::Map(entry) })
    }

    /// Makes a list of a single photo that stands behind the key.
    fn make_list(&mut self) -> Result<(), ApiError> {
        if self.written().is_list {
            return Ok(());
        }
        self.add_entry(usize::MAX, &[(FILE, "-")])?;
        self.remove_entry(1)
    }

    fn remove_entry(&mut self, at: usize) -> Result<(), ApiError> {
        self.apply(Patch::Remove(&[PHOTOS, Step::Index(at)]))
    }
}

/// What `entry` says under `key`, as this module writes it.
fn said_in(entry: &WrittenPhoto, key: &str) -> Option<String> {
    match key {
        "описание" => entry.alt.clone(),
        "подпись" => entry.caption.clone(),
        "люди" => entry.people.map(|people| word_of(people).to_owned()),
        "согласие" => entry.consent.map(|given| yes_or_no(given).to_owned()),
        "фокус" => entry.focus.map(|Focus { x, y }| format!("{x}% {y}%")),
        "показать" => entry.shown.map(|shown| yes_or_no(shown).to_owned()),
        _ => None,
    }
}

fn yes_or_no(value: bool) -> &'static str {
    if value { "да" } else { "нет" }
}

fn word_of(people: People) -> &'static str {
    let known = People::WORDS.iter().find(|(value, _)| *value == people);
    known.map_or("", |(_, word)| word)
}
