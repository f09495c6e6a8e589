//! Detects the file format by its content, because extensions can be wrong, and calls the reader.
//! Formats without a reader are refused by name.

use std::borrow::Cow;

use jiff::tz::TimeZone;

use super::archive::Archive;
use super::items::NewsItem;
use super::rows::SourceRow;
use super::{ImportError, MAX_BYTES, delimited, docx, feed, html, items, opendocument, xlsx};
use crate::{fs, quantity};

/// The signature of old Office files, and of new ones with a password.
const COMPOUND_FILE_MAGIC: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
const DOCX: &str = "документ Word (.docx)";
const DOCX_OR_ODT: &str = "документ Word (.docx) или OpenDocument (.odt)";
/// Templates have an ending after it.
const ODT_MIMETYPE: &str = "application/vnd.oasis.opendocument.text";
const PAGE: &str = "страницу .html: в браузере «Сохранить как…», тип «Веб-страница, полностью»";
const DOCX_OR_XLSX: &str = "документ Word (.docx) или книгу Excel (.xlsx)";
const XLSX: &str = "книгу Excel (.xlsx)";

/// The content of a file.
pub(super) enum ReadFile {
    /// Rows, and what else the file has, in Russian.
    Rows(Vec<SourceRow>, Vec<String>),
    /// A page: its rows, and its HTML.
    Page(Vec<SourceRow>, String),
    /// Text: its rows, if it has columns, and the whole.
    Text(Option<Vec<SourceRow>>, String),
    Items(Vec<NewsItem>),
}

pub(super) fn read_file(bytes: Vec<u8>, timezone: &TimeZone) -> Result<ReadFile, ImportError> {
    if bytes.is_empty() {
        return Err(ImportError::Empty);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return read_archive(&bytes).map(|(rows, unread)| ReadFile::Rows(rows, unread));
    }
    if bytes.starts_with(COMPOUND_FILE_MAGIC) {
        return Err(compound_file_error(&bytes));
    }
    for (magic, name, save_as) in [
        (&b"%PDF"[..], "PDF", DOCX),
        (b"{\\rtf", "документ RTF", DOCX),
        (b"MIME-Version:", "веб-архив", PAGE),
        (b"From: <Saved by", "веб-архив", PAGE),
    ] {
        if bytes.starts_with(magic) {
            return Err(ImportError::Unsupported { name, save_as });
        }
    }
    let text = fs::decode(&bytes).map(Cow::into_owned).map_err(|_| ImportError::Unknown)?;
    if text.trim().is_empty() {
        return Err(ImportError::Empty);
    }
    if feed::is_feed(&text) {
        return feed::read(&text, timezone).map(ReadFile::Items);
    }
    if html::has_table(&text) {
        return Ok(ReadFile::Page(html::read(&text)?, text));
    }
    match delimited::read(&text) {
        Ok(rows) => Ok(ReadFile::Text(Some(rows), text)),
        Err(ImportError::Unknown) => Ok(ReadFile::Text(None, text)),
        Err(error) => Err(error),
    }
}

/// The rows of a Word or Excel file, and the path of its main part.
///
/// # Errors
/// As [`read_file`]; also for formats that can be read and not filled.
pub(crate) fn read_form(bytes: &[u8]) -> Result<(Vec<SourceRow>, String), ImportError> {
    check_archive(bytes, || unsupported("не документ Word и не книга Excel", DOCX_OR_XLSX))?;
    if let Some(kind) = Archive::open(bytes)?.read_text("mimetype")? {
        return Err(if kind.contains("spreadsheet") {
            unsupported("таблица OpenDocument (.ods)", XLSX)
        } else {
            unsupported("документ OpenDocument", DOCX)
        });
    }
    let (rows, _) = read_archive(bytes)?;
    let part = Archive::open(bytes)?.main_part()?.ok_or(ImportError::Unknown)?;
    Ok((rows, part))
}

