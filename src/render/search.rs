//! The search: its page, and the scripts that it reads.
//!
//! 1. The page names all scripts, each with a hash of what it is made of, and loads those with
//!    titles (a file for each school year, one for the standing pages and the reports).
//! 2. Words of the texts stand in [`words`] and are loaded while the reader types, the latest first.
//! 3. The texts themselves serve to show found words in context, and are loaded for what is shown.
//!
//! Numbers of events are counted from the earliest, those of pages, and then of reports, down
//! from -1. The scripts hand
//! their values to the functions of `search.js`; what they hold is written down there.

mod text;
mod words;

use serde::Serialize;
use tera::Value;

use super::lists::NEWS;
use super::renderer::{INDEX, Renderer, lead};
use super::section;
use super::views::TitledPath;
use crate::content::markdown;
use crate::content::short_code::Part;
use crate::diagnostic::Diagnostic;
use crate::report::Row;
use crate::site::{ReportPage, Route, SearchKind, SearchPart, Site, StandingPage};

/// The form of the scripts: it is a part of their hashes, so that no browser mixes two.
const FORM: &[u8] = b"2";

const TITLE: &str = "Поиск";
/// What is said of a report among what was found.
const REPORT: &str = "Отчёт";

/// `search`: what the page loads, and what it can be narrowed to.
#[derive(Serialize)]
struct SearchView {
    /// The scripts with titles.
    scripts: Vec<String>,
    /// The school years that have events, the latest first.
    years: Vec<String>,
    /// The scripts to be loaded later, for `search.js`: safe inside `<script>`.
    later: Value,
}

/// The scripts that are loaded when they are needed: their first text, and their address.
#[derive(Serialize)]
struct Later {
    words: Vec<(isize, String)>,
    texts: Vec<(isize, String)>,
}

/// What the search says of an event or page: the address, the title, its date or what it is, the
/// direction's place in the settings, the summary, and all else that it is found by.
type Head<'a> = (&'a str, &'a str, String, Option<usize>, &'a str, String);

