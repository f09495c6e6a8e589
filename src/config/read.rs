//! `site.yaml` as it is written → [`Config`].

mod hosting;
mod links;

use jiff::tz::{TimeZone, TimeZoneDatabase};

use super::photos;
use super::{Config, Direction, RawHtml};
use crate::calendar::{HalfYearBounds, MonthSpan};
use crate::diagnostic::{Diagnostic, Place};
use crate::slug;
use crate::yaml::{Document, Fields, Key, Value};

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
    ("navigation", "меню"),
    ("links", "ссылки"),
    ("theme", "тема"),
    ("theme_options", "настройки_темы"),
    ("timezone", "часовой_пояс"),
    ("half_years", "полугодия"),
    ("per_page", "на_странице"),
    ("raw_html", "html"),
    ("typography", "типографика"),
    ("search", "поиск"),
    ("video_hosts", "видео"),
    ("photos", "фотографии"),
    hosting::KEY,
    hosting::LIMITS,
];
const DIRECTION: &[Key] =
    &[("id", "код"), ("title", "название"), ("short", "кратко"), ("titles", "также")];
const HALF_YEARS: &[Key] = &[("first", "первое"), ("second", "второе")];

const VIDEO_HOSTS: [&str; 4] = ["rutube.ru", "vk.com", "vkvideo.ru", "vk.ru"];

impl Config {
    /// The settings in `source`, the text of `file`, and what is wrong with them. Where there are
    /// errors, the settings serve to look for more of them in posts and pages, not to publish.
    /// Nothing is given where the text is not YAML.
    pub fn parse(file: &str, source: &str) -> (Option<Self>, Vec<Diagnostic>) {
        let document = Document::whole(file, source);
        let node = match document.parse() {
            Ok(node) => node,
            Err(problem) => return (None, vec![problem]),
        };
        let mut problems = Vec::new();
        let fields = Fields::new(document, &node, KEYS, &mut problems);
        let config = resolve(&fields, &mut problems);
        (Some(config), problems)
    }
}

fn resolve(fields: &Fields<'_>, problems: &mut Vec<Diagnostic>) -> Config {
    let title = fields.required(
        "title",
        "не указано название центра",
        "добавьте строку `название: Центр «Точка роста»`",
        problems,
    );
    let title = title.unwrap_or_default();
    let base_url = base_url(fields, problems).unwrap_or_default();
    let directions = directions(fields, problems);
    let text = |key, problems: &mut Vec<Diagnostic>| fields.text(key, problems).unwrap_or_default();
    Config {
        short_title: fields.text("short_title", problems).unwrap_or_else(|| title.clone()),
        school: text("school", problems),
        description: text("description", problems),
        address: text("address", problems),
        phone: text("phone", problems),
        email: text("email", problems),
        logo: fields.text("logo", problems).map(|file| (file, place(fields, "logo"))),
        navigation: links::navigation(fields, problems),
        links: links::links(fields, problems),
        theme: fields.text("theme", problems).unwrap_or_else(|| "tochka".to_owned()),
        theme_place: place(fields, "theme"),
        theme_options: theme_options(fields, problems),
        timezone: timezone(fields, problems),
        half_years: half_years(fields, problems),
        per_page: fields.number("per_page", 1..=1000, problems).unwrap_or(20) as usize,
        raw_html: raw_html(fields, problems),
        typography: fields.flag("typography", problems).unwrap_or(true),
        search: fields.flag("search", problems).unwrap_or(true),
        video_hosts: video_hosts(fields, problems),
        photos: photos::read(fields, problems),
        hosting: hosting::hosting(fields, problems),
        title,
        base_url,
        directions,
    }
}

/// Where the value of `key` stands; the file as a whole where there is none.
fn place(fields: &Fields<'_>, key: &str) -> Place {
    let document = fields.document();
    fields.node(key).map_or_else(|| Place::file(document.file), |node| document.place(node.span))
}

fn base_url(fields: &Fields<'_>, problems: &mut Vec<Diagnostic>) -> Option<String> {
    let text = fields.required(
        "base_url",
        "не указан адрес раздела на сайте школы",
        "добавьте строку `адрес_сайта: http://school.ucoz.ru/tochka/`",
        problems,
    )?;
    match super::base_url(&text) {
        Some(url) => Some(url),
        None => {
            problems.push(
                fields.error("base_url", format!("«{text}» — не полный адрес")).hint(
                    "он начинается с `http://` или `https://`, в нём нет пробелов, `?` и `#`",
                ),
            );
            None
        }
    }
}

