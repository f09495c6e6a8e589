//! Writes raw HTML: turns embed codes into click-to-load blocks, collects internal links, and warns
//! about what the sanitiser will remove.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, TagEnd};

use crate::calendar::plural;
use crate::content::markdown::address::{self, AddressError, Destination};
use crate::content::markdown::embed::Embed;
use crate::content::markdown::escape::escape_text;
use crate::content::markdown::links::Href;
use crate::content::markdown::sanitize;
use crate::content::markdown::tags::{self, HtmlTag, NON_TEXT_ELEMENTS};
use crate::content::markdown::writer::Writer;
use crate::content::markdown::{LinkMode, RawHtml};
use crate::diagnostic::Diagnostic;

/// The maximum nesting of raw tags. Browsers flatten what is nested deeper than 512, and the
/// sanitiser's time grows with the square of the depth.
const MAX_NESTING: usize = 200;

/// Void elements, and elements whose closing tag is optional.
const IMPLICITLY_CLOSED: [&str; 17] = [
    "br", "hr", "img", "input", "col", "wbr", "p", "li", "dt", "dd", "tr", "td", "th", "thead",
    "tbody", "tfoot", "option",
];

/// A piece of raw HTML. It may consist of several lines of the body: in a block quote, each of
/// them has `> ` before it, which is not part of the HTML.
#[derive(Default)]
struct RawFragment {
    text: String,
    /// For each line: where it starts in `text`, and where in the body.
    lines: Vec<(usize, usize)>,
}

impl RawFragment {
    fn push(&mut self, line: &str, body_start: usize) {
        self.lines.push((self.text.len(), body_start));
        self.text.push_str(line);
    }

    /// The bytes of the body that the bytes `range` of the text come from.
    fn in_body(&self, range: &Range<usize>) -> Range<usize> {
        let offset = |at: usize| {
            let line = self.lines.partition_point(|&(start, _)| start <= at).saturating_sub(1);
            self.lines.get(line).map_or(at, |&(start, body_start)| body_start + (at - start))
        };
        offset(range.start)..offset(range.end)
    }
}

impl Writer<'_, '_> {
    /// Writes the HTML block that starts at `at`; returns the index after it.
    pub(super) fn write_html_block(&mut self, at: usize) -> usize {
        let mut html = RawFragment::default();
        let mut next = at + 1;
        loop {
            match &self.events[next] {
                (Event::Html(line) | Event::Text(line), range) => html.push(line, range.start),
                (Event::End(TagEnd::HtmlBlock), _) => break,
                _ => {}
            }
            next += 1;
        }
        self.open_block("");
        self.write_raw_html(&html, "figure");
        let end = self.events[next].1.end;
        if self.options.raw_html != RawHtml::Escape
            && let Some((range, closing)) =
                tags::find_unclosed(&html.text, |name| self.closes_after(end, name))
        {
            self.report_unclosed(&html.in_body(&range), &format!("`{closing}`"));
        }
        next + 1
    }

    /// Writes a tag inside a paragraph, a heading or a table cell.
    pub(super) fn write_inline_html(&mut self, tag: &str, start: usize) {
        self.unclosed_tag.take_if(|(name, _)| tags::find_closing(tag, 0, name) == Some(0));
        if tags::next_tag(tag, 0).is_some_and(|tag| tag.is("a")) {
            self.in_link = true;
        } else if tags::find_closing(tag, 0, "a") == Some(0) {
            self.in_link = false;
        }
        let mut html = RawFragment::default();
        html.push(tag, start);
        self.write_raw_html(&html, "span");
    }

    /// Ends a block: reports the tag that it left open.
    pub(super) fn end_inline_html(&mut self) {
        let Some((name, range)) = self.unclosed_tag.take() else { return };
        // Without the sanitiser, the element may span several blocks.
        if self.options.raw_html == RawHtml::Sanitize || !self.closes_after(range.end, &name) {
            self.report_unclosed(&range, &format!("`</{name}>` в этом же абзаце"));
        }
    }

