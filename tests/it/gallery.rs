//! The gallery in a browser: keys, swipes, focus, the size of picture that a window loads. Without
//! scripts its links open the pictures.

use jpeg_encoder::{ColorType, Encoder};

use crate::browser::Browser;
use crate::html;
use crate::sandbox::{PHOTO, Site};

const POST: &str = "\
---
название: День науки
дата: 14.10.2022
направление: sovmestnye
описание_фото: Ребята за досками
---

![Актовый зал](zal.jpg)
";
const ARROW_LEFT: char = '\u{e012}';
const ARROW_RIGHT: char = '\u{e014}';
const ESCAPE: char = '\u{e00c}';
const ENTER: char = '\u{e007}';

/// A picture wide enough for all published sizes.
fn wide() -> Vec<u8> {
    let (width, height) = (1700_u16, 1275_u16);
    let samples: Vec<u8> = (0..usize::from(width) * usize::from(height) * 3)
        .map(|at| (at / 3 % usize::from(width) / 8) as u8)
        .collect();
    let mut bytes = Vec::new();
    Encoder::new(&mut bytes, 90).encode(&samples, width, height, ColorType::Rgb).unwrap();
    bytes
}

/// Builds a site with an event that has a wide picture in its text and three in its gallery. Returns
/// the `file:` URL of its page too.
fn site() -> (Site, String) {
    let site = Site::new();
    site.post("den/index.md", POST);
    site.file("content/posts/den/zal.jpg", wide());
    for number in 1..=3 {
        let bytes = [PHOTO, number.to_string().as_bytes()].concat();
        site.file(&format!("content/posts/den/{number}.jpg"), bytes);
    }
    site.build().ok();
    let page = site.root().join("public/2022/den.html");
    (site, format!("file://{}", page.display()))
}

#[test]
fn a_photo_opens_large_and_keys_and_swipes_show_the_next() {
    let Some(browser) = Browser::start() else { return };
    let (_site, page) = site();
    browser.open(&page);
    browser.until("document.querySelectorAll('.photo > a').length === 3");
    let link = |at: usize| format!("document.querySelectorAll('.photo > a')[{at}]");
    let large =
        |at: usize| format!("document.querySelector('dialog img').src === {}.href", link(at));

    browser.value(&format!("{}.focus()", link(0)));
    browser.press(ENTER);
    browser.until("document.querySelector('dialog').open");
    browser.until(&large(0));
    browser.until("document.querySelector('dialog').contains(document.activeElement)");
    browser.press(ARROW_RIGHT);
    browser.until(&large(1));
    browser.press(ARROW_LEFT);
    browser.press(ARROW_LEFT);
    browser.until(&large(2));
    browser.until("document.querySelector('dialog figcaption').textContent.includes('3 из 3')");

    browser.value(
        "(() => { const dialog = document.querySelector('dialog'); \
         const touch = (x) => new Touch({ identifier: 1, target: dialog, clientX: x, clientY: 9 }); \
         const tell = (name, list, changed) => dialog.dispatchEvent(new TouchEvent(name, \
           { bubbles: true, touches: list, changedTouches: changed })); \
         tell('touchstart', [touch(300)], [touch(300)]); tell('touchend', [], [touch(200)]); })()",
    );
    browser.until(&large(0));

    browser.press(ESCAPE);
    browser.until("!document.querySelector('dialog').open");
    browser.until(&format!("document.activeElement === {}", link(0)));
}

#[test]
fn a_small_window_loads_a_small_picture() {
    let Some(browser) = Browser::start() else { return };
    let (_site, page) = site();
    for (width, wanted) in [(500, 480), (900, 960)] {
        browser.resize(width, 700);
        browser.open(&page);
        let chosen = "document.querySelector('.text img').currentSrc";
        browser.until(&format!("{chosen}.endsWith('-{wanted}.jpg')"));
    }
}

#[test]
fn without_scripts_a_link_opens_the_published_picture() {
    let (site, _) = site();
    let page = site.public("2022/den.html");
    let tags = html::tags(&page);
    let pairs = tags.iter().zip(&tags[1..]);
    let links: Vec<_> =
        pairs.filter(|(tag, inside)| tag.name == "a" && inside.name == "img").collect();
    assert_eq!(links.len(), 3, "{links:?}");
    for (link, picture) in links {
        // Only an address: no new window, no script.
        let keys: Vec<_> = link.attributes.iter().map(|(key, _)| key.as_str()).collect();
        assert_eq!(keys, ["href"]);
        let path = link.get("href").trim_start_matches("../").to_owned();
        let bytes = &site.output()[&path];
        assert!(bytes.starts_with(&[0xff, 0xd8]), "{path}");
        assert!(path.ends_with(picture.get("src").rsplit('/').next().unwrap()), "{picture:?}");
    }
}
