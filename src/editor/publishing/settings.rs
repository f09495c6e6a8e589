//! What a publication needs of the settings, where it is missing: the address of the section, the school,
//! the server. Written at its place in the file of the settings.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::config::{self, Config, Ftp};
use crate::diagnostic::Diagnostics;
use crate::editor::api::{ApiError, Call, Reply};
use crate::editor::documents::Edit;
use crate::editor::json::json;
use crate::editor::setup::{full_address, one_line, problem};
use crate::publish::compatibility;
use crate::url;
use crate::yaml::{Patch, PathStep, key_spans, patch};

/// What was entered; missing values are left as they are.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct EnteredSettings {
    school: Option<String>,
    address: Option<String>,
    ftp: Option<EnteredFtp>,
}

#[derive(Debug, Deserialize)]
struct EnteredFtp {
    server: String,
    login: String,
    folder: String,
}

pub(super) fn save(call: &Call<'_>) -> Result<Reply, ApiError> {
    let entered: EnteredSettings = call.json()?;
    let documents = &call.app.documents;
    let opened = documents.open(config::FILE)?;
    let text = with_entered(&opened.text, &entered)?;
    let edit = Edit { text: Some(text), ..Edit::default() };
    documents.save(config::FILE, &opened.hash, &edit)?;
    Ok(Reply::done())
}

/// The text of the settings with what was entered.
fn with_entered(text: &str, entered: &EnteredSettings) -> Result<String, ApiError> {
    let mut wrong = Map::new();
    let mut text = text.to_owned();
    if let Some(school) = &entered.school {
        let school = one_line(school);
        if school.is_empty() {
            let hint = "напишите её, как в документах: МКОУ «СОШ № 7»";
            wrong.insert("school".to_owned(), problem("Не указана школа", hint));
        } else {
            text = set(&text, "school", &school)?;
        }
    }
    if let Some(address) = &entered.address {
        match full_address(address).filter(|address| !address.is_empty()) {
            Some(address) => text = set(&text, "base_url", &address)?,
            None => {
                let hint = "напишите его целиком: http://school.ucoz.ru/tochka/";
                wrong.insert("address".to_owned(), problem("Это не похоже на адрес", hint));
            }
        }
    }
    if let Some(ftp) = &entered.ftp {
        text = with_ftp(&text, ftp, &mut wrong)?;
    }
    if wrong.is_empty() { Ok(text) } else { Err(refused(wrong)) }
}

fn refused(wrong: Map<String, Value>) -> ApiError {
    ApiError::new(422, "Поправьте то, что отмечено").data(json!({ "fields": wrong }))
}

fn set(text: &str, key: &str, value: &str) -> Result<String, ApiError> {
    let patched = patch(text, &[Patch::Set(&[PathStep::Key(key)], value)], &config::SCHEMA);
    patched.map(|patched| patched.text).map_err(|refused| {
        ApiError::new(422, "Настройки записаны так, что отсюда их не изменить")
            .hint(format!("откройте файл {} и впишите это сами: {refused}", config::FILE))
    })
}

/// The text with access to the server. What is wrong is put into `wrong`.
fn with_ftp(
    text: &str,
    ftp: &EnteredFtp,
    wrong: &mut Map<String, Value>,
) -> Result<String, ApiError> {
    let server = ftp.server.trim().trim_start_matches("ftp://").trim_end_matches('/');
    let login = ftp.login.trim();
    let folder = ftp.folder.trim();
    let mut refuse = |field: &str, message: &str, hint: &str| {
        wrong.insert(field.to_owned(), problem(message, hint));
    };
    if server.is_empty() {
        refuse("server", "Не указан сервер", "его имя показывает панель управления сайтом");
    } else if !url::is_server(server) {
        refuse("server", "Это не имя сервера", "только имя, например ftp.example.org");
    }
    if login.is_empty() {
        refuse("login", "Не указано имя для входа", "его показывает панель управления сайтом");
    }
    if folder.is_empty() {
        refuse("folder", "Не указана папка раздела", "например, /tochka");
    }
    if !wrong.is_empty() {
        return Ok(text.to_owned());
    }
    let lines = [("сервер", server), ("логин", login), ("папка", folder)]
        .map(|(key, value)| format!("    {key}: {}\n", quoted(value)));
    let new = insert_ftp(text, &lines.concat());
    let mut problems = Diagnostics::new();
    let config = new
        .as_deref()
        .and_then(|new| Config::parse(config::FILE, new, &mut problems))
        .filter(|config| is_ftp(config.hosting.ftp.as_ref(), server, login));
    let (Some(new), Some(config)) = (new, config) else {
        let found = problems.iter().find(|found| found.is_error());
        let message = found.map_or("Настройки хостинга отсюда не изменить", |found| &found.message);
        let hint = format!("впишите сервер, логин и папку в файл {}", config::FILE);
        return Err(ApiError::new(422, message).hint(hint));
    };
    if let Some(reserved) = compatibility::target(&config.hosting) {
        let hint = "назовите отдельную папку, например /tochka";
        wrong.insert("folder".to_owned(), problem(&reserved.message, hint));
    }
    Ok(new)
}

fn is_ftp(ftp: Option<&Ftp>, host: &str, login: &str) -> bool {
    ftp.is_some_and(|ftp| ftp.host == host && ftp.login == login)
}

