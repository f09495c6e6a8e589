//! «Снимки» in a real browser: what a teacher does with mouse and keyboard, and what is then on the disk.
#![cfg(target_os = "linux")]
#![expect(
    clippy::disallowed_methods,
    reason = "the script of axe and the photos are read as files"
)]

use std::path::Path;

use base64::Engine;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::editing::Editing;
use crate::node::module;
use crate::photos::{photo_taken_at, photo_taken_in_moscow};
use crate::sandbox::{PHOTO, Site, files};
use crate::serving::until;

const HEAD: &str = "---\nназвание: Турнир\nдата: 14.10.2022\nнаправление: sovmestnye\n";
const BODY: &str = "---\n\nРассказ о турнире: третий класс победил, четвёртый догонял.\n";
const FILE: &str = "content/posts/turnir/index.md";

/// Keys as WebDriver names them (WebDriver 2, 17.4.2).
const ALT: char = '\u{e00a}';
const UP: char = '\u{e013}';
const DOWN: char = '\u{e015}';
const RIGHT: char = '\u{e014}';
const TAB: char = '\u{e004}';

/// A site with an event, the editor, and a browser with the screen of the event.
struct PhotoPage {
    site: Site,
    browser: Browser,
    _editing: Editing,
}

impl PhotoPage {
    /// `None` without a browser.
    fn start(file: &str) -> Option<Self> {
        let browser = Browser::start()?;
        let site = Site::new();
        site.file(file, format!("{HEAD}{BODY}"));
        let editing = Editing::start(&site, &["--today", "2023-01-01"]);
        browser.open(&editing.url);
        browser.until("document.querySelector('main h1') !== null");
        // The section alone: what the screen of the event gives it is little.
        let mounted = browser.promised(&format!(
            "import('/js/screens/photos.js').then(({{ mount }}) => {{
                const main = document.querySelector('main');
                main.innerHTML = '<h1>Турнир</h1><section class=card><h2>Снимки</h2><div></div></section>';
                window.inserted = [];
                window.event_context = {{
                    file: '{file}',
                    settle: async () => {{}},
                    changed: async ({{ file }}) => {{ event_context.file = file; }},
                    isReadOnly: () => false,
                    insert: (text) => inserted.push(text),
                }};
                window.section = mount(main.querySelector('div'), event_context);
                return true;
            }})"
        ));
        assert_eq!(mounted, true);
        Some(Self { site, browser, _editing: editing })
    }

    /// Chooses files, all at once.
    fn choose(&self, files: &[(&str, Vec<u8>)]) {
        self.give(files, "input.files = all.files; input.dispatchEvent(new Event('change'))");
    }

    /// Makes files in the page, as `all`, and runs a script with them.
    fn give(&self, files: &[(&str, Vec<u8>)], script: &str) {
        let encode = |bytes: &Vec<u8>| base64::engine::general_purpose::STANDARD.encode(bytes);
        let files: Vec<_> =
            files.iter().map(|(name, bytes)| json!([name, encode(bytes)])).collect();
        self.browser.value(&format!(
            "(() => {{
                const all = new DataTransfer(), input = document.querySelector('.photo-input');
                for (const [name, bytes] of {}) {{
                    const data = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
                    const type = name.endsWith('.mp4') ? 'video/mp4' : 'image/jpeg';
                    all.items.add(new File([data], name, {{ type }}));
                }}
                {script};
            }})()",
            Value::from(files)
        ));
    }

    /// Waits until so many photos are there and none is on its way.
    #[track_caller]
    fn wait_for(&self, count: usize) {
        self.browser.until(&format!(
            "document.querySelectorAll('.photo-card[data-name]').length === {count}
                && document.querySelectorAll('.photo-upload:not(.is-wrong)').length === 0"
        ));
    }

    /// The names of the photos in the order of the page.
    fn names(&self) -> Vec<String> {
        let names = self.browser.value(
            "[...document.querySelectorAll('.photo-card[data-name]')].map((card) => card.dataset.name)",
        );
        serde_json::from_value(names).unwrap()
    }

    /// Waits until the file of the event satisfies `is_so`.
    #[track_caller]
    fn text_until(&self, is_so: impl Fn(&str) -> bool) -> String {
        let path = self.site.root().join(FILE);
        until(|| std::fs::read_to_string(&path).ok().filter(|text| is_so(text)))
    }

    #[track_caller]
    fn said(&self, words: &str) {
        self.browser.until(&format!(
            "document.querySelector('#page_status').textContent.includes('{words}')"
        ));
    }

    fn click(&self, selector: &str) {
        self.browser.value(&format!("document.querySelector(`{selector}`).click()"));
    }

    /// Presses a key while Alt is held.
    fn press_with_alt(&self, key: char) {
        let action = |what: &str, key: char| json!({ "type": what, "value": key.to_string() });
        let keys = [
            action("keyDown", ALT),
            action("keyDown", key),
            action("keyUp", key),
            action("keyUp", ALT),
        ];
        self.browser
            .perform(&json!({ "actions": [{ "type": "key", "id": "keys", "actions": keys }] }));
    }

    /// Types into the field that has the focus, key by key.
    fn type_text(&self, text: &str) {
        text.chars().for_each(|letter| self.browser.press(letter));
    }
}

