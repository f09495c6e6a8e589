//! The note that lies in a pack: what to upload where, in which order, and what to remove.

use crate::calendar::plural;
use crate::publish::plan::Plan;

/// The note's text, as Windows' editor has always read it: with a mark of its encoding, and its own
/// ends of lines.
pub(super) fn write(steps: &[(&'static str, Vec<&str>)], plan: &Plan, folder: &str) -> String {
    let mut lines = vec![
        "ЧТО СДЕЛАТЬ, ЧТОБЫ РАЗДЕЛ НА САЙТЕ ОБНОВИЛСЯ".to_owned(),
        String::new(),
        format!("Откройте в панели управления сайтом файловый менеджер, а в нём папку {folder}"),
        "Первый раз создайте её. Делайте всё по порядку: тогда ни одна ссылка не ведёт в пустоту."
            .to_owned(),
    ];
    let mut number = 0;
    let mut head = |lines: &mut Vec<String>, text: String| {
        number += 1;
        lines.extend([String::new(), format!("{number}. {text}")]);
    };
    let remove = |lines: &mut Vec<String>, paths: &[String]| {
        lines.extend(paths.iter().map(|path| format!("     {path}")));
    };
    if !plan.clear.is_empty() {
        head(&mut lines, "Удалите в этой папке, чтобы освободить место новым файлам:".to_owned());
        remove(&mut lines, &plan.clear);
    }
    for (step, (name, paths)) in steps.iter().enumerate() {
        let count = paths.len();
        let noun = plural(count as u64, "файл", "файла", "файлов");
        head(
            &mut lines,
            format!(
                "Загрузите всё, что лежит внутри {}-{name} ({count} {noun}); вложенные папки сохраните, прежние файлы замените:",
                step + 1
            ),
        );
        lines.extend(paths.iter().map(|path| format!("     {path}")));
    }
    if !plan.remove.is_empty() {
        head(&mut lines, "Удалите в этой папке:".to_owned());
        remove(&mut lines, &plan.remove);
    }
    head(&mut lines, "Скажите Ростку, что всё загружено: rostok pack --done".to_owned());
    format!("\u{feff}{}\r\n", lines.join("\r\n"))
}
