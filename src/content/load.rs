//! Reads `content/` from the disk, by `reader`; nothing else in this module touches it.

mod reader;

use std::path::Path;
use std::sync::Arc;

use super::conflict_copy;
use super::{Attachment, CONTENT, Content, DataTable, InvalidDocument, Page, Post, Report};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::fs;
use reader::{InputFile, Reader};

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