/// Another picture than `PHOTO` each time: bytes behind the end of a JPEG belong to no pixel.
fn photo(number: u8) -> Vec<u8> {
    [PHOTO, &[number; 3]].concat()
}

#[test]
fn twelve_photos_at_once_with_a_broken_one_among_them() {
    let Some(page) = PhotoPage::start("content/posts/turnir.md") else { return };
    let mut files: Vec<(String, Vec<u8>)> =
        (1..=11_u8).map(|number| (format!("IMG_{number}.JPG"), photo(number))).collect();
    // Taken before all others, whose time nobody knows.
    files.push(("z.jpg".to_owned(), photo_taken_at("2022:10:14 09:00:00")));
    files.push(("bitiy.jpg".to_owned(), PHOTO[..PHOTO.len() / 2].to_vec()));
    files.push(("telefon.heic".to_owned(), b"\0\0\0\x18ftypheic\0\0\0\0".to_vec()));
    files.push(("film.mp4".to_owned(), b"\0\0\0\x18ftypmp42\0\0\0\0".to_vec()));
    let files: Vec<(&str, Vec<u8>)> =
        files.iter().map(|(name, bytes)| (&**name, bytes.clone())).collect();
    page.choose(&files);
    page.wait_for(12);
    let mut expected = vec!["z.jpg".to_owned()];
    expected.extend((1..=11).map(|number| format!("img_{number}.jpg")));
    page.browser.until("document.querySelector('.photo-card[data-name]').dataset.name === 'z.jpg'");
    assert_eq!(page.names(), expected);
    let failed = page.browser.value(
        "[...document.querySelectorAll('.photo-upload.is-wrong')].map((card) => card.innerText).join('|')",
    );
    let failed = failed.as_str().unwrap();
    for words in ["обрывается", "Наиболее совместимый", "видео", "Повторить"]
    {
        assert!(failed.contains(words), "{words}: {failed}");
    }
    // The flat event moved; the screen has moved with it.
    assert!(!page.site.root().join("content/posts/turnir.md").exists());
    page.browser.until(&format!("event_context.file === '{FILE}'"));
    assert_eq!(crate::sandbox::files(&page.site.root().join("content/posts/turnir")).len(), 13);
    // What cannot be taken in is put aside.
    page.click(".photo-upload.is-wrong .button-quiet");
    page.browser.until("document.querySelectorAll('.photo-upload').length === 2");
}

#[test]
fn the_order_is_changed_by_the_keyboard_and_said_aloud() {
    let Some(page) = PhotoPage::start(FILE) else { return };
    page.choose(&[("1.jpg", photo(1)), ("2.jpg", photo(2)), ("3.jpg", photo(3))]);
    page.wait_for(3);
    page.browser.value("document.querySelector('[data-name=\"3.jpg\"] .photo-open').focus()");
    page.press_with_alt(UP);
    page.said("Снимок теперь 2-й из 3");
    assert_eq!(page.names(), ["1.jpg", "3.jpg", "2.jpg"]);
    let focused = "document.activeElement.closest('[data-name]')?.dataset.name";
    assert_eq!(page.browser.value(focused), "3.jpg");
    page.press_with_alt(UP);
    page.said("Снимок теперь 1-й из 3");
    page.press_with_alt(UP);
    page.said("уже первый");
    page.text_until(|text| text.contains("3.jpg"));
    page.press_with_alt(DOWN);
    page.press_with_alt(DOWN);
    assert_eq!(page.names(), ["1.jpg", "2.jpg", "3.jpg"]);
    // By the buttons; the one at the end of the list hands the focus on.
    page.browser.value("document.querySelector('[data-name=\"2.jpg\"] [title=Раньше]').focus()");
    page.browser.press('\u{e007}');
    page.browser.until("document.querySelector('.photo-card').dataset.name === '2.jpg'");
    assert_eq!(page.browser.value(focused), "2.jpg");
    page.text_until(|text| {
        text.find("2.jpg").is_some_and(|at| at < text.find("1.jpg").unwrap_or(at + 1))
    });
}

