//! The version for the visually impaired, and pages without scripts.

use serde_json::{Value, json};

use crate::html;
use crate::serving::{Serving, until};
use crate::theme_viewer::{EVENT, KINDS, Viewer};

/// The focused element.
const FOCUSED: &str = "document.activeElement.id || document.activeElement.name";
const CHOSEN: &str = "JSON.stringify(document.documentElement.dataset)";

/// Chooses an option in the panel; opens it first if it is closed.
fn choose(viewer: &Viewer, name: &str, value: &str) {
    let done = viewer.browser.value(&format!(
        "(() => {{
            const button = document.getElementById('vision_button');
            if (button.getAttribute('aria-expanded') !== 'true') button.click();
            document.querySelector('.panel [name={name}][value=\"{value}\"]').click();
            return true;
        }})()"
    ));
    assert_eq!(done, true, "{name}: {value}");
}

#[test]
fn the_panel_comes_first_by_keyboard() {
    let Some(viewer) = Viewer::start() else { return };
    for page in KINDS.into_iter().filter(|page| *page != "404.html") {
        viewer.open(page);
        viewer.press("Tab");
        assert_eq!(viewer.browser.value(FOCUSED), "vision_button", "{page}");
    }
    viewer.open(EVENT);
    viewer.press("Tab");
    viewer.press("Enter");
    assert_eq!(viewer.browser.value("vision_button.getAttribute('aria-expanded')"), "true");
    viewer.press("Tab");
    assert_eq!(viewer.browser.value(FOCUSED), "size");
    viewer.press("ArrowRight");
    assert_eq!(viewer.browser.value(CHOSEN), r#"{"size":"125"}"#);
    let said = viewer.browser.value("document.querySelector('.panel [role=status]').textContent");
    assert_eq!(said, "Размер текста: 125\u{a0}%");
    viewer.press("Escape");
    assert_eq!(viewer.browser.value(FOCUSED), "vision_button");
    assert_eq!(viewer.browser.value("vision_panel.checkVisibility()"), false);
}

#[test]
fn the_keyboard_skips_to_the_text_and_shows_where_it_is() {
    let Some(viewer) = Viewer::start() else { return };
    viewer.open(EVENT);
    viewer.press("Tab");
    viewer.press("Tab");
    let place = "document.activeElement.getBoundingClientRect()";
    assert_eq!(viewer.browser.value("document.activeElement.className"), "skip");
    assert_eq!(viewer.browser.value(&format!("{place}.left >= 0 && {place}.top >= 0")), true);
    viewer.press("Enter");
    viewer.press("Tab");
    assert_eq!(viewer.browser.value("!!document.activeElement.closest('main')"), true);
    // From there to the end of the page each focused element has a visible outline.
    for _ in 0..60 {
        let seen = viewer.browser.value(
            "(() => {
                const at = document.activeElement, style = getComputedStyle(at);
                const card = at.closest('.card');
                return at === document.body || style.outlineStyle !== 'none'
                    || Boolean(card) && getComputedStyle(card).outlineStyle !== 'none';
            })()",
        );
        let what = viewer.browser.value("document.activeElement.outerHTML.slice(0, 200)");
        assert_eq!(seen, true, "{what}");
        viewer.press("Tab");
    }
}

#[test]
fn buttons_and_links_are_large_enough() {
    let Some(viewer) = Viewer::start() else { return };
    // WCAG 2.2, 2.5.8: 24 pixels, or that much space around; links within text are exempt.
    let small = "[...document.querySelectorAll('a, button, input, select, summary')].filter(of => {
        const box = of.getBoundingClientRect();
        return of.checkVisibility() && box.width && box.left >= 0
            && !of.closest('.text, dd, small') && box.height < 24;
    }).map(of => of.outerHTML.slice(0, 120) + of.getBoundingClientRect().height)";
    for page in KINDS {
        viewer.open(page);
        assert_eq!(viewer.browser.value(small), json!([]), "{page}");
    }
}

