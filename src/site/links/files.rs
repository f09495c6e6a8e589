//! The files that documents, tables and the menu link to: which are meant, and where they are
//! published.

use std::collections::HashMap;

use super::path::{candidates, nearest, relative};
use super::{Origin, Resolver};
use crate::content::Attachment;
use crate::content::markdown::Link;
use crate::diagnostic::{Diagnostic, Place};
use crate::file_kind::FileKind;
use crate::site::bundles::folders_above;
use crate::site::{PublishedFile, addresses};
use crate::slug::{self, name_key};

impl<'a> Resolver<'a> {
    /// The file that `link` names. A name may contain `#`: «Фото #1.jpg».
    pub(super) fn linked_file(&self, origin: Origin<'_>, link: &Link) -> Option<&'a Attachment> {
        let named = || self.attachment(origin, &link.target).filter(|_| !link.target.is_empty());
        named().or_else(|| self.attachment(origin, &link.whole_name()?))
    }

    /// The file that `target` names, regardless of case, as on Windows, and of the form of its letters,
    /// as on a Mac.
    pub(super) fn attachment(&self, origin: Origin<'_>, target: &str) -> Option<&'a Attachment> {
        let candidates = candidates(origin.file, target);
        let exact = candidates.iter().find_map(|file| {
            let at = self.attachments.binary_search_by(|known| known.file.cmp(file)).ok()?;
            Some(&*self.attachments[at])
        });
        exact.or_else(|| {
            let by_key = self.by_key();
            let found = candidates.iter().filter_map(|named| by_key.get(&name_key(named)));
            found.min().map(|&at| &*self.attachments[at])
        })
    }

    /// The first file of each key of names; built when a name is not written as on the disk.
    fn by_key(&self) -> &HashMap<String, usize> {
        self.by_key.get_or_init(|| {
            let keys = self.attachments.iter().map(|known| name_key(&known.file));
            // The first of equal keys comes last and stays.
            keys.enumerate().map(|(at, key)| (key, at)).rev().collect()
        })
    }

    /// Publishes `attachment` and returns its address; empty if `origin` is not published.
    pub(super) fn publish(&mut self, origin: Origin<'_>, attachment: &'a Attachment) -> String {
        let file = &attachment.file;
        self.named.insert(file);
        let Some(path) = origin.path else { return String::new() };
        let (base, inner) = match self.folder_of(file) {
            Some((folder, base)) => (base, &file[folder.len()..]),
            None => (addresses::stem(path), file.rsplit('/').next().unwrap_or_default()),
        };
        let names: Vec<_> = inner.split('/').map(slug::file_name).collect();
        let path = format!("{base}/{}", names.join("/"));
        let published = PublishedFile {
            path: path.clone(),
            file: file.clone(),
            source: attachment.path.clone(),
            stamp: attachment.stamp,
            is_picture: attachment.is_picture(),
        };
        self.published.insert((path.clone(), file.clone()), published);
        path
    }

    /// The folder of the document that `file` belongs to, and the address that its files lie under.
    pub(super) fn folder_of<'f>(&self, file: &'f str) -> Option<(&'f str, &'a str)> {
        folders_above(file).find_map(|folder| Some((folder, *self.folders.get(folder)?)))
    }

    /// The error for `target`, named in `origin`, which does not exist.
    pub(super) fn no_file(
        &self,
        what: &str,
        origin: Origin<'_>,
        target: &str,
        place: &Place,
    ) -> Diagnostic {
        let address = target.trim_start_matches("../");
        let pages = self.by_file().iter().filter(|(_, document)| document.path == address);
        let page = pages.map(|(file, _)| file).min();
        let known = self.attachments.iter().map(|known| relative(origin.file, &known.file));
        let hint = match (page, nearest(target, known)) {
            (Some(file), _) => {
                format!("напишите путь к файлу этой страницы: `{}`", relative(origin.file, file))
            }
            (None, Some(near)) => format!("вероятно, это `{near}`"),
            (None, None) => "положите файл в папку этого текста и проверьте его имя".to_owned(),
        };
        Diagnostic::error(format!("{what} `{target}`")).at(place.clone()).hint(hint)
    }
}

/// The error for a picture whose file, named `target`, is none.
pub(super) fn no_picture(attachment: &Attachment, target: &str, place: &Place) -> Diagnostic {
    let hint = match not_to_be_linked(attachment) {
        Some(hint) => hint.to_owned(),
        None => {
            format!("чтобы его могли открыть, напишите в тексте ссылку: `[Положение]({target})`")
        }
    };
    Diagnostic::error(format!("файл `{target}` — не картинка")).at(place.clone()).hint(hint)
}

const RAW_PHOTO_HINT: &str = "это снимок в формате фотоаппарата или редактора, в нём остаётся всё, что записала камера; сохраните его как JPEG, и он станет фотографией сайта";

const PLACE_HINT: &str = "в файле записано, где снято, и это увидит каждый, кто его скачает; загрузите запись в VK\u{a0}Видео или RuTube и вставьте ссылку или сохраните её заново в редакторе, а в камере выключите «Место съёмки»";

/// What to do with a file that must not be published as it is, or not before somebody has looked
/// into it.
pub(super) fn not_to_be_linked(attachment: &Attachment) -> Option<&'static str> {
    Some(match attachment.kind {
        FileKind::RawPhoto { .. } => RAW_PHOTO_HINT,
        FileKind::Recording { has_gps: true } => PLACE_HINT,
        FileKind::Archive => {
            "в архив никто не заглядывает, а в снимках из него может быть записано, где они сделаны; положите рядом сами файлы: фотографии и документы"
        }
        FileKind::Picture | FileKind::Recording { has_gps: false } | FileKind::Other => {
            return None;
        }
    })
}

/// The problem with a file that is published with its bytes and tells where it was made.
pub(super) fn published_place(attachment: &Attachment) -> Option<Diagnostic> {
    let name = || attachment.file.rsplit('/').next().unwrap_or_default();
    match attachment.kind {
        FileKind::RawPhoto { has_gps: true } => Some(
            Diagnostic::error(format!(
                "снимок `{}` говорит, где он сделан, и был бы опубликован вместе с этим",
                name()
            ))
            .hint(RAW_PHOTO_HINT),
        ),
        FileKind::Recording { has_gps: true } => {
            let name = name();
            let is_sound = [".m4a", ".mp3", ".wav", ".ogg"].iter().any(|end| name.ends_with(end));
            let what = if is_sound { "запись" } else { "видео" };
            Some(
                Diagnostic::warning(format!("{what} `{name}` говорит, где снято")).hint(PLACE_HINT),
            )
        }
        _ => None,
    }
}
