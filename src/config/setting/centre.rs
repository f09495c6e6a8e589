//! The centre, its directions, its address.

use super::{COLUMN, NONE, RowColumn, Setting, SettingGroup, SettingKind};

pub(super) const SETTINGS: &[Setting] = &[
    Setting {
        key: "title",
        label: "Полное название центра",
        example: "Центр образования «Точка роста»",
        missing: "не указано название центра",
        ..NONE
    },
    Setting {
        key: "short_title",
        label: "Короткое название",
        hint: "Для меню и вкладки браузера. Если его нет, стоит полное.",
        example: "Точка роста",
        ..NONE
    },
    Setting {
        key: "school",
        label: "Школа",
        hint: "Как её называют в документах.",
        example: "МКОУ «СОШ № 7»",
        ..NONE
    },
    Setting {
        key: "description",
        kind: SettingKind::Long,
        label: "О разделе",
        hint: "Одно предложение: его видно на первой странице и в поисковых системах.",
        example: "События центра «Точка роста»",
        ..NONE
    },
    Setting {
        key: "address",
        label: "Почтовый адрес",
        hint: "Адрес, телефон и почта стоят внизу страниц; можно оставить пустыми.",
        ..NONE
    },
    Setting { key: "phone", label: "Телефон", ..NONE },
    Setting { key: "email", label: "Электронная почта", ..NONE },
    Setting {
        key: "directions",
        group: SettingGroup::Directions,
        kind: SettingKind::Rows(&[
            RowColumn {
                key: "id",
                label: "Код",
                hint: "Стоит в адресе страницы направления: строчные латинские буквы, цифры и дефис. После публикации его лучше не менять.",
                example: "proekty",
                ..COLUMN
            },
            RowColumn {
                key: "title",
                label: "Название",
                hint: "Полное, как в документах.",
                example: "Развитие проектной деятельности",
                ..COLUMN
            },
            RowColumn {
                key: "short",
                label: "Кратко",
                hint: "Для меню и карточек. Если его нет, стоит полное.",
                example: "Проекты",
                ..COLUMN
            },
            RowColumn {
                key: "titles",
                label: "Другие названия",
                hint: "Как ещё направление называют в событиях и таблицах. Каждое с новой строки.",
                is_list: true,
                ..COLUMN
            },
        ]),
        label: "Направления работы центра",
        hint: "Событие относится к одному из них. Порядок такой же, как на сайте.",
        missing: "не указано ни одного направления",
        ..NONE
    },
    Setting {
        key: "base_url",
        group: SettingGroup::Address,
        label: "Адрес раздела на сайте школы",
        hint: "Целиком, вместе с папкой: по нему раздел откроется у читателей.",
        example: "http://school.ucoz.ru/tochka/",
        missing: "не указан адрес раздела на сайте школы",
        ..NONE
    },
    Setting {
        key: "navigation",
        group: SettingGroup::Address,
        kind: SettingKind::Rows(&[
            RowColumn {
                key: "title", label: "Название", example: "Задачи", ..COLUMN
            },
            RowColumn {
                key: "page",
                label: "Страница раздела",
                hint: "Файл страницы или документа. Если это ссылка на другой сайт, оставьте пустым.",
                example: "pages/zadachi.md",
                ..COLUMN
            },
            RowColumn {
                key: "url",
                label: "Или другой сайт",
                hint: "Полный адрес.",
                example: "https://edu.gov.ru/",
                ..COLUMN
            },
        ]),
        label: "Меню",
        hint: "Если здесь ничего нет, в меню стоят все постоянные страницы.",
        ..NONE
    },
    Setting {
        key: "links",
        group: SettingGroup::Address,
        kind: SettingKind::Rows(&[
            RowColumn {
                key: "title", label: "Название", example: "Сайт школы", ..COLUMN
            },
            RowColumn {
                key: "url",
                label: "Адрес",
                hint: "Целиком.",
                example: "http://school.ucoz.ru/",
                ..COLUMN
            },
        ]),
        label: "Ссылки внизу страниц",
        hint: "На сайт школы, министерства и другие.",
        ..NONE
    },
];