/// A document with a text: of Word with the path of its text, of OpenDocument without one.
///
/// # Errors
/// As [`read_file`]; also for formats that can be read and are none.
pub(super) fn open_text(bytes: &[u8]) -> Result<(Archive<'_>, Option<String>), ImportError> {
    let other = || unsupported("не документ Word и не текст OpenDocument", DOCX_OR_ODT);
    check_archive(bytes, other)?;
    let mut archive = Archive::open(bytes)?;
    match archive.read_text("mimetype")? {
        Some(kind) if kind.starts_with(ODT_MIMETYPE) => return Ok((archive, None)),
        _ => {}
    }
    match archive.main_part()? {
        Some(part) if part.starts_with("word/") => Ok((archive, Some(part))),
        _ => Err(other()),
    }
}

/// Refuses what is no archive; `other` says what was expected.
fn check_archive(bytes: &[u8], other: impl FnOnce() -> ImportError) -> Result<(), ImportError> {
    if bytes.len() as u64 > MAX_BYTES {
        return Err(ImportError::TooLarge);
    }
    if bytes.is_empty() {
        return Err(ImportError::Empty);
    }
    if bytes.starts_with(COMPOUND_FILE_MAGIC) {
        return Err(compound_file_error(bytes));
    }
    if bytes.starts_with(b"PK\x03\x04") { Ok(()) } else { Err(other()) }
}

/// The rows of an archive, and what else it has.
fn read_archive(bytes: &[u8]) -> Result<(Vec<SourceRow>, Vec<String>), ImportError> {
    let mut archive = Archive::open(bytes)?;
    let pictures = archive.names().filter(|name| is_picture(name)).count();
    let mut unread = Vec::new();
    if pictures > 0 {
        let pictures = quantity::count(pictures, "рисунок", "рисунка", "рисунков");
        unread.push(format!(
            "{pictures} внутри файла: снимки сохраните из него и положите в папки событий"
        ));
    }
    if let Some(kind) = archive.read_text("mimetype")? {
        let kind = kind.trim().strip_prefix("application/vnd.oasis.opendocument.");
        return match kind {
            Some(kind) if kind.starts_with("text") || kind.starts_with("spreadsheet") => {
                Ok((opendocument::read(&mut archive)?, unread))
            }
            Some(_) => Err(unsupported("презентация или рисунок OpenDocument", DOCX)),
            None => Err(ImportError::Unknown),
        };
    }
    let part = archive.main_part()?.ok_or(ImportError::Unknown)?;
    match part.split('/').next() {
        Some("xl") if part.ends_with(".bin") => Err(unsupported("двоичная книга Excel", XLSX)),
        Some("xl") => {
            archive.check_all(xlsx::check_ranges)?;
            let (rows, hidden) = xlsx::read(bytes)?;
            unread.extend(hidden.iter().map(|name| {
                format!("скрытый лист «{name}»: чтобы он читался, покажите его в Excel")
            }));
            Ok((rows, unread))
        }
        Some("ppt") => Err(unsupported("презентация", DOCX)),
        _ => Ok((docx::read(&mut archive, &part)?, unread)),
    }
}

/// Whether a part of an archive is a picture of its text: not its preview.
fn is_picture(name: &str) -> bool {
    items::file_name(name).is_some()
        && ["media/", "Pictures/"].iter().any(|folder| name.contains(folder))
}

/// Finds out which program wrote a compound file: its directory names the streams in UTF-16.
fn compound_file_error(bytes: &[u8]) -> ImportError {
    let has_stream = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(name.len()).any(|part| part == name)
    };
    if has_stream("EncryptedPackage") {
        ImportError::Protected
    } else if has_stream("WordDocument") {
        unsupported("документ старого Word (.doc)", DOCX)
    } else if has_stream("Workbook") || has_stream("Book") {
        unsupported("книга старого Excel (.xls)", XLSX)
    } else {
        ImportError::Unknown
    }
}

fn unsupported(name: &'static str, save_as: &'static str) -> ImportError {
    ImportError::Unsupported { name, save_as }
}