#[test]
fn choices_hold_on_other_pages_and_after_a_reload() {
    let Some(viewer) = Viewer::start() else { return };
    let serving = Serving::start(&viewer.site, &["--today", "2022-12-10"]);
    let public = viewer.site.root().join("public");
    for base in
        [format!("file://{}", public.display()), format!("http://127.0.0.1:{}", serving.port)]
    {
        let open = |page: &str| viewer.browser.open(&format!("{base}/{page}"));
        open("index.html");
        choose(&viewer, "scheme", "blue");
        choose(&viewer, "letters", "wide");
        for page in ["index.html", EVENT, "god/index.html"] {
            // On `file:` URLs, what one page stores reaches the next with a delay.
            until(|| {
                open(page);
                let chosen = viewer.browser.value(CHOSEN);
                (chosen == r#"{"scheme":"blue","letters":"wide"}"#).then_some(())
            });
            let ground = viewer.browser.value("getComputedStyle(document.body).backgroundColor");
            assert_eq!(ground, "rgb(157, 209, 255)", "{base}");
        }
        viewer.browser.value("vision_button.click(), vision_panel.querySelector('button').click()");
        assert_eq!(viewer.browser.value(CHOSEN), "{}");
        open(EVENT);
        assert_eq!(viewer.browser.value(CHOSEN), "{}", "{base}");
    }
}

#[test]
fn choices_are_applied_before_the_first_paint() {
    let Some(viewer) = Viewer::start() else { return };
    for page in KINDS {
        let text = viewer.site.public(page);
        let script = text.find("localStorage").unwrap();
        let styles = text.find("rel=\"stylesheet\"").or_else(|| text.find("<style>"));
        assert!(script < styles.unwrap(), "{page}");
        let first = html::tags(&text).into_iter().find(|tag| tag.name == "script").unwrap();
        assert!(first.attributes.is_empty(), "{page}: it stands in the page and does not wait");
    }
}

/// What the line in the head takes from the store is what the panel offers.
#[test]
fn the_head_and_the_panel_know_the_same_choices() {
    let Some(viewer) = Viewer::start() else { return };
    viewer.open(EVENT);
    viewer.browser.value("vision_button.click()");
    let offered = "Object.fromEntries([...new Set([...vision_panel.elements].map(of => of.name))].filter(Boolean)
        .map(name => [name, [...vision_panel.elements[name]].map(of => of.value).filter(Boolean).join(' ')]))";
    let offered = viewer.browser.value(offered);
    let page = viewer.site.public(EVENT);
    let (_, rest) = page.split_once("})(document.documentElement,").unwrap();
    let (known, _) = rest.split_once(')').unwrap();
    assert_eq!(viewer.browser.value(known), offered);
}

/// The 404 page may be served at any depth and loads no other file.
#[test]
fn the_404_page_applies_the_choices_and_links_to_the_panel() {
    let Some(viewer) = Viewer::start() else { return };
    viewer.open(EVENT);
    choose(&viewer, "scheme", "blue");
    choose(&viewer, "size", "200");
    until(|| {
        viewer.open("404.html");
        let ground = viewer.browser.value("getComputedStyle(document.body).backgroundColor");
        (ground == "rgb(157, 209, 255)").then_some(())
    });
    let size = viewer.browser.value("getComputedStyle(document.documentElement).fontSize");
    assert_eq!(size, "32px");
    viewer.press("Tab");
    let first = viewer.browser.value("document.activeElement.href");
    assert_eq!(first, "http://example.org/tochka/index.html#vision_button");
    viewer.open("index.html#vision_button");
    assert_eq!(viewer.browser.value("vision_panel.checkVisibility()"), true);
    let loaded = viewer.site.public("404.html");
    let loaded = html::tags(&loaded).into_iter().any(|tag| !tag.get("src").is_empty());
    assert!(!loaded, "nothing is asked for");
}

#[test]
fn the_menu_is_one_line_on_a_phone_and_opens_by_keyboard() {
    let Some(viewer) = Viewer::start() else { return };
    let shown = "document.querySelector('header.site nav ul').checkVisibility()";
    viewer.set_width(320);
    viewer.open("index.html");
    assert_eq!(viewer.browser.value(shown), false);
    let height = viewer.browser.value("document.querySelector('header.site').offsetHeight");
    assert!(height.as_i64().unwrap() < 200, "{height}");
    viewer.browser.value("document.querySelector('.name a').focus()");
    viewer.press("Tab");
    assert_eq!(viewer.browser.value("document.activeElement.localName"), "summary");
    viewer.press("Enter");
    assert_eq!(viewer.browser.value(shown), true);
    viewer.set_width(1280);
    viewer.open("index.html");
    assert_eq!(viewer.browser.value(shown), true);
    // Without scripts the menu stays as in the HTML: open.
    assert!(viewer.site.public("index.html").contains("<details open>\n<summary>Меню"));
}

