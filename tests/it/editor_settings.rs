//! «Настройки» and «Оформление»: the whole job of each in a browser, with axe, at several widths; the probe
//! of a real FTP server.
#![cfg(target_os = "linux")]
#![expect(clippy::disallowed_methods, reason = "tests write and read their own files")]

use serde_json::{Value, json};

use crate::edit_publish::{Desktop, site};
use crate::edit_publish_looks::Screen;
use crate::editor_desk::{Desk, TEXT};
use crate::ftp_script::{Scripted, State};
use crate::ftp_servers::{Kind, PASSWORD, Server};
use crate::publish::{files_on, start_web};
use crate::sandbox::PHOTO;

const FILE: &str = "content/site.yaml";

/// The settings of a school, with comments, an unknown key, and line ends of Windows.
const SETTINGS: &str = "# Настройки школы\r\nназвание: Центр «Точка роста» # полное\r\nшкола: 'МКОУ «СОШ № 7»'\r\n\
    адрес_сайта: http://example.org/tochka/\r\nмой_ключ: да\r\nнаправления:\r\n  # главное\r\n  - код: sovmestnye\r\n    \
    название: Совместные мероприятия\r\n  - код: konferentsii\r\n    название: Конференции и форумы\r\nключи_событий:\r\n  \
    - кабинет\r\n";

#[derive(Default)]
struct Looked(Vec<String>);

impl Looked {
    /// Looks at a state with axe at two widths, and keeps pictures of it.
    fn look(&mut self, desk: &Desk, state: &str) {
        let axe = crate::node::module("axe-core/axe.min.js");
        let axe = axe.map(|path| std::fs::read_to_string(path).unwrap());
        for (width, colours) in
            [(320, "light"), (390, "dark"), (1024, "light"), (1440, "dark"), (1440, "light")]
        {
            desk.emulate(width, 900, colours);
            desk.picture(&format!("{state}-{width}-{colours}"));
            if desk.browser.value("document.documentElement.scrollWidth > innerWidth") == true {
                self.0.push(format!("{state}, {width}: wider than the window"));
            }
            let (Some(axe), true) = (&axe, [320, 1440].contains(&width)) else { continue };
            desk.browser.devtools("Runtime.evaluate", &json!({ "expression": axe }));
            let found = desk.browser.promised(
                "axe.run({ exclude: [['iframe']] }).then(result => result.violations.map(rule => \
                 rule.id + ': ' + rule.nodes.map(node => node.html).join(' ')))",
            );
            let found = found.as_array().cloned().unwrap_or_else(|| vec![found.clone()]);
            self.0.extend(found.iter().map(|one| format!("{state}, {width}, {colours}: {one}")));
        }
        desk.emulate(1280, 900, "light");
    }
}

fn open(settings: &str, prepare: impl FnOnce(&crate::sandbox::Site)) -> Option<Desk> {
    Desk::open_with(TEXT, |site| {
        site.file(FILE, settings);
        prepare(site);
    })
}

