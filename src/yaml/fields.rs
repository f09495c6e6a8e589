//! Keys with an English and a Russian name, each value checked as its key needs.

mod lists;
mod one_line;

use super::keys::{Key, KeyNames, find_key, swallowed_key, unknown_key};
use super::{MapEntry, Node, Span, Value, YamlDocument};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use one_line::OneLine;

/// No map of a site has so many keys, known or not.
const MAX_KEYS: usize = 200;

/// What a word says: yes or no, in Russian or English.
pub fn yes_or_no(text: &str) -> Option<bool> {
    match &*text.trim().to_lowercase() {
        "да" | "yes" | "true" | "on" | "y" => Some(true),
        "нет" | "no" | "false" | "off" | "n" => Some(false),
        _ => None,
    }
}

/// A map (front matter, `site.yaml`, or an item inside them), read key by key.
///
/// [`Fields::new`] reports unknown and repeated keys, the other methods values of the wrong shape.
#[derive(Debug)]
pub struct Fields<'a> {
    document: &'a YamlDocument<'a>,
    span: Span,
    found: Vec<(&'a str, &'a MapEntry<'a>)>,
}

impl<'a> Fields<'a> {
    /// Looks up `keys` in `node`.
    pub fn new(
        document: &'a YamlDocument<'a>,
        node: &'a Node<'a>,
        keys: &[KeyNames<'a>],
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let mut fields = Self { document, span: node.span, found: Vec::new() };
        let Value::Map(entries) = &node.value else {
            diagnostics.push(
                Diagnostic::error("здесь нужны строки `ключ: значение`")
                    .at(document.place(node.span))
                    .hint(format!("например, `{}: …`", keys.first().map_or("", |key| key.1))),
            );
            return fields;
        };
        fields.found.reserve(entries.len().min(keys.len()));
        for (number, entry) in entries.iter().enumerate() {
            if number == MAX_KEYS {
                diagnostics.push(
                    Diagnostic::error(format!("здесь {} строк `ключ: значение`", entries.len()))
                        .at(document.place(entry.key_span))
                        .hint("уберите лишние: дальше этой строки они не прочитаны"),
                );
                break;
            }
            let Some(&(name, _)) = find_key(&entry.key, keys) else {
                diagnostics.push(unknown_key(document, entry, keys));
                continue;
            };
            if let Some((_, first)) = fields.found.iter().find(|(found, _)| *found == name) {
                let message = if first.key == entry.key {
                    format!("ключ `{}` указан дважды", entry.key)
                } else {
                    format!("ключи `{}` и `{}` — это одно и то же", first.key, entry.key)
                };
                diagnostics.push(
                    Diagnostic::error(message)
                        .at(document.place(entry.key_span))
                        .and(document.place(first.key_span), "первый раз он указан здесь")
                        .hint("оставьте один из них"),
                );
                continue;
            }
            diagnostics.extend(swallowed_key(document, entry, keys));
            fields.found.push((name, entry));
        }
        fields
    }

    fn entry(&self, key: &str) -> Option<&'a MapEntry<'a>> {
        self.found.iter().find(|(name, _)| *name == key).map(|(_, entry)| *entry)
    }

    /// The value of `key`; `None` if it is missing or empty.
    pub fn node(&self, key: &str) -> Option<&'a Node<'a>> {
        self.entry(key).map(|entry| &entry.value).filter(|node| node.value != Value::Empty)
    }

    /// The place of `key` if it stands there without a value or with an empty text.
    pub fn empty_place(&self, key: &str) -> Option<Place> {
        let entry = self.entry(key)?;
        let is_empty = match &entry.value.value {
            Value::Empty => true,
            _ => entry.value.as_text().is_some_and(|text| text.trim().is_empty()),
        };
        is_empty.then(|| self.document.place(entry.key_span))
    }

    /// The position of `key`; that of the whole map if it is missing.
    pub fn key_span(&self, key: &str) -> Span {
        self.entry(key).map_or(self.span, |entry| entry.key_span)
    }

    /// An error at the value of `key`.
    pub fn error(&self, key: &str, message: impl Into<String>) -> Diagnostic {
        let span = self.node(key).map_or_else(|| self.key_span(key), |node| node.span);
        Diagnostic::error(message).at(self.document.place(span))
    }

    /// One line of text: trimmed, with line breaks as spaces; `None` if it is empty.
    pub fn text(&self, key: &str, diagnostics: &mut Diagnostics) -> Option<String> {
        let node = self.node(key)?;
        let Some(text) = node.as_text() else {
            diagnostics.push(
                self.error(key, format!("у ключа `{}` должна быть одна строка", self.written(key)))
                    .hint(match &node.value {
                        Value::Map(_) => "если в ней есть двоеточие, возьмите её в кавычки",
                        _ => "здесь стоит список; напишите одно значение",
                    }),
            );
            return None;
        };
        let text = text.split_whitespace_keeping_nbsp();
        (!text.is_empty()).then_some(text)
    }

    /// As [`Self::text`]; an error with `message` and `hint` if there is none.
    pub fn required(
        &self,
        key: &str,
        message: &str,
        hint: &str,
        diagnostics: &mut Diagnostics,
    ) -> Option<String> {
        let found_before = diagnostics.len();
        let text = self.text(key, diagnostics);
        if text.is_none() && diagnostics.len() == found_before {
            diagnostics.push(self.error(key, message).hint(hint));
        }
        text
    }

    /// Yes or no, in Russian or English. A key without a value is an error: who writes `черновик:` means
    /// something by it, and the default may be the opposite.
    pub fn flag(&self, key: &str, diagnostics: &mut Diagnostics) -> Option<bool> {
        let Some(node) = self.node(key) else {
            if self.entry(key).is_some() {
                let written = self.written(key);
                diagnostics.push(
                    self.error(key, format!("после `{written}:` ничего не написано"))
                        .hint(format!("напишите `{written}: да` или `{written}: нет`")),
                );
            }
            return None;
        };
        let flag = yes_or_no(node.as_text().unwrap_or_default());
        if flag.is_none() {
            diagnostics.push(
                self.error(
                    key,
                    format!("у ключа `{}` может быть только «да» или «нет»", self.written(key)),
                )
                .hint(format!(
                    "напишите `{}: да` или `{}: нет`",
                    self.written(key),
                    self.written(key)
                )),
            );
        }
        flag
    }

    /// One of a few words, each in English and in Russian.
    pub fn choice<T: Copy>(
        &self,
        key: &str,
        words: &[(Key, T)],
        diagnostics: &mut Diagnostics,
    ) -> Option<T> {
        let text = self.text(key, diagnostics)?;
        let written = text.to_lowercase();
        let chosen = words.iter().find(|(names, _)| written == names.0 || written == names.1);
        if chosen.is_none() {
            let known: Vec<_> = words.iter().map(|(names, _)| format!("`{}`", names.1)).collect();
            diagnostics.push(
                self.error(key, format!("неизвестное значение «{text}»"))
                    .hint(format!("бывают: {}", known.join(", "))),
            );
        }
        chosen.map(|(_, value)| *value)
    }

    /// A whole number within `range`.
    pub fn number(
        &self,
        key: &str,
        range: std::ops::RangeInclusive<u32>,
        diagnostics: &mut Diagnostics,
    ) -> Option<u32> {
        let node = self.node(key)?;
        let number = node.as_text().and_then(|text| text.trim().parse().ok());
        match number {
            Some(number) if range.contains(&number) => Some(number),
            _ => {
                let (first, last) = (range.start(), range.end());
                diagnostics.push(
                    self.error(
                        key,
                        format!("у ключа `{}` должно быть целое число", self.written(key)),
                    )
                    .hint(format!("от {first} до {last}, без кавычек и слов")),
                );
                None
            }
        }
    }

    /// The map under `key`.
    pub fn map(
        &self,
        key: &str,
        keys: &[Key],
        diagnostics: &mut Diagnostics,
    ) -> Option<Fields<'a>> {
        self.node(key).map(|node| Fields::new(self.document, node, keys, diagnostics))
    }

    pub fn document(&self) -> &'a YamlDocument<'a> {
        self.document
    }

    /// The key as the author wrote it.
    fn written<'b>(&'b self, key: &'b str) -> &'b str {
        self.entry(key).map_or(key, |entry| &entry.key)
    }
}

#[cfg(test)]
mod tests;
