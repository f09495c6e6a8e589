//! The text of a source file, indexed once and shared by all places in it.

use std::fmt;
use std::ops::{Deref, Range};
use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::Place;

/// A line of up to so many bytes is shown whole.
const WHOLE_LINE: usize = 2_000;

/// Of a longer line, so many bytes before and after a place are shown: some 200 Russian letters.
const CONTEXT: usize = 400;

/// For every so many bytes, the index has the number of characters before them.
const BLOCK: usize = 1024;

/// The text of a file, or a part of it that begins with a line. Finds lines and columns without
/// reading the text from its start: a generated file may have 30,000 links in one line.
#[derive(Clone, Debug)]
pub struct SourceText {
    text: Arc<str>,
    /// The number of lines of the file before `text`.
    lines_before: usize,
    /// The byte at which each line begins.
    line_starts: Vec<usize>,
    /// The number of characters before each block.
    characters: Vec<usize>,
}

impl SourceText {
    /// The text of a whole file.
    pub fn new(text: &str) -> Self {
        Self::below(0, text)
    }

    /// The text of a file below its first `lines_before` lines.
    pub fn below(lines_before: usize, text: &str) -> Self {
        let breaks = memchr::memchr_iter(b'\n', text.as_bytes());
        let mut before = 0;
        let characters = text.as_bytes().chunks(BLOCK).map(|block| {
            let start = before;
            before += count_characters(block);
            start
        });
        Self {
            characters: characters.collect(),
            line_starts: std::iter::once(0).chain(breaks.map(|at| at + 1)).collect(),
            lines_before,
            text: text.into(),
        }
    }

    /// The line `number` of this text, counted from 1, without its line break; empty if there is
    /// none.
    pub fn line(&self, number: usize) -> &str {
        self.text[self.line_range(number.saturating_sub(1))].trim_end_matches('\r')
    }

    /// The place of the bytes `start..end`; cut at the end of the first line. An offset outside the
    /// text or inside a character moves back to the nearest valid one.
    pub fn place(&self, file: impl Into<String>, start: usize, end: usize) -> Place {
        let start = self.floor_char_boundary(start);
        let index = self.line_starts.partition_point(|&line| line <= start).saturating_sub(1);
        let line = self.line_range(index);
        let end = self.floor_char_boundary(end.clamp(start, line.end));
        let (text, skipped) = self.excerpt(&line, start);
        Place {
            file: file.into(),
            line: self.lines_before + index + 1,
            column: self.characters_between(line.start, start) + 1,
            length: self.characters_between(start, end).max(1),
            text,
            skipped,
        }
    }

    /// The place of `length` characters at a line of this text and a column, both counted from 1.
    pub fn place_at(
        &self,
        file: impl Into<String>,
        line: usize,
        column: usize,
        length: usize,
    ) -> Place {
        let range = self.line_range(line.saturating_sub(1));
        let start = self.byte_after(range.start, column.saturating_sub(1)).min(range.end);
        let (text, skipped) = self.excerpt(&range, start);
        let (file, line) = (file.into(), self.lines_before + line);
        Place { file, line, column, length: length.max(1), text, skipped }
    }

    /// The bytes of the line `index`, counted from 0, without its line feed; empty if there is none.
    fn line_range(&self, index: usize) -> Range<usize> {
        let end = self.text.len();
        let Some(&start) = self.line_starts.get(index) else { return end..end };
        start..self.line_starts.get(index + 1).map_or(end, |next| next - 1)
    }

    /// The part of the line that is shown with a place at the byte `start`, and the number of
    /// characters before it.
    fn excerpt(&self, line: &Range<usize>, start: usize) -> (Excerpt, usize) {
        let range = if line.len() <= WHOLE_LINE {
            line.clone()
        } else {
            let from = line.start.max(start.saturating_sub(CONTEXT));
            let to = line.end.min(start + CONTEXT);
            self.floor_char_boundary(from)..self.floor_char_boundary(to)
        };
        let skipped = self.characters_between(line.start, range.start);
        let length = self.text[range.clone()].trim_end_matches('\r').len();
        let range = range.start..range.start + length;
        (Excerpt::new(Arc::clone(&self.text), range), skipped)
    }

    fn characters_between(&self, start: usize, end: usize) -> usize {
        self.characters_before(end).saturating_sub(self.characters_before(start))
    }

    fn characters_before(&self, at: usize) -> usize {
        // At the end of a text of whole blocks there is no block.
        let block = (at / BLOCK).min(self.characters.len().saturating_sub(1));
        let before = self.characters.get(block).copied().unwrap_or_default();
        before + count_characters(&self.text.as_bytes()[block * BLOCK..at])
    }

