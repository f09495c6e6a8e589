//! The note in a pack: what to upload where, in which order, and what to remove.

use super::Step;
use crate::calendar::plural;
use crate::publish::plan::Plan;

/// How many files of a folder are named: the folder is uploaded whole.
const NAMED: usize = 20;

/// The text of the note, with a byte order mark and CR LF: old versions of Notepad need both.
pub(super) fn write(steps: &[Step<'_>], plan: &Plan, folder: &str) -> String {
    let mut lines = vec![
        "ЧТО СДЕЛАТЬ, ЧТОБЫ РАЗДЕЛ НА САЙТЕ ОБНОВИЛСЯ".to_owned(),
        String::new(),
        format!("Откройте в панели управления сайтом файловый менеджер, а в нём папку {folder}"),
        "Первый раз создайте её. Делайте всё по порядку: тогда ни одна ссылка не ведёт в пустоту."
            .to_owned(),
    ];
    let mut number = 0;
    let mut heading = |lines: &mut Vec<String>, text: String| {
        number += 1;
        lines.extend([String::new(), format!("{number}. {text}")]);
    };
    let list = |lines: &mut Vec<String>, paths: &[String]| {
        lines.extend(paths.iter().map(|path| format!("     {path}")));
    };
    if !plan.clear.is_empty() {
        heading(
            &mut lines,
            "Удалите в этой папке, чтобы освободить место новым файлам:".to_owned(),
        );
        list(&mut lines, &plan.clear);
    }
    for (index, Step { name, paths }) in steps.iter().enumerate() {
        let count = paths.len();
        let noun = plural(count as u64, "файл", "файла", "файлов");
        heading(
            &mut lines,
            format!(
                "Загрузите всё, что лежит внутри {}-{name} ({count} {noun}); вложенные папки сохраните, прежние файлы замените:",
                index + 1
            ),
        );
        lines.extend(paths.iter().take(NAMED).map(|path| format!("     {path}")));
        if count > NAMED {
            lines.push(format!("     и ещё {}", count - NAMED));
        }
    }
    if !plan.remove.is_empty() {
        heading(&mut lines, "Удалите в этой папке:".to_owned());
        list(&mut lines, &plan.remove);
    }
    heading(&mut lines, "Скажите Ростку, что всё загружено: rostok pack --done".to_owned());
    format!("\u{feff}{}\r\n", lines.join("\r\n"))
}