#[test]
fn a_photo_is_described_and_gets_its_point_by_the_keyboard() {
    let Some(page) = PhotoPage::start(FILE) else { return };
    page.choose(&[("1.jpg", photo(1)), ("2.jpg", photo(2))]);
    page.wait_for(2);
    page.browser.value("document.querySelector('[data-name=\"2.jpg\"] .photo-open').focus()");
    page.browser.press('\u{e007}');
    page.browser.until("document.activeElement.tagName === 'TEXTAREA'");
    page.type_text("Доска с фигурами");
    page.text_until(|text| text.contains("описание: Доска с фигурами"));
    page.browser.value("document.querySelector('.photo-point').focus()");
    page.browser.press(RIGHT);
    page.browser.press(UP);
    page.text_until(|text| text.contains("фокус: 55% 35%"));
    page.said("55 % слева, 35 % сверху");
    // A click does the same.
    page.browser.until("document.querySelector('.photo-large').complete");
    page.browser.value(
        "(() => {
            const area = document.querySelector('.photo-area'), box = area.getBoundingClientRect();
            const at = { clientX: box.left + box.width * .2, clientY: box.top + box.height * .1, button: 0 };
            area.dispatchEvent(new PointerEvent('pointerdown', { ...at, bubbles: true, pointerId: 1 }));
        })()",
    );
    page.text_until(|text| text.contains("фокус: 20% 10%"));
    page.click(".photo-details [id$=cover]");
    page.text_until(|text| text.contains("обложка: 2.jpg"));
    page.click(".photo-details [id$=hidden]");
    page.text_until(|text| text.contains("показать: нет"));
    page.browser.press('\u{e00c}');
    page.browser.until("document.querySelector('.photo-details') === null");
    assert_eq!(page.names(), ["1.jpg", "2.jpg"]);
}

#[test]
fn what_is_said_of_all_is_asked_for_before_a_build_refuses() {
    let Some(page) = PhotoPage::start(FILE) else { return };
    page.choose(&[("1.jpg", photo_taken_in_moscow())]);
    page.wait_for(1);
    page.browser
        .until("document.querySelector('.photo-common').innerText.includes('Без описания')");
    page.browser.value("document.querySelector('.photo-common textarea').focus()");
    page.type_text("Ребята за досками");
    page.text_until(|text| text.contains("описание_фото: Ребята за досками"));
    page.browser
        .until("!document.querySelector('.photo-common').innerText.includes('Без описания')");
    page.click(".photo-common [value=child]");
    page.browser.until(
        "document.querySelector('.photo-common').innerText.includes('без согласия родителей')",
    );
    page.site.run(&["check", "--today", "2023-01-01"]).exits(1);
    page.click(".photo-consent input");
    page.text_until(|text| text.contains("люди: ребёнок") && text.contains("согласие: да"));
    page.browser.until(
        "!document.querySelector('.photo-common').innerText.includes('без согласия родителей')",
    );
    page.site.run(&["build", "--today", "2023-01-01"]).ok();
    for path in files(&page.site.root().join("public")) {
        let bytes = std::fs::read(&path).unwrap();
        assert!(!bytes.windows(4).any(|part| part == b"Exif"), "{}", path.display());
    }
}

#[test]
fn a_photo_is_taken_away_and_comes_back_to_its_place() {
    let Some(page) = PhotoPage::start(FILE) else { return };
    page.choose(&[("1.jpg", photo(1)), ("2.jpg", photo(2)), ("3.jpg", photo(3))]);
    page.wait_for(3);
    page.click("[data-name=\"2.jpg\"] [title=Убрать]");
    page.wait_for(2);
    page.said("Его можно вернуть");
    assert!(!page.site.root().join("content/posts/turnir/2.jpg").exists());
    // The focus is on what brings it back.
    page.browser.until("document.activeElement.textContent.includes('Вернуть')");
    page.browser.press('\u{e007}');
    page.wait_for(3);
    assert_eq!(page.names(), ["1.jpg", "2.jpg", "3.jpg"]);
    assert!(page.site.root().join("content/posts/turnir/2.jpg").exists());
    page.browser.until("document.activeElement.closest('[data-name]')?.dataset.name === '2.jpg'");
}

