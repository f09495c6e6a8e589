//! Finds emphasis that Markdown does not see, because a space or a quotation mark is in its way:
//! `**слово **дальше`, `**«Росток»**дальше`.

use std::collections::HashMap;
use std::ops::Range;

use memchr::memchr3_iter;
use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use crate::content::markdown::Spanned;

/// The delimiters in the bytes `run` of `text`, source of plain text: two equal characters, not three,
/// not escaped, and not inside a word or a number (`2**10`, `__init__`).
pub(super) fn delimiters(text: &str, run: Range<usize>) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    let byte = move |at: usize| bytes.get(at).copied().unwrap_or(b' ');
    let before = move |at: usize| at.checked_sub(1).map_or(b' ', byte);
    let signs = memchr3_iter(b'*', b'_', b'~', bytes.get(run.clone()).unwrap_or_default());
    signs.map(move |at| run.start + at).filter(move |&at| {
        let sign = byte(at);
        let in_word = byte(at + 2).is_ascii_alphanumeric() && before(at).is_ascii_alphanumeric();
        let in_name = sign == b'_'
            && (byte(at + 2).is_ascii_alphanumeric() || before(at).is_ascii_alphanumeric());
        byte(at + 1) == sign
            && byte(at + 2) != sign
            && before(at) != sign
            && before(at) != b'\\'
            && !in_word
            && !in_name
    })
}

/// A delimiter that the parser left in the text.
struct Delimiter {
    /// Its event among those that [`split`] gives.
    at: usize,
    sign: u8,
    /// Whether it stands before a word, or after one.
    opens: bool,
    closes: bool,
}

/// Turns pairs of delimiters in plain text of `text` into emphasis; white space inside them goes
/// outside. `events` come from the parser.
pub(super) fn pair<'a>(text: &'a str, events: Vec<Spanned<'a>>) -> Vec<Spanned<'a>> {
    let is_left = |(event, range): &Spanned<'_>| {
        matches!(event, Event::Text(_)) && delimiters(text, range.clone()).next().is_some()
    };
    if !events.iter().any(is_left) {
        return events;
    }
    let (events, actions) = split(text, events);
    if actions.is_empty() {
        return events;
    }
    let mut paired: Vec<Spanned<'a>> = Vec::with_capacity(events.len());
    let mut opened = false;
    for (at, (event, range)) in events.into_iter().enumerate() {
        match (actions.get(&at), event) {
            (Some((Tag::Strong, false)), _) => close(&mut paired, TagEnd::Strong, range),
            (Some((_, false)), _) => close(&mut paired, TagEnd::Strikethrough, range),
            (Some((tag, true)), _) => {
                paired.push((Event::Start(tag.clone()), range));
                opened = true;
                continue;
            }
            // White space at the start goes before the tag.
            (None, Event::Text(words)) if opened && words.starts_with(char::is_whitespace) => {
                let words = words.into_string();
                let rest = words.trim_start();
                let spaces = words[..words.len() - rest.len()].to_owned();
                let start = paired.pop();
                let before = start.as_ref().map_or(range.start, |(_, tag)| tag.start);
                paired.push((Event::Text(spaces.into()), before..before));
                paired.extend(start);
                paired.push((Event::Text(rest.to_owned().into()), range));
            }
            (None, event) => paired.push((event, range)),
        }
        opened = false;
    }
    paired
}

/// Ends emphasis; white space before the delimiter goes after the tag.
fn close(paired: &mut Vec<Spanned<'_>>, tag: TagEnd, range: Range<usize>) {
    let mut spaces = None;
    if let Some((Event::Text(words), before)) = paired.last_mut() {
        let kept = words.trim_end().len();
        if kept < words.len() {
            spaces = Some((words[kept..].to_owned(), range.end..range.end));
            *words = words[..kept].to_owned().into();
            before.end = before.start + kept;
        }
    }
    paired.push((Event::End(tag), range));
    paired.extend(spaces.map(|(spaces, range)| (Event::Text(spaces.into()), range)));
}

