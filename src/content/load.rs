//! `content/` on the disk → [`Content`]; the only place of this module that reads files.

use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;

use super::data;
use super::{
    Attachment, CONTENT, Content, DATA, DataTable, PAGES, POSTS, Page, Post, REPORTS, Report,
    Unsound,
};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::fs;

/// What became of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Loaded {
    /// A post.
    Post(Arc<Post>),
    /// A page.
    Page(Arc<Page>),
    /// A report.
    Report(Arc<Report>),
    /// The data of a table.
    Data(Arc<DataTable>),
    /// A file of another kind.
    Attachment(Attachment),
    /// A text that cannot be published; the diagnostics say why.
    Unsound(Arc<Unsound>),
    /// A file that is none of the site's, or whose text is not known.
    Nothing,
}

/// Reads all posts, pages and the files beside them, on all cores. Diagnostics come in the order
/// of the files.
///
/// # Errors
/// Only where a folder cannot be listed: problems of single files are diagnostics.
pub fn load(
    root: &Path,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Result<Content, fs::Error> {
    let read = |texts: &mut fs::TextReader, found: &fs::FoundFile| {
        let source = Source { file: &found.relative, path: &found.path, stamp: None };
        let mut diagnostics = Diagnostics::new();
        let loaded = read(texts, source, config, &mut diagnostics);
        Ok((loaded, diagnostics))
    };
    let (files, refused) = fs::walk_reading(root, CONTENT, fs::TextReader::default, read)?;
    diagnostics.extend(refused.iter().map(refusal));
    let files = files.into_iter().map(|(found, (loaded, problems))| {
        diagnostics.extend(problems);
        (found.relative, loaded)
    });
    let files: Vec<_> = files.collect();
    Ok(gather(files.iter().map(|(file, loaded)| (file.as_str(), loaded))))
}

/// A file that is to be read.
#[derive(Clone, Copy)]
struct Source<'a> {
    /// Its path from the site's root.
    file: &'a str,
    /// Where it is.
    path: &'a Path,
    /// What the disk keeps of it; if that is not known, it is asked for where it is wanted.
    stamp: Option<fs::FileStat>,
}

/// The content that single files make up; they come in the order of their paths.
pub fn gather<'a>(files: impl IntoIterator<Item = (&'a str, &'a Loaded)>) -> Content {
    let mut content = Content::default();
    for (file, loaded) in files {
        match loaded {
            Loaded::Post(post) => content.posts.push(Arc::clone(post)),
            Loaded::Page(page) => content.pages.push(Arc::clone(page)),
            Loaded::Report(report) => content.reports.push(Arc::clone(report)),
            Loaded::Data(records) => content.data.push(Arc::clone(records)),
            Loaded::Attachment(attachment) => content.attachments.push(attachment.clone()),
            Loaded::Unsound(text) => content.unsound.push(Arc::clone(text)),
            Loaded::Nothing => content.unsound.push(Arc::new(Unsound::new(file))),
        }
    }
    content.data.sort_unstable_by_key(|records| records.kind);
    content.attachments.sort_unstable_by(|a, b| a.file.cmp(&b.file));
    content
}

/// Reads one file.
pub fn load_file(entry: &fs::Entry, config: &Config, diagnostics: &mut Diagnostics) -> Loaded {
    let stamp = Some(fs::FileStat { size: entry.size, touched: entry.touched });
    let source = Source { file: &entry.relative, path: &entry.path, stamp };
    read(&mut fs::TextReader::default(), source, config, diagnostics)
}

/// What a file holds.
fn read(
    texts: &mut fs::TextReader,
    source: Source<'_>,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Loaded {
    try_read(texts, source, config, diagnostics).unwrap_or_else(|problem| {
        diagnostics.push(*problem);
        Loaded::Nothing
    })
}

