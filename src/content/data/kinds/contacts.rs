//! How to reach the centre.

use crate::content::data::{Column, Leads, Schema, Shape};

pub(super) const SCHEMA: Schema = Schema {
    name: ("contacts", "контакты"),
    title: "Контакты",
    numbered: false,
    leads: Leads::Nowhere,
    columns: &[
        Column::text(("title", "название"), "Кто, что", 4).needed("Руководитель центра"),
        Column::text(("name", "имя"), "Имя", 4),
        Column::text(("address", "адрес"), "Адрес", 5),
        Column::of(Shape::Phone, ("phone", "телефон"), "Телефон", 3),
        Column::of(Shape::Mail, ("email", "почта"), "Электронная почта", 3),
        Column::of(Shape::Address, ("link", "ссылка"), "Страница", 4),
    ],
};
