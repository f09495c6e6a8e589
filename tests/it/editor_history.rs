//! «Корзина и версии» in a real browser: what was removed comes back, earlier texts are compared and come back, and
//! of two versions that a cloud made one stays.
#![cfg(target_os = "linux")]
#![expect(clippy::disallowed_methods, reason = "tests write and read their own files")]

use serde_json::Value;

use crate::editor_desk::{Desk, FILE, TEXT};
use crate::sandbox::{PHOTO, Site, post_text};

const PHOTOS: &str = "описание_фото: Ребята за досками\nфото:\n  - файл: 1.jpg\n    подпись: Первый тур\n  - 2.jpg\n---\n";
const STORY: &str = "Шестого декабря в школе прошёл турнир по шахматам. Победила команда восьмого класса.\n\n\
    Второй абзац остался прежним.\n\nТретий абзац о том, как готовились.\n";

fn prepare(site: &Site) {
    for name in ["1.jpg", "2.jpg", "3.jpg"] {
        let bytes = [PHOTO, name.as_bytes()].concat();
        site.file(&format!("content/posts/2022-23/turnir/{name}"), bytes);
    }
    let text = post_text("Игра", "3.12.2022", "sovmestnye");
    site.post("2022-23/igra/index.md", &text);
    site.post(
        "2022-23/igra/index (конфликтующая копия пользователя Анна 2022-12-04).md",
        &text.replace("Рассказ о событии.", "Рассказ о событии и о победителях.\n\nВторой абзац."),
    );
    site.post("2022-23/Викторина.MD", &post_text("Викторина", "5.12.2022", "sovmestnye"));
    site.file("content/posts/2022-23/turnir/1-DESKTOP-AB12CD3.jpg", PHOTO);
}

fn text() -> String {
    TEXT.replace("---\n\nРассказ о событии.\n", &format!("{PHOTOS}\n{STORY}"))
}

