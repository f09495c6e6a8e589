//! Keeps as much of a text as a place takes: whole paragraphs, whole sentences, and «…» where it ends.

use super::text::{Paragraph, ParagraphKind};
use crate::typography::sentence_end;

/// What stands between paragraphs.
pub(super) const GAP: &str = "\n\n";

/// What stands where a text was cut.
const MORE: &str = " …";

/// The length of a text as places count it: an emoji is two (UTF-16), as in the interfaces of Telegram and in
/// browsers.
pub fn text_length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// The beginning of `paragraphs` that is at most `room` long, and whether that is not all of it.
pub(super) fn fit(paragraphs: &[Paragraph], room: usize) -> (String, bool) {
    let whole: Vec<&str> = paragraphs.iter().map(|paragraph| &*paragraph.text).collect();
    let whole = whole.join(GAP);
    if text_length(&whole) <= room {
        return (whole, false);
    }
    let room = room.saturating_sub(text_length(MORE));
    let mut kept: Vec<(&str, ParagraphKind)> = Vec::new();
    let mut used = 0;
    for paragraph in paragraphs {
        let before = used + if kept.is_empty() { 0 } else { text_length(GAP) };
        let left = room.saturating_sub(before);
        let part = beginning(paragraph, left, kept.is_empty());
        if !part.is_empty() {
            used = before + text_length(part);
            kept.push((part, paragraph.kind));
        }
        if part.len() < paragraph.text.len() {
            break;
        }
    }
    // A heading without what it heads says nothing.
    while kept.last().is_some_and(|(_, kind)| *kind == ParagraphKind::Heading) {
        kept.pop();
    }
    let kept: Vec<&str> = kept.into_iter().map(|(part, _)| part).collect();
    (format!("{}{MORE}", kept.join(GAP)).trim_start().to_owned(), true)
}

/// The whole sentences, or lines, at the beginning of a paragraph that are at most `room` long. Of the first
/// sentence of all, if it `must` have something, the whole words.
fn beginning(paragraph: &Paragraph, room: usize, must: bool) -> &str {
    let text = &*paragraph.text;
    if text_length(text) <= room {
        return text;
    }
    let end_of_next = |rest: &str| match paragraph.kind {
        ParagraphKind::Prose => sentence_end(rest),
        ParagraphKind::Lines => rest.find('\n').unwrap_or(rest.len()),
        ParagraphKind::Heading => rest.len(),
    };
    let mut end = 0;
    loop {
        // Spaces or the line break before the next one.
        let start = text.len() - text[end..].trim_start().len();
        if start == text.len() {
            break;
        }
        let next = start + end_of_next(&text[start..]).max(1);
        if text_length(&text[..next]) > room {
            break;
        }
        end = next;
    }
    if end == 0 && must && paragraph.kind != ParagraphKind::Heading {
        end = whole_words(text, room);
    }
    text[..end].trim_end()
}

/// The end of the last word that is within `room`; of one long word, as much as fits.
pub(super) fn whole_words(text: &str, room: usize) -> usize {
    let mut length = 0;
    let end = text.char_indices().find(|(_, letter)| {
        length += letter.len_utf16();
        length > room
    });
    let end = end.map_or(text.len(), |(at, _)| at);
    if end == text.len() { end } else { text[..end].rfind(char::is_whitespace).unwrap_or(end) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prose(text: &str) -> Paragraph {
        Paragraph { text: text.to_owned(), kind: ParagraphKind::Prose }
    }

    #[test]
    fn whole_sentences_are_kept() {
        let text = [prose("Прошёл турнир. Было 20 чел. Победил 7а."), prose("Спасибо всем.")];
        assert_eq!(
            fit(&text, 100),
            ("Прошёл турнир. Было 20 чел. Победил 7а.\n\nСпасибо всем.".into(), false)
        );
        assert_eq!(fit(&text, 53), ("Прошёл турнир. Было 20 чел. Победил 7а. …".into(), true));
        assert_eq!(fit(&text, 41).0, "Прошёл турнир. Было 20 чел. Победил 7а. …");
        assert_eq!(fit(&text, 40).0, "Прошёл турнир. …");
        assert_eq!(fit(&text, 10).0, "Прошёл …");
        assert_eq!(fit(&text, 0).0, "…");
    }

    #[test]
    fn a_list_is_cut_between_its_lines_and_a_heading_never_ends_a_text() {
        let text = [
            prose("Итоги."),
            Paragraph { text: "Кто победил".to_owned(), kind: ParagraphKind::Heading },
            Paragraph {
                text: "• 7а. Первое\n• 7б".to_owned(), kind: ParagraphKind::Lines
            },
        ];
        assert_eq!(fit(&text, 38).0, "Итоги.\n\nКто победил\n\n• 7а. Первое\n• 7б");
        assert_eq!(fit(&text, 37).0, "Итоги.\n\nКто победил\n\n• 7а. Первое …");
        assert_eq!(fit(&text, 30).0, "Итоги. …");
    }

    #[test]
    fn an_emoji_counts_twice() {
        assert_eq!(text_length("а🙂"), 3);
        assert_eq!(whole_words("🙂🙂🙂", 4), "🙂🙂".len());
        assert_eq!(whole_words("раз два три", 8), "раз два".len());
    }
}
