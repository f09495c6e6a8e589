//! What clouds and file managers add to the name of a copy.
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

use crate::content::last_name;

/// What an addition to a name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Addition {
    /// Only synchronisation makes it.
    Certain,
    /// People name files in this way too.
    Possible,
    /// A folder above has it: an event may be begun as a copy of another one with its folder, a table cannot.
    Folder,
}

/// The file of which one of this name may be a copy.
pub(super) fn original(file: &str) -> Option<(String, Addition)> {
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
    let is_number = inner.len() <= 2 && is_digits(inner, inner.len());
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
