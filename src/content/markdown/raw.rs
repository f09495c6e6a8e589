//! The writer's raw HTML: embed codes become click-to-load blocks, addresses inside the site are
//! collected, and the author is told what the sanitiser will take out.

use std::ops::Range;

use pulldown_cmark::{Event, TagEnd};

use crate::calendar::plural;
use crate::content::markdown::embed::Embed;
use crate::content::markdown::escape::escape_text;
use crate::content::markdown::links::{self, Address, Href, Refusal};
use crate::content::markdown::sanitize;
use crate::content::markdown::tags::{self, Tag};
use crate::content::markdown::writer::Writer;
use crate::content::markdown::{LinkMode, RawHtml};
use crate::diagnostic::Diagnostic;

/// Which byte of the body each piece of a text begins at: a tag may go over several lines, and a
/// quote puts `> ` between them.
type Origins = [(usize, usize)];

/// How deep raw tags may stand in one another. No text needs that many, browsers flatten what is
/// deeper than 512, and the sanitiser's time grows with the square of it.
const MOST_NESTED: usize = 200;

/// The tags that hold nothing, or end where the next of their kind begins.
const CLOSED_BY_THEMSELVES: [&str; 17] = [
    "br", "hr", "img", "input", "col", "wbr", "p", "li", "dt", "dd", "tr", "td", "th", "thead",
    "tbody", "tfoot", "option",
];

impl Writer<'_, '_> {
    /// The block of HTML that begins at `at`; gives the index after it.
    pub(super) fn raw_block(&mut self, at: usize) -> usize {
        let mut text = String::new();
        let mut origins = Vec::new();
        let mut next = at + 1;
        loop {
            match &self.events[next] {
                (Event::Html(html) | Event::Text(html), range) => {
                    origins.push((text.len(), range.start));
                    text.push_str(html);
                }
                (Event::End(TagEnd::HtmlBlock), _) => break,
                _ => {}
            }
            next += 1;
        }
        self.open("");
        self.raw(&text, &origins, "figure");
        let end = self.events[next].1.end;
        if self.options.raw_html != RawHtml::Escape
            && let Some((range, closing)) =
                tags::left_open(&text, self.text.get(end..).unwrap_or_default())
        {
            let range = origin(&origins, range.start)..origin(&origins, range.end);
            self.not_closed(&range, &format!("`{closing}`"));
        }
        next + 1
    }

    /// A tag inside a paragraph, a heading, a cell: what it opens has to be closed there.
    pub(super) fn raw_inline(&mut self, html: &str, start: usize) {
        self.unclosed.take_if(|(name, _)| tags::closing(html, 0, name) == Some(0));
        self.raw(html, &[(0, start)], "span");
    }

    /// The end of a block: tells of the tag it leaves open.
    pub(super) fn end_raw_inline(&mut self) {
        let Some((name, range)) = self.unclosed.take() else { return };
        // What is let through may go over several blocks, if the author wants it so.
        let later = || tags::closing(self.text, range.end, &name).is_some();
        if self.options.raw_html == RawHtml::Sanitize || !later() {
            self.not_closed(&range, &format!("`</{name}>` в этом же абзаце"));
        }
    }

    fn not_closed(&mut self, range: &Range<usize>, closing: &str) {
        let what = self.text.get(range.clone()).unwrap_or_default();
        let problem = Diagnostic::error(format!("в HTML не закрыто `{what}`"))
            .at(self.place(range))
            .hint(format!("поставьте {closing}: без него пропадёт остальной текст"));
        self.diagnostics.push(problem);
    }

    /// A piece of HTML; a video in it becomes an `element`.
    pub(super) fn raw(&mut self, text: &str, origins: &Origins, element: &str) {
        let mut done = 0;
        let mut from = 0;
        while let Some(tag) = tags::next(text, from) {
            let nested = self.nest(&text[from..tag.range.start], Some(&tag));
            from = tag.range.end;
            if nested > MOST_NESTED && self.mark.is_some() {
                self.push_raw(&text[done..tag.range.start], element);
                done = from;
                self.too_deep(&(origin(origins, tag.range.start)..origin(origins, from)));
                continue;
            }
            if tag.is("iframe")
                && let Some(embed) = tag.attribute("src").and_then(|address| {
                    Embed::from_player(&address.decoded(), self.options.embed_hosts)
                })
            {
                self.push_raw(&text[done..tag.range.start], element);
                self.embed(&embed, element);
                (_, done) = tags::content_end(text, &tag);
                from = done;
                continue;
            }
            if sanitize::NOT_TEXT.iter().any(|name| tag.is(name)) {
                (from, _) = tags::content_end(text, &tag);
                if element == "span" && self.options.raw_html != RawHtml::Escape {
                    let range = origin(origins, tag.range.start)..origin(origins, tag.range.end);
                    self.unclosed.get_or_insert((tag.name.to_ascii_lowercase(), range));
                }
            }
            if self.options.raw_html == RawHtml::Sanitize {
                self.warn_of_removed(&tag, origins);
            }
            if self.options.raw_html != RawHtml::Escape && self.options.links == LinkMode::Collect {
                done = self.raw_addresses(text, &tag, done, origins);
            }
        }
        self.nest(&text[from..], None);
        self.push_raw(&text[done..], element);
    }

