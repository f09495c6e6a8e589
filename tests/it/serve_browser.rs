//! The preview in a real browser: saved edits appear without a manual reload.
#![cfg(target_os = "linux")]

use crate::browser::Browser;
use crate::sandbox::{SETTINGS, Site};
use crate::serving::{Serving, until};

const HEAD: &str = "---\nназвание: Турнир\nдата: 7.12.2022\nнаправление: sovmestnye\n---\n";
const FILE: &str = "turnir.md";
const PAGE: &str = "/2022/turnir.html";

/// A script that tests whether the page has this text.
fn has(text: &str) -> String {
    format!("document.body.innerText.includes('{text}')")
}

/// A script that reads the text of the overlay.
const OVERLAY: &str = "[...document.querySelectorAll('html > div')]
    .map(host => host.shadowRoot.querySelector('section')?.textContent ?? '').join('')";

fn write(site: &Site, text: &str) {
    site.post(FILE, &format!("{HEAD}{text}\n"));
}

/// A site, its preview, and a browser with its page; none without a browser.
fn start(text: &str) -> Option<(Site, Serving, Browser)> {
    let browser = Browser::start()?;
    let site = Site::new();
    write(&site, text);
    let serving = Serving::start(&site, &["--today", "2022-12-30"]);
    open(&browser, &serving);
    Some((site, serving, browser))
}

fn open(browser: &Browser, serving: &Serving) {
    browser.open(&format!("http://127.0.0.1:{}{PAGE}", serving.port));
    // A reload removes it.
    browser.value("window.before = true");
}

#[test]
fn a_saved_edit_appears() {
    let Some((site, _serving, browser)) = start("Первый текст.") else { return };
    browser.until(&has("Первый текст."));
    for text in ["Второй текст.", "Третий текст.", "Первый текст."]
    {
        write(&site, text);
        browser.until(&has(text));
    }
    assert_eq!(browser.value("window.before"), true, "in place");
}

#[test]
fn what_differs_is_changed_in_place() {
    let Some((site, _serving, browser)) = start("Начало.\n\nКонец.") else { return };
    browser.until(&has("Конец."));
    browser.value("window.end = [...document.querySelectorAll('.text p')].at(-1)");
    let second =
        "Начало **иное**.\n\n## Итоги\n\n- раз\n- два\n\n| а | б |\n|---|---|\n| 1 | 2 |\n\nКонец.";
    for text in [second, "Начало.\n\n- раз\n\nКонец.", second] {
        write(&site, text);
        let count = text.matches("\n- ").count();
        browser.until(&format!("document.querySelectorAll('.text li').length === {count}"));
        browser.until(&format!(
            "(document.querySelector('.text table') !== null) === {}",
            text == second
        ));
    }
    assert_eq!(browser.value("end.isConnected && window.before"), true, "the same paragraph");
    // The page is what a reader would load.
    assert_eq!(browser.promised(SAME_AS_LOADED), "");
    site.post(
        FILE,
        &format!(
            "{}Начало.",
            HEAD.replace("Турнир", "Конкурс").replacen("\n", "\nчерновик: да\n", 1)
        ),
    );
    browser.until("document.title.startsWith('Конкурс')");
    browser.until("document.querySelector('h1').innerText.includes('Черновик')");
    browser.until(
        "[...document.querySelectorAll('html > div')].some(host => host.shadowRoot.textContent.includes('не попадёт'))",
    );
    assert_eq!(browser.value("window.before"), true);
}

/// A script that compares the text of the page with what the preview sends.
const SAME_AS_LOADED: &str = "fetch(location).then(answer => answer.text()).then(text => {
    const page = new DOMParser().parseFromString(text, 'text/html');
    const [here, there] = [document, page].map(one => one.querySelector('main').innerHTML);
    return here === there ? '' : here;
})";

#[test]
fn what_scripts_hold_is_loaded_anew() {
    let Some((site, _serving, browser)) = start("Текст.") else { return };
    let video = "https://rutube.ru/video/aaa111/";
    write(&site, &format!("Текст.\n\n{video}\n\nКонец."));
    browser.until("document.querySelector('[data-embed]') !== null");
    browser.until("window.before === undefined && document.readyState === 'complete'");
    browser.value("window.before = true");
    browser.value("document.querySelector('[data-embed] a').click()");
    browser.until("document.querySelector('iframe') !== null");
    // What the script has made of it stays while the text around it changes.
    write(&site, &format!("Иной текст.\n\n{video}\n\nИной конец."));
    browser.until(&has("Иной текст."));
    assert_eq!(browser.value("document.querySelector('iframe') !== null && window.before"), true);
    // What a script has changed itself is not known any more.
    browser.value("document.querySelector('.text p').firstChild.data = 'От сценария.'");
    write(&site, &format!("Третий текст.\n\n{video}"));
    browser.until(&has("Третий текст."));
    browser.until("window.before === undefined");
}

#[test]
fn an_error_is_shown_over_the_page_until_it_is_corrected() {
    let Some((site, _serving, browser)) = start("Текст.") else { return };
    assert_eq!(browser.value(OVERLAY), "");
    site.post(FILE, &format!("{}Другой.", HEAD.replace("sovmestnye", "<b>Шахматы</b>")));
    browser.until(&format!("({OVERLAY}).includes('1\u{a0}ошибка')"));
    let over = browser.value(OVERLAY);
    let over = over.as_str().unwrap();
    assert!(over.contains("<b>Шахматы</b>"), "escaped: {over}");
    assert!(over.contains("content/posts/turnir.md, строка 4"), "{over}");
    assert!(over.contains("(`konferentsii`)"), "the hint: {over}");
    // The last good page is behind it.
    assert_eq!(browser.value(&has("Текст.")), true);
    write(&site, "Текст.");
    browser.until(&format!("({OVERLAY}) === ''"));
    assert_eq!(browser.value(&has("Текст.")), true);
}

