//! A file of data → its rows, along the declaration of its kind.

use super::schema::{Leads, Schema, Shape};
use super::value::{self, Cell};
use super::{Kind, Record, Records, Value};
use crate::content::front_matter;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::yaml::{self, Document, Fields, Key, Node};

/// What a file may say besides its rows.
const HEAD: &[Key] = &[("title", "название"), ("updated", "обновлено"), ("rows", "строки")];

/// As [`Records::parse`].
pub(super) fn records(
    kind: Kind,
    file: &str,
    text: &str,
    typeset: &dyn Fn(String) -> String,
    diagnostics: &mut Diagnostics,
) -> Records {
    let document = Document::whole(file, text);
    let mut records = Records {
        kind,
        file: file.to_owned(),
        title: None,
        updated: None,
        rows: Vec::new(),
        sound: false,
    };
    let found_before = diagnostics.len();
    let Some(node) = document.parse_any(diagnostics) else { return records };
    document.warn_of_cut_values(diagnostics);
    let reader = Reader { document, schema: kind.schema(), typeset };
    // A list alone is as good as one under `строки:`.
    let rows = if matches!(node.value, yaml::Value::List(_)) {
        Some(&node)
    } else {
        let head = Fields::new(document, &node, HEAD, diagnostics);
        records.title = head.text("title", diagnostics).map(typeset);
        records.updated = front_matter::updated(&head, diagnostics);
        head.node("rows")
    };
    match rows.map(|rows| (&rows.value, rows)) {
        None => {}
        Some((yaml::Value::List(items), _)) => {
            // `- ` with nothing after it is left from a row that was taken out.
            let items = items.iter().filter(|item| item.value != yaml::Value::Empty);
            records.rows = items.map(|item| reader.row(item, diagnostics)).collect();
        }
        Some((_, other)) => diagnostics.push(
            Diagnostic::error("у ключа `строки` должен быть список")
                .at(document.place(other.span))
                .hint("каждую строку таблицы начинайте с `- `"),
        ),
    }
    records.sound = !diagnostics.has_errors_since(found_before);
    records
}

struct Reader<'a> {
    document: Document<'a>,
    schema: &'static Schema,
    typeset: &'a dyn Fn(String) -> String,
}

impl Reader<'_> {
    fn row(&self, item: &Node<'_>, problems: &mut Diagnostics) -> Record {
        let keys: Vec<Key> = self.schema.columns.iter().map(|column| column.key).collect();
        let told = problems.len();
        let fields = Fields::new(self.document, item, &keys, problems);
        // A misspelt key is told already, and what it meant is not missing.
        let misspelt = problems.len() > told;
        let place = self.document.place(item.span);
        if !matches!(item.value, yaml::Value::Map(_)) {
            return Record { values: keys.iter().map(|_| None).collect(), place };
        }
        let mut values: Vec<Option<Value>> = Vec::new();
        for column in self.schema.columns {
            let target = match values.iter().flatten().next_back() {
                Some(Value::Target(target)) => Some(target.clone()),
                _ => None,
            };
            let cell = Cell { fields: &fields, column, target: target.as_ref() };
            let value = value::read(&cell, self.typeset, problems);
            if let (None, None, Some(example), false) =
                (&value, fields.node(column.key.0), column.example, misspelt)
            {
                let (_, key) = column.key;
                let missing = fields.error(column.key.0, format!("не указано: `{key}`"));
                problems.push(missing.hint(format!("добавьте строку `{key}: {example}`")));
            }
            values.push(value);
        }
        if problems.len() == told {
            self.lead(&fields, &values, problems);
        }
        Record { values, place }
    }

    /// Whether the row leads where a row of its kind may, and says what is there.
    fn lead(&self, fields: &Fields<'_>, values: &[Option<Value>], problems: &mut Diagnostics) {
        if self.schema.leads == Leads::Nowhere {
            return;
        }
        let has = |shape| {
            let columns = self.schema.columns.iter().zip(values);
            columns.filter(|(column, _)| column.shape == shape).any(|(_, value)| value.is_some())
        };
        match (has(Shape::File), has(Shape::Address), self.schema.leads) {
            (true, true, _) => problems.push(
                fields
                    .error("link", "указаны и файл, и ссылка")
                    .hint("оставьте одно: `файл:` на этом сайте или `ссылка:` на другой"),
            ),
            (false, false, Leads::Somewhere) => problems.push(
                fields
                    .error(self.schema.columns[0].key.0, "не указано, где лежит документ")
                    .hint("добавьте `файл: polozhenie.pdf` или `ссылка: https://…`"),
            ),
            (false, false, _) => {}
            _ => {
                if let Some(Value::Text(text)) = values.first().and_then(Option::as_ref)
                    && says_nothing(text)
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

/// Whether `text` says nothing of where a link leads: a reader of pages by ear hears links alone.
fn says_nothing(text: &str) -> bool {
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
