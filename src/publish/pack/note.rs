//! The note in a pack: what to upload where, in which order, and what to remove.

use super::Step;
use crate::calendar::plural;
use crate::publish::plan::Plan;

/// How many files of a folder are named: the folder is uploaded whole.
const NAMED: usize = 20;

/// One thing to do in the file manager of the hosting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instruction {
    /// A sentence in Russian that ends with a colon.
    pub text: String,
    /// The first files that it is about, relative to the section.
    pub paths: Vec<String>,
    /// How many more there are.
    pub more: usize,
}

/// What to do with a pack, in order.
pub(super) fn instructions(steps: &[Step<'_>], plan: &Plan) -> Vec<Instruction> {
    let removal = |text: &str, paths: &[String]| {
        let instruction = Instruction { text: text.to_owned(), paths: paths.to_owned(), more: 0 };
        (!paths.is_empty()).then_some(instruction)
    };
    let mut instructions = Vec::new();
    let clear = "Удалите в этой папке, чтобы освободить место новым файлам:";
    instructions.extend(removal(clear, &plan.clear));
    for (index, Step { name, paths }) in steps.iter().enumerate() {
        let count = paths.len();
        let noun = plural(count as u64, "файл", "файла", "файлов");
        let text = format!(
            "Загрузите всё, что лежит внутри {}-{name} ({count} {noun}); вложенные папки сохраните, прежние файлы замените:",
            index + 1
        );
        let named = paths.iter().take(NAMED).map(|path| (*path).to_owned()).collect();
        let more = count.saturating_sub(NAMED);
        instructions.push(Instruction { text, paths: named, more });
    }
    instructions.extend(removal("Удалите в этой папке:", &plan.remove));
    instructions
}

/// The text of the note, with a byte order mark and CR LF: old versions of Notepad need both.
pub(super) fn write(instructions: &[Instruction], folder: &str) -> String {
    let mut lines = vec![
        "ЧТО СДЕЛАТЬ, ЧТОБЫ РАЗДЕЛ НА САЙТЕ ОБНОВИЛСЯ".to_owned(),
        String::new(),
        format!("Откройте в панели управления сайтом файловый менеджер, а в нём папку {folder}"),
        "Первый раз создайте её. Делайте всё по порядку: тогда ни одна ссылка не ведёт в пустоту."
            .to_owned(),
    ];
    for (index, Instruction { text, paths, more }) in instructions.iter().enumerate() {
        lines.extend([String::new(), format!("{}. {text}", index + 1)]);
        lines.extend(paths.iter().map(|path| format!("     {path}")));
        if *more > 0 {
            lines.push(format!("     и ещё {more}"));
        }
    }
    let last = instructions.len() + 1;
    lines.extend([
        String::new(),
        format!("{last}. Скажите Ростку, что всё загружено: rostok pack --done"),
    ]);
    format!("\u{feff}{}\r\n", lines.join("\r\n"))
}
