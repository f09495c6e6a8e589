//! Which picture stands for an event: on its page, in lists, in feeds, for those who share it and for search
//! engines.

use serde_json::Value;

use crate::html::{Tag, tags};
use crate::sandbox::{PHOTO, Site};

const TODAY: &str = "2022-12-10";

const PICTURE: &str = "![Ребята «у доски»](foto.jpg)";

/// A site with an event in a folder of its own, whose front matter has these lines and whose text this picture.
fn site(keys: &str, picture: &str) -> Site {
    site_with(keys, picture, "posts/turnir/foto.jpg")
}

/// As [`site`], with the photo in this file.
fn site_with(keys: &str, picture: &str, photo: &str) -> Site {
    let site = Site::new();
    let head = format!("название: Турнир\nдата: 7.12.2022\nнаправление: sovmestnye\n{keys}");
    let text = format!("---\n{head}---\n\nРассказ.\n\n{picture}\n");
    site.post("turnir/index.md", &text);
    site.file(&format!("content/{photo}"), PHOTO);
    site.run(&["build", "--today", TODAY]).ok();
    site
}

fn found(site: &Site, page: &str) -> Vec<Tag> {
    tags(&site.public(page))
}

fn has(tags: &[Tag], class: &str) -> bool {
    tags.iter().any(|tag| tag.get("class").split(' ').any(|of| of == class))
}

fn property(tags: &[Tag], name: &str) -> String {
    let of = tags.iter().find(|tag| tag.get("property") == name);
    of.map(|tag| tag.get("content").to_owned()).unwrap_or_default()
}

/// The structured data of an event's page.
fn data(site: &Site, page: &str) -> Value {
    let html = site.public(page);
    let (_, rest) = html.split_once("<script type=\"application/ld+json\">").unwrap();
    let graph: Value = serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap();
    graph["@graph"][0].clone()
}

#[test]
fn a_picture_of_the_text_stands_for_an_event_without_photos() {
    let site = site("люди: нет\n", PICTURE);
    let lists = ["index.html", "napravlenie/sovmestnye.html", "god/2022-23.html"];
    for page in lists {
        let tags = found(&site, page);
        let cover = tags.iter().find(|tag| tag.name == "img").unwrap();
        assert!(cover.get("src").contains("2022/turnir/foto"), "{page}: {cover:?}");
        assert!(!tags.iter().any(|tag| tag.name == "span" && tag.get("class").contains("drawn")));
    }
    let page = found(&site, "2022/turnir.html");
    assert_eq!(page.iter().filter(|tag| tag.name == "img").count(), 1, "it stands once");
    assert!(!has(&page, "opening") && !has(&page, "drawn"));
    assert!(!page.iter().any(|tag| tag.get("src").contains("gallery.js")), "nothing opens large");
    let image = property(&page, "og:image");
    assert!(image.starts_with("http://example.org/tochka/2022/turnir/foto"), "{image}");
    assert_eq!(property(&page, "og:image:alt"), "Ребята «у\u{a0}доски»");
    assert_eq!(data(&site, "2022/turnir.html")["image"][0], image);
    let feed = site.public("feed.xml");
    assert_eq!(feed.matches("&lt;img").count(), 1, "{feed}");
    assert!(feed.contains("rel=\"enclosure\""), "{feed}");
}

#[test]
fn a_picture_that_is_hidden_or_of_others_is_no_cover() {
    let hidden = "люди: нет\nфото:\n- {файл: foto.jpg, показать: нет}\n";
    let foreign = "![Доска](../../data/foto.jpg)";
    for site in [site(hidden, PICTURE), site_with("люди: нет\n", foreign, "data/foto.jpg")] {
        assert!(has(&found(&site, "index.html"), "drawn"));
        assert!(property(&found(&site, "2022/turnir.html"), "og:image").ends_with(".png"));
    }
}

#[test]
fn a_cover_that_the_text_shows_is_not_shown_twice() {
    let cover = "люди: нет\nобложка: foto.jpg\nописание_фото: Зал\n";
    let page = found(&site(cover, PICTURE), "2022/turnir.html");
    assert_eq!(page.iter().filter(|tag| tag.name == "img").count(), 1);
    let page = found(&site(cover, ""), "2022/turnir.html");
    assert!(has(&page, "opening") && page.iter().any(|tag| tag.get("src").contains("gallery.js")));
}

#[test]
fn search_engines_get_photos_of_what_was_held_and_a_drawing_of_what_is_to_come() {
    let site = site("люди: нет\nописание_фото: Зал\n", "");
    for (name, date) in [("bez-foto", "8.12.2022"), ("anons", "20.12.2022")] {
        let head = format!("название: {name}\nдата: {date}\nнаправление: konferentsii");
        site.post(&format!("{name}.md"), &format!("---\n{head}\n---\n\nРассказ.\n"));
    }
    site.run(&["build", "--today", TODAY]).ok();
    let image = |page| data(&site, page)["image"][0].as_str().map(str::to_owned);
    assert!(image("2022/turnir.html").unwrap().contains("turnir/foto"));
    assert_eq!(image("2022/bez-foto.html"), None);
    assert!(image("2022/anons.html").unwrap().ends_with("konferentsii.png"));
    // Others show the drawing of both.
    assert!(property(&found(&site, "2022/bez-foto.html"), "og:image").ends_with(".png"));
}
