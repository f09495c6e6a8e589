//! The form of an event: a field for each key of its front matter, with the words of the guide.
//!
//! The keys of photos belong to the screen of photos, and `draft` to the switch «Готово к публикации».

mod page;
mod table;

use serde::Serialize;
use serde_json::Value;

use super::api::{ApiError, Call, Reply};
use super::settings;
use crate::characters::capitalised;
use crate::config::OwnKey;
use crate::editor::json::json;
use crate::yaml::fold_key;
use page::PAGE_FIELDS;
pub(super) use table::FIELDS;

/// A field of the form.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct FormField {
    /// The English name of its key.
    pub(super) key: &'static str,
    label: &'static str,
    example: &'static str,
    hint: &'static str,
    kind: FieldKind,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    choices: &'static [FieldChoice],
    /// Whether it is among the first, which are not folded.
    main: bool,
    required: bool,
    /// The message where a required one is missing: its place is none of a key.
    #[serde(skip)]
    pub(super) missing: &'static str,
}

/// The field before which those of the site's own keys stand.
const AFTER_OWN: &str = "responsible";

/// How the page shows a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum FieldKind {
    Text,
    /// A text of a few lines.
    Long,
    /// Words on one line, with commas between them.
    List,
    /// A value on each line.
    Lines,
    Date,
    Participants,
    Direction,
    Choice,
}

/// A value of a choice; an empty one stands for no key.
#[derive(Clone, Copy, Debug, Serialize)]
struct FieldChoice {
    value: &'static str,
    label: &'static str,
    /// Other words of the file for the same.
    also: &'static [&'static str],
}

/// The keys that the screen of photos owns.
pub(super) const PHOTO_KEYS: [&str; 5] = ["photos", "photos_alt", "cover", "people", "consent"];

/// The key behind the switch «Готово к публикации».
#[cfg(test)]
const DRAFT: &str = "draft";

/// The field of a required key for this message, which stands at no key.
pub(super) fn missing_key(message: &str) -> Option<&'static str> {
    FIELDS.iter().find(|field| field.required && field.missing == message).map(|field| field.key)
}

/// Lists the fields of an event, those of the site's own keys among them, or of a page.
pub(super) fn list(call: &Call<'_>) -> Result<Reply, ApiError> {
    if call.query.get("kind").as_deref() == Some("page") {
        return Ok(Reply::Json(json!({ "fields": PAGE_FIELDS })));
    }
    let own = settings::own_keys(&call.app.root)?;
    Ok(Reply::Json(json!({ "fields": all(&own) })))
}

/// What the form calls a key; `None` for one that it does not have.
pub(super) fn label_of(key: &str) -> Option<&'static str> {
    FIELDS.iter().find(|field| field.key == key).map(|field| field.label)
}

fn all(own: &[OwnKey]) -> Vec<Value> {
    let own_field = |key: &OwnKey| {
        json!({
            "key": form_key(&key.id, own),
            "label": capitalised(&key.name),
            "example": "",
            "hint": "Несколько значений — каждое с новой строки.",
            "kind": FieldKind::Lines,
            "main": false,
            "required": false,
        })
    };
    let at = FIELDS.iter().position(|field| field.key == AFTER_OWN).unwrap_or(FIELDS.len());
    let (first, last) = FIELDS.split_at(at);
    let known = |fields: &[FormField]| fields.iter().map(|field| json!(field)).collect::<Vec<_>>();
    [known(first), own.iter().map(own_field).collect(), known(last)].concat()
}

/// The name that the form has for a key as a file writes it: for an own key of the site the same one for
/// each of its spellings, without spaces.
pub(super) fn form_key(written: &str, own: &[OwnKey]) -> String {
    match OwnKey::find(written, own) {
        Some(id) => own.get(id.index()).map_or_else(String::new, |key| fold_key(&key.id)),
        None => written.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::content::Post;
    use crate::content::document::Meta;
    use crate::content::page::PageMeta;
    use crate::content::post::PostMeta;
    use crate::diagnostic::Diagnostics;

    #[test]
    fn every_key_of_an_event_can_be_edited() {
        let keys = FIELDS.iter().map(|field| field.key).chain(PHOTO_KEYS).chain([DRAFT]);
        let mut keys: Vec<_> = keys.collect();
        let mut known: Vec<_> = PostMeta::KEYS.iter().map(|key| key.0).collect();
        keys.sort_unstable();
        known.sort_unstable();
        assert_eq!(keys, known);
        assert!(FIELDS.iter().all(|field| !field.label.is_empty()));
        assert!(FIELDS.iter().all(|field| field.required != field.missing.is_empty()));
    }

    #[test]
    fn every_key_of_a_page_can_be_edited() {
        let mut keys: Vec<_> = PAGE_FIELDS.iter().map(|field| field.key).chain([DRAFT]).collect();
        let mut known: Vec<_> = PageMeta::KEYS.iter().map(|key| key.0).collect();
        keys.sort_unstable();
        known.sort_unstable();
        assert_eq!(keys, known);
    }

    #[test]
    fn a_missing_key_is_known_by_its_message() {
        let settings =
            "title: Т\nschool: Ш\nbase_url: http://a.ru/\ndirections:\n  - id: a\n    title: А\n";
        let config = Config::parse("content/site.yaml", settings, &mut Diagnostics::new()).unwrap();
        let mut problems = Diagnostics::new();
        let _ = Post::parse(
            "content/posts/a.md",
            "---\nместо: Зал\n---\nТекст\n",
            &config,
            &mut problems,
        );
        let found: Vec<_> = problems.iter().filter_map(|one| missing_key(&one.message)).collect();
        assert_eq!(found, ["title", "date", "direction"], "{problems:?}");
    }
}
