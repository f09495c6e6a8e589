//! What the search knows of events and pages before their texts are loaded.

use std::borrow::Cow;

use super::{digest_text, first_number, push_json_text};
use crate::digest::Digester;
use crate::render::renderer::{Renderer, shortened};
use crate::site::{Event, ReportPage, SearchKind, SearchPart, Site, StandingPage};

/// What the results say of a report instead of a date.
const REPORT: &str = "Отчёт";

/// An event, page or report. In the scripts it is a list of these fields.
struct Head<'a> {
    path: &'a str,
    title: &'a str,
    /// The date of an event; of a report, what it is.
    fact: String,
    /// The school year, empty for pages.
    year: String,
    /// The direction's place in the settings.
    direction: Option<usize>,
    summary: &'a str,
    /// All else that it is found by.
    rest: Cow<'a, str>,
}

impl Head<'_> {
    fn push(&self, script: &mut Vec<u8>) {
        let Self { path, title, fact, year, direction, summary, rest } = self;
        script.push(b'[');
        for text in [path, title, &**fact, year] {
            push_json_text(script, text);
            script.push(b',');
        }
        let direction = direction.map_or_else(|| "null".to_owned(), |place| place.to_string());
        script.extend_from_slice(direction.as_bytes());
        for text in [summary, &**rest] {
            script.push(b',');
            push_json_text(script, text);
        }
        script.push(b']');
    }

    fn digest(&self, digester: &mut Digester) {
        let Self { path, title, fact, year, direction, summary, rest } = self;
        digester.update(&direction.map_or(u64::MAX, |place| place as u64).to_le_bytes());
        for text in [path, title, &**fact, year, summary, rest] {
            digest_text(digester, text);
        }
    }
}

impl Renderer {
    /// Appends `poisk.heads([first number, heads])`.
    pub(super) fn push_heads(&self, script: &mut Vec<u8>, part: &SearchPart) {
        script.extend_from_slice(format!("poisk.heads([{},[", first_number(part)).as_bytes());
        for (at, head) in self.heads(part).enumerate() {
            if at > 0 {
                script.push(b',');
            }
            head.push(script);
        }
        script.extend_from_slice(b"]])\n");
    }

    /// Adds what the script of `part` says.
    pub(super) fn digest_heads(&self, digester: &mut Digester, part: &SearchPart) {
        self.heads(part).for_each(|head| head.digest(digester));
    }

    fn heads(&self, part: &SearchPart) -> impl Iterator<Item = Head<'_>> {
        let Site { events, pages, reports, .. } = &*self.site;
        part.range.clone().filter_map(move |id| match part.kind {
            SearchKind::Event => Some(event_head(&events[id])),
            SearchKind::Page => pages
                .get(id)
                .map(page_head)
                .or_else(|| reports.get(id - pages.len()).map(report_head)),
        })
    }
}

fn event_head(event: &Event) -> Head<'_> {
    let post = &event.document;
    let words = post.meta.place.iter().chain(&post.meta.results);
    let words = words.chain(post.meta.own.iter().flat_map(|(_, values)| values));
    let words = words.chain(post.meta.tags.iter().map(|(tag, _)| tag));
    let words: Vec<&str> =
        words.chain(&post.meta.classes).chain(&post.meta.teachers).map(String::as_str).collect();
    Head {
        path: &event.path,
        title: &post.title,
        fact: post.meta.date_text(),
        year: event.details.year.to_string(),
        direction: Some(post.meta.direction.index()),
        summary: summary(post.summary.as_deref(), &post.body.lead),
        rest: words.join(" · ").into(),
    }
}

fn page_head(page: &StandingPage) -> Head<'_> {
    let StandingPage { document: page, path, .. } = page;
    Head {
        path,
        title: &page.title,
        fact: String::new(),
        year: String::new(),
        direction: None,
        summary: summary(page.summary.as_deref(), &page.body.lead),
        rest: "".into(),
    }
}

fn report_head(report: &ReportPage) -> Head<'_> {
    let ReportPage { document: report, path, .. } = report;
    Head {
        path,
        title: &report.title,
        fact: REPORT.to_owned(),
        year: String::new(),
        direction: None,
        summary: summary(report.summary.as_deref(), &report.body.lead),
        rest: report.meta.period.to_string().into(),
    }
}

fn summary<'a>(summary: Option<&'a str>, text: &'a str) -> &'a str {
    summary.or_else(|| shortened(text)).unwrap_or_default()
}
