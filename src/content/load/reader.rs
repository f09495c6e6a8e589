//! Reads one file: what it is by its place and its name, and what is wrong with them.

use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;

use super::Loaded;
use crate::config::{self, Config};
use crate::content::document::{Document, Meta};
use crate::content::file_name::{is_below, is_markdown, refused_by_windows};
use crate::content::front_matter::is_fence;
use crate::content::{Attachment, DATA, DataTable, PAGES, POSTS, REPORTS, data};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::file_kind::FileKind;
use crate::fs;

/// A file to read.
#[derive(Clone, Copy)]
pub(super) struct InputFile<'a> {
    /// Its path from the site's root.
    pub(super) file: &'a str,
    pub(super) path: &'a Path,
    /// Read from the disk if it is wanted and not known.
    pub(super) stamp: Option<fs::FileStat>,
    /// Read from the disk if it is not given.
    pub(super) text: Option<&'a str>,
}

pub(super) struct Reader<'a> {
    pub(super) source: InputFile<'a>,
    pub(super) config: &'a Config,
    pub(super) texts: &'a mut fs::TextReader,
}

impl Reader<'_> {
    pub(super) fn read(self, diagnostics: &mut Diagnostics) -> Loaded {
        diagnostics.extend(refused_by_windows(self.source.file));
        self.try_read(diagnostics).unwrap_or_else(|problem| {
            diagnostics.push(*problem);
            Loaded::Nothing
        })
    }

    /// Fails if the file cannot be read, or is in the wrong place or under a wrong name.
    fn try_read(self, diagnostics: &mut Diagnostics) -> Result<Loaded, Box<Diagnostic>> {
        let file = self.source.file;
        if is_below(file, DATA) {
            return self.read_data(diagnostics);
        }
        let folder = [POSTS, PAGES, REPORTS].into_iter().find(|folder| is_below(file, folder));
        let is_markdown = is_markdown(file);
        match folder {
            None if file.eq_ignore_ascii_case(config::FILE) => Ok(Loaded::Nothing),
            // Any other file of the author.
            None if !is_markdown => Ok(Loaded::Attachment(Arc::new(attachment(self.source)?))),
            None => {
                let problem = Diagnostic::error("файл лежит не на месте и на сайт не попадёт")
                    .at(Place::file(file))
                    .hint(format!(
                        "перенесите событие в папку `{POSTS}`, страницу — в `{PAGES}`, отчёт — в `{REPORTS}`"
                    ));
                Err(Box::new(problem))
            }
            Some(_) if !is_markdown => match misnamed(self.source) {
                Some(problem) => Err(Box::new(problem)),
                None => Ok(Loaded::Attachment(Arc::new(attachment(self.source)?))),
            },
            Some(PAGES) => self.read_document(Loaded::Page, diagnostics),
            Some(REPORTS) => self.read_document(Loaded::Report, diagnostics),
            Some(_) => self.read_document(Loaded::Post, diagnostics),
        }
    }

    fn read_document<M: Meta>(
        self,
        loaded: fn(Arc<Document<M>>) -> Loaded,
        diagnostics: &mut Diagnostics,
    ) -> Result<Loaded, Box<Diagnostic>> {
        let text = read_text(self.texts, self.source)?;
        Ok(match Document::parse(self.source.file, &text, self.config, diagnostics) {
            Ok(document) => loaded(Arc::new(document)),
            Err(invalid) => Loaded::Invalid(Arc::from(invalid)),
        })
    }

    /// Reads a file of the data folder: rows, or a document that rows name.
    fn read_data(self, diagnostics: &mut Diagnostics) -> Result<Loaded, Box<Diagnostic>> {
        let Some(kind) = data::kind_from_path(self.source.file)? else {
            return Ok(Loaded::Attachment(Arc::new(attachment(self.source)?)));
        };
        let text = read_text(self.texts, self.source)?;
        let typeset = |text| self.config.typeset(text);
        let records = DataTable::parse(kind, self.source.file, &text, &typeset, diagnostics);
        Ok(Loaded::Data(Arc::new(records)))
    }
}

/// The hint for a file that cannot be read.
const NO_ACCESS: &str =
    "посмотрите, на месте ли он, не открыт ли в другой программе и не закрыт ли к нему доступ";

fn attachment(source: InputFile<'_>) -> Result<Attachment, Box<Diagnostic>> {
    let InputFile { file, path, stamp, .. } = source;
    let stamp = stamp
        .map_or_else(|| fs::stat(path), Ok)
        .map_err(|error| unreadable(source, &error).hint(NO_ACCESS))?;
    let kind = FileKind::from_name(file).unwrap_or_else(|| {
        // A file that cannot be read is an error where it is published.
        let opened = fs::open(path).ok();
        let kind =
            opened.and_then(|(mut opened, size)| FileKind::detect(file, &mut opened, size).ok());
        kind.unwrap_or(FileKind::Other)
    });
    Ok(Attachment { file: file.to_owned(), path: path.to_owned(), stamp, kind })
}

fn read_text<'a>(
    texts: &'a mut fs::TextReader,
    source: InputFile<'a>,
) -> Result<Cow<'a, str>, Box<Diagnostic>> {
    if let Some(text) = source.text {
        return Ok(Cow::Borrowed(text));
    }
    texts.read(source.path).map_err(|error| {
        let hint = if error.is_not_text() {
            "откройте файл в редакторе и сохраните его как текст в кодировке UTF-8"
        } else {
            NO_ACCESS
        };
        Box::new(unreadable(source, &error).hint(hint))
    })
}

fn unreadable(source: InputFile<'_>, error: &fs::Error) -> Diagnostic {
    Diagnostic::error(format!("файл не прочитать: {}", error.reason())).at(Place::file(source.file))
}

/// The error for a document whose name does not end in `.md`: Windows hides extensions, and editors
/// add their own.
fn misnamed(source: InputFile<'_>) -> Option<Diagnostic> {
    let file = source.file;
    let name = file.rsplit('/').next().unwrap_or_default();
    let lower = name.to_ascii_lowercase();
    let end = [".md.txt", ".markdown"].into_iter().find(|end| lower.ends_with(end));
    let end = end.or_else(|| {
        let end = if lower.ends_with(".txt") { ".txt" } else { "" };
        if end.is_empty() && name.contains('.') {
            return None;
        }
        // A text without front matter may be a file that a document links to.
        let text = fs::read_text(source.path).ok()?;
        is_fence(text.trim_start().lines().next()?.trim_end()).then_some(end)
    })?;
    let stem = &name[..name.len() - end.len()];
    Some(
        Diagnostic::error("имя файла кончается не на `.md`, и на сайт он не попадёт")
            .at(Place::file(file))
            .hint(format!("переименуйте его в `{stem}.md`")),
    )
}
