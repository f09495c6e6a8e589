//! The whole job in a real browser: from an empty folder to a published event with 12 photos and its
//! report, without a terminal. Prints its clicks and its time:
//! `cargo test --test it -- whole_job --nocapture`.
#![cfg(target_os = "linux")]
#![expect(clippy::print_stderr, reason = "the figures of the job are told")]

use std::cell::Cell;
use std::path::PathBuf;
use std::time::Instant;

use serde_json::{Value, json};

use crate::browser::Browser;
use crate::editing::Editing;
use crate::ftp_servers::{Kind, PASSWORD, Server};
use crate::publish::{files_on, start_web};
use crate::sandbox::Site;

const ENTER: char = '\u{e007}';
/// As the design wants it, from a new event to the published page.
const MAX_CLICKS: u32 = 14;

/// A person at the browser, whose clicks are counted.
struct Teacher {
    browser: Browser,
    clicks: Cell<u32>,
}

impl Teacher {
    /// Clicks what has this text, once it can be clicked.
    #[track_caller]
    fn click(&self, text: &str) {
        self.click_on(&format!(
            "[...document.querySelectorAll('button, a, label')].findLast(one => \
             one.textContent.trim().startsWith('{text}') && one.offsetParent !== null && !one.disabled)"
        ));
    }