#[test]
fn settings_are_changed_as_fields_and_all_else_stays() {
    let Some(desk) = open(SETTINGS, |_| ()) else { return };
    let mut looked = Looked::default();
    // What has no room is under «Ещё». A screen that has opened takes the focus.
    desk.browser.until("document.activeElement.tagName === 'H1'");
    desk.emulate(390, 844, "light");
    desk.browser.until("!document.querySelector('.tabs-more').hidden");
    desk.browser.value("document.querySelector('.tabs-more').focus()");
    desk.keys("Enter", "Enter", 0);
    desk.browser.until("document.activeElement.closest('.tabs-list') !== null");
    looked.look(&desk, "settings-more");
    desk.browser.value("document.querySelector('.tabs a[href=\"#/settings\"]').click()");
    desk.browser.until("document.querySelector('#field_school')?.value === 'МКОУ «СОШ № 7»'");
    desk.browser.until("document.activeElement.tagName === 'H1'");
    assert_eq!(desk.browser.value("document.body.innerText.includes('«мой_ключ»')"), true);
    looked.look(&desk, "settings");

    desk.set("#field_phone", "8 (347) 123-45-67");
    let mut expected = SETTINGS.to_owned();
    expected = expected
        .replace("МКОУ «СОШ № 7»'\r\n", "МКОУ «СОШ № 7»'\r\nтелефон: 8 (347) 123-45-67\r\n");
    desk.until_file(FILE, |text| text == expected);
    desk.browser
        .until("document.querySelector('#page_saved').textContent.startsWith('Сохранено в ')");

    // A problem stands at its field, in the words of the check.
    desk.browser.value("document.querySelector('#settings_address').open = true");
    desk.set("#field_base_url", "school");
    desk.browser
        .until("document.querySelector('#field_base_url').getAttribute('aria-invalid') === 'true'");
    desk.browser.until("document.querySelector('#field_base_url_problems').textContent.includes('не полный адрес')");
    desk.browser.value("document.querySelector('#field_title').focus()");
    looked.look(&desk, "settings-error");
    desk.click("Показать");
    desk.browser.until("document.activeElement.id === 'field_base_url'");
    desk.set("#field_base_url", "http://example.org/tochka/");
    desk.until_file(FILE, |text| text == expected);
    desk.browser.until("!document.querySelector('#field_base_url').hasAttribute('aria-invalid')");

    // What nobody can write to is told and kept: a page shows it all the same.
    desk.set("#field_email", "a@b");
    let told = "document.querySelector('#field_email_problems').textContent";
    desk.browser.until(&format!("{told}.includes('«a@b» — не адрес электронной почты')"));
    desk.until_file(FILE, |text| text.contains("почта: a@b\r\n"));
    desk.set("#field_email", "");
    desk.browser.until(&format!("{told} === ''"));
    desk.until_file(FILE, |text| text == expected);

    // A direction that an event names is renamed; its event stays with it.
    desk.browser.value("document.querySelector('#settings_directions').open = true");
    desk.browser.value(
        "document.querySelector('[aria-label=\"Изменить: Совместные мероприятия\"]').focus()",
    );
    let rows = desk.browser.value("document.querySelector('#settings_directions').innerText");
    assert!(!rows.as_str().unwrap().contains("sovmestnye"), "{rows}");
    desk.keys("Enter", "Enter", 0);
    desk.browser.until("document.activeElement.id === 'field_directions_title'");
    desk.set("#field_directions_id", "vmeste");
    desk.set("#field_directions_title", "Вместе");
    looked.look(&desk, "settings-direction");
    // What was typed stays where the program does not answer.
    desk.browser.value(
        "(window.ownFetch = fetch, window.fetch = (path, ...more) => \
         (String(path).endsWith('/orphans') ? Promise.reject(new TypeError()) : ownFetch(path, ...more)))",
    );
    desk.click("Готово");
    desk.browser.until(
        "document.querySelector('dialog [role=alert]').textContent.includes('Росток не отвечает')",
    );
    assert_eq!(
        desk.browser.value("document.querySelector('#field_directions_title').value"),
        "Вместе"
    );
    desk.browser.value("window.fetch = window.ownFetch");
    desk.click("Готово");
    desk.browser.until("document.body.innerText.includes('1\\u00a0событие называет это направление так: «sovmestnye»')");
    looked.look(&desk, "settings-carried");
    desk.click("Понимать и прежнее");
    expected = expected.replace(
        "код: sovmestnye\r\n    название: Совместные мероприятия\r\n",
        "код: vmeste\r\n    название: Вместе\r\n    также:\r\n      - sovmestnye\r\n",
    );
    desk.until_file(FILE, |text| text == expected);
    desk.browser.value("document.querySelector('[aria-label=\"Ниже: Вместе\"]').click()");
    desk.until_file(FILE, |text| {
        text.find("  # главное\r\n  - код: vmeste") > text.find("konferentsii")
    });
    desk.browser.value("document.querySelector('[aria-label=\"Выше: Вместе\"]').click()");
    desk.until_file(FILE, |text| text == expected);
    desk.browser.value("document.querySelector('[aria-label=\"Убрать: Вместе\"]').click()");
    desk.browser.until(
        "document.querySelector('dialog').innerText.includes('К нему относится 1\\u00a0событие')",
    );
    desk.click("Перенести 1\u{a0}событие");
    desk.browser
        .until("document.querySelector('#page_status').textContent === '«Вместе»: строка убрана'");
    desk.until_file(FILE, |text| !text.contains("vmeste") && text.contains("- sovmestnye\r\n"));

    // Undone by an earlier version; another program's edit of the same place is asked about.
    desk.click("Ещё");
    desk.click("Прежние версии");
    desk.click("Вернуть эту версию");
    desk.browser.until("document.body.innerText.includes('Версия возвращена')");
    desk.go("#/settings");
    desk.browser.until("document.querySelector('#field_phone')?.value === ''");
    desk.until_file(FILE, |text| text == SETTINGS);
    desk.hold_saving();
    desk.set("#field_school", "Школа № 1");
    desk.site.file(FILE, SETTINGS.replace("СОШ № 7", "СОШ № 8"));
    desk.release_saving();
    desk.browser.until("document.body.innerText.includes('В файле другая правка.')");
    desk.click("Взять из файла");
    desk.browser.until("document.querySelector('#field_school').value === 'МКОУ «СОШ № 8»'");

    // A second tab reads only.
    desk.new_tab();
    desk.go("#/settings");
    desk.browser.until("document.body.innerText.includes('открыто в другой вкладке')");
    assert_eq!(desk.browser.value("document.querySelector('#field_school').disabled"), true);
    assert!(looked.0.is_empty(), "\n{}", looked.0.join("\n"));
}

