//! Who teaches.

use crate::content::data::{Column, Leads, Schema};

pub(super) const SCHEMA: Schema = Schema {
    name: ("teachers", "педагоги"),
    title: "Педагоги центра",
    numbered: false,
    leads: Leads::Nowhere,
    columns: &[
        Column::text(("name", "фио"), "Фамилия, имя, отчество", 4).needed("Фамилия Имя Отчество"),
        Column::text(("position", "должность"), "Должность", 3),
        Column::text(("subjects", "предметы"), "Предметы, программы", 3),
        Column::text(("education", "образование"), "Образование", 4),
        Column::text(("category", "категория"), "Квалификационная категория", 3),
        Column::text(("experience", "стаж"), "Стаж", 2),
    ],
};
