//! Writes videos: URLs alone on their line become click-to-load blocks.

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use crate::content::markdown::embed::Embed;
use crate::content::markdown::writer::Writer;

impl Writer<'_, '_> {
    /// Writes a video block if the paragraph whose content starts at `at` is a single video URL.
    /// Returns the index after the paragraph.
    pub(super) fn try_video_figure(&mut self, at: usize) -> Option<usize> {
        let (embed, end) = self.video_at(at)?;
        matches!(self.events[end].0, Event::End(TagEnd::Paragraph)).then(|| {
            self.open_block("");
            self.write_embed(&embed, "figure");
            self.push("\n");
            end + 1
        })
    }

    pub(super) fn write_embed(&mut self, embed: &Embed, element: &str) {
        let prefix = self.trusted_prefix();
        embed.write(&mut self.body.html, element, prefix);
        self.body.embeds = true;
    }

    /// The video whose URL starts at `at` and fills the rest of its line, with the index after it.
    pub(super) fn video_at(&self, at: usize) -> Option<(Embed, usize)> {
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

    pub(super) fn begins_line(&self, at: usize) -> bool {
        at.checked_sub(1).is_some_and(|before| {
            matches!(
                self.events[before].0,
                Event::Start(Tag::Paragraph | Tag::Item) | Event::SoftBreak | Event::HardBreak
            )
        })
    }
}
