//! What the rooms are equipped with.

use crate::content::data::{Column, Leads, Schema};

pub(super) const SCHEMA: Schema = Schema {
    name: ("equipment", "оборудование"),
    title: "Материально-техническая база",
    numbered: true,
    leads: Leads::Nowhere,
    columns: &[
        Column::text(("name", "название"), "Оборудование", 6).needed("Цифровая лаборатория"),
        Column::number(("count", "количество"), "Количество", 2),
        Column::text(("room", "кабинет"), "Кабинет", 3),
        Column::text(("purpose", "назначение"), "Для чего используется", 5),
    ],
};