    /// The byte so many characters after the byte `start`; at most the end of the text.
    fn byte_after(&self, start: usize, characters: usize) -> usize {
        let wanted = self.characters_before(start).saturating_add(characters);
        let block = self.characters.partition_point(|&before| before <= wanted).saturating_sub(1);
        let before = self.characters.get(block).copied().unwrap_or_default();
        let bytes = self.text.as_bytes().iter().enumerate().skip(block * BLOCK);
        let mut starts = bytes.filter(|(_, byte)| begins_character(**byte));
        starts.nth(wanted - before).map_or(self.text.len(), |(at, _)| at)
    }

    fn floor_char_boundary(&self, at: usize) -> usize {
        let mut at = at.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }
}

fn begins_character(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

fn count_characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| begins_character(**byte)).count()
}

/// A part of a line. Keeps the whole text alive, which it shares with the other places of the file.
#[derive(Clone)]
pub struct Excerpt {
    text: Arc<str>,
    /// In bytes: half as long as usual, because every link has an excerpt.
    start: u32,
    end: u32,
}

impl Excerpt {
    /// The bytes `range` of `text`; empty in a text that is too long for a place.
    fn new(text: Arc<str>, range: Range<usize>) -> Self {
        let [start, end] = [range.start, range.end].map(|at| u32::try_from(at).unwrap_or(0));
        Self { text, start, end }
    }
}

impl Deref for Excerpt {
    type Target = str;

    fn deref(&self) -> &str {
        self.text.get(self.start as usize..self.end as usize).unwrap_or_default()
    }
}

impl From<&str> for Excerpt {
    fn from(text: &str) -> Self {
        Self::new(text.into(), 0..text.len())
    }
}

impl Default for Excerpt {
    fn default() -> Self {
        Self::new(Arc::default(), 0..0)
    }
}

impl fmt::Debug for Excerpt {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, out)
    }
}

impl Serialize for Excerpt {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

impl PartialEq for Excerpt {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Excerpt {}

impl PartialOrd for Excerpt {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Excerpt {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (**self).cmp(&**other)
    }
}

impl std::hash::Hash for Excerpt {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each place found by reading the text from its start.
    fn by_reading(text: &str, start: usize, end: usize) -> (usize, usize, usize) {
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let line = text[..start].matches('\n').count() + 1;
        let column = text[line_start..start].chars().count() + 1;
        (line, column, text[start..end.clamp(start, line_end)].chars().count().max(1))
    }

    #[test]
    fn lines_and_columns_are_those_that_reading_from_the_start_gives() {
        let text = "Заголовок\n\n  [а](б.md) и 漢字\r\n".repeat(90) + "конец";
        let source = SourceText::new(&text);
        for (start, _) in text.char_indices().step_by(7) {
            let end = text[start..].char_indices().nth(5).map_or(text.len(), |(at, _)| start + at);
            let place = source.place("а.md", start, end);
            let found = (place.line, place.column, place.length);
            assert_eq!(found, by_reading(&text, start, end), "{start}..{end}");
            assert_eq!(&*place.text, source.line(place.line));
            let again = source.place_at("а.md", place.line, place.column, place.length);
            assert_eq!(again, place);
        }
        assert_eq!(source.place("а.md", 9_999_999, 0), source.place("а.md", text.len(), 0));
        assert_eq!(source.line(3), "  [а](б.md) и 漢字");
        assert_eq!((source.line(0), source.line(9_999)), ("Заголовок", ""));
        let empty = SourceText::below(4, "").place("а.md", 0, 1);
        assert_eq!((empty.line, empty.column, empty.length, &*empty.text), (5, 1, 1, ""));
    }

    #[test]
    fn of_a_long_line_the_part_around_the_place_is_kept_and_shared() {
        let text = format!("начало\n{}[имя]{}", "до ".repeat(4_000), " после".repeat(4_000));
        let source = SourceText::below(3, &text);
        let start = text.find('[').unwrap();
        for place in [source.place("а", start, start + 8), source.place_at("а", 2, 12_001, 5)] {
            assert_eq!((place.line, place.column, place.length), (5, 12_001, 5));
            assert!(place.text.len() <= 2 * CONTEXT && place.text.contains("[имя]"));
            let before = place.text.split('[').next().unwrap().chars().count();
            assert_eq!(place.skipped + before, 12_000);
            assert!(Arc::ptr_eq(&place.text.text, &source.text));
        }
    }
}
