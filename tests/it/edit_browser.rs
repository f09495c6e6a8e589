//! The editor in a real browser: the shell of its page, its first screen, and pages that attack it.
#![expect(clippy::disallowed_methods, reason = "the script of axe is read as a file")]

use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;

use serde_json::json;

use crate::browser::Browser;
use crate::editing::Editing;
use crate::node::module;
use crate::sandbox::{Site, assert_same, tree};

/// Opens the editor of `site`; none without a browser.
fn open(site: &Site) -> Option<(Editing, Browser)> {
    let browser = Browser::start()?;
    let editing = Editing::start(site, &["--today", "2022-12-30"]);
    browser.open(&editing.url);
    browser.until("Boolean(document.querySelector('main h1'))");
    Some((editing, browser))
}

/// Types into the field with this label.
fn fill(browser: &Browser, label: &str, text: &str) {
    let field = format!(
        "[...document.querySelectorAll('label')].find(one => one.textContent === '{label}').control"
    );
    browser.value(&format!("({field}.focus(), {field}.select())"));
    browser.devtools("Input.insertText", &json!({ "text": text }));
}

fn click(browser: &Browser, text: &str) {
    browser.value(&format!(
        "[...document.querySelectorAll('button, a')].findLast(one => one.textContent === '{text}').click()"
    ));
}

fn heading(text: &str) -> String {
    format!("document.querySelector('main h1')?.textContent === '{text}'")
}

/// The violations that axe finds, at both widths and in both colours. Keeps pictures of the page in
/// `target/editor/`, for people to look at.
fn look(browser: &Browser, name: &str, wrong: &mut Vec<String>) {
    let Some(axe) = module("axe-core/axe.min.js") else { return };
    let axe = std::fs::read_to_string(axe).unwrap();
    browser.devtools("Runtime.evaluate", &json!({ "expression": axe }));
    for width in [320, 1280] {
        let size =
            json!({ "width": width, "height": 800, "deviceScaleFactor": 1, "mobile": false });
        browser.devtools("Emulation.setDeviceMetricsOverride", &size);
        for colours in ["light", "dark"] {
            let features =
                json!({ "features": [{ "name": "prefers-color-scheme", "value": colours }] });
            browser.devtools("Emulation.setEmulatedMedia", &features);
            // Colours of buttons change gradually.
            browser.until("document.getAnimations().length === 0");
            let found = browser.promised(
                "axe.run().then(result => \
                 result.violations.map(rule => rule.id + ': ' + rule.nodes.map(node => node.html).join(' ')))",
            );
            let found = found.as_array().unwrap_or_else(|| panic!("{found}"));
            wrong
                .extend(found.iter().map(|problem| format!("{name} {width} {colours}: {problem}")));
            let wide = browser.value("document.documentElement.scrollWidth - innerWidth");
            if wide.as_i64().unwrap() > 0 {
                wrong.push(format!("{name} {width}: {wide} pixels too wide"));
            }
            let picture = browser
                .devtools("Page.captureScreenshot", &json!({ "captureBeyondViewport": true }));
            keep(&format!("{name}-{width}-{colours}.png"), picture["data"].as_str().unwrap());
        }
    }
    browser.devtools("Emulation.clearDeviceMetricsOverride", &json!({}));
}

fn keep(name: &str, base64: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/editor");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(name), crate::theme_viewer::decode_base64(base64)).unwrap();
}

#[test]
fn the_first_screen_makes_the_site() {
    let site = Site::empty();
    let Some((_editing, browser)) = open(&site) else { return };
    assert_eq!(browser.value("location.hash.includes('code')"), false, "the code is gone");
    browser.until(&heading("Раздел новостей вашего центра"));
    browser.until("document.activeElement === document.querySelector('input')");
    let mut wrong = Vec::new();
    look(&browser, "start", &mut wrong);

    fill(&browser, "Адрес раздела на сайте школы", "не адрес");
    click(&browser, "Создать раздел");
    browser.until("document.querySelectorAll('.field-wrong').length === 2");
    let first = "document.activeElement.getAttribute('aria-describedby').split(' ').map(id => \
                 document.getElementById(id).textContent).join(' ')";
    let told = browser.value(first);
    assert!(told.as_str().unwrap().contains("Не указана школа: напишите её"), "{told}");
    assert_eq!(browser.value("document.activeElement.getAttribute('aria-invalid')"), "true");
    look(&browser, "start-problems", &mut wrong);
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert!(!site.root().join("content").exists());

    fill(&browser, "Школа", "МКОУ «СОШ № 7»");
    fill(&browser, "Адрес раздела на сайте школы", "school.ucoz.ru/tochka");
    fill(&browser, "Своё направление", "Робототехника");
    browser.press('\u{e007}');
    browser
        .until("[...document.querySelectorAll('.choice')].at(-1).textContent === 'Робототехника'");
    browser.value("document.querySelector('.choice input').focus()");
    browser.press(' ');
    fill(&browser, "Название центра", "Центр «Точка роста»");
    browser.press('\u{e007}');
    browser.until("location.hash === '#/events' && !document.getElementById('page_nav').hidden");
    let settings = site.read("content/site.yaml");
    assert!(settings.contains("школа: МКОУ «СОШ № 7»"), "{settings}");
    assert!(settings.contains("  - код: robototekhnika\n"), "{settings}");
    assert!(!settings.contains("  - код: sovmestnye\n"), "unticked: {settings}");
    let center = "document.getElementById('page_center').innerText.trim()";
    assert_eq!(browser.value(center), "Центр «Точка роста»");
}

