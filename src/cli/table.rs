//! The list of events as columns, as CSV and as JSON.

use serde::Serialize;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::arguments::ListFormat;
use rostok::quantity::count;

/// A title is cut to this many columns in the table; the other formats have it whole.
const TITLE_WIDTH: usize = 48;

/// One event.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ListRow {
    /// When it took place, in the reader's form.
    pub(crate) date: String,
    /// What it is called.
    pub(crate) title: String,
    /// The direction's id.
    pub(crate) direction: String,
    /// Who took part.
    pub(crate) audience: String,
    /// How many took part, with the noun; empty if not told.
    pub(crate) participants: String,
    /// The page's address within the site.
    pub(crate) path: String,
    /// The source file, relative to the site's root.
    pub(crate) file: String,
    /// Published, announced or a draft.
    pub(crate) state: String,
}

/// The list in the form asked for; as a table without rows it is `nothing`.
pub(super) fn print(rows: &[ListRow], nothing: &str, format: ListFormat) -> String {
    match format {
        ListFormat::Table if rows.is_empty() => nothing.to_owned(),
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
        let title = cut(&row.title, TITLE_WIDTH);
        let row = row.clone();
        [row.date, title, row.direction, row.participants, row.state, row.file]
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

fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut room = width - 1;
    let mut shown = String::new();
    for character in text.chars() {
        let Some(left) = room.checked_sub(character.width().unwrap_or(0)) else { break };
        room = left;
        shown.push(character);
    }
    shown.trim_end().to_owned() + "…"
}

/// Semicolons and a byte order mark: with Russian settings Excel opens such a file in columns and in
/// the right letters by a double click. Otherwise as RFC 4180.
fn csv(rows: &[ListRow]) -> String {
    let head =
        ["Дата", "Название", "Направление", "Аудитория", "Участники", "Адрес", "Файл", "Состояние"];
    let mut text = "\u{feff}".to_owned() + &head.join(";") + "\r\n";
    for row in rows {
        let ListRow { date, title, direction, audience, participants, path, file, state } = row;
        let cells = [date, title, direction, audience, participants, path, file, state];
        text.push_str(&cells.map(|cell| csv_cell(cell)).join(";"));
        text.push_str("\r\n");
    }
    text
}

/// A cell that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, «CSV
/// Injection»): a title comes from a file that anyone may have written.
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
            audience: "Обучающиеся; педагоги".to_owned(),
            participants: participants.to_owned(),
            path: "2022/turnir.html".to_owned(),
            file: "content/posts/turnir.md".to_owned(),
            state: "опубликовано".to_owned(),
        }
    }

    #[test]
    fn columns_stand_under_each_other_whatever_the_letters() {
        let text = table(&[row("Турнир", "21 участник"), row("漢字 и «кавычки»", "3 педагога")]);
        let starts: Vec<usize> = text
            .lines()
            .take(3)
            .map(|line| line.find(['s', 'Н']).map_or(0, |at| line[..at].width()))
            .collect();
        assert_eq!(starts[1], starts[2], "{text}");
        assert!(text.lines().all(|line| line == line.trim_end()), "{text}");
        assert!(text.ends_with("\n\n2\u{a0}события\n"), "{text}");
    }

    #[test]
    fn a_long_title_is_cut_in_the_table_only() {
        let title = "Торжественное открытие ".repeat(9);
        assert!(cut(&title, TITLE_WIDTH).width() <= TITLE_WIDTH);
        assert!(!table(&[row(&title, "")]).contains(title.trim()));
        assert!(csv(&[row(&title, "")]).contains(&title));
    }

    #[test]
    fn csv_is_for_excel_and_runs_no_formula() {
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
            serde_json::from_str(&print(&[row("Турнир", "21")], "", ListFormat::Json)).unwrap();
        let keys: Vec<&String> = rows[0].as_object().unwrap().keys().collect();
        assert_eq!(keys.len(), 8, "{keys:?}");
    }
}
