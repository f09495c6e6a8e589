//! «Снимки» on the screen of their event: photos come while somebody writes, and nobody leaves too early.
#![cfg(target_os = "linux")]

use base64::Engine as _;

use crate::editor_desk::{Desk, FILE, TEXT};
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
    let story = desk.browser.value("document.querySelector('#event_story').value");
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
