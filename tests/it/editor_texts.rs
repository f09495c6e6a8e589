//! Problems outside of events: they lead to the text of their file, which is mended in the browser.
#![cfg(target_os = "linux")]

use crate::editor_desk::{Desk, TEXT};

const TABLE: &str = "content/data/teachers.yaml";
const PAGE: &str = "content/pages/zadachi.md";

fn publish(desk: &Desk) {
    desk.go("#/events");
    desk.browser.until("document.querySelector('.events-row, .events .problem') !== null");
    desk.go("#/publish");
}

/// Opens the text `file` that is named in the list of problems; what is said there leads to `screen`.
fn open(desk: &Desk, name: &str, screen: &str, file: &str) {
    let link = format!(
        "[...document.querySelectorAll('main li')].find(one => one.innerText.startsWith('{name}'))\
         ?.querySelector('a')"
    );
    desk.browser.until(&format!("Boolean({link})"));
    assert_eq!(desk.browser.value(&format!("{link}.hash")), *screen);
    desk.go(&format!("#/file/{}", file.replace('/', "%2F")));
    desk.browser.until("document.querySelector('#file_text') !== null");
    desk.browser.until(&format!("document.querySelector('main h1').textContent === '{name}'"));
    desk.browser
        .until("document.querySelector('#file_text').getAttribute('aria-invalid') === 'true'");
}

#[test]
fn a_table_and_a_page_with_errors_are_mended_where_they_stop_a_publication() {
    let Some(desk) = Desk::open_with(TEXT, |site| {
        site.file(TABLE, "- фио: Иванова Анна\n  dolzhnost: педагог\n");
        site.file(PAGE, "---\nназвание: Задачи центра\n---\n\n[План](plan.pdf)\n");
    }) else {
        return;
    };
    publish(&desk);
    open(&desk, "Таблица «Педагоги центра»", "#/table/teachers", TABLE);
    let problems = "document.querySelector('.event-file .event-errors').textContent";
    desk.browser.until(&format!("{problems}.includes('dolzhnost')"));
    desk.click("Показать место");
    let area = "document.querySelector('#file_text')";
    let chosen = desk
        .browser
        .value(&format!("{area}.value.slice({area}.selectionStart, {area}.selectionEnd)"));
    assert_eq!(chosen, "  dolzhnost: педагог");
    desk.set("#file_text", "- фио: Иванова Анна\n  должность: педагог\n");
    desk.until_file(TABLE, |text| text == "- фио: Иванова Анна\n  должность: педагог\n");
    desk.browser.until(&format!("{problems} === ''"));
    desk.browser
        .until("document.querySelector('#page_saved').textContent.startsWith('Сохранено в ')");
    desk.click("Ещё");
    desk.click("Прежние версии");
    desk.browser.until("document.querySelectorAll('.versions-one').length === 1");
    desk.browser.value("document.querySelector('.event-head a').click()");
    desk.browser.until("document.querySelector('#file_text') !== null");

    desk.browser.value("document.querySelector('.event-head a').click()");
    open(&desk, "Страница «Задачи центра»", "#/page/content%2Fpages%2Fzadachi.md", PAGE);
    desk.browser.until(&format!("{problems}.includes('plan.pdf')"));
    // What stands in a text is mended in the text: there are no dialogs of an event.
    assert_eq!(desk.browser.value(&format!("{problems}.includes('Исправить ссылку')")), false);
    desk.set("#file_text", "---\nназвание: Задачи центра\n---\n\nПлан.\n");
    desk.browser.until(&format!("{problems} === ''"));
    desk.browser.value("document.querySelector('.event-head a').click()");
    desk.browser
        .until("document.querySelector('main').innerText.includes('Что изменится на сайте')");
}

#[test]
fn broken_settings_are_mended_in_the_browser() {
    let Some(desk) = Desk::open(TEXT) else { return };
    let sound = desk.site.read("content/site.yaml");
    let says = |words: &str| {
        let text = "document.querySelector('main').innerText";
        desk.browser.until(&format!("{text}.includes('{words}')"));
    };
    desk.site.file("content/site.yaml", format!("росток: 9.0\n{sound}"));
    desk.go("#/events");
    says("Раздел сделан для Ростка 9.0 и новее");
    let is_hidden = desk.browser.value("document.querySelector('.events-list').hidden");
    assert_eq!(is_hidden, true, "events without names");
    desk.site.file("content/site.yaml", format!("{sound}\nтипографика\n  криво: [\n"));
    desk.go("#/publish");
    desk.go("#/events");
    says("Настройки раздела не прочитаны");
    publish(&desk);
    open(&desk, "Настройки раздела", "#/file/content%2Fsite.yaml", "content/site.yaml");
    desk.set("#file_text", &sound);
    desk.until_file("content/site.yaml", |text| text.trim_end() == sound.trim_end());
    desk.browser.until("document.querySelector('.event-file .event-errors').textContent === ''");
    publish(&desk);
    desk.browser
        .until("document.querySelector('main').innerText.includes('Что изменится на сайте')");
}

#[test]
fn a_photo_with_an_error_leads_to_its_event_and_a_theme_to_a_word_of_advice() {
    let Some(desk) = Desk::open_with(TEXT, |site| {
        site.file("content/posts/2022-23/turnir/1.jpg", &b"\xff\xd8\xff\xe0 broken"[..]);
        site.file(
            "content/posts/2022-23/turnir/index.md",
            TEXT.replace("---\n\n", "описание_фото: Дети играют\n---\n\n"),
        );
    }) else {
        return;
    };
    publish(&desk);
    let open =
        "[...document.querySelectorAll('main li a')].find(one => one.textContent === 'Открыть')";
    desk.browser.until(&format!("{open} !== undefined"));
    let title = desk.browser.value("document.querySelector('main li h3').textContent");
    assert_eq!(title, "Турнир по\u{a0}шахматам");
    desk.browser.value(&format!("{open}.click()"));
    desk.browser.until("document.querySelector('#event_story') !== null");

    desk.site.file("themes/svoya/post.html", "");
    desk.site.file("content/posts/2022-23/turnir/1.jpg", crate::sandbox::PHOTO);
    let settings = desk.site.read("content/site.yaml");
    desk.site.file("content/site.yaml", settings + "тема: svoya\n");
    publish(&desk);
    desk.browser
        .until("document.querySelector('main li')?.innerText.includes('Оформление: ') === true");
    let told = desk.browser.value("document.querySelector('main li').innerText");
    let told = told.as_str().unwrap();
    assert!(told.contains("themes/svoya/theme.yaml") && told.contains("«Блокноте»"), "{told}");
}
