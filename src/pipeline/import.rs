//! Imports an existing report: writes draft posts for the events that the site does not have yet.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use super::{Failure, Request, read_settings};
use crate::calendar::{EventDate, SchoolYear};
use crate::config::Config;
use crate::content::{self, Content, DraftErrors, POSTS};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::fs;
use crate::import::{self, ImportProblem, ImportedDirection, ImportedEvent, ImportedReport};
use crate::quantity;
use crate::slug;
use crate::starter::Draft;

/// The slug of an event whose title has no letter that can be transliterated.
const UNNAMED: &str = "sobytie";

/// The result of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// The number of events in the file.
    pub read: usize,
    /// Events with new drafts.
    pub created: Vec<MatchedEvent>,
    /// Events whose posts existed and were left alone.
    pub existing: Vec<MatchedEvent>,
    /// Headings of directions that the site does not have.
    pub unknown_directions: Vec<String>,
    /// The school year of dates without a year.
    pub year: Option<SchoolYear>,
}

/// An event of the file and its post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatchedEvent {
    /// Its place in the file.
    pub at: String,
    pub title: String,
    /// As written if it cannot be parsed; empty if it is missing.
    pub date: String,
    /// The post, relative to the site's root.
    pub file: String,
}

/// Writes a draft for each event in the table of `file` that the site does not have. Dates without a
/// year belong to `year`, by default to the school year that the file names. A post belongs to an event
/// if it has the same title and date, or if it has the same date and the file name that the event's
/// draft would get: then its title was edited. Nothing is overwritten.
///
/// The diagnostics are about the file; `None` if the settings are unusable, with their diagnostics.
///
/// # Errors
/// If the file or the site cannot be read, or a draft cannot be written.
pub fn import(
    request: &Request,
    file: &Path,
    year: Option<SchoolYear>,
    diagnostics: &mut Diagnostics,
) -> Result<Option<Imported>, Failure> {
    let mut of_settings = Diagnostics::new();
    let Some(config) = read_settings(request, &mut of_settings)? else {
        diagnostics.extend(of_settings);
        return Ok(None);
    };
    let refuse = |refusal| Failure::Import(file.to_owned(), refusal);
    if fs::size(file)? > import::MAX_BYTES {
        return Err(refuse(import::ImportError::TooLarge));
    }
    let found = import::read(fs::read(file)?, year, &config).map_err(refuse)?;
    let (errors, ignored) = (DraftErrors::Reported, &mut Diagnostics::new());
    let content = content::load(&request.root, &config, errors, ignored)?;
    let mut posts = ExistingPosts::new(&content, &request.root);
    let mut imported =
        Imported { read: found.events.len(), year: found.year, ..Imported::default() };
    for event in &found.events {
        let matched = |file| MatchedEvent {
            at: event.row.clone(),
            title: event.title.clone(),
            date: date(event),
            file,
        };
        match posts.find(event, found.year) {
            Some(file) => imported.existing.push(matched(file)),
            None => {
                let file = posts.write(event, found.year, &request.root, &config)?;
                imported.created.push(matched(file));
            }
        }
    }
    let source = fs::with_slashes(file);
    let unknown_directions = report_problems(&found, &imported, &source, &config, diagnostics);
    Ok(Some(Imported { unknown_directions, ..imported }))
}

/// The date as written in a post.
fn date(event: &ImportedEvent) -> String {
    event
        .date
        .map_or_else(|| event.date_text.clone(), |date| date.to_string().replace('\u{a0}', " "))
}

/// The folder of the event's post inside the posts' folder: that of its school year.
fn folder(event: &ImportedEvent, year: Option<SchoolYear>) -> String {
    let year = event.date.map(|date| SchoolYear::containing(date.first())).or(year);
    year.map(SchoolYear::slug).unwrap_or_default()
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
            let file = format!("{POSTS}/{}/{slug}", folder(event, year)).replace("//", "/");
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
        year: Option<SchoolYear>,
        root: &Path,
        config: &Config,
    ) -> Result<String, fs::Error> {
        let folder = folder(event, year);
        let date = date(event);
        let participants =
            event.participants.as_ref().map(|all| all.to_string().replace('\u{a0}', " "));
        let mut draft = Draft {
            folder: &folder,
            slug: "",
            title: &event.title,
            date: &date,
            direction: match &event.direction {
                ImportedDirection::Known(direction) => &config.direction(*direction).id,
                ImportedDirection::Unknown(heading) => heading,
                ImportedDirection::Missing => "",
            },
            audience: event.audience.as_deref(),
            participants: participants.as_deref(),
            link: event.link.as_deref(),
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

/// Reports the problems of the file and returns the headings of unknown directions. Problems of events
/// whose posts exist are left out: the posts may have been corrected since.
fn report_problems(
    found: &ImportedReport,
    imported: &Imported,
    file: &str,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    let created = |row: &str| imported.created.iter().any(|event| event.at == row);
    let existing = |row: &str| imported.existing.iter().any(|event| event.at == row);
    let is_relevant = |problem: &&ImportProblem| created(&problem.row) || !existing(&problem.row);
    let problems = found.problems.iter().filter(is_relevant).map(|problem| Diagnostic {
        severity: problem.severity,
        message: format!("{}: {}", problem.place, problem.message),
        place: Some(Place::file(file)),
        other: None,
        hint: problem.hint.clone(),
    });
    diagnostics.extend(problems);
    let known = config.list_directions();
    let mut unknown: Vec<(String, usize)> = Vec::new();
    for event in found.events.iter().filter(|event| created(&event.row)) {
        match &event.direction {
            ImportedDirection::Known(_) => {}
            ImportedDirection::Missing => diagnostics.push(
                Diagnostic::error(format!("{}: не указано направление", event.row))
                    .at(Place::file(file))
                    .hint(format!("впишите его в черновик; {known}")),
            ),
            ImportedDirection::Unknown(heading) => {
                match unknown.iter_mut().find(|(one, _)| one == heading) {
                    Some((_, count)) => *count += 1,
                    None => unknown.push((heading.clone(), 1)),
                }
            }
        }
    }
    diagnostics.extend(unknown.iter().map(|(heading, count)| {
        let events = quantity::count(*count, "событие", "события", "событий");
        Diagnostic::error(format!("неизвестное направление «{heading}», в нём {events}"))
            .at(Place::file(file))
            .hint(format!(
                "добавьте его в `{}` или впишите в черновики другое; {known}",
                crate::config::FILE
            ))
    }));
    unknown.into_iter().map(|(heading, _)| heading).collect()
}