#[test]
fn the_look_is_chosen_beside_the_real_page() {
    // With a mistake in them there is no page.
    let settings = SETTINGS.replace("мой_ключ: да\r\n", "");
    let Some(desk) = open(&settings, |_| ()) else { return };
    let mut looked = Looked::default();
    desk.go("#/look");
    desk.browser.until("document.querySelector('#look_theme_tochka')?.checked === true");
    desk.until_page("Точка роста");
    looked.look(&desk, "look");
    desk.click("Как на телефоне");
    desk.browser.until("document.querySelector('.event-page').dataset.width === 'phone'");
    desk.picture("look-phone-page");
    // A pale colour of letters: told, and shown as it will be.
    desk.set("#field_theme_options_link", "#FF9999");
    desk.browser.until("document.querySelector('#field_theme_options_link_notes').textContent.includes('сделает их темнее')");
    desk.until_file(FILE, |text| text.contains("настройки_темы:\r\n  link: '#FF9999'\r\n"));
    looked.look(&desk, "look-pale");
    desk.set("#field_theme_options_link", "синий");
    desk.browser.until("document.body.innerText.includes('не цвет')");
    // Of its contrast nothing is said, of that of the others it is.
    let notes = |key: &str| {
        format!("document.querySelector('#field_theme_options_{key}_notes').textContent")
    };
    desk.browser.until(&format!("{} === ''", notes("link")));
    desk.set("#field_theme_options_accent", "#900000");
    desk.browser.until(&format!("{}.includes('буквы читаются')", notes("accent")));
    desk.set("#field_theme_options_accent", "#ED1C24");
    desk.browser
        .value("document.querySelector('[aria-label=\"Как в теме: Цвет ссылок\"]').click()");
    desk.until_file(FILE, |text| text == settings);
    // The theme.
    desk.browser.value("document.querySelector('#look_theme_plain').click()");
    desk.until_file(FILE, |text| text == format!("{settings}тема: plain\r\n"));
    desk.browser.until("document.querySelector('#field_theme_options_link') === null");
    desk.until_page("Турнир по шахматам");
    desk.browser.value("document.querySelector('#look_theme_tochka').click()");
    desk.until_file(FILE, |text| text.contains("тема: tochka\r\n"));
    // The logo is dropped.
    let bytes = json!(PHOTO);
    desk.browser.value(&format!(
        "(() => {{ const data = new DataTransfer(); \
         data.items.add(new File([new Uint8Array({bytes})], 'Герб школы.jpg', {{ type: 'image/jpeg' }})); \
         document.querySelector('.look-drop').dispatchEvent(new DragEvent('drop', \
         {{ bubbles: true, cancelable: true, dataTransfer: data }})) }})()"
    ));
    desk.until_file(FILE, |text| text.contains("логотип: data/gerb-shkoly.jpg\r\n"));
    assert_eq!(
        std::fs::read(desk.site.root().join("content/data/gerb-shkoly.jpg")).unwrap(),
        PHOTO
    );
    desk.browser.until("document.querySelector('.look-logo').naturalWidth > 0");
    looked.look(&desk, "look-logo");
    desk.click("Убрать логотип");
    desk.until_file(FILE, |text| !text.contains("логотип"));
    assert!(looked.0.is_empty(), "\n{}", looked.0.join("\n"));
}

#[test]
fn the_connection_is_tried_and_what_was_found_taken_over() {
    let Some(server) = Server::start(Kind::Pyftpdlib(&[]), false) else { return };
    let (web, _) = start_web(server.site().join("tochka"), false);
    let Some(mut screen) = Screen::open(&server.settings(), Some(web)) else { return };
    screen.go("#/settings/hosting");
    screen.click("Проверить соединение");
    screen.fill("type=password", PASSWORD);
    screen.click("Продолжить");
    screen.sees("Что показала проверка");
    screen.sees("Сервер пускает и принимает файлы");
    screen.look("settings-probe");
    screen.click("Записать в настройки");
    crate::serving::until(|| screen.site.read(FILE).contains("длина_имени: 250").then_some(()));
    assert!(files_on(&server).is_empty(), "nothing stays on the server");
    let settings = screen.site.read(FILE);
    assert!(!settings.contains(PASSWORD) && settings.contains("главная_папки: "), "{settings}");
}

