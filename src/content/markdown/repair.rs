//! Understands what Word, messengers and haste leave in the place of markup, where it has only one
//! reading, and changes the source accordingly before it is rendered: `##Итоги`, «• » and `1.Иванов` as
//! lists, a table without its line of dashes, a first line indented by four spaces.
//!
//! The parser decides what is plain text, so that code and raw HTML are left alone.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

use crate::content::markdown::Spanned;
use crate::content::markdown::repaired::Edit;
use crate::content::markdown::tables::{count_cells, is_delimiter_row};

/// What Word and messengers put before the lines of a list; the last two are of Word's symbol font.
const BULLETS: [char; 9] = ['•', '●', '▪', '◦', '‣', '∙', '■', '\u{f0b7}', '\u{f0a7}'];

/// The repairs of `text`, which was parsed to `events`; sorted.
pub(super) fn find(text: &str, events: &[Spanned<'_>]) -> Vec<Edit> {
    let mut finder = Finder { text, ..Finder::default() };
    let mut begins_line = false;
    for (at, (event, range)) in events.iter().enumerate() {
        match event {
            Event::Text(_) if begins_line => finder.read_line(range.start),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => {
                finder.end_lines();
                finder.dedent(&events[at + 1..]);
            }
            Event::Start(Tag::List(first)) => {
                finder.end_lines();
                finder.lists.push(*first);
            }
            Event::Start(Tag::Item) => {
                if let Some(Some(number)) = finder.lists.last_mut() {
                    finder.last_item = Some(*number);
                    *number = number.saturating_add(1);
                }
            }
            Event::End(TagEnd::List(_)) => {
                finder.end_lines();
                finder.lists.pop();
                finder.last_item = None;
            }
            Event::Start(Tag::Heading { .. } | Tag::BlockQuote(_) | Tag::HtmlBlock) => {
                finder.end_lines();
            }
            Event::End(TagEnd::Paragraph) => finder.end_rows(),
            _ => {}
        }
        begins_line =
            matches!(event, Event::Start(Tag::Paragraph) | Event::SoftBreak | Event::HardBreak);
    }
    finder.end_lines();
    // Numbers and rows were judged when the next line was known.
    finder.edits.sort_by_key(|edit| edit.range.start);
    finder.edits
}

#[derive(Default)]
struct Finder<'t> {
    text: &'t str,
    edits: Vec<Edit>,
    /// The consecutive lines so far that begin with a number, each with the byte at which a space is
    /// missing.
    numbered: Vec<(u64, Option<usize>)>,
    /// The consecutive lines of this paragraph so far that begin with `|`.
    rows: Vec<Range<usize>>,
    /// The numbers of the next items of the open lists.
    lists: Vec<Option<u64>>,
    /// The number of the last item of an ordered list.
    last_item: Option<u64>,
}

impl<'t> Finder<'t> {
    fn push(&mut self, range: Range<usize>, new: impl Into<Cow<'static, str>>) {
        self.edits.push(Edit { range, new: new.into() });
    }

