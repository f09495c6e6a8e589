//! A text file that is edited: whatever an edit does not touch keeps its bytes.
//!
//! The text has `\n` line ends, as everywhere in the program. Beside it stands how the file was
//! encoded and how each of its lines ended, so that it is written back as it was.

use std::fmt;
use std::ops::Range;

use encoding_rs::WINDOWS_1251;
use memchr::memchr_iter;

use super::NotText;
use super::text::{Charset, decode_as_written};

/// How a line ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LineEnd {
    LineFeed,
    /// As Windows writes it.
    Both,
    /// As old Macs wrote it.
    CarriageReturn,
}

/// The text of a file and what is needed to write it as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextFile {
    /// With `\n` line ends.
    text: String,
    /// For each `\n` of `text`, what the file has there.
    ends: Vec<LineEnd>,
    charset: Charset,
    /// How many byte order marks begin the file.
    marks: usize,
}

/// The encoding of a file lacks a character, or the file would be taken for one in another encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CannotEncode {
    /// `None` where no single character is to blame.
    pub character: Option<char>,
}

impl TextFile {
    /// Decodes what [`super::decode`] does.
    ///
    /// # Errors
    /// If `bytes` are no text.
    pub fn decode(bytes: &[u8]) -> Result<Self, NotText> {
        let decoded = decode_as_written(bytes)?;
        let mut text = String::with_capacity(decoded.text.len());
        let mut ends = Vec::new();
        let mut letters = decoded.text.chars().peekable();
        while let Some(letter) = letters.next() {
            let end = match letter {
                '\n' => LineEnd::LineFeed,
                '\r' if letters.next_if_eq(&'\n').is_some() => LineEnd::Both,
                '\r' => LineEnd::CarriageReturn,
                letter => {
                    text.push(letter);
                    continue;
                }
            };
            text.push('\n');
            ends.push(end);
        }
        Ok(Self { text, ends, charset: decoded.charset, marks: decoded.marks })
    }

    /// A new file in UTF-8.
    pub fn new(text: &str) -> Self {
        let mut file =
            Self { text: String::new(), ends: Vec::new(), charset: Charset::Utf8, marks: 0 };
        file.replace(0..0, text);
        file
    }

    /// The text with `\n` line ends.
    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn charset(&self) -> Charset {
        self.charset
    }

    /// Replaces the bytes `range` of [`Self::text`] by `new`. Its lines end as those that it replaces,
    /// further ones as the line before. A range outside the text, or inside a character, is ignored.
    pub fn replace(&mut self, range: Range<usize>, new: &str) {
        if self.text.get(range.clone()).is_none() {
            return;
        }
        // A zero byte would make the file UTF-16 for every reader, and no other character ends lines.
        let new = new.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "");
        let count = |text: &str| memchr_iter(b'\n', text.as_bytes()).count();
        let first = count(&self.text[..range.start]);
        let replaced = count(&self.text[range.clone()]);
        let usual = (first + replaced).checked_sub(1).and_then(|before| self.ends.get(before));
        let usual = usual.or_else(|| self.ends.get(first)).copied();
        let usual = usual.unwrap_or(LineEnd::LineFeed);
        let old = &self.ends[first..first + replaced];
        let ends: Vec<_> =
            (0..count(&new)).map(|line| old.get(line).copied().unwrap_or(usual)).collect();
        self.ends.splice(first..first + replaced, ends);
        self.text.replace_range(range, &new);
    }

    /// The bytes of the file.
    ///
    /// # Errors
    /// If its encoding lacks a character; [`Self::into_utf8`] writes any.
    pub fn encode(&self) -> Result<Vec<u8>, CannotEncode> {
        let written = self.as_written();
        let bytes = match self.charset {
            Charset::Utf8 => written.clone().into_bytes(),
            Charset::Utf16Le => written.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            Charset::Utf16Be => written.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            Charset::Windows1251 => {
                let (bytes, _, lacks) = WINDOWS_1251.encode(&written);
                if lacks {
                    let is_missing =
                        |letter: &char| WINDOWS_1251.encode(letter.encode_utf8(&mut [0; 4])).2;
                    return Err(CannotEncode { character: written.chars().find(is_missing) });
                }
                bytes.into_owned()
            }
        };
        // Whoever reads the file guesses its encoding, as this program does.
        let read = decode_as_written(&bytes);
        let marks = "\u{feff}".repeat(self.marks);
        let is_same = read.is_ok_and(|read| {
            read.marks == self.marks && written.strip_prefix(&marks) == Some(&*read.text)
        });
        if is_same { Ok(bytes) } else { Err(CannotEncode { character: None }) }
    }

    /// The bytes of the file; in UTF-8 where its own encoding lacks a character, with what it lacks.
    pub fn into_bytes(self) -> (Vec<u8>, Option<CannotEncode>) {
        match self.encode() {
            Ok(bytes) => (bytes, None),
            Err(lacks) => {
                let text = self.into_utf8();
                (text.encode().unwrap_or_else(|_| text.text.into_bytes()), Some(lacks))
            }
        }
    }

    /// The file in UTF-8, which has all characters.
    #[must_use]
    pub fn into_utf8(self) -> Self {
        let text = self.text.trim_start_matches('\u{feff}');
        Self { text: text.to_owned(), charset: Charset::Utf8, marks: 0, ..self }
    }

    /// The text as the file has it.
    fn as_written(&self) -> String {
        let mut written = "\u{feff}".repeat(self.marks);
        written.reserve(self.text.len() + self.ends.len());
        let mut ends = self.ends.iter();
        for line in self.text.split_inclusive('\n') {
            let Some(content) = line.strip_suffix('\n') else {
                written.push_str(line);
                break;
            };
            written.push_str(content);
            written.push_str(match ends.next() {
                Some(LineEnd::Both) => "\r\n",
                Some(LineEnd::CarriageReturn) => "\r",
                Some(LineEnd::LineFeed) | None => "\n",
            });
        }
        written
    }
}

