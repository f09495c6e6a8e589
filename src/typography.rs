//! Russian typography of prose: «ёлочки», dashes, number ranges, ellipses, non-breaking spaces.
//!
//! Markdown gives the text of a block in several runs, so [`Typographer`] is a state machine over
//! one block. A run is a sequence of tokens (the text between spaces) and the gaps between them.
//! Plain words, most of any text, are skipped; for every other token:
//! 1. a gap of one plain space becomes non-breaking if the word before it or the token after it
//!    requires that;
//! 2. a token with a special character (a quote, a dash, dots) is rewritten, unless it is a URL or
//!    an e-mail address;
//! 3. the token's `WordKind` is stored for the next gap.
//!
//! Only spaces, quotes, dashes and dots change, and a second pass changes nothing.

mod quotes;
mod sentence;
mod token;
mod word;

use std::borrow::Cow;

pub use sentence::sentence_end;
pub(crate) use token::is_letter;

use quotes::Quotes;
use token::{CharFlags, DASH, Token};
use word::WordKind;

const NO_BREAK_SPACE: &str = "\u{a0}";

/// Stands in for code, a picture or HTML: neither a space nor a quote.
const OPAQUE: char = '\u{fffc}';

/// The state of one block: a paragraph, a heading, a table cell.
#[derive(Debug, Default)]
pub struct Typographer {
    quotes: Quotes,
    /// The last character of the block so far, after typesetting.
    previous: Option<char>,
    /// The kind of the last token of the block so far.
    last_word: WordKind,
    /// Whether the last token is an address. A run that continues it belongs to the address.
    in_address: bool,
    /// The typeset text of the last run that changed. The buffer is reused.
    buffer: String,
}

/// Typesets a whole title or summary.
///
/// ```
/// # use rostok::typography::prose;
/// assert_eq!(prose("\"Точка роста\" - 5-11 классы..."), "«Точка роста»\u{a0}— 5–11\u{a0}классы…");
/// ```
pub fn prose(text: &str) -> Cow<'_, str> {
    let mut typographer = Typographer::new();
    if typographer.rewrite_run(text, None) {
        Cow::Owned(typographer.buffer)
    } else {
        Cow::Borrowed(text)
    }
}

/// A title in quotes; quotes of its own are the inner ones.
///
/// ```
/// # use rostok::typography::titled;
/// assert_eq!(titled("Игра «Что? Где?»"), "«Игра „Что? Где?“»");
/// ```
pub fn titled(title: &str) -> String {
    format!("«{}»", title.replace('«', "„").replace('»', "“"))
}

/// The bytes of the Russian letters at the beginning of `text`.
pub fn russian_letters(text: &str) -> usize {
    token::skip_russian_letters(text.as_bytes(), 0)
}

impl Typographer {
    pub fn new() -> Self {
        Self::default()
    }

    /// Starts a new block.
    pub fn start_block(&mut self) {
        *self = Self { buffer: std::mem::take(&mut self.buffer), ..Self::default() };
    }

    /// Typesets the next run of the block. `next` is the first character after the run in the same
    /// block, `None` at its end: a quote or a dash at the end of the run depends on it.
    ///
    /// Across runs, only this one character is known: a month split into two runs is not recognised.
    /// So pass adjacent plain text as one run.
    pub fn typeset<'a>(&'a mut self, run: &'a str, next: Option<char>) -> &'a str {
        if self.rewrite_run(run, next) { &self.buffer } else { run }
    }

    /// Writes the typeset run to `buffer`; returns whether it differs from `run`.
    fn rewrite_run(&mut self, run: &str, next: Option<char>) -> bool {
        let mut text = std::mem::take(&mut self.buffer);
        text.clear();
        let mut edits = RunEdits { run, text, copied: 0 };
        let bytes = run.as_bytes();
        let mut at = 0;
        while at < run.len() {
            at = self.skip_plain_words(at, &mut edits);
            if at == run.len() {
                break;
            }
            let start = token::skip_spaces(bytes, at);
            let (end, flags) = token::split_token(bytes, start);
            let before = if start > at { Some(' ') } else { self.previous };
            let after = if end < run.len() { Some(' ') } else { next };
            let token = Token { text: &run[start..end], flags, before, after };

            // A wider gap is intended by the author.
            if start == at + 1 && self.is_joining_space(bytes, at) && self.last_word.binds(&token) {
                edits.replace(at, start, NO_BREAK_SPACE);
            }
            if token.text.is_empty() {
                self.previous = Some(' ');
                self.in_address = false;
                break;
            }
            // Only the first token of a run can continue an address of the previous run.
            let continues_address = self.in_address && start == at;
            self.in_address = continues_address || token.is_address();
            let last = self.rewrite_token(&token, start, continues_address, &mut edits);
            self.last_word = WordKind::classify(&token, self.last_word);
            if end == run.len() {
                self.previous = last.or_else(|| token.text.chars().next_back());
            }
            at = end;
        }
        let changed = edits.finish();
        self.buffer = edits.text;
        changed
    }