#[test]
fn the_example_of_a_date_is_of_the_present_school_year() {
    let site = Site::new();
    let Some(browser) = Browser::start() else { return };
    for (today, dates) in [
        ("2027-08-31", "14 октября 2026, 7.12.2026, 12–14 мая 2027"),
        ("2027-09-01", "14 октября 2027, 7.12.2027, 12–14 мая 2028"),
    ] {
        let editing = Editing::start(&site, &["--today", today]);
        browser.open(&editing.url);
        browser.until("document.querySelector('.empty button') !== null");
        browser.value("document.querySelector('.empty button').click()");
        browser.until("document.querySelector('#new_date_hint .example') !== null");
        let example =
            browser.value("document.querySelector('#new_date_hint .example').textContent");
        assert_eq!(example, dates, "{today}");
    }
}

#[test]
fn regions_are_reached_by_f6_and_the_end_ends_all_tabs() {
    let site = Site::new();
    let Some((mut editing, browser)) = open(&site) else { return };
    let first = browser.tab();
    let region = "document.activeElement.closest('header, nav, main, aside')?.id";
    browser.until("document.activeElement.matches('main h1')");
    let mut seen = Vec::new();
    for _ in 0..4 {
        browser.press('\u{e036}');
        seen.push(browser.value(region));
    }
    assert_eq!(seen, ["page_header", "page_nav", "page_main", "page_header"]);

    // Another tab, opened with the address of the window, learns the key from the first.
    browser.new_tab();
    browser.open(&editing.url);
    browser.until("!document.getElementById('page_nav').hidden");
    click(&browser, "Завершить");
    browser.until("document.querySelector('dialog')?.open === true");
    let mut wrong = Vec::new();
    look(&browser, "quit", &mut wrong);
    click(&browser, "Завершить");
    browser.until(&heading("Работа завершена"));
    look(&browser, "ended", &mut wrong);
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert_eq!(editing.wait_for_exit(), 0);
    browser.switch_to(&first);
    browser.until(&format!(
        "({}) || document.getElementById('page_banner').textContent.includes('был закрыт')",
        heading("Работа завершена")
    ));
}

#[test]
fn a_tab_outlives_the_program() {
    let site = Site::new();
    let Some((mut editing, browser)) = open(&site) else { return };
    let old = browser.tab();
    browser.value("window.before = true");
    editing.kill();
    let banner = "document.getElementById('page_banner').textContent";
    browser.until(&format!("({banner}).includes('Росток был закрыт')"));
    let mut wrong = Vec::new();
    look(&browser, "closed", &mut wrong);
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));

    let again = Editing::start(&site, &["--port", &editing.port.to_string()]);
    browser.until(&format!("({banner}).includes('потеряла связь')"));
    browser.new_tab();
    browser.open(&again.url);
    browser.until("!document.getElementById('page_nav').hidden");
    browser.switch_to(&old);
    browser.until(&format!("({banner}) === ''"));
    assert_eq!(browser.value("window.before"), true, "it was not loaded anew");
    let state = browser.promised("import('/js/api.js').then(api => api.get('/api/state'))");
    assert_eq!(state["site"]["school"], "МКОУ «СОШ №\u{a0}7»");
}

/// A server of one page, on any port; returns the port.
fn serve_page(html: String) -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let answer = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\
         Connection: close\r\n\r\n{html}",
        html.len()
    );
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (mut stream, answer) = (stream.unwrap(), answer.clone());
            // Chromium opens connections in advance, and may send nothing over them.
            std::thread::spawn(move || {
                drop(stream.read(&mut [0; 4096]));
                drop(stream.write_all(answer.as_bytes()));
            });
        }
    });
    port
}

