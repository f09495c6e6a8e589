//! What differs between two texts of one file: fields by their names, photos, the story. How words differ, the
//! page finds out.

use serde_json::Value;

use crate::characters::capitalised;
use crate::config::{self, OwnKey};
use crate::content::gallery::{self, WrittenGallery, WrittenPhoto};
use crate::content::{POSTS, is_below, is_markdown, schema};
use crate::editor::documents::{FieldValue, Opened};
use crate::editor::fields::{PHOTO_KEYS, label_of};
use crate::editor::json::json;
use crate::yaml::find_key;

/// `then` and `now` as the page shows them: `fields` with what each says, `photos`, `body` or null where it is
/// the same. Of a file without front matter, the body is all of it.
pub(super) fn between(then: &Opened, now: &Opened, own: &[OwnKey]) -> Value {
    let [gallery_then, gallery_now] =
        [then, now].map(|opened| gallery::written(&opened.text).unwrap_or_default());
    let body = (then.body != now.body).then(|| json!({ "then": then.body, "now": now.body }));
    let mut fields = fields(then, now, own);
    fields.extend(common(&gallery_then, &gallery_now));
    let photos = photos(&gallery_then, &gallery_now);
    let is_same = fields.is_empty() && body.is_none() && photos.is_none();
    json!({
        "file": now.file,
        "bodyName": body_name(now),
        "fields": fields,
        "photos": photos,
        "body": body,
        // Spaces, comments, the order of lines.
        "isSame": is_same,
        "hasOtherBytes": is_same && then.text != now.text,
    })
}

fn body_name(opened: &Opened) -> &'static str {
    match () {
        () if is_below(&opened.file, POSTS) => "Рассказ",
        () if is_markdown(&opened.file) => "Текст",
        () => "Текст файла",
    }
}

/// The fields that differ, without those of photos.
fn fields(then: &Opened, now: &Opened, own: &[OwnKey]) -> Vec<Value> {
    let known = then.fields.iter().map(|field| &field.key);
    let new = now.fields.iter().map(|field| &field.key);
    let new = new.filter(|key| then.value(key).is_none());
    known
        .chain(new)
        .filter(|key| !PHOTO_KEYS.contains(&&***key))
        .filter_map(|key| {
            let [then_words, now_words] =
                [then, now].map(|opened| opened.value(key).map(words).unwrap_or_default());
            (then_words != now_words)
                .then(|| change(&name(&now.file, key, own), &then_words, &now_words))
        })
        .collect()
}

fn change(name: &str, then: &str, now: &str) -> Value {
    json!({ "name": name, "then": then, "now": now })
}

/// What people call a field: its label in the form, or its Russian key.
fn name(file: &str, key: &str, own: &[OwnKey]) -> String {
    let label = match key {
        // Of the colours of a theme, the settings know the name of all together.
        _ if file == config::FILE => {
            let parts = [key, key.split('.').next().unwrap_or(key)];
            parts.into_iter().find_map(config::setting).map(|setting| setting.label)
        }
        "title" if !is_markdown(file) => Some("Заголовок над таблицей"),
        "updated" if !is_markdown(file) => Some("Обновлено"),
        _ => label_of(key),
    };
    if let Some(label) = label {
        return label.to_owned();
    }
    let own = OwnKey::find(key, own).and_then(|id| own.get(id.index()));
    if let Some(own) = own {
        return capitalised(&own.name);
    }
    match find_key(key, schema(file).keys) {
        Some((_, russian)) if !russian.is_empty() => capitalised(&russian.replace('_', " ")),
        _ => key.to_owned(),
    }
}

