//! Front matter: YAML between two `---` lines, and the keys that documents of all kinds share.

use std::ops::RangeInclusive;

use jiff::civil::Date;
use memchr::{memchr_iter, memrchr};

use super::{PAGES, POSTS, REPORTS};
use crate::calendar::{EventDate, SchoolYear};
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

/// The error for an `index.md` that would make a folder of many documents a single one.
fn misplaced_index(file: &str) -> Option<Diagnostic> {
    let folder = own_folder(file)?.trim_end_matches('/');
    let whose = match collection(folder)? {
        Collection::Kind => format!("папке `{folder}`"),
        Collection::SchoolYear(name) => format!("папке учебного года «{name}»"),
    };
    let hint = "положите его в папку самого события или страницы либо назовите файл по событию: `turnir.md`";
    Some(
        Diagnostic::error(format!("`index.md` лежит прямо в {whose}"))
            .at(Place::file(file))
            .hint(hint),
    )
}

/// A folder that is made for many documents.
enum Collection<'a> {
    /// All documents of one kind.
    Kind,
    SchoolYear(&'a str),
}

fn collection(folder: &str) -> Option<Collection<'_>> {
    if [POSTS, PAGES, REPORTS].iter().any(|all| all.eq_ignore_ascii_case(folder)) {
        return Some(Collection::Kind);
    }
    let name = folder.rsplit('/').next().unwrap_or_default();
    SchoolYear::parse(name).is_ok().then_some(Collection::SchoolYear(name))
}

/// Whether `folder` is made for many documents: it holds all of a kind or those of a school year.
/// It may end with `/`.
pub(crate) fn is_collection(folder: &str) -> bool {
    collection(folder.trim_end_matches('/')).is_some()
}

/// `turnir` for both `…/turnir.md` and `…/turnir/index.md`.
pub(crate) fn name_of(file: &str) -> &str {
    let mut names = file.rsplit('/');
    let name = names.next().unwrap_or_default();
    if is_index(name) {
        return names.next().unwrap_or_default();
    }
    stem(name)
}

/// `turnir` for `turnir.md` and for `turnir.md.md`: where the ends of names are hidden, people add
/// one more.
fn stem(name: &str) -> &str {
    let mut stem = name;
    while let Some((shorter, end)) = stem.rsplit_once('.')
        && end.eq_ignore_ascii_case("md")
    {
        stem = shorter;
    }
    stem
}

const INDEX: &str = "index";

/// Whether `name` is `index.md`, in any case: it makes its folder a document.
fn is_index(name: &str) -> bool {
    // Asked of every document at each edit of the preview.
    let may_be = name.get(..INDEX.len()).is_some_and(|start| start.eq_ignore_ascii_case(INDEX));
    let is_stem = |stem: &str| stem.len() < name.len() && stem.eq_ignore_ascii_case(INDEX);
    may_be && is_stem(stem(name))
}

/// The folder of an `index.md`, with `/` at its end: all files in it belong to that document.
pub(crate) fn own_folder(file: &str) -> Option<&str> {
    let (folder, name) = file.split_at(memrchr(b'/', file.as_bytes())? + 1);
    is_index(name).then_some(folder)
}

/// Whether `file` lies in `folder`, in any case: Windows does not tell `Posts` from `posts`.
pub(crate) fn is_below(file: &str, folder: &str) -> bool {
    file.get(..folder.len()).is_some_and(|start| start.eq_ignore_ascii_case(folder))
        && file[folder.len()..].starts_with('/')
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
        for text in
            ["---", "---\n", "---\na: b\n----\n", "---\na: b\n--- c", "---\n ---\n", "-\na: b\n-\n"]
        {
            assert!(split("a.md", text, &mut Diagnostics::new()).is_none(), "{text:?}");
        }
    }

    #[test]
    fn dashes_of_word_are_three_hyphens() {
        for text in ["—\na: b\n—\nc\n---\n", "–-\na: b\n---\nc\n---\n", "---\na: b\n——\nc\n---\n"]
        {
            let (document, start) = split("a.md", text, &mut Diagnostics::new()).unwrap();
            assert_eq!(&text[document.start..document.end], "a: b\n", "{text:?}");
            assert_eq!(&text[start..], "c\n---\n", "{text:?}");
        }
        let mut problems = Diagnostics::new();
        assert!(split("a.md", "---\na: b\n----\nc\n", &mut problems).is_none());
        assert!(problems[0].hint.starts_with("вместо `----` поставьте"), "{problems:?}");
    }

    #[test]
    fn a_file_of_any_name_has_a_name_for_its_address() {
        for (file, name) in [
            ("content/posts/turnir.md", "turnir"),
            ("content/posts/turnir/Index.MD", "turnir"),
            ("content/posts/б.MD", "б"),
            ("content/posts/turnir.md.md", "turnir"),
            ("content/posts/turnir/index.md.MD", "turnir"),
            ("a", "a"),
            ("б/ы", "ы"),
            ("", ""),
        ] {
            assert_eq!(name_of(file), name, "{file}");
        }
    }
}
