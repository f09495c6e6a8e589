//! The search: its page, and the scripts with what it searches.
//!
//! 1. The page names all scripts, each with a version, and loads those with titles, or the only
//!    one of a small section.
//! 2. Words of the texts stand in [`words`] and are loaded while the reader types, the latest first.
//! 3. The texts show found words in context, and are loaded for what is shown.
//!
//! Events are numbered from 0, the earliest first; pages, and then reports, from -1 down. Each
//! script calls functions of `search.js`; their arguments are described where the script is made.

mod classes;
mod heads;
mod lower;
mod text;
mod tokens;
mod words;

use std::cmp::Reverse;
use std::slice;

use serde::Serialize;
use tera::Value;

use super::json::escaped;
use super::lists::NEWS;
use super::page_error::PageError;
use super::renderer::Renderer;
use super::section;
use super::views::TitledPath;
use crate::content::markdown;
use crate::content::short_code::Part;
use crate::digest::Digester;
use crate::report::Row;
use crate::site::{INDEX, Route, SearchKind, SearchPart, Site};
use tokens::Tokens;

/// The format of the scripts. It is a part of their versions: a browser that has kept scripts of
/// another format loads them again.
const FORMAT: &[u8] = b"4";

const TITLE: &str = "Поиск";

/// `search`: what the page loads, and what results can be narrowed to.
#[derive(Serialize)]
struct SearchView<'a> {
    /// The scripts to be loaded at once.
    scripts: Vec<String>,
    /// The school years with events, the latest first.
    years: Vec<String>,
    /// Links to the tags.
    tags: &'a [Value],
    /// The scripts to be loaded later, as JSON for `search.js`, safe inside `<script>`.
    later: Value,
}

/// The scripts to be loaded later: the number of their first text, and their address.
#[derive(Default, Serialize)]
struct Later {
    words: Vec<(isize, String)>,
    texts: Vec<(isize, String)>,
}

impl Renderer {
    pub(super) fn search_page(&self, path: &str) -> Result<Vec<u8>, PageError> {
        let search = &self.site.search;
        let mut scripts = Vec::new();
        let mut later = Later::default();
        for routed in self.site.routes.iter() {
            let (list, heads, texts) = match routed.route {
                Route::SearchWhole => (&mut scripts, &search.heads[..], &search.texts[..]),
                Route::SearchHeads(part) => {
                    (&mut scripts, slice::from_ref(&search.heads[part]), &[][..])
                }
                Route::SearchWords(part) => {
                    (&mut later.words, &[][..], slice::from_ref(&search.words[part]))
                }
                Route::SearchTexts(part) => {
                    (&mut later.texts, &[][..], slice::from_ref(&search.texts[part]))
                }
                _ => continue,
            };
            let address = format!("{}?v={}", routed.path, self.search_version(heads, texts));
            list.push((heads.iter().chain(texts).next().map_or(0, first_number), address));
        }
        // The latest events first, then the pages.
        for list in [&mut scripts, &mut later.words, &mut later.texts] {
            list.sort_by_key(|(first, _)| Reverse(*first));
        }
        let json = serde_json::to_string(&later).unwrap_or_default().replace('<', "\\u003c");
        let search = SearchView {
            scripts: scripts.into_iter().map(|(_, address)| address).collect(),
            years: self.site.years.iter().map(|events| events.year.to_string()).collect(),
            tags: &self.tags,
            later: Value::safe_string(&json),
        };
        let view = self.page_view(TITLE.to_owned(), TITLE, path);
        self.html("search.html", &view, 0, |context| {
            context.insert("search", &search);
            context.insert("crumbs", &[TitledPath { title: NEWS, path: INDEX }]);
        })
    }

    /// The version of a script: a digest of what it is made of, which is cheaper than to make it.
    /// Words are made of texts.
    fn search_version(&self, heads: &[SearchPart], texts: &[SearchPart]) -> String {
        let mut digester = Digester::default();
        digester.update(FORMAT);
        heads.iter().for_each(|part| self.digest_heads(&mut digester, part));
        texts.iter().for_each(|part| self.digest_texts(&mut digester, part));
        let (_, digest) = digester.finish();
        digest.to_string()[..8].to_owned()
    }

    /// The only script of a small section.
    pub(super) fn search_whole(&self) -> Vec<u8> {
        let search = &self.site.search;
        let mut script = Vec::new();
        search.heads.iter().for_each(|part| self.push_heads(&mut script, part));
        search.words.iter().for_each(|part| self.push_words(&mut script, part));
        search.texts.iter().for_each(|part| self.push_texts(&mut script, part));
        script
    }

