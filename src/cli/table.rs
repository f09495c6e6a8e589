//! Formats the list of events as columns, as CSV and as JSON.

use serde::Serialize;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::arguments::ListFormat;
use rostok::quantity::count;

/// The maximum widths of a title and of a direction in the table; the other formats cut nothing.
const TITLE_WIDTH: usize = 48;
const DIRECTION_WIDTH: usize = 24;

/// One event.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ListRow {
    /// As printed on the page.
    pub(crate) date: String,
    pub(crate) title: String,
    /// The id of the direction, for programs.
    pub(crate) direction: String,
    /// Its name, for people.
    #[serde(skip)]
    pub(crate) direction_name: String,
    pub(crate) audience: String,
    /// The number of participants with its noun; empty if not given.
    pub(crate) participants: String,
    /// The path of the page, relative to the section.
    pub(crate) path: String,
    /// The source file, relative to the site's root.
    pub(crate) file: String,
    /// «опубликовано», «ждёт рассказа», «анонс» or «черновик».
    pub(crate) state: String,
}

/// Formats the rows; an empty table becomes `empty_message`.
pub(super) fn format(rows: &[ListRow], empty_message: &str, format: ListFormat) -> String {
    match format {
        ListFormat::Table if rows.is_empty() => empty_message.to_owned(),
        ListFormat::Table => table(rows),
        ListFormat::Csv => csv(rows),
        ListFormat::Json => format!("{:#}\n", serde_json::json!(rows)),
    }
}

fn table(rows: &[ListRow]) -> String {
    let mut lines = vec![
        ["Дата", "Название", "Направление", "Участники", "Состояние", "Файл"].map(str::to_owned),
    ];
    lines.extend(rows.iter().map(|row| {
        let title = truncate(&row.title, TITLE_WIDTH);
        let direction = truncate(&row.direction_name, DIRECTION_WIDTH);
        let row = row.clone();
        [row.date, title, direction, row.participants, row.state, row.file]
    }));
    let widths: [usize; 6] =
        std::array::from_fn(|at| lines.iter().map(|cells| cells[at].width()).max().unwrap_or(0));
    let mut text = String::new();
    for cells in &lines {
        let mut line = String::new();
        for (cell, width) in cells.iter().zip(widths) {
            line.push_str(cell);
            line.extend(std::iter::repeat_n(' ', width - cell.width() + 2));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text + "\n" + &count(rows.len(), "событие", "события", "событий") + "\n"
}

fn truncate(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut columns_left = width - 1;
    let mut shown = String::new();
    for character in text.chars() {
        let Some(left) = columns_left.checked_sub(character.width().unwrap_or(0)) else { break };
        columns_left = left;
        shown.push(character);
    }
    shown.trim_end().to_owned() + "…"
}

/// RFC 4180 with semicolons and a byte order mark: on a double click, Excel with Russian settings
/// then splits the columns and recognises UTF-8.
fn csv(rows: &[ListRow]) -> String {
    let head =
        ["Дата", "Название", "Направление", "Аудитория", "Участники", "Адрес", "Файл", "Состояние"];
    let mut text = "\u{feff}".to_owned() + &head.join(";") + "\r\n";
    for row in rows {
        let ListRow { date, title, direction, audience, participants, path, file, state, .. } = row;
        let cells = [date, title, direction, audience, participants, path, file, state];
        text.push_str(&cells.map(|cell| csv_cell(cell)).join(";"));
        text.push_str("\r\n");
    }
    text
}

/// Puts an apostrophe before a cell that a spreadsheet would run as a formula (OWASP, «CSV
/// Injection»): titles come from files that anyone may have written.
fn csv_cell(cell: &str) -> String {
    let guard = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    let cell = format!("{guard}{cell}");
    if cell.contains([';', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(title: &str, participants: &str) -> ListRow {
        ListRow {
            date: "7 декабря 2022 г.".to_owned(),
            title: title.to_owned(),
            direction: "sovmestnye".to_owned(),
            direction_name: "Совместные мероприятия".to_owned(),
            audience: "Обучающиеся; педагоги".to_owned(),
            participants: participants.to_owned(),
            path: "2022/turnir.html".to_owned(),
            file: "content/posts/turnir.md".to_owned(),
            state: "опубликовано".to_owned(),
        }
    }

    #[test]
    fn columns_are_aligned_for_wide_letters() {
        let text = table(&[row("Турнир", "21 участник"), row("漢字 и «кавычки»", "3 педагога")]);
        let starts: Vec<usize> = text
            .lines()
            .take(3)
            .map(|line| {
                line.find("Совм").or_else(|| line.find("Напр")).map_or(0, |at| line[..at].width())
            })
            .collect();
        assert_eq!(starts[1], starts[2], "{text}");
        assert!(text.lines().all(|line| line == line.trim_end()), "{text}");
        assert!(text.ends_with("\n\n2\u{a0}события\n"), "{text}");
    }

    #[test]
    fn a_long_title_is_cut_in_the_table_only() {
        let title = "Торжественное открытие ".repeat(9);
        assert!(truncate(&title, TITLE_WIDTH).width() <= TITLE_WIDTH);
        assert!(!table(&[row(&title, "")]).contains(title.trim()));
        assert!(csv(&[row(&title, "")]).contains(&title));
    }

    #[test]
    fn csv_opens_in_excel_and_runs_no_formula() {
        let text = csv(&[row("=1+1 \"раз\"", "-2")]);
        assert!(text.starts_with("\u{feff}Дата;Название;"));
        assert_eq!(
            text.lines().nth(1),
            Some(
                "7 декабря 2022 г.;\"'=1+1 \"\"раз\"\"\";sovmestnye;\"Обучающиеся; педагоги\";'-2;\
                 2022/turnir.html;content/posts/turnir.md;опубликовано"
            )
        );
        assert!(text.ends_with("\r\n"));
    }

    #[test]
    fn json_has_every_field() {
        let rows: serde_json::Value =
            serde_json::from_str(&format(&[row("Турнир", "21")], "", ListFormat::Json)).unwrap();
        let keys: Vec<&String> = rows[0].as_object().unwrap().keys().collect();
        assert_eq!(keys.len(), 8, "{keys:?}");
    }
}
