//! The documents of the centre: orders, regulations, plans.

use crate::content::data::{Column, Leads, Schema};

pub(super) const SCHEMA: Schema = Schema {
    name: ("documents", "документы"),
    title: "Документы",
    numbered: false,
    leads: Leads::Somewhere,
    columns: &[
        Column::text(("title", "название"), "Документ", 7).needed("Положение о центре"),
        Column::text(("kind", "вид"), "Вид документа", 3),
        Column::when(("date", "дата"), "Дата", 2),
        Column::FILE,
        Column::LINK,
    ],
};