    #[track_caller]
    fn click_on(&self, found: &str) {
        let start = Instant::now();
        while self.browser.value(&format!("Boolean({found})")) != true {
            let shown = || self.browser.value("document.body.innerText");
            assert!(start.elapsed().as_secs() < 30, "{found}: {}", shown());
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        self.browser.value(&format!("{found}.click()"));
        self.clicks.set(self.clicks.get() + 1);
    }

    /// Presses the button that Enter stands for.
    fn press_enter(&self) {
        self.browser.press(ENTER);
        self.clicks.set(self.clicks.get() + 1);
    }

    /// Types into the field with this label; the key Tab or the autofocus brought a person there.
    #[track_caller]
    fn fill(&self, label: &str, text: &str) {
        let field = format!(
            "([...document.querySelectorAll('label')].findLast(one => \
             one.textContent.trim().startsWith('{label}') && one.offsetParent !== null)?.control \
             ?? document.querySelector('[role=textbox][aria-label=\"{label}\"]'))"
        );
        self.browser.until(&format!("Boolean({field})"));
        self.browser.value(&format!("({field}.focus(), {field}.select?.())"));
        self.browser.devtools("Input.insertText", &json!({ "text": text }));
    }

    #[track_caller]
    fn sees(&self, text: &str) {
        let start = Instant::now();
        let has = format!("document.body.innerText.replaceAll('\\u00a0', ' ').includes('{text}')");
        // Photos are processed in between.
        while self.browser.value(&has) != true {
            let shown = || self.browser.value("document.body.innerText");
            assert!(start.elapsed().as_secs() < 180, "{text}: {}", shown());
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
    }

    /// Chooses files in the dialog of the system, which is a click of its own.
    fn choose_files(&self, files: &[PathBuf]) {
        let document = self.browser.devtools("DOM.getDocument", &json!({}));
        let input = json!({ "nodeId": document["root"]["nodeId"], "selector": "input[type=file]" });
        let input = self.browser.devtools("DOM.querySelector", &input);
        let files: Vec<_> = files.iter().map(|path| path.to_str().unwrap()).collect();
        let chosen = json!({ "nodeId": input["nodeId"], "files": files });
        self.browser.devtools("DOM.setFileInputFiles", &chosen);
        self.clicks.set(self.clicks.get() + 1);
    }
}

/// Different photos of a phone's shape.
fn photos(site: &Site, count: u8) -> Vec<PathBuf> {
    let photo = |number: u8| {
        let (width, height) = (1600_u16, 1200_u16);
        let pixel = |at: u32| {
            let (x, y) = (at % u32::from(width), at / u32::from(width));
            let wave = |value: u32| u8::try_from(value % 251).unwrap();
            [wave(x / 3 + u32::from(number) * 20), wave(y / 2), wave((x * y) >> 9)]
        };
        let pixels: Vec<u8> = (0..u32::from(width) * u32::from(height)).flat_map(pixel).collect();
        let mut bytes = Vec::new();
        let encoder = jpeg_encoder::Encoder::new(&mut bytes, 85);
        encoder.encode(&pixels, width, height, jpeg_encoder::ColorType::Rgb).unwrap();
        let name = format!("s-telefona/IMG_{number:04}.jpg");
        site.file(&name, bytes);
        site.root().join(name)
    };
    (1..=count).map(photo).collect()
}

#[test]
fn from_an_empty_folder_to_a_published_event_and_its_report() {
    let Some(server) = Server::start(Kind::Pyftpdlib(&[]), false) else { return };
    let Some(browser) = Browser::start() else { return };
    let (site, elsewhere) = (Site::empty(), Site::empty());
    let photos = photos(&elsewhere, 12);
    let (web, _) = start_web(server.site().join("tochka"), false);
    let proxy = format!("http://127.0.0.1:{web}");
    let environment = [("http_proxy", &*proxy), ("HTTP_PROXY", &*proxy)];
    let editing = Editing::start_with(&site, &["--today", "2022-12-20"], &environment);
    let size = json!({ "width": 1280, "height": 900, "deviceScaleFactor": 1, "mobile": false });
    browser.devtools("Emulation.setDeviceMetricsOverride", &size);
    browser.open(&editing.url);
    let teacher = Teacher { browser, clicks: Cell::new(0) };

    teacher.sees("Раздел новостей вашего центра");
    teacher.fill("Школа", "МКОУ «СОШ № 7»");
    teacher.fill("Адрес раздела", "http://example.org/tochka/");
    teacher.click("Создать раздел");
    teacher.sees("Событий пока нет");
    // What only a server on this computer needs: its port, and no encryption.
    let settings = site.read("content/site.yaml") + &server.settings();
    site.file("content/site.yaml", settings);
    let before_event = teacher.clicks.replace(0);

    let start = Instant::now();
    teacher.click("Новое событие");
    teacher.fill("Как называется", "Турнир по шахматам");
    teacher.fill("Когда прошло", "7.12.2022");
    teacher.click("Создать");
    teacher.browser.until("Boolean(document.querySelector('#event_story'))");
    teacher.browser.value(
        "(() => { const field = document.querySelector('#field_direction'); \
         field.selectedIndex = [...field.options].findIndex(one => one.value); \
         for (const name of ['input', 'change']) field.dispatchEvent(new Event(name, { bubbles: true })) })()",
    );
    teacher.clicks.set(teacher.clicks.get() + 2);
    teacher.fill("Рассказ", "За доски сели третий и четвёртый классы. Победила дружба.");
    teacher.click("Выбрать снимки");
    teacher.choose_files(&photos);
    teacher.sees("Добавлено: 12 снимков");
    teacher.fill("Что на снимках", "Дети играют в шахматы");
    teacher.click("Группа");
    teacher.click_on("document.querySelector('#event_ready:not(:checked)')");
    teacher
        .browser
        .until("document.querySelector('#page_saved').textContent.startsWith('Сохранено')");
    // What the photos wrote is no edit of another program.
    let shown = teacher.browser.value("document.body.innerText");
    assert!(!shown.as_str().unwrap().contains("в другой программе"), "{shown}");
    teacher.click("Перейти к публикации");
    teacher.sees("Что изменится на сайте");
    teacher.sees("1 новое событие");
    teacher.click("Опубликовать");
    teacher.browser.until("document.activeElement.type === 'password'");
    teacher.browser.devtools("Input.insertText", &json!({ "text": PASSWORD }));
    teacher.press_enter();
    teacher.sees("Опубликовано");
    let (seconds, clicks) = (start.elapsed().as_secs_f64(), teacher.clicks.get());

    let sent = files_on(&server);
    let page = String::from_utf8(sent["2022/turnir-po-shakhmatam.html"].clone()).unwrap();
    assert!(page.contains("Победила дружба"), "{page}");
    let shown = page.matches("<img").count();
    assert!(shown >= 12, "{shown} photos");
    teacher.click("Отчёт и план");
    teacher.sees("В отчёте 1");
    let report: Value = teacher.browser.promised(
        "import('/js/api.js').then(api => api.blob('/api/report/file', { period: '2022-23-1', format: 'docx' })).then(file => file.size)",
    );
    assert!(report.as_u64() > Some(1000), "{report}");
    teacher.browser.value("location.hash = '#/events'");
    teacher
        .browser
        .until("document.querySelector('.events-row .chip')?.textContent === 'На сайте'");
    eprintln!(
        "the whole job: a section in {before_event} clicks; an event with 12 photos published in {clicks} clicks and {seconds:.1} s of the program's time"
    );
    assert!(clicks <= MAX_CLICKS, "{clicks} clicks");
}