impl Renderer<'_> {
    pub(super) fn search_page(&self, path: &str) -> Result<Vec<u8>, Vec<Diagnostic>> {
        let mut scripts = Vec::new();
        let mut later = Later { words: Vec::new(), texts: Vec::new() };
        for routed in &self.site.routes {
            let address = |hash: blake3::Hash| format!("{}?v={}", routed.path, &hash.to_hex()[..8]);
            let search = &self.site.search;
            let (part, list) = match routed.route {
                Route::SearchYear(_) | Route::SearchPages => {
                    let heads = self.search_heads(routed.route);
                    scripts.push(address(blake3::hash(&heads)));
                    continue;
                }
                Route::SearchWords(part) => (&search.words[part], &mut later.words),
                Route::SearchTexts(part) => (&search.texts[part], &mut later.texts),
                _ => continue,
            };
            list.push((number(part.kind, part.range.start), address(self.search_hash(part))));
        }
        scripts.reverse();
        // The latest events first, then the pages.
        later.words.sort_by_key(|(first, _)| std::cmp::Reverse(*first));
        later.texts.sort_by_key(|(first, _)| std::cmp::Reverse(*first));
        let json = serde_json::to_string(&later).unwrap_or_default().replace('<', "\\u003c");
        let search = SearchView {
            scripts,
            years: self.site.years.iter().map(|of| of.year.to_string()).collect(),
            later: Value::safe_string(&json),
        };
        let view = self.page_view(TITLE.to_owned(), TITLE, path);
        self.html("search.html", &view, 0, |context| {
            context.insert("search", &search);
            context.insert("crumbs", &[TitledPath { title: NEWS, path: INDEX }]);
        })
    }

    /// The script of titles at `route`.
    pub(super) fn search_heads(&self, route: Route) -> Vec<u8> {
        let (title, heads): (String, Vec<_>) = match route {
            Route::SearchYear(year) => {
                let of = &self.site.years[year];
                let heads = of
                    .events
                    .iter()
                    .map(|&id| (number(SearchKind::Event, id), self.event_head(id)));
                (of.year.to_string(), heads.collect())
            }
            _ => {
                let pages = self.site.pages.iter().map(page_head);
                let heads = pages.chain(self.site.reports.iter().map(report_head)).enumerate();
                let heads = heads.map(|(id, head)| (number(SearchKind::Page, id), head));
                (String::new(), heads.collect())
            }
        };
        call("heads", &(title, heads))
    }

    fn event_head(&self, id: usize) -> Head<'_> {
        let event = &self.site.events[id];
        let post = &event.post;
        let summary = post.summary.as_deref().or_else(|| lead(&post.body.lead)).unwrap_or_default();
        let texts = post.place.iter().chain(&post.results);
        let texts = texts.chain(post.tags.iter().map(|(tag, _)| tag));
        let texts: Vec<&str> =
            texts.chain(&post.classes).chain(&post.teachers).map(String::as_str).collect();
        let date = post.date.to_string();
        (&event.path, &post.title, date, Some(post.direction), summary, texts.join(" · "))
    }

    /// The script of the words of `part`.
    pub(super) fn search_words(&self, part: &SearchPart) -> Vec<u8> {
        let packed = words::pack(self.bodies(part).map(|body| self.text(body)));
        call("words", &(number(part.kind, part.range.start), part.range.len(), packed))
    }

    /// The script of the texts of `part`.
    pub(super) fn search_texts(&self, part: &SearchPart) -> Vec<u8> {
        let texts: Vec<_> = self.bodies(part).map(|body| text::bounded(self.text(body))).collect();
        call("texts", &(number(part.kind, part.range.start), texts))
    }

    /// What a reader finds in `body`: its own words, then those of the section's tables in it. The
    /// events that a report lists are found as themselves.
    fn text(&self, body: &markdown::Body) -> String {
        let mut text = text::plain(&body.html);
        for code in &body.codes {
            let Part::Table(kind) = code.part else { continue };
            let Some(table) = self.site.table(kind) else { continue };
            for row in section::table_of(self.site, table, "").rows {
                let (Row::Cells(cells) | Row::Total(cells)) = row else { continue };
                let cells = cells.iter().skip(usize::from(kind.schema().numbered));
                let cells = cells
                    .map(|cell| cell.text.as_str())
                    .filter(|text| text.contains(char::is_alphanumeric));
                text.push_str(if text.is_empty() { "" } else { "; " });
                text.push_str(&cells.collect::<Vec<_>>().join(", ").replace('\n', " "));
            }
        }
        text
    }

    fn search_hash(&self, part: &SearchPart) -> blake3::Hash {
        let mut hasher = blake3::Hasher::new();
        hasher.update(FORM);
        let mut add = |text: &str| {
            hasher.update(&text.len().to_le_bytes()).update(text.as_bytes());
        };
        for body in self.bodies(part) {
            add(&body.html);
            if !body.codes.is_empty() {
                add(&self.text(body));
            }
        }
        hasher.finalize()
    }

    fn bodies(&self, part: &SearchPart) -> impl Iterator<Item = &markdown::Body> {
        let Site { events, pages, reports, .. } = self.site;
        part.range.clone().filter_map(move |id| match part.kind {
            SearchKind::Event => Some(&events[id].post.body),
            SearchKind::Page => pages
                .get(id)
                .map(|page| &page.page.body)
                .or_else(|| reports.get(id - pages.len()).map(|report| &report.report.body)),
        })
    }
}

fn page_head(page: &StandingPage) -> Head<'_> {
    let StandingPage { page, path, .. } = page;
    let summary = page.summary.as_deref().or_else(|| lead(&page.body.lead)).unwrap_or_default();
    (path, &page.title, String::new(), None, summary, String::new())
}

fn report_head(report: &ReportPage) -> Head<'_> {
    let ReportPage { report, path, .. } = report;
    let summary = report.summary.as_deref().or_else(|| lead(&report.body.lead)).unwrap_or_default();
    (path, &report.title, REPORT.to_owned(), None, summary, report.period.to_string())
}

/// The number of a text for the scripts.
fn number(kind: SearchKind, id: usize) -> isize {
    let id = isize::try_from(id).unwrap_or(isize::MAX);
    match kind {
        SearchKind::Event => id,
        SearchKind::Page => -1 - id,
    }
}

/// A script that hands `values` to a function of `search.js`.
fn call(function: &str, values: &impl Serialize) -> Vec<u8> {
    // Strings, numbers and lists always become JSON.
    let json = serde_json::to_string(values).unwrap_or_default();
    format!("poisk.{function}({json})\n").into_bytes()
}
