//! События and Событие in a real browser: what is typed reaches the page and the disk, and is never lost.
#![cfg(target_os = "linux")]
#![expect(clippy::disallowed_methods, reason = "tests write and read their own files")]

use std::time::{Duration, Instant};

use serde_json::Value;

use crate::editor_desk::{Desk, FILE, HEAD, STORY, StoryField, TEXT, in_both_fields};
use crate::serving::until;

in_both_fields!(
    what_is_typed_appears_in_the_page_and_on_the_disk,
    commands_of_the_toolbar_can_be_undone,
    a_problem_stands_at_its_field_until_it_is_corrected,
    changes_of_another_program_are_merged_or_asked_about,
    a_second_tab_reads_until_it_takes_over,
    typing_goes_on_while_the_program_is_closed_and_started_again,
    what_was_not_saved_before_a_crash_is_offered,
);

fn saved(desk: &Desk, expected: &str) {
    desk.until_file(FILE, |text| text == expected);
}

#[test]
fn a_field_changes_its_line_and_nothing_else() {
    let windows = TEXT
        .replace("участники", "# пояснение\r\nмой_ключ: моё\r\nучастники")
        .replace('\n', "\r\n");
    let windows = windows.replace("\r\r", "\r");
    let Some(desk) = Desk::open(&windows) else { return };
    desk.browser.until("document.querySelector('#field_title')?.value === 'Турнир по шахматам'");
    desk.browser.until("document.body.innerText.includes('→ 7\\u00a0декабря 2022\\u00a0г.')");
    desk.browser.until("document.querySelector('.event-others').textContent.includes('мой_ключ')");
    desk.set("#field_title", "Турнир: финал");
    saved(&desk, &windows.replace("название: Турнир по шахматам", "название: 'Турнир: финал'"));
    desk.set("#field_participants", "20 обучающихся и 3 педагога");
    desk.browser
        .until("document.body.innerText.includes('→ 20\\u00a0обучающихся, 3\\u00a0педагога')");
    desk.until_file(FILE, |text| text.contains("участники: 20 обучающихся и 3 педагога\r\n"));
    desk.browser.value("document.querySelector('.event-more').open = true");
    desk.set("#field_place", "Актовый зал");
    desk.until_file(FILE, |text| {
        text.contains("место: Актовый зал\r\n") && text.contains("мой_ключ: моё\r\n")
    });
    assert!(desk.site.read(FILE).ends_with("\r\nРассказ о событии.\r\n"));
}

fn what_is_typed_appears_in_the_page_and_on_the_disk(field: StoryField) {
    let Some(desk) = Desk::open_in(field, TEXT, |_| ()) else { return };
    desk.until_page("Рассказ о событии.");
    desk.caret_at_end("#event_story");
    desk.type_text(" Победила дружба.");
    desk.until_page("Победила дружба.");
    saved(&desk, &TEXT.replace("Рассказ о событии.", "Рассказ о событии. Победила дружба."));
    desk.browser
        .until("document.querySelector('#page_saved').textContent.startsWith('Сохранено в ')");
}

fn commands_of_the_toolbar_can_be_undone(field: StoryField) {
    let Some(desk) = Desk::open_in(field, TEXT, |_| ()) else { return };
    let story = STORY;
    desk.browser.until(&format!("{story}.value.length > 0"));
    desk.browser.value(&format!("({story}.focus(), {story}.setSelectionRange(0, 7))"));
    let before = desk.browser.value(&format!("{story}.value"));
    for label in ["Жирный", "Курсив", "Подзаголовок", "Список", "Цитата"]
    {
        desk.browser.value(&format!("document.querySelector('[aria-label=\"{label}\"]').click()"));
        assert_ne!(desk.browser.value(&format!("{story}.value")), before, "{label}");
        desk.keys("z", "KeyZ", 2);
        assert_eq!(desk.browser.value(&format!("{story}.value")), before, "{label}");
        desk.browser.value(&format!("{story}.setSelectionRange(0, 7)"));
    }
    desk.keys("b", "KeyB", 2);
    let made = desk.browser.value(&format!("{story}.value"));
    assert_eq!(made, "**Рассказ** о событии.");
    desk.until_page("Рассказ о событии.");
}

