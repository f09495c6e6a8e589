//! The field for the story where it is CodeMirror: marks, problems where they are, keys, the choice of the field.
#![cfg(target_os = "linux")]

use encoding_rs::WINDOWS_1251;
use serde_json::json;

use crate::editor_desk::{Desk, FILE, HEAD, STORY, StoryField, TEXT, in_both_fields};
use crate::sandbox::Site;
use crate::serving::until;

in_both_fields!(lists_go_on_and_every_edit_is_undone_in_its_order);

const FIELD: &str = "document.querySelector('#event_story')";

#[test]
fn marks_and_problems_are_shown_where_they_are() {
    let story = format!("{HEAD}\n## Итоги\n\nБыл **форум**, [о нём](net.md) знают все.\n");
    let Some(desk) = Desk::open(&story) else { return };
    desk.browser.value(
        "(window.refused = [], addEventListener('securitypolicyviolation', event => refused.push(event.violatedDirective)))",
    );
    let shown = "[...document.querySelectorAll('.story-mark, .story-address')].map(one => one.textContent).join('')";
    desk.browser.until(&format!("{shown} === '##****[](net.md)'"));
    desk.browser.until("document.querySelector('.story-problem')?.textContent === 'net.md'");
    let looks = desk.browser.value(
        "[['.story-strong', 'fontWeight'], ['.story-line-heading', 'fontWeight'], ['.cm-content', 'whiteSpace']] \
         .map(([place, key]) => getComputedStyle(document.querySelector(place))[key]).join()",
    );
    assert_eq!(looks, "700,650,break-spaces", "CodeMirror's own styles are adopted");
    let said = desk.browser.value(&format!(
        "['role', 'aria-multiline', 'aria-label', 'aria-invalid', 'aria-describedby', 'spellcheck', 'lang'] \
         .map(name => {FIELD}.getAttribute(name)).join()"
    ));
    assert_eq!(said, "textbox,true,Рассказ,true,event_story_problems,true,ru");

    // The words come by keyboard, and go.
    let words = "document.querySelector('.story-words')";
    desk.browser.value(&format!("({STORY}.focus(), {STORY}.setSelectionRange(0, 0))"));
    desk.keys("F8", "F8", 0);
    desk.browser.until(&format!(
        "!{words}.hidden && {words}.textContent.startsWith('Ссылка никуда не ведёт')"
    ));
    assert_eq!(
        desk.browser
            .value(&format!("{STORY}.value.slice({STORY}.selectionStart, {STORY}.selectionEnd)")),
        "net.md"
    );
    desk.browser.until(
        "document.querySelector('#page_status').textContent.startsWith('Ссылка никуда не ведёт')",
    );
    desk.keys("Escape", "Escape", 0);
    desk.browser.until(&format!("{words}.hidden"));
    // By pointer too.
    let place = desk.browser.value(
        "(({ left, top, width, height }) => [left + width / 2, top + height / 2]) \
         (document.querySelector('.story-problem').getBoundingClientRect())",
    );
    let event = json!({ "type": "mouseMoved", "x": place[0], "y": place[1] });
    desk.browser.devtools("Input.dispatchMouseEvent", &event);
    desk.browser.until(&format!("!{words}.hidden"));
    let fits = format!(
        "(inner => inner.top >= 0 && inner.left >= {FIELD}.getBoundingClientRect().left)({words}.getBoundingClientRect())"
    );
    assert_eq!(desk.browser.value(&fits), true);
    // Mended, it is gone.
    desk.browser.value(&format!(
        "(at => {STORY}.setSelectionRange(at, at + 6))({STORY}.value.indexOf('net.md'))"
    ));
    desk.type_text("h");
    desk.keys("z", "KeyZ", 2);
    desk.browser.until(&format!("{STORY}.value.includes('(net.md)')"));
    desk.browser.value(&format!(
        "(at => {STORY}.setSelectionRange(at - 1, at + 7))({STORY}.value.indexOf('net.md'))"
    ));
    desk.keys("Delete", "Delete", 0);
    desk.browser.until("document.querySelector('.story-problem') === null");
    desk.browser.until(&format!("!{FIELD}.hasAttribute('aria-invalid')"));
    assert_eq!(desk.browser.value("refused.join()"), "");
}

