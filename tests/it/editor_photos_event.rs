//! «Снимки» on the screen of their event: photos come while somebody writes, and nobody leaves too early.
#![cfg(target_os = "linux")]
#![expect(clippy::disallowed_methods, reason = "tests look at their own files")]

use base64::Engine as _;
use serde_json::json;

use crate::editor_desk::{Desk, FILE, STORY, TEXT};
use crate::sandbox::PHOTO;

/// Chooses photos with these names, all at once.
fn choose(desk: &Desk, names: &[&str]) {
    let photo = base64::engine::general_purpose::STANDARD.encode(PHOTO);
    desk.browser.until("document.querySelector('.photo-input') !== null");
    desk.browser.value(&format!(
        "(() => {{
            const all = new DataTransfer(), input = document.querySelector('.photo-input');
            const photo = Uint8Array.from(atob('{photo}'), (letter) => letter.charCodeAt(0));
            {names:?}.forEach((name, at) => all.items.add(
                new File([photo, new Uint8Array([at, at, at])], name, {{ type: 'image/jpeg' }})));
            input.files = all.files;
            input.dispatchEvent(new Event('change'));
        }})()"
    ));
}

fn wait_for(desk: &Desk, count: usize) {
    desk.browser.until(&format!(
        "document.querySelectorAll('.photo-card[data-name]').length === {count}
            && document.querySelectorAll('.photo-upload').length === 0"
    ));
}

#[test]
fn who_writes_goes_on_writing_while_photos_come_and_are_described() {
    let Some(desk) = Desk::open(TEXT) else { return };
    choose(&desk, &["1.jpg", "2.jpg", "3.jpg"]);
    desk.caret_at_end("#event_story");
    desk.type_text("Победила дружба. ");
    wait_for(&desk, 3);
    desk.browser.value(
        "(() => {
            const alt = document.querySelector('.photo-common textarea');
            alt.value = 'Ребята за досками';
            alt.dispatchEvent(new Event('change'));
            document.querySelector('[data-name=\"3.jpg\"] [title=Раньше]').click();
        })()",
    );
    desk.type_text("Все довольны.");
    desk.until_file(FILE, |text| {
        text.contains("Победила дружба. Все довольны.")
            && text.contains("описание_фото: Ребята за досками")
            && text.contains("файл: 3.jpg")
    });
    // Nobody else has changed the file.
    let page = desk.browser.value("document.querySelector('main').innerText");
    assert!(!page.as_str().unwrap().contains("в другой программе"), "{page}");
    let story = desk.browser.value(&format!("{STORY}.value"));
    assert!(story.as_str().unwrap().contains("Все довольны."), "{story}");
}

#[test]
fn a_screen_with_photos_on_their_way_asks_before_it_is_left() {
    let Some(desk) = Desk::open(TEXT) else { return };
    desk.browser.value(
        "(() => {
            const { send } = XMLHttpRequest.prototype;
            const released = new Promise((release) => { window.release = release; });
            XMLHttpRequest.prototype.send = async function wait(body) {
                await released;
                send.call(this, body);
            };
        })()",
    );
    choose(&desk, &["1.jpg", "2.jpg"]);
    desk.browser.until("document.querySelectorAll('.photo-upload').length === 2");
    desk.go("#/events");
    desk.browser.until("document.querySelector('dialog')?.textContent.includes('ещё загружаются')");
    desk.click("Подождать");
    desk.browser.until("location.hash.startsWith('#/event/')");
    desk.browser.value("release()");
    wait_for(&desk, 2);
    desk.go("#/events");
    desk.browser.until("document.querySelector('.photos') === null");
}

/// Lets the page send so many bytes a second; -1: as many as it can.
fn limit_uploads(desk: &Desk, speed: i64) {
    desk.browser.devtools("Network.enable", &json!({}));
    let conditions = json!({
        "offline": false, "latency": 0, "downloadThroughput": -1, "uploadThroughput": speed,
    });
    desk.browser.devtools("Network.emulateNetworkConditions", &conditions);
}

#[test]
fn an_upload_that_was_cut_is_sent_again_whole() {
    let Some(mut desk) = Desk::open(TEXT) else { return };
    desk.browser.until("document.querySelector('.photo-input') !== null");
    let tab = desk.browser.tab();
    limit_uploads(&desk, 300_000);
    let photo = base64::engine::general_purpose::STANDARD.encode(PHOTO);
    let size = 2_000_000 + PHOTO.len();
    desk.browser.value(&format!(
        "(() => {{
            const all = new DataTransfer(), input = document.querySelector('.photo-input');
            const photo = Uint8Array.from(atob('{photo}'), (letter) => letter.charCodeAt(0));
            all.items.add(new File([photo, new Uint8Array(2_000_000)], '1.jpg', {{ type: 'image/jpeg' }}));
            input.files = all.files;
            input.dispatchEvent(new Event('change'));
        }})()"
    ));
    let card = "document.querySelector('.photo-upload')";
    desk.browser.until(&format!("{card}?.querySelector('progress').value > .1"));
    desk.kill();
    desk.browser.until(&format!("{card}.classList.contains('is-wrong')"));
    let told = desk.browser.value(&format!("{card}.innerText"));
    assert!(told.as_str().unwrap().contains("Росток не отвечает"), "{told}");
    let folder = desk.site.root().join("content/posts/2022-23/turnir");
    assert!(!folder.join("1.jpg").exists(), "half a photo is none");
    desk.restart();
    // A double click opens a new tab, from which the old one learns the key.
    desk.new_tab();
    desk.browser.switch_to(&tab);
    limit_uploads(&desk, -1);
    desk.click("Повторить");
    wait_for(&desk, 1);
    assert_eq!(std::fs::metadata(folder.join("1.jpg")).unwrap().len(), size as u64);
    let left = crate::sandbox::files(&folder);
    assert_eq!(left.len(), 2, "something is left of the first attempt: {left:?}");
}

#[test]
fn who_leaves_is_told_what_of_the_photos_is_not_saved() {
    let Some(desk) = Desk::open(TEXT) else { return };
    choose(&desk, &["1.jpg"]);
    wait_for(&desk, 1);
    desk.browser.value(
        "(() => {
            const { fetch } = window;
            window.fetch = (path, options) => (String(path).startsWith('/api/photos/change')
                ? Promise.resolve(new Response(JSON.stringify({ message: 'Диск переполнен' }), { status: 500 }))
                : fetch(path, options));
            const alt = document.querySelector('.photo-common textarea');
            alt.value = 'Ребята за досками';
            alt.dispatchEvent(new Event('input'));
            location.hash = '#/events';
        })()",
    );
    let asked =
        "document.querySelector('dialog')?.textContent.includes('Диск переполнен') === true";
    desk.browser.until(asked);
    desk.click("Остаться");
    desk.browser.until("location.hash.startsWith('#/event/')");
    assert_eq!(desk.browser.value("document.querySelector('.photos') !== null"), true);
    desk.browser.value(
        "(() => {
            const alt = document.querySelector('.photo-common textarea');
            alt.value = 'Ребята';
            alt.dispatchEvent(new Event('input'));
            location.hash = '#/events';
        })()",
    );
    desk.browser.until(asked);
    desk.click("Уйти");
    desk.browser.until("document.querySelector('.events-row') !== null");
}
