//! Front matter: YAML between two `---` lines, and the keys that documents of all kinds share.

use std::ops::RangeInclusive;

use jiff::civil::Date;
use memchr::memchr_iter;

use super::file_name::{misplaced_index, name_of};
use crate::calendar::EventDate;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::slug;
use crate::yaml::{Fields, Key, YamlDocument};

/// The front matter of one document, read key by key. Problems go to `diagnostics`.
pub struct FrontMatter<'a> {
    pub(super) fields: Fields<'a>,
    pub(super) config: &'a Config,
    pub(super) diagnostics: &'a mut Diagnostics,
    /// How many diagnostics there were before this document.
    pub(super) found_before: usize,
}

impl FrontMatter<'_> {
    /// The file of the document, relative to the site's root.
    pub(super) fn file(&self) -> &str {
        self.fields.document().file
    }

    /// Whether the front matter, as far as it was read, has errors.
    pub(super) fn has_errors(&self) -> bool {
        self.diagnostics.has_errors_since(self.found_before)
    }

    /// Reports an error at the value of `key`.
    pub(super) fn push_error(
        &mut self,
        key: &str,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        self.diagnostics.push(self.fields.error(key, message).hint(hint));
    }

    /// One line of text; an error where there is none.
    pub(super) fn required(&mut self, key: &str, message: &str, hint: &str) -> Option<String> {
        self.fields.required(key, message, hint, self.diagnostics)
    }

    /// One line of text as written.
    pub(super) fn text(&mut self, key: &str) -> Option<String> {
        self.fields.text(key, self.diagnostics)
    }

    /// One line of text, typeset.
    pub(super) fn prose(&mut self, key: &str) -> Option<String> {
        let text = self.text(key)?;
        Some(self.config.typeset(text))
    }

    pub(super) fn flag(&mut self, key: &str) -> Option<bool> {
        self.fields.flag(key, self.diagnostics)
    }

    pub(super) fn number(&mut self, key: &str, range: RangeInclusive<u32>) -> Option<u32> {
        self.fields.number(key, range, self.diagnostics)
    }

    pub(super) fn choice<T: Copy>(&mut self, key: &str, words: &[(Key, T)]) -> Option<T> {
        self.fields.choice(key, words, self.diagnostics)
    }

    pub(super) fn day(&mut self, key: &str) -> Option<Date> {
        day(&self.fields, key, self.diagnostics)
    }

    /// The document's name in addresses: `slug`, else the name of its file, or of its folder where
    /// the file is called `index.md`.
    pub(super) fn slug(&mut self) -> Option<String> {
        if let Some(problem) = misplaced_index(self.file()) {
            self.diagnostics.push(problem);
            return None;
        }
        if let Some(written) = self.text("slug") {
            if slug::is_safe(&written) {
                return Some(written);
            }
            let fixed = slug::slugify(&written);
            let hint = if fixed.is_empty() {
                "напишите строчные латинские буквы, цифры и дефис".to_owned()
            } else {
                format!("напишите `{fixed}`: строчные латинские буквы, цифры и дефис")
            };
            self.push_error("slug", format!("«{written}» не годится для адреса страницы"), hint);
            return None;
        }
        let name = name_of(self.file());
        let slug = slug::slugify(name);
        if slug.is_empty() {
            let problem =
                Diagnostic::error(format!("из имени файла «{name}» не получается адрес страницы"))
                    .at(Place::file(self.file()))
                    .hint("назовите файл словами или добавьте строку `адрес: turnir`");
            self.diagnostics.push(problem);
            return None;
        }
        Some(slug)
    }

    /// The former addresses of the document: paths of the output that end in `.html`.
    pub(super) fn aliases(&mut self) -> Vec<(String, Place)> {
        let document = self.fields.document();
        let mut aliases = Vec::new();
        for (written, span) in self.fields.words("aliases", std::iter::once, self.diagnostics) {
            let path = written.trim_start_matches('/');
            let is_valid = path.ends_with(".html")
                && path.split('/').all(|name| {
                    name.split('.').all(slug::is_safe) && name.matches('.').count() <= 1
                });
            if is_valid {
                aliases.push((path.to_owned(), document.place(span)));
            } else {
                self.diagnostics.push(
                    Diagnostic::error(format!("«{written}» — не адрес страницы этого раздела"))
                        .at(document.place(span))
                        .hint("напишите его от начала раздела, например `2022/turnir.html`"),
                );
            }
        }
        aliases
    }
}

