//! The editor for those who do not see it, see it enlarged, or in the colours of their system: what
//! Chromium tells assistive technology of each screen, where the focus is, 200 % text, forced colours.
#![cfg(target_os = "linux")]

use serde_json::{Value, json};

use crate::editor_desk::{Desk, TEXT};
use crate::sandbox::PHOTO;

/// Roles that need a name: controls, and groups of them.
const NAMED: &[&str] = &[
    "button",
    "checkbox",
    "combobox",
    "dialog",
    "link",
    "listbox",
    "menu",
    "menuitem",
    "navigation",
    "option",
    "progressbar",
    "radio",
    "radiogroup",
    "region",
    "searchbox",
    "spinbutton",
    "switch",
    "tab",
    "tablist",
    "textbox",
    "toolbar",
    "complementary",
    "form",
];

/// What is wrong with the accessibility tree of the page, as Chromium computes it.
fn look(desk: &Desk, state: &str, wrong: &mut Vec<String>) {
    desk.browser.devtools("Accessibility.enable", &json!({}));
    let tree = desk.browser.devtools("Accessibility.getFullAXTree", &json!({}));
    let nodes = tree["nodes"].as_array().unwrap().iter().filter(|node| node["ignored"] == false);
    let (mut titles, mut mains, mut banners, mut controls) = (0, 0, 0, 0);
    for node in nodes {
        let role = node["role"]["value"].as_str().unwrap_or_default();
        let name = node["name"]["value"].as_str().unwrap_or_default().trim();
        let has = |property: &str| {
            let properties = node["properties"].as_array().into_iter().flatten();
            properties
                .filter(|one| one["name"] == property)
                .map(|one| one["value"]["value"].clone())
                .next()
                .unwrap_or(Value::Null)
        };
        if NAMED.contains(&role) {
            controls += 1;
            if name.is_empty() {
                wrong.push(format!("{state}: {role} without a name: {node}"));
            }
        }
        // What the keyboard reaches says what it is.
        if has("focusable") == true && matches!(role, "generic" | "none" | "") {
            wrong.push(format!("{state}: something without a role is reached: {node}"));
        }
        titles += u32::from(role == "heading" && has("level") == 1 && !name.is_empty());
        mains += u32::from(role == "main");
        banners += u32::from(role == "banner");
    }
    if (titles, mains, banners) != (1, 1, 1) && !state.contains("window") {
        wrong.push(format!("{state}: {titles} titles, {mains} main parts, {banners} headers"));
    }
    assert!(controls > 1, "{state}: {controls} controls");
    let focus = desk.browser.value(
        "(document.activeElement === document.body ? 'lost' : getComputedStyle(document.activeElement).display)",
    );
    if focus == "lost" || focus == "none" {
        wrong.push(format!("{state}: the focus is {focus}"));
    }
    enlarge(desk, state, wrong);
    picture_in_forced_colours(desk, state);
}

/// Text of twice the size needs no scrolling to the side, and nothing is cut off.
fn enlarge(desk: &Desk, state: &str, wrong: &mut Vec<String>) {
    desk.browser.value("document.documentElement.style.fontSize = '200%'");
    for width in [640, 1280] {
        desk.emulate(width, 900, "light");
        let wide = desk.browser.value("document.documentElement.scrollWidth - innerWidth");
        if wide.as_i64() > Some(0) {
            wrong.push(format!("{state}, 200 %, {width}: {wide} pixels too wide"));
        }
        let cut = desk.browser.value(
            "[...document.querySelectorAll('button, .chip, label, .tabs a, h1, h2')].filter(one => \
             one.offsetParent !== null && !one.matches('.visually-hidden') && getComputedStyle(one).overflow !== 'visible' \
             && one.scrollWidth > one.clientWidth + 1).map(one => one.textContent.trim()).join()",
        );
        if cut != "" {
            wrong.push(format!("{state}, 200 %, {width}: cut off: {cut}"));
        }
    }
    desk.picture(&format!("access-{}-enlarged", state.replace(' ', "-")));
    desk.browser.value("document.documentElement.style.fontSize = ''");
    desk.emulate(1280, 900, "light");
}

/// For people to look at.
fn picture_in_forced_colours(desk: &Desk, state: &str) {
    let features = json!({ "features": [{ "name": "forced-colors", "value": "active" }] });
    desk.browser.devtools("Emulation.setEmulatedMedia", &features);
    desk.picture(&format!("access-{}-forced", state.replace(' ', "-")));
    desk.browser.devtools("Emulation.setEmulatedMedia", &json!({ "features": [] }));
}

/// Whether the focus is on something within `place`.
#[track_caller]
fn focus_is_in(desk: &Desk, place: &str) {
    desk.browser.until(&format!("document.activeElement.closest('{place}') !== null"));
}