/// The page knows the key, which it never does: what keeps it out is what browsers tell of it.
fn hostile_page(port: u16, key: &str) -> String {
    let body = json!({ "school": "Чужая", "directions": ["Чужое"] }).to_string();
    format!(
        r#"<!doctype html><meta charset="utf-8"><title>x</title>
<form id="form" target="frame" method="post" enctype="text/plain"><input name='{body_start}' value='"}}'></form>
<iframe name="frame"></iframe>
<script>
const body = {body_text};
const results = window.results = [];
const attempts = [];
for (const host of ['127.0.0.1', 'localhost']) {{
  const editor = `http://${{host}}:{port}`;
  const note = (what, promise) => attempts.push(promise.then(
    answer => results.push([what, answer.type, answer.status]), () => results.push([what, 'failed'])));
  for (const path of ['/api/setup', '/api/quit', '/api/session']) {{
    for (const type of ['text/plain', 'application/json']) {{
      for (const mode of ['cors', 'no-cors']) {{
        const headers = {{ 'Content-Type': type }};
        if (mode === 'cors') headers['X-Rostok-Key'] = '{key}';
        note(`${{path}} ${{type}} ${{mode}}`, fetch(editor + path, {{ method: 'POST', mode, headers, body }}));
      }}
    }}
  }}
  for (const path of ['/api/state', '/', '/js/api.js']) {{
    note(path, fetch(editor + path, {{ headers: {{ 'X-Rostok-Key': '{key}' }} }}));
    note(path, fetch(editor + path, {{ mode: 'no-cors' }}));
  }}
  const form = document.getElementById('form');
  form.action = editor + '/api/setup';
  form.submit();
  const image = new Image();
  image.src = editor + '/api/quit';
  const frame = document.createElement('iframe');
  frame.src = editor + '/';
  document.body.append(frame);
  const script = document.createElement('script');
  script.src = editor + '/js/api.js';
  document.body.append(script);
  navigator.sendBeacon(editor + '/api/quit', new Blob(['{{}}'], {{ type: 'text/plain' }}));
}}
Promise.all(attempts).then(() => setTimeout(() => {{ window.done = true; }}, 500));
</script>"#,
        body_start = &body[..body.len() - 2],
        body_text = json!(body),
    )
}

#[test]
fn another_page_of_this_computer_changes_nothing_and_reads_nothing() {
    let site = Site::empty();
    let Some((editing, browser)) = open(&site) else { return };
    let key = browser.value("sessionStorage.getItem('rostok-key')");
    let key = key.as_str().unwrap();
    assert_eq!(key.len(), 64);
    let before = tree(site.root());
    let attacker = serve_page(hostile_page(editing.port, key));
    for host in ["127.0.0.1", "localhost"] {
        browser.new_tab();
        browser.open(&format!("http://{host}:{attacker}/"));
        browser.until("window.done === true");
        let results = browser.value("results");
        let results = results.as_array().unwrap();
        assert!(results.len() >= 30, "{results:?}");
        // Nothing that is answered can be read.
        for result in results {
            let told = result[1].as_str().unwrap();
            assert!(matches!(told, "opaque" | "failed"), "{host}: {result}");
            assert!(result[2].is_null() || result[2] == 0, "{host}: {result}");
        }
        let frames = browser.value(
            "[...document.querySelectorAll('iframe')].map(frame => { try { return \
             frame.contentDocument === null } catch { return true } })",
        );
        let frames = frames.as_array().unwrap();
        assert!(frames.iter().skip(1).all(|is_closed| *is_closed == true), "{frames:?}");
    }
    assert_eq!(editing.get(key, "/api/state").status, 200, "it has not ended");
    assert_same(&before, &tree(site.root()));
}

#[test]
fn the_preview_is_shown_in_the_editor_alone() {
    let site = Site::new();
    site.post("turnir.md", &crate::sandbox::post_text("Турнир", "7.12.2022", "sovmestnye"));
    let Some((editing, browser)) = open(&site) else { return };
    let state = browser.promised("import('/js/api.js').then(api => api.get('/api/state'))");
    let preview = state["preview"].as_str().unwrap();
    let frame = |address: &str| {
        let added = format!(
            "new Promise(done => {{ const frame = document.createElement('iframe'); \
             frame.onload = () => setTimeout(() => done(true), 300); frame.src = '{address}'; \
             document.body.append(frame) }})"
        );
        browser.promised(&added);
        let shown = browser.devtools("Page.getFrameTree", &json!({}));
        shown["frameTree"]["childFrames"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|child| child["frame"]["unreachableUrl"].is_null())
            .next_back()
    };
    let page = format!("{preview}2022/turnir.html");
    assert_eq!(frame(&page), Some(true), "in the editor");
    let other = serve_page("<!doctype html><title>x</title><p>x".to_owned());
    browser.open(&format!("http://127.0.0.1:{other}/"));
    assert_eq!(frame(&page), Some(false), "in another page");
    drop(editing);
}
