//! Событие in a real browser: what the screen says of errors, of links, of a draft, of what is saved.
#![cfg(target_os = "linux")]

use crate::editor_desk::{Desk, FILE, HEAD, StoryField, TEXT, in_both_fields};

in_both_fields!(a_link_that_leads_nowhere_is_chosen_anew_beside_its_problem);

const CHIP: &str = "document.querySelector('.event-heading .chip').textContent";

#[test]
fn an_event_with_an_error_is_not_said_to_be_ready() {
    let Some(desk) = Desk::open(TEXT) else { return };
    desk.browser.until(&format!("{CHIP} === 'Готово к публикации'"));
    assert_eq!(desk.browser.value("document.querySelector('.event-next').hidden"), false);
    desk.set("#field_date", "32.12.2022");
    desk.browser.until(&format!("{CHIP} === 'Есть ошибки'"));
    assert_eq!(desk.browser.value("document.querySelector('.chip-ok')"), serde_json::Value::Null);
    let words = desk.browser.value("document.querySelector('#event_ready_words').textContent");
    assert!(words.as_str().unwrap().starts_with("Сначала исправьте ошибки"), "{words}");
    assert_eq!(desk.browser.value("document.querySelector('.event-next').hidden"), true);
    desk.set("#field_date", "8.12.2022");
    desk.browser.until(&format!("{CHIP} === 'Готово к публикации'"));
    desk.click("Ещё");
    desk.browser.value("document.querySelector('.event-next').click()");
    desk.browser.until("location.hash === '#/publish'");
}

#[test]
fn an_event_that_another_program_breaks_is_shown_as_its_text_not_as_empty_fields() {
    let Some(desk) = Desk::open(TEXT) else { return };
    desk.browser.until(&format!("{CHIP} === 'Готово к публикации'"));
    desk.write(&TEXT.replace("дата:", "дата \""));
    desk.browser.until("document.querySelector('#event_whole').value.includes('дата \"')");
    desk.browser.until("!document.querySelector('#event_whole').closest('.card').hidden");
    desk.browser.until("document.querySelector('#field_title').closest('.card').hidden");
}

#[test]
fn an_event_is_copied_for_another_place() {
    let Some(desk) = Desk::open(TEXT) else { return };
    desk.browser.until(&format!("{CHIP} === 'Готово к публикации'"));
    desk.click("Скопировать для ВКонтакте…");
    let text = "document.querySelector('#copy_text').value";
    desk.browser.until(&format!("{text}.includes('Подробнее: http://')"));
    let length = "document.querySelector('#copy_length').textContent";
    desk.browser.until(&format!("{length}.includes('помещается 15\u{a0}895')"));
    desk.browser.value(
        "(() => { const place = document.querySelector('dialog select'); place.value = 'html'; \
         place.dispatchEvent(new Event('change')) })()",
    );
    desk.browser.until(&format!("{text}.startsWith('<h2>')"));
    // Only who presses a key may write into the clipboard.
    desk.browser.value("document.querySelector('dialog .button-primary').focus()");
    desk.keys("Enter", "Enter", 0);
    desk.browser.until(&format!("{length}.startsWith('Скопировано')"));
    for width in [320, 1280] {
        desk.emulate(width, 700, "light");
        let fits = "document.querySelector('dialog').scrollWidth <= document.querySelector('dialog').clientWidth";
        assert_eq!(desk.browser.value(fits), true, "{width}");
    }
    desk.click("Закрыть");
    desk.browser.value("document.querySelector('#event_ready').click()");
    desk.browser.until("document.querySelector('.event-copy').hidden");
}