#[test]
fn descriptions_replace_pictures_and_links_replace_videos() {
    let Some(viewer) = Viewer::start() else { return };
    viewer.open(EVENT);
    let pictures =
        "[...document.querySelectorAll('main img')].filter(of => of.checkVisibility()).length";
    assert_eq!(viewer.browser.value(pictures), 1);
    viewer.browser.value("document.querySelector('[data-embed] a').click()");
    assert_eq!(viewer.browser.value("document.querySelectorAll('iframe').length"), 1);
    choose(&viewer, "images", "off");
    choose(&viewer, "embeds", "off");
    assert_eq!(viewer.browser.value(pictures), 0);
    let said = "document.querySelector('figure .described').textContent";
    assert_eq!(viewer.browser.value(said), "Доска с\u{a0}фигурами");
    assert_eq!(viewer.browser.value("document.querySelectorAll('iframe').length"), 0);
    assert_eq!(
        viewer.browser.value("document.querySelector('[data-embed] a').checkVisibility()"),
        true
    );
    choose(&viewer, "images", "grey");
    assert_eq!(viewer.browser.value(pictures), 1);
    assert_eq!(viewer.browser.value("document.querySelectorAll('.described').length"), 0);
}

#[test]
fn the_address_is_copied_also_without_a_clipboard() {
    let Some(viewer) = Viewer::start() else { return };
    viewer.open(EVENT);
    viewer.browser.value("Object.defineProperty(navigator, 'clipboard', { value: undefined })");
    viewer.browser.value("(document.execCommand = () => false, true)");
    viewer.browser.value("document.querySelector('.copy button').click()");
    let marked = viewer.browser.value("getSelection().toString()");
    assert_eq!(marked, "http://example.org/tochka/2022/turnir.html");
    let said = viewer.browser.value("document.querySelector('.copy [role=status]').textContent");
    assert_eq!(said, "Нажмите Ctrl+C");
    viewer.browser.value("(document.execCommand = () => true, true)");
    viewer.browser.value("document.querySelector('.copy button').click()");
    let said = viewer.browser.value("document.querySelector('.copy [role=status]').textContent");
    assert_eq!(said, "Скопировано");
}

#[test]
fn without_scripts_there_are_no_dead_buttons() {
    let Some(viewer) = Viewer::start() else { return };
    viewer.browser.devtools("Emulation.setScriptExecutionDisabled", &json!({ "value": true }));
    for page in KINDS.into_iter().filter(|page| *page != "poisk.html") {
        viewer.open(page);
        let buttons =
            "[...document.querySelectorAll('button')].filter(of => of.checkVisibility()).length";
        let asked = json!({ "expression": buttons, "returnByValue": true });
        let answer = viewer.browser.devtools("Runtime.evaluate", &asked);
        assert_eq!(answer["result"]["value"], Value::from(0), "{page}: {answer}");
    }
}

/// Readers who chose something in another version.
#[test]
fn an_unknown_stored_value_is_ignored() {
    let Some(viewer) = Viewer::start() else { return };
    let stored = [
        r#"{"size":"999","scheme":"blue","old":"x","font":"\"]"}"#,
        r#"{"size":125,"scheme":"blue"}"#,
    ];
    for stored in stored {
        let serving = Serving::start(&viewer.site, &["--today", "2022-12-10"]);
        let page = format!("http://127.0.0.1:{}/{EVENT}", serving.port);
        viewer.browser.open(&page);
        viewer.browser.value(&format!("(localStorage.setItem('rostok-vision', {stored:?}), true)"));
        viewer.browser.open(&page);
        viewer.browser.value("vision_button.click()");
        assert_eq!(viewer.browser.value("vision_panel.checkVisibility()"), true, "{stored}");
        let checked = "[...vision_panel.querySelectorAll(':checked')].length";
        assert_eq!(viewer.browser.value(checked), 7, "{stored}");
        assert_eq!(viewer.browser.value("document.documentElement.dataset.scheme"), "blue");
        assert_eq!(viewer.browser.value("document.documentElement.dataset.font ?? ''"), "");
        choose(&viewer, "size", "150");
        let kept = viewer.browser.value("localStorage.getItem('rostok-vision')");
        assert_eq!(kept, r#"{"size":"150","scheme":"blue"}"#);
    }
}
