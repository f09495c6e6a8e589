//! The problems of a table, each with the row and the column that it belongs to.

use std::borrow::Cow;

use serde_json::Value;

use super::problems::hint_of_form;
use crate::content::data::TableKind;
use crate::diagnostic::{Diagnostic, Place};
use crate::editor::documents::TableRow;
use crate::editor::json::json;
use crate::yaml::{Key, Span, find_key};

/// The problems among `diagnostics` that are about the table `file`.
pub(super) fn of_table(diagnostics: &[Diagnostic], file: &str, rows: &[TableRow]) -> Vec<Value> {
    let keys = TableKind::of_file(file).map_or(&[] as &[Key], TableKind::keys);
    let problem = |problem: &Diagnostic| {
        let place = problem.place.as_ref().filter(|place| place.file == file)?;
        let row = rows.iter().rposition(|row| is_at(row.span, place));
        let column = row.and_then(|row| column(rows.get(row)?, keys, problem, place));
        Some(json!({
            "severity": problem.severity,
            "message": problem.message,
            "hint": form_hint(&problem.hint),
            "line": place.line,
            "row": row,
            "field": column,
            "isBlank": problem.message.starts_with("не указано"),
        }))
    };
    diagnostics.iter().filter_map(problem).collect()
}

/// Whether `place` is at `span` or below it.
fn is_at(span: Span, place: &Place) -> bool {
    (span.line, span.column) <= (place.line, place.column)
}

/// The English name of the column in which the problem is mended.
fn column(row: &TableRow, keys: &[Key], problem: &Diagnostic, place: &Place) -> Option<String> {
    if let Some(missing) = problem.message.strip_prefix("не указано: ") {
        let name = missing.trim_matches('`');
        return find_key(name, keys).map(|key| key.0.to_owned());
    }
    if problem.message == NO_LINK {
        return Some("file".to_owned());
    }
    row.fields.iter().rfind(|field| is_at(field.span, place)).map(|field| field.key.clone())
}

/// The message where a row of documents leads nowhere: it stands at the first column.
const NO_LINK: &str = "не указано, где лежит документ";

/// A hint without lines of the file.
fn form_hint(hint: &str) -> Cow<'_, str> {
    match hint_of_form(hint) {
        hint if hint.starts_with("добавьте `файл:") => {
            Cow::Borrowed("выберите файл или впишите адрес страницы, где он лежит")
        }
        hint => hint,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::DataTable;
    use crate::diagnostic::Diagnostics;
    use crate::editor::documents::table_rows;

    #[test]
    fn a_problem_stands_at_its_row_and_column() {
        let text = "строки:\n  - название: Устав\n    дата: 32.08.2022\n    файл: a.pdf\n  - {вид: Акт, дата: 1.09.2022}\n  \
            - название: План\n  - название: Приказ\n    ссылка: приказ\n";
        let kind = TableKind::Documents;
        let mut found = Diagnostics::new();
        let _ = DataTable::parse(kind, &kind.file(), text, &|text| text, &mut found);
        let rows = table_rows(&kind.file(), text).unwrap();
        let found: Vec<_> = found.iter().cloned().collect();
        let problems = of_table(&found, &kind.file(), &rows);
        let places: Vec<_> =
            problems.iter().map(|one| (one["row"].clone(), one["field"].clone())).collect();
        let expected = [(0, "date"), (1, "title"), (2, "file"), (3, "link")];
        let expected: Vec<_> =
            expected.into_iter().map(|(row, field)| (json!(row), json!(field))).collect();
        assert_eq!(places, expected, "{problems:#?}");
        assert_eq!(problems[1]["hint"], "");
        assert!(!problems[2]["hint"].as_str().unwrap().contains('`'), "{problems:#?}");
        assert!(of_table(&found, "content/data/teachers.yaml", &rows).is_empty());
    }
}