    /// Adds code, a picture or raw HTML to the block. It counts as a word.
    pub fn add_opaque(&mut self) {
        self.previous = Some(OPAQUE);
        self.last_word = WordKind::Other;
        self.in_address = false;
    }

    /// Adds a line break to the block. It counts as a space.
    pub fn add_space(&mut self) {
        self.previous = Some(' ');
        self.in_address = false;
    }

    /// Skips the plain words at `at` of the run; returns their end. None of them changes or binds
    /// the next word; only a short word before them may bind the first one.
    fn skip_plain_words(&mut self, at: usize, edits: &mut RunEdits<'_>) -> usize {
        if self.in_address || !matches!(self.last_word, WordKind::Other | WordKind::Short) {
            return at;
        }
        let bytes = edits.run.as_bytes();
        let end = token::skip_plain_words(bytes, at);
        if end > at {
            if self.last_word == WordKind::Short && self.is_joining_space(bytes, at) {
                edits.replace(at, at + 1, NO_BREAK_SPACE);
            }
            self.last_word = WordKind::Other;
            if end == bytes.len() {
                self.previous = edits.run.chars().next_back();
            }
        }
        end
    }

    /// Whether the character at `at` of the run is a plain space between words, not at the start of
    /// the block.
    fn is_joining_space(&self, run: &[u8], at: usize) -> bool {
        let follows_word = || self.previous.is_some_and(|previous| !previous.is_whitespace());
        run[at] == b' ' && (at > 0 || follows_word())
    }

    /// Rewrites the token that starts at `start` of the run. Returns its last character after
    /// typesetting, or `None` if the token needed no scan.
    fn rewrite_token(
        &mut self,
        token: &Token<'_>,
        start: usize,
        continues_address: bool,
        edits: &mut RunEdits<'_>,
    ) -> Option<char> {
        if token.flags.is_empty() {
            return None;
        }
        if token.is_dash() {
            if token.text != DASH {
                edits.replace(start, start + token.text.len(), DASH);
            }
            return None;
        }
        let range =
            if self.in_address || self.last_word == WordKind::Sign { None } else { token.range() };
        let dots = !self.in_address && token.has_dots();
        if range.is_none() && !dots && !token.flags.contains(CharFlags::QUOTE) {
            return None;
        }

        let address = if self.in_address { token.address_core(continues_address) } else { 0..0 };
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
                quote if quotes::is_quote(quote) && !address.contains(&offset) => {
                    self.quotes.resolve(quote, last, after)
                }
                other => other,
            };
            if new != letter {
                let at = start + offset;
                edits.replace(at, at + size, new.encode_utf8(&mut [0; 4]));
            }
            last = Some(new);
        }
        last
    }
}

/// Builds the typeset text of a run. Copies nothing until the first change.
struct RunEdits<'a> {
    run: &'a str,
    text: String,
    /// The number of bytes of `run` that are in `text`.
    copied: usize,
}

impl RunEdits<'_> {
    /// Replaces `start..end` by `new`. Calls must be in the order of the text.
    fn replace(&mut self, start: usize, end: usize, new: &str) {
        if self.copied == 0 {
            self.text.reserve(self.run.len() + self.run.len() / 8 + 8);
        }
        self.text.push_str(&self.run[self.copied..start]);
        self.text.push_str(new);
        self.copied = end;
    }

    /// Copies the rest of the run; returns whether anything was replaced.
    fn finish(&mut self) -> bool {
        if self.copied > 0 {
            self.text.push_str(&self.run[self.copied..]);
        }
        self.copied > 0
    }
}

#[cfg(test)]
mod tests;
