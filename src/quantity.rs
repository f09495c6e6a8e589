//! Formats counts and sizes with a non-breaking space: «5 файлов», «1,2 МБ».

use crate::calendar::plural;
use crate::diagnostic::{MorePlaces, Severity};

const KIB: u64 = 1024;

/// Formats a number with the matching form of the noun: 1 файл, 2 файла, 5 файлов, 21 файл.
pub fn count(number: usize, one: &str, few: &str, many: &str) -> String {
    format!("{number}\u{a0}{}", plural(number as u64, one, few, many))
}

/// «и ещё 997 файлов»: the places of a problem that are not shown.
pub fn more_places(more: MorePlaces) -> String {
    let count_places = |number| count(number, "место", "места", "мест");
    match more {
        MorePlaces::Here(places) => format!("и ещё {}", count_places(places)),
        MorePlaces::Files(files) => format!("и ещё {}", count(files, "файл", "файла", "файлов")),
        MorePlaces::InFiles { places, files } => {
            let files = count(files, "файле", "файлах", "файлах");
            format!("и ещё {} в {files}", count_places(places))
        }
    }
}

/// «5 ошибок», «2 предупреждения».
pub fn count_problems(severity: Severity, number: usize) -> String {
    match severity {
        Severity::Error => count(number, "ошибка", "ошибки", "ошибок"),
        Severity::Warning => count(number, "предупреждение", "предупреждения", "предупреждений"),
    }
}

/// Formats a size as «2 байта», «240 КБ» or «1,2 МБ», with units of 1024 as in Windows. Rounds up,
/// so that a file above a limit is also shown above it.
pub fn size(bytes: u64) -> String {
    if bytes < KIB {
        return format!("{bytes}\u{a0}{}", plural(bytes, "байт", "байта", "байт"));
    }
    kilobytes(bytes)
}

/// As [`size`], but never in bytes.
pub fn kilobytes(bytes: u64) -> String {
    let kib = bytes.div_ceil(KIB);
    if kib < KIB { format!("{kib}\u{a0}КБ") } else { megabytes(bytes) }
}

/// As [`size`], but always in megabytes, to make sizes comparable.
pub fn megabytes(bytes: u64) -> String {
    let tenths = (bytes * 10).div_ceil(KIB * KIB);
    match (tenths / 10, tenths % 10) {
        (whole, 0) => format!("{whole}\u{a0}МБ"),
        (whole, tenth) => format!("{whole},{tenth}\u{a0}МБ"),
    }
}

/// The first `shown` of `paths`, and how many more there are: «`a`, `b` и ещё 2».
pub fn first_paths(paths: &[impl AsRef<str>], shown: usize) -> String {
    let named = paths.iter().take(shown).map(|path| format!("`{}`", path.as_ref()));
    let named = named.collect::<Vec<_>>().join(", ");
    match paths.len().saturating_sub(shown) {
        0 => named,
        more => format!("{named} и ещё {more}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{count, first_paths, kilobytes, megabytes, size};

    #[test]
    fn a_number_takes_its_form_of_the_noun() {
        for (number, noun) in [
            (0, "файлов"),
            (1, "файл"),
            (2, "файла"),
            (4, "файла"),
            (5, "файлов"),
            (11, "файлов"),
            (14, "файлов"),
            (21, "файл"),
            (111, "файлов"),
            (1022, "файла"),
        ] {
            let expected = format!("{number}\u{a0}{noun}");
            assert_eq!(count(number, "файл", "файла", "файлов"), expected);
        }
    }

    #[test]
    fn a_size_has_its_unit() {
        for (bytes, expected) in [
            (0, "0\u{a0}байт"),
            (2, "2\u{a0}байта"),
            (1024, "1\u{a0}КБ"),
            (1025, "2\u{a0}КБ"),
            (1024 * 1024, "1\u{a0}МБ"),
            (1024 * 1024 + 1, "1,1\u{a0}МБ"),
        ] {
            assert_eq!(size(bytes), expected);
        }
        assert_eq!((kilobytes(0), kilobytes(2)), ("0\u{a0}КБ".to_owned(), "1\u{a0}КБ".to_owned()));
        assert_eq!(megabytes(1), "0,1\u{a0}МБ");
    }

    #[test]
    fn a_long_list_names_its_first_paths() {
        assert_eq!(first_paths(&["a", "b"], 2), "`a`, `b`");
        assert_eq!(first_paths(&["a", "b", "c", "d"], 2), "`a`, `b` и ещё 2");
    }
}