#[test]
fn what_was_removed_and_what_was_written_before_comes_back() {
    let Some(axe) = crate::node::module("axe-core/axe.min.js") else { return };
    let axe = std::fs::read_to_string(axe).unwrap();
    let Some(desk) = Desk::open_with(&text(), prepare) else { return };
    let mut wrong = Vec::new();
    let mut look = |state: &str| {
        for (width, height) in [(320, 800), (390, 844), (1024, 768), (1440, 900)] {
            desk.emulate(width, height, if width == 1024 { "dark" } else { "light" });
            desk.picture(&format!("history-{state}-{width}"));
            desk.browser.devtools("Runtime.evaluate", &serde_json::json!({ "expression": axe }));
            let found = desk.browser.promised(
                "axe.run({ exclude: [['iframe']] }).then(result => result.violations.map(rule => \
                 rule.id + ': ' + rule.nodes.map(node => node.html).join(' ')))",
            );
            let problems = found.as_array().cloned().unwrap_or_else(|| vec![found.clone()]);
            wrong.extend(problems.iter().map(|one: &Value| format!("{state}, {width}: {one}")));
            if desk.browser.value("document.documentElement.scrollWidth > innerWidth") == true {
                wrong.push(format!("{state}, {width}: wider than the screen"));
            }
        }
        desk.emulate(1280, 900, "light");
    };
    // Edited, with a photo taken away.
    desk.browser.until("document.querySelectorAll('.photo-card').length === 3");
    desk.set("#field_date", "8.12.2022");
    let changed = STORY.trim_end().replace("восьмого", "девятого").replace("Третий абзац", "Абзац");
    desk.set("#event_story", &changed);
    desk.until_file(FILE, |text| text.contains("девятого") && text.contains("8.12.2022"));
    desk.browser
        .value("(one => (one.focus(), one.click()))(document.querySelector('.photo-open'))");
    desk.click("Убрать снимок");
    desk.until_file(FILE, |text| !text.contains("1.jpg"));
    desk.browser.until("document.activeElement.closest('.photo-removed') !== null");

    // The versions of the event, reached from it by the keyboard.
    desk.browser.value("document.querySelector('.event-actions button').focus()");
    desk.keys("Enter", "Enter", 0);
    for _ in 0..9 {
        if desk.browser.value("document.activeElement.textContent === 'Прежние версии'") == true
        {
            break;
        }
        desk.keys("ArrowDown", "ArrowDown", 0);
    }
    desk.keys("Enter", "Enter", 0);
    desk.browser.until("document.querySelectorAll('.difference').length === 3");
    desk.browser.until("document.activeElement.tagName === 'H1'");
    let all = "document.querySelector('.differences').innerText.replaceAll('\\n', ' ')";
    let all = desk.browser.value(all);
    let all = all.as_str().unwrap();
    for part in ["Когда прошло", "было убрано: 7.12.2022", "стало добавлено: 8.12.2022", "1.jpg"]
    {
        assert!(all.replace("  ", " ").contains(part), "{part}: {all}");
    }
    let pieces = |tag: &str| {
        desk.browser.value(&format!(
            "[...document.querySelectorAll('.difference p {tag}')].map(one => one.lastChild.textContent).join('|')"
        ))
    };
    assert_eq!(
        (pieces("del"), pieces("ins")),
        ("восьмого|Третий абзац".into(), "девятого|Абзац".into())
    );
    look("versions");
    desk.click("Вернуть эту версию");
    desk.until_file(FILE, |now| now == text());
    assert!(desk.site.root().join("content/posts/2022-23/turnir/1.jpg").exists());
    desk.browser.until("document.activeElement.textContent === 'Открыть событие'");
    look("restored");
    // One that has the same text as the file.
    desk.browser.value("document.querySelectorAll('.versions-one')[1].click()");
    desk.browser
        .until("document.querySelector('.versions-found').innerText.includes('Тексты одинаковы')");
    let found = desk.browser.value("document.querySelector('.versions-found').innerText");
    assert!(!found.as_str().unwrap().contains("false"), "{found}");
    desk.click("Отменить");
    desk.until_file(FILE, |now| now.contains("девятого") && now.contains("8.12.2022"));

    // The whole screen.
    desk.go(&format!("#/event/{}", FILE.replace('/', "%2F")));
    desk.browser.until("document.querySelectorAll('.photo-card').length === 3");
    desk.browser
        .value("(one => (one.focus(), one.click()))(document.querySelector('.photo-open'))");
    desk.click("Убрать снимок");
    desk.browser.until("document.querySelector('.photo-removed') !== null");
    desk.go("#/events");
    desk.browser.until("document.querySelectorAll('.events-row').length === 3");
    desk.browser.until("document.body.innerText.includes('вторые версии 2\\u00a0файлов')");
    desk.click_link("Сравнить и выбрать");
    desk.browser.until("document.querySelectorAll('.history .card').length === 3");
    desk.browser.until("document.querySelectorAll('.history img').length === 2");
    look("all");
    let words = desk.browser.value("document.querySelector('.history-row:has(button)').innerText");
    let path = "content/posts/2022-23/turnir/2.jpg";
    for part in ["Снимок · событие «Турнир по\u{a0}шахматам»", path]
    {
        assert!(words.as_str().unwrap().contains(part), "{part}: {words}");
    }
    desk.browser.value("document.querySelector('.history-row button').focus()");
    desk.keys("Enter", "Enter", 0);
    desk.browser.until("document.activeElement.textContent.startsWith('Вернулось')");
    assert!(desk.site.root().join("content/posts/2022-23/turnir/1.jpg").exists());

    // A second version of a text: joined; of a photo: taken.
    desk.browser.value(
        "[...document.querySelectorAll('.history-row a')].find(one => one.ariaLabel?.includes('Игра')).click()",
    );
    desk.browser.until("document.querySelector('.copy-choice') !== null");
    assert_eq!(
        (pieces("del"), pieces("ins")),
        ("".into(), " и о победителях|Второй абзац.".into())
    );
    look("copy");
    // What changes meanwhile is shown before somebody chooses.
    let original = "content/posts/2022-23/igra/index.md";
    let before = desk.site.read(original);
    desk.site.file(original, format!("{before}\nДописано.\n"));
    desk.browser.until("document.querySelector('.differences').innerText.includes('Дописано.')");
    desk.site.file(original, before);
    desk.browser.until("!document.querySelector('.differences').innerText.includes('Дописано.')");
    desk.click("Соединить");
    desk.browser.until("document.querySelector('#event_story') !== null");
    let joined = desk.site.read("content/posts/2022-23/igra/index.md");
    let story = "Рассказ о событии.\n\nРассказ о событии и о победителях.\n\nВторой абзац.\n";
    assert!(joined.ends_with(story), "{joined}");
    desk.go("#/history");
    desk.browser.until("document.querySelector('.history .card a[href^=\"#/copy\"]') !== null");
    desk.click_link("Сравнить и выбрать");
    desk.browser.until("document.querySelectorAll('.copy-photos img').length === 2");
    look("copy-photo");
    desk.click("Взять вторую версию");
    desk.browser.until("document.querySelector('.history') !== null");
    let photo = std::fs::read(desk.site.root().join("content/posts/2022-23/turnir/1.jpg")).unwrap();
    assert_eq!(photo, PHOTO);
    desk.browser.until("document.querySelectorAll('.history-row button').length === 3");
    // What else is removed has the words that a person knows it by; a file lies where it lay in small print.
    let remove = "import('/js/api.js').then(({ post }) => post('/api/document/trash', { file }))";
    let remove = remove.replace("file }", "file: 'content/posts/2022-23/Викторина.MD' }");
    desk.browser.promised(&remove);
    desk.go("#/events");
    desk.go("#/history");
    desk.browser.until("document.querySelectorAll('.history-row button').length === 4");
    // The screen may be drawn twice, since it was left and opened at once.
    for part in
        ["Викторина", "Событие · 5\u{a0}декабря 2022\u{a0}г.", "content/posts/2022-23/Викторина.MD"]
    {
        desk.browser.until(&format!(
            "document.querySelector('.history-row:has(button)')?.innerText.includes('{part}')"
        ));
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_text_that_changes_its_encoding_says_so() {
    let copy = FILE.replace("index.md", "index (1).md");
    let russian = encoding_rs::WINDOWS_1251.encode(TEXT).0.into_owned();
    let Some(desk) = Desk::open_with(TEXT, |site| {
        site.file(FILE, &russian);
        site.file(&copy, TEXT.replace("Рассказ", "Росток 🌱 и рассказ"));
    }) else {
        return;
    };
    desk.go(&format!("#/copy/{}", copy.replace('/', "%2F")));
    desk.click("Соединить");
    let notices = "document.querySelector('[data-name=notes]')?.textContent";
    desk.browser.until(&format!("{notices}?.includes('файл записан в кодировке UTF-8')"));
    let joined = desk.site.read(FILE);
    assert!(joined.contains("🌱"), "{joined}");
    desk.browser.value("location.reload()");
    desk.browser.until("document.querySelector('#event_story') !== null");
    assert_eq!(desk.browser.value(notices), Value::Null, "said once");

    // An earlier text that has to change it.
    desk.go(&format!("#/versions/{}", FILE.replace('/', "%2F")));
    desk.click("Вернуть эту версию");
    let told = "document.querySelector('.notice-ok')?.textContent";
    desk.browser.until(&format!("{told}?.includes('Версия возвращена.') ?? false"));
    assert_eq!(desk.browser.value(&format!("{told}.includes('UTF-8')")), false);
    desk.site.file(FILE, &russian);
    let list = "[...document.querySelectorAll('.versions-one')]";
    desk.browser.value(&format!("{list}[0].click()"));
    desk.browser.until("document.querySelector('.differences')?.textContent.includes('Росток')");
    desk.click("Вернуть эту версию");
    desk.browser.until(&format!("{told}?.includes('файл записан в кодировке UTF-8.') ?? false"));
}
