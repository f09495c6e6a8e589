//! Reads a data file by the schema of its kind.

use super::value::CellReader;
use super::{CellValue, DataRow, DataTable, LinkPolicy, TableKind, TableSchema, ValueType};
use crate::characters::printable;
use crate::content::front_matter;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::yaml::{self, Fields, Key, Node, YamlDocument};

/// The keys of a file.
pub(super) const KEYS: &[Key] =
    &[("title", "название"), ("updated", "обновлено"), ("rows", "строки")];

/// See [`DataTable::parse`].
pub(super) fn parse(
    kind: TableKind,
    file: &str,
    text: &str,
    typeset: &dyn Fn(String) -> String,
    diagnostics: &mut Diagnostics,
) -> DataTable {
    let text = &*printable(text, ' ');
    let document = YamlDocument::whole(file, text);
    let mut table = DataTable {
        kind,
        file: file.to_owned(),
        title: None,
        updated: None,
        rows: Vec::new(),
        valid: false,
    };
    let problems_before = diagnostics.len();
    let Some(node) = document.parse_any(diagnostics) else { return table };
    document.warn_of_cut_values(diagnostics);
    let reader = RowReader { document: &document, schema: kind.schema(), typeset };
    // The list of rows may be the whole file or stand under `строки:`.
    let rows = if matches!(node.value, yaml::Value::List(_)) {
        Some(&node)
    } else {
        let head = Fields::new(&document, &node, KEYS, diagnostics);
        table.title = head.text("title", diagnostics).map(typeset);
        table.updated = front_matter::day(&head, "updated", diagnostics);
        head.node("rows")
    };
    match rows.map(|rows| (&rows.value, rows)) {
        None => {}
        Some((yaml::Value::List(items), _)) => {
            // An empty `- ` is the remainder of a deleted row.
            let items = items.iter().filter(|item| item.value != yaml::Value::Empty);
            table.rows = items.map(|item| reader.read_row(item, diagnostics)).collect();
        }
        Some((_, other)) => diagnostics.push(
            Diagnostic::error("у ключа `строки` должен быть список")
                .at(document.place(other.span))
                .hint("каждую строку таблицы начинайте с `- `"),
        ),
    }
    table.valid = !diagnostics.has_errors_since(problems_before);
    table
}

struct RowReader<'a> {
    document: &'a YamlDocument<'a>,
    schema: &'static TableSchema,
    typeset: &'a dyn Fn(String) -> String,
}

impl RowReader<'_> {
    fn read_row(&self, item: &Node<'_>, problems: &mut Diagnostics) -> DataRow {
        let keys = self.schema.kind.keys();
        let problems_before = problems.len();
        let fields = Fields::new(self.document, item, keys, problems);
        // An unknown key is probably a misspelt one: do not report its column as missing too.
        let unknown_keys = problems.len() > problems_before;
        let place = self.document.place(item.span);
        if !matches!(item.value, yaml::Value::Map(_)) {
            return DataRow { values: keys.iter().map(|_| None).collect(), place };
        }
        let mut values: Vec<Option<CellValue>> = Vec::new();
        for column in self.schema.columns {
            let target = match values.iter().flatten().next_back() {
                Some(CellValue::Target(target)) => Some(target.clone()),
                _ => None,
            };
            let cell = CellReader {
                fields: &fields,
                column,
                target: target.as_ref(),
                typeset: self.typeset,
            };
            let value = cell.read(problems);
            if let (None, None, Some(example), false) =
                (&value, fields.node(column.key.0), column.example, unknown_keys)
            {
                let (_, key) = column.key;
                let missing = fields.error(column.key.0, format!("не указано: `{key}`"));
                problems.push(missing.hint(format!("добавьте строку `{key}: {example}`")));
            }
            values.push(value);
        }
        if problems.len() == problems_before {
            self.check_link(&fields, &values, problems);
        }
        DataRow { values, place }
    }

    /// Checks that the row has at most one link, has one if the schema requires it, and that the
    /// text of the link describes its target.
    fn check_link(
        &self,
        fields: &Fields<'_>,
        values: &[Option<CellValue>],
        problems: &mut Diagnostics,
    ) {
        if self.schema.links == LinkPolicy::None {
            return;
        }
        let has = |value_type| {
            let columns = self.schema.columns.iter().zip(values);
            columns
                .filter(|(column, _)| column.value_type == value_type)
                .any(|(_, value)| value.is_some())
        };
        match (has(ValueType::File), has(ValueType::Url), self.schema.links) {
            (true, true, _) => problems.push(
                fields
                    .error("link", "указаны и файл, и ссылка")
                    .hint("оставьте одно: `файл:` на этом сайте или `ссылка:` на другой"),
            ),
            (false, false, LinkPolicy::Required) => problems.push(
                fields
                    .error(self.schema.columns[0].key.0, "не указано, где лежит документ")
                    .hint("добавьте `файл: polozhenie.pdf` или `ссылка: https://…`"),
            ),
            (false, false, _) => {}
            _ => {
                if let Some(CellValue::Text(text)) = values.first().and_then(Option::as_ref)
                    && is_vague(text)
                {
                    problems.push(Diagnostic {
                        severity: crate::diagnostic::Severity::Warning,
                        ..fields
                            .error(
                                self.schema.columns[0].key.0,
                                format!("по словам «{text}» не понять, куда ведёт ссылка"),
                            )
                            .hint("назовите документ так, как он называется: «Положение о центре»")
                    });
                }
            }
        }
    }
}

/// Whether `text` does not describe a link's target. Screen readers list links without the text
/// around them.
fn is_vague(text: &str) -> bool {
    const WORDS: [&str; 10] = [
        "здесь",
        "тут",
        "ссылка",
        "скачать",
        "документ",
        "файл",
        "подробнее",
        "смотреть",
        "открыть",
        "приказ",
    ];
    let lower = text.to_lowercase();
    let is_file = lower.rsplit_once('.').is_some_and(|(_, end)| {
        ["pdf", "doc", "docx", "xls", "xlsx", "odt", "rtf", "zip", "jpg"].contains(&end)
    });
    WORDS.contains(&lower.trim_end_matches(['.', '…'])) || is_file || lower.starts_with("http")
}
