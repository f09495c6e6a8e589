//! The API of the first screen: makes the site of a folder that has none.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::api::{ApiError, Call, Reply, Route};
use super::settings;
use crate::config::{self, Config};
use crate::diagnostic::Diagnostics;
use crate::editor::json::json;
use crate::starter::{self, NewDirection, NewSite};
use crate::{slug, url};

pub(super) const ROUTES: &[Route] =
    &[Route::get("/api/setup", choices), Route::post("/api/setup", set_up)];

/// What is entered on the first screen.
#[derive(Deserialize)]
struct Entered {
    school: String,
    #[serde(default)]
    center: String,
    #[serde(default)]
    address: String,
    directions: Vec<String>,
}

/// What a new site begins with: the name of the centre, and the directions to choose from.
fn choices(_: &Call<'_>) -> Result<Reply, ApiError> {
    let template = template();
    let directions = template.iter().flat_map(|template| &template.directions);
    let directions: Vec<_> = directions
        .map(|direction| json!({ "name": direction.title, "short": direction.short }))
        .collect();
    let center = template.as_ref().map(|template| &*template.title);
    Ok(Reply::Json(json!({ "center": center, "directions": directions })))
}

/// The settings of a new site, without typography: their texts are written into a file.
fn template() -> Option<Config> {
    let text = [starter::settings_template(), "типографика: нет\n"].concat();
    Config::parse(config::FILE, &text, &mut Diagnostics::new())
}

fn set_up(call: &Call<'_>) -> Result<Reply, ApiError> {
    let entered: Entered = call.json()?;
    let text = settings_for(&entered)?;
    let app = call.app;
    if settings::exist(&app.root) {
        app.open_site()?;
        return Err(ApiError::new(409, "В этой папке раздел уже есть").hint("обновите страницу"));
    }
    starter::init_with(&app.root, &text)?;
    starter::put_samples_aside(&app.root)?;
    app.open_site()?;
    Ok(Reply::done())
}

/// The text of the settings with what was entered.
fn settings_for(entered: &Entered) -> Result<String, ApiError> {
    let template = template();
    let school = one_line(&entered.school);
    let mut wrong = Map::new();
    if school.is_empty() {
        let hint = "напишите её, как в документах: МКОУ «СОШ № 7»";
        wrong.insert("school".to_owned(), problem("Не указана школа", hint));
    }
    let title = match (one_line(&entered.center), &template) {
        (title, Some(template)) if title.is_empty() => template.title.clone(),
        (title, _) => title,
    };
    let address = full_address(&entered.address);
    if address.is_none() {
        let hint = "напишите его целиком: http://school.ucoz.ru/tochka/, или оставьте пустым";
        wrong.insert("address".to_owned(), problem("Это не похоже на адрес", hint));
    }
    let directions = directions(&entered.directions, template.as_ref());
    if directions.is_empty() {
        let hint = "отметьте хотя бы одно или добавьте своё";
        wrong.insert("directions".to_owned(), problem("Не выбрано ни одного направления", hint));
    }
    if wrong.is_empty() {
        let base_url = address.unwrap_or_default();
        let site = NewSite { title: &title, school: &school, base_url: &base_url, directions };
        let text = site.settings();
        let mut problems = Diagnostics::new();
        Config::parse(config::FILE, &text, &mut problems);
        let Some(found) = problems.iter().find(|problem| problem.is_error()) else {
            return Ok(text);
        };
        wrong.insert("directions".to_owned(), problem(&found.message, &found.hint));
    }
    Err(ApiError::new(422, "Поправьте то, что отмечено").data(json!({ "fields": wrong })))
}

pub(super) fn problem(message: &str, hint: &str) -> Value {
    json!({ "message": message, "hint": hint })
}

/// The text in one line, without spaces around.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The address of the section, with the scheme that people leave out; empty if none was entered.
pub(super) fn full_address(text: &str) -> Option<String> {
    let text = text.trim();
    if text.is_empty() {
        return Some(String::new());
    }
    let with_scheme =
        if url::has_scheme(text) { text.to_owned() } else { format!("http://{text}") };
    let is_host = url::is_host(url::host(&with_scheme).split(':').next().unwrap_or_default());
    url::base(&with_scheme).filter(|_| is_host)
}

