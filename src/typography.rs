//! Russian typography of prose: «ёлочки», dashes, ranges, the ellipsis, non-breaking spaces.
//!
//! Markdown hands a block over in runs, so a [`Typographer`] is a state machine over one block. A
//! run is a row of gaps and tokens (what stands between spaces). Plain words, of which most of a text
//! consists, are passed over; what else there is, is looked at once:
//! 1. a gap of one plain space becomes a non-breaking one where the word before it or the token
//!    after it asks for that;
//! 2. a token with a mark in it (a quote, a dash, dots) is written anew, unless it is an address;
//! 3. the token is kept as a `Word`: what the next gap needs to know of it.
//!
//! Only spaces, quotes, dashes and dots ever change, and a second pass changes nothing.

mod quotes;
mod token;
mod word;

use std::borrow::Cow;

use quotes::Quotes;
use token::{DASH, Marks, Token};
use word::Word;

const NO_BREAK_SPACE: &str = "\u{a0}";

/// What stands for code, an image or HTML in the flow of the text: neither a space nor a quote.
const OPAQUE: char = '\u{fffc}';

/// The typographer of one block: a paragraph, a heading, a table's cell.
#[derive(Debug, Default)]
pub struct Typographer {
    quotes: Quotes,
    /// The last character of the block so far, as written.
    previous: Option<char>,
    /// The last token of the block so far.
    word: Word,
    /// The last token is an address, and a run that goes on with it belongs to the address.
    address: bool,
    /// The last run that changed, as written; memory for the next one.
    written: String,
}

/// A whole title or summary.
///
/// ```
/// # use rostok::typography::prose;
/// assert_eq!(prose("\"Точка роста\" - 5-11 классы..."), "«Точка роста»\u{a0}— 5–11\u{a0}классы…");
/// ```
pub fn prose(text: &str) -> Cow<'_, str> {
    let mut typographer = Typographer::new();
    if typographer.typeset(text, None) {
        Cow::Owned(typographer.written)
    } else {
        Cow::Borrowed(text)
    }
}

impl Typographer {
    /// At the beginning of a block.
    pub fn new() -> Self {
        Self::default()
    }

    /// At the beginning of another block.
    pub fn start_block(&mut self) {
        *self = Self { written: std::mem::take(&mut self.written), ..Self::default() };
    }

    /// The next run of the block. `next` is the first character after the run within the block,
    /// none at the block's end: a quote or a dash at the run's end looks at it.
    ///
    /// Runs are joined as far as one character shows: a month is not known when it comes in two
    /// runs. Neighbouring runs of plain text are better handed over as one.
    pub fn text<'a>(&'a mut self, run: &'a str, next: Option<char>) -> &'a str {
        if self.typeset(run, next) { &self.written } else { run }
    }

    /// Writes the run anew where it changes; whether it does.
    fn typeset(&mut self, run: &str, next: Option<char>) -> bool {
        let mut text = std::mem::take(&mut self.written);
        text.clear();
        let mut written = Written { run, text, copied: 0 };
        let bytes = run.as_bytes();
        let mut at = 0;
        while at < run.len() {
            at = self.pass_plain_words(at, &mut written);
            if at == run.len() {
                break;
            }
            let start = token::after_spaces(bytes, at);
            let (end, marks) = token::end(bytes, start);
            let before = if start > at { Some(' ') } else { self.previous };
            let after = if end < run.len() { Some(' ') } else { next };
            let token = Token { text: &run[start..end], marks, before, after };

            // A wider gap is the author's own.
            if start == at + 1 && self.joins(bytes, at) && self.word.holds(&token) {
                written.replace(at, start, NO_BREAK_SPACE);
            }
            if token.text.is_empty() {
                self.previous = Some(' ');
                self.address = false;
                break;
            }
            // Only the run's first token may go on with an address of the run before.
            let in_address = self.address && start == at;
            self.address = in_address || token.is_address();
            let last = self.rewrite(&token, start, in_address, &mut written);
            self.word = Word::of(&token, self.word);
            if end == run.len() {
                self.previous = last.or_else(|| token.text.chars().next_back());
            }
            at = end;
        }
        let changes = written.finish();
        self.written = written.text;
        changes
    }

