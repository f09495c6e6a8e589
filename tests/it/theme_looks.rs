//! The look of the pages: axe, contrast, small screens, large letters, colour schemes, print.
#![expect(clippy::disallowed_methods, reason = "the script of axe is read as a file")]

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tiny_skia::{Pixmap, PremultipliedColorU8};

use crate::node::module;
use crate::theme_viewer::{EVENT, FOUND, KINDS, REPORT, Viewer};

/// Returns the texts whose contrast is too low, with the contrast.
const CONTRAST: &str = include_str!("../readers/contrast.js");

/// The colour schemes of the version for the visually impaired, and none of them.
const SCHEMES: [&str; 5] = ["", "bw", "wb", "blue", "brown"];

fn problems(value: &Value) -> Vec<String> {
    let found = value.as_array().unwrap_or_else(|| panic!("{value}")).iter();
    found.map(|problem| problem.as_str().unwrap().to_owned()).collect()
}

/// Opens each page at each width once and checks it in all colours: light and dark without a scheme,
/// then each scheme with the panel open.
#[test]
fn axe_finds_nothing_on_any_page_in_any_colours() {
    let Some(axe) = module("axe-core/axe.min.js") else { return };
    let Some(viewer) = Viewer::start() else { return };
    let axe = std::fs::read_to_string(axe).unwrap();
    let mut wrong = Vec::new();
    for width in [320, 1280] {
        viewer.set_width(width);
        for page in KINDS.into_iter().chain([FOUND]) {
            viewer.open(page);
            viewer.run_script(&axe);
            for (colours, scheme) in
                [("dark", "")].into_iter().chain(SCHEMES.map(|scheme| ("light", scheme)))
            {
                viewer.set_media_feature("prefers-color-scheme", colours);
                if scheme == "bw" {
                    viewer.browser.value("document.querySelector('button#vision_button')?.click()");
                }
                let root = "document.documentElement.dataset";
                viewer.browser.value(&format!(
                    "{root}.scheme = '{scheme}', {scheme:?} || delete {root}.scheme"
                ));
                let at = |problem| format!("{page}, {width}, {colours}, {scheme}: {problem}");
                wrong.extend(viewer.axe_violations().into_iter().map(at));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_text_has_enough_contrast_in_every_scheme() {
    let Some(viewer) = Viewer::start() else { return };
    let mut wrong = Vec::new();
    for page in KINDS.into_iter().chain([FOUND]) {
        viewer.open(page);
        viewer.browser.value("document.getElementById('vision_button')?.click()");
        for colours in ["light", "dark"] {
            viewer.set_media_feature("prefers-color-scheme", colours);
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
        viewer.set_width(width);
        for page in KINDS.into_iter().chain([FOUND]) {
            viewer.open(page);
            viewer.browser.value(&format!("document.documentElement.dataset.size = '{size}'"));
            let overflow = viewer.overflow();
            if overflow > 0 {
                wrong.push(format!("{page}, {width}, {size} %: {overflow} pixels too wide"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_line_of_text_has_sixty_to_seventy_five_letters() {
    let Some(viewer) = Viewer::start() else { return };
    viewer.set_width(1280);
    viewer.open("zadachi.html");
    // The widths of letters differ between fonts, so measure how many fit into the column.
    let letters = viewer.browser.value(
        "(() => {
            const text = document.querySelector('.text'), sample = document.createElement('span');
            sample.textContent = 'Педагоги показали, как подключать датчик, и каждая команда получила задание';
            sample.style.cssText = 'white-space: nowrap; position: absolute';
            text.append(sample);
            return text.clientWidth / (sample.offsetWidth / sample.textContent.length);
        })()",
    );
    let letters = letters.as_f64().unwrap();
    assert!((56.0..=76.0).contains(&letters), "{letters}");
}

#[test]
fn forced_colours_keep_marks_that_are_drawn_as_colours() {
    let Some(viewer) = Viewer::start() else { return };
    viewer.set_media_feature("forced-colors", "active");
    viewer.open("index.html");
    let border =
        "getComputedStyle(document.querySelector('header.site [aria-current]')).borderBottomStyle";
    assert_eq!(viewer.browser.value(border), "solid");
    viewer.browser.value("document.getElementById('vision_button').click()");
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
        let pdf = viewer.save(&name, "Page.printToPDF", &paper);
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

/// Also saves the pictures to `target/theme/`, for people to look at.
#[test]
fn screenshots_have_the_asked_width_and_colours() {
    let Some(viewer) = Viewer::start() else { return };
    let full_page = json!({ "captureBeyondViewport": true });
    for colours in ["light", "dark"] {
        viewer.set_media_feature("prefers-color-scheme", colours);
        for width in [360, 768, 1280] {
            viewer.set_width(width);
            let lists = ["index.html", "napravlenie/sovmestnye.html", "god/2022-23.html"];
            for page in lists.into_iter().chain([EVENT, REPORT, "pedagogi.html", FOUND]) {
                viewer.open(page);
                let name = format!("{}-{width}-{colours}.png", page.replace(['/', '?'], "-"));
                let file = viewer.save(&name, "Page.captureScreenshot", &full_page);
                let picture = Pixmap::decode_png(&file).unwrap();
                assert_eq!((picture.width(), viewer.overflow()), (width, 0), "{name}");
                let (ground, share) = most_common_colour(&picture);
                let is_light = luma(ground) > 128;
                assert_eq!(is_light, colours == "light", "{name}: {ground:?}");
                assert!((0.2..0.98).contains(&share), "{name}: {share} of it is {ground:?}");
            }
        }
    }
}

/// The most common colour of a picture, and its share of the pixels, from a sample of them.
fn most_common_colour(picture: &Pixmap) -> (PremultipliedColorU8, f64) {
    let mut counts = BTreeMap::new();
    let sample = picture.pixels().iter().step_by(97);
    for pixel in sample.clone() {
        let (_, count) =
            counts.entry((pixel.red(), pixel.green(), pixel.blue())).or_insert((*pixel, 0_usize));
        *count += 1;
    }
    let (colour, count) = counts.into_values().max_by_key(|(_, count)| *count).unwrap();
    (colour, count as f64 / sample.len() as f64)
}

/// The brightness of a colour, 0 to 255.
fn luma(colour: PremultipliedColorU8) -> u32 {
    let [red, green, blue] = [colour.red(), colour.green(), colour.blue()].map(u32::from);
    (red * 299 + green * 587 + blue * 114) / 1000
}
