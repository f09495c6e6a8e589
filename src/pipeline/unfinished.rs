//! What a site still lacks before others should see it: samples of a new site that were not filled
//! in, and events without a story. A build warns of it; with some of it, nothing is published.

use std::collections::HashSet;

use crate::config::Config;
use crate::content::data::CellValue;
use crate::content::{Page, Post, Story};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::site::{Event, Site};
use crate::starter::{SAMPLE_HOST, SAMPLES};
use crate::url;

/// The problems of `site`. Those that must not be published have the severity `unpublishable`. Files
/// with errors among `known` are left out: what they show may be incomplete because of these.
pub(super) fn check(site: &Site, known: &[Diagnostic], unpublishable: Severity) -> Vec<Diagnostic> {
    let errors = known.iter().filter(|problem| problem.is_error());
    let faulty: HashSet<&str> =
        errors.filter_map(|error| Some(&*error.place.as_ref()?.file)).collect();
    let mut problems = Vec::new();
    problems.extend(unfinished_settings(&site.config));
    let pages = site.pages.iter().filter(|page| !faulty.contains(&*page.document.file));
    problems.extend(pages.filter_map(|page| of_page(&page.document)));
    problems.extend(tables(site));
    for problem in &mut problems {
        problem.severity = unpublishable;
    }
    let is_checked = |post: &Post| !post.draft && !faulty.contains(&*post.file);
    let events = site.events.iter().filter(|event| is_checked(&event.document));
    problems.extend(events.filter_map(|event| of_event(event, unpublishable)));
    problems
}

/// What settings still lack before others should see their site.
pub fn unfinished_settings(config: &Config) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    if let Some(place) = &config.empty_school {
        let hint = "напишите её, как в документах: `школа: МКОУ «СОШ № 1»`; школу называют отчёты и страницы раздела";
        problems.push(Diagnostic::warning("не указана школа").at(place.clone()).hint(hint));
    }
    if url::host(&config.base_url) == SAMPLE_HOST {
        let hint = "напишите адрес, по которому раздел откроется на сайте вашей школы";
        let problem =
            Diagnostic::warning(format!("`{SAMPLE_HOST}` — образец, а не адрес вашего сайта"));
        problems.push(problem.at(config.base_url_place.clone()).hint(hint));
    }
    problems
}

fn of_page(page: &Page) -> Option<Diagnostic> {
    let problem = if page.body.is_empty() {
        Diagnostic::warning("на странице пусто")
            .hint("напишите текст или добавьте строку `черновик: да`")
    } else {
        sample(sample_in(&page.body.html)?)
    };
    Some(problem.at(Place::file(&*page.file)))
}

/// The samples in tables that a page shows.
fn tables(site: &Site) -> impl Iterator<Item = Diagnostic> {
    let rows = site.tables.iter().filter(|table| table.shown).flat_map(|table| &table.records.rows);
    rows.filter_map(|row| {
        let found = row.values.iter().flatten().find_map(|value| match value {
            CellValue::Text(text)
            | CellValue::Url(text)
            | CellValue::Email(text)
            | CellValue::Phone(text) => sample_in(text),
            _ => None,
        });
        Some(sample(found?).at(row.place.clone()))
    })
}

fn sample(text: &str) -> Diagnostic {
    Diagnostic::warning(format!("«{text}» — образец, а не сведения о вашем центре"))
        .hint("впишите своё или удалите это место")
}

/// The sample that `text` still has. Typography may have made spaces non-breaking.
fn sample_in(text: &str) -> Option<&'static str> {
    let text = text.replace(['\u{a0}', '\u{202f}'], " ");
    SAMPLES.into_iter().find(|sample| text.contains(sample))
}

fn of_event(event: &Event, unpublishable: Severity) -> Option<Diagnostic> {
    let post = &event.document;
    let has_text = post.meta.story != Story::Missing;
    let problem = if event.details.awaits_story {
        let hint = "расскажите, как оно прошло; если рассказа не будет, добавьте строку `проведено: да`, а если события не было — `проведено: нет`";
        Diagnostic::warning("событие прошло и ждёт рассказа").hint(hint)
    } else if !has_text {
        let hint = "напишите под сведениями хотя бы одно предложение; пока его нет, добавьте строку `черновик: да`";
        Diagnostic::warning("у события нет текста").hint(hint)
    } else {
        return None;
    };
    // Photos alone are worth a look.
    let is_empty = !has_text && event.links.photos.is_empty();
    let severity = if is_empty { unpublishable } else { Severity::Warning };
    Some(Diagnostic { severity, ..problem.at(Place::file(&*post.file)) })
}
