//! «Таблицы раздела» and «Страницы»: rows changed one by one, files beside them, pages written, linked and deleted.
#![cfg(target_os = "linux")]
#![expect(clippy::disallowed_methods, reason = "tests write and read their own files")]

use serde_json::{Value, json};

use crate::edit_publish_looks::Screen;
use crate::editor_client::RunningEditor;
use crate::sandbox::{PHOTO, Site};
use crate::serving::until;

const FILE: &str = "content/data/documents.yaml";
const TABLE: &str = "# Наши документы\r\nстроки:\r\n  # главный\r\n  - название: \"Устав\"  # школы\r\n    \
    файл: ustav.pdf\r\n  - название: Приказ №5\r\n    дата: 30.08.2022\r\n    ссылка: https://example.org/prikaz.pdf\r\n";
const PAGE: &str = "content/pages/dokumenty.md";
const PAGE_TEXT: &str =
    "---\nназвание: Документы центра\nпорядок: 10\n---\n\nВот они.\n\n{{ документы() }}\n";

fn prepare(site: &Site) {
    site.file(FILE, TABLE);
    site.file("content/data/ustav.pdf", "%PDF-1.4 устав");
    site.file(PAGE, PAGE_TEXT);
}

fn open(site: &Site) -> RunningEditor {
    RunningEditor::start(site, &["--today", "2022-12-20"])
}

fn row(from: Option<usize>, values: &Value) -> Value {
    json!({ "from": from, "values": values })
}

#[test]
fn rows_are_changed_within_their_bytes_and_problems_stand_at_them() {
    let site = Site::new();
    prepare(&site);
    let editor = open(&site);
    let (_, tables) = editor.get("/api/tables");
    let documents = &tables["tables"][0];
    assert_eq!(documents["rows"], 2, "{documents:#}");
    assert_eq!(documents["gaps"], json!([{ "label": "Дата", "count": 1 }]));
    assert_eq!(documents["pages"][0]["title"], "Документы центра", "{documents:#}");
    let (_, opened) = editor.get(&format!("/api/document?file={FILE}"));
    assert_eq!(opened["page"], "dokumenty.html", "{opened:#}");
    assert_eq!(opened["rows"][0]["values"]["title"], "Устав");
    let rows = json!([
        row(
            Some(1),
            &json!({ "title": "Приказ №5", "date": "32.08.2022", "link": "https://example.org/prikaz.pdf" })
        ),
        row(Some(0), &json!({ "title": "Устав школы", "file": "ustav.pdf" })),
        row(None, &json!({ "title": "План" })),
    ]);
    let mut change = json!({ "file": FILE, "base": opened["hash"], "rows": rows });
    let (status, shown) = editor.post("/api/document/show", &change);
    assert_eq!(status, 200, "{shown:#}");
    let problems = shown["problems"].as_array().unwrap();
    let places: Vec<_> = problems.iter().map(|one| (&one["row"], &one["field"])).collect();
    assert_eq!(places, [(&json!(0), &json!("date")), (&json!(2), &json!("file"))], "{shown:#}");
    assert_eq!(site.read(FILE), TABLE);
    change["rows"][0]["values"]["date"] = "1.09.2022".into();
    change["rows"][2]["values"]["link"] = "https://example.org/plan.pdf".into();
    let (status, saved) = editor.post("/api/document/save", &change);
    assert_eq!((status, &saved["problems"]), (200, &json!([])), "{saved:#}");
    let expected = "# Наши документы\r\nстроки:\r\n  - название: Приказ №5\r\n    дата: 1.09.2022\r\n    \
        ссылка: https://example.org/prikaz.pdf\r\n  # главный\r\n  - название: \"Устав школы\"  # школы\r\n    \
        файл: ustav.pdf\r\n  - название: План\r\n    ссылка: https://example.org/plan.pdf\r\n";
    assert_eq!(site.read(FILE), expected);

    // Another program has changed the same row: asked about; another one: both stay.
    let base = saved["hash"].clone();
    site.file(FILE, expected.replace("1.09.2022", "2.09.2022"));
    let values = |date: &str| json!({ "title": "Приказ №5", "date": date, "link": "https://example.org/prikaz.pdf" });
    let rest = [
        row(Some(1), &json!({ "title": "Устав школы", "file": "ustav.pdf" })),
        row(
            Some(2),
            &json!({ "title": "План", "link": "https://example.org/plan.pdf", "date": "2023" }),
        ),
    ];
    let edit =
        |first: Value| json!({ "file": FILE, "base": base, "rows": [first, rest[0], rest[1]] });
    let (status, conflict) =
        editor.post("/api/document/save", &edit(row(Some(0), &values("3.09.2022"))));
    assert_eq!(status, 412, "{conflict:#}");
    assert_eq!(conflict["data"]["rows"][0]["values"]["date"], "2.09.2022", "{conflict:#}");
    let (status, joined) =
        editor.post("/api/document/save", &edit(row(Some(0), &values("1.09.2022"))));
    assert_eq!(status, 200, "{joined:#}");
    let text = site.read(FILE);
    assert!(text.contains("дата: 2.09.2022\r\n") && text.contains("дата: 2023\r\n"), "{text}");
    assert_eq!(joined["merged"]["rows"][0]["values"]["date"], "2.09.2022");
}

