//! What the centre is to come to, and came to.

use crate::content::data::{Column, Leads, Schema, Shape};

pub(super) const SCHEMA: Schema = Schema {
    name: ("indicators", "показатели"),
    title: "Показатели центра",
    numbered: false,
    leads: Leads::Nowhere,
    columns: &[
        Column::text(("name", "показатель"), "Показатель", 6)
            .needed("Охват обучающихся дополнительными программами"),
        Column::of(Shape::Target, ("target", "цель"), "Цель", 3).needed("не менее 70 %"),
        Column::of(Shape::Measures, ("values", "значения"), "Значение", 3),
    ],
};
