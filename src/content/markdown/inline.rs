//! The writer's inside of a block: prose, code, links, pictures, the addresses of videos.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use crate::content::markdown::LinkMode;
use crate::content::markdown::embed::Embed;
use crate::content::markdown::escape::{escape_attribute, escape_text};
use crate::content::markdown::links;
use crate::content::markdown::writer::Writer;
use crate::content::words;
use crate::diagnostic::Diagnostic;
use crate::typography;

/// Stands for what is no letter: a picture, the number of a footnote.
const OBJECT: char = '\u{fffc}';

impl Writer<'_, '_> {
    /// The run of text that begins at `at`. The parser splits it at every sign that might have
    /// been markup; typography has to see it whole.
    pub(super) fn prose(&mut self, at: usize) -> usize {
        if self.begins_line(at)
            && let Some((embed, next)) = self.video(at)
        {
            self.embed(&embed, "span");
            return next;
        }
        let events = self.events;
        let end = self.run_end(at);
        let mut run = Cow::Borrowed("");
        for (event, _) in &events[at..end] {
            if let Event::Text(text) = event {
                // The first of the pieces is taken as it is, without a copy.
                run += &**text;
            }
        }
        if end > at + 1 {
            self.refuse_spaced_addresses(events[at].1.start..events[end - 1].1.end);
        }
        self.refuse_code(&run, &events[at].1);
        if self.options.typography {
            let next = self.letter_at(end);
            let typeset = self.typographer.text(&run, next);
            escape_text(&mut self.body.html, typeset);
            remember(&mut self.plain, typeset);
        } else {
            escape_text(&mut self.body.html, &run);
            remember(&mut self.plain, &run);
        }
        end
    }

    pub(super) fn code(&mut self, code: &str) {
        self.push("<code>");
        escape_text(&mut self.body.html, code);
        self.push("</code>");
        self.typographer.opaque();
        remember(&mut self.plain, code);
    }

    pub(super) fn line_break(&mut self, tag: &str) {
        self.push(tag);
        self.push("\n");
        self.typographer.space();
        remember(&mut self.plain, " ");
    }

    pub(super) fn link(&mut self, at: usize, kind: LinkType, address: &str, title: &str) -> usize {
        let range = &self.events[at].1;
        let mail = (kind == LinkType::Email).then(|| format!("mailto:{address}"));
        if let Some(href) = self.resolve(mail.as_deref().unwrap_or(address), range, false) {
            self.push("<a href=\"");
            self.href(href);
            self.title(title);
            self.push("\">");
            self.link_open = true;
        }
        // What is shown of `<https://…>` is an address, not prose.
        if matches!(kind, LinkType::Autolink | LinkType::Email)
            && let Event::Text(text) = &self.events[at + 1].0
        {
            escape_text(&mut self.body.html, text);
            remember(&mut self.plain, text);
            self.typographer.opaque();
            return at + 2;
        }
        at + 1
    }

