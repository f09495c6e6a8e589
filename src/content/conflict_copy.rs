//! Copies of a file that a cloud made because the file was changed on two computers at once, or a teacher by
//! copying and pasting, known by their names (`name`). Such a name alone proves nothing: the file without the addition
//! has to lie beside it.

mod name;

use std::collections::HashMap;

use super::load::Loaded;
use super::{CONTENT, DATA, is_below, last_name, own_folder};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use name::{Addition, original};

/// A second version of a file, which is no part of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConflictCopy {
    /// Relative to the site's root, as is `original`.
    pub file: String,
    /// The file of which it is a version.
    pub original: String,
    /// Whether it cannot be anything else. Otherwise it is an error until somebody has decided.
    pub is_certain: bool,
}

impl Addition {
    /// Whether the file with it cannot be anything but a copy of `original`.
    fn is_certain(self, original: &str) -> bool {
        match self {
            Self::Certain => true,
            Self::Possible => !may_be_numbered(original),
            Self::Folder => is_below(original, DATA) && is_yaml(original),
        }
    }
}

impl ConflictCopy {
    /// The problem that it is.
    pub fn problem(&self) -> Diagnostic {
        let [original, name] = self.names();
        let decide = "сравните оба в редакторе («Корзина и версии») и удалите лишний";
        let cause =
            "так облако называет правки, сделанные на двух компьютерах сразу, а Проводник — копии";
        let problem = match self.is_certain {
            true => Diagnostic::warning(format!(
                "это вторая версия файла `{original}`, на сайт она не попадёт"
            ))
            .hint(format!("{cause}: {decide}")),
            false => Diagnostic::error(format!(
                "`{name}` похож на вторую версию файла `{original}`"
            ))
            .hint(format!(
                "{cause}: {decide}; если это другое событие, переименуйте его файл или папку"
            )),
        };
        problem.at(Place::file(&*self.file))
    }

    /// What tells the original and the copy apart: their names, with the folder where these are the same.
    pub fn names(&self) -> [&str; 2] {
        let files = [&*self.original, &*self.file];
        let names = files.map(last_name);
        if names[0] != names[1] {
            return names;
        }
        // Everything behind the last folder that both have.
        let common = files[0].bytes().zip(files[1].bytes()).take_while(|(one, other)| one == other);
        let folder = files[0].get(..common.count()).and_then(|start| start.rfind('/'));
        files.map(|file| folder.and_then(|at| file.get(at + 1..)).unwrap_or(file))
    }

    /// The copy that `file` is certainly, by its name and whether `exists` says that the other file is there.
    pub(crate) fn certain(file: &str, exists: impl Fn(&str) -> bool) -> Option<Self> {
        let (original, addition) = original(file)?;
        let is_certain = addition.is_certain(&original) && exists(&original);
        is_certain.then(|| Self { file: file.to_owned(), original, is_certain })
    }
}

/// The copies among `files`, in their order.
pub(super) fn find<'a>(
    files: impl Iterator<Item = (&'a str, &'a Loaded)> + Clone,
) -> Vec<ConflictCopy> {
    let mut found = Vec::new();
    let mut all: HashMap<&str, &Loaded> = HashMap::new();
    for (file, loaded) in files.clone() {
        let Some((original, addition)) = original(file) else { continue };
        if all.is_empty() {
            all.extend(files.clone());
        }
        let Some(other) = all.get(&*original) else { continue };
        let is_certain = addition.is_certain(&original);
        if is_certain || are_alike(loaded, other) {
            found.push(ConflictCopy { file: file.to_owned(), original, is_certain });
        }
    }
    found
}

/// Removes what was said of the copies themselves: they are read by nobody.
pub(super) fn forget_problems(copies: &[ConflictCopy], diagnostics: &mut Diagnostics) {
    if copies.is_empty() {
        return;
    }
    let is_copy = |file: &str| copies.iter().any(|copy| copy.file == file);
    diagnostics.retain(|problem| !problem.place.as_ref().is_some_and(|one| is_copy(&one.file)));
}

/// Whether several files of this name with numbers may be wanted: events of one name, photos. Of the settings and
/// the tables there is one each, and of the text in the folder of an event.
fn may_be_numbered(original: &str) -> bool {
    let is_single = is_below(original, DATA)
        || original.matches('/').count() == CONTENT.matches('/').count() + 1;
    !(is_single && is_yaml(original)) && own_folder(original).is_none()
}

fn is_yaml(file: &str) -> bool {
    let lower = file.to_ascii_lowercase();
    [".yaml", ".yml"].iter().any(|end| lower.ends_with(end))
}