/// The YAML of `text` and the byte at which the body begins. `None` with one error where there is no
/// front matter.
pub(super) fn split<'a>(
    file: &'a str,
    text: &'a str,
    diagnostics: &mut Diagnostics,
) -> Option<(YamlDocument<'a>, usize)> {
    let opening = text.len() - text.trim_start_matches(['\n', ' ', '\t']).len();
    let (first, start) = line(text, opening);
    if opening == text.len() {
        diagnostics.push(
            Diagnostic::error("файл пуст")
                .at(Place::file(file))
                .hint("напишите в нём название и текст или удалите его"),
        );
        return None;
    }
    if !is_fence(first) {
        diagnostics.push(
            Diagnostic::error("файл начинается не со строки `---`")
                .at(Place::span(file, text, opening, start))
                .hint("первой строкой поставьте `---`, под ней `название:` и другие сведения, после них снова `---`"),
        );
        return None;
    }
    let below = memchr_iter(b'\n', &text.as_bytes()[start..]).map(|end| start + end + 1);
    for at in std::iter::once(start).chain(below) {
        if text[at..].starts_with(DASHES) {
            let (content, next) = line(text, at);
            if is_fence(content) {
                return Some((YamlDocument::part(file, text, start, at), next));
            }
        }
    }
    let almost = text[start..].lines().map(str::trim).find(|line| {
        !line.is_empty() && line.chars().all(|sign| DASHES.contains(&sign) || sign == ' ')
    });
    let hint = match almost {
        Some(line) => format!("вместо `{line}` поставьте от левого края ровно три дефиса: `---`"),
        None => "поставьте строку `---` между сведениями и текстом".to_owned(),
    };
    diagnostics.push(
        Diagnostic::error("сведения в начале файла не закрыты строкой `---`")
            .at(Place::span(file, text, opening, start))
            .hint(hint),
    );
    None
}

/// The bytes of the front matter of `text`, and the byte at which the body begins; `None` where there is
/// no front matter.
pub(crate) fn split_text(text: &str) -> Option<(std::ops::Range<usize>, usize)> {
    let (yaml, body_start) = split("", text, &mut Diagnostics::new())?;
    Some((yaml.start..yaml.end, body_start))
}

/// Hyphens and the dashes that editors make of several hyphens.
const DASHES: [char; 4] = ['-', '–', '—', '―'];

/// Whether a line opens or closes the front matter: `---`, or what Word makes of it: «—», «–-», «——».
/// In YAML a line of dashes alone means nothing else; `--` and `----` may be a line of the text.
pub(super) fn is_fence(line: &str) -> bool {
    let is_dashes = || line.chars().all(|sign| DASHES.contains(&sign));
    line == "---"
        || (line.starts_with(DASHES) && !line.starts_with("--") && line != "-" && is_dashes())
}

/// The line that begins at `at`, without trailing white space, and where the next one begins.
fn line(text: &str, at: usize) -> (&str, usize) {
    let end = text[at..].find('\n').map_or(text.len(), |length| at + length);
    (text[at..end].trim_end(), (end + 1).min(text.len()))
}

/// The day that `key` names.
pub(super) fn day(fields: &Fields<'_>, key: &str, diagnostics: &mut Diagnostics) -> Option<Date> {
    let text = fields.text(key, diagnostics)?;
    match EventDate::one_day(&text) {
        Ok(day) => Some(day),
        Err(error) => {
            diagnostics.push(fields.error(key, error.message()).hint(error.hint()));
            None
        }
    }
}

#[cfg(test)]
mod tests;