#[test]
fn every_control_has_its_role_and_name_and_no_focus_is_lost() {
    let text = TEXT.replace("---\n\n", "описание_фото: Ребята за досками\n---\n\n");
    let Some(desk) = Desk::open_with(&text, |site| {
        for name in ["1.jpg", "2.jpg"] {
            let bytes = [PHOTO, name.as_bytes()].concat();
            site.file(&format!("content/posts/2022-23/turnir/{name}"), bytes);
        }
        let draft =
            TEXT.replace("Турнир по шахматам", "Игра").replace("участники: 21", "черновик: да");
        site.post("igra.md", &draft);
        site.file("content/pages/o-nas.md", "---\nназвание: О нас\n---\n\nМы рядом.\n");
    }) else {
        return;
    };
    let mut wrong = Vec::new();
    desk.browser.until("document.querySelectorAll('.photo-card').length === 2");
    desk.until_page("Рассказ о событии.");
    // Each screen begins with its title.
    desk.browser.until("document.activeElement.tagName === 'H1'");
    look(&desk, "event", &mut wrong);

    // Windows: the focus goes in and comes back.
    for (tool, field) in
        [("Ссылка", "link_target"), ("Таблица", "table_columns"), ("Видео", "video_address")]
    {
        desk.browser.value(&format!(
            "(() => {{ const tool = document.querySelector('[aria-label=\"{tool}\"]'); tool.focus(); tool.click() }})()"
        ));
        desk.browser.until(&format!("document.activeElement.id === '{field}'"));
        look(&desk, &format!("window {tool}"), &mut wrong);
        desk.click("Отмена");
        focus_is_in(&desk, ".event-editor");
    }
    desk.browser.value("document.querySelector('.event-actions button').focus()");
    desk.click("Ещё");
    look(&desk, "menu", &mut wrong);
    desk.click("Текст файла целиком");
    desk.browser.until("document.activeElement.id === 'event_whole'");
    look(&desk, "event as text", &mut wrong);
    desk.click("Вернуться к полям");
    desk.browser.until("document.activeElement.id === 'field_title'");

    // A photo: opened, removed, brought back.
    desk.browser
        .value("(one => (one.focus(), one.click()))(document.querySelector('.photo-open'))");
    focus_is_in(&desk, ".photo-details");
    desk.browser.until("document.querySelector('.photo-large').naturalWidth > 0");
    look(&desk, "photo", &mut wrong);
    desk.click("Убрать снимок");
    focus_is_in(&desk, ".photo-removed");
    look(&desk, "photo removed", &mut wrong);
    desk.click("Вернуть");
    focus_is_in(&desk, ".photo-card[data-name]");

    // The trash and the list.
    desk.browser.value("document.querySelector('.event-actions button').focus()");
    desk.click("Ещё");
    desk.click("Убрать в корзину");
    desk.browser.until("document.querySelector('.events .notice') !== null");
    focus_is_in(&desk, "main");
    look(&desk, "events", &mut wrong);
    desk.go("#/history");
    desk.browser.until("document.querySelector('.history-row button') !== null");
    look(&desk, "history", &mut wrong);
    desk.browser.value(
        "(one => (one.focus(), one.click()))(document.querySelector('.history-row button'))",
    );
    desk.browser.until("document.activeElement.textContent === 'Вернулось. Открыть'");
    desk.go("#/events");
    desk.browser.until("document.querySelector('.events-filter') !== null");
    desk.browser
        .value("(one => (one.focus(), one.click()))(document.querySelector('.events-filter'))");
    focus_is_in(&desk, ".events-filters");

    desk.go("#/report");
    desk.browser.until("document.querySelector('.sheet') !== null");
    focus_is_in(&desk, "main");
    look(&desk, "report", &mut wrong);
    desk.browser.value(
        "(one => { one.focus(); one.selectedIndex = one.options.length - 2; \
         document.querySelector('.report .lead').dataset.old = 'yes'; \
         one.dispatchEvent(new Event('change')) })(document.querySelector('#period'))",
    );
    desk.browser.until("document.querySelector('.report .lead:not([data-old])') !== null");
    desk.browser.until("document.activeElement.id === 'period'");

    desk.go("#/publish");
    desk.browser.until("document.querySelector('.ways') !== null");
    focus_is_in(&desk, "main");
    look(&desk, "publish", &mut wrong);
    desk.click("Собрать папку для загрузки");
    desk.browser.until("document.querySelector('.steps') !== null");
    focus_is_in(&desk, "main");
    look(&desk, "packed", &mut wrong);
    desk.go("#/file/content%2Fsite.yaml");
    desk.browser.until("document.querySelector('#file_text') !== null");
    focus_is_in(&desk, "main");
    look(&desk, "settings as text", &mut wrong);
    for screen in ["import", "tables", "pages", "look", "settings"] {
        desk.go(&format!("#/{screen}"));
        desk.browser.until(&format!(
            "document.activeElement.matches('[data-screen={screen}] h1') \
             && document.querySelectorAll('main :is(input, select, li a, li button)').length > 0"
        ));
        desk.browser
            .value("document.querySelectorAll('details').forEach(one => { one.open = true })");
        look(&desk, screen, &mut wrong);
    }
    desk.go("#/event/content%2Fposts%2Fnet.md");
    desk.browser
        .until("document.querySelector('main').innerText.includes('Не получилось открыть')");
    focus_is_in(&desk, "main");
    look(&desk, "nothing there", &mut wrong);
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn nothing_moves_for_those_who_do_not_want_it() {
    let Some(desk) = Desk::open(TEXT) else { return };
    let features = json!({ "features": [{ "name": "prefers-reduced-motion", "value": "reduce" }] });
    desk.browser.devtools("Emulation.setEmulatedMedia", &features);
    desk.browser.until("document.querySelector('.event-more') !== null");
    let moving = desk.browser.value(
        "(() => { document.querySelector('#event_ready').click(); document.querySelector('.event-more').open = true; \
         document.body.offsetHeight; return document.getAnimations().length })()",
    );
    assert_eq!(moving, 0);
}
