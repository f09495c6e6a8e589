//! Texts and names written by Windows editors give the same bytes as a clean site.

use crate::sandbox::{PHOTO, Site, Tree, assert_same, post_text};

const SETTINGS: &str = "\
название: Центр «Точка роста»
школа: МКОУ «СОШ № 7»
описание: Новости — ёмко и по делу
адрес_сайта: http://example.org/tochka/
направления:
  - код: proekty
    название: Развитие проектной деятельности
";

const POST: &str = "\
---
название: Съезд юных физиков
дата: 7.12.2022
направление: Развитие проектной деятельности
участники: 21 чел.
кратко: Доклады, опыты и чай
---

Первый абзац — «кавычки», тире, № 7.

## Ход съезда

| Секция | Докладов |
|--------|----------|
| Физика | 4        |

```
код
  с отступом
```

Последняя строка\u{20}\u{20}
с переносом, и [страница о центре](../pages/o-tsentre.md#zadachi).
";

/// A text with few letters, from which an encoding is hard to guess.
const SHORT: &str = "---\ntitle: Чай\ndate: 2022-12-08\ndirection: proekty\n---\nПили чай.\n";

const PAGE: &str = "---\nназвание: О центре\nменю: да\n---\n\n## Задачи\n\nРасти.\n";

fn built(encode: impl Fn(&str) -> Vec<u8>) -> Tree {
    let site = Site::empty();
    for (path, text) in [
        ("content/site.yaml", SETTINGS),
        ("content/posts/sezd.md", POST),
        ("content/posts/chay.md", SHORT),
        ("content/pages/o-tsentre.md", PAGE),
    ] {
        site.file(path, encode(text));
    }
    let run = site.run(&["build", "--today", "2023-06-01"]);
    assert_eq!(run.ok().stderr, "");
    site.output()
}

fn clean() -> Tree {
    built(|text| text.as_bytes().to_vec())
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(bytes).collect()
}

fn windows_1251(text: &str) -> Vec<u8> {
    let (bytes, _, lost) = encoding_rs::WINDOWS_1251.encode(text);
    assert!(!lost, "a letter that Windows-1251 has not");
    bytes.into_owned()
}

#[test]
fn utf_8_with_a_mark_is_utf_8() {
    assert_same(&clean(), &built(|text| format!("\u{feff}{text}").into_bytes()));
}

#[test]
fn utf_16_is_read_in_both_orders() {
    assert_same(&clean(), &built(|text| utf16(text, u16::to_le_bytes)));
    assert_same(&clean(), &built(|text| utf16(text, u16::to_be_bytes)));
}

#[test]
fn windows_1251_is_read() {
    assert_same(&clean(), &built(windows_1251));
    assert_same(&clean(), &built(|text| windows_1251(&text.replace('\n', "\r\n"))));
}

#[test]
fn line_ends_of_all_systems_are_read() {
    assert_same(&clean(), &built(|text| text.replace('\n', "\r\n").into_bytes()));
    assert_same(&clean(), &built(|text| text.replace('\n', "\r").into_bytes()));
    assert_same(&clean(), &built(|text| utf16(&text.replace('\n', "\r\n"), u16::to_le_bytes)));
}

#[test]
fn cyrillic_names_with_spaces_and_capitals_give_the_same_addresses() {
    let site = |folder: &str, photo_name: &str, document: &str, link: &str| {
        let site = Site::empty();
        site.file("content/site.yaml", SETTINGS);
        let text = POST.replace("../pages/o-tsentre.md#zadachi", link)
            + &format!("\n![Зал]({photo_name})\n\n[Приказ]({document})\n");
        site.file(&format!("content/posts/{folder}/index.md"), text);
        site.file(
            &format!("content/posts/{folder}/{}", photo_name.trim_matches(['<', '>'])),
            PHOTO,
        );
        site.file(
            &format!("content/posts/{folder}/{}", document.trim_matches(['<', '>'])),
            b"not looked into",
        );
        // Events of one day are sorted by their addresses, not by their files.
        let other = if folder.is_ascii() { "chay" } else { "Чай" };
        site.post(&format!("{other}.md"), &SHORT.replace("08", "07"));
        let page = link.rsplit('/').next().unwrap().split('#').next().unwrap();
        site.file(&format!("content/pages/{page}"), PAGE);
        let run = site.run(&["build", "--today", "2023-06-01"]);
        assert_eq!(run.ok().stderr, "");
        crate::links::assert_sound(&site.pages(), "http://example.org/tochka/");
        site.pages()
    };
    let clean =
        site("sezd-fizikov", "zal-1.jpg", "prikaz-12.pdf", "../../pages/o-tsentre.md#zadachi");
    let photo = |path: &String| path.starts_with("2022/sezd-fizikov/zal-1-");
    assert!(clean.keys().any(photo), "{:?}", clean.keys());
    let windows = site(
        "Съезд Физиков",
        "<Зал 1.JPG>",
        "<Приказ № 12.PDF>",
        "<../../pages/О Центре.md#zadachi>",
    );
    assert_same(&clean, &windows);
}

/// Windows could not even check out a case with such names.
#[cfg(unix)]
#[test]
fn names_that_windows_refuses_are_told_and_published_under_others() {
    let site = Site::new();
    site.post("con.md", &post_text("Первое", "07.12.2022", "sovmestnye"));
    let text = post_text("Второе", "07.12.2022", "sovmestnye") + "\n[Приказ](aux.pdf)\n";
    site.post("vtoroe/index.md", &text);
    site.file("content/posts/vtoroe/aux.pdf", "%PDF-1.4");
    let run = site.build();
    let told = &run.ok().stderr;
    for name in ["con.md", "aux.pdf"] {
        assert!(told.contains(&format!("Windows не принимает имя `{name}`")), "{told}");
    }
    let pages = site.pages();
    for path in ["2022/con-1.html", "2022/vtoroe/aux-1.pdf"] {
        assert!(pages.contains_key(path), "{path} in {:?}", pages.keys());
    }
}
