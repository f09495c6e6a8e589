//! An existing report → draft posts for the events that the site does not have yet.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use super::{Failure, Request, read_settings};
use crate::calendar::{EventDate, SchoolYear};
use crate::config::Config;
use crate::content::{self, Content, POSTS};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::fs;
use crate::import::{self, ImportProblem, ImportedDirection, ImportedEvent, ImportedReport};
use crate::quantity;
use crate::slug;
use crate::starter::Draft;

/// The name in addresses of an event whose title has no letter that can be spelled.
const UNNAMED: &str = "sobytie";

/// What came of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// How many events the file tells of.
    pub read: usize,
    /// Those that drafts were made for.
    pub created: Vec<Met>,
    /// Those that the site had already, and was left alone.
    pub existing: Vec<Met>,
    /// Headings of directions that the site does not have.
    pub unknown_directions: Vec<String>,
    /// The school year that dates without a year were taken to be of.
    pub year: Option<SchoolYear>,
}

/// An event of the file and its post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Met {
    /// Where it stands in the file.
    pub at: String,
    /// What it is called.
    pub title: String,
    /// When it took place; as it is written where that cannot be read, empty where it is not told.
    pub date: String,
    /// The post, relative to the site's root.
    pub file: String,
}

/// Writes a draft for each event in the table of `file` that the site does not have; dates without
/// a year are of `year`, else of the school year that the file names. An event is the same if it
/// has the same title and date, or if the file that would be written for it has that date: its title
/// was edited since. Nothing is overwritten.
///
/// # Errors
/// Where the file or the site cannot be read, or the drafts cannot be written. The diagnostics say
/// what of the file could not be read; they are all there is where the settings cannot be understood.
pub fn import(
    request: &Request,
    file: &Path,
    year: Option<SchoolYear>,
) -> Result<(Option<Imported>, Vec<Diagnostic>), Failure> {
    let config = match read_settings(request)? {
        Ok(config) => config,
        Err(problems) => return Ok((None, problems)),
    };
    let refuse = |refusal| Failure::Import(file.to_owned(), refusal);
    if fs::size(file)? > import::MAX_BYTES {
        return Err(refuse(import::ImportError::TooLarge));
    }
    let found = import::read(fs::read(file)?, year, &config).map_err(refuse)?;
    let content = content::load(&request.root, &config, &mut Diagnostics::new())?;
    let mut known = Known::of(&content, &request.root);
    let mut imported =
        Imported { read: found.events.len(), year: found.year, ..Imported::default() };
    for event in &found.events {
        let met = |file| Met {
            at: event.row.clone(),
            title: event.title.clone(),
            date: date(event),
            file,
        };
        match known.find(event, found.year) {
            Some(file) => imported.existing.push(met(file)),
            None => {
                let file = known.write(event, found.year, &request.root, &config)?;
                imported.created.push(met(file));
            }
        }
    }
    let source = fs::with_slashes(file);
    let (unknown, problems) = problems(&found, &imported, &source, &config);
    Ok((Some(Imported { unknown_directions: unknown, ..imported }), problems))
}

/// The date as the post says it.
fn date(event: &ImportedEvent) -> String {
    event
        .date
        .map_or_else(|| event.date_text.clone(), |date| date.to_string().replace('\u{a0}', " "))
}

/// The folder of the event's post within the posts: that of its school year.
fn folder(event: &ImportedEvent, year: Option<SchoolYear>) -> String {
    let year = event.date.map(|date| SchoolYear::containing(date.first())).or(year);
    year.map(SchoolYear::slug).unwrap_or_default()
}

/// The events that the site has.
struct Known {
    /// Posts by their titles, with their dates.
    posts: HashMap<String, Vec<(EventDate, String)>>,
    /// Posts by their titles that cannot be read: somebody is still writing them.
    unsound: HashMap<String, String>,
    /// The dates of posts, by their files; none where they cannot be read.
    dates: HashMap<String, Option<EventDate>>,
    /// Names in addresses, with the years before them.
    taken: HashSet<(i16, String)>,
}

impl Known {
    fn of(content: &Content, root: &Path) -> Self {
        let (mut posts, mut taken) = (HashMap::<_, Vec<_>>::new(), HashSet::new());
        let mut dates: HashMap<_, _> =
            content.unsound.iter().map(|text| (text.file.clone(), None)).collect();
        for post in &content.posts {
            let same = posts.entry(slug::fold(&post.title)).or_default();
            same.push((post.date, post.file.clone()));
            taken.insert((post.date.first().year(), post.slug.clone()));
            dates.insert(post.file.clone(), Some(post.date));
        }
        let unsound = content.unsound.iter().filter(|text| text.file.starts_with(POSTS));
        let unsound = unsound
            .filter_map(|text| {
                let written = fs::read_text(&root.join(&text.file)).ok()?;
                Some((slug::fold(title_line(&written)?), text.file.clone()))
            })
            .collect();
        Self { posts, unsound, dates, taken }
    }