fn a_problem_stands_at_its_field_until_it_is_corrected(field: StoryField) {
    let Some(desk) = Desk::open_in(field, TEXT, |_| ()) else { return };
    desk.browser.until("document.querySelector('#field_date')?.value === '7.12.2022'");
    desk.set("#field_date", "32.12.2022");
    desk.browser
        .until("document.querySelector('#field_date').getAttribute('aria-invalid') === 'true'");
    desk.browser.until("document.querySelector('#field_date_problems').textContent.length > 10");
    desk.browser
        .until("document.querySelector('.event-summary').textContent.includes('1\\u00a0ошибка')");
    desk.browser.value("document.querySelector('#field_title').focus()");
    desk.browser.value("document.querySelector('.event-summary button').click()");
    desk.browser.until("document.activeElement.id === 'field_date'");
    desk.set("#field_date", "");
    desk.browser
        .until("document.querySelector('#field_date_problems').textContent.includes('дата')");
    desk.set("#field_date", "8.12.2022");
    desk.browser.until("!document.querySelector('#field_date').hasAttribute('aria-invalid')");
    desk.browser.until("document.querySelector('.event-summary').hidden");
    // A problem of the story leads to its place.
    desk.caret_at_end("#event_story");
    desk.type_text("😀 [туда](net.md)");
    desk.browser.until("document.querySelector('#event_story_problems button') !== null");
    desk.browser.value("document.querySelector('#event_story_problems button').click()");
    let area = STORY;
    let selected = desk
        .browser
        .value(&format!("{area}.value.slice({area}.selectionStart, {area}.selectionEnd)"));
    assert!(selected.as_str().unwrap().contains("net.md"), "{selected}");
}

fn changes_of_another_program_are_merged_or_asked_about(field: StoryField) {
    let Some(desk) = Desk::open_in(field, TEXT, |_| ()) else { return };
    desk.until_page("Рассказ о событии.");
    // Nothing is being edited: the new text is taken.
    let other = TEXT.replace("участники: 21", "участники: 22");
    desk.write(&other);
    desk.browser.until("document.querySelector('#field_participants').value === '22'");
    // Another part of the file was changed: both stay.
    desk.hold_saving();
    desk.caret_at_end("#event_story");
    desk.type_text("Мой конец.");
    let third = other.replace("участники: 22", "участники: 23");
    desk.write(&third);
    desk.release_saving();
    desk.until_file(FILE, |text| text.contains("участники: 23") && text.contains("Мой конец."));
    desk.browser.until("document.querySelector('#field_participants').value === '23'");
    // The same place: the question, and both are kept.
    for (number, answer) in [(1, "Оставить мою"), (2, "Взять из файла")] {
        let (mine, theirs) = (30 + number, 40 + number);
        desk.hold_saving();
        desk.set("#field_participants", &mine.to_string());
        let now = desk.site.read(FILE);
        let there = now.lines().map(|line| match line.starts_with("участники") {
            true => format!("участники: {theirs}\n"),
            false => format!("{line}\n"),
        });
        desk.write(&there.collect::<String>());
        desk.release_saving();
        desk.browser.until("document.body.innerText.includes('В файле другая правка.')");
        desk.click("Показать различия");
        desk.browser.until(&format!(
            "document.querySelector('dialog')?.textContent.includes('{theirs}') === true"
        ));
        desk.click("Закрыть");
        desk.click(answer);
        let expected = if number == 1 { mine } else { theirs };
        desk.until_file(FILE, |text| text.contains(&format!("участники: {expected}\n")));
        desk.browser.until(&format!(
            "document.querySelector('#field_participants').value === '{expected}'"
        ));
        desk.browser.until("!document.body.innerText.includes('В файле другая правка.')");
    }
    // What gave way is among the earlier versions.
    desk.click("Ещё");
    desk.click("Прежние версии");
    desk.browser.until("document.querySelectorAll('.versions-one').length >= 2");
}

