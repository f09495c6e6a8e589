//! Files that no reader will see, because no document shows them or links to them; and files that
//! are published although they tell where they were made.
//!
//! Among the files of a document each is a warning: the author may not want it published. Files that
//! belong to no document are an error, one for each folder: they are photos of an event, or its text.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use super::files::{not_to_be_linked, published_place};
use super::tables::FOLDER;
use super::{Origin, Resolver};
use crate::content::markdown::LinkKind;
use crate::content::{
    Attachment, CONTENT, PAGES, POSTS, REPORTS, is_below, is_collection, name_of,
};
use crate::diagnostic::{Diagnostic, Place};
use crate::file_kind::extension;
use crate::quantity::{count, first_paths};
use crate::site::bundles::folder_of;

/// How many files of a folder are named.
const NAMED: usize = 3;

/// Kinds of files in which a text may have been written.
const TEXTS: [&str; 8] = ["doc", "docx", "odt", "rtf", "pages", "txt", "htm", "html"];

/// The words for the documents of a kind.
struct Words {
    folder: &'static str,
    /// «событие», in the genitive.
    whose: &'static str,
    to_none: &'static str,
}

const WORDS: [Words; 3] = [
    Words {
        folder: POSTS, whose: "события", to_none: "ни к одному событию"
    },
    Words {
        folder: PAGES, whose: "страницы", to_none: "ни к одной странице"
    },
    Words { folder: REPORTS, whose: "отчёта", to_none: "ни к одному отчёту" },
];

