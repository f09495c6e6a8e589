//! The own keys of a site in the editor: fields of the event, however a file spells them.

use serde_json::{Value, json};

use crate::editor_client::RunningEditor;
use crate::sandbox::{SETTINGS, Site, post_text};

const FILE: &str = "content/posts/igra.md";

#[test]
fn an_own_key_is_a_field_of_the_event() {
    let site = Site::empty();
    let own = "event_keys:\n  partner: социальный партнёр\n  кабинет:\n";
    site.file("content/site.yaml", format!("{SETTINGS}{own}"));
    let front = "Социальный_партнер: [Музей, 'Сад, парк']\nзаметка: да\n---\n\n";
    site.file(FILE, post_text("Игра", "5.10.2022", "sovmestnye").replace("---\n\n", front));
    let editor = RunningEditor::start(&site, &["--today", "2022-10-10"]);
    let (_, fields) = editor.get("/api/fields");
    let fields = fields["fields"].as_array().unwrap();
    let own: Vec<&Value> = fields.iter().filter(|field| field["kind"] == "lines").collect();
    let labels: Vec<(&Value, &Value)> =
        own.iter().map(|one| (&one["key"], &one["label"])).collect();
    assert!(labels.contains(&(&json!("partner"), &json!("Социальный партнёр"))), "{labels:?}");
    assert!(labels.contains(&(&json!("кабинет"), &json!("Кабинет"))), "{labels:?}");

    let open = || editor.get(&format!("/api/document?file={FILE}")).1;
    let opened = open();
    assert_eq!(opened["fields"]["partner"], json!(["Музей", "Сад, парк"]), "{opened}");
    assert_eq!(opened["others"], json!(["заметка"]));
    let change = |base: &Value, fields: Value| {
        let change = json!({ "file": FILE, "base": base, "fields": fields });
        let (status, answer) = editor.post("/api/document/save", &change);
        assert_eq!(status, 200, "{answer}");
        answer["hash"].clone()
    };
    let hash = change(&opened["hash"], json!({ "partner": ["Музей", "Школа"], "кабинет": "12" }));
    let text = site.read(FILE);
    assert!(text.contains("Социальный_партнер: [Музей, Школа]\n"), "{text}");
    assert!(text.contains("кабинет: 12\n"), "{text}");
    change(&hash, json!({ "partner": null }));
    assert!(!site.read(FILE).contains("партнер"), "{}", site.read(FILE));
    // A new one is written as the settings name it.
    change(&open()["hash"], json!({ "partner": "Театр" }));
    assert!(site.read(FILE).contains("социальный партнёр: Театр\n"), "{}", site.read(FILE));
}