#[test]
fn what_is_saved_stays_in_sight_however_long_the_story_is() {
    let story = "Третий класс победил, четвёртый догонял.\n\n".repeat(150);
    let Some(desk) = Desk::open(&format!("{HEAD}\n{story}")) else { return };
    desk.caret_at_end("#event_story");
    desk.type_text(" Все довольны.");
    let saved = "document.querySelector('#page_saved')";
    desk.browser.until(&format!("{saved}.textContent.startsWith('Сохранено в ')"));
    for width in [320, 390, 1280] {
        desk.emulate(width, 700, "light");
        for share in ["0", ".5", "1"] {
            desk.browser.value(&format!("scrollTo(0, document.body.scrollHeight * {share})"));
            let seen = desk.browser.value(&format!(
                "(() => {{ const box = {saved}.getBoundingClientRect(); \
                 const there = document.elementFromPoint(box.left + 25, (box.top + box.bottom) / 2); \
                 return box.height > 10 && {saved}.contains(there) }})()"
            ));
            // At the top of a narrow page it stands below the tabs, and still in sight.
            assert_eq!(seen, true, "{width} pixels wide, scrolled by {share}");
        }
    }
}

fn a_link_that_leads_nowhere_is_chosen_anew_beside_its_problem(field: StoryField) {
    let Some(desk) = Desk::open_in(field, TEXT, |site| {
        site.post(
            "forum.md",
            &crate::sandbox::post_text("Форум педагогов", "9.12.2022", "sovmestnye"),
        );
    }) else {
        return;
    };
    desk.caret_at_end("#event_story");
    desk.type_text(" Потом был [форум](net.md).");
    desk.browser
        .until("document.querySelector('#event_story_problems').textContent.includes('net.md')");
    let told = desk.browser.value("document.querySelector('#event_story_problems').textContent");
    assert!(!told.as_str().unwrap().contains("путь"), "a form has no paths: {told}");
    desk.click("Исправить ссылку");
    let found = "[...document.querySelectorAll('#link_found li')]\
                 .find(one => one.textContent.includes('Форум педагогов'))";
    desk.browser.until(&format!("{found} !== undefined"));
    desk.browser.value(&format!("{found}.click()"));
    desk.click("Изменить");
    desk.until_file(FILE, |text| text.ends_with(" Потом был [форум](../../forum.md).\n"));
    desk.browser.until("document.querySelector('#event_story_problems').textContent === ''");
    desk.browser.until("document.querySelector('.event-summary').hidden");
}

#[test]
fn a_list_of_links_that_cannot_be_read_is_told_and_read_again() {
    let forum =
        "---\nназвание: Форум педагогов\nдата: 3.12.2022\nнаправление: sovmestnye\n---\n\nБыли.\n";
    let Some(desk) = Desk::open_with(TEXT, |site| {
        site.file("content/posts/2022-23/forum.md", forum);
    }) else {
        return;
    };
    desk.browser.value(
        "(window.ownFetch = fetch, window.fetch = (path, ...more) => \
         (String(path).startsWith('/api/links') ? Promise.reject(new TypeError()) : ownFetch(path, ...more)))",
    );
    desk.browser.value("document.querySelector('[aria-label=\"Ссылка\"]').click()");
    let told = "document.querySelector('dialog [role=alert]').textContent";
    desk.browser.until(&format!("{told}.includes('прочитать не удалось. Росток не отвечает.')"));
    desk.picture("event-link-unread");
    desk.set("#link_target", "форум");
    let said = "document.querySelector('#link_said').textContent";
    assert_eq!(desk.browser.value(&format!("{said}.includes('Ничего не нашлось')")), false);
    desk.browser.value("window.fetch = window.ownFetch");
    desk.click("Попробовать ещё раз");
    desk.browser.until("document.querySelectorAll('#link_found li').length === 1");
    assert_eq!(desk.browser.value("document.querySelector('#link_target').value"), "форум");
    assert_eq!(desk.browser.value("document.activeElement.id"), "link_target");
    assert_eq!(desk.browser.value(told), "");
    desk.set("#link_target", "шашки");
    desk.browser.until(&format!("{said}.includes('Ничего не нашлось')"));
}