#[test]
fn the_scroll_position_stays() {
    let long = "Строка.\n\n".repeat(300);
    let Some((site, _serving, browser)) = start(&long) else { return };
    browser.value("scrollTo(0, 3210)");
    browser.until("scrollY === 3210");
    write(&site, &format!("{long}Новый конец."));
    browser.until(&has("Новый конец."));
    browser.until("window.before === true && scrollY === 3210");
    write(&site, &format!("{long}https://rutube.ru/video/aaa111/\n"));
    browser.until("document.querySelector('[data-embed]') !== null");
    browser.until("window.before === undefined && scrollY === 3210");
    assert_eq!(browser.value("sessionStorage.length"), 0);
}

#[test]
fn a_style_sheet_is_swapped_without_loading_the_page() {
    let Some(browser) = Browser::start() else { return };
    let site = Site::new();
    let sheet = "themes/svoya/static/style.css";
    site.file("content/site.yaml", format!("{SETTINGS}theme: svoya\n"));
    site.file("themes/svoya/theme.yaml", "contract: 1\nextends: tochka\n");
    site.file(sheet, "body { color: rgb(1, 2, 3) }");
    write(&site, "Текст.");
    let serving = Serving::start(&site, &[]);
    open(&browser, &serving);
    let colour = |colour: &str| format!("getComputedStyle(document.body).color === '{colour}'");
    browser.until(&colour("rgb(1, 2, 3)"));
    for number in 4..7 {
        site.file(sheet, format!("body {{ color: rgb({number}, 0, 0) }}"));
        browser.until(&colour(&format!("rgb({number}, 0, 0)")));
        browser.until("document.querySelectorAll('link[rel=stylesheet]').length === 1");
    }
    assert_eq!(browser.value("window.before"), true);
}

#[test]
fn more_tabs_than_a_browser_has_connections_all_show_what_is_saved() {
    let Some((site, serving, browser)) = start("Текст.") else { return };
    let mut tabs = vec![browser.tab()];
    for _ in 0..8 {
        tabs.push(browser.new_tab());
        open(&browser, &serving);
    }
    write(&site, "Новый текст.");
    for tab in tabs.iter().rev() {
        browser.switch_to(tab);
        browser.until(&has("Новый текст."));
    }
}

#[test]
fn two_browsers_show_what_is_saved() {
    let Some((site, serving, one)) = start("Текст.") else { return };
    let Some(other) = Browser::start() else { return };
    open(&other, &serving);
    write(&site, "Новый текст.");
    one.until(&has("Новый текст."));
    other.until(&has("Новый текст."));
}

#[test]
fn a_hidden_tab_catches_up() {
    let Some((site, serving, browser)) = start("Текст.") else { return };
    let seen = |state: &str| {
        browser.value(&format!(
            "Object.defineProperty(document, 'visibilityState', \
             {{ configurable: true, value: '{state}' }}), \
             document.dispatchEvent(new Event('visibilitychange'))"
        ));
    };
    seen("hidden");
    for text in ["Второй текст.", "Третий текст."] {
        write(&site, text);
        until(|| serving.get(PAGE).text().contains(text).then_some(()));
    }
    assert_eq!(browser.value("window.before"), true);
    seen("visible");
    browser.until(&has("Третий текст."));
}

#[test]
fn a_page_outlives_the_program() {
    let Some((site, serving, browser)) = start("Текст.") else { return };
    let port = serving.port.to_string();
    drop(serving);
    write(&site, "Новый текст.");
    let _again = Serving::start(&site, &["--port", &port]);
    browser.until(&has("Новый текст."));
}

#[test]
fn a_site_with_errors_appears_when_they_are_corrected() {
    let Some(browser) = Browser::start() else { return };
    let site = Site::new();
    site.file("content/site.yaml", "title: [");
    write(&site, "Текст.");
    let serving = Serving::start(&site, &[]);
    open(&browser, &serving);
    browser.until(&has("Сайт пока не собран"));
    browser.until(&format!("({OVERLAY}).includes('content/site.yaml')"));
    site.file("content/site.yaml", SETTINGS);
    browser.until(&has("Текст."));
    browser.until(&format!("({OVERLAY}) === ''"));
}

#[test]
fn a_video_is_loaded_after_a_click_wherever_it_is() {
    let videos = "https://rutube.ru/video/aaa111/\n\nТекст\nhttps://rutube.ru/video/bbb222/\nтекст";
    let Some((_site, _serving, browser)) = start(videos) else { return };
    browser.until("document.querySelectorAll('[data-embed]').length === 2");
    assert_eq!(browser.value("document.querySelectorAll('iframe').length"), 0);
    browser.value("document.querySelectorAll('[data-embed] a').forEach(link => link.click())");
    let sources =
        browser.value("[...document.querySelectorAll('iframe')].map(of => of.src).join()");
    let sources = sources.as_str().unwrap();
    assert!(sources.contains("/aaa111") && sources.contains("/bbb222"), "{sources}");
    // The page itself did not change.
    assert_eq!(browser.value("window.before"), true);
}

#[test]
fn the_tab_of_a_closed_preview_says_so() {
    let Some((_site, serving, browser)) = start("Текст.") else { return };
    assert_eq!(browser.value("document.title.startsWith('Турнир')"), true);
    // The stream of events stands.
    browser.until("performance.getEntriesByType('resource').length > 0");
    drop(serving);
    browser.until("document.title.startsWith('Просмотр закрыт — Турнир')");
}
