//! Reads `theme.yaml`.

use std::cmp::Ordering;

use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::yaml::{Fields, Key, Node, Value, YamlDocument};

use super::{CONTRACT, ThemeLayer, text};

const KEYS: &[Key] = &[
    ("name", "название"),
    ("contract", "версия"),
    ("extends", "продолжает"),
    ("options", "настройки"),
    ("description", "описание"),
    ("words", "слова"),
];
const WORDS: &[Key] = &[("label", "название"), ("hint", "пояснение")];

/// A checked `theme.yaml`.
#[derive(Debug)]
pub(super) struct ThemeSettings {
    /// The extended theme and the place of its name.
    pub(super) extends: Option<(String, Place)>,
    /// Values for the templates.
    pub(super) options: Vec<(String, tera::Value)>,
    /// What people call the theme.
    pub(super) title: Option<String>,
    /// A line about it.
    pub(super) description: Option<String>,
    /// The options that a site may change, each with its name for people and an explanation.
    pub(super) words: Vec<(String, String, String)>,
}

impl ThemeSettings {
    pub(super) fn read(layer: &ThemeLayer, diagnostics: &mut Diagnostics) -> Option<Self> {
        let found_before = diagnostics.len();
        let file = format!("themes/{}/theme.yaml", layer.name);
        let found = layer.files.iter().find(|(path, _)| path == "theme.yaml");
        let Some((_, bytes)) = found else {
            diagnostics.push(
                Diagnostic::error(format!("у темы «{}» нет файла `theme.yaml`", layer.name))
                    .at(Place::file(file))
                    .hint(format!("создайте его со строкой `contract: {CONTRACT}`")),
            );
            return None;
        };
        let source = match text(&file, bytes) {
            Ok(source) => source,
            Err(problem) => {
                diagnostics.push(problem);
                return None;
            }
        };
        let document = YamlDocument::whole(&file, &source);
        let node = document.parse(diagnostics)?;
        let fields = Fields::new(&document, &node, KEYS, diagnostics);
        let title = fields.text("name", diagnostics);
        let description = fields.text("description", diagnostics);
        let words = words(&fields, diagnostics);
        let contract = fields.text("contract", diagnostics);
        if let Some((message, hint)) = contract_error(contract.as_deref()) {
            diagnostics.push(fields.error("contract", message).hint(hint));
        }
        let extends = fields.text("extends", diagnostics).map(|parent| {
            let span = fields.node("extends").map_or(node.span, |node| node.span);
            (parent, document.place(span))
        });
        let options = match fields.node("options").map(|node| &node.value) {
            None => Vec::new(),
            Some(Value::Map(entries)) => {
                entries.iter().map(|entry| (entry.key.to_string(), option(&entry.value))).collect()
            }
            Some(_) => {
                diagnostics.push(
                    fields
                        .error("options", "в `options` нужны строки `ключ: значение`")
                        .hint("например, `color: красный`"),
                );
                Vec::new()
            }
        };
        (diagnostics.len() == found_before).then_some(Self {
            extends,
            options,
            title,
            description,
            words,
        })
    }
}

/// The words of options: a name, or a name with an explanation.
fn words(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Vec<(String, String, String)> {
    let Some(Node { value: Value::Map(entries), .. }) = fields.node("words") else {
        return Vec::new();
    };
    let document = fields.document();
    let mut found = Vec::new();
    for entry in entries {
        let key = entry.key.to_string();
        if let Some(label) = entry.value.as_text() {
            found.push((key, label.trim().to_owned(), String::new()));
            continue;
        }
        let words = Fields::new(document, &entry.value, WORDS, diagnostics);
        let label = words.text("label", diagnostics).unwrap_or_else(|| key.clone());
        found.push((key, label, words.text("hint", diagnostics).unwrap_or_default()));
    }
    found
}

/// The message and hint for a theme that is written for another version of the contract.
fn contract_error(contract: Option<&str>) -> Option<(String, String)> {
    let needed = format!("нужно `contract: {CONTRACT}`");
    let Some(written) = contract else {
        let message = "не указано, для какой версии правил написана тема";
        return Some((message.to_owned(), needed));
    };
    let Ok(version) = written.parse::<u32>() else {
        return Some((format!("версия правил — число, а здесь «{written}»"), needed));
    };
    match version.cmp(&CONTRACT) {
        Ordering::Equal => None,
        Ordering::Greater => Some((
            format!("тема новее программы: она для версии правил {version}, а здесь {CONTRACT}"),
            "обновите программу или возьмите прежнюю тему".to_owned(),
        )),
        Ordering::Less => Some((
            format!("тема старее программы: она для версии правил {version}, а здесь {CONTRACT}"),
            format!(
                "возьмите тему новее; свою исправьте, как сказано в THEMES.md, и напишите `contract: {CONTRACT}`"
            ),
        )),
    }
}

/// A value for templates: yes and no become booleans, all else stays text.
pub(super) fn plain_option(text: &str) -> tera::Value {
    match text.to_lowercase().as_str() {
        "да" | "yes" | "true" => true.into(),
        "нет" | "no" | "false" => false.into(),
        _ => text.into(),
    }
}

fn option(node: &Node<'_>) -> tera::Value {
    match &node.value {
        Value::Empty => tera::Value::none(),
        Value::Text(text) => plain_option(text),
        Value::List(items) => items.iter().map(option).collect::<Vec<_>>().into(),
        Value::Map(entries) => entries
            .iter()
            .map(|entry| (entry.key.to_string(), option(&entry.value)))
            .collect::<std::collections::BTreeMap<_, _>>()
            .into(),
    }
}
