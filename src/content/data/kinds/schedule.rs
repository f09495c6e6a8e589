//! What is taught when.

use crate::content::data::{Column, Leads, Schema};

pub(super) const SCHEMA: Schema = Schema {
    name: ("schedule", "расписание"),
    title: "Режим занятий",
    numbered: false,
    leads: Leads::Nowhere,
    columns: &[
        Column::text(("day", "день"), "День", 2).needed("Понедельник"),
        Column::text(("time", "время"), "Время", 2).needed("14:30–15:10"),
        Column::text(("activity", "занятие"), "Занятие", 5).needed("Робототехника"),
        Column::text(("group", "группа"), "Класс, группа", 2),
        Column::text(("teacher", "педагог"), "Педагог", 3),
        Column::text(("room", "кабинет"), "Кабинет", 2),
    ],
};
