//! Copies of a file that a cloud made because the file was changed on two computers at once, or a teacher by
//! copying and pasting, known by their names. Such a name alone proves nothing: the file without the addition has to
//! lie beside it.
//!
//! | who | `index.md` becomes | source |
//! |---|---|---|
//! | Dropbox | `index (Имя's conflicted copy 2022-10-14).md` | <https://help.dropbox.com/syncing-uploads/conflicted-copy>, without the brackets |
//! | | `index (Конфликтующая копия пользователя Имя 2022-10-14).md` | as the client names them, not documented |
//! | Nextcloud, ownCloud | `index (conflicted copy 2022-10-14 101112).md` | <https://docs.nextcloud.com/desktop/latest/conflicts.html>, <https://doc.owncloud.com/desktop/next/conflicts.html> |
//! | their older clients | `index_conflict-20221014-101112.md` | as the client names them, not documented |
//! | Syncthing | `index.sync-conflict-20221014-101112-ABCDEFG.md` | <https://docs.syncthing.net/users/syncing.html#conflicting-changes> |
//! | OneDrive | `index-DESKTOP-AB12CD3.md`: the name of the computer | as the client names them, not documented |
//! | Яндекс Диск | `index(2).md` | <https://yandex.com/support/disk-desktop-macos/synchronize.html> |
//! | Google Диск, OneDrive on the web | `index (1).md` | as the client names them, not documented |
//! | Windows | `index — копия.md`, `index - Copy (2).md`, before Windows 7 `Копия index.md` | as it names them |
//! | macOS, GNOME | `index копия.md`, `index (копия).md` | as they name them |

use std::collections::HashMap;

use super::load::Loaded;
use super::{CONTENT, DATA, is_below, last_name, own_folder};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};

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

/// What an addition to a name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Addition {
    /// Only synchronisation makes it.
    Certain,
    /// People name files in this way too.
    Possible,
    /// A folder above has it: an event may be begun as a copy of another one with its folder, a table cannot.
    Folder,
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

/// The file of which one of this name may be a copy.
fn original(file: &str) -> Option<(String, Addition)> {
    of_name(file).or_else(|| of_folders(file))
}

/// The same by the folders above the file.
fn of_folders(file: &str) -> Option<(String, Addition)> {
    let (folders, name) = file.rsplit_once('/')?;
    if !folders.contains('(') && !MADE_BY_HAND.iter().any(|word| folders.contains(word)) {
        return None;
    }
    let of_folder = |folder| by_hand(folder).or_else(|| without_brackets(folder).map(|of| of.0));
    let originals = folders.split('/').map(|folder| of_folder(folder).unwrap_or(folder));
    let originals = originals.collect::<Vec<_>>().join("/");
    (originals != folders).then(|| (format!("{originals}/{name}"), Addition::Folder))
}

fn of_name(file: &str) -> Option<(String, Addition)> {
    let name = last_name(file);
    let (stem, end) = name.rsplit_once('.')?;
    let (start, addition) = without_addition(stem)?;
    let folder = &file[..file.len() - name.len()];
    Some((format!("{folder}{start}.{end}"), addition))
}

/// The stem of a name without what a cloud adds.
fn without_addition(stem: &str) -> Option<(&str, Addition)> {
    if let Some(start) = by_hand(stem) {
        return Some((start, Addition::Possible));
    }
    match stem.ends_with(')') {
        true => without_brackets(stem),
        false => behind_sign(stem).filter(|(start, _)| !start.is_empty()),
    }
}

/// The words that the systems have for a copy that somebody made.
const MADE_BY_HAND: [&str; 4] = ["копия", "Копия", "Copy", "copy"];

