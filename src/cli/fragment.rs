//! `rostok fragment`: prints a piece of HTML to paste into the page editor of the hosting.

use std::path::Path;

use rostok::diagnostic::{Diagnostic, Diagnostics};
use rostok::pipeline;
use rostok::publish::fragment::{self, EventSelection};
use rostok::report::compose;
use rostok::site::Site;

use super::arguments::{FragmentArguments, FragmentKind, SiteArguments};
use super::terminal::Terminal;
use super::{Exit, clipboard, problem, report};

pub(super) fn run(root: &Path, args: &FragmentArguments, terminal: &Terminal) -> Exit {
    let mut problems = Diagnostics::new();
    match read_fragment(root, args, &mut problems) {
        Ok(html) => {
            if let Some(html) = html {
                match print_or_copy(&html, args.copy, terminal) {
                    Ok(()) => {}
                    Err(problem) => return report::report_failure(&problem, terminal),
                }
            }
            // Problems are reported because an unreadable event is missing from the fragment.
            report::report_problems(problems, terminal)
        }
        Err(problem) => report::report_failure(&problem, terminal),
    }
}

fn print_or_copy(html: &str, copy: bool, terminal: &Terminal) -> Result<(), Box<Diagnostic>> {
    if !copy {
        terminal.print(html);
        return Ok(());
    }
    clipboard::copy(html).map_err(|reason| {
        problem(
            format!("в буфер обмена скопировать не удалось: {reason}"),
            "запустите команду без `--copy` и скопируйте текст из окна",
        )
    })?;
    terminal.print(
        "Скопировано. Откройте страницу в редакторе uCoz, переключите его на HTML-код и вставьте\n",
    );
    Ok(())
}

/// The HTML; `None` if the settings cannot be read.
fn read_fragment(
    root: &Path,
    args: &FragmentArguments,
    problems: &mut Diagnostics,
) -> Result<Option<String>, Box<Diagnostic>> {
    let request = super::request(root, &SiteArguments::default())?;
    let site = pipeline::read_site(&request, problems)
        .map_err(|failure| super::failure_diagnostic(&failure))?;
    let Some(site) = site else { return Ok(None) };
    let id = args.id.join(" ");
    let html = match args.kind {
        FragmentKind::Latest if id.is_empty() => events(&site, EventSelection::All, args)?,
        FragmentKind::Latest => {
            return Err(problem(
                format!("лишнее слово «{id}»"),
                format!(
                    "последние события: `rostok fragment latest`\n\
                     события направления: `rostok fragment direction {id}`"
                ),
            ));
        }
        FragmentKind::Direction => {
            let direction = super::direction(&site, &id)?;
            events(&site, EventSelection::Direction(direction), args)?
        }
        FragmentKind::Report => report(&site, &id)?,
    };
    Ok(Some(html))
}

/// The report with the slug `id`.
fn report(site: &Site, id: &str) -> Result<String, Box<Diagnostic>> {
    let Some(page) = site.reports.iter().find(|page| page.document.slug == id) else {
        let names: Vec<_> = site.reports.iter().map(|page| &*page.document.slug).collect();
        let message = match id {
            "" => "не указан отчёт".to_owned(),
            id => format!("нет отчёта «{id}»"),
        };
        let hint = match names.as_slice() {
            [] => "отчёты лежат в папке `content/reports`".to_owned(),
            names => format!("отчёты этого сайта: {}", names.join(", ")),
        };
        return Err(problem(message, hint));
    };
    let document = compose(site, &page.document, &page.links.body);
    Ok(fragment::document(&document))
}

fn events(
    site: &Site,
    selection: EventSelection,
    args: &FragmentArguments,
) -> Result<String, Box<Diagnostic>> {
    fragment::events(site, selection, usize::from(args.count)).ok_or_else(|| {
        problem(
            "таких событий нет",
            "анонсы и черновики сюда не входят; все события: `rostok list`",
        )
    })
}
