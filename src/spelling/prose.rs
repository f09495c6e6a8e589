//! What is prose in the text of a Markdown file with front matter.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::content::split_text;

/// The keys whose values are prose.
const KEYS: [(&str, &str); 9] = [
    ("title", "название"),
    ("summary", "кратко"),
    ("place", "место"),
    ("form", "форма"),
    ("audience", "аудитория"),
    ("results", "итоги"),
    ("photos_alt", "описание_фото"),
    ("alt", "описание"),
    ("caption", "подпись"),
];

/// In the place of markup within a word.
pub(super) const INNER: char = '\u{1}';

/// A text of the same length as the file, in which everything but prose is a space or a line break.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Prose {
    pub(super) text: String,
    /// Where paragraphs, headings, items and the like begin, in order.
    pub(super) starts: Vec<usize>,
}

pub(super) fn prose(source: &str) -> Prose {
    let mut mask: Vec<u8> =
        source.bytes().map(|byte| if byte == b'\n' { b'\n' } else { b' ' }).collect();
    let mut starts = Vec::new();
    let (yaml, body_start) = split_text(source).unwrap_or((0..0, 0));
    front_matter(&source[..yaml.end], &mut mask, &mut starts);
    body(source, body_start, &mut mask, &mut starts);
    starts.sort_unstable();
    // Whole stretches between characters were copied, so it is text.
    Prose { text: String::from_utf8(mask).unwrap_or_default(), starts }
}

fn front_matter(head: &str, mask: &mut [u8], starts: &mut Vec<usize>) {
    let mut is_prose = false;
    let mut at = 0;
    for line in head.split_inclusive('\n') {
        let item = line.trim_start().trim_start_matches("- ");
        let start = at + (line.len() - item.len());
        let key = item.split_once(':').map(|(key, _)| key.trim());
        let is_key = |key: &&str| {
            !key.is_empty() && key.chars().all(|letter| letter.is_alphanumeric() || letter == '_')
        };
        let value = match key.filter(is_key) {
            Some(key) => {
                let key = key.to_lowercase();
                is_prose = KEYS.iter().any(|(english, russian)| key == *english || key == *russian);
                start + item.find(':').map_or(0, |colon| colon + 1)
            }
            None => start,
        };
        let end = at + line.trim_end().len();
        if is_prose && value < end && !item.starts_with('#') {
            mask[value..end].copy_from_slice(&head.as_bytes()[value..end]);
            starts.push(value);
        }
        at += line.len();
    }
}

fn body(source: &str, from: usize, mask: &mut [u8], starts: &mut Vec<usize>) {
    let text = &source[from..];
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let mut code = 0_usize;
    let mut before: Option<usize> = None;
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        let (start, end) = (from + range.start, from + range.end);
        match event {
            Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock) => code += 1,
            Event::End(TagEnd::CodeBlock | TagEnd::HtmlBlock) => code = code.saturating_sub(1),
            Event::Start(
                Tag::Paragraph
                | Tag::Heading { .. }
                | Tag::Item
                | Tag::TableCell
                | Tag::BlockQuote(_)
                | Tag::Image { .. },
            ) => {
                starts.push(start);
                before = None;
            }
            Event::Text(_) if code == 0 => {
                if let Some(before) = before
                    && is_within_word(source, before, start)
                {
                    mask[before..start].fill(INNER as u8);
                }
                mask[start..end].copy_from_slice(&source.as_bytes()[start..end]);
                before = Some(end);
            }
            // A hard or a soft break is a line break of the source already.
            _ => {}
        }
    }
    short_codes(source, from, mask);
}

/// Whether there is nothing but emphasis between two bytes, and letters around it.
fn is_within_word(source: &str, from: usize, to: usize) -> bool {
    let (Some(before), Some(gap), Some(after)) =
        (source.get(..from), source.get(from..to), source.get(to..))
    else {
        return false;
    };
    !gap.is_empty()
        && gap.bytes().all(|byte| b"*_~".contains(&byte))
        && before.ends_with(char::is_alphanumeric)
        && after.starts_with(char::is_alphanumeric)
}

/// Takes out short codes and whatever else is between double braces.
fn short_codes(source: &str, from: usize, mask: &mut [u8]) {
    let mut at = from;
    while let Some(open) = source[at..].find("{{") {
        let open = at + open;
        let Some(close) = source[open..].find("}}") else { return };
        let end = open + close + 2;
        mask[open..end].iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
        at = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_prose_is_left_and_every_byte_stays_in_its_place() {
        let source = "---\nназвание: День\nпедагоги: Петров\nитоги:\n  - Победа\nфото:\n  - файл: а.jpg\n    описание: Зал\n\
                      ---\nСло**во** `код` [ссылка](адрес.md)\n\n```\nкод\n```\n";
        let prose = prose(source);
        assert_eq!(prose.text.len(), source.len());
        let words: Vec<_> = prose.text.split_whitespace().collect();
        assert_eq!(words, ["День", "Победа", "Зал", "Сло\u{1}\u{1}во", "ссылка"]);
        for word in ["День", "Победа", "Зал", "ссылка"] {
            assert_eq!(prose.text.find(word), source.find(word), "{word}");
        }
        assert_eq!(super::prose("текст без шапки").text, "текст без шапки");
    }
}