#[test]
fn files_are_taken_in_under_safe_names_as_the_hosting_wants_them() {
    let site = Site::new();
    prepare(&site);
    let settings = site.read("content/site.yaml");
    site.file(
        "content/site.yaml",
        format!("{settings}хостинг:\n  образец: plain\n  запрещены: [docx]\n"),
    );
    let editor = open(&site);
    let send = |name: &str, bytes: &[u8]| {
        let name: String = name.bytes().map(|byte| format!("%{byte:02X}")).collect();
        editor.upload(&format!("/api/table/file?name={name}"), bytes)
    };
    let (status, taken) = send("Лицензия № 5.PDF", b"%PDF-1.4 one");
    assert_eq!((status, &taken["name"]), (200, &json!("litsenziya-5.pdf")), "{taken:#}");
    assert_eq!(send("Лицензия № 5.PDF", b"%PDF-1.4 one").1["name"], "litsenziya-5.pdf");
    assert_eq!(send("Лицензия № 5.PDF", b"%PDF-1.4 two").1["name"], "litsenziya-5-2.pdf");
    assert_eq!(send("../../site.pdf", b"%PDF-1.4").1["name"], "site.pdf");
    for (name, bytes, words) in [
        ("План.docx", &b"PK"[..], "Хостинг не принимает файлы «.docx»"),
        ("teachers.yaml", b"a: b", "Росток читает как свои"),
        ("без вида", b"a", "По имени файла не понять"),
        ("урок.mp4", b"\0\0\0\x18ftypmp42", "видео"),
        ("скан.jpg", b"no picture", "не снимок"),
    ] {
        let (status, refused) = send(name, bytes);
        assert_eq!(status, 415, "{name}: {refused:#}");
        assert!(refused["message"].as_str().unwrap().contains(words), "{name}: {refused:#}");
    }
    assert_eq!(site.read("content/data/litsenziya-5-2.pdf"), "%PDF-1.4 two");
    // A table of a new site, once.
    let new = json!({ "name": "teachers" });
    assert_eq!(editor.post("/api/table/new", &new).0, 200);
    assert!(site.read("content/data/teachers.yaml").starts_with("# "));
    assert_eq!(editor.post("/api/table/new", &new).0, 422);
    assert_eq!(editor.post("/api/table/new", &json!({ "name": "../site" })).0, 404);
}