#[test]
fn photos_are_dropped_and_pasted_anywhere_on_the_page() {
    let Some(page) = PhotoPage::start(FILE) else { return };
    let drop = "const at = { bubbles: true, cancelable: true, dataTransfer: all };
        document.body.dispatchEvent(new DragEvent('dragenter', at));
        window.wasShown = !document.querySelector('.photo-veil').hidden;
        document.body.dispatchEvent(new DragEvent('drop', at))";
    page.give(&[("1.jpg", photo(1)), ("2.jpg", photo(2))], drop);
    page.wait_for(2);
    assert_eq!(page.browser.value("window.wasShown"), true);
    assert_eq!(page.browser.value("document.querySelector('.photo-veil').hidden"), true);
    let paste = "document.body.dispatchEvent(new ClipboardEvent('paste', \
                 { bubbles: true, cancelable: true, clipboardData: all }))";
    page.give(&[("image.png", photo(3))], paste);
    page.wait_for(3);
    assert_eq!(page.names(), ["1.jpg", "2.jpg", "image.jpg"]);
    // A text that Word copied has a picture of it beside it.
    page.give(&[("image.png", photo(4))], &format!("all.setData('text/plain', 'Слова'); {paste}"));
    page.choose(&[("z.jpg", photo(5))]);
    page.wait_for(4);
}

/// Also saves the pictures to `target/editor/`, for people to look at.
#[test]
fn axe_finds_nothing_in_any_state() {
    let Some(axe) = module("axe-core/axe.min.js") else { return };
    let Some(page) = PhotoPage::start(FILE) else { return };
    let axe = std::fs::read_to_string(axe).unwrap();
    page.browser.devtools("Runtime.evaluate", &json!({ "expression": axe }));
    let mut wrong = Vec::new();
    look(&page, "empty", &mut wrong);
    page.choose(&[
        ("1.jpg", photo(1)),
        ("2.jpg", photo(2)),
        ("3.jpg", photo(3)),
        ("telefon.heic", b"\0\0\0\x18ftypheic\0\0\0\0".to_vec()),
    ]);
    page.wait_for(3);
    page.click(".photo-common [value=child]");
    page.browser.until("!document.querySelector('.photo-consent').hidden");
    look(&page, "filled", &mut wrong);
    page.click("[data-name=\"2.jpg\"] .photo-open");
    page.browser.until("document.querySelector('.photo-large').naturalWidth > 0");
    page.click(".photo-details [id$=hidden]");
    look(&page, "open", &mut wrong);
    page.browser.press(TAB);
    page.click("[data-name=\"3.jpg\"] [title=Убрать]");
    page.wait_for(2);
    look(&page, "removed", &mut wrong);
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn look(page: &PhotoPage, state: &str, wrong: &mut Vec<String>) {
    for width in [320, 390, 1280] {
        page.browser.devtools(
            "Emulation.setDeviceMetricsOverride",
            &json!({ "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false }),
        );
        let overflow = page
            .browser
            .value("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        if overflow != 0 {
            wrong.push(format!("{state}, {width}: {overflow} pixels too wide"));
        }
        for colours in ["light", "dark"] {
            let feature = json!({ "name": "prefers-color-scheme", "value": colours });
            page.browser.devtools("Emulation.setEmulatedMedia", &json!({ "features": [feature] }));
            // Colours of buttons change gradually.
            page.browser.until("document.getAnimations().length === 0");
            keep(page, &format!("photos-{state}-{width}-{colours}.png"));
            let found = page.browser.promised(
                "axe.run('.photos').then((result) => result.violations.map(
                    (rule) => rule.id + ': ' + rule.nodes.map((node) => node.html).join(' ')))",
            );
            let found = found.as_array().unwrap_or_else(|| panic!("{found}")).iter();
            wrong.extend(found.map(|rule| format!("{state}, {width}, {colours}: {rule}")));
        }
    }
}

fn keep(page: &PhotoPage, name: &str) {
    let whole = json!({ "captureBeyondViewport": true });
    let taken = page.browser.devtools("Page.captureScreenshot", &whole);
    let bytes = base64::engine::general_purpose::STANDARD.decode(taken["data"].as_str().unwrap());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/editor");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(name), bytes.unwrap()).unwrap();
}
