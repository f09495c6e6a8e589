//! `rostok list`: lists the events as a table, as CSV or as JSON.

use std::path::Path;

use super::arguments::{ListArguments, SiteArguments};
use super::table::{self, ListRow};
use super::terminal::Terminal;
use super::{Exit, report, summary};
use rostok::calendar::SchoolYear;
use rostok::diagnostic::{Diagnostic, Diagnostics};
use rostok::pipeline;
use rostok::site::{Event, Site};

struct EventList {
    /// The selected events, the newest first.
    rows: Vec<ListRow>,
    /// The text printed instead of an empty table.
    empty_message: &'static str,
    /// The files of drafts that cannot be read.
    unsound_drafts: Vec<String>,
}

/// Lists the events of the site, including drafts.
pub(super) fn run(root: &Path, args: &ListArguments, terminal: &Terminal) -> Exit {
    let mut problems = Diagnostics::new();
    match select_events(root, args, &mut problems) {
        Ok(list) => {
            if let Some(EventList { rows, empty_message, unsound_drafts }) = list {
                terminal.print(&table::format(&rows, empty_message, args.format));
                terminal.print_error(&summary::unsound_drafts(&unsound_drafts));
            }
            // Problems are reported because an unreadable post is missing from the list.
            report::report_problems(problems, terminal)
        }
        Err(problem) => report::report_failure(&problem, terminal),
    }
}

/// The selected events; `None` if the settings cannot be read.
fn select_events(
    root: &Path,
    args: &ListArguments,
    problems: &mut Diagnostics,
) -> Result<Option<EventList>, Box<Diagnostic>> {
    let request = super::request(root, &SiteArguments::default())?;
    let site = pipeline::read_all_events(&request, problems)
        .map_err(|failure| super::failure_diagnostic(&failure))?;
    let Some(site) = site else { return Ok(None) };
    let direction = match &args.direction {
        None => None,
        Some(text) => Some(super::direction(&site, text)?),
    };
    let year = match &args.year {
        None => None,
        Some(text) => Some(
            SchoolYear::parse(text)
                .map_err(|error| super::problem(error.message(), error.hint()))?,
        ),
    };
    let selected = site.events.iter().rev().filter(|event| {
        direction.is_none_or(|direction| event.document.meta.direction == direction)
            && year.is_none_or(|year| event.details.year == year)
            && (!args.waiting || event.details.awaits_story)
    });
    let rows = selected.map(|event| row(&site, event)).collect();
    let empty_message = match site.events.is_empty() {
        false if args.waiting => "Ни одно такое событие рассказа не ждёт\n",
        false => "Таких событий нет\n",
        true if problems.has_errors() => "",
        true => "Событий пока нет; добавьте первое: `rostok new \"Название события\"`\n",
    };
    let mut unsound_drafts = site.unsound_drafts;
    unsound_drafts.retain(|file| site.events.iter().all(|event| event.document.file != *file));
    Ok(Some(EventList { rows, empty_message, unsound_drafts }))
}

fn row(site: &Site, event: &Event) -> ListRow {
    let post = &event.document;
    let details = &event.details;
    let state = match (post.draft, details.announcement, details.awaits_story) {
        (true, ..) => "черновик",
        (false, true, _) => "анонс",
        (false, false, true) => "ждёт рассказа",
        (false, false, false) => "опубликовано",
    };
    let direction = site.config.direction(post.meta.direction);
    ListRow {
        date: plain(&post.meta.date_and_time()),
        title: plain(&post.title),
        direction: direction.id.clone(),
        direction_name: plain(&direction.short),
        audience: plain(post.meta.audience.as_deref().unwrap_or_default()),
        participants: post
            .meta
            .participants
            .as_ref()
            .map(|all| plain(&all.to_string()))
            .unwrap_or_default(),
        path: event.path.clone(),
        file: post.file.clone(),
        state: state.to_owned(),
    }
}

/// Replaces non-breaking spaces, which spreadsheets and searches treat as letters.
fn plain(text: &str) -> String {
    text.replace('\u{a0}', " ")
}
