//! What is taught: lessons, extracurricular and additional programmes.

use crate::content::data::{Column, Leads, Schema};

pub(super) const SCHEMA: Schema = Schema {
    name: ("programmes", "программы"),
    title: "Образовательные программы",
    numbered: false,
    leads: Leads::Maybe,
    columns: &[
        Column::text(("title", "название"), "Программа", 5).needed("Робототехника"),
        Column::text(("kind", "вид"), "Вид программы", 3),
        Column::text(("focus", "направленность"), "Направленность", 3),
        Column::text(("classes", "классы"), "Классы, возраст", 2),
        Column::text(("duration", "срок"), "Срок освоения", 2),
        Column::number(("hours", "часы"), "Часов", 2),
        Column::text(("teacher", "педагог"), "Педагог", 3),
        Column::FILE,
        Column::LINK,
    ],
};