/// `index — копия`, `index - Copy (2)`, `index (копия)`, `Копия index`; the name without that.
fn by_hand(name: &str) -> Option<&str> {
    if !MADE_BY_HAND.iter().any(|word| name.contains(word)) {
        return None;
    }
    let numbered = name.strip_suffix(')').and_then(|open| open.rsplit_once(" ("));
    let stem = match numbered {
        Some((start, number)) if is_digits(number, number.len()) => start,
        _ => name,
    };
    let front = ["Копия ", "Copy of "].iter().find_map(|word| stem.strip_prefix(word));
    let start = front.or_else(|| {
        let is_bracketed = stem.ends_with(')');
        let stem = stem.strip_suffix(')').unwrap_or(stem);
        let start = MADE_BY_HAND.iter().find_map(|word| stem.strip_suffix(word))?;
        let signs: &[&str] = if is_bracketed { &[" ("] } else { &[" — ", " – ", " - ", " "] };
        signs.iter().find_map(|sign| start.strip_suffix(sign))
    })?;
    (!start.trim().is_empty()).then_some(start)
}

/// `index (1)`, `index(2)`, `index (… conflicted copy …)`
fn without_brackets(name: &str) -> Option<(&str, Addition)> {
    const WORDS: [&str; 3] = ["conflicted copy", "конфликтующая копия", "конфликтная копия"];
    let (start, inner) = name.strip_suffix(')')?.rsplit_once('(')?;
    let is_number = (1..=2).contains(&inner.len()) && inner.bytes().all(|one| one.is_ascii_digit());
    let addition = if is_number {
        Addition::Possible
    } else {
        let lower = inner.to_lowercase();
        WORDS.iter().any(|words| lower.contains(words)).then_some(Addition::Certain)?
    };
    let start = start.strip_suffix(' ').unwrap_or(start);
    (!start.is_empty()).then_some((start, addition))
}

/// `index.sync-conflict-20221014-101112-ABCDEFG`, `index_conflict-20221014-101112`, `index-DESKTOP-AB12CD3`
fn behind_sign(stem: &str) -> Option<(&str, Addition)> {
    // Most names end with a small letter.
    let last = stem.chars().next_back()?;
    if last.is_lowercase() {
        return None;
    }
    for sign in [".sync-conflict-", "_conflict-"] {
        if let Some((start, time)) = stem.rsplit_once(sign) {
            let (day, rest) = time.split_once('-')?;
            let is_time = is_digits(day, 8) && is_digits(rest.split('-').next()?, 6);
            return is_time.then_some((start, Addition::Certain));
        }
    }
    computer(stem)
}

/// A name of a computer: `DESKTOP-AB12CD3` as Windows gives it, or another one in capital letters.
fn computer(stem: &str) -> Option<(&str, Addition)> {
    /// Of NetBIOS names.
    const LONGEST: usize = 15;
    for sign in ["-DESKTOP-", "-LAPTOP-"] {
        if let Some((start, id)) = stem.rsplit_once(sign) {
            let id = id
                .split_once('-')
                .filter(|(_, more)| is_digits(more, more.len()))
                .map_or(id, |(id, _)| id);
            let is_id = (5..=8).contains(&id.len())
                && id.bytes().all(|one| one.is_ascii_uppercase() || one.is_ascii_digit());
            return is_id.then_some((start, Addition::Certain));
        }
    }
    // The name may have hyphens: as much of the end as is in capital letters.
    let is_part = |sign: char| sign.is_uppercase() || sign.is_ascii_digit() || sign == '-';
    let at = stem.char_indices().rev().find(|(_, sign)| !is_part(*sign));
    let tail_start = at.map_or(0, |(at, sign)| at + sign.len_utf8());
    let (start, name) = (&stem[..tail_start], &stem[tail_start..]);
    let name = name.strip_prefix('-')?;
    let is_name = name.chars().count() <= LONGEST
        && name.chars().any(char::is_uppercase)
        && !name.starts_with('-');
    is_name.then_some((start, Addition::Possible))
}

fn is_digits(text: &str, length: usize) -> bool {
    length > 0 && text.len() == length && text.bytes().all(|one| one.is_ascii_digit())
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