    /// A picture; `alone` in its paragraph it is a figure, and its title the caption.
    pub(super) fn picture(&mut self, at: usize, alone: bool) -> usize {
        let end = self.picture_end(at);
        let (Event::Start(Tag::Image { dest_url, title, .. }), range) = &self.events[at] else {
            return end;
        };
        let alt = self.alt(at + 1, end);
        self.look_at_description(
            &alt,
            dest_url,
            range,
            "напишите в квадратных скобках, что на нём: `![Ребята за шахматной доской](foto.jpg)`",
        );
        self.typographer.opaque();
        let Some(href) = self.resolve(dest_url, range, true) else { return end };
        if alone {
            self.open("<figure>");
        }
        self.push("<img src=\"");
        self.href(href);
        self.push("\" alt=\"");
        let alt = self.typeset(alt.trim());
        escape_attribute(&mut self.body.html, &alt);
        if !alone {
            self.title(title);
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

    /// Tells of a picture that says nothing to who does not see it.
    pub(super) fn look_at_description(
        &mut self,
        alt: &str,
        file: &str,
        range: &Range<usize>,
        hint: &str,
    ) {
        let what = if alt.trim().is_empty() {
            "у рисунка нет описания".to_owned()
        } else if words::say_nothing(alt, file) {
            format!("описание рисунка «{}» ничего не говорит", alt.trim())
        } else {
            return;
        };
        if self.options.links == LinkMode::Collect {
            self.diagnostics.push(Diagnostic::error(what).at(self.place(range)).hint(hint));
        }
    }

    /// The figure of the paragraph whose inside begins at `at`, if that is a picture and no more.
    pub(super) fn lone_picture(&mut self, at: usize) -> Option<usize> {
        if !self.options.figures || !matches!(self.events[at].0, Event::Start(Tag::Image { .. })) {
            return None;
        }
        let end = self.picture_end(at);
        matches!(self.events[end].0, Event::End(TagEnd::Paragraph)).then(|| {
            self.picture(at, true);
            end + 1
        })
    }

    /// The block of the paragraph whose inside begins at `at`, if that is the address of a video.
    pub(super) fn lone_video(&mut self, at: usize) -> Option<usize> {
        let (embed, end) = self.video(at)?;
        matches!(self.events[end].0, Event::End(TagEnd::Paragraph)).then(|| {
            self.open("");
            self.embed(&embed, "figure");
            self.push("\n");
            end + 1
        })
    }

    /// Writes a click-to-load block.
    pub(super) fn embed(&mut self, embed: &Embed, element: &str) {
        embed.write(&mut self.body.html, element, self.mark.map_or("", |mark| mark.own()));
        self.body.embeds = true;
    }

    /// The video whose address begins at `at` and takes the rest of its line; where the line ends.
    fn video(&self, at: usize) -> Option<(Embed, usize)> {
        let (address, end) = match &self.events[at] {
            (Event::Text(text), range) if text.starts_with("http") => {
                let end = self.run_end(at);
                (self.text.get(range.start..self.events[end - 1].1.end)?, end)
            }
            (Event::Start(Tag::Link { link_type: LinkType::Autolink, dest_url, .. }), _) => {
                (&**dest_url, at + 3)
            }
            _ => return None,
        };
        let line_ends = matches!(
            self.events.get(end)?.0,
            Event::End(TagEnd::Paragraph | TagEnd::Item)
                | Event::SoftBreak
                | Event::HardBreak
                | Event::Start(Tag::List(_))
        );
        let embed = line_ends.then(|| Embed::from_page(address, self.options.embed_hosts))??;
        Some((embed, end))
    }

    fn begins_line(&self, at: usize) -> bool {
        at.checked_sub(1).is_some_and(|before| {
            matches!(
                self.events[before].0,
                Event::Start(Tag::Paragraph | Tag::Item) | Event::SoftBreak | Event::HardBreak
            )
        })
    }

    /// The index after the run of text that begins at `at`.
    fn run_end(&self, at: usize) -> usize {
        let more = |(event, _): &_| matches!(event, Event::Text(_));
        at + self.events[at..].iter().take_while(|spanned| more(spanned)).count()
    }

    /// The index after the picture that begins at `at`.
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

    /// The plain text of the events, as a picture's description.
    fn alt(&self, at: usize, end: usize) -> String {
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

    /// The letter that a reader sees at `at`, in this block; a space for the end of a line.
    fn letter_at(&self, at: usize) -> Option<char> {
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

    /// Prose that stands by itself.
    fn typeset<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.options.typography { typography::prose(text) } else { Cow::Borrowed(text) }
    }

    fn title(&mut self, title: &str) {
        if !title.is_empty() {
            let title = self.typeset(title);
            self.push("\" title=\"");
            escape_attribute(&mut self.body.html, &title);
        }
    }

    /// `[план](план на год.pdf)` is no link to Markdown: it would stand in the page as it is.
    fn refuse_spaced_addresses(&mut self, run: Range<usize>) {
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

fn remember(plain: &mut Option<String>, text: &str) {
    if let Some(plain) = plain {
        plain.push_str(text);
    }
}