fn lists_go_on_and_every_edit_is_undone_in_its_order(field: StoryField) {
    let windows = format!("{HEAD}\nРассказ.\n").replace('\n', "\r\n");
    let Some(desk) = Desk::open_in(field, &windows, |_| ()) else { return };
    desk.browser.until(&format!("{STORY}.value.includes('Рассказ.')"));
    desk.caret_at_end("#event_story");
    desk.keys("Enter", "Enter", 0);
    desk.type_text("- раз");
    desk.keys("Enter", "Enter", 0);
    desk.type_text("два");
    let story = format!("{STORY}.value.trim()");
    desk.browser.until(&format!("{story} === 'Рассказ.\\n- раз\\n- два'"));
    desk.keys("Backspace", "Backspace", 0);
    desk.browser.until(&format!("{story} === 'Рассказ.\\n- раз\\n- дв'"));
    desk.keys("Backspace", "Backspace", 2);
    desk.browser.until(&format!("{story} === 'Рассказ.\\n- раз\\n-'"));
    desk.type_text("три");
    desk.keys("b", "KeyB", 2);
    desk.browser.until(&format!("{story} === 'Рассказ.\\n- раз\\n- **три**'"));
    desk.until_file(FILE, |text| text.ends_with("Рассказ.\r\n- раз\r\n- **три**\r\n"));
    desk.keys("z", "KeyZ", 2);
    desk.browser.until(&format!("{story} === 'Рассказ.\\n- раз\\n- три'"));
    for _ in 0..30 {
        desk.keys("z", "KeyZ", 2);
    }
    desk.browser.until(&format!("{story} === 'Рассказ.'"));
    desk.until_file(FILE, |text| text == windows);
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the test reads its own file")]
fn a_text_in_windows_1251_stays_so_until_it_gets_a_character_that_has_no_place_there() {
    let written = |text: &str| WINDOWS_1251.encode(text).0.into_owned();
    let text = format!("{HEAD}\nРассказ — «первый».\n\nКонец.\n").replace('\n', "\r\n");
    let prepare = |site: &Site| {
        site.file(FILE, written(&text));
    };
    let Some(desk) = Desk::open_with(TEXT, prepare) else { return };
    desk.browser.until(&format!("{STORY}.value.includes('«первый»')"));
    let path = desk.site.root().join(FILE);
    let until_bytes =
        |bytes: &[u8]| until(|| (std::fs::read(&path).unwrap() == bytes).then_some(()));
    desk.caret_at_end("#event_story");
    desk.type_text(" Ещё…");
    let text = text.replace("Конец.", "Конец. Ещё…");
    until_bytes(&written(&text));
    desk.type_text(" 😀");
    let text = text.replace("Ещё…", "Ещё… 😀");
    until_bytes(text.as_bytes());
    let told = "В кодировке файла нет знака «😀»: файл записан в кодировке UTF-8.";
    desk.browser
        .until(&format!("document.querySelector('.event-notices').innerText.includes('{told}')"));
    // What else the file has is the same.
    let story = "Рассказ — «первый».\\n\\nКонец. Ещё… 😀";
    assert_eq!(desk.browser.value(&format!("{STORY}.value.trim() === '{story}'")), true);
}

#[test]
fn the_other_field_is_chosen_and_remembered() {
    let Some(desk) = Desk::open(TEXT) else { return };
    desk.browser.until(&format!("{FIELD} !== null && {FIELD}.tagName === 'DIV'"));
    desk.caret_at_end("#event_story");
    desk.type_text(" Ещё.");
    desk.click("Ещё");
    desk.click("Простое поле без подсветки");
    desk.browser.until(&format!("{FIELD}?.tagName === 'TEXTAREA'"));
    desk.browser.until(&format!("{STORY}.value.trim() === 'Рассказ о событии. Ещё.'"));
    desk.reopen();
    desk.browser.until(&format!("{FIELD}?.tagName === 'TEXTAREA'"));
    desk.click("Ещё");
    desk.click("Поле с подсветкой разметки");
    desk.browser.until(&format!("{FIELD}?.tagName === 'DIV'"));
    // Touch screens have the field that their keyboards know.
    desk.browser.devtools("Emulation.setTouchEmulationEnabled", &json!({ "enabled": true }));
    desk.emulate_phone();
    desk.reopen();
    desk.browser.until(&format!("{FIELD}?.tagName === 'TEXTAREA'"));
    desk.click("Ещё");
    let entries = "document.querySelector('.event-menu').textContent";
    assert_eq!(desk.browser.value(&format!("{entries}.includes('поле')")), false);
}