/// As [`read`]; an error where nothing is known of the file.
fn try_read(
    texts: &mut fs::TextReader,
    source: Source<'_>,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Result<Loaded, Box<Diagnostic>> {
    let file = source.file;
    // Windows takes `Posts` for `posts`; so does the section, wherever it is built.
    let is_in = |folder: &str| {
        file.get(..folder.len()).is_some_and(|start| start.eq_ignore_ascii_case(folder))
            && file[folder.len()..].starts_with('/')
    };
    let folder = [POSTS, PAGES, REPORTS].into_iter().find(|folder| is_in(folder));
    if is_in(DATA) {
        return read_data(texts, source, config, diagnostics);
    }
    let is_markdown = Path::new(file).extension().is_some_and(|ext| ext.eq_ignore_ascii_case("md"));
    if !is_markdown {
        // The settings, and whatever else somebody keeps beside the posts.
        if folder.is_none() {
            return Ok(Loaded::Nothing);
        }
        if let Some(problem) = misnamed(source) {
            return Err(Box::new(problem));
        }
        return Ok(Loaded::Attachment(attachment(source)?));
    }
    let Some(folder) = folder else {
        let problem = Diagnostic::error("файл лежит не на месте и на сайт не попадёт")
            .at(Place::file(file))
            .hint(format!(
                "перенесите событие в папку `{POSTS}`, страницу — в `{PAGES}`, отчёт — в `{REPORTS}`"
            ));
        return Err(Box::new(problem));
    };
    let text = text_of(texts, source)?;
    let unsound = |text| Loaded::Unsound(Arc::from(text));
    Ok(match folder {
        PAGES => Page::parse(file, &text, config, diagnostics)
            .map_or_else(unsound, |page| Loaded::Page(Arc::new(page))),
        REPORTS => Report::parse(file, &text, config, diagnostics)
            .map_or_else(unsound, |report| Loaded::Report(Arc::new(report))),
        _ => Post::parse(file, &text, config, diagnostics)
            .map_or_else(unsound, |post| Loaded::Post(Arc::new(post))),
    })
}

/// Reads a file of the data folder: rows, or a document that rows name.
fn read_data(
    texts: &mut fs::TextReader,
    source: Source<'_>,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Result<Loaded, Box<Diagnostic>> {
    let Some(kind) = data::kind_from_path(source.file)? else {
        return Ok(Loaded::Attachment(attachment(source)?));
    };
    let text = text_of(texts, source)?;
    let typeset = |text| config.typeset(text);
    let records = DataTable::parse(kind, source.file, &text, &typeset, diagnostics);
    Ok(Loaded::Data(Arc::new(records)))
}

fn attachment(source: Source<'_>) -> Result<Attachment, Box<Diagnostic>> {
    let Source { file, path, stamp } = source;
    let stamp = stamp.map_or_else(|| fs::stat(path), Ok).map_err(|error| {
        unread(source, &error).hint("посмотрите, на месте ли он и не закрыт ли к нему доступ")
    })?;
    Ok(Attachment { file: file.to_owned(), path: path.to_owned(), stamp })
}

fn text_of<'a>(
    texts: &'a mut fs::TextReader,
    source: Source<'_>,
) -> Result<Cow<'a, str>, Box<Diagnostic>> {
    texts.read(source.path).map_err(|error| {
        let hint = "откройте файл в редакторе и сохраните его как текст в кодировке UTF-8";
        Box::new(unread(source, &error).hint(hint))
    })
}

fn unread(source: Source<'_>, error: &fs::Error) -> Diagnostic {
    Diagnostic::error(format!("файл не прочитать: {}", error.reason())).at(Place::file(source.file))
}

/// A post under a name that is not a post's: Windows hides extensions, and an editor adds its own.
fn misnamed(source: Source<'_>) -> Option<Diagnostic> {
    let file = source.file;
    let name = file.rsplit('/').next().unwrap_or_default();
    let lower = name.to_ascii_lowercase();
    let end = [".md.txt", ".markdown"].into_iter().find(|end| lower.ends_with(end));
    let end = end.or_else(|| {
        let end = if lower.ends_with(".txt") { ".txt" } else { "" };
        if end.is_empty() && name.contains('.') {
            return None;
        }
        // A text without a head may be there to be linked to.
        let text = fs::read_text(source.path).ok()?;
        (text.trim_start().lines().next()?.trim_end() == "---").then_some(end)
    })?;
    let stem = &name[..name.len() - end.len()];
    Some(
        Diagnostic::error("имя файла кончается не на `.md`, и на сайт он не попадёт")
            .at(Place::file(file))
            .hint(format!("переименуйте его в `{stem}.md`")),
    )
}

/// What is wrong with something that the walk of a folder left out.
pub fn refusal(refused: &fs::SkippedPath) -> Diagnostic {
    let (what, hint) = match refused.reason {
        fs::SkipReason::LeadsOut => {
            ("ссылка ведёт за пределы папки", "положите на это место сам файл или папку")
        }
        fs::SkipReason::Loop => ("ссылка ведёт на папку, в которой лежит", "удалите её"),
        fs::SkipReason::Dangling => {
            ("ссылка никуда не ведёт", "удалите её или положите на это место файл")
        }
        fs::SkipReason::NotUnicode => ("имя файла не читается", "переименуйте файл"),
    };
    Diagnostic::error(what).at(Place::file(&*refused.relative)).hint(hint)
}