fn directions(fields: &Fields<'_>, problems: &mut Vec<Diagnostic>) -> Vec<Direction> {
    let told = problems.len();
    let mut directions: Vec<Direction> = Vec::new();
    for item in fields.items("directions", DIRECTION, problems) {
        let title = item.text("title", problems);
        let id = item.text("id", problems);
        if title.is_none() || id.is_none() {
            problems.push(item.error("title", "у направления должны быть код и название").hint(
                "например, `- код: proekty` и под ним `название: Развитие проектной деятельности`",
            ));
        }
        // What is missing is filled in: posts of this direction are no further mistakes.
        let Some(id) = id.or_else(|| title.clone()) else { continue };
        let title = title.unwrap_or_else(|| id.clone());
        let address = slug::slugify(&id);
        if address != id && title != id {
            problems.push(
                item.error("id", format!("код направления «{id}» не годится для адреса страницы"))
                    .hint(format!("только строчные латинские буквы, цифры и дефис: `{address}`")),
            );
        }
        let others = item.texts("titles", problems);
        let mut keys: Vec<String> = vec![slug::fold(&id), slug::fold(&title)];
        let short = item.text("short", problems);
        keys.extend(short.iter().map(|short| slug::fold(short)));
        keys.extend(others.iter().map(|(other, _)| slug::fold(other)));
        keys.sort_unstable();
        keys.dedup();
        if let Some(same) =
            directions.iter().find(|known| known.keys.iter().any(|key| keys.contains(key)))
        {
            problems.push(
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
        });
    }
    if directions.is_empty() && problems.len() == told {
        problems.push(
            fields
                .error("directions", "не указано ни одного направления")
                .hint("добавьте список `направления:`, в нём `- код: …` и `название: …`"),
        );
    }
    directions
}

fn theme_options(fields: &Fields<'_>, problems: &mut Vec<Diagnostic>) -> Vec<(String, String)> {
    let Some(node) = fields.node("theme_options") else { return Vec::new() };
    let Value::Map(entries) = &node.value else {
        problems.push(
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

fn timezone(fields: &Fields<'_>, problems: &mut Vec<Diagnostic>) -> TimeZone {
    let name = fields.text("timezone", problems).unwrap_or_else(|| "Europe/Moscow".to_owned());
    // The zones that come with the program: those of the system differ from machine to machine, and
    // it takes longer to list them than to read the settings.
    TimeZoneDatabase::bundled().get(&name).unwrap_or_else(|_| {
        problems.push(fields.error("timezone", format!("неизвестный часовой пояс «{name}»")).hint(
            "напишите его имя, например `Europe/Moscow`, `Asia/Yekaterinburg`, `Asia/Vladivostok`",
        ));
        TimeZone::UTC
    })
}

fn half_years(fields: &Fields<'_>, problems: &mut Vec<Diagnostic>) -> HalfYearBounds {
    let default = HalfYearBounds::default();
    let Some(item) = fields.map("half_years", HALF_YEARS, problems) else { return default };
    let (first, second) = (item.text("first", problems), item.text("second", problems));
    let (Some(first), Some(second)) = (first, second) else {
        problems.push(
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
        problems.push(item.error(key, error.message()).hint(error.hint()));
        default
    })
}

fn raw_html(fields: &Fields<'_>, problems: &mut Vec<Diagnostic>) -> RawHtml {
    let text = fields.text("raw_html", problems).unwrap_or_default();
    match text.as_str() {
        "" | "sanitize" => RawHtml::Sanitize,
        "allow" => RawHtml::Allow,
        "escape" => RawHtml::Escape,
        _ => {
            problems.push(
                fields
                    .error("raw_html", format!("неизвестное значение «{text}»"))
                    .hint("бывают: `sanitize` (безопасный HTML остаётся), `allow` (остаётся всё), `escape` (виден как текст)"),
            );
            RawHtml::Sanitize
        }
    }
}

fn video_hosts(fields: &Fields<'_>, problems: &mut Vec<Diagnostic>) -> Vec<String> {
    if fields.node("video_hosts").is_none() {
        return VIDEO_HOSTS.map(str::to_owned).to_vec();
    }
    fields.texts("video_hosts", problems).into_iter().map(|(host, _)| host.to_lowercase()).collect()
}
