//! The columns of tables as fields of a form, with their words.

use serde_json::Value;

use crate::content::data::{ColumnSchema, LinkPolicy, TableKind, ValueType};
use crate::editor::json::json;

/// The columns of `kind` in their order.
pub(super) fn columns(kind: TableKind) -> Value {
    let schema = kind.schema();
    let column = |column: &ColumnSchema| {
        let (example, hint) = words(column);
        json!({
            "key": column.key.0,
            "label": label(column),
            "example": column.example.unwrap_or(example),
            "hint": hint,
            "kind": type_name(column.value_type),
            "required": column.example.is_some(),
        })
    };
    json!({
        "fields": schema.columns.iter().map(column).collect::<Vec<_>>(),
        "hasFiles": schema.links != LinkPolicy::None,
        "mustLink": schema.links == LinkPolicy::Required,
    })
}

/// What the form calls a column: as the head of the table, where that is not for two columns.
pub(super) fn label(column: &ColumnSchema) -> &'static str {
    match (column.value_type, column.title) {
        (ValueType::Url, "Файл") => "Ссылка на документ на другом сайте",
        (ValueType::Measurements, _) => "Значения по дням",
        (_, title) => title,
    }
}

fn type_name(value_type: ValueType) -> &'static str {
    match value_type {
        ValueType::Text => "text",
        ValueType::Number => "number",
        ValueType::Date => "date",
        ValueType::Url => "url",
        ValueType::Email => "email",
        ValueType::Phone => "phone",
        ValueType::File => "file",
        ValueType::Target => "target",
        ValueType::Measurements => "measurements",
    }
}

/// An example and a hint, where a column has no example of its own.
fn words(column: &ColumnSchema) -> (&'static str, &'static str) {
    match column.value_type {
        ValueType::Date => ("30.08.2022, сентябрь 2022 или 2022", ""),
        ValueType::Url => ("https://example.org/polozhenie.pdf", ""),
        ValueType::Email => ("shkola@example.org", ""),
        ValueType::Phone => ("+7 (86555) 1-23-45, доб. 3", ""),
        ValueType::File => ("", "PDF, документ Word, таблица или скан. Его можно перетащить сюда."),
        ValueType::Measurements => {
            ("", "На каждый день — одно значение, или сколько охвачено и всего.")
        }
        ValueType::Text | ValueType::Number | ValueType::Target => ("", ""),
    }
}
