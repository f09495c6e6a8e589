//! Decodes text from any editor of Windows to UTF-8 with `\n` line ends.
//!
//! 1. A byte order mark decides: UTF-8 or UTF-16.
//! 2. Zero bytes: UTF-16 without a mark if every other byte is zero, otherwise not text.
//! 3. Anything else that is not UTF-8 is Windows-1251, the code page of Russian Windows. A guess by
//!    letter frequencies would now and then be wrong for a short post.

use std::borrow::Cow;
use std::fmt;

use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1251};
use memchr::memchr;

/// The reason why bytes are not text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotText {
    /// A picture, an office document or the like.
    Binary,
    /// UTF-8 with invalid bytes.
    Damaged {
        /// The line of the first of them, counted from 1.
        line: usize,
    },
}

impl std::error::Error for NotText {}

impl fmt::Display for NotText {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Binary => out.write_str("это не текстовый файл"),
            Self::Damaged { line } => {
                write!(out, "текст повреждён: в строке {line} есть байты не в кодировке UTF-8")
            }
        }
    }
}

/// How a text file is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Charset {
    Utf8,
    Utf16Le,
    Utf16Be,
    Windows1251,
}

/// The text of a file with its line ends as written.
pub(super) struct Decoded<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) charset: Charset,
    /// How many byte order marks precede the text.
    pub(super) marks: usize,
}

/// Decodes UTF-8 or UTF-16 with or without a byte order mark, or Windows-1251, with any line ends.
/// UTF-8 with `\n` is not copied.
pub fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, NotText> {
    decode_as_written(bytes).map(|decoded| with_line_feeds(decoded.text))
}

/// As [`decode`], with the line ends of the file.
pub(super) fn decode_as_written(bytes: &[u8]) -> Result<Decoded<'_>, NotText> {
    if bytes.starts_with(b"\xff\xfe") {
        return utf_16(Charset::Utf16Le, &bytes[2..], 1);
    }
    if bytes.starts_with(b"\xfe\xff") {
        return utf_16(Charset::Utf16Be, &bytes[2..], 1);
    }
    if memchr(0, bytes).is_some() {
        return utf_16(guess_order(bytes), bytes, 0);
    }
    // The standard library takes ten times as long to validate Russian UTF-8.
    match UTF_8.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(Cow::Borrowed(text)) => {
            let (text, marks) = match text.strip_prefix('\u{feff}') {
                Some(text) => (text, 1),
                None => (text, 0),
            };
            Ok(Decoded { text: Cow::Borrowed(text), charset: Charset::Utf8, marks })
        }
        _ => {
            let text = Cow::Owned(windows_1251(bytes)?);
            Ok(Decoded { text, charset: Charset::Windows1251, marks: 0 })
        }
    }
}

/// The byte order of UTF-16 without a mark, by the zero high bytes of spaces, digits and line ends:
/// the second byte of two in little endian, the first in big endian.
fn guess_order(bytes: &[u8]) -> Charset {
    let zeros = |from: usize| bytes.iter().skip(from).step_by(2).filter(|&&byte| byte == 0).count();
    if zeros(0) > zeros(1) { Charset::Utf16Be } else { Charset::Utf16Le }
}

/// `marks`: how many byte order marks were there before `bytes`.
fn utf_16(charset: Charset, bytes: &[u8], marks: usize) -> Result<Decoded<'_>, NotText> {
    let encoding = if charset == Charset::Utf16Be { UTF_16BE } else { UTF_16LE };
    let mut text = encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .ok_or(NotText::Binary)?
        .into_owned();
    let has_mark = text.starts_with('\u{feff}');
    if has_mark {
        text.remove(0);
    }
    if text.contains(is_not_text) {
        Err(NotText::Binary)
    } else {
        Ok(Decoded { text: Cow::Owned(text), charset, marks: marks + usize::from(has_mark) })
    }
}

fn windows_1251(bytes: &[u8]) -> Result<String, NotText> {
    // Cut or patched UTF-8 read as a code page would give pages of «Рџ». Hardly any pair of Russian
    // letters in a code page is valid UTF-8, so valid characters outnumber invalid ones only in UTF-8.
    let (mut valid, mut invalid, mut line) = (0, 0, 1);
    let mut damaged = None;
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().chars().filter(|char| !char.is_ascii()).count();
        line += chunk.valid().matches('\n').count();
        if !chunk.invalid().is_empty() {
            invalid += 1;
            damaged.get_or_insert(line);
        }
    }
    if let Some(line) = damaged.filter(|_| valid > invalid) {
        return Err(NotText::Damaged { line });
    }

    let (text, _) = WINDOWS_1251.decode_without_bom_handling(bytes);
    if text.contains(is_not_text) { Err(NotText::Binary) } else { Ok(text.into_owned()) }
}

