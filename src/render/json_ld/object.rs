//! Objects of JSON-LD, member by member.

use crate::render::json::escaped;

/// A JSON object that is being written. Its names need no escaping.
pub(super) struct Object<'j> {
    pub(super) json: &'j mut String,
}

impl<'j> Object<'j> {
    pub(super) fn open(json: &'j mut String, kind: &str) -> Self {
        json.push_str("{\"@type\":\"");
        json.push_str(kind);
        json.push('"');
        Self { json }
    }

    fn name(&mut self, name: &str) {
        self.json.push_str(",\"");
        self.json.push_str(name);
        self.json.push_str("\":");
    }

    pub(super) fn text(&mut self, name: &str, text: &str) {
        self.name(name);
        push_text(self.json, text);
    }

    pub(super) fn optional(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.text(name, text);
        }
    }

    /// A list of the only picture.
    pub(super) fn image(&mut self, url: Option<&str>) {
        if let Some(url) = url {
            self.name("image");
            self.json.push('[');
            push_text(self.json, url);
            self.json.push(']');
        }
    }

    /// A value that is JSON.
    pub(super) fn value(&mut self, name: &str, json: &str) {
        self.name(name);
        self.json.push_str(json);
    }

    pub(super) fn object(&mut self, name: &str, kind: &str, fill: impl FnOnce(&mut Object<'_>)) {
        self.name(name);
        let mut object = Object::open(self.json, kind);
        fill(&mut object);
        object.close();
    }

    pub(super) fn close(self) {
        self.json.push('}');
    }
}

fn push_text(json: &mut String, text: &str) {
    json.push('"');
    json.push_str(&escaped(text));
    json.push('"');
}