/// A value that YAML reads as it is.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Puts `lines`, indented by four spaces, under `ftp:` of `хостинг:`. Where there is no such key: below the
/// commented example of it, or at the end. `None` if it is written in braces, or has a server already.
fn insert_ftp(text: &str, lines: &str) -> Option<String> {
    let key = key_spans(text).into_iter().find(|span| is_hosting(&span.key));
    if let Some(span) = key {
        let value = text.get(span.value)?;
        if value.trim_start().starts_with(['{', '[']) || value.contains("ftp:") {
            return None;
        }
        let line_end = text[span.range.end..].find('\n').map(|at| span.range.end + at + 1)?;
        let column = indent_at(text, line_end);
        let lines: String =
            lines.lines().map(|line| format!("{column}  {}\n", line.trim_start())).collect();
        return Some([&text[..line_end], column, "ftp:\n", &lines, &text[line_end..]].concat());
    }
    let block = format!("хостинг:\n  ftp:\n{lines}");
    let Some(at) = end_of_example(text) else {
        let gap = if text.ends_with('\n') || text.is_empty() { "\n" } else { "\n\n" };
        return Some([text, gap, &block].concat());
    };
    Some([&text[..at], &block, &text[at..]].concat())
}

fn is_hosting(key: &str) -> bool {
    matches!(&*key.to_lowercase(), "хостинг" | "hosting")
}

/// The indent of the first line at or below the byte `at` that has content; two spaces without any.
fn indent_at(text: &str, at: usize) -> &str {
    let is_content = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    let line = text[at..].lines().find(is_content).unwrap_or_default();
    match &line[..line.len() - line.trim_start().len()] {
        "" => "  ",
        indent => indent,
    }
}

/// The end of the commented lines that show how to write the key.
fn end_of_example(text: &str) -> Option<usize> {
    let mut at = 0;
    let mut end = None;
    for line in text.split_inclusive('\n') {
        at += line.len();
        let inner = line.strip_prefix('#').map(|inner| inner.strip_prefix(' ').unwrap_or(inner));
        match (inner, end) {
            (Some(inner), None) if is_hosting(inner.trim_end().trim_end_matches(':')) => {
                end = Some(at);
            }
            (Some(inner), Some(_)) if inner.starts_with("  ") => end = Some(at),
            (_, Some(end)) => return Some(end),
            _ => {}
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::starter;

    fn ftp(server: &str, login: &str, folder: &str) -> EnteredSettings {
        let [server, login, folder] = [server, login, folder].map(str::to_owned);
        EnteredSettings {
            ftp: Some(EnteredFtp { server, login, folder }),
            ..EnteredSettings::default()
        }
    }

    const SETTINGS: &str = "название: А # центр\nадрес_сайта: http://a.example/tochka/\nнаправления: [{код: a, название: А}]\n";

    fn config(text: &str) -> Config {
        let mut problems = Diagnostics::new();
        let config = Config::parse(config::FILE, text, &mut problems).unwrap();
        assert_eq!(*problems, [], "{text}");
        config
    }

    #[test]
    fn the_server_is_written_at_its_place_and_all_else_stays() {
        let entered = ftp("ftp://ftp.a.example/", "шко'ла", "/tochka");
        for text in [
            SETTINGS.to_owned(),
            SETTINGS.trim_end().to_owned(),
            format!("{SETTINGS}хостинг:\n  образец: plain\nтема: tochka\n"),
            format!("{SETTINGS}hosting:\n    # пояснение\n    образец: plain # хостинг\n"),
            starter::settings_template().to_owned(),
        ] {
            let new = with_entered(&text, &entered).unwrap();
            let ftp = config(&new).hosting.ftp.unwrap();
            assert_eq!((&*ftp.host, &*ftp.login), ("ftp.a.example", "шко'ла"), "{new}");
            assert_eq!(ftp.folder, "tochka");
            let kept = text.lines().all(|line| new.lines().any(|other| other == line));
            assert!(kept, "{new}");
        }
        let example = with_entered(starter::settings_template(), &entered).unwrap();
        assert!(
            example.contains("#     папка: /tochka\nхостинг:\n  ftp:\n    сервер:"),
            "{example}"
        );
    }

    #[test]
    fn what_is_wrong_is_told_at_its_field() {
        let wrong = |entered: &EnteredSettings| -> Vec<String> {
            let error = with_entered(SETTINGS, entered).unwrap_err();
            let fields = error.data.unwrap();
            fields["fields"].as_object().unwrap().keys().cloned().collect()
        };
        assert_eq!(wrong(&ftp("", " ", "")), ["folder", "login", "server"]);
        assert_eq!(wrong(&ftp("a b", "a", "/tochka")), ["server"]);
        assert_eq!(wrong(&ftp("2121", "a", "/tochka")), ["server"]);
        assert_eq!(wrong(&ftp("a.example", "a", "/")), ["folder"]);
        assert_eq!(wrong(&ftp("a.example", "a", "/news")), ["folder"]);
        let empty = EnteredSettings {
            school: Some(" ".to_owned()),
            address: Some(String::new()),
            ftp: None,
        };
        assert_eq!(wrong(&empty), ["address", "school"]);
        let taken = format!("{SETTINGS}хостинг: {{ftp: {{сервер: b, логин: b, папка: /b}}}}\n");
        assert!(with_entered(&taken, &ftp("a.example", "a", "/tochka")).is_err());
    }

    #[test]
    fn the_address_and_the_school_are_written_at_their_places() {
        let entered = EnteredSettings {
            school: Some("МКОУ «СОШ № 7»".to_owned()),
            address: Some("school.ucoz.ru/tochka".to_owned()),
            ftp: None,
        };
        let new = with_entered(starter::settings_template(), &entered).unwrap();
        let config = config(&new);
        assert_eq!(config.school, "МКОУ «СОШ №\u{a0}7»");
        assert_eq!(config.base_url, "http://school.ucoz.ru/tochka/");
    }
}
