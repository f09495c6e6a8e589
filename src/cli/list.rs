//! `rostok list`: the events, for reading, for a spreadsheet or for a program.

use std::path::Path;

use super::arguments::{ListArguments, SiteArguments};
use super::table::{self, ListRow};
use super::terminal::Terminal;
use super::{Exit, report};
use rostok::calendar::SchoolYear;
use rostok::diagnostic::Diagnostic;
use rostok::pipeline;
use rostok::site::{Event, Site};

/// What is listed.
struct Listed {
    /// The events asked for, newest first.
    rows: Vec<ListRow>,
    /// What people are told where there are none.
    nothing: &'static str,
}

/// Lists the events of the site of `root`, drafts among them.
pub(super) fn run(root: &Path, asked: &ListArguments, terminal: &Terminal) -> Exit {
    match list(root, asked) {
        Ok((listed, problems)) => {
            if let Some(Listed { rows, nothing }) = listed {
                terminal.print(&table::print(&rows, nothing, asked.format));
            }
            // A post that cannot be read is missing from the list, and this has to be said.
            report::complain(problems, terminal)
        }
        Err(problem) => report::refuse(&problem, terminal),
    }
}

/// The events asked for, and what is wrong with the site; no list where the settings cannot be understood.
fn list(
    root: &Path,
    asked: &ListArguments,
) -> Result<(Option<Listed>, Vec<Diagnostic>), Box<Diagnostic>> {
    let site = SiteArguments { drafts: true, ..SiteArguments::default() };
    let request = super::request(root, &site)?;
    let read = pipeline::read_site(&request).map_err(|failure| super::failed(&failure))?;
    let (Some(site), problems) = read else { return Ok((None, read.1)) };
    let direction = match &asked.direction {
        None => None,
        Some(text) => Some(super::direction(&site, text)?),
    };
    let year = match &asked.year {
        None => None,
        Some(text) => Some(
            SchoolYear::parse(text)
                .map_err(|error| super::problem(error.message(), error.hint()))?,
        ),
    };
    let wanted = site.events.iter().rev().filter(|event| {
        direction.is_none_or(|direction| event.post.direction == direction)
            && year.is_none_or(|year| event.year == year)
    });
    let rows = wanted.map(|event| row(&site, event)).collect();
    let nothing = match site.events.is_empty() {
        false => "Таких событий нет\n",
        true if problems.iter().any(Diagnostic::is_error) => "",
        true => "Событий пока нет; добавьте первое: `rostok new \"Название события\"`\n",
    };
    Ok((Some(Listed { rows, nothing }), problems))
}

fn row(site: &Site, event: &Event) -> ListRow {
    let post = &event.post;
    let state = match (post.draft, event.announcement) {
        (true, _) => "черновик",
        (false, true) => "анонс",
        (false, false) => "опубликовано",
    };
    ListRow {
        date: plain(&post.date.to_string()),
        title: plain(&post.title),
        direction: site.config.directions[post.direction].id.clone(),
        audience: plain(post.audience.as_deref().unwrap_or_default()),
        participants: post
            .participants
            .as_ref()
            .map(|all| plain(&all.to_string()))
            .unwrap_or_default(),
        path: event.path.clone(),
        file: post.file.clone(),
        state: state.to_owned(),
    }
}

/// Spreadsheets and searches take a non-breaking space for a letter.
fn plain(text: &str) -> String {
    text.replace('\u{a0}', " ")
}