    /// The post of `event`, if the site has one. Where its date is not known, one of the same
    /// school year with the same title.
    fn find(&self, event: &ImportedEvent, year: Option<SchoolYear>) -> Option<String> {
        let title = slug::fold(&event.title);
        let same_time = |date: &EventDate| match (event.date, year) {
            (Some(of_event), _) => *date == of_event,
            (None, Some(year)) => date.overlaps(&year.days()),
            (None, None) => true,
        };
        let mut posts = self.posts.get(&title).into_iter().flatten();
        let same = posts.find(|(date, _)| same_time(date)).map(|(_, file)| file);
        same.or_else(|| self.unsound.get(&title)).cloned().or_else(|| {
            let slug = Some(slug::slugify(&event.title)).filter(|slug| !slug.is_empty())?;
            let file = format!("{POSTS}/{}/{slug}", folder(event, year)).replace("//", "/");
            let mut files = [format!("{file}.md"), format!("{file}/index.md")].into_iter();
            files.find(|file| {
                self.dates.get(file).is_some_and(|date| date.as_ref().is_none_or(same_time))
            })
        })
    }

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
                ImportedDirection::Known(direction) => &config.directions[*direction].id,
                ImportedDirection::Unknown(heading) => heading,
                ImportedDirection::Missing => "",
            },
            audience: event.audience.as_deref(),
            participants: participants.as_deref(),
            link: event.link.as_deref(),
        };
        let of_year = event.date.map(|date| date.first().year());
        let is_free = |slug: &str| {
            let file = Draft { slug, ..draft }.file();
            let folder = root.join(file.with_extension(""));
            !fs::exists(&root.join(file))
                && !fs::exists(&folder.join("index.md"))
                && of_year.is_none_or(|year| !self.taken.contains(&(year, slug.to_owned())))
        };
        let slug = numbered(&slug::slugify(&event.title), is_free);
        draft.slug = &slug;
        let file = fs::with_slashes(&draft.write(root, config)?);
        if let Some(date) = event.date {
            let same = self.posts.entry(slug::fold(&event.title)).or_default();
            same.push((date, file.clone()));
            self.taken.insert((date.first().year(), slug));
        }
        Ok(file)
    }
}

/// `slug`, with a number at its end where only that is free.
fn numbered(slug: &str, is_free: impl Fn(&str) -> bool) -> String {
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

/// The title that the head of a post names, in a post that cannot be read as a whole.
fn title_line(text: &str) -> Option<&str> {
    let mut head = text.lines().skip(1).take_while(|line| *line != "---");
    head.find_map(|line| line.strip_prefix("название:").or_else(|| line.strip_prefix("title:")))
}

/// The headings that the site does not know, and what could not be read. Of an event that the site
/// has already nothing is said: its post may have been mended since.
fn problems(
    found: &ImportedReport,
    imported: &Imported,
    file: &str,
    config: &Config,
) -> (Vec<String>, Vec<Diagnostic>) {
    let created = |at: &str| imported.created.iter().any(|met| met.at == at);
    let existing = |at: &str| imported.existing.iter().any(|met| met.at == at);
    let concerns = |problem: &&ImportProblem| created(&problem.row) || !existing(&problem.row);
    let mut problems: Vec<_> = found
        .problems
        .iter()
        .filter(concerns)
        .map(|problem| Diagnostic {
            severity: problem.severity,
            message: format!("{}: {}", problem.place, problem.message),
            place: Some(Place::file(file)),
            other: None,
            hint: problem.hint.clone(),
        })
        .collect();
    let ids: Vec<_> = config.directions.iter().map(|direction| &*direction.id).collect();
    let ids = ids.join(", ");
    let mut unknown: Vec<(String, usize)> = Vec::new();
    for event in found.events.iter().filter(|event| created(&event.row)) {
        match &event.direction {
            ImportedDirection::Known(_) => {}
            ImportedDirection::Missing => problems.push(
                Diagnostic::error(format!("{}: не указано направление", event.row))
                    .at(Place::file(file))
                    .hint(format!("впишите его в черновик; направления этого сайта: {ids}")),
            ),
            ImportedDirection::Unknown(heading) => {
                match unknown.iter_mut().find(|(one, _)| one == heading) {
                    Some((_, count)) => *count += 1,
                    None => unknown.push((heading.clone(), 1)),
                }
            }
        }
    }
    problems.extend(unknown.iter().map(|(heading, count)| {
        let events = quantity::count(*count, "событие", "события", "событий");
        Diagnostic::error(format!("неизвестное направление «{heading}», в нём {events}"))
        .at(Place::file(file))
        .hint(format!(
            "добавьте его в `{}` или впишите в черновики другое; направления этого сайта: {ids}",
            crate::config::FILE
        ))
    }));
    (unknown.into_iter().map(|(heading, _)| heading).collect(), problems)
}
