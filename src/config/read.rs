//! `site.yaml` → [`Config`].
//!
//! To add a setting: a row of `KEYS`, a field of [`Config`], a line in `resolve`, a paragraph in
//! GUIDE.ru.md.

mod hosting;
mod links;

use jiff::tz::{TimeZone, TimeZoneDatabase};

use super::direction_name;
use super::event_keys;
use super::photos;
use super::signatures;
use super::{Config, Direction, RawHtml};
use crate::calendar::{HalfYearBounds, MonthSpan, QuarterBounds, SchoolBounds};
use crate::characters::printable;
use crate::diagnostic::{Diagnostics, Place};
use crate::slug;
use crate::url;
use crate::yaml::{Fields, Key, Schema, Value, YamlDocument};

const KEYS: &[Key] = &[
    ("title", "название"),
    ("short_title", "короткое_название"),
    ("school", "школа"),
    ("description", "описание"),
    ("address", "адрес"),
    ("phone", "телефон"),
    ("email", "почта"),
    ("base_url", "адрес_сайта"),
    ("logo", "логотип"),
    ("directions", "направления"),
    event_keys::KEY,
    ("navigation", "меню"),
    ("links", "ссылки"),
    ("theme", "тема"),
    ("theme_options", "настройки_темы"),
    ("timezone", "часовой_пояс"),
    ("half_years", "полугодия"),
    ("quarters", "четверти"),
    signatures::KEY,
    ("per_page", "на_странице"),
    ("raw_html", "html"),
    ("typography", "типографика"),
    ("search", "поиск"),
    ("video_hosts", "видео"),
    ("photos", "фотографии"),
    hosting::KEY,
    hosting::LIMITS,
];
/// The keys of the settings, for patches of single values.
pub const SCHEMA: Schema = Schema { keys: KEYS, nested: &[("directions", DIRECTION)] };

const DIRECTION: &[Key] =
    &[("id", "код"), ("title", "название"), ("short", "кратко"), ("titles", "также")];
const HALF_YEARS: &[Key] = &[("first", "первое"), ("second", "второе")];
const QUARTERS: &[Key] =
    &[("first", "первая"), ("second", "вторая"), ("third", "третья"), ("fourth", "четвёртая")];

const VIDEO_HOSTS: [&str; 4] = ["rutube.ru", "vk.com", "vkvideo.ru", "vk.ru"];

impl Config {
    /// Reads the settings in `source`, the text of `file`. Settings with errors serve to look for
    /// more errors in posts and pages, not to publish. `None` where the text is not YAML.
    pub fn parse(file: &str, source: &str, diagnostics: &mut Diagnostics) -> Option<Self> {
        let source = &*printable(source, ' ');
        let document = YamlDocument::whole(file, source);
        let node = document.parse(diagnostics)?;
        let fields = Fields::new(&document, &node, KEYS, diagnostics);
        Some(resolve(&fields, diagnostics))
    }
}

