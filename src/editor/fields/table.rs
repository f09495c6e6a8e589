//! The fields of an event: their words, examples and choices.

use super::{FieldChoice, FieldKind, FormField};

/// A field that is folded away and may be empty.
pub(super) const FOLDED: FormField = FormField {
    key: "",
    label: "",
    example: "",
    hint: "",
    kind: FieldKind::Text,
    choices: &[],
    main: false,
    required: false,
    missing: "",
};

pub(super) const YES: &[&str] = &["да", "yes", "true", "on", "y"];
pub(super) const NO: &[&str] = &["no", "false", "off", "n"];

/// The fields in their order.
pub(in crate::editor) const FIELDS: &[FormField] = &[
    FormField {
        key: "title",
        label: "Название",
        example: "Турнир по шахматам",
        main: true,
        required: true,
        missing: "не указано название",
        ..FOLDED
    },
    FormField {
        key: "date",
        label: "Когда прошло",
        example: "14 октября 2022, 7.12.2022, 12–14 мая 2023, ноябрь 2022",
        kind: FieldKind::Date,
        main: true,
        required: true,
        missing: "не указана дата",
        ..FOLDED
    },
    FormField {
        key: "direction",
        label: "Направление",
        hint: "По нему событие попадёт в свой раздел и в отчёт.",
        kind: FieldKind::Direction,
        main: true,
        required: true,
        missing: "не указано направление",
        ..FOLDED
    },
    FormField {
        key: "participants",
        label: "Участники",
        example: "21 чел., 3 педагога, 20 обучающихся и 3 педагога",
        kind: FieldKind::Participants,
        main: true,
        ..FOLDED
    },
    FormField {
        key: "summary",
        label: "Кратко",
        hint: "Одно-два предложения для списка событий.",
        kind: FieldKind::Long,
        ..FOLDED
    },
    FormField {
        key: "time",
        label: "Время",
        example: "15:30, после уроков",
        hint: "Час, если он не написан рядом с датой.",
        ..FOLDED
    },
    FormField { key: "place", label: "Место", example: "Актовый зал", ..FOLDED },
    FormField { key: "form", label: "Форма", example: "викторина", ..FOLDED },
    FormField {
        key: "level",
        label: "Уровень",
        example: "школьный, муниципальный, региональный",
        ..FOLDED
    },
    FormField {
        key: "audience", label: "Для кого", example: "Обучающиеся 5–11 классов", ..FOLDED
    },
    FormField {
        key: "classes",
        label: "Классы",
        example: "5А, 6Б",
        kind: FieldKind::List,
        ..FOLDED
    },
    FormField {
        key: "teachers",
        label: "Педагоги",
        example: "И. О. Фамилия",
        hint: "Кто подготовил событие, через запятую.",
        kind: FieldKind::List,
        ..FOLDED
    },
    FormField {
        key: "results",
        label: "Итоги",
        example: "Определены победители",
        hint: "Места, дипломы, решения — каждое с новой строки.",
        kind: FieldKind::Lines,
        ..FOLDED
    },
    FormField {
        key: "tags",
        label: "Метки",
        example: "шахматы, турнир",
        hint: "Слова, по которым похожие события собираются вместе.",
        kind: FieldKind::List,
        ..FOLDED
    },
    FormField {
        key: "link",
        label: "Страница на другом сайте",
        example: "https://example.org/novost",
        hint: "Где ещё рассказано об этом событии, адрес целиком.",
        ..FOLDED
    },
    FormField {
        key: "responsible",
        label: "Ответственный",
        example: "И. О. Фамилия",
        hint: "Кто отвечает за событие, для плана.",
        ..FOLDED
    },
    FormField {
        key: "planned",
        label: "Срок по плану",
        example: "3 неделя ноября",
        hint: "Если в утверждённом плане он другой, чем дата события.",
        ..FOLDED
    },
    FormField {
        key: "held",
        label: "Состоялось ли",
        hint: "Укажите, если событие отменили или о нём не будет рассказа.",
        kind: FieldKind::Choice,
        choices: &[
            FieldChoice { value: "", label: "Видно по рассказу", also: &[] },
            FieldChoice { value: "да", label: "Состоялось", also: YES },
            FieldChoice { value: "нет", label: "Не состоялось", also: NO },
        ],
        ..FOLDED
    },
    FormField {
        key: "report",
        label: "Отчёт",
        kind: FieldKind::Choice,
        choices: &[
            FieldChoice { value: "", label: "Включать в отчёт", also: YES },
            FieldChoice { value: "нет", label: "Не включать в отчёт", also: NO },
        ],
        ..FOLDED
    },
    FormField {
        key: "school_year",
        label: "Учебный год",
        example: "2022/23",
        hint: "Нужен, только если дата названа без года.",
        ..FOLDED
    },
    FormField {
        key: "lines",
        label: "Строки рассказа",
        kind: FieldKind::Choice,
        choices: &[
            FieldChoice {
                value: "", label: "Соединять в абзацы", also: &["соединять", "join"]
            },
            FieldChoice {
                value: "сохранять", label: "Оставлять каждую строку", also: &["keep"]
            },
        ],
        ..FOLDED
    },
    FormField {
        key: "updated",
        label: "Обновлено",
        example: "15.10.2022",
        hint: "День последней правки, если её надо показать.",
        kind: FieldKind::Date,
        ..FOLDED
    },
    FormField {
        key: "slug",
        label: "Адрес страницы",
        example: "turnir-po-shakhmatam",
        hint: "Латинскими буквами. Обычно он получается сам; у опубликованного события его не меняют.",
        ..FOLDED
    },
    FormField {
        key: "aliases",
        label: "Прежние адреса",
        example: "2022/turnir.html",
        hint: "С них читатель попадёт на эту страницу. Каждый с новой строки.",
        kind: FieldKind::Lines,
        ..FOLDED
    },
];
