//! Rows changed one by one: what an edit does not name keeps its bytes, in every encoding.

use proptest::prelude::*;

use super::super::compose::{self, DocumentEdit};
use super::*;
use crate::starter;

const FILE: &str = "content/data/documents.yaml";

const TEXT: &str = "# Наши документы\nстроки:\n  # первый\n  - название: \"Устав\"   # главный\n    \
    мой_ключ: [1, 2]\n    файл: ustav.pdf\n\n  - {название: Приказ, дата: 30.08.2022}\n  \
    - ссылка: https://example.org/a.pdf\n    название: План\n# конец\n";

fn text(value: &str) -> FieldValue {
    FieldValue::Text(value.to_owned())
}

/// The rows of the file as an edit that changes nothing.
fn same(file: &str, text: &str) -> Vec<RowEdit> {
    let rows = read(file, text).unwrap().rows;
    let keys = TableKind::of_file(file).unwrap().keys();
    let edit = |(from, row): (usize, &TableRow)| RowEdit {
        from: Some(from),
        values: keys
            .iter()
            .filter_map(|key| Some((key.0.to_owned(), row.value(key.0)?.clone())))
            .collect(),
    };
    rows.iter().enumerate().map(edit).collect()
}

fn put(row: &mut RowEdit, key: &str, value: FieldValue) {
    row.values.retain(|(name, _)| name != key);
    row.values.push((key.to_owned(), value));
}

fn changed(file: &str, before: &str, change: impl FnOnce(&mut Vec<RowEdit>)) -> String {
    let mut rows = same(file, before);
    change(&mut rows);
    let mut text = TextFile::new(before);
    set(&mut text, file, &rows).unwrap();
    text.text().to_owned()
}

fn documents(change: impl FnOnce(&mut Vec<RowEdit>)) -> String {
    changed(FILE, TEXT, change)
}

#[test]
fn an_edit_changes_the_bytes_of_its_row() {
    assert_eq!(documents(|_| ()), TEXT);
    let set = |row: usize, key: &'static str, value: &str| {
        documents(|rows| put(&mut rows[row], key, text(value)))
    };
    assert_eq!(set(0, "title", "Устав школы"), TEXT.replace("\"Устав\"", "\"Устав школы\""));
    assert_eq!(set(1, "date", "2023"), TEXT.replace("30.08.2022", "2023"));
    assert_eq!(
        set(1, "kind", "Акт"),
        TEXT.replace("Приказ,", "Приказ, вид: Акт,").replace(
            "{название: Приказ, вид: Акт, дата: 30.08.2022}",
            "{название: Приказ, дата: 30.08.2022, вид: Акт}",
        )
    );
    assert_eq!(set(0, "file", ""), TEXT.replace("    файл: ustav.pdf\n", ""));
    assert_eq!(set(2, "link", ""), TEXT.replace("ссылка: https://example.org/a.pdf\n    ", ""));
    assert_eq!(set(0, "title", ""), TEXT.replace(" \"Устав\"   ", "   "));
}

#[test]
fn rows_come_go_and_move_with_what_is_written_about_them() {
    let first = "  # первый\n  - название: \"Устав\"   # главный\n    мой_ключ: [1, 2]\n    файл: ustav.pdf\n";
    assert_eq!(documents(|rows| drop(rows.remove(0))), TEXT.replace(first, ""));
    let row = RowEdit { from: None, values: vec![("title".to_owned(), text("Новый: №1"))] };
    let added = documents(|rows| rows.push(row.clone()));
    assert_eq!(added, TEXT.replace("План\n", "План\n  - название: 'Новый: №1'\n"));
    let between = documents(|rows| rows.insert(1, row.clone()));
    assert_eq!(between, TEXT.replace("  - {", "  - название: 'Новый: №1'\n  - {"));
    let moved = documents(|rows| rows.rotate_left(1));
    let rest = TEXT.split(first).nth(1).unwrap().trim_start_matches('\n');
    let (second, end) = rest.split_at(rest.find("# конец").unwrap());
    let (second, third) = second.split_at(second.find("  - ссылка").unwrap());
    let head = TEXT.split("  # первый").next().unwrap();
    assert_eq!(moved, format!("{head}{second}\n{third}{first}{end}"));
    // A blank new row is none yet.
    assert_eq!(documents(|rows| rows.push(RowEdit::default())), TEXT);
    // All of them go, and a new one comes.
    let anew = documents(|rows| *rows = vec![row.clone()]);
    assert_eq!(read(FILE, &anew).unwrap().rows.len(), 1, "{anew}");
    assert!(anew.starts_with("# Наши документы\nстроки:\n"), "{anew}");
    let none = documents(Vec::clear);
    assert!(read(FILE, &none).unwrap().rows.is_empty(), "{none}");
    assert!(none.contains("# Наши документы\n"), "{none}");
    let again = changed(FILE, &none, |rows| rows.push(row));
    assert_eq!(read(FILE, &again).unwrap().rows.len(), 1, "{again}");
}

