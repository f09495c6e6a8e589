//! «Импорт»: what a file has is looked at, corrected, made into drafts and taken back; nothing is written before.
#![cfg(target_os = "linux")]

use serde_json::{Value, json};

use crate::edit_publish_looks::Screen;
use crate::editor_client::RunningEditor;
use crate::sandbox::{Site, assert_same, post_text, tree};

const TABLE: &str = "№;Мероприятие;Дата;Направление;Участники;Секретарь\n\
    1;Турнир по шахматам;7.12.2022;Совместные;21;Петрова\n\
    2;Квиз о космосе;12 апреля;Шахматный кружок;15;Иванова\n\
    3;Экскурсия;32.12.2022;;;\n";

fn open(site: &Site) -> RunningEditor {
    RunningEditor::start(site, &["--today", "2022-12-20"])
}

fn send(editor: &RunningEditor, name: &str, bytes: &[u8]) -> Value {
    let (status, found) = editor.upload(&format!("/api/import?name={name}"), bytes);
    assert_eq!(status, 200, "{found:#}");
    found
}

fn all(count: usize) -> Value {
    (0..count).map(|number| json!({ "number": number, "taken": true })).collect()
}

#[test]
fn what_is_found_is_corrected_made_and_taken_back() {
    let site = Site::new();
    site.post("turnir.md", &post_text("Турнир по шахматам", "7.12.2022", "sovmestnye"));
    site.file("content/data/teachers.yaml", "строки:\n");
    let editor = open(&site);
    let before = tree(&site.root().join("content"));
    let found = send(&editor, "plan.csv", TABLE.as_bytes());
    let events = found["events"].as_array().unwrap();
    assert_eq!(events.len(), 3, "{found:#}");
    assert_eq!(events[0]["existing"], "content/posts/turnir.md");
    assert_eq!(events[1]["title"], "Квиз о космосе");
    assert_eq!(events[1]["direction"], Value::Null);
    assert_eq!(events[1]["heading"], "Шахматный кружок");
    assert!(events[2]["problems"][0]["message"].as_str().unwrap().contains("32"), "{found:#}");
    assert!(found["untaken"][0].as_str().unwrap().contains("Секретарь"), "{found:#}");
    // Dates without a year get that of the whole file.
    let (status, told) =
        editor.post("/api/import/read", &json!({ "id": found["id"], "year": "когда-то" }));
    assert_eq!((status, &told["data"]["field"]), (422, &json!("year")), "{told:#}");
    let choice = json!({ "id": found["id"], "year": "2022/23", "direction": "konferentsii" });
    let (_, again) = editor.post("/api/import/read", &choice);
    assert_eq!(again["events"][1]["direction"], "konferentsii", "{again:#}");
    let understood = again["events"][1]["understood"].as_str().unwrap().replace('\u{a0}', " ");
    assert_eq!(understood, "12 апреля 2023 г.");
    assert_same(&tree(&site.root().join("content")), &before);

    // What cannot be corrected so is said at its row, and nothing is written.
    let create = |events: Value| {
        let mut request = choice.clone();
        request["events"] = events;
        editor.post("/api/import/create", &request)
    };
    let row = |title: &str, date: &str| {
        json!([
            { "number": 0, "taken": false },
            { "number": 1, "taken": true, "title": title },
            { "number": 2, "taken": true, "date": date, "direction": "sovmestnye" },
        ])
    };
    let (status, refused) = create(row("", "вчера"));
    assert_eq!(status, 422, "{refused:#}");
    let rows = refused["data"]["rows"].as_array().unwrap();
    let places: Vec<_> = rows.iter().map(|row| (&row["number"], &row["field"])).collect();
    assert_eq!(places, [(&json!(1), &json!("title")), (&json!(2), &json!("date"))]);
    assert_same(&tree(&site.root().join("content")), &before);
    assert_eq!(create(json!([{ "number": 0, "taken": false }])).0, 422);

    let (status, made) = create(row("Квиз «Космос»", "14 декабря 2022"));
    assert_eq!(status, 200, "{made:#}");
    assert_eq!(made["created"].as_array().unwrap().len(), 2, "{made:#}");
    let draft = site.read(made["created"][0]["file"].as_str().unwrap());
    assert!(
        draft.contains("название: Квиз «Космос»") && draft.contains("направление: konferentsii"),
        "{draft}"
    );
    let second = site.read(made["created"][1]["file"].as_str().unwrap());
    assert!(
        second.contains("направление: sovmestnye") && second.contains("черновик: да"),
        "{second}"
    );
    assert_eq!(made["problems"], json!([]), "{made:#}");

    let (status, undone) = editor.post("/api/import/undo", &json!({ "id": made["undo"] }));
    assert_eq!((status, &undone["text"]), (200, &json!("2\u{a0}черновика")));
    assert_same(&tree(&site.root().join("content")), &before);
    assert_eq!(editor.get("/api/history").1["items"].as_array().unwrap().len(), 2);
    assert_eq!(editor.post("/api/import/undo", &json!({ "id": made["undo"] })).0, 409);
}

