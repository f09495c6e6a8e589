//! The files of a probe.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// The page that is requested until it is served.
pub(super) const FIRST_PAGE: &str = "a.html";

/// The extensions of files that a section may contain.
const EXTENSIONS: [&str; 21] = [
    "html", "css", "js", "ico", "jpg", "png", "gif", "webp", "svg", "woff2", "xml", "json", "txt",
    "pdf", "docx", "xlsx", "csv", "doc", "zip", "mp4", "webm",
];

/// Lengths of names, in letters: a long title of an event, two in between (uCoz is reported to accept 100),
/// and nearly the limit of file systems.
const NAME_LENGTHS: [usize; 4] = [60, 100, 180, 250];

/// What a file tests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TrialSubject {
    /// Whether files with this extension are accepted and served.
    Extension(&'static str),
    /// Whether a name may be Cyrillic.
    Cyrillic,
    /// Whether names are case-sensitive: the file has capitals in its name and is requested in lower case.
    Case,
    /// Whether `/folder/` shows `/folder/index.html`.
    FolderIndex,
    /// Whether the hosting replaces its template codes in an uploaded page.
    Template,
    /// Whether a name may have this many letters.
    LongName(usize),
}

/// A file to upload and request.
#[derive(Clone, Debug)]
pub(super) struct Trial {
    pub(super) subject: TrialSubject,
    pub(super) path: String,
    pub(super) bytes: Vec<u8>,
}

impl Trial {
    /// The path that is requested, relative to the URL of the probe's folder.
    pub(super) fn url_path(&self) -> String {
        match self.subject {
            TrialSubject::FolderIndex => self.path.trim_end_matches("index.html").to_owned(),
            TrialSubject::Case => self.path.to_lowercase(),
            TrialSubject::Cyrillic => {
                let (name, kind) = self.path.split_once('.').unwrap_or((&self.path, "html"));
                format!("{}.{kind}", utf8_percent_encode(name, NON_ALPHANUMERIC))
            }
            _ => self.path.clone(),
        }
    }
}

pub(super) fn trials() -> Vec<Trial> {
    let of_extension = |extension: &'static str| Trial {
        subject: TrialSubject::Extension(extension),
        path: format!("a.{extension}"),
        bytes: if extension == "html" { page("Проверка") } else { content(extension) },
    };
    let named = |subject, path: &str, text: &str| {
        let bytes = page(text);
        Trial { subject, path: path.to_owned(), bytes }
    };
    let long = |letters: usize| {
        let path = format!("{}.html", "a".repeat(letters - ".html".len()));
        named(TrialSubject::LongName(letters), &path, "Длина")
    };
    EXTENSIONS
        .into_iter()
        .map(of_extension)
        .chain([
            named(TrialSubject::Cyrillic, "имя.html", "Имя"),
            named(TrialSubject::Case, "Mixed-Case.html", "Регистр"),
            named(TrialSubject::FolderIndex, "sub/index.html", "Папка"),
            named(TrialSubject::Template, "template.html", "$YEAR$ <?if(1)?>да<?endif?>"),
        ])
        .chain(NAME_LENGTHS.map(long))
        .collect()
}

fn page(text: &str) -> Vec<u8> {
    format!(
        "<!DOCTYPE html>\n<html lang=\"ru\">\n<head>\n<meta charset=\"utf-8\">\n\
         <title>Росток</title>\n</head>\n<body>\n<p>{text}</p>\n</body>\n</html>\n"
    )
    .into_bytes()
}

/// Bytes that begin as files with this extension do: a hosting may look at the content.
fn content(extension: &str) -> Vec<u8> {
    let bytes: &[u8] = match extension {
        "css" => b"p { margin: 0 }\n",
        "js" => b"\"use strict\";\n",
        "json" => b"{}\n",
        "xml" => b"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<a/>\n",
        "svg" => b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"/>\n",
        "gif" => b"GIF89a\x01\0\x01\0\0\0\0;",
        "jpg" => b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xd9",
        "png" => b"\x89PNG\r\n\x1a\n",
        "ico" => b"\0\0\x01\0\0\0",
        "webp" => b"RIFF\x04\0\0\0WEBP",
        "woff2" => b"wOF2\0\x01\0\0",
        "pdf" => b"%PDF-1.4\n%%EOF\n",
        // An empty ZIP archive, which Office files are too.
        "docx" | "xlsx" | "zip" => b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
        "doc" => b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "mp4" => b"\0\0\0\x10ftypisom\0\0\x02\0",
        "webm" => b"\x1a\x45\xdf\xa3",
        _ => b"rostok\n",
    };
    bytes.to_vec()
}