    pub(super) fn search_heads(&self, part: usize) -> Vec<u8> {
        script(|script| self.push_heads(script, &self.site.search.heads[part]))
    }

    pub(super) fn search_words(&self, part: usize) -> Vec<u8> {
        script(|script| self.push_words(script, &self.site.search.words[part]))
    }

    pub(super) fn search_texts(&self, part: usize) -> Vec<u8> {
        script(|script| self.push_texts(script, &self.site.search.texts[part]))
    }

    /// Appends `poisk.words([first number, count of texts, packed words])`.
    fn push_words(&self, script: &mut Vec<u8>, part: &SearchPart) {
        let mut tokens = Tokens::new();
        let mut text = String::new();
        for (at, body) in self.bodies(part).enumerate() {
            text.clear();
            self.push_text(&mut text, body);
            tokens.add(at, &text);
            classes::each_class(&text, |class| tokens.add_word(at, class));
        }
        let (first, count) = (first_number(part), part.range.len());
        script.extend_from_slice(format!("poisk.words([{first},{count},\"").as_bytes());
        // Letters, digits, spaces and `|` need no escaping.
        words::pack(&tokens, script);
        script.extend_from_slice(b"\"])\n");
    }

    /// Appends `poisk.texts([first number, texts])`.
    fn push_texts(&self, script: &mut Vec<u8>, part: &SearchPart) {
        script.extend_from_slice(format!("poisk.texts([{},[", first_number(part)).as_bytes());
        let mut text = String::new();
        for (at, body) in self.bodies(part).enumerate() {
            text.clear();
            self.push_text(&mut text, body);
            if at > 0 {
                script.push(b',');
            }
            push_json_text(script, text::bounded(&text));
        }
        script.extend_from_slice(b"]])\n");
    }

    /// Appends what a reader finds in `body`: its own words, then those of the section's tables in
    /// it. The events that a report lists are found as themselves.
    fn push_text(&self, text: &mut String, body: &markdown::Body) {
        text::push_plain(text, &body.html);
        for code in &body.codes {
            let Part::Table(kind) = code.part else { continue };
            let Some(table) = self.site.table(kind) else { continue };
            for row in section::table_of(&self.site, table, "").rows {
                let (Row::Cells(cells) | Row::Total(cells)) = row else { continue };
                let cells = cells.iter().skip(usize::from(kind.schema().numbered));
                let cells = cells
                    .map(|cell| cell.text.as_str())
                    .filter(|text| text.contains(char::is_alphanumeric));
                text.push_str(if text.is_empty() { "" } else { "; " });
                text.push_str(&cells.collect::<Vec<_>>().join(", ").replace('\n', " "));
            }
        }
    }

    fn digest_texts(&self, digester: &mut Digester, part: &SearchPart) {
        let mut text = String::new();
        for body in self.bodies(part) {
            digest_text(digester, &body.html);
            if !body.codes.is_empty() {
                text.clear();
                self.push_text(&mut text, body);
                digest_text(digester, &text);
            }
        }
    }

    fn bodies(&self, part: &SearchPart) -> impl Iterator<Item = &markdown::Body> {
        let Site { events, pages, reports, .. } = &*self.site;
        part.range.clone().filter_map(move |id| match part.kind {
            SearchKind::Event => Some(&events[id].document.body),
            SearchKind::Page => pages
                .get(id)
                .map(|page| &page.document.body)
                .or_else(|| reports.get(id - pages.len()).map(|report| &report.document.body)),
        })
    }
}

/// The number of the first text of `part` in the scripts.
fn first_number(part: &SearchPart) -> isize {
    let first = isize::try_from(part.range.start).unwrap_or(isize::MAX);
    match part.kind {
        SearchKind::Event => first,
        SearchKind::Page => -1 - first,
    }
}

fn script(push: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    // Most scripts of a large section are somewhat smaller, and none is copied to grow.
    let mut script = Vec::with_capacity(64 * 1024);
    push(&mut script);
    script
}

/// Appends a text as JSON.
fn push_json_text(script: &mut Vec<u8>, text: &str) {
    script.push(b'"');
    script.extend_from_slice(escaped(text).as_bytes());
    script.push(b'"');
}

/// Adds a text with its length: else «а», «бв» would be the same as «аб», «в».
fn digest_text(digester: &mut Digester, text: &str) {
    digester.update(&(text.len() as u64).to_le_bytes());
    digester.update(text.as_bytes());
}
