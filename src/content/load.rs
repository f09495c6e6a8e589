//! Reads `content/` from the disk; nothing else in this module touches it.

use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;

use super::conflict_copy;
use super::data;
use super::document::{Document, Meta};
use super::file_name::{is_below, refused_by_windows};
use super::front_matter::is_fence;
use super::{
    Attachment, CONTENT, Content, DATA, DataTable, InvalidDocument, PAGES, POSTS, Page, Post,
    REPORTS, Report,
};
use crate::config::{self, Config};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::file_kind::FileKind;
use crate::fs;

/// What was read from one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Loaded {
    Post(Arc<Post>),
    Page(Arc<Page>),
    Report(Arc<Report>),
    Data(Arc<DataTable>),
    Attachment(Arc<Attachment>),
    /// A document that cannot be published; the diagnostics say why.
    Invalid(Arc<InvalidDocument>),
    /// A file that does not belong to the site, or could not be read.
    Nothing,
}

/// What becomes of the diagnostics of drafts with errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DraftErrors {
    Reported,
    /// Left out: somebody is still writing those drafts, and they are not published anyway.
    /// [`Content::unsound_drafts`] names them.
    SetAside,
}

impl Loaded {
    /// Whether it is a draft.
    pub fn is_draft(&self) -> bool {
        match self {
            Self::Post(post) => post.draft,
            Self::Page(page) => page.draft,
            Self::Report(report) => report.draft,
            Self::Invalid(document) => document.head.draft,
            Self::Data(_) | Self::Attachment(_) | Self::Nothing => false,
        }
    }

    /// Whether its errors can wait: it is a draft, and no report counts its event.
    fn can_wait(&self) -> bool {
        let counts = match self {
            Self::Post(post) => post.meta.held == Some(true),
            Self::Invalid(document) => document.head.held,
            _ => false,
        };
        self.is_draft() && !counts
    }

    /// Whether it is a document or a table that could be read, perhaps with errors.
    pub fn is_readable(&self) -> bool {
        matches!(self, Self::Post(_) | Self::Page(_) | Self::Report(_) | Self::Data(_))
    }
}

/// Reads `content/` on all cores. Diagnostics come in the order of the files.
///
/// # Errors
/// Only where a folder cannot be listed: problems of single files are diagnostics.
pub fn load(
    root: &Path,
    config: &Config,
    of_drafts: DraftErrors,
    diagnostics: &mut Diagnostics,
) -> Result<Content, fs::Error> {
    let read = |texts: &mut fs::TextReader, found: &fs::FoundFile| {
        let source =
            InputFile { file: &found.relative, path: &found.path, stamp: None, text: None };
        let mut diagnostics = Diagnostics::new();
        let loaded = Reader { source, config, texts }.read(&mut diagnostics);
        Ok((loaded, diagnostics))
    };
    let (mut files, refused) = fs::walk_reading(root, CONTENT, fs::TextReader::default, read)?;
    diagnostics.extend(refused.iter().map(refusal));
    let mut unsound_drafts = Vec::new();
    for (file, (loaded, found)) in &mut files {
        let found = std::mem::take(found);
        if of_drafts == DraftErrors::SetAside && found.has_errors() && loaded.can_wait() {
            unsound_drafts.push(file.relative.clone());
        } else {
            diagnostics.extend(found);
        }
    }
    let content =
        gather(files.iter().map(|(found, (loaded, _))| (found.relative.as_str(), loaded)));
    conflict_copy::forget_problems(&content.copies, diagnostics);
    Ok(Content { unsound_drafts, ..content })
}

/// Reads one file.
pub fn load_file(entry: &fs::Entry, config: &Config, diagnostics: &mut Diagnostics) -> Loaded {
    let stamp = Some(fs::FileStat { size: entry.size, touched: entry.touched });
    let source = InputFile { file: &entry.relative, path: &entry.path, stamp, text: None };
    Reader { source, config, texts: &mut fs::TextReader::default() }.read(diagnostics)
}

/// Reads a document or a table that has the text `text`, whatever the disk holds at `file`, a path from
/// the site's root. `text` has `\n` line ends.
pub fn load_text(file: &str, text: &str, config: &Config, diagnostics: &mut Diagnostics) -> Loaded {
    let source = InputFile { file, path: Path::new(file), stamp: None, text: Some(text) };
    Reader { source, config, texts: &mut fs::TextReader::default() }.read(diagnostics)
}

/// Puts files together, which come in the order of their paths.
pub fn gather<'a>(files: impl Iterator<Item = (&'a str, &'a Loaded)> + Clone) -> Content {
    let copies = conflict_copy::find(files.clone());
    let mut left_out = copies.iter().peekable();
    let mut content = Content::default();
    for (file, loaded) in files {
        if left_out.next_if(|copy| copy.file == file).is_some() {
            continue;
        }
        match loaded {
            Loaded::Post(post) => content.posts.push(Arc::clone(post)),
            Loaded::Page(page) => content.pages.push(Arc::clone(page)),
            Loaded::Report(report) => content.reports.push(Arc::clone(report)),
            Loaded::Data(records) => content.data.push(Arc::clone(records)),
            Loaded::Attachment(attachment) => content.attachments.push(Arc::clone(attachment)),
            Loaded::Invalid(document) => content.invalid.push(Arc::clone(document)),
            Loaded::Nothing => content.invalid.push(Arc::new(InvalidDocument::unread(file))),
        }
    }
    content.data.sort_unstable_by_key(|records| records.kind);
    content.copies = copies;
    content
}

/// A file to read.
#[derive(Clone, Copy)]
struct InputFile<'a> {
    /// Its path from the site's root.
    file: &'a str,
    path: &'a Path,
    /// Read from the disk if it is wanted and not known.
    stamp: Option<fs::FileStat>,
    /// Read from the disk if it is not given.
    text: Option<&'a str>,
}

struct Reader<'a> {
    source: InputFile<'a>,
    config: &'a Config,
    texts: &'a mut fs::TextReader,
}

impl Reader<'_> {
    fn read(self, diagnostics: &mut Diagnostics) -> Loaded {
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

/// Whether the name of `file` is that of a Markdown file.
pub(crate) fn is_markdown(file: &str) -> bool {
    Path::new(file).extension().is_some_and(|ext| ext.eq_ignore_ascii_case("md"))
}

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

/// The error for a file that the walk of a folder left out.
pub fn refusal(refused: &fs::SkippedPath) -> Diagnostic {
    let (what, hint) = match refused.reason {
        fs::SkipReason::LeadsOut => {
            ("ссылка ведёт за пределы папки", "положите на это место сам файл или папку")
        }
        fs::SkipReason::Loop => ("ссылка ведёт на папку, в которой лежит", "удалите её"),
        fs::SkipReason::Dangling => {
            ("ссылка никуда не ведёт", "удалите её или положите на это место файл")
        }
        fs::SkipReason::NotAFile => {
            ("это не файл, а канал или устройство", "положите на это место обычный файл")
        }
        fs::SkipReason::NotUnicode => ("имя файла не читается", "переименуйте файл"),
    };
    Diagnostic::error(what).at(Place::file(&*refused.relative)).hint(hint)
}