/// Whether two documents tell of one thing.
fn are_alike(one: &Loaded, other: &Loaded) -> bool {
    fn title(loaded: &Loaded) -> Option<&str> {
        match loaded {
            Loaded::Post(post) => Some(&post.title),
            Loaded::Page(page) => Some(&page.title),
            Loaded::Report(report) => Some(&report.title),
            Loaded::Invalid(document) => document.head.title.as_deref(),
            Loaded::Data(_) | Loaded::Attachment(_) | Loaded::Nothing => None,
        }
    }
    if let (Loaded::Post(one), Loaded::Post(other)) = (one, other)
        && one.meta.date == other.meta.date
    {
        return true;
    }
    title(one).is_some() && title(one) == title(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn original_of(name: &str) -> Option<(String, Addition)> {
        original(&format!("content/posts/a/{name}"))
            .map(|(file, addition)| (last_name(&file).to_owned(), addition))
    }

    #[test]
    fn names_of_copies_are_known() {
        for name in [
            "index (Анна's conflicted copy 2022-10-14).md",
            "index (конфликтующая копия Учитель 2022-10-14).md",
            "index (Конфликтующая копия пользователя Анна 2022-02-14 02_1.12.08 PM).md",
            "index (Конфликтующая копия с DESKTOP-AB12CD3).md",
            "index (conflicted copy 2022-10-14 101112).md",
            "index_conflict-20221014-101112.md",
            "index.sync-conflict-20221014-101112-ABCDEFG.md",
            "index-DESKTOP-AB12CD.md",
            "index-LAPTOP-AB12CD34.md",
            "index-DESKTOP-AB12CD3-2.md",
        ] {
            assert_eq!(
                original_of(name),
                Some(("index.md".to_owned(), Addition::Certain)),
                "{name}"
            );
        }
        for name in [
            "turnir (1).md",
            "turnir(2).md",
            "turnir-KAB12-PC.md",
            "turnir-ШКОЛА.md",
            "turnir — копия.md",
            "turnir - копия.md",
            "turnir — копия (2).md",
            "turnir - Copy.md",
            "turnir - Copy (13).md",
            "Копия turnir.md",
            "Copy of turnir.md",
            "turnir копия.md",
            "turnir copy.md",
            "turnir (копия).md",
        ] {
            assert_eq!(
                original_of(name),
                Some(("turnir.md".to_owned(), Addition::Possible)),
                "{name}"
            );
        }
    }

    #[test]
    fn a_folder_may_be_copied_with_all_that_is_in_it() {
        for (file, of) in [
            ("content/posts/turnir — копия/index.md", "content/posts/turnir/index.md"),
            ("content/posts/2026-27 - Copy (2)/den.md", "content/posts/2026-27/den.md"),
            ("content/posts/turnir (1)/index.md", "content/posts/turnir/index.md"),
        ] {
            assert_eq!(original(file), Some((of.to_owned(), Addition::Folder)), "{file}");
        }
        for (file, is_certain) in [
            ("content/data (1)/teachers.yaml", true),
            ("content/data — копия/teachers.yaml", true),
            // A page may link to it where it lies.
            ("content/data (1)/prikaz.pdf", false),
            ("content/posts/turnir (1)/index.md", false),
        ] {
            assert_eq!(ConflictCopy::certain(file, |_| true).is_some(), is_certain, "{file}");
        }
        let copy = |file: &str, original: &str| ConflictCopy {
            file: file.to_owned(),
            original: original.to_owned(),
            is_certain: false,
        };
        let folder = copy("content/posts/a — копия/index.md", "content/posts/a/index.md");
        assert_eq!(folder.names(), ["a/index.md", "a — копия/index.md"]);
        let year = copy("content/posts/2026 — копия/a/index.md", "content/posts/2026/a/index.md");
        assert_eq!(year.names(), ["2026/a/index.md", "2026 — копия/a/index.md"]);
        assert_eq!(copy("content/a (1).md", "content/a.md").names(), ["a.md", "a (1).md"]);
    }

    #[test]
    fn names_of_other_files_are_not() {
        for name in [
            "fotokopiya.md",
            "копия.md",
            "светокопия.md",
            "opyt-copy-2.md",
            "photocopy.md",
            "Копия.md",
            "index.md",
            "turnir-2.md",
            "turnir-2022.md",
            "turnir-po-shahmatam.md",
            "spor (конфликт интересов).md",
            "IMG_2022-10-14.jpg",
            "DSC-0001.JPG",
            "(1).md",
            "-DESKTOP-AB12CD3.md",
            "turnir (2022).md",
            "turnir (2022)/index.md",
            "(1)/index.md",
            "turnir-desktop-ab12cd3.md",
            "ТУРНИР.md",
            "a_conflict-.md",
            "README",
            "",
        ] {
            assert_eq!(original_of(name), None, "{name}");
        }
    }

    #[test]
    fn only_a_file_beside_the_original_is_certainly_a_copy() {
        let there = |file: &str| file == "content/posts/a/1.jpg" || file == "content/site.yaml";
        let certain = |file: &str| ConflictCopy::certain(file, there).map(|copy| copy.original);
        let photo = "content/posts/a/1 (conflicted copy 2022-10-14 101112).jpg";
        assert_eq!(certain(photo).as_deref(), Some("content/posts/a/1.jpg"));
        assert_eq!(certain("content/site (1).yaml").as_deref(), Some("content/site.yaml"));
        for file in
            ["content/posts/a/1 (1).jpg", "content/posts/b/1.sync-conflict-20221014-101112-A.jpg"]
        {
            assert_eq!(certain(file), None, "{file}");
        }
    }
}