impl Resolver<'_> {
    /// Reports the files that nothing shows or links to; called when all links are resolved.
    /// `drafts`: whether those of drafts are.
    pub(super) fn report_unseen(&mut self, drafts: bool) {
        let bundles = self.bundles;
        let check = |attachment: &Arc<Attachment>| {
            if self.is_unseen(attachment) {
                return Some(not_linked(attachment, self.folder_of(&attachment.file)?.0));
            }
            Some(published_place(attachment)?.at(Place::file(&*attachment.file)))
        };
        let mut found: Vec<Diagnostic> = self.attachments.iter().filter_map(check).collect();
        let published =
            bundles.with_files().filter(|(document, _)| self.by_file().contains_key(document));
        let beside = published.flat_map(|(_, files)| files).filter(|file| self.is_unseen(file));
        found.extend(beside.map(|beside| not_linked(beside, folder_of(&beside.file))));
        self.diagnostics.extend(found);
        if bundles.loose().iter().any(|attachment| self.is_unseen(attachment)) {
            self.report_loose(drafts);
        }
    }

    /// Whether nothing shows it or links to it.
    fn is_unseen(&self, attachment: &Attachment) -> bool {
        !self.named.contains(&*attachment.file)
    }

    /// Reports the files that belong to no document.
    fn report_loose(&mut self, drafts: bool) {
        if !drafts {
            self.find_files_of_drafts();
        }
        let bundles = self.bundles;
        // What an invalid document links to is not always known.
        let unclear: HashSet<&str> = self.content.invalid_files().map(folder_of).collect();
        let mut by_folder: BTreeMap<&str, Vec<&Attachment>> = BTreeMap::new();
        for attachment in bundles.loose() {
            let folder = folder_of(&attachment.file);
            if self.is_unseen(attachment) && !unclear.contains(folder) {
                by_folder.entry(folder).or_default().push(attachment);
            }
        }
        for (folder, files) in by_folder {
            let words = WORDS.iter().find(|words| is_below(folder, words.folder));
            let problem = match words {
                Some(words) => Some(self.loose(words, folder, &files)),
                None => misplaced(folder, &files),
            };
            self.diagnostics.extend(problem);
        }
    }

    /// Notes the files that drafts link to, which are not resolved.
    fn find_files_of_drafts(&mut self) {
        let content = self.content;
        let posts = content.posts.iter().filter(|post| post.draft);
        let posts = posts.map(|post| (&*post.file, &post.body, &post.gallery));
        let pages = content.pages.iter().filter(|page| page.draft);
        let pages = pages.map(|page| (&*page.file, &page.body, &page.gallery));
        let reports = content.reports.iter().filter(|report| report.draft);
        let reports = reports.map(|report| (&*report.file, &report.body, &report.gallery));
        let invalid = content.invalid.iter().filter(|document| document.head.draft);
        let invalid = invalid.map(|draft| (&*draft.file, &draft.body, &draft.gallery));
        let drafts = posts.chain(pages).chain(reports).chain(invalid);
        for (file, body, gallery) in drafts {
            let origin = Origin { file, path: None };
            let links = body.links.iter().filter(|link| link.kind != LinkKind::Page);
            for link in links {
                let found = self.linked_file(origin, link).map(|attachment| &*attachment.file);
                self.named.extend(found);
            }
            for photo in gallery.photos.iter().chain(&gallery.cover) {
                let found = self.attachment(origin, &photo.file).map(|found| &*found.file);
                self.named.extend(found);
            }
        }
    }

    /// The error for files of `folder` that belong to no document.
    fn loose(&self, words: &Words, folder: &str, files: &[&Attachment]) -> Diagnostic {
        let Words { whose, to_none, .. } = words;
        let lacks_text = !is_collection(folder) && !self.bundles.is_inhabited(folder);
        let (message, hint) = if lacks_text {
            let name = folder.trim_end_matches('/');
            let message = format!(
                "в папке `{name}` нет текста {whose}: {} никто не увидит",
                count_files(files)
            );
            (message, self.hint_to_write(folder, files))
        } else {
            let names = names(folder, files);
            let message = match names.as_slice() {
                [name] => format!("файл `{name}` не относится {to_none}, и никто его не увидит"),
                names => format!(
                    "файлы не относятся {to_none}, и никто их не увидит: {}",
                    first_paths(names, NAMED)
                ),
            };
            (message, self.hint_to_move(words, folder, files))
        };
        let first = files.first().map_or(folder, |first| &*first.file);
        Diagnostic::error(message).at(Place::file(first)).hint(hint)
    }

    /// What to do with files of a folder without a document.
    fn hint_to_write(&self, folder: &str, files: &[&Attachment]) -> String {
        let above = folder_of(folder.trim_end_matches('/'));
        let text = files.iter().find(|file| is_text(file)).map(|file| name(folder, file));
        match (text, self.bundles.documents_in(above)) {
            (Some(text), _) => format!(
                "скопируйте рассказ из `{text}` в файл `index.md` в этой же папке: другие файлы Росток как текст не читает"
            ),
            (None, [only]) if !is_collection(above) => format!(
                "переименуйте `{}` в `index.md`: ему принадлежит всё, что лежит рядом с ним и в папках под ним",
                &only[above.len()..]
            ),
            (None, []) => "напишите рассказ в файле `index.md` в этой папке".to_owned(),
            (None, _) => "напишите рассказ в файле `index.md` в этой папке; если он уже есть рядом с ней, назовите папку так же, как его файл".to_owned(),
        }
    }

    /// What to do with files that lie in a folder of many documents.
    fn hint_to_move(&self, words: &Words, folder: &str, files: &[&Attachment]) -> String {
        let text = files.iter().find(|file| is_text(file));
        let picture = files.iter().find(|file| file.is_picture());
        let mut hints = Vec::new();
        if let Some(text) = text {
            hints.push(format!(
                "текст {} Росток читает из файла `.md`: скопируйте его туда из `{}`",
                words.whose,
                name(folder, text)
            ));
        }
        let documents = self.bundles.documents_in(folder);
        match (picture, documents) {
            (None, _) => {}
            (Some(picture), _) if words.folder != POSTS => {
                let target = target(name(folder, picture));
                hints.push(format!("покажите картинку в тексте: `![что на ней видно]({target})`"));
            }
            (Some(_), []) => hints.push(
                "сделайте событию папку и положите в неё фотографии и рассказ под именем `index.md`"
                    .to_owned(),
            ),
            (Some(_), [only]) => hints.push(format!(
                "положите фотографии в папку `{}` рядом с `{}`: из них получится его галерея",
                name_of(only),
                &only[folder.len()..]
            )),
            (Some(_), [first, ..]) => hints.push(format!(
                "положите фотографии события в папку с именем его файла: для `{}` это `{}`",
                &first[folder.len()..],
                name_of(first)
            )),
        }
        if let Some(other) = files.iter().find(|file| !is_text(file) && !file.is_picture()) {
            hints.push(match not_to_be_linked(other) {
                Some(hint) => hint.to_owned(),
                None => {
                    let target = target(name(folder, other));
                    format!("сошлитесь на файл в тексте: `[название]({target})`")
                }
            });
        }
        hints.push("лишнее уберите из этой папки".to_owned());
        hints.join("; ")
    }
}