/// What happens to some events: the tag, and whether it starts.
type Actions = HashMap<usize, (Tag<'static>, bool)>;

/// Gives each delimiter an event of its own, and finds those that belong together.
fn split<'a>(text: &'a str, events: Vec<Spanned<'a>>) -> (Vec<Spanned<'a>>, Actions) {
    let mut split: Vec<Spanned<'a>> = Vec::with_capacity(events.len() + 8);
    let mut actions = Actions::new();
    // The delimiters of this block, and those of the emphasis that is open around this text.
    let mut here: Vec<Delimiter> = Vec::new();
    let mut outside: Vec<Vec<Delimiter>> = Vec::new();
    // The end of a delimiter that two events share.
    let mut taken = 0;
    let mut in_code = false;
    let mut events = events.into_iter().peekable();
    while let Some((event, range)) = events.next() {
        // Two characters may be events of their own; one of them may be emphasis.
        let text_end = match events.peek() {
            Some((Event::Text(_), next)) if next.start == range.end => next.end,
            _ => range.end,
        };
        match &event {
            Event::Text(words) if !in_code && text.get(range.clone()) == Some(&**words) => {
                let mut from = range.start.max(taken);
                for at in delimiters(text, range.clone()).filter(|at| at + 2 <= text_end) {
                    if from < at {
                        split.push((text_event(text, from..at), from..at));
                    }
                    here.push(delimiter(text, at, split.len()));
                    split.push((text_event(text, at..at + 2), at..at + 2));
                    from = at + 2;
                    taken = from;
                }
                if from < range.end {
                    split.push((text_event(text, from..range.end), from..range.end));
                }
                continue;
            }
            Event::Start(
                Tag::Emphasis
                | Tag::Strong
                | Tag::Strikethrough
                | Tag::Link { .. }
                | Tag::Image { .. },
            ) => outside.push(std::mem::take(&mut here)),
            Event::End(
                TagEnd::Emphasis
                | TagEnd::Strong
                | TagEnd::Strikethrough
                | TagEnd::Link
                | TagEnd::Image,
            ) => {
                match_up(&mut here, &mut actions);
                here = outside.pop().unwrap_or_default();
            }
            Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock) => in_code = true,
            Event::End(TagEnd::CodeBlock | TagEnd::HtmlBlock) => in_code = false,
            Event::Start(_) | Event::End(_) | Event::Rule => match_up(&mut here, &mut actions),
            _ => {}
        }
        split.push((event, range));
    }
    match_up(&mut here, &mut actions);
    (split, actions)
}

fn text_event(text: &str, range: Range<usize>) -> Event<'_> {
    Event::Text(CowStr::Borrowed(text.get(range).unwrap_or_default()))
}

fn delimiter(text: &str, at: usize, event: usize) -> Delimiter {
    let before = text[..at].chars().next_back().unwrap_or(' ');
    let after = text[at + 2..].chars().next().unwrap_or(' ');
    Delimiter {
        at: event,
        sign: text.as_bytes()[at],
        opens: !after.is_whitespace() && !before.is_alphanumeric(),
        closes: !before.is_whitespace() && !after.is_alphanumeric(),
    }
}

/// Pairs the delimiters of one block, if they are of one kind and come in pairs: of an odd number, any
/// might be the one too many.
fn match_up(found: &mut Vec<Delimiter>, actions: &mut Actions) {
    let delimiters = std::mem::take(found);
    let is_one_kind = delimiters.iter().all(|delimiter| delimiter.sign == delimiters[0].sign);
    if !is_one_kind || !delimiters.len().is_multiple_of(2) {
        return;
    }
    for pair in delimiters.chunks_exact(2) {
        let [first, last] = pair else { continue };
        // Between two of them is at least one event of text.
        if first.at + 1 < last.at && (first.opens || !first.closes && last.closes) {
            let tag = if first.sign == b'~' { Tag::Strikethrough } else { Tag::Strong };
            actions.insert(first.at, (tag.clone(), true));
            actions.insert(last.at, (tag, false));
        }
    }
}
