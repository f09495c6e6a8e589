//! `site.yaml` → [`Config`].
//!
//! To add a setting: a row of `KEYS` (of a map below one, also in `SCHEMA`), a field of [`Config`], a line in
//! `resolve`, its words in `setting/`, a paragraph in GUIDE.ru.md.

mod contacts;
mod directions;
mod hosting;
mod links;
mod school_parts;

use jiff::tz::{TimeZone, TimeZoneDatabase};

use super::copies;
use super::event_keys;
use super::photos;
use super::program_version;
use super::signatures;
use super::{Config, RawHtml};
use crate::calendar::SchoolBounds;
use crate::characters::printable;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
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
    copies::KEY,
    hosting::KEY,
    hosting::LIMITS,
    program_version::KEY,
];
/// The keys of the settings, for patches of single values.
pub const SCHEMA: Schema = Schema {
    keys: KEYS,
    nested: &[
        ("directions", directions::KEYS),
        ("navigation", links::NAVIGATION),
        ("links", links::LINK),
        ("half_years", school_parts::HALF_YEARS),
        ("quarters", school_parts::QUARTERS),
        ("signatures", signatures::KEYS),
        ("signatures.head", signatures::HEAD),
        ("signatures.approval", signatures::APPROVAL),
        ("photos", photos::PHOTOS),
        ("copies", copies::KEYS),
        ("hosting", hosting::KEYS),
        ("hosting.ftp", hosting::FTP),
        ("limits", hosting::LIMIT_KEYS),
    ],
};

const VIDEO_HOSTS: [&str; 4] = ["rutube.ru", "vk.com", "vkvideo.ru", "vk.ru"];

impl Config {
    /// Reads the settings in `source`, the text of `file`. Settings with errors serve to look for
    /// more errors in posts and pages, not to publish. `None` where the text is not YAML, or is for a newer
    /// version of the program.
    pub fn parse(file: &str, source: &str, diagnostics: &mut Diagnostics) -> Option<Self> {
        let source = &*printable(source, ' ');
        let document = YamlDocument::whole(file, source);
        let node = document.parse(diagnostics)?;
        let mut unknown = Diagnostics::new();
        let fields = Fields::new(&document, &node, KEYS, &mut unknown);
        if let Some(refusal) = program_version::refusal(&fields, env!("CARGO_PKG_VERSION")) {
            diagnostics.push(refusal);
            return None;
        }
        diagnostics.extend(unknown);
        Some(resolve(&fields, diagnostics))
    }
}

/// Why this version of the program must not read the settings in `source`, if it must not.
pub fn refusal(source: &str) -> Option<Diagnostic> {
    let mut unheard = Diagnostics::new();
    let document = YamlDocument::whole(super::FILE, source);
    let node = document.parse(&mut unheard)?;
    let fields = Fields::new(&document, &node, KEYS, &mut unheard);
    program_version::refusal(&fields, env!("CARGO_PKG_VERSION"))
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
    let directions = directions::read(fields, diagnostics);
    let own_keys = event_keys::read(fields, diagnostics);
    let text =
        |key, diagnostics: &mut Diagnostics| fields.text(key, diagnostics).unwrap_or_default();
    let mut config = Config {
        short_title: fields.text("short_title", diagnostics).unwrap_or_else(|| title.clone()),
        school: text("school", diagnostics),
        empty_school: fields.empty_place("school"),
        description: text("description", diagnostics),
        address: text("address", diagnostics),
        phone: contacts::phone(fields, diagnostics),
        email: contacts::email(fields, diagnostics),
        base_url_place: place(fields, "base_url"),
        logo: fields.text("logo", diagnostics).map(|file| (file, place(fields, "logo"))),
        navigation: links::navigation(fields, diagnostics),
        links: links::links(fields, diagnostics),
        theme: fields.text("theme", diagnostics).unwrap_or_else(|| "tochka".to_owned()),
        theme_place: place(fields, "theme"),
        theme_options: theme_options(fields, diagnostics),
        timezone: timezone(fields, diagnostics),
        bounds: SchoolBounds {
            half_years: school_parts::half_years(fields, diagnostics),
            quarters: school_parts::quarters(fields, diagnostics),
        },
        signatures: signatures::read(fields, diagnostics),
        per_page: fields.number("per_page", 1..=1000, diagnostics).unwrap_or(20) as usize,
        raw_html: raw_html(fields, diagnostics),
        typography: fields.flag("typography", diagnostics).unwrap_or(true),
        search: fields.flag("search", diagnostics).unwrap_or(true),
        video_hosts: video_hosts(fields, diagnostics),
        photos: photos::read(fields, diagnostics),
        copies: copies::read(fields, diagnostics),
        hosting: hosting::read(fields, diagnostics),
        title,
        base_url,
        directions,
        own_keys,
    };
    config.typeset_texts();
    config
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

/// The zone of sites that name none.
pub fn default_timezone() -> TimeZone {
    TimeZoneDatabase::bundled().get("Europe/Moscow").unwrap_or(TimeZone::UTC)
}

fn timezone(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> TimeZone {
    let Some(name) = fields.text("timezone", diagnostics) else { return default_timezone() };
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
