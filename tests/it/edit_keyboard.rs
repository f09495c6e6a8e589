//! The whole job by keyboard alone: every control is reached with Tab, used with its own keys, and the
//! focus is never lost on the way.
#![cfg(target_os = "linux")]

use std::path::Path;

use serde_json::json;

use crate::browser::Browser;
use crate::editing::Editing;
use crate::sandbox::{PHOTO, Site};

const TAB: char = '\u{e004}';
const ENTER: char = '\u{e007}';
const SPACE: char = ' ';
const DOWN: char = '\u{e015}';
const F6: char = '\u{e036}';

/// No screen has more stops, with those of the page beside it.
const MOST_STOPS: usize = 200;

/// What the element with the focus is called.
const NAME: &str = "(one => { \
    const texts = ids => ids.split(' ').map(id => document.getElementById(id)?.textContent ?? '').join(' '); \
    const by = one.getAttribute('aria-labelledby'); \
    const label = [...one.labels ?? []].map(label => label.textContent).join(' '); \
    return (one.getAttribute('aria-label') || (by && texts(by)) || label || \
    (one === document.body ? 'LOST' : one.textContent)).trim() })(document.activeElement)";

struct Keyboard(Browser);

impl Keyboard {
    /// Presses Tab until the focus is on what is called so.
    #[track_caller]
    fn reach(&self, name: &str) {
        let mut seen = Vec::new();
        for _ in 0..MOST_STOPS {
            let reached = self.0.value(NAME).as_str().unwrap_or_default().to_owned();
            if reached.starts_with(name) {
                return;
            }
            seen.push(reached);
            self.0.press(TAB);
        }
        panic!("«{name}» is not reached: {seen:?}");
    }

    #[track_caller]
    fn press(&self, name: &str, key: char) {
        self.reach(name);
        self.0.press(key);
    }

    #[track_caller]
    fn write(&self, name: &str, text: &str) {
        self.reach(name);
        self.0.devtools("Input.insertText", &json!({ "text": text }));
    }

    #[track_caller]
    fn sees(&self, text: &str) {
        self.0.until(&format!(
            "document.body.innerText.replaceAll('\\u00a0', ' ').includes('{text}')"
        ));
    }

    /// Gives a file to the field, as the dialog of the system does, which is not the page's.
    fn choose(&self, file: &Path) {
        let document = self.0.devtools("DOM.getDocument", &json!({}));
        let input = json!({ "nodeId": document["root"]["nodeId"], "selector": "input[type=file]" });
        let input = self.0.devtools("DOM.querySelector", &input);
        let chosen = json!({ "nodeId": input["nodeId"], "files": [file.to_str().unwrap()] });
        self.0.devtools("DOM.setFileInputFiles", &chosen);
    }
}

#[test]
fn an_event_is_written_and_published_by_keyboard_alone() {
    let Some(browser) = Browser::start() else { return };
    let (site, elsewhere) = (Site::empty(), Site::empty());
    elsewhere.file("doska.jpg", PHOTO);
    let mut editing = Editing::start(&site, &["--today", "2022-12-20"]);
    let size = json!({ "width": 1280, "height": 900, "deviceScaleFactor": 1, "mobile": false });
    browser.devtools("Emulation.setDeviceMetricsOverride", &size);
    browser.open(&editing.url);
    let keyboard = Keyboard(browser);

    keyboard.sees("Раздел новостей вашего центра");
    keyboard.0.until("document.activeElement.tagName === 'INPUT'");
    keyboard.write("Школа", "МКОУ «СОШ № 7»");
    keyboard.write("Адрес раздела", "http://example.org/tochka/");
    keyboard.press("Создать раздел", ENTER);
    keyboard.sees("Событий пока нет");

    keyboard.press("Новое событие", ENTER);
    keyboard.0.until("document.querySelector('dialog')?.open === true");
    keyboard.write("Как называется", "Турнир по шахматам");
    keyboard.write("Когда прошло", "7.12.2022");
    keyboard.press("Создать", ENTER);
    keyboard.0.until("document.activeElement.closest('.event') !== null");
    keyboard.press("Направление", DOWN);
    keyboard.write("Рассказ", "За доски сели третий и четвёртый классы.");
    keyboard.reach("Выбрать снимки");
    keyboard.choose(&elsewhere.root().join("doska.jpg"));
    keyboard.sees("Добавлен");
    keyboard.write("Что на снимках", "Доска с шахматами");
    keyboard.press("Готово к публикации", SPACE);
    keyboard.0.until("document.querySelector('#page_saved').textContent.startsWith('Сохранено')");
    let saved = site.read("content/posts/2022-23/turnir-po-shakhmatam/index.md");
    assert!(saved.contains("За доски сели") && !saved.contains("черновик: да"), "{saved}");

    keyboard.press("Перейти к публикации", ENTER);
    keyboard.sees("1 новое событие");
    keyboard.press("Собрать папку для загрузки", ENTER);
    keyboard.0.until("document.querySelector('.steps') !== null");
    keyboard.0.press(F6);
    keyboard.press("Отчёт и план", ENTER);
    keyboard.sees("В отчёте 1");
    keyboard.reach("Скачать для Word");

    keyboard.press("Завершить", ENTER);
    keyboard.0.until("document.querySelector('dialog')?.open === true");
    keyboard.press("Завершить", ENTER);
    keyboard.sees("Работа завершена");
    assert_eq!(editing.wait_for_exit(), 0);
}