    fn line(&self, at: usize) -> &'t str {
        let rest = self.text.get(at..).unwrap_or_default();
        rest.split_once('\n').map_or(rest, |(line, _)| line)
    }

    /// Everything before the byte `at` on its line: indentation and marks of quotes.
    fn prefix(&self, at: usize) -> &'t str {
        let before = self.text.get(..at).unwrap_or_default();
        before.rsplit_once('\n').map_or(before, |(_, prefix)| prefix)
    }

    /// Reads a line of a paragraph, whose text starts at `at`.
    fn read_line(&mut self, at: usize) {
        if self.text[..at].ends_with('\\') {
            return self.end_lines();
        }
        let first = self.text.as_bytes().get(at).copied().unwrap_or(b' ');
        if !first.is_ascii_digit() {
            self.end_numbers();
        }
        if first != b'|' {
            self.end_rows();
        }
        match first {
            b'#' => self.read_heading(at),
            b'0'..=b'9' => self.read_number(at),
            b'|' => {
                let end = at + self.line(at).len();
                self.rows.push(at..end);
            }
            // The first bytes of bullets.
            0xe2 | 0xef | 0xc2 => self.read_bullet(at),
            _ => {}
        }
    }

    /// `##Итоги`: a heading without its space. A single `#` begins a hashtag.
    fn read_heading(&mut self, at: usize) {
        let line = self.line(at);
        let rest = line.trim_start_matches('#');
        let level = line.len() - rest.len();
        let begins_word = rest.starts_with(|letter: char| {
            letter.is_alphanumeric() || matches!(letter, '«' | '"' | '„' | '*')
        });
        if (2..=6).contains(&level) && begins_word {
            self.push(at + level..at + level, " ");
        }
    }

    /// «• доска»: a line of a list.
    fn read_bullet(&mut self, at: usize) {
        let line = self.line(at);
        let Some(bullet) = line.chars().next() else { return };
        let rest = &line[bullet.len_utf8()..];
        let words = rest.trim_start();
        // A middle dot is a bullet only if it stands alone.
        let is_bullet = BULLETS.contains(&bullet) || bullet == '·' && words.len() < rest.len();
        if is_bullet && !words.is_empty() {
            let end = at + line.len() - words.len();
            self.push(at..end, "- ");
        }
    }

    /// `1.Иванов`: perhaps a line of a list.
    fn read_number(&mut self, at: usize) {
        let line = self.line(at);
        let digits = line.bytes().take_while(u8::is_ascii_digit).count();
        let missing = match line[digits..].strip_prefix(['.', ')']) {
            Some(rest) if rest.starts_with([' ', '\t']) => None,
            Some(rest)
                if rest.starts_with(|letter: char| {
                    letter.is_alphabetic() || matches!(letter, '«' | '"' | '„')
                }) =>
            {
                Some(at + digits + 1)
            }
            _ => return self.end_numbers(),
        };
        // Longer numbers begin no list in CommonMark.
        match line[..digits].parse().ok().filter(|_| digits <= 9) {
            Some(number) => self.numbered.push((number, missing)),
            None => self.end_numbers(),
        }
    }

    fn end_lines(&mut self) {
        self.end_numbers();
        self.end_rows();
    }

    /// Lines that count on from each other, or from the item before them, are a list.
    fn end_numbers(&mut self) {
        if self.numbered.is_empty() {
            return;
        }
        let lines = std::mem::take(&mut self.numbered);
        let mut before = self.last_item;
        for (at, &(number, missing)) in lines.iter().enumerate() {
            let next = lines.get(at + 1).map(|&(next, _)| next);
            let follows = before.is_some_and(|before| before.checked_add(1) == Some(number));
            let goes_on = next.is_some() && next == number.checked_add(1);
            if let Some(missing) = missing.filter(|_| follows || goes_on) {
                self.push(missing..missing, " ");
            }
            before = Some(number);
        }
    }

    /// Lines with the same number of cells are a table; its line of dashes is missing.
    fn end_rows(&mut self) {
        if self.rows.len() < 2 {
            return self.rows.clear();
        }
        let rows = std::mem::take(&mut self.rows);
        let text = self.text;
        let cells = |row: &Range<usize>| {
            let row = text.get(row.clone()).unwrap_or_default().trim_end();
            let is_row = row.ends_with('|') && !row.ends_with("\\|") && !is_delimiter_row(row);
            if is_row { count_cells(row) } else { 0 }
        };
        let count = cells(&rows[0]);
        if count >= 2 && rows.iter().all(|row| cells(row) == count) {
            let second = rows[1].start;
            let prefix = self.prefix(second);
            let start = second - prefix.len();
            let dashes = format!("{prefix}{}|\n", "|---".repeat(count));
            self.push(start..start, dashes);
        }
    }

    /// Takes the indentation from the lines of a code block, whose content `events` begin with: a
    /// teacher's program indents the first lines of paragraphs so. Each line that begins as a sentence
    /// does is a paragraph.
    fn dedent(&mut self, events: &[Spanned<'_>]) {
        let mut follows_line = false;
        for (event, range) in events {
            let Event::Text(line) = event else { return };
            // The rest of a tab that the container has taken a part of.
            if range.is_empty() {
                continue;
            }
            let words = line.trim_start();
            if words.is_empty() {
                follows_line = false;
                continue;
            }
            let prefix = self.prefix(range.start);
            let margin = match prefix.strip_suffix('\t') {
                Some(_) => 1,
                None => (prefix.len() - prefix.trim_end_matches(' ').len()).min(4),
            };
            let outside = prefix[..prefix.len() - margin].trim_end();
            let start = range.start - prefix.len();
            let begins_sentence = words.starts_with(|letter: char| {
                letter.is_uppercase() || matches!(letter, '«' | '"' | '„' | '—' | '–')
            });
            if follows_line && begins_sentence {
                let blank = format!("{outside}\n");
                self.push(start..start, blank);
            }
            let indent = line.len() - words.len();
            self.push(range.start - margin..range.start + indent, "");
            // A blank line after it belongs to the same event.
            follows_line = line.matches('\n').count() < 2;
        }
    }
}

#[cfg(test)]
mod tests;