#[test]
fn pages_are_made_linked_and_deleted() {
    let site = Site::new();
    prepare(&site);
    site.file("content/pages/o-nas.md", "---\nназвание: О нас\n---\n\n[Документы](dokumenty.md)\n");
    let copy = "content/pages/o-nas.sync-conflict-20221014-101112-ABCDEFG.md";
    site.file(copy, "---\nназвание: О нас, другая\n---\n\nА.\n");
    let editor = open(&site);
    let (_, pages) = editor.get("/api/pages");
    let titles: Vec<_> =
        pages["pages"].as_array().unwrap().iter().map(|page| &page["title"]).collect();
    assert_eq!(titles, ["Документы центра", "О\u{a0}нас"], "{pages:#}");
    assert_eq!(pages["pages"][0]["tables"], json!(["Документы"]));
    let (status, made) =
        editor.post("/api/page/new", &json!({ "title": "Как записаться: правила" }));
    assert_eq!((status, &made["file"]), (200, &json!("content/pages/kak-zapisatsya-pravila.md")));
    let file = made["file"].as_str().unwrap();
    assert_eq!(site.read(file), "---\nназвание: 'Как записаться: правила'\nчерновик: да\n---\n\n");
    let (_, again) = editor.post("/api/page/new", &json!({ "title": "Как записаться. Правила" }));
    assert_eq!(again["file"], "content/pages/kak-zapisatsya-pravila-2.md");
    assert_eq!(editor.post("/api/page/new", &json!({ "title": " " })).0, 422);
    let (_, opened) = editor.get(&format!("/api/document?file={file}"));
    let (_, attached) = editor.upload(&format!("/api/page/file?file={file}&name=Foto.JPG"), PHOTO);
    assert_eq!(attached["link"], "kak-zapisatsya-pravila/foto.jpg", "{attached:#}");
    assert_eq!(attached["isPicture"], true);
    let change = json!({
        "file": file, "base": opened["hash"], "fields": { "draft": null },
        "body": "Приходите.\n\n![Вход в школу](kak-zapisatsya-pravila/foto.jpg)",
    });
    let (status, saved) = editor.post("/api/document/save", &change);
    assert_eq!((status, &saved["page"]), (200, &json!("kak-zapisatsya-pravila.html")), "{saved:#}");
    // The picture is found once the folder has been looked at.
    until(|| {
        let (_, opened) = editor.get(&format!("/api/document?file={file}"));
        (opened["problems"] == json!([])).then_some(())
    });
    let (_, leading) = editor.get(&format!("/api/page/leading?file={PAGE}"));
    assert_eq!(leading["documents"][0]["title"], "О\u{a0}нас", "{leading:#}");
    let (_, gone) = editor.post("/api/document/trash", &json!({ "file": PAGE }));
    assert!(!site.root().join(PAGE).exists());
    editor.post("/api/document/restore", &json!({ "id": gone["id"] }));
    assert_eq!(site.read(PAGE), PAGE_TEXT);
    // As a page is opened whose name ends in capitals, files lie beside it.
    let file = "content/pages/karta.MD";
    site.file(file, "---\nназвание: Карта\n---\n\nКак пройти.\n");
    assert_eq!(editor.get(&format!("/api/document?file={file}")).0, 200);
    let (_, attached) = editor.upload(&format!("/api/page/file?file={file}&name=1.jpg"), PHOTO);
    assert_eq!(attached["link"], "karta/1.jpg", "{attached:#}");
}

/// Drops a file on an element.
fn drop_file(screen: &Screen, place: &str, name: &str, text: &str) {
    drop_files(screen, place, &[(name, text)]);
}

fn drop_files(screen: &Screen, place: &str, files: &[(&str, &str)]) {
    let files = json!(files);
    screen.browser.value(&format!(
        "(() => {{ const data = new DataTransfer(); \
           for (const [name, text] of {files}) data.items.add(new File([text], name)); \
           document.querySelector('{place}').dispatchEvent( \
             new DragEvent('drop', {{ dataTransfer: data, bubbles: true, cancelable: true }})) }})()"
    ));
}

fn set(screen: &Screen, field: &str, text: &str) {
    let one = format!("document.querySelector('{field}')");
    screen.browser.until(&format!("{one} !== null"));
    screen.browser.value(&format!("({one}.focus(), {one}.select())"));
    screen.browser.devtools("Input.insertText", &json!({ "text": text }));
}

#[track_caller]
fn until_file(screen: &Screen, file: &str, wanted: &str) {
    let path = screen.site.root().join(file);
    let read = || std::fs::read_to_string(&path).unwrap_or_default();
    let result = std::panic::catch_unwind(|| until(|| (read() == wanted).then_some(())));
    assert!(result.is_ok(), "{}\nwanted:\n{wanted}", read());
}