/// The chosen directions, each once: those of the template as they are, others with a code made of their
/// names.
fn directions(names: &[String], template: Option<&Config>) -> Vec<NewDirection> {
    /// Codes stand in addresses, which people read aloud.
    const MAX_WORDS: usize = 3;

    let mut found: Vec<NewDirection> = Vec::new();
    for name in names.iter().map(|name| one_line(name)).filter(|name| !name.is_empty()) {
        let known = template.and_then(|template| {
            let id = template.find_direction(&name)?;
            Some(template.direction(id))
        });
        let direction = match known {
            Some(known) => NewDirection {
                id: known.id.clone(),
                title: known.title.clone(),
                short: Some(known.short.clone()),
            },
            None => {
                let words = name.split(' ').take(MAX_WORDS).collect::<Vec<_>>().join(" ");
                NewDirection { id: slug::slugify(&words), title: name, short: None }
            }
        };
        let key = slug::fold(&direction.title);
        if found.iter().any(|other| slug::fold(&other.title) == key) {
            continue;
        }
        let number = found.len() + 1;
        let is_free = |id: &str| !id.is_empty() && found.iter().all(|other| other.id != id);
        let id = match direction.id {
            id if is_free(&id) => id,
            id if id.is_empty() => format!("napravlenie-{number}"),
            id => format!("{id}-{number}"),
        };
        found.push(NewDirection { id, ..direction });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entered(school: &str, address: &str, directions: &[&str]) -> Entered {
        Entered {
            school: school.to_owned(),
            center: String::new(),
            address: address.to_owned(),
            directions: directions.iter().map(|&name| name.to_owned()).collect(),
        }
    }

    fn config(entered: &Entered) -> Config {
        let text = settings_for(entered).unwrap();
        Config::parse(config::FILE, &text, &mut Diagnostics::new()).unwrap()
    }

    #[test]
    fn what_is_missing_is_told_at_its_field() {
        let error = settings_for(&entered(" ", "не адрес", &[""])).unwrap_err();
        assert_eq!(error.status, 422);
        let fields = &error.data.unwrap()["fields"];
        for field in ["school", "address", "directions"] {
            assert!(fields[field]["message"].is_string(), "{field}: {fields}");
            assert!(fields[field]["hint"].is_string(), "{field}: {fields}");
        }
    }

    #[test]
    fn addresses_are_completed() {
        for (text, url) in [
            ("", Some("")),
            ("school.ucoz.ru/tochka", Some("http://school.ucoz.ru/tochka/")),
            (" https://школа.рф/точка/ ", Some("https://школа.рф/точка/")),
            ("школа", None),
            ("http://", None),
            ("http://a b.ru", None),
        ] {
            assert_eq!(full_address(text).as_deref(), url, "{text}");
        }
    }

    #[test]
    fn known_directions_keep_their_codes_and_others_get_one() {
        let names = [
            "Наставничество",
            "Робототехника и всё, что с ней связано",
            "робототехника и всё, что с ней связано",
            "Робототехника и всё остальное",
            "!!!",
        ];
        let entered = entered("МКОУ «СОШ № 7»", "", &names);
        let text = settings_for(&entered).unwrap();
        assert!(!text.contains('\u{a0}'), "{text}");
        let config = config(&entered);
        let ids: Vec<_> = config.directions.iter().map(|direction| &*direction.id).collect();
        let robots = "robototekhnika-i-vsyo";
        assert_eq!(ids, ["nastavnichestvo", robots, &format!("{robots}-3"), "napravlenie-4"]);
        assert_eq!(config.school, "МКОУ «СОШ №\u{a0}7»");
        assert!(config.base_url.contains(starter::SAMPLE_HOST));
    }

    #[test]
    fn the_settings_of_any_text_can_be_read() {
        let names = ["- a: b", "да", "\"#5\"", "null", "[x]", "a\nb: c"];
        let config = config(&entered("'\" # : {}\n---\n", "", &names));
        assert_eq!(config.school, crate::typography::prose("'\" # : {} ---"));
        assert_eq!(config.directions.len(), names.len());
    }
}
