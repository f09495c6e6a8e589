//! The screens of publishing and of the report in a real browser: each of their states, by axe at two
//! widths and in both colours, with the keyboard alone where a person types.
#![cfg(target_os = "linux")]
#![expect(clippy::disallowed_methods, reason = "the script of axe is read as a file")]

use std::path::Path;

use base64::Engine as _;
use serde_json::json;

use crate::browser::Browser;
use crate::editing::Editing;
use crate::ftp_script::{Scripted, State};
use crate::ftp_servers::{Kind, PASSWORD, Server};
use crate::node::module;
use crate::publish::{files_on, start_web};
use crate::sandbox::{SETTINGS, Site, assert_same, post_text};

const ENTER: char = '\u{e007}';

/// The editor of a site and a browser that shows it. Collects what axe finds.
pub(crate) struct Screen {
    pub(crate) browser: Browser,
    pub(crate) site: Site,
    _editing: Editing,
    wrong: Vec<String>,
}

impl Screen {
    pub(crate) fn open(settings: &str, web: Option<u16>) -> Option<Self> {
        let browser = Browser::start()?;
        let site = Site::new();
        site.file("content/site.yaml", format!("{SETTINGS}{settings}"));
        site.post("turnir.md", &post_text("Турнир по шахматам", "07.12.2022", "sovmestnye"));
        site.post("forum.md", &post_text("Форум педагогов", "09.12.2022", "konferentsii"));
        let proxy = format!("http://127.0.0.1:{}", web.unwrap_or(9));
        let environment = [("http_proxy", &*proxy), ("HTTP_PROXY", &*proxy)];
        let editing = Editing::start_with(&site, &["--today", "2023-01-01"], &environment);
        browser.open(&editing.url);
        browser.until("document.querySelector('main h1') !== null");
        Some(Self { browser, site, _editing: editing, wrong: Vec::new() })
    }

    pub(crate) fn go(&self, hash: &str) {
        self.browser.value(&format!("location.hash = '{hash}'"));
    }

    /// Waits until the screen has this text.
    #[track_caller]
    pub(crate) fn sees(&self, text: &str) {
        self.browser.until(&format!("document.querySelector('main').innerText.includes('{text}')"));
    }

    #[track_caller]
    pub(crate) fn click(&self, text: &str) {
        let found = format!(
            "[...document.querySelectorAll('button, a, summary')].findLast(one => one.textContent.trim() === '{text}')"
        );
        self.browser.until(&format!("{found} !== undefined"));
        self.browser.value(&format!("{found}.click()"));
    }

    /// Clicks on the button that is called so for those who do not see it.
    #[track_caller]
    fn click_labelled(&self, label: &str) {
        let found = format!("document.querySelector('[aria-label=\"{label}\"]')");
        self.browser.until(&format!("{found} !== null"));
        self.browser.value(&format!("{found}.click()"));
    }

    pub(crate) fn fill(&self, name: &str, text: &str) {
        let field = format!("document.querySelector('main input[{name}]')");
        self.browser.until(&format!("{field} !== null"));
        self.browser.value(&format!("({field}.focus(), {field}.select())"));
        self.browser.devtools("Input.insertText", &json!({ "text": text }));
    }