#[test]
fn tables_beside_the_events_come_and_go_with_them() {
    let site = Site::new();
    site.file("content/data/teachers.yaml", "# педагоги\nстроки:\n");
    let editor = open(&site);
    let before = tree(&site.root().join("content"));
    let page = "<html><body><h1>Отчёт за 2022/23 учебный год</h1><table><tr><th>Мероприятие</th><th>Дата</th></tr>\
        <tr><td>Квиз</td><td>12.10.2022</td></tr></table><p>Педагоги центра</p>\
        <table><tr><th>ФИО</th><th>Должность</th></tr><tr><td>Иванова Анна</td><td>педагог</td></tr></table></body></html>";
    let found = send(&editor, "otchet.html", page.as_bytes());
    assert_eq!(found["files"][0], "data/teachers.yaml: 1\u{a0}строка", "{found:#}");
    assert_same(&tree(&site.root().join("content")), &before);
    for rest in [false, true] {
        let request = json!({
            "id": found["id"], "direction": "sovmestnye", "events": all(1), "rest": rest,
        });
        let (status, made) = editor.post("/api/import/create", &request);
        assert_eq!(status, 200, "{made:#}");
        assert_eq!(site.read("content/data/teachers.yaml").contains("Иванова Анна"), rest);
        editor.post("/api/import/undo", &json!({ "id": made["undo"] }));
        assert_same(&tree(&site.root().join("content")), &before);
    }
}

#[test]
fn a_table_keeps_its_bytes_and_what_was_edited_since_the_import() {
    let site = Site::new();
    let file = "content/data/teachers.yaml";
    let encode = |text: &str| encoding_rs::WINDOWS_1251.encode(text).0.into_owned();
    let read = || {
        let bytes = &tree(&site.root().join("content/data"))["teachers.yaml"];
        encoding_rs::WINDOWS_1251.decode(bytes).0.into_owned()
    };
    let before = "# педагоги\r\nстроки:\r\n";
    site.file(file, encode(before));
    let editor = open(&site);
    let page = "<html><body><h1>Отчёт за 2022/23 учебный год</h1><table><tr><th>Мероприятие</th><th>Дата</th></tr>\
        <tr><td>Квиз</td><td>12.10.2022</td></tr></table><p>Педагоги центра</p>\
        <table><tr><th>ФИО</th><th>Должность</th></tr><tr><td>Иванова Анна</td><td>педагог</td></tr></table></body></html>";
    let found = send(&editor, "otchet.html", page.as_bytes());
    let request = json!({
        "id": found["id"], "direction": "sovmestnye", "events": all(1), "rest": true,
    });
    let with_row = format!("{before}  - фио: Иванова Анна\r\n    должность: педагог\r\n");
    let another = "  - фио: Петров Пётр\r\n";
    let mended = with_row.replace("Иванова Анна", "Иванова Анна Петровна");
    for (edited, left, notes) in [
        (format!("{with_row}{another}"), format!("{before}{another}"), 0),
        (mended.clone(), mended, 1),
    ] {
        site.file(file, encode(before));
        let (status, made) = editor.post("/api/import/create", &request);
        assert_eq!(status, 200, "{made:#}");
        assert_eq!(read(), with_row);
        site.file(file, encode(&edited));
        let (status, undone) = editor.post("/api/import/undo", &json!({ "id": made["undo"] }));
        assert_eq!((status, &undone["text"]), (200, &json!("1\u{a0}черновик")), "{undone:#}");
        assert_eq!(undone["notes"].as_array().unwrap().len(), notes, "{undone:#}");
        assert_eq!(read(), left);
    }
}