fn a_second_tab_reads_until_it_takes_over(field: StoryField) {
    let Some(desk) = Desk::open_in(field, TEXT, |_| ()) else { return };
    desk.until_page("Рассказ о событии.");
    let first = desk.browser.tab();
    desk.hold_saving();
    desk.caret_at_end("#event_story");
    desk.type_text("Ждёт. ");
    let second = desk.new_tab();
    desk.browser.until("document.body.innerText.includes('открыто в другой вкладке')");
    // What the first tab has not saved yet is its own.
    desk.browser.until("document.querySelector('.photo-drop') !== null");
    assert_eq!(desk.browser.value("document.body.innerText.includes('не успело')"), false);
    desk.browser.switch_to(&first);
    desk.release_saving();
    desk.until_file(FILE, |text| text.ends_with("Ждёт. \n"));
    desk.browser.switch_to(&second);
    assert_eq!(desk.browser.value(&format!("{STORY}.readOnly")), true);
    desk.browser.switch_to(&first);
    desk.caret_at_end("#event_story");
    desk.type_text("Из первой.");
    desk.browser.switch_to(&second);
    desk.click("Редактировать здесь");
    desk.browser.until(&format!("!{STORY}.readOnly"));
    desk.browser.until(&format!("{STORY}.value.includes('Из первой.')"));
    desk.caret_at_end("#event_story");
    desk.type_text("Из второй.");
    desk.until_file(FILE, |text| text.ends_with("Ждёт. Из первой.Из второй.\n"));
    desk.browser.switch_to(&first);
    desk.browser.until(&format!("{STORY}.readOnly"));
}

fn typing_goes_on_while_the_program_is_closed_and_started_again(field: StoryField) {
    let Some(mut desk) = Desk::open_in(field, TEXT, |_| ()) else { return };
    desk.until_page("Рассказ о событии.");
    let tab = desk.browser.tab();
    desk.caret_at_end("#event_story");
    desk.type_text("До. ");
    desk.kill();
    desk.type_text("Без программы. ");
    desk.browser
        .until("document.querySelector('#page_saved').textContent.includes('Пока не сохранено')");
    desk.restart();
    // A double click opens a new tab, from which the old one learns the key.
    desk.new_tab();
    desk.browser.switch_to(&tab);
    desk.type_text("После.");
    desk.until_file(FILE, |text| text.ends_with("До. Без программы. После.\n"));
}

fn what_was_not_saved_before_a_crash_is_offered(field: StoryField) {
    let Some(mut desk) = Desk::open_in(field, TEXT, |_| ()) else { return };
    desk.until_page("Рассказ о событии.");
    desk.kill();
    desk.caret_at_end("#event_story");
    desk.type_text("Не успело.");
    let is_kept = "new Promise(done => { const open = indexedDB.open('rostok'); open.onsuccess = () => { \
        const all = open.result.transaction('tails').objectStore('tails').getAll(); \
        all.onsuccess = () => done(all.result.some(({ body }) => body?.includes('Не успело.'))) } })";
    until(|| (desk.browser.promised(is_kept) == true).then_some(()));
    // The page goes away without having reached the program.
    desk.browser.value(
        "(window.onbeforeunload = null, window.addEventListener('beforeunload', \
        (event) => event.stopImmediatePropagation(), true))",
    );
    desk.restart();
    desk.reopen();
    desk.browser.until("document.body.innerText.includes('не успело сохраниться')");
    assert!(!desk.site.read(FILE).contains("Не успело."));
    desk.click("Вернуть");
    desk.until_file(FILE, |text| text.ends_with("Не успело.\n"));
}