#[track_caller]
fn focused(screen: &Screen, what: &str) {
    screen.browser.until(&format!("document.activeElement?.matches('{what}') === true"));
}

#[test]
fn a_teacher_keeps_a_table() {
    let Some(mut screen) = Screen::open("", None) else { return };
    prepare(&screen.site);
    screen.go("#/tables");
    screen.sees("Таблицы раздела");
    screen.sees("Показывается на странице «Документы центра»");
    screen.look("tables");
    // One that is not there is made of its starter.
    screen
        .browser
        .value("document.querySelector('[aria-label=\"Создать: Педагоги центра\"]').click()");
    screen.sees("Строк пока нет");
    screen.look("table-empty");
    screen.click("Добавить строку");
    focused(&screen, "#row_new-1_name");
    set(&screen, "#row_new-1_name", "Фамилия Имя");
    let teachers = "content/data/teachers.yaml";
    until(|| screen.site.read(teachers).contains("\n  - фио: Фамилия Имя\n").then_some(()));

    screen.go("#/table/documents");
    screen.sees("Устав");
    screen.look("table");
    // A row is opened with the keyboard and changed; the line that says so is the only one that changes.
    screen.browser.value("document.querySelector('#row_0_open').focus()");
    screen.browser.press('\u{e007}');
    screen.browser.until("document.querySelector('#row_0_title') !== null");
    set(&screen, "#row_0_title", "Устав школы");
    let renamed = TABLE.replace("\"Устав\"", "\"Устав школы\"");
    until_file(&screen, FILE, &renamed);
    // What is wrong stands at its field.
    set(&screen, "#row_0_date", "32.08.2022");
    screen
        .browser
        .until("document.querySelector('#row_0_date').getAttribute('aria-invalid') === 'true'");
    screen.sees("1\u{a0}ошибка");
    screen.look("table-wrong");
    set(&screen, "#row_0_date", "30.08.2022");
    screen.browser.until("!document.querySelector('#row_0_date').hasAttribute('aria-invalid')");
    let dated = renamed.replace("    файл: ustav", "    дата: 30.08.2022\r\n    файл: ustav");
    until_file(&screen, FILE, &dated);
    // The page beside it shows the row.
    until(|| {
        let seen =
            screen.browser.value_in_frame("document.body?.innerText.includes('Устав школы')");
        (seen == true).then_some(())
    });
    // Order, by the keyboard.
    screen.browser.value("document.querySelector('#row_1_open').focus()");
    screen.browser.devtools("Input.dispatchKeyEvent", &json!({
        "type": "rawKeyDown", "key": "ArrowUp", "code": "ArrowUp", "modifiers": 1, "windowsVirtualKeyCode": 38,
    }));
    focused(&screen, "#row_1_open");
    until(|| {
        let text = screen.site.read(FILE);
        (text.find("Приказ №5") < text.find("Устав школы")).then_some(())
    });
    // One that cannot be taken away now can still be changed.
    screen.browser.value(
        "(window.ownFetch = fetch, window.fetch = (path, ...more) => \
         (String(path).startsWith('/api/document?') ? Promise.reject(new TypeError()) : ownFetch(path, ...more)))",
    );
    screen.browser.value("document.querySelector('[aria-label=\"Убрать: Устав школы\"]').click()");
    screen
        .browser
        .until("document.querySelector('#page_banner').innerText.includes('Росток не отвечает')");
    screen.browser.value("window.fetch = window.ownFetch");
    for title in ["Устав лицея", "Устав школы"] {
        set(&screen, "#row_0_title", title);
        screen
            .browser
            .until(&format!("document.querySelector('[aria-label=\"Убрать: {title}\"]') !== null"));
        until(|| screen.site.read(FILE).contains(title).then_some(()));
    }
    // A row goes and comes back with its comments.
    let before = screen.site.read(FILE);
    screen.browser.value("document.querySelector('[aria-label=\"Убрать: Устав школы\"]').click()");
    screen.sees("Убрано: Устав школы");
    until(|| (!screen.site.read(FILE).contains("Устав школы")).then_some(()));
    focused(&screen, ".table-removed button");
    screen.look("table-removed");
    screen.click("Вернуть");
    until_file(&screen, FILE, &before);
    // A file that is dropped makes a row, or belongs to the one it is dropped on.
    drop_file(&screen, "main", "Лицензия.pdf", "%PDF-1.4");
    screen.browser.until(
        "[...document.querySelectorAll('.table-file input')].some(one => one.value === 'litsenziya.pdf')",
    );
    until(|| {
        screen
            .site
            .read(FILE)
            .contains("  - название: Лицензия\r\n    файл: litsenziya.pdf\r\n")
            .then_some(())
    });
    screen.sees("litsenziya.pdf");
    screen.look("table-file");
    drop_file(&screen, "main", "virus.yaml", "a: b");
    screen.browser.until(
        "document.querySelector('#page_banner').innerText.includes('Росток читает как свои')",
    );
    // Of several each has a row, and what cannot be taken is told.
    let files =
        [("Приказ 1.pdf", "%PDF-1.5"), ("virus.yaml", "a: b"), ("Приказ 2.pdf", "%PDF-1.6")];
    drop_files(&screen, "main", &files);
    let told = "document.querySelector('#page_banner').innerText";
    screen.browser.until(&format!("{told}.includes('Добавлено файлов: 2 из 3')"));
    screen.browser.until(&format!("{told}.includes('«virus.yaml»: файлы «.yaml»')"));
    until(|| {
        let rows = "  - название: Приказ 1\r\n    файл: prikaz-1.pdf\r\n  - название: Приказ 2\r\n    файл: prikaz-2.pdf\r\n";
        screen.site.read(FILE).contains(rows).then_some(())
    });
    screen.look("table-files");
    screen.assert_sound();
}

