//! Reports, events, pages, photos, copies, the look.

use super::{NONE, SELDOM, Setting, SettingChoice, SettingGroup, SettingKind, USUALLY};

const REPORT: Setting = Setting { group: SettingGroup::Reports, ..NONE };
const YEAR: Setting = Setting { is_rare: true, ..REPORT };
const PAGE: Setting = Setting { group: SettingGroup::Pages, ..NONE };
const PHOTO: Setting = Setting { group: SettingGroup::Photos, ..NONE };
const COPY: Setting = Setting { group: SettingGroup::Copies, ..NONE };
const LOOK: Setting = Setting { group: SettingGroup::Look, ..NONE };

pub(super) const REPORTS: &[Setting] = &[
    Setting {
        key: "signatures.head.position",
        label: "Кто подписывает: должность",
        hint: "Стоит под отчётами и планами.",
        example: "Руководитель центра «Точка роста»",
        ..REPORT
    },
    Setting {
        key: "signatures.head.name",
        label: "Кто подписывает: имя",
        example: "И. О. Фамилия",
        ..REPORT
    },
    Setting {
        key: "signatures.approval.position",
        label: "Кто утверждает: должность",
        hint: "Стоит под словом «УТВЕРЖДАЮ» над планами.",
        example: "Директор МКОУ «СОШ № 7»",
        ..REPORT
    },
    Setting {
        key: "signatures.approval.name",
        label: "Кто утверждает: имя",
        example: "И. О. Фамилия",
        ..REPORT
    },
    Setting {
        key: "signatures.approval.order",
        label: "Приказ: номер",
        example: "45-од",
        ..REPORT
    },
    Setting {
        key: "signatures.approval.date",
        label: "Приказ: дата",
        example: "30.08.2024",
        ..REPORT
    },
    Setting {
        key: "half_years.first",
        label: "Первое полугодие",
        hint: "Месяцы; нужны оба полугодия. Если оба пусты, они делятся как обычно.",
        example: "сентябрь-декабрь",
        missing: "нужны оба полугодия",
        ..YEAR
    },
    Setting {
        key: "half_years.second", label: "Второе полугодие", example: "январь-май", ..YEAR
    },
    Setting {
        key: "quarters.first",
        label: "Первая четверть",
        hint: "Дни; нужны все четыре четверти. Если все пусты, они делятся как обычно.",
        example: "1.09-26.10",
        missing: "нужны все четыре четверти",
        ..YEAR
    },
    Setting {
        key: "quarters.second", label: "Вторая четверть", example: "5.11-28.12", ..YEAR
    },
    Setting {
        key: "quarters.third", label: "Третья четверть", example: "9.01-21.03", ..YEAR
    },
    Setting {
        key: "quarters.fourth", label: "Четвёртая четверть", example: "31.03-26.05", ..YEAR
    },
    Setting {
        key: "timezone",
        label: "Часовой пояс",
        hint: "По нему событие становится из анонса новостью. Если пусто, московский.",
        example: "Asia/Yekaterinburg",
        ..YEAR
    },
];

pub(super) const SETTINGS: &[Setting] = &[
    Setting {
        key: "event_keys",
        group: SettingGroup::Events,
        kind: SettingKind::Names,
        label: "Свои сведения",
        hint: "Каждое с новой строки. В событии у каждого будет поле, в отчёте — колонка. Их увидят читатели.",
        example: "социальный партнёр",
        ..NONE
    },
    Setting { key: "search", kind: USUALLY, label: "Поиск по разделу", ..PAGE },
    Setting {
        key: "per_page",
        kind: SettingKind::Number,
        label: "Событий на одной странице списка",
        hint: "Если пусто, 20.",
        example: "20",
        ..PAGE
    },
    Setting {
        key: "typography",
        kind: USUALLY,
        label: "Ставить кавычки-ёлочки, тире и неразрывные пробелы",
        hint: "На страницах; ваши тексты остаются как есть.",
        ..PAGE
    },
    Setting {
        key: "video_hosts",
        kind: SettingKind::Lines,
        label: "С каких сайтов можно показывать видео",
        hint: "Каждый с новой строки. Если пусто: Rutube и ВКонтакте.",
        example: "rutube.ru",
        is_rare: true,
        ..PAGE
    },
    Setting {
        key: "raw_html",
        kind: SettingKind::Choice(&[
            SettingChoice {
                value: "", label: "Оставлять безопасный", also: &["sanitize"]
            },
            SettingChoice { value: "allow", label: "Оставлять весь", also: &[] },
            SettingChoice {
                value: "escape", label: "Показывать как текст", also: &[]
            },
        ]),
        label: "Код HTML в текстах",
        is_rare: true,
        ..PAGE
    },
    Setting {
        key: "rostok",
        label: "Какой «Росток» нужен разделу",
        hint: "Номер версии: более старая программа раздел не откроет. Обычно его пишет сам «Росток».",
        example: "0.1",
        is_rare: true,
        ..PAGE
    },
    Setting {
        key: "photos.order",
        kind: SettingKind::Choice(&[
            SettingChoice {
                value: "", label: "По именам файлов", also: &["имена", "names"]
            },
            SettingChoice {
                value: "время", label: "По времени съёмки", also: &["taken"]
            },
        ]),
        label: "Порядок снимков",
        hint: "Если в событии не задан другой.",
        ..PHOTO
    },
    Setting {
        key: "photos.consent",
        kind: SettingKind::Choice(&[
            SettingChoice {
                value: "",
                label: "Обычно: нужно, когда виден один ребёнок",
                also: &["обычно", "usual"],
            },
            SettingChoice {
                value: "строго",
                label: "Строго: нужно и для группы, и о каждом снимке сказать, кто на нём",
                also: &["strict"],
            },
        ]),
        label: "Согласие родителей",
        ..PHOTO
    },
    Setting {
        key: "photos.widths",
        kind: SettingKind::Lines,
        label: "Ширина снимков на сайте, в точках",
        hint: "Каждая с новой строки, от 100 до 4000. Если пусто: 1600, 960 и 480.",
        example: "1600",
        is_rare: true,
        ..PHOTO
    },
    Setting {
        key: "photos.quality",
        kind: SettingKind::Number,
        label: "Качество снимков, от 1 до 100",
        hint: "Если пусто, каждый снимок получает столько, сколько ему нужно.",
        example: "80",
        is_rare: true,
        ..PHOTO
    },
    Setting {
        key: "photos.webp",
        kind: SELDOM,
        label: "Публиковать рядом снимки WebP",
        hint: "Они меньше, но хостинг должен их принимать.",
        is_rare: true,
        ..PHOTO
    },
    Setting {
        key: "copies.hashtags",
        kind: SettingKind::Lines,
        label: "Хештеги",
        hint: "Стоят в конце копии события. Каждый с новой строки, без решётки.",
        example: "ТочкаРоста",
        ..COPY
    },
    Setting {
        key: "copies.sign_off",
        kind: SettingKind::Long,
        label: "Последняя строка",
        example: "Центр «Точка роста» школы № 7",
        ..COPY
    },
    Setting { key: "theme", kind: SettingKind::Theme, label: "Тема", ..LOOK },
    Setting {
        key: "logo",
        kind: SettingKind::Picture,
        label: "Логотип",
        hint: "Картинка PNG, JPEG или WebP; стоит рядом с названием раздела.",
        ..LOOK
    },
    Setting {
        key: "theme_options", kind: SettingKind::Options, label: "Цвета и другое", ..LOOK
    },
];
