//! The schemas of all kinds of tables.
//!
//! To add a kind: add a variant to [`TableKind`], its schema here at the same position, and its
//! row to the list of short codes (`content::short_code`).

use super::{ColumnSchema, LinkPolicy, TableKind, TableSchema, ValueType};
use crate::calendar::NounForms;

const HOURS: NounForms = NounForms { one: "час", few: "часа", many: "часов" };

/// One schema for each [`TableKind`], in the order of its variants.
pub(super) const SCHEMAS: &[TableSchema] = &[
    TableSchema {
        kind: TableKind::Documents,
        name: ("documents", "документы"),
        title: "Документы",
        numbered: false,
        links: LinkPolicy::Required,
        columns: &[
            ColumnSchema::text(("title", "название"), "Документ", 7).required("Положение о центре"),
            ColumnSchema::text(("kind", "вид"), "Вид документа", 3),
            ColumnSchema::date(("date", "дата"), "Дата", 2),
            ColumnSchema::FILE,
            ColumnSchema::LINK,
        ],
    },
    TableSchema {
        kind: TableKind::Programmes,
        name: ("programmes", "программы"),
        title: "Образовательные программы",
        numbered: false,
        links: LinkPolicy::Optional,
        columns: &[
            ColumnSchema::text(("title", "название"), "Программа", 5).required("Робототехника"),
            ColumnSchema::text(("kind", "вид"), "Вид программы", 3),
            ColumnSchema::text(("focus", "направленность"), "Направленность", 3),
            ColumnSchema::text(("classes", "классы"), "Классы, возраст", 2),
            ColumnSchema::text(("duration", "срок"), "Срок освоения", 2),
            ColumnSchema::number(("hours", "часы"), "Часов", 2),
            ColumnSchema::text(("teacher", "педагог"), "Педагог", 3),
            ColumnSchema::FILE,
            ColumnSchema::LINK,
        ],
    },
    TableSchema {
        kind: TableKind::Teachers,
        name: ("teachers", "педагоги"),
        title: "Педагоги центра",
        numbered: false,
        links: LinkPolicy::None,
        columns: &[
            ColumnSchema::text(("name", "фио"), "Фамилия, имя, отчество", 4)
                .required("Фамилия Имя Отчество"),
            ColumnSchema::text(("position", "должность"), "Должность", 3),
            ColumnSchema::text(("subjects", "предметы"), "Предметы, программы", 3),
            ColumnSchema::text(("education", "образование"), "Образование", 4),
            ColumnSchema::text(("category", "категория"), "Квалификационная категория", 3),
            ColumnSchema::text(("experience", "стаж"), "Стаж", 2),
        ],
    },
    TableSchema {
        kind: TableKind::Training,
        name: ("training", "обучение"),
        title: "Повышение квалификации педагогов",
        numbered: true,
        links: LinkPolicy::None,
        columns: &[
            ColumnSchema::text(
                ("program", "программа"),
                "Название программы повышения квалификации, количество часов",
                6,
            )
            .required("Применение оборудования на уроках химии"),
            ColumnSchema::number(("hours", "часы"), "Количество часов", 2).in_brackets(HOURS),
            ColumnSchema::date(
                ("date", "дата"),
                "Дата выдачи удостоверения о повышении квалификации",
                3,
            ),
            ColumnSchema::text(
                ("organisation", "организация"),
                "Наименование организации, реализующей программу",
                6,
            ),
            ColumnSchema::number(
                ("listeners", "численность"),
                "Численность слушателей программы из ОО",
                3,
            ),
        ],
    },
    TableSchema {
        kind: TableKind::Equipment,
        name: ("equipment", "оборудование"),
        title: "Материально-техническая база",
        numbered: true,
        links: LinkPolicy::None,
        columns: &[
            ColumnSchema::text(("name", "название"), "Оборудование", 6)
                .required("Цифровая лаборатория"),
            ColumnSchema::number(("count", "количество"), "Количество", 2),
            ColumnSchema::text(("room", "кабинет"), "Кабинет", 3),
            ColumnSchema::text(("purpose", "назначение"), "Для чего используется", 5),
        ],
    },
    TableSchema {
        kind: TableKind::Schedule,
        name: ("schedule", "расписание"),
        title: "Режим занятий",
        numbered: false,
        links: LinkPolicy::None,
        columns: &[
            ColumnSchema::text(("day", "день"), "День", 2).required("Понедельник"),
            ColumnSchema::text(("time", "время"), "Время", 2).required("14:30–15:10"),
            ColumnSchema::text(("activity", "занятие"), "Занятие", 5).required("Робототехника"),
            ColumnSchema::text(("group", "группа"), "Класс, группа", 2),
            ColumnSchema::text(("teacher", "педагог"), "Педагог", 3),
            ColumnSchema::text(("room", "кабинет"), "Кабинет", 2),
        ],
    },
    TableSchema {
        kind: TableKind::Contacts,
        name: ("contacts", "контакты"),
        title: "Контакты",
        numbered: false,
        links: LinkPolicy::None,
        columns: &[
            ColumnSchema::text(("title", "название"), "Кто, что", 4)
                .required("Руководитель центра"),
            ColumnSchema::text(("name", "имя"), "Имя", 4),
            ColumnSchema::text(("address", "адрес"), "Адрес", 5),
            ColumnSchema::new(("phone", "телефон"), "Телефон", 3, ValueType::Phone),
            ColumnSchema::new(("email", "почта"), "Электронная почта", 3, ValueType::Email),
            ColumnSchema::new(("link", "ссылка"), "Страница", 4, ValueType::Url),
        ],
    },
    TableSchema {
        kind: TableKind::Indicators,
        name: ("indicators", "показатели"),
        title: "Показатели центра",
        numbered: false,
        links: LinkPolicy::None,
        columns: &[
            ColumnSchema::text(("name", "показатель"), "Показатель", 6)
                .required("Охват обучающихся дополнительными программами"),
            ColumnSchema::new(("target", "цель"), "Цель", 3, ValueType::Target)
                .required("не менее 70 %"),
            ColumnSchema::new(("values", "значения"), "Значение", 3, ValueType::Measurements),
        ],
    },
    TableSchema {
        kind: TableKind::Enrolment,
        name: ("enrolment", "контингент"),
        title: "Численность обучающихся центра",
        numbered: false,
        links: LinkPolicy::None,
        columns: &[
            ColumnSchema::date(("date", "дата"), "Дата", 3).required("30.09.2022"),
            ColumnSchema::number(("pupils", "обучающихся"), "Обучающихся", 3).required("240"),
            ColumnSchema::text(("note", "пояснение"), "Пояснение", 6),
        ],
    },
];
