//! The files of a probe.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// The page that is asked for until it is served.
pub(super) const FIRST: &str = "a.html";

/// The kinds of files that a section consists of, or may.
const KINDS: [&str; 21] = [
    "html", "css", "js", "ico", "jpg", "png", "gif", "webp", "svg", "woff2", "xml", "json", "txt",
    "pdf", "docx", "xlsx", "csv", "doc", "zip", "mp4", "webm",
];

/// How long names may be: what a title of an event comes to, what uCoz is reported to take, and
/// nearly what systems take at most; in letters.
const LENGTHS: [usize; 4] = [60, 100, 180, 250];

/// What a file is to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shows {
    /// Whether a kind of file is taken and served.
    Kind(&'static str),
    /// Whether a name may be Cyrillic.
    Cyrillic,
    /// Whether a name may have capitals: asked for with small ones, it is not to be found.
    Case,
    /// Whether `/folder/` shows `/folder/index.html`.
    FolderIndex,
    /// Whether templates of the hosting are filled in in a page that was uploaded.
    Template,
    /// Whether a name may be of so many letters.
    LongName(usize),
}

/// A file to be uploaded and asked for.
#[derive(Clone, Debug)]
pub(super) struct Trial {
    pub(super) shows: Shows,
    pub(super) path: String,
    pub(super) bytes: Vec<u8>,
}

impl Trial {
    /// What it is asked for by, after the address of the probe's folder.
    pub(super) fn address(&self) -> String {
        match self.shows {
            Shows::FolderIndex => self.path.trim_end_matches("index.html").to_owned(),
            Shows::Case => self.path.to_lowercase(),
            Shows::Cyrillic => {
                let (name, kind) = self.path.split_once('.').unwrap_or((&self.path, "html"));
                format!("{}.{kind}", utf8_percent_encode(name, NON_ALPHANUMERIC))
            }
            _ => self.path.clone(),
        }
    }
}

/// All of them.
pub(super) fn trials() -> Vec<Trial> {
    let kind = |kind: &'static str| Trial {
        shows: Shows::Kind(kind),
        path: format!("a.{kind}"),
        bytes: if kind == "html" { page("Проверка") } else { content(kind) },
    };
    let named =
        |shows, path: &str, text: &str| Trial { shows, path: path.to_owned(), bytes: page(text) };
    let long = |letters: usize| {
        let path = format!("{}.html", "a".repeat(letters - ".html".len()));
        named(Shows::LongName(letters), &path, "Длина")
    };
    let kinds = KINDS.into_iter().map(kind);
    kinds
        .chain([
            named(Shows::Cyrillic, "имя.html", "Имя"),
            named(Shows::Case, "Mixed-Case.html", "Регистр"),
            named(Shows::FolderIndex, "sub/index.html", "Папка"),
            named(Shows::Template, "template.html", "$YEAR$ <?if(1)?>да<?endif?>"),
        ])
        .chain(LENGTHS.map(long))
        .collect()
}

fn page(text: &str) -> Vec<u8> {
    format!(
        "<!DOCTYPE html>\n<html lang=\"ru\">\n<head>\n<meta charset=\"utf-8\">\n\
         <title>Росток</title>\n</head>\n<body>\n<p>{text}</p>\n</body>\n</html>\n"
    )
    .into_bytes()
}

/// Some bytes that begin as files of the kind do: a hosting may look inside.
fn content(kind: &str) -> Vec<u8> {
    let bytes: &[u8] = match kind {
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
        // An empty ZIP, which the kinds of Office are too.
        "docx" | "xlsx" | "zip" => b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
        "doc" => b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "mp4" => b"\0\0\0\x10ftypisom\0\0\x02\0",
        "webm" => b"\x1a\x45\xdf\xa3",
        _ => b"rostok\n",
    };
    bytes.to_vec()
}
