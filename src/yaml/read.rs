//! The values, read by serde_yaml along an outline.
//!
//! serde_yaml gives the text as written when it is asked for a string, as here for each scalar of the
//! outline; when asked for any value, it first resolves `007`, `5.10` and `1e3` to numbers.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::outline::{Outline, Shape};
use super::{MapEntry, Node, Span, Value, YamlDocument, syntax_error};
use crate::characters::printable;
use crate::diagnostic::Diagnostic;

/// Reads the values of `document` along its outline.
pub(super) fn along(
    outline: &Outline,
    document: &YamlDocument<'_>,
) -> Result<Node<'static>, Diagnostic> {
    if matches!(&outline.shape, Shape::Map(entries) if entries.is_empty()) {
        return Ok(Node { value: Value::Map(Vec::new()), span: outline.span });
    }
    outline.deserialize(serde_yaml::Deserializer::from_str(document.text())).map_err(|error| {
        let span = error.location().map_or_else(Span::default, |at| Span {
            line: at.line().max(1),
            column: at.column().max(1),
            length: 1,
        });
        syntax_error::explain(document, span)
    })
}

impl<'de> DeserializeSeed<'de> for &Outline {
    type Value = Node<'static>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        let value = match &self.shape {
            Shape::Scalar { empty, .. } => {
                let text = deserializer.deserialize_str(Scalar)?;
                if *empty { Value::Empty } else { Value::Text(Cow::Owned(text)) }
            }
            Shape::List(items) => Value::List(deserializer.deserialize_seq(ListVisitor(items))?),
            Shape::Map(entries) => Value::Map(deserializer.deserialize_map(Map(entries))?),
        };
        Ok(Node { value, span: self.span })
    }
}

struct Scalar;

impl<'de> DeserializeSeed<'de> for Scalar {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(Self)
    }
}

impl Visitor<'_> for Scalar {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a scalar")
    }

    fn visit_str<E>(self, text: &str) -> Result<String, E> {
        // An escape such as `"\\v"` can write any character.
        Ok(printable(text, ' ').into_owned())
    }
}

struct ListVisitor<'a>(&'a [Outline]);

impl<'de> Visitor<'de> for ListVisitor<'_> {
    type Value = Vec<Node<'static>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<Node<'static>>, A::Error> {
        let mut nodes = Vec::with_capacity(self.0.len());
        for item in self.0 {
            nodes.extend(seq.next_element_seed(item)?);
        }
        Ok(nodes)
    }
}

struct Map<'a>(&'a [(Span, Outline)]);

impl<'de> Visitor<'de> for Map<'_> {
    type Value = Vec<MapEntry<'static>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Vec<MapEntry<'static>>, A::Error> {
        let mut entries = Vec::with_capacity(self.0.len());
        for (key_span, outline) in self.0 {
            let Some(key) = map.next_key_seed(Scalar)? else { break };
            let value = map.next_value_seed(outline)?;
            entries.push(MapEntry { key: Cow::Owned(key), key_span: *key_span, value });
        }
        Ok(entries)
    }
}
