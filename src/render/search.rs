//! The search: its page, and the scripts that it reads.
//!
//! 1. The page names all scripts, each with a hash of what it is made of, and loads those with
//!    titles (a file for each school year, one for the standing pages).
//! 2. Words of the texts stand in [`words`] and are loaded while the reader types, the latest first.
//! 3. The texts themselves serve to show found words in context, and are loaded for what is shown.
//!
//! Numbers of events are counted from the earliest, those of pages down from -1. The scripts hand
//! their values to the functions of `search.js`; what they hold is written down there.

mod text;
mod words;

use serde::Serialize;
use tera::Value;

use super::lists::NEWS;
use super::renderer::{INDEX, Renderer, lead};
use super::views::TitledPath;
use crate::content::markdown;
use crate::diagnostic::Diagnostic;
use crate::site::{Route, SearchKind, SearchPart};

/// The form of the scripts: it is a part of their hashes, so that no browser mixes two.
const FORM: &[u8] = b"1";

const TITLE: &str = "Поиск";

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

/// What the search says of an event or page: the address, the title, the date, the direction's
/// place in the settings, the summary, and all else that it is found by.
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
                let pages = 0..self.site.pages.len();
                let heads = pages.map(|id| (number(SearchKind::Page, id), self.page_head(id)));
                (String::new(), heads.collect())
            }
        };
        call("heads", &(title, heads))
    }

    fn event_head(&self, id: usize) -> Head<'_> {
        let event = &self.site.events[id];
        let post = &event.post;
        let summary = post.summary.as_deref().or(lead(&post.body.lead)).unwrap_or_default();
        let texts = post.place.iter().chain(&post.results).chain(&post.tags);
        let texts: Vec<&str> =
            texts.chain(&post.classes).chain(&post.teachers).map(String::as_str).collect();
        let date = post.date.to_string();
        (&event.path, &post.title, date, Some(post.direction), summary, texts.join(" · "))
    }

    fn page_head(&self, id: usize) -> Head<'_> {
        let page = &self.site.pages[id];
        let summary = page.page.summary.as_deref().or(lead(&page.page.body.lead));
        (
            &page.path,
            &page.page.title,
            String::new(),
            None,
            summary.unwrap_or_default(),
            String::new(),
        )
    }

    /// The script of the words of `part`.
    pub(super) fn search_words(&self, part: &SearchPart) -> Vec<u8> {
        let texts = self.bodies(part).map(|body| text::plain(&body.html));
        let packed = words::pack(texts);
        call("words", &(number(part.kind, part.range.start), part.range.len(), packed))
    }

    /// The script of the texts of `part`.
    pub(super) fn search_texts(&self, part: &SearchPart) -> Vec<u8> {
        let texts: Vec<_> = self.bodies(part).map(|body| text::bounded(&body.html)).collect();
        call("texts", &(number(part.kind, part.range.start), texts))
    }

    fn search_hash(&self, part: &SearchPart) -> blake3::Hash {
        let mut hasher = blake3::Hasher::new();
        hasher.update(FORM);
        for body in self.bodies(part) {
            hasher.update(&body.html.len().to_le_bytes()).update(body.html.as_bytes());
        }
        hasher.finalize()
    }

    fn bodies(&self, part: &SearchPart) -> impl Iterator<Item = &markdown::Body> {
        part.range.clone().map(move |id| match part.kind {
            SearchKind::Event => &self.site.events[id].post.body,
            SearchKind::Page => &self.site.pages[id].page.body,
        })
    }
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
