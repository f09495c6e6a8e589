//! `content/` on the disk → [`Content`]; the only place of this module that reads files.

use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;

use super::data;
use super::{
    Attachment, CONTENT, Content, DATA, PAGES, POSTS, Page, Post, REPORTS, Records, Report, Unsound,
};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Place};
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
    Data(Arc<Records>),
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
/// Only where a folder cannot be listed: what is wrong with single files is a diagnostic.
pub fn load(root: &Path, config: &Config) -> Result<(Content, Vec<Diagnostic>), fs::Error> {
    let read = |texts: &mut fs::Texts, found: &fs::Found| {
        let source = Source { file: &found.relative, path: &found.path, stamp: None };
        Ok(load_with(texts, source, config))
    };
    let (mut files, refused) = fs::walk_reading(root, CONTENT, fs::Texts::default, read)?;
    let mut diagnostics: Vec<_> = refused.iter().map(refusal).collect();
    for (_, (_, problems)) in &mut files {
        diagnostics.append(problems);
    }
    let loaded = files.iter().map(|(found, (loaded, _))| (found.relative.as_str(), loaded));
    Ok((gather(loaded), diagnostics))
}

/// A file that is to be read.
#[derive(Clone, Copy)]
struct Source<'a> {
    /// Its path from the site's root.
    file: &'a str,
    /// Where it is.
    path: &'a Path,
    /// What the disk keeps of it; if that is not known, it is asked for where it is wanted.
    stamp: Option<fs::Stamp>,
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
pub fn load_file(entry: &fs::Entry, config: &Config) -> (Loaded, Vec<Diagnostic>) {
    let stamp = Some(fs::Stamp { size: entry.size, touched: entry.touched });
    let source = Source { file: &entry.relative, path: &entry.path, stamp };
    load_with(&mut fs::Texts::default(), source, config)
}

fn load_with(
    texts: &mut fs::Texts,
    source: Source<'_>,
    config: &Config,
) -> (Loaded, Vec<Diagnostic>) {
    read(texts, source, config).unwrap_or_else(|problem| (Loaded::Nothing, vec![*problem]))
}

/// What a file holds and what is wrong with that; an error where nothing is known of it.
fn read(
    texts: &mut fs::Texts,
    source: Source<'_>,
    config: &Config,
) -> Result<(Loaded, Vec<Diagnostic>), Box<Diagnostic>> {
    let file = source.file;
    // Windows takes `Posts` for `posts`; so does the section, wherever it is built.
    let is_in = |folder: &str| {
        file.get(..folder.len()).is_some_and(|start| start.eq_ignore_ascii_case(folder))
            && file[folder.len()..].starts_with('/')
    };
    let folder = [POSTS, PAGES, REPORTS].into_iter().find(|folder| is_in(folder));
    if is_in(DATA) {
        return read_data(texts, source, config);
    }
    let is_markdown = Path::new(file).extension().is_some_and(|ext| ext.eq_ignore_ascii_case("md"));
    if !is_markdown {
        // The settings, and whatever else somebody keeps beside the posts.
        if folder.is_none() {
            return Ok((Loaded::Nothing, Vec::new()));
        }
        if let Some(problem) = misnamed(source) {
            return Err(Box::new(problem));
        }
        return Ok((Loaded::Attachment(attachment(source)?), Vec::new()));
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
    let unsound = |text| Loaded::Unsound(Arc::new(text));
    Ok(match folder {
        PAGES => {
            let (page, problems) = Page::parse(file, &text, config);
            (page.map_or_else(unsound, |page| Loaded::Page(Arc::new(page))), problems)
        }
        REPORTS => {
            let (report, problems) = Report::parse(file, &text, config);
            (report.map_or_else(unsound, |report| Loaded::Report(Arc::new(report))), problems)
        }
        _ => {
            let (post, problems) = Post::parse(file, &text, config);
            (post.map_or_else(unsound, |post| Loaded::Post(Arc::new(post))), problems)
        }
    })
}

/// Reads a file of the data folder: rows, or a document that rows name.
fn read_data(
    texts: &mut fs::Texts,
    source: Source<'_>,
    config: &Config,
) -> Result<(Loaded, Vec<Diagnostic>), Box<Diagnostic>> {
    let Some(kind) = data::kind_of(source.file)? else {
        return Ok((Loaded::Attachment(attachment(source)?), Vec::new()));
    };
    let text = text_of(texts, source)?;
    let typeset = |text| config.typeset(text);
    let (records, problems) = Records::parse(kind, source.file, &text, &typeset);
    Ok((Loaded::Data(Arc::new(records)), problems))
}

fn attachment(source: Source<'_>) -> Result<Attachment, Box<Diagnostic>> {
    let Source { file, path, stamp } = source;
    let stamp = stamp.map_or_else(|| fs::stamp(path), Ok).map_err(|error| {
        unread(source, &error).hint("посмотрите, на месте ли он и не закрыт ли к нему доступ")
    })?;
    Ok(Attachment { file: file.to_owned(), path: path.to_owned(), stamp })
}

fn text_of<'a>(
    texts: &'a mut fs::Texts,
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
pub fn refusal(refused: &fs::Refused) -> Diagnostic {
    let (what, hint) = match refused.why {
        fs::Why::LeadsOut => {
            ("ссылка ведёт за пределы папки", "положите на это место сам файл или папку")
        }
        fs::Why::Loop => ("ссылка ведёт на папку, в которой лежит", "удалите её"),
        fs::Why::Dangling => {
            ("ссылка никуда не ведёт", "удалите её или положите на это место файл")
        }
        fs::Why::NotUnicode => ("имя файла не читается", "переименуйте файл"),
    };
    Diagnostic::error(what).at(Place::file(&*refused.relative)).hint(hint)
}
