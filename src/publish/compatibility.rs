//! Checks a rendered site against the limits of its hosting.
//!
//! A known problem is a warning; what nobody has tried is only a note.

mod size;

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::config::{Config, Hosting};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::file_kind::extension;
use crate::quantity::{count, first_paths};
use crate::site;

/// The most files that a message names.
const MAX_NAMED: usize = 3;

/// The result of the check besides its diagnostics.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compatibility {
    /// The size of all files in bytes.
    pub total: u64,
    /// The parts of the site that are left out because the hosting refuses their kinds of files.
    pub left_out: Vec<String>,
    /// Remarks for the author.
    pub notes: Vec<String>,
}

/// Checks `files`, paths with sizes in bytes; `statics` are all files of the theme, also those that were
/// left out, and `folder_links` are pages with the first link to a folder on each.
pub fn check<'a>(
    files: &[(&str, u64)],
    statics: impl Iterator<Item = &'a str>,
    folder_links: &[(&str, &str)],
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Compatibility {
    let hosting = &config.hosting;
    let files: Vec<_> = files.iter().copied().filter(|(path, _)| *path != site::RECORD).collect();
    size::check(&files, hosting, diagnostics);
    diagnostics.extend(bad_names(&files, hosting));
    diagnostics.extend(refused_kinds(&files, hosting));
    diagnostics.extend(target(hosting));
    if !hosting.folder_index {
        diagnostics.extend(links_to_folders(folder_links));
    }
    Compatibility {
        total: files.iter().map(|(_, size)| size).sum(),
        left_out: left_out(statics, hosting),
        notes: notes(&files, config),
    }
}

/// The problem of a target folder that belongs to the hosting itself.
pub fn target(hosting: &Hosting) -> Option<Diagnostic> {
    let ftp = hosting.ftp.as_ref().filter(|_| !hosting.any_folder)?;
    let first = ftp.folder.split('/').next().unwrap_or_default().to_lowercase();
    let (message, why) = if first.is_empty() {
        (
            "раздел попадёт в корень сайта школы".to_owned(),
            "там файлы самого хостинга; назовите отдельную папку, например `папка: /tochka`",
        )
    } else if hosting.modules.contains(&first) {
        (
            format!("папка `{first}` занята хостингом под его раздел"),
            "назовите другую папку, например `папка: /tochka`",
        )
    } else {
        return None;
    };
    let hint = format!("{why}; если так и задумано, добавьте в `хостинг` строку `любая_папка: да`");
    Some(Diagnostic::warning(message).at(ftp.place.clone()).hint(hint))
}

fn bad_names(files: &[(&str, u64)], hosting: &Hosting) -> Option<Diagnostic> {
    let is_valid = |name: &str| {
        name.len() <= hosting.name
            && !name.starts_with('.')
            && name.bytes().all(|byte| {
                byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._-".contains(&byte)
            })
    };
    let bad: Vec<_> =
        files.iter().map(|(path, _)| *path).filter(|path| !path.split('/').all(is_valid)).collect();
    let message = format!("хостинг может не принять {}", list(&bad)?);
    Some(Diagnostic::warning(message).hint(format!(
        "в именах файлов и папок только строчные латинские буквы, цифры, `.`, `_` и `-`, не длиннее {}\u{a0}знаков",
        hosting.name
    )))
}

/// Files in the site of kinds that the hosting refuses.
fn refused_kinds(files: &[(&str, u64)], hosting: &Hosting) -> Option<Diagnostic> {
    let bad: Vec<_> = files
        .iter()
        .map(|(path, _)| *path)
        .filter(|path| !hosting.takes(&extension(path)))
        .collect();
    Some(Diagnostic::warning(format!("хостинг не принимает {}", list(&bad)?)).hint(
        "сохраните их в другом виде, например `.jpg` или `.pdf`; виды файлов перечислены в файле настроек под `хостинг`",
    ))
}

