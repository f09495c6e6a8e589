//! The fields of a standing page.

use super::table::{FIELDS, FOLDED, NO, YES};
use super::{FieldChoice, FieldKind, FormField};

/// The field of events with the same key and the same words. It does not compile where there is none.
const fn as_of_events(key: &str) -> FormField {
    let mut at = 0;
    while !is_equal(FIELDS[at].key.as_bytes(), key.as_bytes()) {
        at += 1;
    }
    FIELDS[at]
}

const fn is_equal(a: &[u8], b: &[u8]) -> bool {
    let mut at = 0;
    while at < a.len() && at < b.len() && a[at] == b[at] {
        at += 1;
    }
    at == a.len() && at == b.len()
}

/// The fields in their order.
pub(super) const PAGE_FIELDS: &[FormField] = &[
    FormField {
        key: "title",
        label: "Название",
        example: "О центре",
        main: true,
        required: true,
        missing: "не указано название",
        ..FOLDED
    },
    FormField {
        key: "menu",
        label: "Меню раздела",
        kind: FieldKind::Choice,
        choices: &[
            FieldChoice {
                value: "", label: "Показывать страницу в меню", also: YES
            },
            FieldChoice {
                value: "нет", label: "Не показывать, вести на неё ссылками", also: NO
            },
        ],
        main: true,
        ..FOLDED
    },
    FormField {
        key: "order",
        label: "Место в меню",
        example: "10",
        hint: "Чем меньше число, тем выше страница. Без числа она стоит после остальных, по алфавиту.",
        main: true,
        ..FOLDED
    },
    FormField {
        key: "summary",
        label: "Кратко",
        hint: "Одно-два предложения для поисковых систем.",
        kind: FieldKind::Long,
        ..FOLDED
    },
    as_of_events("lines"),
    as_of_events("updated"),
    as_of_events("slug"),
    as_of_events("aliases"),
];
