//! Checks the spelling of the documents of a site.

use std::path::{Path, PathBuf};

use super::sources::read_if_exists;
use super::{Failure, Request, read_site};
use crate::content::data::{CellValue, TableKind};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::fs;
use crate::site::Site;
use crate::spelling::{
    self, BadDictionary, CheckedFile, DICTIONARY, OWN_FOLDER, OWN_WORDS, SpellingDictionary,
};

/// Warns of misspelt words, with the dictionary of the site, else with that of one of `folders`. Without one
/// that is an error, which says how to get it.
///
/// # Errors
/// If there is no site, or a file cannot be read.
pub fn check_spelling(
    request: &Request,
    folders: &[PathBuf],
    diagnostics: &mut Diagnostics,
) -> Result<(), Failure> {
    // The check of the site tells its problems.
    let Some(site) = read_site(request, &mut Diagnostics::new())? else { return Ok(()) };
    let own = request.root.join(OWN_FOLDER);
    let folder = std::iter::once(&own).chain(folders).find(|folder| has_dictionary(folder));
    let Some(folder) = folder else {
        diagnostics.push(missing());
        return Ok(());
    };
    let words = read_if_exists(&own.join(OWN_WORDS))?.unwrap_or_default();
    let [aff, dic] = paths(folder).map(|path| fs::read(&path));
    let mut dictionary = match SpellingDictionary::new(&aff?, &dic?, &words) {
        Ok(dictionary) => dictionary,
        Err(error) => {
            diagnostics.push(damaged(folder, &error));
            return Ok(());
        }
    };
    for known in known_names(&site) {
        dictionary.add(known.split(|letter: char| !letter.is_alphabetic() && letter != '-'));
    }
    let files: Result<Vec<_>, fs::Error> = site
        .documents()
        .map(|document| {
            let text = fs::read_text(&request.root.join(document.file))?;
            Ok(CheckedFile { file: document.file.to_owned(), text })
        })
        .collect();
    spelling::check(&files?, &dictionary, diagnostics);
    Ok(())
}

fn paths(folder: &Path) -> [PathBuf; 2] {
    ["aff", "dic"].map(|extension| folder.join(format!("{DICTIONARY}.{extension}")))
}

fn has_dictionary(folder: &Path) -> bool {
    paths(folder).iter().all(|path| fs::exists(path))
}

/// Names that need not be in a dictionary: of the school, its place, its teachers.
fn known_names(site: &Site) -> Vec<&str> {
    let config = &site.config;
    let mut names = vec![&*config.title, &*config.school, &*config.address];
    let signatures = &config.signatures;
    names.extend(signatures.head.iter().map(|head| &*head.name));
    names.extend(signatures.approval.iter().map(|approval| &*approval.signatory.name));
    for event in &site.events {
        let meta = &event.document.meta;
        names.extend(meta.teachers.iter().chain(&meta.responsible).map(String::as_str));
    }
    let teachers = site.tables.iter().filter(|table| table.kind() == TableKind::Teachers);
    for table in teachers {
        let cells = table.records.rows.iter().filter_map(|row| table.records.value(row, "name"));
        names.extend(cells.filter_map(|name| match name {
            CellValue::Text(name) => Some(&**name),
            _ => None,
        }));
    }
    names
}

fn missing() -> Diagnostic {
    Diagnostic::error("на этом компьютере нет русского словаря для проверки правописания").hint(format!(
        "поставьте LibreOffice со словарями, на Linux — пакет `hunspell-ru` (в Debian и Astra: `apt install hunspell-ru`)\n\
         или положите файлы `{DICTIONARY}.aff` и `{DICTIONARY}.dic` в папку `{OWN_FOLDER}` рядом с `content`"
    ))
}

fn damaged(folder: &Path, error: &BadDictionary) -> Diagnostic {
    let [aff, _] = paths(folder).map(|path| fs::with_slashes(&path));
    Diagnostic::error(format!("словарь не прочитан: {error}"))
        .at(Place::file(aff))
        .hint("скачайте его ещё раз или поставьте другой")
}