#[test]
fn an_event_goes_from_nothing_to_ready_by_keyboard_alone() {
    let Some(desk) = Desk::open(TEXT) else { return };
    desk.go("#/events");
    desk.browser.until("document.querySelectorAll('.events-row').length === 1");
    desk.browser.value("[...document.querySelectorAll('main .button-primary')][0].focus()");
    desk.keys("Enter", "Enter", 0);
    desk.browser.until("document.activeElement.id === 'new_title'");
    desk.type_text("День науки");
    desk.keys("Tab", "Tab", 0);
    desk.type_text("14 октября 2022");
    desk.keys("Enter", "Enter", 0);
    desk.browser.until("document.querySelector('#field_title')?.value === 'День науки'");
    let file = "content/posts/2022-23/den-nauki/index.md";
    desk.until_file(file, |text| {
        text.contains("\nдата: 14 октября 2022\n") && text.contains("\nчерновик: да\n")
    });
    desk.browser.value("document.querySelector('#field_direction').focus()");
    desk.keys("ArrowDown", "ArrowDown", 0);
    desk.until_file(file, |text| text.contains("\nнаправление: sovmestnye"));
    desk.browser.value("document.querySelector('#event_story').focus()");
    desk.type_text("Смотрели на звёзды.");
    desk.browser.value("document.querySelector('#event_ready').focus()");
    desk.keys(" ", "Space", 0);
    desk.until_file(file, |text| {
        text.contains("Смотрели на звёзды.") && !text.contains("\nчерновик: да")
    });
    desk.until_page("Смотрели на звёзды.");
    desk.go("#/events");
    desk.browser.until("document.querySelectorAll('.events-row').length === 2");
}

#[test]
fn a_deleted_event_can_be_had_back() {
    let Some(desk) = Desk::open(TEXT) else { return };
    desk.browser.until("document.querySelector('#field_title') !== null");
    desk.click("Ещё");
    desk.click("Убрать в корзину");
    desk.browser.until("document.body.innerText.includes('убрано в корзину')");
    desk.browser.until("document.querySelectorAll('.events-row').length === 0");
    assert!(!desk.site.root().join(FILE).exists());
    desk.click("Вернуть");
    desk.until_file(FILE, |text| text == TEXT);
    desk.browser.until("document.querySelector('#field_title')?.value === 'Турнир по шахматам'");
}

#[test]
fn the_whole_text_is_edited_where_the_fields_cannot_be() {
    let broken = TEXT.replace("участники: 21", "участники: [21");
    let Some(desk) = Desk::open(&broken) else { return };
    desk.browser.until("document.activeElement.id === 'event_whole'");
    desk.browser.until("document.activeElement.value.includes('участники: [21')");
    desk.set("#event_whole", TEXT);
    saved(&desk, TEXT);
    desk.click("Вернуться к полям");
    desk.browser.until("document.activeElement.id === 'field_title'");
    desk.until_page("Рассказ о событии.");
}

/// A list of 2,000 events answers at once.
#[test]
fn a_list_of_two_thousand_events_stays_quick() {
    let Some(desk) = Desk::open_with(TEXT, |site| {
        for number in 0..2000 {
            let day = 1 + number % 28;
            let text = HEAD
                .replace("Турнир по шахматам", &format!("Событие {number}"))
                .replace("7.12.2022", &format!("{day}.11.2022"));
            site.post(&format!("2022-23/s{number}.md"), &format!("{text}\nРассказ {number}.\n"));
        }
    }) else {
        return;
    };
    let start = Instant::now();
    desk.go("#/events");
    desk.browser
        .until("document.querySelector('.events .hint')?.textContent === '2001\\u00a0событие'");
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    let search = "(() => { const input = document.querySelector('#events_search'); const start = performance.now();
        input.value = 'событие 19'; input.dispatchEvent(new Event('input')); document.body.offsetHeight;
        return performance.now() - start })()";
    let time = desk.browser.value(search).as_f64().unwrap();
    assert!(time < 200.0, "{time} ms");
    desk.browser
        .until("document.querySelector('.events .hint').textContent.startsWith('Найдено: ')");
    assert!(
        desk.browser.value("document.querySelectorAll('.events-row').length").as_u64().unwrap()
            <= 120
    );
}