impl fmt::Display for CannotEncode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.character {
            Some(letter) => write!(out, "в кодировке файла нет знака «{letter}»"),
            None => out.write_str("кодировка файла не подходит для этого текста"),
        }
    }
}

impl std::error::Error for CannotEncode {}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn edited(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
        let mut file = TextFile::decode(bytes).unwrap();
        let at = file.text().find(from).unwrap();
        file.replace(at..at + from.len(), to);
        file.encode().unwrap()
    }

    #[test]
    fn a_file_without_edits_keeps_its_bytes() {
        let text = "---\r\nназвание: Ёлка\n---\rТекст\r\n\r\nконец";
        let utf_16 = |order: fn(u16) -> [u8; 2]| -> Vec<u8> {
            text.encode_utf16().flat_map(order).collect()
        };
        for bytes in [
            text.as_bytes().to_vec(),
            format!("\u{feff}{text}").into_bytes(),
            WINDOWS_1251.encode(text).0.into_owned(),
            utf_16(u16::to_le_bytes),
            utf_16(u16::to_be_bytes),
            [b"\xff\xfe".to_vec(), utf_16(u16::to_le_bytes)].concat(),
            [b"\xfe\xff\xfe\xff".to_vec(), utf_16(u16::to_be_bytes)].concat(),
            Vec::new(),
            b"\r".to_vec(),
        ] {
            let file = TextFile::decode(&bytes).unwrap();
            assert_eq!(file.encode().as_ref(), Ok(&bytes), "{bytes:x?}");
            assert!(!file.text().contains(['\r', '\u{feff}']));
        }
    }

    #[test]
    fn new_lines_end_as_their_neighbours() {
        assert_eq!(edited(b"a\r\nb\nc\r", "b", "b\nx"), b"a\r\nb\r\nx\nc\r");
        assert_eq!(edited(b"a\r\nb\nc\r", "b\nc\n", "d\ne\nf\n"), b"a\r\nd\ne\rf\r");
        assert_eq!(edited(b"a\r\nb", "b", "b\nc\n"), b"a\r\nb\r\nc\r\n");
        assert_eq!(edited(b"a\r\nb\r\n", "a", "x\r\na"), b"x\r\na\r\nb\r\n");
        assert_eq!(edited(b"a", "a", "x\ny"), b"x\ny");
        assert_eq!(edited(b"a\rb\r\n", "a\nb", "ab"), b"ab\r\n");
    }

    #[test]
    fn a_character_that_the_encoding_lacks_is_told_and_utf_8_has_it() {
        let mut file = TextFile::decode(&WINDOWS_1251.encode("Привет\r\nвсем").0).unwrap();
        file.replace(0..0, "🌱 ");
        let refused = file.encode().unwrap_err();
        assert_eq!(refused.character, Some('🌱'));
        assert_eq!(refused.to_string(), "в кодировке файла нет знака «🌱»");
        let bytes = file.into_utf8().encode().unwrap();
        assert_eq!(bytes, "🌱 Привет\r\nвсем".as_bytes());
    }

    #[test]
    fn a_text_that_would_be_read_otherwise_is_not_written() {
        // «Рџ» in Windows-1251 is «П» in UTF-8.
        let mut file = TextFile::decode(&WINDOWS_1251.encode("Да").0).unwrap();
        file.replace(0.."Да".len(), "Рџ");
        assert!(file.encode().is_err());
        let mut file = TextFile::new("a");
        file.replace(0..1, "\u{feff}\0b");
        assert!(file.encode().is_err());
        assert_eq!(file.into_utf8().encode().unwrap(), b"b");
        file = TextFile::new("я");
        file.replace(1..2, "x");
        file.replace(0..9, "x");
        assert_eq!(file.text(), "я");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn what_an_edit_does_not_touch_keeps_its_bytes(
            before in "([а-яa-z ]{0,6}(\r\n|\n|\r)){0,4}",
            old in "[а-яa-z]{1,4}(\r\n|\n)?",
            after in "[а-я]{0,3}((\r\n|\n)[а-яa-z ]{0,6}){0,4}",
            new in "[А-Яa-z]{1,5}(\n[а-я]{0,4}){0,2}",
        ) {
            let whole = format!("{before}{old}{after}");
            let mut file = TextFile::decode(whole.as_bytes()).unwrap();
            let start = before.replace("\r\n", "\n").replace('\r', "\n").len();
            let length = old.replace("\r\n", "\n").len();
            file.replace(start..start + length, &new);
            let bytes = file.encode().unwrap();
            prop_assert!(bytes.starts_with(before.as_bytes()));
            prop_assert!(bytes.ends_with(after.as_bytes()));
        }

        #[test]
        fn any_text_is_written_as_it_was(bytes: Vec<u8>) {
            if let Ok(file) = TextFile::decode(&bytes) {
                prop_assert_eq!(file.encode(), Ok(bytes));
            }
        }
    }
}