/// Whether no editor writes this character; a binary file decoded as text is full of them. Word writes
/// breaks of lines and pages and two kinds of hyphens as control characters.
fn is_not_text(char: char) -> bool {
    let may_be_text = matches!(char, '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{1e}' | '\u{1f}');
    (char.is_control() && !may_be_text) || matches!(char, '\u{fffd}' | '\u{fffe}' | '\u{ffff}')
}

/// `text` with `\n` line ends.
pub fn with_line_feeds(text: Cow<'_, str>) -> Cow<'_, str> {
    match memchr(b'\r', text.as_bytes()) {
        Some(_) => Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const POST: &str = "---\nназвание: Турнир по шахматам\nдата: 7.12.2022\n---\n\
                        В турнире приняли участие 20 обучающихся и 3 педагога.\n";

    fn utf_16_bytes(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn decodes_all_encodings_of_windows_editors() {
        let crlf = POST.replace('\n', "\r\n");
        let cases = [
            ("mark", format!("\u{feff}{POST}").into_bytes()),
            ("crlf", crlf.clone().into_bytes()),
            ("cr", POST.replace('\n', "\r").into_bytes()),
            ("1251", WINDOWS_1251.encode(&crlf).0.into_owned()),
            ("utf-16le", utf_16_bytes(&crlf, u16::to_le_bytes)),
            ("utf-16be", utf_16_bytes(&crlf, u16::to_be_bytes)),
            ("utf-16le mark", utf_16_bytes(&format!("\u{feff}{crlf}"), u16::to_le_bytes)),
            ("utf-16be mark", utf_16_bytes(&format!("\u{feff}{crlf}"), u16::to_be_bytes)),
        ];
        for (name, bytes) in cases {
            assert_eq!(decode(&bytes).as_deref(), Ok(POST), "{name}");
        }
    }

    #[test]
    fn decodes_short_texts_in_windows_1251() {
        for text in
            ["да", "№ 1", "«Ура»", "Ёлка — это ёлка", "title: Шахматы\n", "й", "Раз\u{b}два"]
        {
            let bytes = WINDOWS_1251.encode(text).0.into_owned();
            assert_eq!(decode(&bytes).as_deref(), Ok(text));
        }
    }

    #[test]
    fn refuses_binary_files() {
        let cases: [&[u8]; 6] = [
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x80",
            b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01",
            b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0",
            b"text\0text",
            b"\xff\xfea\0b",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        ];
        for bytes in cases {
            assert_eq!(decode(bytes), Err(NotText::Binary), "{bytes:x?}");
        }
        let mut damaged = POST.as_bytes().to_vec();
        damaged.remove(POST.find("дата").unwrap());
        assert_eq!(decode(&damaged), Err(NotText::Damaged { line: 3 }));
        assert_eq!(decode(&[]).as_deref(), Ok(""));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn never_panics_and_never_leaves_carriage_returns(bytes: Vec<u8>) {
            if let Ok(text) = decode(&bytes) {
                prop_assert!(!text.contains(['\r', '\0']));
            }
        }

        // Word-like texts only: random letters, «Дё№» over and over, look like UTF-8 now and then,
        // and «юя» at the start is a byte order mark.
        #[test]
        fn russian_in_code_page_1251_is_read(
            text in "- [А-ЯЁ]?[а-я]{2,12}( [«№—]?[а-я]{1,10}[ё»]?){2,8}"
        ) {
            let bytes = WINDOWS_1251.encode(&text).0.into_owned();
            prop_assert_eq!(decode(&bytes), Ok(Cow::Borrowed(&*text)));
        }

        #[test]
        fn utf_16_without_a_mark_is_read(words in "[а-яё0-9]{2,9}( [а-яёa-z]{1,9}){2,8}") {
            for order in [u16::to_le_bytes, u16::to_be_bytes] {
                let bytes = utf_16_bytes(&words, order);
                prop_assert_eq!(decode(&bytes), Ok(Cow::Borrowed(&*words)));
            }
        }
    }
}