    /// Whether the body closes the element `name` at the byte `from` or later. The answer of the last
    /// search serves as long as it can: otherwise each open tag would be looked for in all the rest.
    fn closes_after(&mut self, from: usize, name: &str) -> bool {
        let name = name.to_ascii_lowercase();
        match self.closing_tags.get(&name) {
            Some(&(searched, None)) if searched <= from => return false,
            Some(&(_, Some(found))) if found >= from => return true,
            _ => {}
        }
        let found = tags::find_closing(self.text, from, &name);
        self.closing_tags.insert(name, (from, found));
        found.is_some()
    }

    fn report_unclosed(&mut self, range: &Range<usize>, closing: &str) {
        let what = self.text.get(range.clone()).unwrap_or_default();
        let problem = Diagnostic::error(format!("в HTML не закрыто `{what}`"))
            .at(self.place(range))
            .hint(format!("поставьте {closing}: без него пропадёт остальной текст"));
        self.diagnostics.push(problem);
    }

    /// Writes `html`, with videos as blocks of the element `element`.
    fn write_raw_html(&mut self, html: &RawFragment, element: &str) {
        let text = &*html.text;
        let mut written = 0;
        let mut from = 0;
        while let Some(tag) = tags::next_tag(text, from) {
            let nesting = self.count_nesting(&text[from..tag.range.start], Some(&tag));
            from = tag.range.end;
            if nesting > MAX_NESTING && self.marker.is_some() {
                self.push_raw(&text[written..tag.range.start], element);
                written = from;
                self.report_deep_nesting(&html.in_body(&tag.range));
                continue;
            }
            if tag.is("iframe")
                && let Some(embed) = tag
                    .attribute("src")
                    .and_then(|url| Embed::from_player(&url.decoded(), self.options.embed_hosts))
            {
                self.push_raw(&text[written..tag.range.start], element);
                self.write_embed(&embed, element);
                (_, written) = tags::content_end(text, &tag);
                from = written;
                continue;
            }
            if NON_TEXT_ELEMENTS.iter().any(|name| tag.is(name)) {
                (from, _) = tags::content_end(text, &tag);
                if element == "span" && self.options.raw_html != RawHtml::Escape {
                    let range = html.in_body(&tag.range);
                    self.unclosed_tag.get_or_insert((tag.name.to_ascii_lowercase(), range));
                }
            }
            if self.options.raw_html == RawHtml::Sanitize {
                self.warn_about_removed(&tag, html);
            }
            if self.options.raw_html != RawHtml::Escape && self.options.links == LinkMode::Collect {
                written = self.write_addresses(html, &tag, written);
            }
        }
        self.count_nesting(&text[from..], None);
        self.push_raw(&text[written..], element);
    }

    /// The number of open raw tags after `text`, which may close some, and the opening `tag`.
    fn count_nesting(&mut self, text: &str, tag: Option<&HtmlTag<'_>>) -> usize {
        let stays_open = |name: &str| {
            let mut others = IMPLICITLY_CLOSED.iter().chain(&NON_TEXT_ELEMENTS);
            !others.any(|other| other.eq_ignore_ascii_case(name))
        };
        let names = text.split("</").skip(1).filter_map(|rest| rest.split(['>', ' ', '\n']).next());
        let closed = names.filter(|name| stays_open(name)).count();
        let opened = usize::from(tag.is_some_and(|tag| stays_open(tag.name)));
        self.open_raw_tags = self.open_raw_tags.saturating_sub(closed) + opened;
        self.open_raw_tags
    }

    /// Reports the first tag that is dropped because it is nested too deeply.
    fn report_deep_nesting(&mut self, range: &Range<usize>) {
        if std::mem::replace(&mut self.nesting_reported, true) {
            return;
        }
        let message = format!("HTML-теги вложены друг в друга глубже {MAX_NESTING} раз");
        let problem = Diagnostic::error(message)
            .at(self.place(range))
            .hint("закройте теги, которые открыты выше, или удалите лишние");
        self.diagnostics.push(problem);
    }