#[test]
fn many_drafts_are_asked_about_and_other_files_are_refused() {
    let site = Site::new();
    let editor = open(&site);
    let mut table = "Мероприятие;Дата;Участники\n".to_owned();
    for number in 1..=101 {
        table += &format!("Занятие {number};{}.10.2022;12\n", number % 28 + 1);
    }
    let found = send(&editor, "many.csv", table.as_bytes());
    let mut request = json!({ "id": found["id"], "direction": "sovmestnye", "events": all(101) });
    let (status, asked) = editor.post("/api/import/create", &request);
    assert_eq!((status, &asked["data"]["many"]), (409, &json!(101)), "{asked:#}");
    request["many"] = true.into();
    assert_eq!(editor.post("/api/import/create", &request).0, 200);
    assert_eq!(tree(&site.root().join("content/posts")).len(), 101);
    let (status, refused) =
        editor.upload("/api/import?name=staryy.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    assert_eq!(status, 422, "{refused:#}");
    // The file before it is gone.
    assert_eq!(editor.post("/api/import/create", &request).0, 409);
    assert_eq!(editor.post("/api/import/date", &json!({ "text": "32.12" })).0, 422);
}

/// Gives the chooser of the screen a file.
fn choose(screen: &Screen, name: &str, text: &str) {
    let (name, text) = (json!(name), json!(text));
    screen.browser.value(&format!(
        "(() => {{ const data = new DataTransfer(); data.items.add(new File([{text}], {name})); \
           document.querySelector('main').dispatchEvent( \
             new DragEvent('drop', {{ dataTransfer: data, bubbles: true, cancelable: true }})) }})()"
    ));
}

#[test]
fn the_screen_is_sound_in_each_of_its_states() {
    let Some(mut screen) = Screen::open("", None) else { return };
    screen.go("#/import");
    screen.sees("Перетащите сюда файл");
    screen.look("import-empty");
    choose(&screen, "Старый.doc", "%PDF-1.4");
    screen.sees("такие файлы не читаются");
    screen.look("import-refused");
    choose(&screen, "План.csv", TABLE);
    screen.sees("3\u{a0}события");
    screen.sees("Не перенесётся");
    screen.browser.value("document.querySelector('.import-table').scrollIntoView()");
    screen.look("import-found");
    // A date is corrected with the keyboard; how it is understood stands below.
    let set = |screen: &Screen, id: &str, text: &str| {
        screen.browser.value(&format!(
            "(one => (one.focus(), one.select()))(document.querySelector('#{id}'))"
        ));
        screen.browser.devtools("Input.insertText", &json!({ "text": text }));
        screen.browser.value(&format!("document.querySelector('#{id}').blur()"));
    };
    set(&screen, "import_date_2", "вчера");
    screen
        .browser
        .until("document.querySelector('#import_date_2').getAttribute('aria-invalid') === 'true'");
    screen.look("import-wrong");
    set(&screen, "import_date_2", "14.12.2022");
    screen.browser.until(
        "document.querySelector('#import_date_2').closest('div').innerText.includes('→ 14')",
    );
    screen.click("Создать 2\u{a0}черновика");
    screen.sees("Создано: 2");
    screen.look("import-made");
    screen.click("Отменить: убрать в корзину");
    screen.sees("В корзине: 2");
    screen.assert_sound();
}