#[test]
fn a_file_may_be_its_rows_alone() {
    let before = "# всё\n- title: A\n  file: a.pdf\n- title: B\n";
    let set = |change: fn(&mut Vec<RowEdit>)| changed(FILE, before, change);
    assert_eq!(set(|rows| drop(rows.remove(1))), before.replace("- title: B\n", ""));
    let added = set(|rows| {
        rows.push(RowEdit { from: None, values: vec![("title".to_owned(), text("C"))] });
    });
    assert_eq!(added, format!("{before}- title: C\n"));
    assert_eq!(
        set(|rows| put(&mut rows[1], "date", text("2022"))),
        format!("{before}  date: 2022\n")
    );
    // What stands right above a row belongs to it.
    assert_eq!(set(Vec::clear), "");
}

#[test]
fn measurements_change_within_their_row() {
    let file = "content/data/indicators.yaml";
    let before = "строки:\n  - показатель: Охват\n    цель: 70 %\n    значения:\n      \
        - дата: 30.12.2022 # зима\n        охвачено: 160\n        всего: 240\n      \
        - дата: 31.05.2023\n        значение: 72,5\n  - показатель: Педагоги\n    цель: 100 %\n";
    let entry = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    };
    let values = |rows: &mut Vec<RowEdit>, row: usize, entries: Vec<Vec<(String, String)>>| {
        put(&mut rows[row], "values", FieldValue::Entries(entries));
    };
    let winter = entry(&[("date", "30.12.2022"), ("part", "170"), ("whole", "240")]);
    let spring = entry(&[("date", "31.05.2023"), ("value", "72,5")]);
    let found = changed(file, before, |rows| values(rows, 0, vec![winter.clone(), spring]));
    assert_eq!(found, before.replace("160", "170"));
    let found = changed(file, before, |rows| values(rows, 1, vec![winter]));
    let made =
        "    значения:\n      - дата: 30.12.2022\n        охвачено: 170\n        всего: 240\n";
    assert_eq!(found, format!("{before}{made}"));
    let found = changed(file, before, |rows| values(rows, 0, Vec::new()));
    assert_eq!(
        found,
        "строки:\n  - показатель: Охват\n    цель: 70 %\n  - показатель: Педагоги\n    цель: 100 %\n"
    );
}

#[test]
fn the_title_of_a_table_stands_above_its_rows() {
    let mut file = TextFile::new(TEXT);
    let fields = vec![("title".to_owned(), Some(text("Приказы")))];
    let edit = DocumentEdit { fields, ..DocumentEdit::default() };
    compose::apply(&mut file, FILE, &edit).unwrap();
    assert_eq!(file.text(), format!("название: Приказы\n{TEXT}"));
    let fields = vec![("title".to_owned(), None)];
    compose::apply(&mut file, FILE, &DocumentEdit { fields, ..DocumentEdit::default() }).unwrap();
    assert_eq!(file.text(), TEXT);
}