fn resolve(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Config {
    let title = fields.required(
        "title",
        "не указано название центра",
        "добавьте строку `название: Центр «Точка роста»`",
        diagnostics,
    );
    let title = title.unwrap_or_default();
    let base_url = base_url(fields, diagnostics).unwrap_or_default();
    let directions = directions(fields, diagnostics);
    let own_keys = event_keys::read(fields, diagnostics);
    let text =
        |key, diagnostics: &mut Diagnostics| fields.text(key, diagnostics).unwrap_or_default();
    Config {
        short_title: fields.text("short_title", diagnostics).unwrap_or_else(|| title.clone()),
        school: text("school", diagnostics),
        empty_school: fields.empty_place("school"),
        description: text("description", diagnostics),
        address: text("address", diagnostics),
        phone: text("phone", diagnostics),
        email: text("email", diagnostics),
        base_url_place: place(fields, "base_url"),
        logo: fields.text("logo", diagnostics).map(|file| (file, place(fields, "logo"))),
        navigation: links::navigation(fields, diagnostics),
        links: links::links(fields, diagnostics),
        theme: fields.text("theme", diagnostics).unwrap_or_else(|| "tochka".to_owned()),
        theme_place: place(fields, "theme"),
        theme_options: theme_options(fields, diagnostics),
        timezone: timezone(fields, diagnostics),
        bounds: SchoolBounds {
            half_years: half_years(fields, diagnostics),
            quarters: quarters(fields, diagnostics),
        },
        signatures: signatures::read(fields, diagnostics),
        per_page: fields.number("per_page", 1..=1000, diagnostics).unwrap_or(20) as usize,
        raw_html: raw_html(fields, diagnostics),
        typography: fields.flag("typography", diagnostics).unwrap_or(true),
        search: fields.flag("search", diagnostics).unwrap_or(true),
        video_hosts: video_hosts(fields, diagnostics),
        photos: photos::read(fields, diagnostics),
        hosting: hosting::read(fields, diagnostics),
        title,
        base_url,
        directions,
        own_keys,
    }
}

/// The place of the value of `key`; the whole file if it is missing.
fn place(fields: &Fields<'_>, key: &str) -> Place {
    let document = fields.document();
    fields.node(key).map_or_else(|| Place::file(document.file), |node| document.place(node.span))
}

fn base_url(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Option<String> {
    let text = fields.required(
        "base_url",
        "не указан адрес раздела на сайте школы",
        "добавьте строку `адрес_сайта: http://school.ucoz.ru/tochka/`",
        diagnostics,
    )?;
    match url::base(&text) {
        Some(url) => Some(url),
        None => {
            diagnostics.push(
                fields.error("base_url", format!("«{text}» — не полный адрес")).hint(
                    "он начинается с `http://` или `https://`, в нём нет пробелов, `?` и `#`",
                ),
            );
            None
        }
    }
}

fn directions(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Vec<Direction> {
    let found_before = diagnostics.len();
    let mut directions: Vec<Direction> = Vec::new();
    for item in fields.items("directions", DIRECTION, diagnostics) {
        let title = item.text("title", diagnostics);
        let id = item.text("id", diagnostics);
        if title.is_none() || id.is_none() {
            diagnostics.push(item.error("title", "у направления должны быть код и название").hint(
                "например, `- код: proekty` и под ним `название: Развитие проектной деятельности`",
            ));
        }
        // Filled in, so that posts of this direction cause no further errors.
        let Some(id) = id.or_else(|| title.clone()) else { continue };
        let title = title.unwrap_or_else(|| id.clone());
        let address = slug::slugify(&id);
        if address != id && title != id {
            diagnostics.push(
                item.error("id", format!("код направления «{id}» не годится для адреса страницы"))
                    .hint(format!("только строчные латинские буквы, цифры и дефис: `{address}`")),
            );
        }
        let others = item.texts("titles", diagnostics);
        let short = item.text("short", diagnostics);
        let names = || {
            let others = others.iter().map(|(other, _)| other);
            [&id, &title].into_iter().chain(&short).chain(others)
        };
        let words = names().flat_map(|name| direction_name::words(name)).collect();
        let mut keys: Vec<String> = names().map(|name| slug::fold(name)).collect();
        keys.sort_unstable();
        keys.dedup();
        if let Some(same) =
            directions.iter().find(|known| known.keys.iter().any(|key| keys.contains(key)))
        {
            diagnostics.push(
                item.error(
                    "id",
                    format!("направления `{id}` и `{}` не различить по названию", same.id),
                )
                .hint("дайте им разные коды и названия"),
            );
            continue;
        }
        directions.push(Direction {
            short: short.unwrap_or_else(|| title.clone()),
            id: address,
            title,
            keys,
            words,
        });
    }
    if directions.is_empty() && diagnostics.len() == found_before {
        diagnostics.push(
            fields
                .error("directions", "не указано ни одного направления")
                .hint("добавьте список `направления:`, в нём `- код: …` и `название: …`"),
        );
    }
    directions
}

fn theme_options(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Vec<(String, String)> {
    let Some(node) = fields.node("theme_options") else { return Vec::new() };
    let Value::Map(entries) = &node.value else {
        diagnostics.push(
            fields
                .error("theme_options", "здесь нужны строки `ключ: значение`")
                .hint("какие ключи бывают, говорит описание темы"),
        );
        return Vec::new();
    };
    entries
        .iter()
        .filter_map(|entry| Some((entry.key.to_string(), entry.value.as_text()?.to_owned())))
        .collect()
}

fn timezone(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> TimeZone {
    let name = fields.text("timezone", diagnostics).unwrap_or_else(|| "Europe/Moscow".to_owned());
    // The bundled zones: those of the system differ from machine to machine, and listing them takes
    // longer than reading the settings.
    TimeZoneDatabase::bundled().get(&name).unwrap_or_else(|_| {
        diagnostics
            .push(fields.error("timezone", format!("неизвестный часовой пояс «{name}»")).hint(
            "напишите его имя, например `Europe/Moscow`, `Asia/Yekaterinburg`, `Asia/Vladivostok`",
        ));
        TimeZone::UTC
    })
}

fn half_years(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> HalfYearBounds {
    let default = HalfYearBounds::default();
    let Some(item) = fields.map("half_years", HALF_YEARS, diagnostics) else { return default };
    let (first, second) = (item.text("first", diagnostics), item.text("second", diagnostics));
    let (Some(first), Some(second)) = (first, second) else {
        diagnostics.push(
            fields
                .error("half_years", "нужны оба полугодия")
                .hint("например, `первое: сентябрь-декабрь` и под ним `второе: январь-май`"),
        );
        return default;
    };
    let span = |key, text: &str| MonthSpan::parse(text).map_err(|error| (key, error));
    let read = || {
        let (first, second) = (span("first", &first)?, span("second", &second)?);
        HalfYearBounds::new(first, second).map_err(|error| ("second", error))
    };
    read().unwrap_or_else(|(key, error)| {
        diagnostics.push(item.error(key, error.message()).hint(error.hint()));
        default
    })
}

fn quarters(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> QuarterBounds {
    let default = QuarterBounds::default();
    let Some(item) = fields.map("quarters", QUARTERS, diagnostics) else { return default };
    let mut text = |at: usize| item.text(QUARTERS[at].0, diagnostics);
    let (Some(first), Some(second), Some(third), Some(fourth)) =
        (text(0), text(1), text(2), text(3))
    else {
        diagnostics.push(
            fields
                .error("quarters", "нужны все четыре четверти")
                .hint("например, `первая: 1.09-26.10` и под ней `вторая: 5.11-28.12`"),
        );
        return default;
    };
    QuarterBounds::parse([&first, &second, &third, &fourth]).unwrap_or_else(|(at, error)| {
        let hint = QuarterBounds::EXAMPLE;
        diagnostics.push(item.error(QUARTERS[at].0, error.message()).hint(hint));
        default
    })
}

fn raw_html(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> RawHtml {
    let text = fields.text("raw_html", diagnostics).unwrap_or_default();
    match text.as_str() {
        "" | "sanitize" => RawHtml::Sanitize,
        "allow" => RawHtml::Allow,
        "escape" => RawHtml::Escape,
        _ => {
            diagnostics.push(
                fields
                    .error("raw_html", format!("неизвестное значение «{text}»"))
                    .hint("бывают: `sanitize` (безопасный HTML остаётся), `allow` (остаётся всё), `escape` (виден как текст)"),
            );
            RawHtml::Sanitize
        }
    }
}

fn video_hosts(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Vec<String> {
    if fields.node("video_hosts").is_none() {
        return VIDEO_HOSTS.map(str::to_owned).to_vec();
    }
    fields
        .texts("video_hosts", diagnostics)
        .into_iter()
        .map(|(host, _)| host.to_lowercase())
        .collect()
}