fn words(value: &FieldValue) -> String {
    let of_entry = |entry: &Vec<(String, String)>| {
        let mut entry: Vec<_> = entry.iter().collect();
        // «20 обучающихся», whichever of the two was written first.
        entry.sort_by_key(|(key, _)| key != "count");
        entry.iter().map(|(_, value)| &**value).collect::<Vec<_>>().join(" ")
    };
    match value {
        FieldValue::Text(text) => text.clone(),
        FieldValue::List(items) => items.join(", "),
        FieldValue::Entries(entries) => entries.iter().map(of_entry).collect::<Vec<_>>().join(", "),
    }
}

/// What is said of all photos at once.
fn common(then: &WrittenGallery, now: &WrittenGallery) -> Vec<Value> {
    let cover = |one: &WrittenGallery| one.cover.as_ref().map(|cover| cover.file.clone());
    let all = [
        ("Описание снимков", then.alt.clone(), now.alt.clone()),
        ("Кто на снимках", people(then.people), people(now.people)),
        ("Согласие на снимки", yes(then.consent), yes(now.consent)),
        ("Обложка", cover(then), cover(now)),
    ];
    all.into_iter().filter_map(|(name, then, now)| changed(name, then, now)).collect()
}

fn changed(name: &str, then: Option<String>, now: Option<String>) -> Option<Value> {
    (then != now).then(|| change(name, &then.unwrap_or_default(), &now.unwrap_or_default()))
}

fn people(people: Option<gallery::People>) -> Option<String> {
    let words = match people? {
        gallery::People::None => "никого не узнать",
        gallery::People::Group => "группа",
        gallery::People::Child => "ребёнок крупно",
    };
    Some(words.to_owned())
}

fn yes(flag: Option<bool>) -> Option<String> {
    Some(if flag? { "есть" } else { "нет" }.to_owned())
}

/// What the front matter says of photos; null where that is the same.
fn photos(then: &WrittenGallery, now: &WrittenGallery) -> Option<Value> {
    let find = |all: &WrittenGallery, name: &str| {
        all.photos.iter().find(|photo| photo.file == name).cloned()
    };
    let names = |all: &WrittenGallery, other: &WrittenGallery, is_in_other: bool| {
        let names = all.photos.iter().map(|photo| photo.file.clone());
        let names = names.filter(|name| !name.is_empty());
        names.filter(|name| find(other, name).is_some() == is_in_other).collect::<Vec<_>>()
    };
    let (order_then, order_now) = (names(then, now, true), names(now, then, true));
    let (removed, added) = (names(then, now, false), names(now, then, false));
    let said: Vec<Value> = order_now
        .iter()
        .filter_map(|name| {
            let fields = photo_fields(&find(then, name)?, &find(now, name)?);
            (!fields.is_empty()).then(|| json!({ "file": name, "fields": fields }))
        })
        .collect();
    let is_reordered = order_then != order_now;
    let is_same = removed.is_empty() && added.is_empty() && said.is_empty() && !is_reordered;
    (!is_same).then(|| {
        json!({
            "removed": removed,
            "added": added,
            "order": is_reordered.then(|| json!({ "then": order_then, "now": order_now })),
            "said": said,
        })
    })
}

