//! JSON that the editor reads and writes.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// An object, written as with the `json!` of serde_json. That one compiles to some 200 bytes for each key, which
/// is 100 KB of the program in all; a key is a call here. An object within an object is a `json!` of its own.
macro_rules! json {
    ({}) => {
        $crate::editor::json::JsonObject::default().into_value()
    };
    ({ $($key:literal: $value:expr),+ $(,)? }) => {{
        let mut object = $crate::editor::json::JsonObject::default();
        $(object.put($key, &$value);)+
        object.into_value()
    }};
    ($value:expr) => {
        $crate::editor::json::value(&$value)
    };
}

pub(super) use json;

pub(super) fn value<T: Serialize + ?Sized>(value: &T) -> Value {
    // What it fails for, a map whose keys are no texts, no answer has.
    serde_json::to_value(value).unwrap_or_default()
}

/// Reads a value. By way of a [`Value`]: serde_json has a parser for each type that it reads from bytes, some 5 KB of
/// the program.
pub(super) fn read<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    serde_json::from_value(parsed(bytes)?).ok()
}

fn parsed(bytes: &[u8]) -> Option<Value> {
    serde_json::from_slice(bytes).ok()
}

/// A JSON object that is being made.
#[derive(Debug, Default)]
pub(super) struct JsonObject(Map<String, Value>);

impl JsonObject {
    #[inline(never)]
    pub(super) fn put<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) {
        self.put_value(key, json!(value));
    }

    fn put_value(&mut self, key: &str, value: Value) {
        self.0.insert(key.to_owned(), value);
    }

    pub(super) fn into_value(self) -> Value {
        Value::Object(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_is_that_of_the_library() {
        let list = vec![Some("а"), None];
        let made = json!({ "text": "б", "list": list, "inner": json!({ "is": true }), "none": Value::Null });
        let expected = serde_json::json!({
            "text": "б",
            "list": ["а", null],
            "inner": { "is": true },
            "none": null,
        });
        assert_eq!(made, expected);
        assert_eq!(json!({}), serde_json::json!({}));
    }
}
