//! Checks the sizes of single files and of the whole section.

use std::cmp::Reverse;

use crate::config::Hosting;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::quantity::megabytes;

/// The number of largest files that are named when the whole section is too large.
const NAMED_FILES: usize = 3;

/// Warns about each of `files`, paths with sizes in bytes, that is too large, and if their sum is.
pub(super) fn check(files: &[(&str, u64)], hosting: &Hosting, diagnostics: &mut Diagnostics) {
    let source = |key| {
        if hosting.is_given(key) {
            ""
        } else {
            " (так говорят пользователи хостинга)"
        }
    };
    let too_large = files.iter().filter(|(_, size)| *size > hosting.file);
    diagnostics.extend(too_large.map(|(path, size)| {
        let (size, most) = (megabytes(*size), megabytes(hosting.file));
            Diagnostic::warning(format!(
                "файл `{path}` занимает {size}, а хостинг принимает до {most}{}",
                source("file_mb")
            ))
            .hint("уменьшите его или разместите в другом месте и поставьте ссылку; предел задаёт строка `файл_мб` в файле настроек")
    }));
    let sum: u64 = files.iter().map(|(_, size)| size).sum();
    if sum > hosting.total {
        let mut largest = files.to_vec();
        largest.sort_unstable_by_key(|(path, size)| (Reverse(*size), *path));
        let largest: Vec<_> = largest
            .iter()
            .take(NAMED_FILES)
            .map(|(path, size)| format!("`{path}` ({})", megabytes(*size)))
            .collect();
        let (sum, total) = (megabytes(sum), megabytes(hosting.total));
        let message =
            format!("раздел занимает {sum}, а хостинг даёт {total}{}", source("total_mb"));
        diagnostics.push(Diagnostic::warning(message).hint(format!(
            "самые большие файлы: {}; предел задаёт строка `всего_мб` в файле настроек",
            largest.join(", ")
        )));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    #[test]
    fn too_large_files_are_reported_with_their_sizes() {
        let settings = "хостинг: {файл_мб: 1, всего_мб: 5}";
        let config = Config::parse("site.yaml", settings, &mut Diagnostics::new());
        let hosting = config.unwrap().hosting;
        let kibibytes = |number| number * 1024_u64;
        let files: Vec<_> = [("a", 1024), ("b", 1025), ("c", 3072), ("d", 1)]
            .map(|(path, size)| (path, kibibytes(size)))
            .into();
        let over = |files: &[_]| {
            let mut problems = Diagnostics::new();
            check(files, &hosting, &mut problems);
            problems
        };
        assert_eq!(*over(&files[..1]), []);
        let problems = over(&files);
        let messages: Vec<_> =
            problems.iter().map(|problem| problem.message.replace('\u{a0}', " ")).collect();
        assert_eq!(
            messages,
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
