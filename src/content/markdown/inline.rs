//! Writes the content of a block: text, code, links, pictures, video URLs.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use crate::content::markdown::escape::{escape_attribute, escape_text};
use crate::content::markdown::links::{self, Href};
use crate::content::markdown::writer::Writer;
use crate::content::markdown::{LinkMode, bare_links};
use crate::content::placeholder_text::is_placeholder;
use crate::diagnostic::Diagnostic;
use crate::typography;

/// Stands in for a picture or a footnote number when typography looks at the next character.
const OBJECT: char = '\u{fffc}';

impl Writer<'_, '_> {
    /// Writes the run of text that starts at `at`. The parser splits text at every character that
    /// might have been markup; typography needs the whole run.
    pub(super) fn write_text(&mut self, at: usize) -> usize {
        if self.begins_line(at)
            && let Some((embed, next)) = self.video_at(at)
        {
            self.write_embed(&embed, "span");
            return next;
        }
        let events = self.events;
        let end = self.run_end(at);
        let mut run = Cow::Borrowed("");
        for (event, _) in &events[at..end] {
            if let Event::Text(text) = event {
                // Adding to an empty `Cow` borrows: a run of one event is not copied.
                run += &**text;
            }
        }
        let range = events[at].1.start..events[end - 1].1.end;
        if end > at + 1 {
            self.report_spaced_addresses(range.clone());
        }
        self.report_inline_short_code(&run, &events[at].1);
        self.run_bytes = range.clone();
        self.warn_of_leftovers(at, range);
        let next = if self.options.typography { self.next_char(end) } else { None };
        if self.suspects.separators {
            self.write_lines(&run, next);
        } else {
            self.write_words(&run, next);
        }
        end
    }

    /// Writes text that may contain addresses; `next` is the character after it.
    pub(super) fn write_words(&mut self, text: &str, next: Option<char>) {
        let mut rest = text;
        if self.suspects.addresses && !self.in_link {
            while let Some((range, href)) = bare_links::find(rest) {
                let address = &rest[range.clone()];
                self.write_prose(&rest[..range.start], address.chars().next());
                self.write_bare_link(address, &href);
                rest = &rest[range.end..];
            }
        }
        self.write_prose(rest, next);
    }

    fn write_prose(&mut self, text: &str, next: Option<char>) {
        if text.is_empty() {
            return;
        }
        let text =
            if self.options.typography { self.typographer.typeset(text, next) } else { text };
        escape_text(&mut self.body.html, text);
        append_plain(&mut self.plain_text, text);
    }

    /// Writes an address of plain text as a link.
    fn write_bare_link(&mut self, address: &str, href: &str) {
        let name = match href.starts_with("mailto:") {
            true => address.to_owned(),
            false => bare_links::name(address),
        };
        self.warn_of_own_address(address, &self.run_bytes.clone());
        self.push("<a href=\"");
        self.push_href(Href::Literal(Cow::Borrowed(href)));
        self.push("\">");
        escape_text(&mut self.body.html, &name);
        self.push("</a>");
        append_plain(&mut self.plain_text, &name);
        self.typographer.add_opaque();
    }

    pub(super) fn write_code(&mut self, code: &str) {
        self.push("<code>");
        escape_text(&mut self.body.html, code);
        self.push("</code>");
        self.typographer.add_opaque();
        append_plain(&mut self.plain_text, code);
    }

    pub(super) fn write_line_break(&mut self, tag: &str) {
        self.push(tag);
        self.push("\n");
        self.typographer.add_space();
        append_plain(&mut self.plain_text, " ");
    }

    pub(super) fn write_link(
        &mut self,
        at: usize,
        kind: LinkType,
        address: &str,
        title: &str,
    ) -> usize {
        self.in_link = true;
        let range = &self.events[at].1;
        let mail = (kind == LinkType::Email).then(|| format!("mailto:{address}"));
        if let Some(href) = self.resolve(mail.as_deref().unwrap_or(address), range, false) {
            self.push("<a href=\"");
            self.push_href(href);
            self.push_title(title);
            self.push("\">");
            self.link_open = true;
        }
        // The visible text of `<https://…>` is a URL, not prose.
        if matches!(kind, LinkType::Autolink | LinkType::Email)
            && let Event::Text(text) = &self.events[at + 1].0
        {
            escape_text(&mut self.body.html, text);
            append_plain(&mut self.plain_text, text);
            self.typographer.add_opaque();
            return at + 2;
        }
        at + 1
    }

