//! What the path of a file says: the name of its document, and which folder belongs to it.

use memchr::memrchr;

use super::{PAGES, POSTS, REPORTS};
use crate::calendar::SchoolYear;
use crate::diagnostic::{Diagnostic, Place};
use crate::fs::is_portable_name;

/// The error for an `index.md` that would make a folder of many documents a single one.
pub(super) fn misplaced_index(file: &str) -> Option<Diagnostic> {
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

/// The warning for a file whose section cannot be copied to a computer with Windows.
pub(super) fn refused_by_windows(file: &str) -> Option<Diagnostic> {
    let name = file.split('/').find(|name| !is_portable_name(name))?;
    Some(
        Diagnostic::warning(format!("Windows не принимает имя `{name}`"))
            .at(Place::file(file))
            .hint("переименуйте: с таким именем раздел не скопировать на компьютер с Windows"),
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

/// The name of a file or a folder, without those that it lies in.
pub(crate) fn last_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
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

/// Whether the name of `file` is that of a Markdown file.
pub(crate) fn is_markdown(file: &str) -> bool {
    std::path::Path::new(file).extension().is_some_and(|ext| ext.eq_ignore_ascii_case("md"))
}

/// What the two places that a document may have share: `…/turnir` of `…/turnir.MD` and of `…/turnir/index.md`.
pub(crate) fn document_path(file: &str) -> &str {
    if let Some(folder) = own_folder(file) {
        return folder.trim_end_matches('/');
    }
    let name = last_name(file);
    file.strip_suffix(&name[stem(name).len()..]).unwrap_or(file)
}

/// `…/a/index.md` for `…/a.md` and vice versa: a document that gets photos moves into a folder. `None` of what is no
/// document.
pub(crate) fn other_form(file: &str) -> Option<String> {
    let path = document_path(file);
    match own_folder(file) {
        Some(_) => Some(format!("{path}.md")),
        None => (path.len() < file.len()).then(|| format!("{path}/index.md")),
    }
}

/// Whether `file` lies in `folder`, in any case: Windows does not tell `Posts` from `posts`.
pub(crate) fn is_below(file: &str, folder: &str) -> bool {
    file.get(..folder.len()).is_some_and(|start| start.eq_ignore_ascii_case(folder))
        && file[folder.len()..].starts_with('/')
}

#[cfg(test)]
mod tests {
    use super::{document_path, name_of, other_form};

    #[test]
    fn a_document_has_two_places() {
        for (file, path, other) in [
            ("content/posts/a.md", "content/posts/a", Some("content/posts/a/index.md")),
            (
                "content/posts/Турнир.MD",
                "content/posts/Турнир",
                Some("content/posts/Турнир/index.md"),
            ),
            ("content/posts/a/index.md", "content/posts/a", Some("content/posts/a.md")),
            ("content/posts/a/Index.Md", "content/posts/a", Some("content/posts/a.md")),
            ("content/posts/a/1.jpg", "content/posts/a/1.jpg", None),
            ("content/posts/md", "content/posts/md", None),
        ] {
            assert_eq!((document_path(file), other_form(file).as_deref()), (path, other), "{file}");
        }
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