#[test]
fn a_teacher_keeps_the_pages() {
    let Some(mut screen) = Screen::open("", None) else { return };
    prepare(&screen.site);
    screen
        .site
        .file("content/pages/o-nas.md", "---\nназвание: О нас\n---\n\n[Документы](dokumenty.md)\n");
    screen.go("#/pages");
    screen.sees("Документы центра");
    screen.look("pages");
    screen.click("Новая страница");
    focused(&screen, "#page_title");
    screen.browser.devtools("Input.insertText", &json!({ "text": "Как записаться" }));
    screen.browser.press('\u{e007}');
    screen.browser.until("document.querySelector('#field_title')?.value === 'Как записаться'");
    let file = "content/pages/kak-zapisatsya.md";
    screen.browser.value("document.querySelector('#event_story').focus()");
    screen.browser.devtools("Input.insertText", &json!({ "text": "Приходите в пятницу." }));
    screen.browser.value("document.querySelector('#event_ready').click()");
    until_file(&screen, file, "---\nназвание: Как записаться\n---\n\nПриходите в пятницу.\n");
    until(|| {
        let seen =
            screen.browser.value_in_frame("document.body?.innerText.includes('Приходите в')");
        (seen == true).then_some(())
    });
    screen.look("page");
    screen.browser.value("document.querySelector('#event_story').focus()");
    drop_file(&screen, "main", "Правила приёма.pdf", "%PDF-1.4");
    until(|| {
        let text = screen.site.read(file);
        text.contains("[Правила приёма](kak-zapisatsya/pravila-priyoma.pdf)").then_some(())
    });
    screen.sees("pravila-priyoma.pdf");
    screen.look("page-file");
    // What leads to a page is told before it goes.
    screen.go(&format!("#/page/{}", PAGE.replace('/', "%2F")));
    screen.browser.until("document.querySelector('#field_title')?.value === 'Документы центра'");
    screen.click("Ещё");
    screen.click("Убрать в корзину");
    screen.browser.until("document.querySelector('dialog')?.innerText.replaceAll('\\u00a0', ' ').includes('О нас') === true");
    screen.look("page-trash");
    screen.click("Убрать");
    screen.sees("Страница «Документы центра» убрана в корзину");
    screen.click("Вернуть");
    screen.browser.until("document.querySelector('#field_title')?.value === 'Документы центра'");
    assert_eq!(screen.site.read(PAGE), PAGE_TEXT);
    screen.assert_sound();
}