#[test]
fn a_probe_that_is_stopped_leaves_nothing() {
    let server = Scripted::start(State { slow: Some("STOR"), ..State::default() });
    let settings = format!(
        "хостинг:\n  ftp: {{сервер: 127.0.0.1, порт: {}, логин: shkola, папка: /tochka, шифрование: off}}\n",
        server.port
    );
    let site = site(&settings);
    let desktop = Desktop::open(&site, None);
    let id = desktop.start("/api/publish/probe", &json!({}));
    desktop.wait(id, "question");
    desktop.post("/api/job/answer", &json!({ "id": id, "password": PASSWORD }));
    desktop.wait_for(id, |job| job["progress"]["files"].as_u64() > Some(1));
    desktop.post("/api/job/stop", &json!({ "id": id }));
    let stopped: Value = desktop.wait(id, "stopped");
    assert_eq!(stopped["kind"], "probe");
    assert!(server.state().files.is_empty(), "{:?}", server.state().files.keys());
}

/// What the page asks of the program, with the answers.
#[test]
fn a_change_that_events_would_miss_is_told_with_their_number() {
    let site = crate::sandbox::Site::empty();
    site.file(FILE, SETTINGS);
    let post = crate::sandbox::post_text("Игра", "5.10.2022", "Совместные мероприятия");
    site.post("igra.md", &post.replace("---\n\n", "кабинет: 12\n---\n\n"));
    site.post("vecher.md", &post.replace("Совместные мероприятия", "konferentsii"));
    let editor = crate::editor_client::RunningEditor::start(&site, &["--today", "2022-10-10"]);
    let (_, form) = editor.get("/api/settings");
    let groups = form["groups"].as_array().unwrap();
    let fields = groups.iter().flat_map(|group| group["fields"].as_array().unwrap());
    assert!(fields.clone().count() > 50 && fields.clone().all(|field| field["label"] != ""));
    let (_, opened) = editor.get(&format!("/api/document?file={FILE}"));
    assert_eq!(opened["others"], json!(["мой_ключ"]));
    assert_eq!(opened["fields"]["directions"][1]["id"], "konferentsii");
    let lost = |fields: Value| {
        let change = json!({ "file": FILE, "base": opened["hash"], "fields": fields });
        let (status, found) = editor.post("/api/settings/orphans", &change);
        assert_eq!(status, 200, "{found}");
        found
    };
    let mut renamed = opened["fields"]["directions"].clone();
    renamed[0]["title"] = "Вместе".into();
    assert_eq!(
        lost(json!({ "directions": renamed })),
        json!({ "events": 1, "names": ["Совместные мероприятия"] })
    );
    renamed[0]["titles"] = "Совместные мероприятия".into();
    assert_eq!(lost(json!({ "directions": renamed }))["events"], 0);
    assert_eq!(lost(json!({ "event_keys": null })), json!({ "events": 1, "names": ["кабинет"] }));
    assert_eq!(lost(json!({ "event_keys": ["кабинет: комната"] }))["events"], 0);
    assert_eq!(editor.get("/api/settings/code?title=%D0%98%D0%B3%D1%80%D1%8B").1["code"], "igry");

    let (_, themes) = editor.get("/api/settings/themes");
    assert_eq!(themes["themes"][0]["name"], "tochka");
    let pale = json!({ "theme": "tochka", "options": { "link": "#FF9999" } });
    let (_, shown) = editor.post("/api/settings/colours", &pale);
    assert_eq!(shown["colours"]["link"][0]["good"], false, "{shown}");
    let wrong = json!({ "theme": "tochka", "options": { "link": "синий" } });
    assert_eq!(editor.post("/api/settings/colours", &wrong).1["colours"]["link"], json!([]));
    // No file but a picture of the content is given, and none else taken.
    assert_eq!(editor.get("/api/settings/logo?file=site.yaml").0, 404);
    assert_eq!(editor.get("/api/settings/logo?file=..%2F..%2Fetc%2Fpasswd").0, 404);
    assert_eq!(editor.upload("/api/settings/logo?name=a.png", b"<svg/>").0, 422);
    let half = &PHOTO[..PHOTO.len() / 2];
    assert_eq!(
        editor.upload("/api/settings/logo?name=a.jpg", half).1["message"],
        "Картинка обрывается: файл скопирован не целиком"
    );
    let (_, put) = editor.upload("/api/settings/logo?name=..%2F..%2Fsite.yaml", PHOTO);
    assert_eq!(put["logo"], "data/site.jpg");
    assert_eq!(editor.fetch("/api/settings/logo?file=data%2Fsite.jpg").body, PHOTO);
    assert_eq!(site.read(FILE), SETTINGS);
}
