//! Texts and names as other programs leave them: control characters of Word, names of files from a Mac.

use std::path::Path;

use atom_syndication::Feed;

use crate::sandbox::{PHOTO, Site, post_text};

/// A photo or a document, different for each name.
fn file(name: &str) -> Vec<u8> {
    let start = if name.ends_with(".pdf") { &b"%PDF-1.4 "[..] } else { PHOTO };
    [start, name.as_bytes()].concat()
}

#[test]
fn a_feed_with_control_characters_can_be_read() {
    let site = Site::new();
    site.post(
        "turnir.md",
        "---\nназвание: \"Турнир\\v по\\x01 шахматам\"\nдата: 1.09.2022\nнаправление: sovmestnye\n\
         кратко: До\u{b}и\u{c} после\u{1}\nметки: раз\u{1f}два\n---\n\n\
         Первая строка\u{b}вторая&#11;строка\u{2}\u{1b} <b>да&#2;</b>\n\n```\nкод\u{b}\n```\n",
    );
    let plain = "Да\u{b}нет\u{1e}нет\n";
    site.post("igra.md", &(post_text("Игра", "2.09.2022", "sovmestnye") + plain));
    site.file(
        "content/data/training.yaml",
        "строки:\n  - программа: Курсы\u{b}года\n    часы: 36\n",
    );
    site.file("content/pages/kursy.md", "---\nназвание: Курсы\u{b}\n---\n\n{{ training() }}\n");
    site.build().ok();
    for (path, bytes) in site.pages() {
        let Ok(text) = String::from_utf8(bytes) else { continue };
        let is_control =
            |letter: char| letter.is_control() && !matches!(letter, '\n' | '\t' | '\r');
        assert!(!text.contains(is_control), "{path}");
    }
    for path in ["feed.xml", "napravlenie/sovmestnye.xml"] {
        let feed = Feed::read_from(site.public(path).as_bytes()).unwrap();
        let entry = &feed.entries()[1];
        assert_eq!(entry.title().as_str(), "Турнир по\u{a0}шахматам", "{path}");
        assert_eq!(entry.summary().unwrap().as_str(), "До\u{a0}и\u{a0}после");
        let text = entry.content().unwrap().value().unwrap();
        assert!(text.contains("Первая строка<br>\nвторая строка"), "{text}");
    }
    assert!(site.public("2022/igra.html").contains("Да<br>\nнет\u{2011}нет"));
    assert!(site.public("kursy.html").contains("Курсы года"));
}

#[test]
fn names_from_a_mac_are_found_in_either_form() {
    let site = Site::new();
    // й and ё as two characters.
    let folder = "content/posts/2022-23/Зеленыи\u{306} день";
    for name in [
        "Фото е\u{308}лки.jpg",
        "Зрители и\u{306}.jpg",
        "Положение и\u{306}.pdf",
        "Обложка и\u{306}.jpg",
    ] {
        site.file(&format!("{folder}/{name}"), file(name));
    }
    site.file(
        &format!("{folder}/index.md"),
        "---\nназвание: День\nдата: 7.12.2022\nнаправление: sovmestnye\nлюди: нет\n\
         обложка: Обложка й.jpg\nописание_фото: Ребята у ёлки\nфото:\n  - файл: фото ёлки.jpg\n    \
         подпись: Ёлка\n---\n\n![Зрители в зале](<Зрители й.jpg>) [Положение](<Положение й.pdf>)\n",
    );
    site.file(
        "content/posts/2022-23/Ещё.md",
        &(post_text("Ещё", "8.12.2022", "sovmestnye") + "\n[День](<Зеленый день/index.md>)\n"),
    );
    site.build().ok();
    let page = site.public("2022/zelenyy-den.html");
    for named in ["polozhenie-y.pdf", "zriteli-y", "foto-yolki"] {
        assert!(page.contains(named), "{named}: {page}");
    }
    assert_eq!(page.matches("<figcaption>Ёлка").count(), 1, "{page}");
    assert!(Path::new(&site.root().join("public/2022/zelenyy-den/polozhenie-y.pdf")).exists());
    assert!(site.public("2022/eshchyo.html").contains("href=\"../2022/zelenyy-den.html\""));
}

#[test]
fn a_name_may_have_a_number_sign() {
    let site = Site::new();
    for name in ["Фото #1.jpg", "План #2.pdf", "#3.pdf"] {
        site.file(&format!("content/posts/den/{name}"), file(name));
    }
    site.post(
        "den/index.md",
        "---\nназвание: День\nдата: 7.12.2022\nнаправление: sovmestnye\nлюди: нет\n---\n\n\
         ![Зрители в зале](<Фото #1.jpg>)\n\n[План](<План #2.pdf>) [ещё](#3.pdf) [Запись](<../Игра #4.md>)\n",
    );
    site.post("Игра #4.md", &post_text("Игра", "8.12.2022", "sovmestnye"));
    site.build().ok();
    let page = site.public("2022/den.html");
    for link in ["den/foto-1", "den/plan-2.pdf", "den/3.pdf", "igra-4.html"] {
        assert!(page.contains(&format!("\"../2022/{link}")), "{link}: {page}");
    }
    assert!(!page.contains("class=\"photos\""), "the text shows the photo: {page}");
}
