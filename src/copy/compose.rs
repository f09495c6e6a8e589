//! Joins the text, the photos, the link, the sign-off and the hashtags.

use super::channel::Channel;
use super::fit::{GAP, fit, text_length, whole_words};
use super::text::{Paragraph, ParagraphKind, paragraphs, plain};
use super::{html, pictures};
use crate::characters::capitalised;
use crate::photos::Pictures;
use crate::report::Block;
use crate::site::{Event, Site};

/// An event for one channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventCopy {
    pub title: String,
    /// The text, or a piece of HTML.
    pub text: String,
    /// The longest text that the channel takes.
    pub limit: Option<usize>,
    /// Whether the text of the event did not fit.
    pub is_cut: bool,
    pub pictures: Vec<CopiedPicture>,
    /// The paths in the section of the pictures that the channel does not take.
    pub left_out: Vec<String>,
}

/// A photo of a copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopiedPicture {
    /// Its path in the section.
    pub path: String,
    /// The name of its file beside the text.
    pub name: String,
    pub alt: String,
    pub caption: Option<String>,
}

/// What is told of an event beside its text.
pub(super) struct EventFacts<'a> {
    pub(super) title: &'a str,
    pub(super) when: String,
    /// When and where.
    pub(super) lines: Vec<String>,
    pub(super) summary: Option<&'a String>,
    pub(super) results: &'a [String],
    pub(super) url: String,
    pub(super) sign_off: Option<&'a String>,
}

/// A title, a place or an audience is never longer in a message, and shorter in a short one.
const LONGEST_LINE: usize = 250;

/// Makes the copy of `event`, whose text is `blocks`; `pictures` are the finished ones of its page.
pub fn compose(
    site: &Site,
    event: &Event,
    channel: Channel,
    blocks: &[Block],
    pictures: &Pictures,
) -> EventCopy {
    let chosen = pictures::chosen(event, blocks, site.config.photos.order, pictures);
    // What could not be made has been reported.
    let finished = chosen.iter().filter_map(|one| {
        let file = pictures.get(one.path)?.uncropped().next()?;
        Some((one, file.path.rsplit('.').next().unwrap_or_default()))
    });
    let copied: Vec<CopiedPicture> = finished
        .take(channel.limits().photos.unwrap_or(usize::MAX))
        .enumerate()
        .map(|(at, (one, extension))| CopiedPicture {
            path: one.path.to_owned(),
            name: format!("{}-{:02}.{extension}", event.document.slug, at + 1),
            alt: one.alt.to_owned(),
            caption: one.caption.map(str::to_owned),
        })
        .collect();
    let left_out = chosen.iter().filter(|one| copied.iter().all(|known| known.path != one.path));
    let left_out = left_out.map(|one| one.path.to_owned()).collect();
    let limit = channel.text_limit(copied.len());
    let facts = EventFacts::new(site, event);
    let (text, is_cut) = match channel {
        Channel::Html => (html::event(&facts, blocks, &copied), false),
        _ => facts.message(blocks, &site.config.copies.hashtags, limit.unwrap_or(usize::MAX)),
    };
    let title = plain(&event.document.title);
    EventCopy { title, text, limit, is_cut, pictures: copied, left_out }
}

impl<'a> EventFacts<'a> {
    pub(super) fn new(site: &'a Site, event: &'a Event) -> Self {
        let post = &event.document;
        let meta = &post.meta;
        let mut when = meta.date_and_time();
        if let Some(time) = &meta.time {
            when = format!("{when}, {time}");
        }
        let mut lines = Vec::new();
        if meta.held == Some(false) {
            lines.push("Событие не состоялось".to_owned());
        }
        if event.details.announcement {
            lines.push(format!("Когда: {when}"));
            lines.extend(meta.place.as_ref().map(|place| format!("Где: {place}")));
            lines.extend(meta.audience.as_ref().map(|who| format!("Для кого: {who}")));
        } else {
            let place = meta.place.iter().map(|place| format!(", {place}")).collect::<String>();
            lines.push(capitalised(&format!("{when}{place}")));
        }
        Self {
            title: &post.title,
            when,
            lines,
            summary: post.summary.as_ref(),
            results: &meta.results,
            url: site.config.url(&event.path),
            sign_off: site.config.copies.sign_off.as_ref(),
        }
    }

    /// The message, at most `limit` long, and whether the text of the event did not fit.
    fn message(&self, blocks: &[Block], hashtags: &[String], limit: usize) -> (String, bool) {
        let mut text = paragraphs(blocks);
        if let Some(summary) = self.summary.filter(|_| text.is_empty()) {
            text.push(Paragraph { text: plain(summary), kind: ParagraphKind::Prose });
        }
        if !self.results.is_empty() {
            let lines = self.results.iter().map(|result| format!("\n• {}", plain(result)));
            let lines = format!("Итоги:{}", lines.collect::<String>());
            text.push(Paragraph { text: lines, kind: ParagraphKind::Lines });
        }
        let longest = LONGEST_LINE.min(limit / 8);
        let lines = self.lines.iter().map(|line| shortened(line, longest));
        let head = [shortened(self.title, longest), lines.collect::<Vec<_>>().join("\n")].join(GAP);
        let link = format!("Подробнее: {}", self.url);
        let tags: Vec<_> = hashtags.iter().map(|tag| format!("#{tag}")).collect();
        let tags = Some(tags.join(" ")).filter(|tags| !tags.is_empty());
        // What need not be said goes first where there is no room for all.
        let sign_off = self.sign_off.map(|words| plain(words));
        let tails = [
            vec![Some(link.clone()), sign_off.clone(), tags],
            vec![Some(link.clone()), sign_off],
            vec![Some(link)],
        ];
        let gaps = 2 * text_length(GAP);
        let room = |tail: &str| limit.checked_sub(text_length(&head) + text_length(tail) + gaps);
        let tails = tails.map(|tail| tail.into_iter().flatten().collect::<Vec<_>>().join(GAP));
        let shortest = tails.last().cloned().unwrap_or_default();
        let tail = tails.into_iter().find(|tail| room(tail).is_some_and(|room| room >= limit / 4));
        let tail = tail.unwrap_or(shortest);
        let (body, is_cut) = fit(&text, room(&tail).unwrap_or_default());
        let parts = [head, body, tail];
        let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        (parts.join(GAP), is_cut)
    }
}

/// A line that leaves room for others.
fn shortened(line: &str, longest: usize) -> String {
    let line = plain(line);
    match whole_words(&line, longest) {
        end if end < line.len() => format!("{}…", line[..end].trim_end()),
        _ => line,
    }
}
