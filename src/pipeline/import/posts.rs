//! The posts that the site has, and the drafts that join them.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use super::files::ImportFile;
use super::pictures::SavedPictures;
use crate::calendar::{EventDate, SchoolYear};
use crate::config::Config;
use crate::content::{Content, POSTS};
use crate::fs;
use crate::import::{ImportedDirection, ImportedEvent, YearOfDates};
use crate::slug;
use crate::starter::Draft;

/// The slug of an event whose title has no letter that can be transliterated.
const UNNAMED: &str = "sobytie";

/// The posts of the site. Titles are folded for comparison.
pub(super) struct ExistingPosts {
    /// Dates and files by title.
    by_title: HashMap<String, Vec<(EventDate, String)>>,
    /// Files by title of posts that cannot be parsed: somebody is still writing them.
    invalid: HashMap<String, String>,
    /// Dates by file; `None` for posts that cannot be parsed.
    dates: HashMap<String, Option<EventDate>>,
    /// Years and slugs in addresses.
    slugs: HashSet<(i16, String)>,
}

impl ExistingPosts {
    pub(super) fn new(content: &Content, root: &Path) -> Self {
        let (mut by_title, mut slugs) = (HashMap::<_, Vec<_>>::new(), HashSet::new());
        let mut dates: HashMap<_, _> =
            content.invalid.iter().map(|text| (text.file.clone(), None)).collect();
        for post in &content.posts {
            let same_title = by_title.entry(slug::fold(&post.title)).or_default();
            same_title.push((post.meta.date, post.file.clone()));
            slugs.insert((post.meta.date.first().year(), post.slug.clone()));
            dates.insert(post.file.clone(), Some(post.meta.date));
        }
        let invalid = content.invalid.iter().filter(|text| text.file.starts_with(POSTS));
        let invalid = invalid
            .filter_map(|text| {
                let written = fs::read_text(&root.join(&text.file)).ok()?;
                Some((slug::fold(title_line(&written)?), text.file.clone()))
            })
            .collect();
        Self { by_title, invalid, dates, slugs }
    }

    /// The number of events that have no post yet.
    pub(super) fn count_new(&self, source: &ImportFile) -> usize {
        let year = source.report.year.and_then(YearOfDates::school_year);
        source.report.events.iter().filter(|event| self.find(event, year).is_none()).count()
    }

    /// The file of the event's post. If the event has no date, a post of the same school year with the
    /// same title counts.
    pub(super) fn find(&self, event: &ImportedEvent, year: Option<SchoolYear>) -> Option<String> {
        let title = slug::fold(&event.title);
        let same_time = |date: &EventDate| match (event.date, year) {
            (Some(event_date), _) => date.is_same_day(&event_date),
            (None, Some(year)) => date.overlaps(&year.days()),
            (None, None) => true,
        };
        let mut posts = self.by_title.get(&title).into_iter().flatten();
        let same = posts.find(|(date, _)| same_time(date)).map(|(_, file)| file);
        same.or_else(|| self.invalid.get(&title)).cloned().or_else(|| {
            let slug = Some(slug::slugify(&event.title)).filter(|slug| !slug.is_empty())?;
            let file = format!("{POSTS}/{}/{slug}", folder(event)).replace("//", "/");
            let mut files = [format!("{file}.md"), format!("{file}/index.md")].into_iter();
            files.find(|file| {
                self.dates.get(file).is_some_and(|date| date.as_ref().is_none_or(same_time))
            })
        })
    }

    /// Writes a draft for `event` and remembers it; returns its file.
    pub(super) fn write(
        &mut self,
        event: &ImportedEvent,
        pictures: &SavedPictures,
        root: &Path,
        config: &Config,
    ) -> Result<String, fs::Error> {
        let folder = folder(event);
        let participants =
            event.participants.as_ref().map(|all| all.to_string().replace('\u{a0}', " "));
        let fields: Vec<(&str, &str)> = event
            .fields
            .iter()
            .map(|(field, text)| (field.key(&config.own_keys), text.as_str()))
            .collect();
        let notes = notes(event, pictures);
        let text = text(event);
        let mut draft = Draft {
            folder: &folder,
            slug: "",
            title: &event.title,
            date: &event.date_line,
            direction: match &event.direction {
                ImportedDirection::Known(direction) => &config.direction(*direction).id,
                ImportedDirection::Unknown(heading) => heading,
                ImportedDirection::Missing => "",
            },
            audience: event.audience.as_deref(),
            participants: participants.as_deref(),
            link: event.link.as_deref(),
            fields: &fields,
            notes: &notes,
            text: &text,
        };
        let event_year = event.date.map(|date| date.first().year());
        let is_free = |slug: &str| {
            let file = Draft { slug, ..draft }.file();
            let folder = root.join(file.with_extension(""));
            !fs::exists(&root.join(file))
                && !fs::exists(&folder.join("index.md"))
                && event_year.is_none_or(|year| !self.slugs.contains(&(year, slug.to_owned())))
        };
        let slug = first_free(&slug::slugify(&event.title), is_free);
        draft.slug = &slug;
        let file = fs::with_slashes(&draft.write(root, config)?);
        if let Some(date) = event.date {
            let same_title = self.by_title.entry(slug::fold(&event.title)).or_default();
            same_title.push((date, file.clone()));
            self.slugs.insert((date.first().year(), slug));
        }
        Ok(file)
    }
}

/// `slug`, with the first free number at its end if it is taken.
fn first_free(slug: &str, is_free: impl Fn(&str) -> bool) -> String {
    let slug = if slug.is_empty() { UNNAMED } else { slug };
    let with_number = |number: u32| {
        let end = format!("-{number}");
        let start = &slug[..slug.len().min(slug::MAX_BYTES - end.len())];
        format!("{}{end}", start.trim_end_matches('-'))
    };
    let mut name = slug.to_owned();
    let mut number = 1;
    while !is_free(&name) {
        number += 1;
        name = with_number(number);
    }
    name
}

/// The title in the front matter of a post that cannot be parsed as a whole.
fn title_line(text: &str) -> Option<&str> {
    let mut head = text.lines().skip(1).take_while(|line| *line != "---");
    head.find_map(|line| line.strip_prefix("название:").or_else(|| line.strip_prefix("title:")))
}

/// The folder of the event's post inside the posts' folder: that of its school year.
fn folder(event: &ImportedEvent) -> String {
    event.school_year.map(SchoolYear::slug).unwrap_or_default()
}

/// The text of the draft: what the news tell, and the links that have no key.
fn text(event: &ImportedEvent) -> String {
    let links = event.more_links.iter().map(|link| format!("Ещё о событии: {link}"));
    let parts = Some(event.text.clone()).filter(|text| !text.is_empty()).into_iter().chain(links);
    parts.collect::<Vec<_>>().join("\n\n")
}

/// What the author has to do by hand.
fn notes(event: &ImportedEvent, pictures: &SavedPictures) -> Vec<String> {
    let mut notes = Vec::new();
    let missing: Vec<&str> =
        event.pictures.iter().map(String::as_str).filter(|name| !pictures.has(name)).collect();
    if !missing.is_empty() {
        let names = missing.join(", ");
        notes.push(format!("Снимки: {names}. Положите файлы в папку события."));
    }
    if let Some(link) = &event.partial_link {
        notes.push(format!("ссылка: {link} — допишите имя сайта и уберите знак `#`."));
    }
    notes
}
