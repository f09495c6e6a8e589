//! `rostok fragment`: a piece of HTML for a page of the hosting's own editor.

use std::path::Path;

use rostok::diagnostic::Diagnostic;
use rostok::pipeline;
use rostok::publish::fragment::{self, Events};
use rostok::report::compose;
use rostok::site::Site;

use super::arguments::{FragmentArguments, FragmentKind, SiteArguments};
use super::terminal::Terminal;
use super::{Exit, clipboard, problem, report};

/// Prints or copies a piece of the site of `root`.
pub(super) fn run(root: &Path, asked: &FragmentArguments, terminal: &Terminal) -> Exit {
    match fragment(root, asked) {
        Ok((html, problems)) => {
            if let Some(html) = html {
                match give(&html, asked.copy, terminal) {
                    Ok(()) => {}
                    Err(problem) => return report::refuse(&problem, terminal),
                }
            }
            // An event that cannot be read is missing from the piece, and this has to be said.
            report::complain(problems, terminal)
        }
        Err(problem) => report::refuse(&problem, terminal),
    }
}

fn give(html: &str, copy: bool, terminal: &Terminal) -> Result<(), Box<Diagnostic>> {
    if !copy {
        terminal.print(html);
        return Ok(());
    }
    clipboard::put(html).map_err(|why| {
        problem(
            format!("в буфер обмена скопировать не удалось: {why}"),
            "запустите команду без `--copy` и скопируйте текст из окна",
        )
    })?;
    terminal.print(
        "Скопировано. Откройте страницу в редакторе uCoz, переключите его на HTML-код и вставьте\n",
    );
    Ok(())
}

type Made = (Option<String>, Vec<Diagnostic>);

fn fragment(root: &Path, asked: &FragmentArguments) -> Result<Made, Box<Diagnostic>> {
    let request = super::request(root, &SiteArguments::default())?;
    let read = pipeline::read_site(&request).map_err(|failure| super::failed(&failure))?;
    let (Some(site), problems) = read else { return Ok((None, read.1)) };
    let html = match (asked.kind, asked.id.as_deref()) {
        (FragmentKind::Latest, None) => events(&site, Events::All, asked)?,
        (FragmentKind::Latest, Some(word)) => {
            return Err(problem(
                format!("лишнее слово «{word}»"),
                "как писать: `rostok fragment latest`",
            ));
        }
        (FragmentKind::Direction, id) => {
            let direction = super::direction(&site, id.unwrap_or_default())?;
            events(&site, Events::Direction(direction), asked)?
        }
        (FragmentKind::Report, id) => report(&site, id.unwrap_or_default())?,
    };
    Ok((Some(html), problems))
}

/// The report of this name in addresses.
fn report(site: &Site, id: &str) -> Result<String, Box<Diagnostic>> {
    let Some(page) = site.reports.iter().find(|page| page.report.slug == id) else {
        let names: Vec<_> = site.reports.iter().map(|page| &*page.report.slug).collect();
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
    let document = compose(site, &page.report, &page.links.body);
    Ok(fragment::document(&document))
}

fn events(site: &Site, of: Events, asked: &FragmentArguments) -> Result<String, Box<Diagnostic>> {
    fragment::events(site, of, usize::from(asked.count)).ok_or_else(|| {
        problem(
            "таких событий нет",
            "анонсы и черновики сюда не входят; все события: `rostok list`",
        )
    })
}
