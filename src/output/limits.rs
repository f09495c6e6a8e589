//! What goes over the limits of a hosting.

use std::cmp::Reverse;

use super::set::{Body, OutputSet};
use crate::diagnostic::Diagnostic;
use crate::fs;

/// How many files are named where all of them together are too much.
const NAMED: usize = 3;

/// A warning for each file of `set` larger than `file` bytes, and one where all together are larger
/// than `total` bytes.
///
/// # Errors
/// Where a source file cannot be looked at.
pub fn over(set: &OutputSet, file: u64, total: u64) -> Result<Vec<Diagnostic>, fs::Error> {
    let size = |body: &Body| match body {
        Body::Bytes(bytes) => Ok(bytes.len() as u64),
        Body::File(source) => fs::size(source),
        Body::Known { size, .. } => Ok(*size),
    };
    let mut sizes = set
        .iter()
        .map(|(path, body)| Ok((size(body)?, path)))
        .collect::<Result<Vec<_>, fs::Error>>()?;
    let mut problems: Vec<_> = sizes
        .iter()
        .filter(|(size, _)| *size > file)
        .map(|(size, path)| {
            let (size, file) = (megabytes(*size), megabytes(file));
            Diagnostic::warning(format!("файл `{path}` занимает {size}, а хостинг принимает до {file}"))
                .hint("уменьшите его или разместите в другом месте и поставьте ссылку; предел задаёт строка `файл_мб` в файле настроек")
        })
        .collect();
    let sum: u64 = sizes.iter().map(|(size, _)| size).sum();
    if sum > total {
        sizes.sort_unstable_by_key(|(size, path)| (Reverse(*size), *path));
        let largest: Vec<_> = sizes
            .iter()
            .take(NAMED)
            .map(|(size, path)| format!("`{path}` ({})", megabytes(*size)))
            .collect();
        let (sum, total) = (megabytes(sum), megabytes(total));
        problems.push(
            Diagnostic::warning(format!("раздел занимает {sum}, а хостинг даёт {total}")).hint(
                format!(
                    "самые большие файлы: {}; предел задаёт строка `всего_мб` в файле настроек",
                    largest.join(", ")
                ),
            ),
        );
    }
    Ok(problems)
}

/// «15,0 МБ», of 1024 × 1024 bytes each, rounded up: what is over a limit shows it.
fn megabytes(bytes: u64) -> String {
    let tenths = (bytes * 10).div_ceil(1024 * 1024);
    match tenths % 10 {
        0 => format!("{}\u{a0}МБ", tenths / 10),
        rest => format!("{},{rest}\u{a0}МБ", tenths / 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_large_is_told_with_its_size() {
        let mut set = OutputSet::new();
        for (path, kibibytes) in [("a", 1024), ("b", 1025), ("c", 3072), ("d", 1)] {
            set.insert(path, Body::Bytes(vec![0; kibibytes * 1024])).unwrap();
        }
        let mebibyte = 1024 * 1024;
        assert_eq!(over(&set, 3 * mebibyte, 6 * mebibyte).unwrap(), []);
        let problems = over(&set, mebibyte, 5 * mebibyte).unwrap();
        let told: Vec<_> =
            problems.iter().map(|problem| problem.message.replace('\u{a0}', " ")).collect();
        assert_eq!(
            told,
            [
                "файл `b` занимает 1,1 МБ, а хостинг принимает до 1 МБ",
                "файл `c` занимает 3 МБ, а хостинг принимает до 1 МБ",
                "раздел занимает 5,1 МБ, а хостинг даёт 5 МБ",
            ]
        );
        let hint = problems[2].hint.replace('\u{a0}', " ");
        assert!(hint.contains("`c` (3 МБ), `b` (1,1 МБ), `a` (1 МБ);"), "{hint}");
    }
}