    /// Writes a picture. With `alone`, the only content of its paragraph, as a `figure` with its
    /// title as the caption.
    pub(super) fn write_picture(&mut self, at: usize, alone: bool) -> usize {
        let end = self.picture_end(at);
        let (Event::Start(Tag::Image { dest_url, title, .. }), range) = &self.events[at] else {
            return end;
        };
        let alt = self.alt_text(at + 1, end);
        self.check_alt_text(
            &alt,
            dest_url,
            range,
            "напишите в квадратных скобках, что на нём: `![Ребята за шахматной доской](foto.jpg)`",
        );
        self.typographer.add_opaque();
        let Some(href) = self.resolve(dest_url, range, true) else { return end };
        if alone {
            self.open_block("<figure>");
        }
        self.push("<img src=\"");
        self.push_href(href);
        self.push("\" alt=\"");
        let alt = self.typeset(alt.trim());
        escape_attribute(&mut self.body.html, &alt);
        if !alone {
            self.push_title(title);
        }
        self.push(if self.options.figures { "\" loading=\"lazy\">" } else { "\">" });
        if alone {
            if !title.is_empty() {
                self.push("<figcaption>");
                let title = self.typeset(title);
                escape_text(&mut self.body.html, &title);
                self.push("</figcaption>");
            }
            self.push("</figure>\n");
        }
        end
    }

    /// Reports a picture without a meaningful description for people who cannot see it.
    pub(super) fn check_alt_text(
        &mut self,
        alt: &str,
        file: &str,
        range: &Range<usize>,
        hint: &str,
    ) {
        let message = if alt.trim().is_empty() {
            "у рисунка нет описания".to_owned()
        } else if is_placeholder(alt, file) {
            format!("описание рисунка «{}» ничего не говорит", alt.trim())
        } else {
            return;
        };
        if self.options.links == LinkMode::Collect {
            self.diagnostics.push(Diagnostic::error(message).at(self.place(range)).hint(hint));
        }
    }

    /// Writes a `figure` if the paragraph whose content starts at `at` is a single picture. Returns
    /// the index after the paragraph.
    pub(super) fn try_figure(&mut self, at: usize) -> Option<usize> {
        if !self.options.figures || !matches!(self.events[at].0, Event::Start(Tag::Image { .. })) {
            return None;
        }
        let end = self.picture_end(at);
        matches!(self.events[end].0, Event::End(TagEnd::Paragraph)).then(|| {
            self.write_picture(at, true);
            end + 1
        })
    }

    /// The index after the run of text that starts at `at`.
    pub(super) fn run_end(&self, at: usize) -> usize {
        let is_text = |(event, _): &_| matches!(event, Event::Text(_));
        at + self.events[at..].iter().take_while(|spanned| is_text(spanned)).count()
    }

    /// The index after the picture that starts at `at`.
    fn picture_end(&self, at: usize) -> usize {
        let mut depth = 0_usize;
        for (offset, (event, _)) in self.events[at..].iter().enumerate() {
            match event {
                Event::Start(Tag::Image { .. }) => depth += 1,
                Event::End(TagEnd::Image) if depth == 1 => return at + offset + 1,
                Event::End(TagEnd::Image) => depth -= 1,
                _ => {}
            }
        }
        self.events.len()
    }

    /// The plain text of the events `at..end`.
    fn alt_text(&self, at: usize, end: usize) -> String {
        let mut alt = String::new();
        for (event, _) in &self.events[at..end] {
            match event {
                Event::Text(text) | Event::Code(text) => alt.push_str(text),
                Event::SoftBreak | Event::HardBreak => alt.push(' '),
                _ => {}
            }
        }
        alt
    }

    /// The first visible character at or after `at` in this block; a space for a line break.
    fn next_char(&self, at: usize) -> Option<char> {
        for (event, _) in &self.events[at..] {
            match event {
                Event::Text(text) | Event::Code(text) if text.is_empty() => {}
                Event::Text(text) | Event::Code(text) => return text.chars().next(),
                Event::SoftBreak | Event::HardBreak => return Some(' '),
                Event::Start(Tag::Image { .. }) | Event::FootnoteReference(_) => {
                    return Some(OBJECT);
                }
                Event::Start(
                    Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. },
                )
                | Event::End(
                    TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link,
                )
                | Event::InlineHtml(_) => {}
                _ => return None,
            }
        }
        None
    }

    /// Typesets a text that is independent of the text around it.
    fn typeset<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.options.typography { typography::prose(text) } else { Cow::Borrowed(text) }
    }

    fn push_title(&mut self, title: &str) {
        if !title.is_empty() {
            let title = self.typeset(title);
            self.push("\" title=\"");
            escape_attribute(&mut self.body.html, &title);
        }
    }

    /// Reports `[план](план на год.pdf)` in the bytes `run`: the space makes it plain text for
    /// Markdown, which would be published as such.
    fn report_spaced_addresses(&mut self, run: Range<usize>) {
        for (words, range) in links::spaced_addresses(self.text, run) {
            let address = self.text.get(range.clone()).unwrap_or_default();
            let problem = Diagnostic::error("это не ссылка: в адресе есть пробел")
                .at(self.place(&range))
                .hint(format!(
                    "возьмите адрес в угловые скобки: `[{words}](<{address}>)`; если ссылка не \
                     нужна, поставьте перед круглой скобкой `\\`"
                ));
            self.diagnostics.push(problem);
        }
    }
}

pub(super) fn append_plain(plain: &mut Option<String>, text: &str) {
    if let Some(plain) = plain {
        plain.push_str(text);
    }
}
