//! «Оформление»: the themes that there are, and what becomes of colours.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::editor::api::{ApiError, Call, Reply};
use crate::editor::json::json;
use crate::pipeline;
use crate::render::{OptionKind, ShownColour, ThemeAbout, ThemeOption};

pub(super) fn themes(call: &Call<'_>) -> Result<Reply, ApiError> {
    let option = |option: &ThemeOption| {
        json!({
            "key": option.key,
            "label": option.label,
            "hint": option.hint,
            "value": option.value,
            "kind": match option.kind {
                OptionKind::Colour => "colour",
                OptionKind::Colours => "colours",
                OptionKind::Flag => "flag",
                OptionKind::Text => "text",
            },
        })
    };
    let theme = |theme: &ThemeAbout| {
        json!({
            "name": theme.name,
            "title": theme.title,
            "description": theme.description,
            "options": theme.options.iter().map(option).collect::<Vec<_>>(),
        })
    };
    let themes: Vec<_> = pipeline::themes(&call.app.root).iter().map(theme).collect();
    Ok(Reply::Json(json!({ "themes": themes })))
}

/// A theme with what the settings give its options.
#[derive(Deserialize)]
struct Chosen {
    theme: String,
    options: BTreeMap<String, String>,
}

pub(super) fn colours(call: &Call<'_>) -> Result<Reply, ApiError> {
    let Chosen { theme, options } = call.json()?;
    let themes = pipeline::themes(&call.app.root);
    let about = themes.iter().find(|about| about.name == theme);
    let about = about.ok_or_else(|| ApiError::new(404, "Такой темы нет"))?;
    let options: Vec<_> = options.into_iter().collect();
    let colours: serde_json::Map<String, Value> = about
        .colours(&options)
        .into_iter()
        .map(|(key, colours)| {
            let shown = colours.iter().map(|colour| shown_colour(&key, colour)).collect();
            (key, shown)
        })
        .collect();
    Ok(Reply::Json(json!({ "colours": colours })))
}

/// A colour with what is done so that letters in it can be read.
fn shown_colour(key: &str, colour: &ShownColour) -> Value {
    /// WCAG 2.2, 1.4.3.
    const NEEDED: f64 = 4.5;

    let ratio = format!("{:.1}", colour.contrast).replace('.', ",");
    let is_readable = colour.light == colour.chosen;
    let note = match () {
        () if key == "accent" && colour.contrast < NEEDED => format!(
            "Контраст с фоном {ratio}:1: для букв мало, поэтому этим цветом закрашиваются только крупные пятна."
        ),
        () if is_readable => format!("Контраст с фоном {ratio}:1: буквы читаются."),
        () => format!(
            "Контраст с фоном {ratio}:1, а буквам нужно 4,5:1. «Росток» сделает их темнее: {}.",
            colour.light
        ),
    };
    json!({
        "chosen": colour.chosen,
        "light": colour.light,
        "dark": colour.dark,
        "note": note,
        "good": is_readable,
    })
}