#[test]
fn what_a_new_event_lacks_is_a_task_and_becomes_a_mistake_where_somebody_has_been() {
    let Some(desk) = Desk::open(TEXT) else { return };
    desk.go("#/events");
    desk.click("Новое событие");
    desk.click("Создать");
    desk.browser.until("document.querySelector('#new_title_error')?.hidden === false");
    assert_eq!(desk.browser.value("document.activeElement.id"), "new_title", "the window stays");
    desk.set("#new_title", "День науки");
    desk.browser.until("document.querySelector('#new_title_error').hidden");
    assert_eq!(
        desk.browser.value("document.querySelector('#new_title').hasAttribute('aria-invalid')"),
        false
    );
    desk.set("#new_date", "вчера");
    desk.click("Создать");
    desk.browser.until("document.querySelector('#new_date_error').hidden === false");
    desk.set("#new_date", "");
    desk.browser.until("document.querySelector('#new_date_error').hidden");
    desk.click("Создать");
    desk.browser.until("document.querySelector('#field_title')?.value === 'День науки'");
    let summary = "document.querySelector('.event-summary')?.textContent";
    desk.browser
        .until(&format!("{summary}?.includes('Осталось указать: когда прошло, направление')"));
    let wrong = "document.querySelectorAll('main [aria-invalid=true]').length";
    assert_eq!(desk.browser.value(wrong), 0);
    // The list says the same as calmly.
    desk.go("#/events");
    let row = "[...document.querySelectorAll('.events-row')].find(one => one.textContent.includes('День науки'))?.innerText";
    desk.browser.until(&format!("{row}?.includes('Осталось указать: когда прошло, направление')"));
    desk.browser.until(&format!("{row}.includes('Черновик') && !{row}.includes('ошибк')"));
    assert_eq!(
        desk.browser.value("document.querySelector('[data-filter=errors]')"),
        serde_json::Value::Null
    );
    desk.picture("events-draft");
    desk.browser.value("history.back()");
    desk.browser.until(&format!("{summary}?.includes('Осталось указать')"));
    desk.browser.value("document.querySelector('.event-summary button').click()");
    assert_eq!(desk.browser.value("document.activeElement.id"), "field_date");
    desk.browser.value("document.querySelector('#event_story').focus()");
    desk.browser.until(&format!("{wrong} === 1"));
    desk.browser.until(&format!("{summary}?.includes('1\\u00a0ошибка')"));
    // Ready with nothing in it is a mistake everywhere.
    desk.browser.value("document.querySelector('#event_ready').click()");
    desk.browser.until(&format!("{wrong} === 2"));
    desk.browser.until(&format!("{CHIP} === 'Есть ошибки'"));
}

#[test]
fn the_page_beside_a_draft_changes_where_it_stands_and_nothing_covers_it() {
    let Some(desk) = Desk::open(&TEXT.replace("участники: 21", "участники: 21\nчерновик: да"))
    else {
        return;
    };
    desk.until_page("Рассказ о событии.");
    assert_eq!(desk.browser.value_in_frame("window.before = true"), true);
    let frame = "document.querySelectorAll('.page-frames iframe').length";
    desk.browser.until(&format!("{frame} === 1"));
    desk.caret_at_end("#event_story");
    for word in [" Было", " много", " гостей."] {
        desk.type_text(word);
    }
    desk.until_page("Рассказ о событии. Было много гостей.");
    assert_eq!(desk.browser.value_in_frame("window.before"), true);
    assert_eq!(desk.browser.value_in_frame("document.querySelectorAll('html > div').length"), 0);
    // What is understood is told where it differs from what is written.
    let echo = "document.querySelector('#field_participants_echo').textContent";
    for (written, understood) in [("21 обучающийся", ""), ("21", "→ 21 участник")]
    {
        desk.set("#field_participants", written);
        desk.browser.until(&format!("{echo}.replace('\\u00a0', ' ') === '{understood}'"));
    }
}
