//! Line breaks that a text keeps: those of Word, those that the author asks for, and those of messages
//! in social networks, whose lines begin with emoji or are hashtags.

use std::ops::Range;

use crate::characters::LINE_SEPARATOR;
use crate::content::markdown::LinkMode;
use crate::content::markdown::writer::Writer;

impl Writer<'_, '_> {
    /// Whether the end of a line, at the bytes `range` of the body, is a line break on the page.
    pub(super) fn keeps_break(&self, range: &Range<usize>) -> bool {
        if self.options.keep_lines {
            return true;
        }
        if self.options.links == LinkMode::Verbatim {
            return false;
        }
        let below = self.text.get(range.end..).unwrap_or_default();
        if stands_alone(below) {
            return true;
        }
        let above = self.text.get(..range.start).unwrap_or_default();
        stands_alone(above.rsplit_once('\n').map_or(above, |(_, line)| line))
    }

    /// Writes text with line separators; `next` is the character after it.
    pub(super) fn write_lines(&mut self, text: &str, next: Option<char>) {
        let mut lines = text.split(LINE_SEPARATOR).peekable();
        while let Some(line) = lines.next() {
            let is_last = lines.peek().is_none();
            self.write_words(line, if is_last { next } else { Some(' ') });
            if !is_last {
                self.write_line_break("<br>");
            }
        }
    }
}

/// Whether `text` begins with an emoji or a hashtag, perhaps after the marks of a quote.
fn stands_alone(text: &str) -> bool {
    let text = text.trim_start_matches([' ', '\t', '>']);
    match text.as_bytes() {
        [b'#', ..] => text[1..].starts_with(char::is_alphabetic),
        // «1️⃣» is a digit and two marks.
        [b'0'..=b'9', ..] => text[1..].trim_start_matches('\u{fe0f}').starts_with('\u{20e3}'),
        // Russian and Latin letters.
        [0..=0x7f | 0xd0 | 0xd1, ..] => false,
        _ => text.starts_with(is_emoji),
    }
}

/// Pictures, as far as messengers offer them: arrows, stars, ticks, and the planes of emoji.
fn is_emoji(letter: char) -> bool {
    matches!(letter,
        '\u{203c}' | '\u{2049}' | '\u{2139}' | '\u{2190}'..='\u{21ff}' | '\u{2300}'..='\u{23ff}'
        | '\u{25a0}'..='\u{27bf}' | '\u{2900}'..='\u{297f}' | '\u{2b00}'..='\u{2bff}'
        | '\u{1f000}'..='\u{1faff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_messages_begin_with_pictures_or_hashtags() {
        for text in
            ["✅ Да", "🥇 1 место", "➡️ дальше", "1️⃣ раз", "#ТочкаРоста", "> 🔬 опыт", "▶ вот"]
        {
            assert!(stands_alone(text), "{text}");
        }
        for text in ["Да ✅", "1 место", "# Итоги", "#1", "— Да", "«Да»", "", "№ 7", "5А"]
        {
            assert!(!stands_alone(text), "{text}");
        }
    }
}