/// A change of a table in a test.
#[derive(Clone, Debug)]
enum Step {
    Set(usize, usize, String),
    Remove(usize),
    Insert(usize, String),
    Move(usize, usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let value = "[а-яА-Я0-9 «»:#№.,'\"{}-]{0,12}";
    let step = prop_oneof![
        (0..9_usize, 0..9_usize, value)
            .prop_map(|(row, column, text)| Step::Set(row, column, text)),
        (0..9_usize).prop_map(Step::Remove),
        (0..9_usize, "[а-я]{1,8}").prop_map(|(row, text)| Step::Insert(row, text)),
        (0..9_usize, 0..9_usize).prop_map(|(from, to)| Step::Move(from, to)),
    ];
    proptest::collection::vec(step, 1..4)
}

/// The lines of a text with the number of times that each is there.
fn lines(text: &str) -> std::collections::BTreeMap<String, usize> {
    let mut lines = std::collections::BTreeMap::new();
    for line in text.lines() {
        *lines.entry(line.to_owned()).or_default() += 1;
    }
    lines
}

/// Tables as they are written by hand, and those of a new site with their examples as rows.
fn tables() -> Vec<(TableKind, String)> {
    let example = |kind: TableKind| {
        let text = starter::table_template(kind);
        let uncomment = |line: &str| match line.strip_prefix("#   ") {
            Some(row) => format!("  {row}\n"),
            None => format!("{line}\n"),
        };
        (kind, text.lines().map(uncomment).collect())
    };
    let own = TEXT.replace(
        "ссылка: https://example.org/a.pdf\n    название: План",
        "название: План\n    ссылка: https://example.org/a.pdf",
    );
    let mut all: Vec<(TableKind, String)> = TableKind::ALL.into_iter().map(example).collect();
    all.push((TableKind::Documents, own));
    all
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None, cases: 48, ..ProptestConfig::default()
    })]
    #[test]
    fn what_no_edit_names_keeps_its_bytes(steps in steps(), number in 0..10_usize, form in 0..4_usize) {
        let (kind, written) = tables().swap_remove(number);
        let file = kind.file();
        let written = if form == 2 { written.replace('\n', "\r\n") } else { written };
        let mut bytes = written.clone().into_bytes();
        match form {
            1 => drop(bytes.splice(0..0, *b"\xef\xbb\xbf")),
            3 => bytes = encoding_rs::WINDOWS_1251.encode(&written).0.into_owned(),
            _ => {}
        }
        let mut text = TextFile::decode(&bytes).unwrap();
        let before = text.text().to_owned();
        let mut rows = same(&file, &before);
        let columns = kind.keys();
        let is_text = |key: &str| !matches!(key, "values");
        let mut touched: Vec<usize> = Vec::new();
        for step in steps {
            let count = rows.len();
            match step {
                Step::Set(row, column, value) if count > 0 => {
                    let key = columns[column % columns.len()].0;
                    if is_text(key) {
                        touched.extend(rows[row % count].from);
                        put(&mut rows[row % count], key, FieldValue::Text(value));
                    }
                }
                Step::Remove(row) if count > 1 => {
                    touched.extend(rows.remove(row % count).from);
                }
                Step::Insert(at, value) => {
                    let values = vec![(columns[0].0.to_owned(), FieldValue::Text(value))];
                    rows.insert(at % (count + 1), RowEdit { from: None, values });
                }
                Step::Move(from, to) if count > 0 => {
                    let row = rows.remove(from % count);
                    rows.insert(to % count, row);
                }
                _ => {}
            }
        }
        prop_assume!(rows.iter().any(|row| row.from.is_some()));
        set(&mut text, &file, &rows).unwrap();
        let after = TextFile::decode(&text.encode().unwrap()).unwrap();
        prop_assert_eq!(after.charset(), text.charset());
        let now = read(&file, after.text()).unwrap().rows;
        let filled: Vec<_> =
            rows.iter().filter(|row| row.from.is_some() || !row.is_blank()).collect();
        prop_assert_eq!(now.len(), filled.len());
        let old = read(&file, &before).unwrap().rows;
        for (row, wanted) in now.iter().zip(&filled) {
            for key in columns {
                let (now, wanted) = (row.value(key.0), wanted.value(key.0));
                let now = now.filter(|value| !value.is_blank());
                prop_assert!(is_same(now, wanted), "{now:?} {wanted:?}\n{}", after.text());
            }
            // Unknown keys stay.
            let unknown = |row: &TableRow| {
                let is_known = |key: &str| columns.iter().any(|one| one.0 == key);
                row.fields.iter().filter(|one| !is_known(&one.key)).map(|one| one.key.clone()).collect::<Vec<_>>()
            };
            if let Some(from) = wanted.from {
                prop_assert_eq!(unknown(row), unknown(&old[from]));
            }
        }
        // Every line of a row that no edit names, and every line above the rows, is there as often as before.
        let mut left = lines(after.text());
        let starts: Vec<_> = old.iter().map(|row| row.span.line).collect();
        for (number, line) in before.lines().enumerate() {
            let row = starts.iter().rposition(|start| *start <= number + 1);
            if row.is_some_and(|row| touched.contains(&row)) || line.trim_start().starts_with('#') && row.is_some() {
                continue;
            }
            // A comment above a row that is gone goes with it.
            if line.trim_start().starts_with("# первый") { continue; }
            let count = left.get_mut(line);
            prop_assert!(count.as_ref().is_some_and(|count| **count > 0), "{line:?} is lost\n{}", after.text());
            if let Some(count) = count { *count -= 1; }
        }
        // Line ends are those of the file.
        if form == 2 {
            let bytes = text.encode().unwrap();
            let breaks = bytes.iter().filter(|byte| **byte == b'\n').count();
            let pairs = bytes.windows(2).filter(|pair| *pair == b"\r\n").count();
            prop_assert_eq!(breaks, pairs);
        }
    }
}