    /// Looks at a state with axe, and keeps pictures of it in `target/editor/`.
    pub(crate) fn look(&mut self, name: &str) {
        let axe = module("axe-core/axe.min.js").map(|path| std::fs::read_to_string(path).unwrap());
        if let Some(axe) = &axe {
            self.browser.devtools("Runtime.evaluate", &json!({ "expression": axe }));
        }
        let words = self.browser.value("document.body.innerText");
        let is_of_code = |word: &&str| {
            ["false", "null", "undefined", "NaN"].contains(word) || word.contains('`')
        };
        let found = words.as_str().unwrap().split_whitespace().find(is_of_code);
        self.wrong.extend(found.map(|word| format!("{name}: {word}")));
        for width in [320, 390, 1280] {
            let size =
                json!({ "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false });
            self.browser.devtools("Emulation.setDeviceMetricsOverride", &size);
            for colours in ["light", "dark"] {
                let features =
                    json!({ "features": [{ "name": "prefers-color-scheme", "value": colours }] });
                self.browser.devtools("Emulation.setEmulatedMedia", &features);
                // Colours of buttons change gradually.
                self.browser.until("document.getAnimations().length === 0");
                let wide = self.browser.value("document.documentElement.scrollWidth > innerWidth");
                if wide == true {
                    self.wrong.push(format!("{name}, {width}: wider than the window"));
                }
                if axe.is_some() && width != 390 {
                    let found = self.browser.promised(
                        "axe.run().then(result => \
                         result.violations.map(rule => rule.id + ': ' + rule.nodes.map(node => node.html).join(' ')))",
                    );
                    let found = found.as_array().unwrap().iter();
                    self.wrong.extend(
                        found.map(|problem| format!("{name}, {width}, {colours}: {problem}")),
                    );
                }
                if width != 320 {
                    self.picture(&format!("{name}-{width}-{colours}"));
                }
            }
        }
        let features = json!({ "features": [] });
        self.browser.devtools("Emulation.setEmulatedMedia", &features);
    }

    fn picture(&self, name: &str) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/editor");
        std::fs::create_dir_all(&folder).unwrap();
        let shot = json!({ "format": "png", "captureBeyondViewport": false });
        let shot = self.browser.devtools("Page.captureScreenshot", &shot);
        let bytes =
            base64::engine::general_purpose::STANDARD.decode(shot["data"].as_str().unwrap());
        std::fs::write(folder.join(format!("{name}.png")), bytes.unwrap()).unwrap();
    }

    pub(crate) fn assert_sound(&self) {
        assert!(self.wrong.is_empty(), "\n{}", self.wrong.join("\n"));
    }
}

#[test]
fn a_teacher_publishes_and_takes_it_back() {
    let Some(server) = Server::start(Kind::Pyftpdlib(&[]), false) else { return };
    let (web, _) = start_web(server.site().join("tochka"), false);
    let Some(mut screen) = Screen::open(&server.settings(), Some(web)) else { return };
    screen.go("#/publish");
    screen.sees("Что изменится на сайте");
    screen.sees("Форум педагогов, 9");
    screen.look("publish-plan");
    screen.click("Опубликовать");
    screen.sees("не зашифровано");
    screen.browser.until("document.activeElement.type === 'password'");
    screen.look("publish-password");
    screen.fill("type=password", "ne-tot");
    screen.browser.press(ENTER);
    screen.sees("Сервер не принял логин или пароль");
    screen.look("publish-wrong-password");
    screen.fill("type=password", PASSWORD);
    screen.browser.press(ENTER);
    screen.sees("Опубликовано");
    screen.browser.until("document.activeElement.textContent === 'Опубликовано'");
    screen.sees("Рассказать и на других страницах школы");
    screen.look("publish-done");
    assert_same(&files_on(&server), &screen.site.pages());
    // What is copied here, the command knows, and the other way round.
    screen.click_labelled("Скопировать: Форум педагогов");
    screen.browser.until("document.querySelector('dialog #copy_text').value.includes('Форум')");
    screen.browser.value("document.querySelector('dialog .button-primary').click()");
    let length = "document.querySelector('#copy_length').textContent";
    screen.browser.until(&format!("{length}.startsWith('Скопировано')"));
    screen.click("Закрыть");
    let waiting = "document.querySelectorAll('[aria-label^=\"Скопировать: \"]').length";
    screen.browser.until(&format!("{waiting} === 1"));
    let rest = ["copy", "--since", "last", "--for", "vk", "--today", "2023-01-01"];
    let copied = screen.site.run(&rest).ok().stdout.clone();
    assert!(copied.contains("Турнир по шахматам") && !copied.contains("Форум"), "{copied}");
    let before = files_on(&server);
    screen.go("#/report");
    screen.sees("В отчёте 2");
    screen.look("report");
    screen.go("#/publish");
    screen.sees("На сайте уже всё, что есть в разделе");
    assert_eq!(screen.browser.value(waiting), 0);
    screen.look("publish-nothing");

    screen.site.post("igra.md", &post_text("Игра", "10.12.2022", "sovmestnye"));
    screen.go("#/report");
    screen.sees("В отчёте 3");
    screen.go("#/publish");
    screen.sees("Игра, 10");
    screen.click("Опубликовать");
    screen.sees("Опубликовано");
    screen.click("Отменить публикацию");
    screen.sees("Вернётся вид от");
    screen.look("publish-undo");
    screen.click("Отменить публикацию");
    screen.sees("Публикация отменена");
    screen.look("publish-undone");
    assert_same(&files_on(&server), &before);
    let kept = screen.browser.value("JSON.stringify([{...sessionStorage}, {...localStorage}])");
    assert!(!kept.as_str().unwrap().contains(PASSWORD), "{kept}");
    screen.assert_sound();
}

#[test]
fn what_stops_a_publication_is_told_and_put_aside() {
    let Some(mut screen) = Screen::open("", None) else { return };
    screen.site.file(
        "content/posts/vecher/index.md",
        "---\nназвание: Вечер\nдата: 8.12.2022\nнаправление: танцы\n---\n\nТекст.\n",
    );
    screen.go("#/publish");
    screen.sees("Публикации мешает ошибка");
    screen.sees("танцы");
    screen.look("publish-blocked");
    screen.go("#/report");
    screen.sees("Отчёт не составлен");
    screen.look("report-blocked");
    screen.site.file(
        "content/posts/vecher/index.md",
        "---\nназвание: Вечер\nдата: 8.12.2022\n---\n\nТекст.\n",
    );
    screen.go("#/publish");
    screen.sees("Не указано направление");
    let hint = "document.body.innerText.includes('обавьте строку')";
    assert_eq!(screen.browser.value(hint), false, "an event is a form");
    screen.click("Отложить в черновики");
    screen.sees("Загрузить самим");
    screen.look("publish-pack");
    screen.click("Собрать папку для загрузки");
    screen.sees("Что делать дальше");
    screen.look("publish-packed");
    screen.click("Всё загружено");
    screen.sees("На сайте уже всё, что есть в разделе");
    screen.site.post("igra.md", &post_text("Игра", "10.12.2022", "sovmestnye"));
    screen.go("#/report");
    screen.sees("Не вошли");
    screen.look("report-left-out");
    screen.go("#/publish");
    screen.sees("Отправлять сразу на сайт");
    screen.click("Сохранить");
    screen.sees("Не указан сервер");
    screen.look("publish-server");
    screen.fill("name=server", "127.0.0.1");
    screen.fill("name=login", "shkola");
    screen.click("Сохранить");
    screen.sees("Опубликовать");
    screen.assert_sound();
}

#[test]
fn a_running_publication_is_seen_from_anywhere_and_stopped() {
    let server = Scripted::start(State { slow: Some("STOR"), ..State::default() });
    let settings = format!(
        "хостинг:\n  ftp: {{сервер: 127.0.0.1, порт: {}, логин: shkola, папка: /tochka, соединений: 1, шифрование: off}}\n",
        server.port
    );
    let Some(mut screen) = Screen::open(&settings, None) else { return };
    screen.go("#/publish");
    screen.sees("Что изменится на сайте");
    screen.click("Опубликовать");
    screen.fill("type=password", PASSWORD);
    screen.browser.press(ENTER);
    screen.sees("Публикую");
    screen.browser.until("document.querySelector('main progress').value > 0");
    // Another screen in between changes nothing.
    screen.go("#/report");
    screen.sees("Скачать для Word");
    screen.go("#/publish");
    screen.sees("Публикую");
    screen.look("publish-running");
    screen.click("Остановить");
    screen.sees("Публикация остановлена");
    screen.look("publish-stopped");
    server.state().slow = None;
    screen.click("Продолжить");
    screen.sees("Смотрю, видны ли страницы");
    screen.click("Не ждать");
    screen.sees("Опубликовано");
    screen.sees("на сайте пока видно не всё");
    screen.look("publish-not-live");
    drop(server);
    screen.assert_sound();
}
