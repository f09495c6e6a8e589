//! The courses that the teachers took.

use crate::calendar::Forms;
use crate::content::data::{Column, Leads, Schema};

const HOURS: Forms = Forms { one: "час", few: "часа", many: "часов" };

pub(super) const SCHEMA: Schema = Schema {
    name: ("training", "обучение"),
    title: "Повышение квалификации педагогов",
    numbered: true,
    leads: Leads::Nowhere,
    columns: &[
        Column::text(
            ("program", "программа"),
            "Название программы повышения квалификации, количество часов",
            6,
        )
        .needed("Применение оборудования на уроках химии"),
        Column::number(("hours", "часы"), "Количество часов", 2).bracketed(HOURS),
        Column::when(("date", "дата"), "Дата выдачи удостоверения о повышении квалификации", 3),
        Column::text(
            ("organisation", "организация"),
            "Наименование организации, реализующей программу",
            6,
        ),
        Column::number(("listeners", "численность"), "Численность слушателей программы из ОО", 3),
    ],
};