    /// Something opaque stands here (code, an image, raw HTML): it counts as a word.
    pub fn opaque(&mut self) {
        self.previous = Some(OPAQUE);
        self.word = Word::Other;
        self.address = false;
    }

    /// A line break stands here: it counts as a space.
    pub fn space(&mut self) {
        self.previous = Some(' ');
        self.address = false;
    }

    /// Passes over the plain words at `at` of the run. None of them changes or holds the next; only
    /// a short word may hold the first. Gives where they end.
    fn pass_plain_words(&mut self, at: usize, written: &mut Written<'_>) -> usize {
        if self.address || !matches!(self.word, Word::Other | Word::Short) {
            return at;
        }
        let bytes = written.run.as_bytes();
        let end = token::after_plain_words(bytes, at);
        if end > at {
            if self.word == Word::Short && self.joins(bytes, at) {
                written.replace(at, at + 1, NO_BREAK_SPACE);
            }
            self.word = Word::Other;
            if end == bytes.len() {
                self.previous = written.run.chars().next_back();
            }
        }
        end
    }

    /// Whether a space stands at `at` of the run that joins words; one at the block's beginning
    /// joins nothing.
    fn joins(&self, run: &[u8], at: usize) -> bool {
        let begun = || self.previous.is_some_and(|previous| !previous.is_whitespace());
        run[at] == b' ' && (at > 0 || begun())
    }

    /// Writes a token that begins at `start` of the run, where it changes. Gives its last character
    /// as written, if it had to look at each.
    fn rewrite(
        &mut self,
        token: &Token<'_>,
        start: usize,
        in_address: bool,
        written: &mut Written<'_>,
    ) -> Option<char> {
        if token.marks.is_empty() {
            return None;
        }
        if token.is_dash() {
            if token.text != DASH {
                written.replace(start, start + token.text.len(), DASH);
            }
            return None;
        }
        let range = if self.address || self.word == Word::Sign { None } else { token.range() };
        let dots = !self.address && token.has_dots();
        if range.is_none() && !dots && !token.marks.has(Marks::QUOTE) {
            return None;
        }

        let mut last = token.before;
        let mut letters = token.text.char_indices();
        while let Some((offset, letter)) = letters.next() {
            let after = letters.clone().next().map(|(_, after)| after).or(token.after);
            let mut size = letter.len_utf8();
            let new = match letter {
                '-' if range == Some(offset) => '–',
                '.' if dots && last != Some('.') && token.is_ellipsis(offset) => {
                    size = 3;
                    letters.nth(1);
                    '…'
                }
                quote
                    if quotes::is_quote(quote)
                        && !(self.address && token.is_inside(offset, in_address)) =>
                {
                    self.quotes.turn(quote, last, after)
                }
                other => other,
            };
            if new != letter {
                let at = start + offset;
                written.replace(at, at + size, new.encode_utf8(&mut [0; 4]));
            }
            last = Some(new);
        }
        last
    }
}

/// A run as it is written: nothing is copied until something changes.
struct Written<'a> {
    run: &'a str,
    text: String,
    /// How much of the run stands in `text`, in bytes.
    copied: usize,
}

impl Written<'_> {
    /// Puts `new` in the place of `start..end`; the places come in order.
    fn replace(&mut self, start: usize, end: usize, new: &str) {
        if self.copied == 0 {
            self.text.reserve(self.run.len() + self.run.len() / 8 + 8);
        }
        self.text.push_str(&self.run[self.copied..start]);
        self.text.push_str(new);
        self.copied = end;
    }

    /// Writes the rest; whether anything was written anew.
    fn finish(&mut self) -> bool {
        if self.copied > 0 {
            self.text.push_str(&self.run[self.copied..]);
        }
        self.copied > 0
    }
}

#[cfg(test)]
mod tests;
