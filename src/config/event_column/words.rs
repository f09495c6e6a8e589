//! The words of all columns but those of own keys.

use super::EventColumn;
use crate::yaml::Key;

/// How a column is named.
pub(super) struct ColumnWords {
    pub(super) column: EventColumn,
    pub(super) names: Key,
    /// Its head in a table.
    pub(super) head: &'static str,
    /// Relative to the other columns.
    pub(super) width: u16,
    /// What is compared by it, in the dative; `None` if its values are no groups.
    pub(super) many: Option<&'static str>,
    /// Other names.
    pub(super) also: &'static [&'static str],
}

const fn column(
    column: EventColumn,
    names: Key,
    (head, width): (&'static str, u16),
    also: &'static [&'static str],
) -> ColumnWords {
    ColumnWords { column, names, head, width, many: None, also }
}

const fn group(
    column: EventColumn,
    names: Key,
    (head, width): (&'static str, u16),
    many: &'static str,
    also: &'static [&'static str],
) -> ColumnWords {
    ColumnWords { column, names, head, width, many: Some(many), also }
}

/// In the order in which hints list them.
pub(super) static COLUMNS: &[ColumnWords] = &[
    column(EventColumn::Number, ("number", "№"), ("№ п/п", 2), &["номер", "п/п", "n"]),
    column(
        EventColumn::Title,
        ("title", "название"),
        ("Мероприятие", 9),
        &["событие", "наименование", "название мероприятия", "наименование мероприятия", "тема"],
    ),
    column(EventColumn::Date, ("date", "дата"), ("Дата проведения", 5), &["когда", "даты"]),
    column(EventColumn::FirstDay, ("first_day", "дата начала"), ("Дата начала", 4), &[]),
    column(EventColumn::LastDay, ("last_day", "дата окончания"), ("Дата окончания", 4), &[]),
    column(EventColumn::Time, ("time", "время"), ("Время", 3), &["время проведения"]),
    group(EventColumn::Month, ("month", "месяц"), ("Месяц", 4), "месяцам", &[]),
    group(EventColumn::HalfYear, ("half-year", "полугодие"), ("Полугодие", 4), "полугодиям", &[]),
    group(
        EventColumn::SchoolYear,
        ("school_year", "учебный год"),
        ("Учебный год", 4),
        "учебным годам",
        &["год", "year", "годам"],
    ),
    group(
        EventColumn::CalendarYear,
        ("calendar_year", "календарный год"),
        ("Календарный год", 4),
        "календарным годам",
        &[],
    ),
    group(
        EventColumn::Direction,
        ("direction", "направление"),
        ("Направление", 6),
        "направлениям",
        &["раздел"],
    ),
    column(
        EventColumn::Attendance,
        ("attendance", "аудитория и участники"),
        ("Целевая аудитория, количество участников", 7),
        &[],
    ),
    group(
        EventColumn::Audience,
        ("audience", "аудитория"),
        ("Целевая аудитория", 6),
        "аудиториям",
        &["для кого", "категория участников"],
    ),
    column(EventColumn::Participants, ("participants", "участники"), ("Участники", 5), &[]),
    column(
        EventColumn::Total,
        ("total", "всего участников"),
        ("Количество участников", 4),
        &["число участников", "кол-во участников", "охват", "численность", "всего", "количество"],
    ),
    column(
        EventColumn::Pupils,
        ("pupils", "обучающиеся"),
        ("Обучающиеся", 4),
        &[
            "учащиеся",
            "ученики",
            "школьники",
            "дети",
            "воспитанники",
            "количество обучающихся",
            "число обучающихся",
            "кол-во обучающихся",
        ],
    ),
    column(
        EventColumn::Teachers,
        ("teachers", "педагоги"),
        ("Педагоги", 3),
        &[
            "учителя",
            "педагогические работники",
            "количество педагогов",
            "число педагогов",
            "кол-во педагогов",
        ],
    ),
    column(
        EventColumn::Parents,
        ("parents", "родители"),
        ("Родители", 3),
        &["законные представители", "количество родителей", "число родителей"],
    ),
    column(
        EventColumn::OtherPeople,
        ("others", "другие участники"),
        ("Другие участники", 4),
        &["другие", "гости"],
    ),
    column(
        EventColumn::MixedPeople,
        ("mixed", "вместе или не указано"),
        ("Вместе или не указано", 5),
        &["вместе", "не указано"],
    ),
    column(
        EventColumn::Summary,
        ("summary", "кратко"),
        ("Краткое содержание", 9),
        &["содержание", "описание"],
    ),
    group(EventColumn::Place, ("place", "место"), ("Место проведения", 5), "местам", &["где"]),
    group(
        EventColumn::Form,
        ("form", "форма"),
        ("Форма проведения", 5),
        "формам",
        &["формат", "форма мероприятия"],
    ),
    group(
        EventColumn::Level,
        ("level", "уровень"),
        ("Уровень", 5),
        "уровням",
        &["уровень мероприятия", "уровень проведения"],
    ),
    group(EventColumn::Classes, ("classes", "классы"), ("Классы", 4), "классам", &["класс"]),
    group(
        EventColumn::PreparedBy,
        ("prepared_by", "кто подготовил"),
        ("Кто подготовил", 5),
        "педагогам",
        &["фио педагогов", "фио педагога", "имена педагогов"],
    ),
    group(
        EventColumn::Responsible,
        ("responsible", "ответственный"),
        ("Ответственный", 5),
        "ответственным",
        &["ответственные", "организатор"],
    ),
    column(EventColumn::Results, ("results", "итоги"), ("Результат", 7), &["результаты", "итог"]),
    group(EventColumn::Tags, ("tags", "метки"), ("Метки", 4), "меткам", &["метка"]),
    column(
        EventColumn::Link,
        ("link", "ссылка"),
        ("Ссылка на сайт с новостью о мероприятии (при наличии)", 7),
        &["ссылки", "ссылка на новость", "ссылка на сайт"],
    ),
    column(EventColumn::Term, ("planned", "срок"), ("Срок", 5), &["срок по плану"]),
    column(
        EventColumn::Mark,
        ("held", "отметка"),
        ("Отметка о выполнении", 6),
        &["проведено", "выполнение"],
    ),
];