/// Every state of both screens, at two widths, light and dark; pictures of them go to `target/editor/`.
#[test]
fn axe_finds_nothing_on_the_screens_of_events() {
    let Some(axe) = crate::node::module("axe-core/axe.min.js") else { return };
    let axe = std::fs::read_to_string(axe).unwrap();
    let Some(desk) = Desk::open_with(TEXT, |site| {
        let post = |name: &str, title: &str, date: &str, more: &str, text: &str| {
            let head = HEAD.replace("Турнир по шахматам", title).replace("7.12.2022", date);
            site.post(&format!("2022-23/{name}/index.md"), &head.replace("участники: 21\n", more));
            site.file(
                &format!("content/posts/2022-23/{name}/index.md"),
                format!("{}\n{text}\n", head.replace("участники: 21\n", more)),
            );
        };
        post(
            "den-nauki",
            "День науки: опыты и открытия",
            "10.02.2023",
            "участники: 54\nчерновик: да\n",
            "Опыты.",
        );
        post(
            "priglashaem",
            "Приглашаем на робототехнику",
            "25.12.2022",
            "",
            "Приглашаем на занятие.",
        );
        post(
            "master-klass",
            "Мастер-класс по 3D-печати для педагогов района",
            "12–14 ноября 2022",
            "участники: 3 педагога\n",
            "Печатали детали. [Программа](net.md)",
        );
        site.file("content/posts/2022-23/turnir/1.jpg", include_bytes!("../photos/small.jpg"));
    }) else {
        return;
    };
    let mut wrong = Vec::new();
    let mut look = |state: &str| {
        for (width, height) in [(320, 800), (390, 844), (1280, 900)] {
            for colours in ["light", "dark"] {
                desk.emulate(width, height, colours);
                desk.picture(&format!("{state}-{width}-{colours}"));
                if width == 390 {
                    continue;
                }
                desk.browser
                    .devtools("Runtime.evaluate", &serde_json::json!({ "expression": axe }));
                let found = desk.browser.promised(
                    "axe.run({ exclude: [['iframe']] }).then(result => result.violations.map(rule => \
                     rule.id + ': ' + rule.nodes.map(node => node.html).join(' ')))",
                );
                let problems = found.as_array().cloned().unwrap_or_else(|| vec![found.clone()]);
                wrong.extend(
                    problems
                        .iter()
                        .map(|one: &Value| format!("{state}, {width}, {colours}: {one}")),
                );
                let wider = desk.browser.value("document.documentElement.scrollWidth > innerWidth");
                if wider == true {
                    wrong.push(format!("{state}, {width}: wider than the screen"));
                }
            }
        }
        desk.emulate(1280, 900, "light");
    };
    desk.until_page("Рассказ о событии.");
    look("event");
    desk.browser.value("document.querySelector('.event-more').open = true");
    look("event-all-fields");
    desk.set("#field_date", "32.12.2022");
    desk.browser
        .until("document.querySelector('#field_date').getAttribute('aria-invalid') === 'true'");
    look("event-errors");
    desk.set("#field_date", "7.12.2022");
    desk.click("Ещё");
    look("event-menu");
    desk.click("Ещё");
    desk.browser.value("document.querySelector('[aria-label=\"Ссылка\"]').click()");
    desk.browser.until("document.querySelectorAll('#link_found li').length > 2");
    look("event-link");
    desk.click("Отмена");
    desk.browser.value("document.querySelector('[aria-label=\"Таблица\"]').click()");
    look("event-table");
    desk.click("Отмена");
    desk.hold_saving();
    desk.set("#field_participants", "31");
    desk.write(&TEXT.replace("участники: 21", "участники: 41"));
    desk.release_saving();
    desk.browser.until("document.body.innerText.includes('В файле другая правка.')");
    look("event-conflict");
    desk.click("Показать различия");
    look("event-differences");
    desk.click("Закрыть");
    desk.click("Взять из файла");
    desk.browser.until("!document.body.innerText.includes('В файле другая правка.')");
    desk.click("Ещё");
    desk.click("Текст файла целиком");
    desk.browser.until("document.activeElement.id === 'event_whole'");
    look("event-whole");
    desk.go("#/events");
    desk.browser.until("document.querySelectorAll('.events-row').length === 4");
    look("events");
    desk.click("Новое событие");
    look("events-new");
    desk.click("Создать");
    desk.browser.until("document.querySelector('#new_title_error')?.hidden === false");
    look("events-new-error");
    desk.click("Отмена");
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