    /// If `tag` has an internal address, writes the text from `written` to the end of that
    /// attribute, with the address to be filled in. Returns the end of the written text.
    fn write_addresses(&mut self, html: &RawFragment, tag: &HtmlTag<'_>, written: usize) -> usize {
        let image = tag.is("img");
        if image {
            let value = |name| tag.attribute(name).map(|value| value.decoded()).unwrap_or_default();
            self.check_alt_text(
                &value("alt"),
                &value("src"),
                &html.in_body(&tag.range),
                "опишите в теге, что на нём: `alt=\"Ребята за шахматной доской\"`",
            );
        }
        let name = if image { "src" } else { "href" };
        let Some(attribute) = tag.attribute(name).filter(|_| image || tag.is("a")) else {
            return written;
        };
        let address = attribute.decoded();
        // The sanitiser removes other schemes, with a warning; without it they are all allowed.
        if let Destination::Invalid(AddressError::Scheme(_)) = address::classify(&address) {
            return written;
        }
        let range = html.in_body(&attribute.range);
        match self.resolve(&address, &range, image) {
            // It stays as it is written.
            None | Some(Href::Literal(Cow::Borrowed(_))) => written,
            Some(href) => {
                self.push(&html.text[written..attribute.range.start]);
                self.push("\"");
                self.push_href(href);
                self.push("\"");
                attribute.range.end
            }
        }
    }

    fn push_raw(&mut self, text: &str, element: &str) {
        if self.options.raw_html != RawHtml::Escape {
            self.push(text);
        } else if element == "span" {
            escape_text(&mut self.body.html, text);
        } else if !text.trim().is_empty() {
            self.open_block("<p>");
            escape_text(&mut self.body.html, text.trim());
            self.push("</p>\n");
        }
    }

    fn warn_about_removed(&mut self, tag: &HtmlTag<'_>, html: &RawFragment) {
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
            self.warn_once(format!("тег `<{name}>` убран"), &html.in_body(&tag.range), &hint);
        }
        for attribute in &tag.attributes {
            let name = attribute.name.to_ascii_lowercase();
            let range = &html.in_body(&attribute.range);
            if name.starts_with("on") && !attribute.value.is_empty() {
                self.warn_once(
                    format!("обработчик `{name}` убран"),
                    range,
                    "программы в тексте записи не выполняются; удалите его",
                );
            } else if (name == "href" || name == "src")
                && let Destination::Invalid(AddressError::Scheme(scheme)) =
                    address::classify(&attribute.decoded())
            {
                let problem = Diagnostic::warning(format!("ссылка вида `{scheme}:` убрана"))
                    .at(self.place(range))
                    .hint("замените её обычным адресом, начиная с https://");
                self.diagnostics.push(problem);
            }
        }
    }

    /// Warns at the first place only, and counts the others: a page pasted from elsewhere has
    /// hundreds.
    pub(super) fn warn_once(&mut self, message: String, range: &Range<usize>, hint: &str) {
        if let Some((_, more)) = self.repeated_warnings.get_mut(&message) {
            *more += 1;
            return;
        }
        let place = self.place(range);
        self.repeated_warnings.insert(message.clone(), (self.diagnostics.len(), 0));
        self.diagnostics.push(Diagnostic::warning(message).at(place).hint(hint));
    }

    /// Adds the number of further places to each warning of [`Self::warn_once`].
    pub(super) fn append_warning_counts(&mut self) {
        for (at, more) in std::mem::take(&mut self.repeated_warnings).into_values() {
            if more > 0 {
                let places = plural(more, "месте", "местах", "местах");
                let message = &mut self.diagnostics[at].message;
                message.push_str(&format!(" (и ещё в {more}\u{a0}{places})"));
            }
        }
    }
}
