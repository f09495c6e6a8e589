//! The head of a post or a page: YAML between two `---` lines, and what is common to both.

use jiff::civil::Date;
use memchr::memchr_iter;

use super::{PAGES, POSTS, REPORTS};
use crate::calendar::{EventDate, SchoolYear};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::slug;
use crate::yaml::{Document, Fields};

/// The front matter of `text` and the byte at which the body begins.
pub(super) fn split<'a>(
    file: &'a str,
    text: &'a str,
    diagnostics: &mut Diagnostics,
) -> Option<(Document<'a>, usize)> {
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
    if first != "---" {
        diagnostics.push(
            Diagnostic::error("файл начинается не со строки `---`")
                .at(Place::span(file, text, opening, start))
                .hint("первой строкой поставьте `---`, под ней `название:` и другие сведения, после них снова `---`"),
        );
        return None;
    }
    let below = memchr_iter(b'\n', &text.as_bytes()[start..]).map(|end| start + end + 1);
    for at in std::iter::once(start).chain(below) {
        if text[at..].starts_with("---") {
            let (content, next) = line(text, at);
            if content == "---" {
                return Some((Document { file, source: text, start, end: at }, next));
            }
        }
    }
    diagnostics.push(
        Diagnostic::error("сведения в начале файла не закрыты строкой `---`")
            .at(Place::span(file, text, opening, opening + 3))
            .hint("поставьте строку `---` между сведениями и текстом"),
    );
    None
}

/// The line that begins at `at`, without white space after it, and the beginning of the next one.
fn line(text: &str, at: usize) -> (&str, usize) {
    let end = text[at..].find('\n').map_or(text.len(), |length| at + length);
    (text[at..end].trim_end(), (end + 1).min(text.len()))
}

/// The name of a post or a page in addresses: `slug:`, else the name of its file, or of its folder
/// where the file is called `index.md`.
pub(super) fn slug_of(
    file: &str,
    fields: &Fields<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    if let Some(problem) = too_high(file) {
        diagnostics.push(problem);
        return None;
    }
    if let Some(written) = fields.text("slug", diagnostics) {
        if slug::is_safe(&written) {
            return Some(written);
        }
        let fixed = slug::slugify(&written);
        diagnostics.push(
            fields.error("slug", format!("«{written}» не годится для адреса страницы")).hint(
                if fixed.is_empty() {
                    "напишите строчные латинские буквы, цифры и дефис".to_owned()
                } else {
                    format!("напишите `{fixed}`: строчные латинские буквы, цифры и дефис")
                },
            ),
        );
        return None;
    }
    let name = name_of(file);
    let slug = slug::slugify(name);
    if slug.is_empty() {
        diagnostics.push(
            Diagnostic::error(format!("из имени файла «{name}» не получается адрес страницы"))
                .at(Place::file(file))
                .hint("назовите файл словами или добавьте строку `адрес: turnir`"),
        );
        return None;
    }
    Some(slug)
}

/// An `index.md` that would make the folder of many events one post.
fn too_high(file: &str) -> Option<Diagnostic> {
    let folder = own_folder(file)?;
    let folder = folder.trim_end_matches('/');
    let name = folder.rsplit('/').next().unwrap_or_default();
    let whose = if [POSTS, PAGES, REPORTS].iter().any(|all| all.eq_ignore_ascii_case(folder)) {
        format!("папке `{folder}`")
    } else if SchoolYear::parse(name).is_ok() {
        format!("папке учебного года «{name}»")
    } else {
        return None;
    };
    let hint = "положите его в папку самого события или страницы либо назовите файл по событию: `turnir.md`";
    Some(
        Diagnostic::error(format!("`index.md` лежит прямо в {whose}"))
            .at(Place::file(file))
            .hint(hint),
    )
}

/// `turnir` of both `…/turnir.md` and `…/turnir/index.md`.
fn name_of(file: &str) -> &str {
    let mut names = file.rsplit('/');
    let name = names.next().unwrap_or_default();
    if is_index(name) {
        return names.next().unwrap_or_default();
    }
    match name.rsplit_once('.') {
        Some((stem, end)) if end.eq_ignore_ascii_case("md") => stem,
        _ => name,
    }
}

/// Whether `name` makes its folder a post: `index.md` in any case.
pub(super) fn is_index(name: &str) -> bool {
    name.eq_ignore_ascii_case("index.md")
}

/// The folder that belongs to the post or page `file` alone, with `/` at its end.
pub(super) fn own_folder(file: &str) -> Option<String> {
    let (folder, name) = file.rsplit_once('/')?;
    is_index(name).then(|| format!("{folder}/"))
}

/// Addresses under which the page could be found before: paths of the output that end in `.html`.
pub(super) fn aliases(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Vec<(String, Place)> {
    let document = fields.document();
    let mut aliases = Vec::new();
    for (written, span) in fields.texts("aliases", diagnostics) {
        let path = written.trim_start_matches('/');
        let sound = path.ends_with(".html")
            && path
                .split('/')
                .all(|name| name.split('.').all(slug::is_safe) && name.matches('.').count() <= 1);
        if sound {
            aliases.push((path.to_owned(), document.place(span)));
        } else {
            diagnostics.push(
                Diagnostic::error(format!("«{written}» — не адрес страницы этого раздела"))
                    .at(document.place(span))
                    .hint("напишите его от начала раздела, например `2022/turnir.html`"),
            );
        }
    }
    aliases
}

/// The day of the last change.
pub(super) fn updated(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Option<Date> {
    day(fields, "updated", diagnostics)
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
mod tests {
    use super::{Diagnostics, name_of, split};

    #[test]
    fn a_head_ends_at_a_line_of_three_dashes_alone() {
        for (text, head, body) in [
            ("---\na: b\n---\nc", "a: b\n", "c"),
            ("\n ---  \na: ---\n----\n ---\n---\u{a0}\t\n---\n", "a: ---\n----\n ---\n", "---\n"),
            ("---\n---\n", "", ""),
            ("---\na: b\n---", "a: b\n", ""),
        ] {
            let (document, start) = split("a.md", text, &mut Diagnostics::new()).unwrap();
            assert_eq!(&text[document.start..document.end], head, "{text:?}");
            assert_eq!(&text[start..], body, "{text:?}");
        }
        for text in ["---", "---\n", "---\na: b\n----\n", "---\na: b\n--- c", "---\n ---\n"] {
            assert!(split("a.md", text, &mut Diagnostics::new()).is_none(), "{text:?}");
        }
    }

    #[test]
    fn a_file_of_any_name_has_a_name_for_its_address() {
        for (file, name) in [
            ("content/posts/turnir.md", "turnir"),
            ("content/posts/turnir/Index.MD", "turnir"),
            ("content/posts/б.MD", "б"),
            ("a", "a"),
            ("б/ы", "ы"),
            ("", ""),
        ] {
            assert_eq!(name_of(file), name, "{file}");
        }
    }
}