/// The path of `attachment` from `folder`.
fn name<'f>(folder: &str, attachment: &'f Attachment) -> &'f str {
    &attachment.file[folder.len()..]
}

fn names<'f>(folder: &str, files: &[&'f Attachment]) -> Vec<&'f str> {
    files.iter().map(|file| name(folder, file)).collect()
}

/// The warning for a file of a document, in `folder`, that nothing links to.
fn not_linked(attachment: &Attachment, folder: &str) -> Diagnostic {
    let name = name(folder, attachment);
    let stem = name.rsplit('/').next().unwrap_or_default();
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    let with_care = not_to_be_linked(attachment).map(str::to_owned);
    let hint = with_care.unwrap_or_else(|| match (folder == FOLDER, attachment.is_picture()) {
        (true, true) => format!(
            "если это логотип, назовите его в файле настроек: `логотип: data/{name}`; если нет, уберите его из этой папки"
        ),
        (true, false) => format!(
            "если он для читателей, назовите его в `documents.yaml`: `файл: {name}`; если нет, уберите его из этой папки"
        ),
        (false, true) => format!(
            "если он для читателей, покажите его в тексте: `![что на нём видно]({})`; если нет, уберите его из этой папки",
            target(name)
        ),
        (false, false) => format!(
            "если он для читателей, напишите в тексте `[{stem}]({})`; если нет, уберите его из этой папки",
            target(name)
        ),
    });
    Diagnostic::warning(format!("файл `{name}` никто не увидит: на него нет ссылки"))
        .at(Place::file(&*attachment.file))
        .hint(hint)
}

/// The error for photos and texts of a folder outside those of documents; other files there are the
/// author's own.
fn misplaced(folder: &str, files: &[&Attachment]) -> Option<Diagnostic> {
    let is_ours = |file: &&&Attachment| {
        file.is_picture() || is_text(file) && &*extension(&file.file) != "txt"
    };
    let files: Vec<&Attachment> = files.iter().filter(is_ours).copied().collect();
    let first = *files.first()?;
    let message = match files.len() {
        1 => "файл лежит не на месте и на сайт не попадёт".to_owned(),
        _ => {
            let names = first_paths(&names(folder, &files), NAMED);
            format!("файлы лежат не на месте и на сайт не попадут: {names}")
        }
    };
    Some(Diagnostic::error(message).at(Place::file(&*first.file)).hint(format!(
        "перенесите событие с его фотографиями в папку `{POSTS}`; то, что сайту не нужно, уберите из папки `{CONTENT}`"
    )))
}

/// «12 фотографий», «1 файл»; in the accusative.
fn count_files(files: &[&Attachment]) -> String {
    if files.iter().all(|file| file.is_picture()) {
        count(files.len(), "фотографию", "фотографии", "фотографий")
    } else {
        count(files.len(), "файл", "файла", "файлов")
    }
}

fn is_text(attachment: &Attachment) -> bool {
    TEXTS.contains(&&*extension(&attachment.file))
}

/// `name` as the target of a link.
fn target(name: &str) -> String {
    if name.contains(' ') { format!("<{name}>") } else { name.to_owned() }
}
