//! Imports reports, plans and news: writes draft posts for the events that the site does not have yet.

mod files;
mod problems;
mod rest;

use std::collections::{HashMap, HashSet};
use std::path::Path;

use super::{Failure, Request, read_settings};
use crate::calendar::{EventDate, SchoolYear};
use crate::config::Config;
use crate::content::{self, Content, DraftErrors, POSTS};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::fs;
use crate::import::{ImportedDirection, ImportedEvent, YearOfDates};
use crate::slug;
use crate::starter::Draft;
use files::ImportFile;

/// The slug of an event whose title has no letter that can be transliterated.
const UNNAMED: &str = "sobytie";

/// More drafts than this are written only if the user agrees: a table of something else may have been
/// taken for events.
const MANY: usize = 100;

/// What the user says about an import.
pub struct ImportOptions<'a> {
    /// The school year of dates without a year; by default that of the headings.
    pub year: Option<SchoolYear>,
    /// The direction of the events whose direction is not known, in any form that posts accept.
    pub direction: Option<&'a str>,
    /// Asked whether to write so many drafts.
    pub confirm: &'a mut dyn FnMut(usize) -> bool,
}

/// The result of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// The number of events in the files.
    pub read: usize,
    /// Events with new drafts.
    pub created: Vec<MatchedEvent>,
    /// Events whose posts existed and were left alone.
    pub existing: Vec<MatchedEvent>,
    /// Headings of directions that the site does not have.
    pub unknown_directions: Vec<String>,
    /// The year of dates without a year.
    pub year: Option<YearOfDates>,
    /// Other files that were written, with what they hold.
    pub files: Vec<String>,
    /// What of the files went into no draft: columns, tables and texts, each named once.
    pub untaken: Vec<String>,
    /// The number of drafts that were not written, because the user did not agree.
    pub declined: Option<usize>,
}

/// An event of a file and its post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatchedEvent {
    /// Its place in the file; of several files, with the file's name.
    pub at: String,
    pub title: String,
    /// As written if it cannot be parsed; empty if it is missing.
    pub date: String,
    /// The post, relative to the site's root.
    pub file: String,
}

/// Writes a draft for each event in `path`, a file or a folder of files, that the site does not have.
/// Dates without a year belong to the year of `options`, by default to that of the headings. A post
/// belongs to an event if it has the same title and date, or if it has the same date and the file name
/// that the event's draft would get: then its title was edited. Nothing is overwritten.
///
/// The diagnostics are about the files; `None` if the settings or the direction are unusable, with
/// their diagnostics.
///
/// # Errors
/// If the file or the site cannot be read, or a draft cannot be written.
pub fn import(
    request: &Request,
    path: &Path,
    options: ImportOptions<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<Option<Imported>, Failure> {
    let mut of_settings = Diagnostics::new();
    let Some(config) = read_settings(request, &mut of_settings)? else {
        diagnostics.extend(of_settings);
        return Ok(None);
    };
    let direction = match options.direction.map(|text| config.resolve_direction(text)).transpose() {
        Ok(direction) => direction,
        Err(error) => {
            diagnostics.push(Diagnostic::error(error.message).hint(error.hint));
            return Ok(None);
        }
    };
    let mut sources = files::read(path, options.year, &config, diagnostics)?;
    for event in sources.iter_mut().flat_map(|source| &mut source.report.events) {
        if let (Some(direction), ImportedDirection::Unknown(_) | ImportedDirection::Missing) =
            (direction, &event.direction)
        {
            event.direction = ImportedDirection::Known(direction);
        }
    }
    let (errors, ignored) = (DraftErrors::Reported, &mut Diagnostics::new());
    let content = content::load(&request.root, &config, errors, ignored)?;
    let mut posts = ExistingPosts::new(&content, &request.root);
    let read = sources.iter().map(|source| source.report.events.len()).sum();
    let year = sources.iter().find_map(|source| source.report.year);
    let mut imported = Imported { read, year, ..Imported::default() };
    let new = sources.iter().map(|source| posts.count_new(source)).sum();
    if new > MANY && !(options.confirm)(new) {
        return Ok(Some(Imported { declined: Some(new), ..imported }));
    }
    for source in &sources {
        import_file(source, &content, &mut posts, &mut imported, request, &config, diagnostics)?;
    }
    Ok(Some(imported))
}

fn import_file(
    source: &ImportFile,
    content: &Content,
    posts: &mut ExistingPosts,
    imported: &mut Imported,
    request: &Request,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Result<(), Failure> {
    let year = source.report.year.and_then(YearOfDates::school_year);
    let mut created = HashSet::new();
    let mut existing = HashSet::new();
    for event in &source.report.events {
        let matched = |file| MatchedEvent {
            at: source.label(&event.row),
            title: event.title.clone(),
            date: event.date_line.clone(),
            file,
        };
        match posts.find(event, year) {
            Some(file) => {
                existing.insert(event.row.as_str());
                imported.existing.push(matched(file));
            }
            None => {
                let file = posts.write(event, &request.root, config)?;
                created.insert(event.row.as_str());
                imported.created.push(matched(file));
            }
        }
    }
    let written = problems::WrittenRows { created: &created, existing: &existing };
    let unknown = problems::report(source, &written, config, diagnostics);
    if !created.is_empty() {
        let files = rest::write(source, content, request, config)?;
        imported.untaken.extend(problems::untaken(source, &files));
        imported.files.extend(files.written);
    }
    for heading in unknown {
        if !imported.unknown_directions.contains(&heading) {
            imported.unknown_directions.push(heading);
        }
    }
    Ok(())
}

/// The folder of the event's post inside the posts' folder: that of its school year.
fn folder(event: &ImportedEvent) -> String {
    event.school_year.map(SchoolYear::slug).unwrap_or_default()
}

/// The posts of the site. Titles are folded for comparison.
struct ExistingPosts {
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
    fn new(content: &Content, root: &Path) -> Self {
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
    fn count_new(&self, source: &ImportFile) -> usize {
        let year = source.report.year.and_then(YearOfDates::school_year);
        source.report.events.iter().filter(|event| self.find(event, year).is_none()).count()
    }

    /// The file of the event's post. If the event has no date, a post of the same school year with the
    /// same title counts.
    fn find(&self, event: &ImportedEvent, year: Option<SchoolYear>) -> Option<String> {
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
    fn write(
        &mut self,
        event: &ImportedEvent,
        root: &Path,
        config: &Config,
    ) -> Result<String, fs::Error> {
        let folder = folder(event);
        let participants =
            event.participants.as_ref().map(|all| all.to_string().replace('\u{a0}', " "));
        let fields: Vec<(&str, &str)> =
            event.fields.iter().map(|(field, text)| (field.key(), text.as_str())).collect();
        let notes = notes(event);
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

/// The text of the draft: what the news tell, and the links that have no key.
fn text(event: &ImportedEvent) -> String {
    let links = event.more_links.iter().map(|link| format!("Ещё о событии: {link}"));
    let parts = Some(event.text.clone()).filter(|text| !text.is_empty()).into_iter().chain(links);
    parts.collect::<Vec<_>>().join("\n\n")
}

/// What the author has to do by hand.
fn notes(event: &ImportedEvent) -> Vec<String> {
    let mut notes = Vec::new();
    if !event.pictures.is_empty() {
        let names = event.pictures.join(", ");
        notes.push(format!("Снимки: {names}. Положите файлы в папку события."));
    }
    if let Some(link) = &event.partial_link {
        notes.push(format!("ссылка: {link} — допишите имя сайта и уберите знак `#`."));
    }
    notes
}