fn photo_fields(then: &WrittenPhoto, now: &WrittenPhoto) -> Vec<Value> {
    let focus =
        |photo: &WrittenPhoto| photo.focus.map(|focus| format!("{} % × {} %", focus.x, focus.y));
    let shown = |photo: &WrittenPhoto| yes(photo.shown.filter(|shown| !shown));
    let all = [
        ("Описание", then.alt.clone(), now.alt.clone()),
        ("Подпись", then.caption.clone(), now.caption.clone()),
        ("Кто на снимке", people(then.people), people(now.people)),
        ("Согласие", yes(then.consent), yes(now.consent)),
        ("Фокус", focus(then), focus(now)),
        ("Показать", shown(then), shown(now)),
    ];
    all.into_iter().filter_map(|(name, then, now)| changed(name, then, now)).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const FILE: &str = "content/posts/a/index.md";
    const TEXT: &str = "---\nназвание: Турнир\nдата: 7.12.2022\nучастники:\n  - кто: обучающихся\n    количество: 20\n\
        фото:\n  - файл: 1.jpg\n    подпись: Кубок\n  - файл: 2.jpg\n  - 3.jpg\n---\n\nРассказ.\n";

    fn compare(then: &str, now: &str) -> Value {
        let read = |text: &str| Opened::read(FILE, text, String::new(), false);
        between(&read(then), &read(now), &[])
    }

    #[test]
    fn fields_are_named_as_people_name_them() {
        let now = TEXT
            .replace("7.12.2022", "8.12.2022")
            .replace("количество: 20", "количество: 21")
            .replace("название: Турнир\n", "место: Зал\n");
        let found = compare(TEXT, &now);
        let expected = json!([
            { "name": "Название", "then": "Турнир", "now": "" },
            { "name": "Когда прошло", "then": "7.12.2022", "now": "8.12.2022" },
            { "name": "Участники", "then": "20 обучающихся", "now": "21 обучающихся" },
            { "name": "Место", "then": "", "now": "Зал" },
        ]);
        assert_eq!(found["fields"], expected);
        assert_eq!((&found["body"], &found["photos"]), (&Value::Null, &Value::Null));
    }

    #[test]
    fn settings_and_heads_of_tables_have_the_names_of_their_fields() {
        let names = |file: &str, then: &str, now: &str| {
            let read = |text: &str| Opened::read(file, text, String::new(), false);
            let found = between(&read(then), &read(now), &[]);
            let fields = found["fields"].as_array().unwrap().clone();
            fields
                .iter()
                .map(|field| field["name"].as_str().unwrap().to_owned())
                .collect::<Vec<_>>()
        };
        let now = "название: Центр\nтелефон: 1\nнастройки_темы:\n  accent: '#123456'\n";
        assert_eq!(
            names(config::FILE, "название: А\n", now),
            ["Полное название центра", "Телефон", "Цвета и другое"]
        );
        let rows = "строки:\n  - название: Устав\n";
        let now = format!("название: Приказы\nобновлено: 1.09.2022\n{rows}");
        assert_eq!(
            names("content/data/documents.yaml", rows, &now),
            ["Заголовок над таблицей", "Обновлено"]
        );
    }

    #[test]
    fn photos_are_compared_one_by_one() {
        let now = TEXT
            .replace("  - файл: 2.jpg\n  - 3.jpg\n", "  - 4.jpg\n")
            .replace("подпись: Кубок", "подпись: Победа");
        let photos = &compare(TEXT, &now)["photos"];
        assert_eq!(
            (&photos["removed"], &photos["added"]),
            (&json!(["2.jpg", "3.jpg"]), &json!(["4.jpg"]))
        );
        assert_eq!(photos["said"][0]["fields"][0]["now"], "Победа");
        assert_eq!(photos["order"], Value::Null);
        let turned = TEXT.replace("  - файл: 2.jpg\n  - 3.jpg\n", "  - 3.jpg\n  - файл: 2.jpg\n");
        assert_eq!(
            compare(TEXT, &turned)["photos"]["order"]["now"],
            json!(["1.jpg", "3.jpg", "2.jpg"])
        );
    }

    #[test]
    fn a_comment_is_no_difference_that_people_see() {
        let found = compare(TEXT, &TEXT.replace("дата:", "# пояснение\nдата:"));
        assert_eq!((&found["isSame"], &found["hasOtherBytes"]), (&json!(true), &json!(true)));
        assert_eq!(compare(TEXT, TEXT)["hasOtherBytes"], false);
        let table =
            |text: &str| Opened::read("content/data/teachers.yaml", text, String::new(), false);
        let found = between(&table("- name: А\n"), &table("- name: Б\n"), &[]);
        assert_eq!(
            (&found["bodyName"], &found["body"]["then"]),
            (&json!("Текст файла"), &json!("- name: А"))
        );
    }
}
