//! Values that are lists: of texts, of words, of maps.

use super::Fields;
use super::one_line::OneLine;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::yaml::keys::Key;
use crate::yaml::{MapEntry, Span, Value};

/// No list of words, such as tags or classes, is longer.
pub(super) const MAX_WORDS: usize = 1_000;

impl<'a> Fields<'a> {
    /// Several texts with their positions: a list, or a single value.
    pub fn texts(&self, key: &str, diagnostics: &mut Diagnostics) -> Vec<(String, Span)> {
        let Some(node) = self.node(key) else { return Vec::new() };
        let items = match &node.value {
            Value::List(items) => items.as_slice(),
            _ => std::slice::from_ref(node),
        };
        let mut texts = Vec::new();
        for item in items {
            match &item.value {
                Value::Text(text) => {
                    let text = text.split_whitespace_keeping_nbsp();
                    if !text.is_empty() {
                        texts.push((text, item.span));
                    }
                }
                Value::Empty => {}
                Value::List(_) | Value::Map(_) => match line_with_colon(&item.value) {
                    Some(text) => texts.push((text, item.span)),
                    None => diagnostics.push(
                        Diagnostic::error(format!(
                            "в списке `{}` должны быть простые строки",
                            self.written(key)
                        ))
                        .at(self.document.place(item.span))
                        .hint("если в строке есть двоеточие, возьмите её в кавычки"),
                    ),
                },
            }
        }
        texts
    }

    /// Several words with their positions: the items of a list, each split by `split`. An error if
    /// there are more than anybody needs, of which the first ones are returned.
    pub fn words<I: IntoIterator<Item = String>>(
        &self,
        key: &str,
        split: impl Fn(String) -> I,
        diagnostics: &mut Diagnostics,
    ) -> Vec<(String, Span)> {
        let texts = self.texts(key, diagnostics).into_iter();
        let split = |(text, span)| split(text).into_iter().map(move |word| (word, span));
        let words = texts.flat_map(split).filter(|(word, _)| !word.is_empty());
        let mut words: Vec<_> = words.collect();
        if words.len() > MAX_WORDS {
            let message =
                format!("в списке `{}` слишком много: {}", self.written(key), words.len());
            let hint = format!("оставьте не больше {MAX_WORDS}");
            diagnostics.push(self.error(key, message).hint(hint));
            words.truncate(MAX_WORDS);
        }
        words
    }

    /// The items of a list, each a map of `keys`.
    pub fn items(&self, key: &str, keys: &[Key], diagnostics: &mut Diagnostics) -> Vec<Fields<'a>> {
        let Some(node) = self.node(key) else { return Vec::new() };
        let Value::List(items) = &node.value else {
            diagnostics.push(
                self.error(key, format!("у ключа `{}` должен быть список", self.written(key)))
                    .hint("каждую строку списка начинайте с `- `"),
            );
            return Vec::new();
        };
        items.iter().map(|item| Fields::new(self.document, item, keys, diagnostics)).collect()
    }
}

/// The text of `- 1 место: команда 7а`, which YAML takes for a key and its value.
fn line_with_colon(item: &Value<'_>) -> Option<String> {
    let Value::Map(entries) = item else { return None };
    let [MapEntry { key, key_span, value }] = entries.as_slice() else { return None };
    let text = value.as_text().filter(|_| value.span.line == key_span.line)?;
    Some(format!("{}: {}", key.trim(), text.split_whitespace_keeping_nbsp()))
}
