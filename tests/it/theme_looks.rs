//! How the pages look: to axe, on small screens, in large letters, in every scheme, on paper.
#![expect(clippy::disallowed_methods, reason = "the script of axe is read as a file")]

use serde_json::{Value, json};

use crate::node::module;
use crate::theme_viewer::{EVENT, FOUND, KINDS, REPORT, Viewer};

/// Finds texts whose contrast is too low; says which, and how low.
const CONTRAST: &str = include_str!("../readers/contrast.js");

/// The schemes of the version for the visually impaired, and none.
const SCHEMES: [&str; 5] = ["", "bw", "wb", "blue", "brown"];

fn problems(value: &Value) -> Vec<String> {
    let found = value.as_array().unwrap_or_else(|| panic!("{value}")).iter();
    found.map(|problem| problem.as_str().unwrap().to_owned()).collect()
}

/// Each page at each width is opened once, and looked at in all colours: light and dark as they are,
/// then each scheme with its panel open.
#[test]
fn axe_finds_nothing_on_any_page_in_any_colours() {
    let Some(axe) = module("axe-core/axe.min.js") else { return };
    let Some(viewer) = Viewer::start() else { return };
    let axe = std::fs::read_to_string(axe).unwrap();
    let mut wrong = Vec::new();
    for width in [320, 1280] {
        viewer.width(width);
        for page in KINDS.into_iter().chain([FOUND]) {
            viewer.open(page);
            viewer.give(&axe);
            for (colours, scheme) in
                [("dark", "")].into_iter().chain(SCHEMES.map(|of| ("light", of)))
            {
                viewer.prefers("prefers-color-scheme", colours);
                if scheme == "bw" {
                    viewer.browser.value("document.querySelector('button#vision')?.click()");
                }
                let root = "document.documentElement.dataset";
                viewer.browser.value(&format!(
                    "{root}.scheme = '{scheme}', {scheme:?} || delete {root}.scheme"
                ));
                let at = |problem| format!("{page}, {width}, {colours}, {scheme}: {problem}");
                wrong.extend(viewer.violations().into_iter().map(at));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_text_stands_out_from_its_ground_in_every_scheme() {
    let Some(viewer) = Viewer::start() else { return };
    let mut wrong = Vec::new();
    for page in KINDS.into_iter().chain([FOUND]) {
        viewer.open(page);
        viewer.browser.value("document.getElementById('vision')?.click()");
        for colours in ["light", "dark"] {
            viewer.prefers("prefers-color-scheme", colours);
            for scheme in SCHEMES {
                let root = "document.documentElement.dataset";
                viewer.browser.value(&format!(
                    "{root}.scheme = '{scheme}', {scheme:?} || delete {root}.scheme"
                ));
                let found = problems(&viewer.browser.value(CONTRAST));
                let at = |problem| format!("{page}, {colours}, {scheme}: {problem}");
                wrong.extend(found.into_iter().map(at));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn nothing_is_wider_than_the_screen() {
    let Some(viewer) = Viewer::start() else { return };
    let mut wrong = Vec::new();
    for (width, size) in [(320, "100"), (320, "200"), (768, "200"), (1280, "200"), (2560, "100")] {
        viewer.width(width);
        for page in KINDS.into_iter().chain([FOUND]) {
            viewer.open(page);
            viewer.browser.value(&format!("document.documentElement.dataset.size = '{size}'"));
            let over = viewer.too_wide();
            if over > 0 {
                wrong.push(format!("{page}, {width}, {size} %: {over} pixels too wide"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_line_of_text_has_sixty_to_seventy_five_letters() {
    let Some(viewer) = Viewer::start() else { return };
    viewer.width(1280);
    viewer.open("zadachi.html");
    // The widths of letters differ between fonts, so what is asked is how many go into the column.
    let letters = viewer.browser.value(
        "(() => {
            const text = document.querySelector('.text'), of = document.createElement('span');
            of.textContent = 'Педагоги показали, как подключать датчик, и каждая команда получила задание';
            of.style.cssText = 'white-space: nowrap; position: absolute';
            text.append(of);
            return text.clientWidth / (of.offsetWidth / of.textContent.length);
        })()",
    );
    let letters = letters.as_f64().unwrap();
    assert!((56.0..=76.0).contains(&letters), "{letters}");
}

#[test]
fn forced_colours_keep_what_only_colours_say() {
    let Some(viewer) = Viewer::start() else { return };
    viewer.prefers("forced-colors", "active");
    viewer.open("index.html");
    let border =
        "getComputedStyle(document.querySelector('header.site [aria-current]')).borderBottomStyle";
    assert_eq!(viewer.browser.value(border), "solid");
    viewer.browser.value("document.getElementById('vision').click()");
    let chosen = "getComputedStyle(document.querySelector('.panel :checked + span')).outlineStyle";
    assert_eq!(viewer.browser.value(chosen), "solid");
}

#[test]
fn an_event_prints_on_few_sheets_with_its_addresses() {
    let Some(viewer) = Viewer::start() else { return };
    let paper = json!({ "paperWidth": 8.27, "paperHeight": 11.69 });
    let lists = [("napravlenie/sovmestnye.html", 1), ("god/2022-23.html", 1)];
    for (page, most) in lists.into_iter().chain([(EVENT, 2), (REPORT, 2), ("pedagogi.html", 1)]) {
        viewer.open(page);
        let name = format!("{}.pdf", page.replace('/', "-"));
        let pdf = viewer.keep(&name, "Page.printToPDF", &paper);
        let pdf = String::from_utf8_lossy(&pdf);
        let sheets = pdf.matches("/Type /Page\n").count();
        assert!((1..=most).contains(&sheets), "{page}: {sheets} sheets");
    }
    viewer.open(EVENT);
    viewer.browser.devtools("Emulation.setEmulatedMedia", &json!({ "media": "print" }));
    let shown = viewer.browser.value(
        "getComputedStyle(document.querySelector('.details a[href^=http]'), '::after').content",
    );
    assert!(shown.as_str().unwrap().contains("http"), "{shown}");
}

#[test]
fn screenshots_are_kept_for_people() {
    let Some(viewer) = Viewer::start() else { return };
    let whole = json!({ "captureBeyondViewport": true });
    for colours in ["light", "dark"] {
        viewer.prefers("prefers-color-scheme", colours);
        for width in [360, 768, 1280] {
            viewer.width(width);
            let lists = ["index.html", "napravlenie/sovmestnye.html", "god/2022-23.html"];
            for page in lists.into_iter().chain([EVENT, REPORT, "pedagogi.html", FOUND]) {
                viewer.open(page);
                let name = format!("{}-{width}-{colours}.png", page.replace(['/', '?'], "-"));
                let picture = viewer.keep(&name, "Page.captureScreenshot", &whole);
                assert!(picture.starts_with(b"\x89PNG"), "{name}");
            }
        }
    }
}
