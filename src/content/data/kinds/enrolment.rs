//! How many pupils there were, by date: given, never computed.

use crate::content::data::{Column, Leads, Schema};

pub(super) const SCHEMA: Schema = Schema {
    name: ("enrolment", "контингент"),
    title: "Численность обучающихся центра",
    numbered: false,
    leads: Leads::Nowhere,
    columns: &[
        Column::when(("date", "дата"), "Дата", 3).needed("30.09.2022"),
        Column::number(("pupils", "обучающихся"), "Обучающихся", 3).needed("240"),
        Column::text(("note", "пояснение"), "Пояснение", 6),
    ],
};