    /// How many raw tags stand in one another after `text`, which closes some, and `tag`.
    fn nest(&mut self, text: &str, tag: Option<&Tag<'_>>) -> usize {
        let stays_open = |name: &str| {
            let mut others = CLOSED_BY_THEMSELVES.iter().chain(&sanitize::NOT_TEXT);
            !others.any(|other| other.eq_ignore_ascii_case(name))
        };
        let names = text.split("</").skip(1).filter_map(|rest| rest.split(['>', ' ', '\n']).next());
        let closed = names.filter(|name| stays_open(name)).count();
        let opened = usize::from(tag.is_some_and(|tag| stays_open(tag.name)));
        self.nested = self.nested.saturating_sub(closed) + opened;
        self.nested
    }

    /// Tells of the first tag that is left out for standing in too many others.
    fn too_deep(&mut self, range: &Range<usize>) {
        if std::mem::replace(&mut self.told_too_deep, true) {
            return;
        }
        let message = format!("HTML-теги вложены друг в друга глубже {MOST_NESTED} раз");
        let problem = Diagnostic::error(message)
            .at(self.place(range))
            .hint("закройте теги, которые открыты выше, или удалите лишние");
        self.diagnostics.push(problem);
    }

    /// Opens the addresses of a tag that lead into the site; gives up to where `text` is written.
    fn raw_addresses(
        &mut self,
        text: &str,
        tag: &Tag<'_>,
        done: usize,
        origins: &Origins,
    ) -> usize {
        let mut done = done;
        let image = tag.is("img");
        if image {
            let range = origin(origins, tag.range.start)..origin(origins, tag.range.end);
            let value = |name| tag.attribute(name).map(|value| value.decoded()).unwrap_or_default();
            self.look_at_description(
                &value("alt"),
                &value("src"),
                &range,
                "опишите в теге, что на нём: `alt=\"Ребята за шахматной доской\"`",
            );
        }
        let name = if image { "src" } else { "href" };
        let Some(attribute) = tag.attribute(name).filter(|_| image || tag.is("a")) else {
            return done;
        };
        let address = attribute.decoded();
        // What the sanitiser takes out is only warned of, and without it all schemes are allowed.
        if let Address::Refused(Refusal::Scheme(_)) = links::classify(&address) {
            return done;
        }
        let range = origin(origins, attribute.range.start)..origin(origins, attribute.range.end);
        if let Some(Href::Later(link)) = self.resolve(&address, &range, image) {
            self.push(&text[done..attribute.range.start]);
            self.push("\"");
            self.href(Href::Later(link));
            self.push("\"");
            done = attribute.range.end;
        }
        done
    }

    fn push_raw(&mut self, text: &str, element: &str) {
        if self.options.raw_html != RawHtml::Escape {
            self.push(text);
        } else if element == "span" {
            escape_text(&mut self.body.html, text);
        } else if !text.trim().is_empty() {
            self.open("<p>");
            escape_text(&mut self.body.html, text.trim());
            self.push("</p>\n");
        }
    }

    fn warn_of_removed(&mut self, tag: &Tag<'_>, origins: &Origins) {
        let at = |range: &Range<usize>| origin(origins, range.start)..origin(origins, range.end);
        let name = tag.name.to_ascii_lowercase();
        if sanitize::REMOVED.contains(&name.as_str()) {
            let hint = if name == "iframe" && !self.options.embed_hosts.is_empty() {
                format!(
                    "вставить можно видео с {}; на другое поставьте ссылку",
                    self.options.embed_hosts.join(", ")
                )
            } else {
                "на страницах сайта он не работает; нужное напишите текстом или ссылкой".to_owned()
            };
            self.warn_once(format!("тег `<{name}>` убран"), &at(&tag.range), &hint);
        }
        for attribute in &tag.attributes {
            let name = attribute.name.to_ascii_lowercase();
            let range = &at(&attribute.range);
            if name.starts_with("on") && !attribute.value.is_empty() {
                self.warn_once(
                    format!("обработчик `{name}` убран"),
                    range,
                    "программы в тексте записи не выполняются; удалите его",
                );
            } else if (name == "href" || name == "src")
                && let Address::Refused(Refusal::Scheme(scheme)) =
                    links::classify(&attribute.decoded())
            {
                let problem = Diagnostic::warning(format!("ссылка вида `{scheme}:` убрана"))
                    .at(self.place(range))
                    .hint("замените её обычным адресом, начиная с https://");
                self.diagnostics.push(problem);
            }
        }
    }

    /// One warning for all of a kind, at the first: a page pasted from elsewhere has hundreds.
    fn warn_once(&mut self, message: String, range: &Range<usize>, hint: &str) {
        let same = |(at, _): &&mut (usize, u64)| self.diagnostics[*at].message == message;
        if let Some((_, more)) = self.warned.iter_mut().find(same) {
            *more += 1;
        } else {
            let place = self.place(range);
            self.warned.push((self.diagnostics.len(), 0));
            self.diagnostics.push(Diagnostic::warning(message).at(place).hint(hint));
        }
    }

    /// Says of each kind in how many more places it is.
    pub(super) fn count_warned(&mut self) {
        for &(at, more) in self.warned.iter().filter(|(_, more)| *more > 0) {
            let places = plural(more, "месте", "местах", "местах");
            let message = &mut self.diagnostics[at].message;
            message.push_str(&format!(" (и ещё в {more}\u{a0}{places})"));
        }
    }
}

/// The byte of the body that a byte of the text comes from.
fn origin(origins: &Origins, at: usize) -> usize {
    let piece = origins.partition_point(|&(start, _)| start <= at).saturating_sub(1);
    origins.get(piece).map_or(at, |&(start, origin)| origin + (at - start))
}
