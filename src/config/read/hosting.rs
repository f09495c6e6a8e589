//! `hosting:` → [`Hosting`].

use super::place;
use crate::config::hosting::{Ftp, Hosting, Preset, Tls};
use crate::diagnostic::Diagnostics;
use crate::url;
use crate::yaml::{Fields, Key};

/// The key in the settings.
pub(super) const KEY: Key = ("hosting", "хостинг");
/// The older key of the limits; still read.
pub(super) const LIMITS: Key = ("limits", "ограничения");

pub(super) const KEYS: &[Key] = &[
    ("preset", "образец"),
    ("ftp", ""),
    FILE,
    TOTAL,
    ("name_length", "длина_имени"),
    ("allowed", "разрешены"),
    ("refused", "запрещены"),
    ("modules", "модули"),
    ("any_folder", "любая_папка"),
    ("folder_index", "главная_папки"),
    ("records", "записи"),
];
pub(super) const FTP: &[Key] = &[
    ("host", "сервер"),
    ("port", "порт"),
    ("login", "логин"),
    ("folder", "папка"),
    ("tls", "шифрование"),
    ("ca", "центр_сертификации"),
    ("connections", "соединений"),
];
const FILE: Key = ("file_mb", "файл_мб");
const TOTAL: Key = ("total_mb", "всего_мб");
pub(super) const LIMIT_KEYS: &[Key] = &[FILE, TOTAL];

/// Reads `hosting:` and [`LIMITS`], with the values of the preset for what is missing.
pub(super) fn read(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Hosting {
    let item = fields.map(KEY.0, KEYS, diagnostics);
    let preset =
        item.as_ref().and_then(|item| read_preset(item, diagnostics)).unwrap_or(Preset::Ucoz);
    let mut hosting = Hosting::from_preset(preset, place(fields, KEY.0));
    if let Some(limits) = fields.map(LIMITS.0, LIMIT_KEYS, diagnostics) {
        read_limits(&limits, &mut hosting, diagnostics);
    }
    if let Some(item) = item {
        read_limits(&item, &mut hosting, diagnostics);
        read_rules(&item, &mut hosting, diagnostics);
        hosting.ftp = item.map("ftp", FTP, diagnostics).and_then(|ftp| read_ftp(&ftp, diagnostics));
        let given = KEYS.iter().map(|key| key.0).filter(|key| item.node(key).is_some());
        hosting.given.extend(given);
    }
    hosting
}

fn read_preset(item: &Fields<'_>, diagnostics: &mut Diagnostics) -> Option<Preset> {
    let text = item.text("preset", diagnostics)?;
    match text.to_lowercase().as_str() {
        "ucoz" => Some(Preset::Ucoz),
        "plain" | "обычный" => Some(Preset::Plain),
        _ => {
            diagnostics.push(
                item.error("preset", format!("неизвестный образец хостинга «{text}»"))
                    .hint("бывают: `ucoz` и `plain` (любой другой хостинг)"),
            );
            None
        }
    }
}

fn read_limits(item: &Fields<'_>, hosting: &mut Hosting, diagnostics: &mut Diagnostics) {
    for ((key, _), value) in [(FILE, &mut hosting.file), (TOTAL, &mut hosting.total)] {
        if let Some(number) = item.number(key, 1..=1_000_000, diagnostics) {
            *value = u64::from(number) * 1024 * 1024;
            hosting.given.push(key);
        }
    }
}

fn read_rules(item: &Fields<'_>, hosting: &mut Hosting, diagnostics: &mut Diagnostics) {
    if let Some(length) = item.number("name_length", 12..=255, diagnostics) {
        hosting.name = length as usize;
    }
    if item.node("allowed").is_some() {
        hosting.allowed = Some(kinds(item, "allowed", diagnostics));
    }
    hosting.refused = kinds(item, "refused", diagnostics);
    if item.node("modules").is_some() {
        let names = item.texts("modules", diagnostics).into_iter();
        hosting.modules = names.map(|(name, _)| name.to_lowercase()).collect();
    }
    if let Some(flag) = item.flag("any_folder", diagnostics) {
        hosting.any_folder = flag;
    }
    if let Some(flag) = item.flag("folder_index", diagnostics) {
        hosting.folder_index = flag;
    }
    if let Some(kind) = item.text("records", diagnostics) {
        let kind = kind.trim_start_matches('.').to_lowercase();
        if !kind.is_empty() && kind.chars().all(|letter| letter.is_ascii_alphanumeric()) {
            hosting.records = kind;
        } else {
            diagnostics.push(
                item.error("records", format!("«{kind}» — не расширение файла"))
                    .hint("например, `записи: js`"),
            );
        }
    }
}

/// A list of extensions, which people write as `.webp` or `WEBP`.
fn kinds(item: &Fields<'_>, key: &str, diagnostics: &mut Diagnostics) -> Vec<String> {
    let kinds = item.texts(key, diagnostics).into_iter();
    kinds.map(|(kind, _)| kind.trim_start_matches('.').to_lowercase()).collect()
}

fn read_ftp(item: &Fields<'_>, diagnostics: &mut Diagnostics) -> Option<Ftp> {
    let found_before = diagnostics.len();
    let host = item.required(
        "host",
        "не указан сервер FTP",
        "добавьте строку `сервер: …`; его имя показывает панель управления хостинга",
        diagnostics,
    );
    let login = item.required(
        "login",
        "не указан логин FTP",
        "добавьте строку `логин: …`; его показывает панель управления хостинга",
        diagnostics,
    );
    let folder = item.required(
        "folder",
        "не указана папка раздела на хостинге",
        "например, `папка: /tochka`",
        diagnostics,
    );
    if let Some(host) = &host
        && !url::is_server(host)
    {
        diagnostics.push(
            item.error("host", format!("«{host}» — не имя сервера"))
                .hint("только имя, без `ftp://`, порта и папки: `ftp.example.org`"),
        );
    }
    let folder = folder.map(|folder| folder.replace('\\', "/").trim_matches('/').to_owned());
    if let Some(folder) = &folder
        && !folder.is_empty()
        && folder.split('/').any(|name| name.is_empty() || name == "." || name == "..")
    {
        diagnostics.push(
            item.error("folder", format!("«{folder}» — не папка на хостинге"))
                .hint("имена папок через `/`, например `папка: /tochka`"),
        );
    }
    let port = item.number("port", 1..=65535, diagnostics).unwrap_or(21);
    let connections = item.number("connections", 1..=8, diagnostics).unwrap_or(1);
    let tls = read_tls(item, diagnostics);
    let authorities = item.text("ca", diagnostics);
    let place = place(item, "folder");
    let (Some(host), Some(login), Some(folder)) = (host, login, folder) else { return None };
    (diagnostics.len() == found_before).then_some(Ftp {
        host,
        port: u16::try_from(port).unwrap_or(21),
        login,
        folder,
        tls,
        authorities,
        connections: connections as usize,
        place,
    })
}

fn read_tls(item: &Fields<'_>, diagnostics: &mut Diagnostics) -> Tls {
    let text = item.text("tls", diagnostics).unwrap_or_default();
    match text.to_lowercase().as_str() {
        "" | "preferred" | "если можно" => Tls::Preferred,
        "required" | "всегда" | "да" => Tls::Required,
        "off" | "никогда" | "нет" => Tls::Off,
        _ => {
            diagnostics.push(item.error("tls", format!("неизвестное значение «{text}»")).hint(
                "бывают: `required` (без шифрования не передавать), `preferred` (если сервер умеет), `off` (никогда)",
            ));
            Tls::Preferred
        }
    }
}
