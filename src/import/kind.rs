//! What kind of file it is, by its content: names lie, and files of a kind that cannot be read
//! are named.

use super::archive::Archive;
use super::rows::Row;
use super::{Refusal, delimited, docx, html, xlsx};
use crate::fs;

/// What the old formats of Office, and new ones behind a password, begin with.
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
const DOCX: &str = "документ Word (.docx)";
const XLSX: &str = "книгу Excel (.xlsx)";

/// The rows of the file in `bytes`.
pub(super) fn rows(bytes: Vec<u8>) -> Result<Vec<Row>, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::Empty);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return archived(&bytes);
    }
    if bytes.starts_with(COMPOUND) {
        return Err(compound(&bytes));
    }
    for (start, what, kind) in [
        (&b"%PDF"[..], "PDF", DOCX),
        (b"{\\rtf", "документ RTF", DOCX),
        (b"MIME-Version:", "веб-архив", DOCX),
    ] {
        if bytes.starts_with(start) {
            return Err(Refusal::Foreign(what, kind));
        }
    }
    let text = fs::decode(&bytes).map_err(|_| Refusal::Unknown)?;
    if text.trim().is_empty() {
        return Err(Refusal::Empty);
    }
    if html::has_table(&text) { html::read(&text) } else { delimited::read(&text) }
}

fn archived(bytes: &[u8]) -> Result<Vec<Row>, Refusal> {
    let mut archive = Archive::open(bytes)?;
    if let Some(kind) = archive.text("mimetype")? {
        return Err(match kind.trim().strip_prefix("application/vnd.oasis.opendocument.") {
            Some(kind) if kind.starts_with("spreadsheet") => {
                Refusal::Foreign("таблица OpenDocument", XLSX)
            }
            Some(_) => Refusal::Foreign("документ OpenDocument", DOCX),
            None => Refusal::Unknown,
        });
    }
    let part = archive.main_part()?.ok_or(Refusal::Unknown)?;
    match part.split('/').next() {
        Some("xl") if part.ends_with(".bin") => Err(Refusal::Foreign("двоичная книга Excel", XLSX)),
        Some("xl") => {
            archive.try_all(xlsx::check)?;
            xlsx::read(bytes)
        }
        Some("ppt") => Err(Refusal::Foreign("презентация", DOCX)),
        _ => docx::read(&mut archive, &part),
    }
}

/// The streams of a compound file are named in its directory, in UTF-16.
fn compound(bytes: &[u8]) -> Refusal {
    let has = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(name.len()).any(|part| part == name)
    };
    if has("EncryptedPackage") {
        Refusal::Protected
    } else if has("WordDocument") {
        Refusal::Foreign("документ старого Word (.doc)", DOCX)
    } else if has("Workbook") || has("Book") {
        Refusal::Foreign("книга старого Excel (.xls)", XLSX)
    } else {
        Refusal::Unknown
    }
}
