//! Files and sections that are larger than the hosting allows.

use std::cmp::Reverse;

use crate::config::Hosting;
use crate::diagnostic::Diagnostic;
use crate::quantity::megabytes;

/// How many files are named where all of them together are too much.
const NAMED: usize = 3;

/// A warning for each of `files` that is too large, and one where all together are; sizes in bytes.
pub(super) fn over(files: &[(&str, u64)], hosting: &Hosting) -> Vec<Diagnostic> {
    let rumour = |key| {
        if hosting.is_given(key) {
            ""
        } else {
            " (так говорят пользователи хостинга)"
        }
    };
    let mut problems: Vec<_> = files
        .iter()
        .filter(|(_, size)| *size > hosting.file)
        .map(|(path, size)| {
            let (size, most) = (megabytes(*size), megabytes(hosting.file));
            Diagnostic::warning(format!(
                "файл `{path}` занимает {size}, а хостинг принимает до {most}{}",
                rumour("file_mb")
            ))
            .hint("уменьшите его или разместите в другом месте и поставьте ссылку; предел задаёт строка `файл_мб` в файле настроек")
        })
        .collect();
    let sum: u64 = files.iter().map(|(_, size)| size).sum();
    if sum > hosting.total {
        let mut largest = files.to_vec();
        largest.sort_unstable_by_key(|(path, size)| (Reverse(*size), *path));
        let largest: Vec<_> = largest
            .iter()
            .take(NAMED)
            .map(|(path, size)| format!("`{path}` ({})", megabytes(*size)))
            .collect();
        let (sum, total) = (megabytes(sum), megabytes(hosting.total));
        let message =
            format!("раздел занимает {sum}, а хостинг даёт {total}{}", rumour("total_mb"));
        problems.push(Diagnostic::warning(message).hint(format!(
            "самые большие файлы: {}; предел задаёт строка `всего_мб` в файле настроек",
            largest.join(", ")
        )));
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::diagnostic::Diagnostics;

    #[test]
    fn what_is_too_large_is_told_with_its_size() {
        let settings = "хостинг: {файл_мб: 1, всего_мб: 5}";
        let config = Config::parse("site.yaml", settings, &mut Diagnostics::new());
        let hosting = config.unwrap().hosting;
        let kibibytes = |number| number * 1024_u64;
        let files: Vec<_> = [("a", 1024), ("b", 1025), ("c", 3072), ("d", 1)]
            .map(|(path, size)| (path, kibibytes(size)))
            .into();
        assert_eq!(over(&files[..1], &hosting), []);
        let problems = over(&files, &hosting);
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