fn links_to_folders(links: &[(&str, &str)]) -> Option<Diagnostic> {
    let (_, first) = links.first()?;
    let paths: Vec<_> = links.iter().map(|(page, _)| *page).collect();
    let message = format!("ссылка `{first}` ведёт в папку, а не на страницу: {}", list(&paths)?);
    Some(
        Diagnostic::warning(message)
            .hint("допишите имя страницы, например `index.html`: хостинг может не открыть папку"),
    )
}

/// «5 файлов: `a`, `b`, `c` и ещё 2»; `None` without files.
fn list(paths: &[&str]) -> Option<String> {
    let all = count(paths.len(), "файл", "файла", "файлов");
    (!paths.is_empty()).then(|| format!("{all}: {}", first_paths(paths, MAX_NAMED)))
}

fn left_out<'a>(statics: impl Iterator<Item = &'a str>, hosting: &Hosting) -> Vec<String> {
    let mut parts = Vec::new();
    if !hosting.takes("xml") {
        parts.push("ленты новостей и карта сайта: хостинг не принимает файлы `.xml`".to_owned());
    }
    if !hosting.takes("json") {
        let file = site::EVENTS_FILE;
        parts.push(format!(
            "`{file}`, по которому муниципалитет составляет общий отчёт: хостинг не принимает файлы `.json`"
        ));
    }
    let mut kinds: BTreeMap<Cow<'_, str>, usize> = BTreeMap::new();
    for path in statics {
        if !hosting.takes(&extension(path)) {
            *kinds.entry(extension(path)).or_default() += 1;
        }
    }
    for (kind, number) in kinds {
        let files = count(number, "файл", "файла", "файлов");
        parts.push(format!("{files} темы: хостинг не принимает файлы `.{kind}`"));
    }
    parts
}

fn notes(files: &[(&str, u64)], config: &Config) -> Vec<String> {
    let hosting = &config.hosting;
    let mut notes = Vec::new();
    let mut unknown: BTreeMap<Cow<'_, str>, usize> = BTreeMap::new();
    for kind in files.iter().map(|(path, _)| extension(path)) {
        if hosting.takes(&kind) && !hosting.is_known(&kind) {
            *unknown.entry(kind).or_default() += 1;
        }
    }
    if !unknown.is_empty() {
        let kinds: Vec<_> =
            unknown.iter().map(|(kind, count)| format!("`.{kind}`\u{a0}— {count}")).collect();
        let before = if hosting.ftp.is_some() {
            ""
        } else {
            "впишите в файл настроек сервер и "
        };
        notes.push(format!(
            "{before}выполните `rostok probe`: эта команда узнает, примет ли хостинг файлы {}",
            kinds.join(", ")
        ));
    }
    if hosting.removes_static_sites() {
        notes.push(
            "посещения таких страниц uCoz не считает, а сайт только из них удаляет через 40\u{a0}дней: раздел должен быть частью сайта школы, у которого есть хотя бы один модуль (новости, каталог статей)"
                .to_owned(),
        );
    }
    let guessed = ["file_mb", "total_mb", "name_length"].iter().any(|key| !hosting.is_given(key));
    if guessed && hosting.removes_static_sites() {
        notes.push(
            "размеры и имена, которые принимает хостинг, известны со слов пользователей; имена проверит `rostok probe`, размеры узнайте в панели хостинга и впишите в файл настроек под `хостинг`"
                .to_owned(),
        );
    }
    if let Some(ftp) = &hosting.ftp {
        let path = config.base_url.splitn(4, '/').nth(3).unwrap_or_default().trim_matches('/');
        if path != ftp.folder {
            notes.push(format!(
                "папка на сервере `/{}` и адрес раздела `/{path}` названы по-разному: проверьте, что хостинг показывает одну по другому",
                ftp.folder
            ));
        }
    }
    notes
}

#[cfg(test)]
mod tests;
