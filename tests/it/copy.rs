//! `rostok copy`: events for VK, MAX, Telegram, OK and the editors of other sites.
#![expect(clippy::disallowed_methods, reason = "tests look at the files of a copy")]

use serde_json::json;

use crate::editor_client::RunningEditor;
use crate::photos::photo_taken_in_moscow;
use crate::sandbox::{PHOTO, SETTINGS, Site, tree};

const STORY: &str = "\
---
название: Турнир по шахматам
дата: 7.12.2022
направление: sovmestnye
место: Актовый зал
описание_фото: Ребята за досками
итоги:
  - 1 место заняла команда 7 «А»
---

Прошёл турнир. Все довольны, [положение](polozhenie.pdf) и [фото](https://vk.com/wall-1_2) есть.

## Кто играл

- 5 классы
- 6 классы
  1. 6 «А»
  2. 6 «Б»

| Класс | Место |
|---|---|
| 7а | 1 |
| 5б | 2 |

![Зал перед турниром](zal.jpg)
";

fn site() -> Site {
    let site = Site::new();
    let copies = "копии:\n  хештеги: [ТочкаРоста, '#школа7']\n  подпись: Центр «Точка роста»\n";
    site.file("content/site.yaml", format!("{SETTINGS}{copies}"));
    site.post("turnir/index.md", STORY);
    site.file("content/posts/turnir/polozhenie.pdf", "%PDF-1.4");
    for name in ["zal.jpg", "1.jpg", "2.jpg"] {
        let bytes = [photo_taken_in_moscow(), name.as_bytes().to_vec()].concat();
        site.file(&format!("content/posts/turnir/{name}"), bytes);
    }
    site
}

fn copy(site: &Site, more: &[&str]) -> String {
    let arguments = [&["copy"], more, &["--today", "2023-01-15"]].concat();
    site.run(&arguments).ok().stdout.replace('\u{a0}', " ")
}

fn text(site: &Site, channel: &str, event: &str) -> String {
    site.read(&format!("copy/{channel}/{event}/text.txt")).replace("\r\n", "\n")
}

#[test]
fn a_message_has_the_text_the_link_the_sign_off_and_the_hashtags() {
    let site = site();
    let said = copy(&site, &["турнир", "--for", "vk"]);
    assert!(
        said.contains("«Турнир по шахматам» для ВКонтакте") && said.contains("помещается 15895"),
        "{said}"
    );
    assert!(said.contains("3 фотографии без сведений о месте съёмки"), "{said}");
    assert_eq!(
        text(&site, "vk", "2022-turnir"),
        "Турнир по шахматам\n\n\
         7 декабря 2022 г., Актовый зал\n\n\
         Прошёл турнир. Все довольны, положение (http://example.org/tochka/2022/turnir/polozhenie.pdf) \
         и фото (https://vk.com/wall-1_2) есть.\n\n\
         Кто играл\n\n\
         • 5 классы\n• 6 классы\n  1. 6 «А»\n  2. 6 «Б»\n\n\
         Класс: 7а; Место: 1\nКласс: 5б; Место: 2\n\n\
         Итоги:\n• 1 место заняла команда 7 «А»\n\n\
         Подробнее: http://example.org/tochka/2022/turnir.html\n\n\
         Центр «Точка роста»\n\n\
         #ТочкаРоста #школа7\n"
    );
    // In the order of the page: those in the text, then the gallery.
    let files = tree(&site.root().join("copy/vk/2022-turnir"));
    let names: Vec<_> = files.keys().filter(|name| !name.starts_with('.')).collect();
    assert_eq!(names, ["text.txt", "turnir-01.jpg", "turnir-02.jpg", "turnir-03.jpg"]);
    for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(".jpg")) {
        assert!(bytes.starts_with(b"\xff\xd8\xff") && !rostok::photos::has_gps(bytes), "{name}");
        assert!(!bytes.windows(4).any(|part| part == b"Exif"), "{name}");
    }
}

#[test]
fn an_editor_gets_plain_html_with_the_names_of_its_pictures() {
    let site = site();
    copy(&site, &["turnir", "--for", "html"]);
    let page = site.read("copy/html/2022-turnir/text.html");
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("<meta charset=\"utf-8\">"));
    assert!(!page.contains("class=") && !page.contains("style="), "{page}");
    assert!(!page.contains('#'), "an editor of a site takes no hashtags: {page}");
    for piece in [
        "<h2>Турнир по&nbsp;шахматам</h2>\n<p>7&nbsp;декабря 2022&nbsp;г., Актовый зал</p>\n<p>Прошёл турнир.",
        "<h3>Кто играл</h3>\n<ul>\n<li>5&nbsp;классы</li>\n<li>6&nbsp;классы<ol>\n<li>6 «А»</li>\n",
        "<tr><th scope=\"col\">Класс</th><th scope=\"col\">Место</th></tr>\n<tr><td>7а</td><td>1</td></tr>",
        "<p><img src=\"turnir-01.jpg\" alt=\"Зал перед турниром\">",
        "<p><img src=\"turnir-02.jpg\" alt=\"Ребята за&nbsp;досками, фото&nbsp;1\"></p>",
        "<p>Подробнее: <a href=\"http://example.org/tochka/2022/turnir.html\">",
    ] {
        assert!(page.contains(piece), "{piece}\n{page}");
    }
}

/// Each limit is kept by a long event with many photos.
#[test]
fn a_long_event_is_cut_after_a_sentence_and_loses_its_last_photos() {
    let site = site();
    let sentences = "Ученики показали, чему научились за год в центре «Точка роста». ".repeat(400);
    let head = STORY.split("\nПрошёл").next().unwrap();
    site.post("turnir/index.md", &format!("{head}\n{sentences}\n"));
    for number in 3..=14 {
        let bytes = [PHOTO, number.to_string().as_bytes()].concat();
        site.file(&format!("content/posts/turnir/{number}.jpg"), bytes);
    }
    for (channel, limit, photos) in
        [("vk", 15_895, 10), ("max", 4000, 12), ("telegram", 1024, 10), ("ok", 4000, 10)]
    {
        let said = copy(&site, &["turnir", "--for", channel]);
        assert!(
            said.contains("Весь текст не поместился") && said.contains("Не поместились: "),
            "{said}"
        );
        let text = text(&site, channel, "2022-turnir");
        let length = text.trim_end().encode_utf16().count();
        // The next sentence would not have fitted.
        assert!(length <= limit && length + 65 > limit, "{channel}: {length}");
        assert!(
            text.contains("центре «Точка роста». …\n\nПодробнее: http://example.org"),
            "{text}"
        );
        assert!(text.ends_with("#ТочкаРоста #школа7\n"), "{text}");
        let files = tree(&site.root().join(format!("copy/{channel}/2022-turnir")));
        assert_eq!(files.keys().filter(|name| name.ends_with(".jpg")).count(), photos, "{channel}");
    }
    // Without photos Telegram takes more.
    site.post(
        "bez.md",
        &format!(
            "{}\n{sentences}",
            head.replace("описание_фото: Ребята за досками\n", "").replace("Турнир по", "Диспут о")
        ),
    );
    copy(&site, &["bez", "--for", "telegram"]);
    let length = text(&site, "telegram", "2022-bez").trim_end().encode_utf16().count();
    assert!(length <= 4096 && length + 65 > 4096, "{length}");
    // A shorter event leaves no photos of the longer one behind.
    site.post("turnir/index.md", STORY);
    for number in 3..=14 {
        site.remove(&format!("content/posts/turnir/{number}.jpg"));
    }
    copy(&site, &["turnir", "--for", "max"]);
    let files = tree(&site.root().join("copy/max/2022-turnir"));
    assert_eq!(files.keys().filter(|name| name.ends_with(".jpg")).count(), 3);
}

#[test]
fn an_announcement_says_when_where_and_for_whom() {
    let site = Site::new();
    site.post(
        "den.md",
        "---\nназвание: День науки\nдата: 8.02.2023, 14:30\nнаправление: sovmestnye\nместо: кабинет 12\n\
         аудитория: 5–7 классы\n---\nПриходите.\n",
    );
    copy(&site, &["День", "науки", "--for", "max"]);
    assert_eq!(
        text(&site, "max", "2023-den"),
        "День науки\n\nКогда: 8 февраля 2023 г., 14:30\nГде: кабинет 12\nДля кого: 5–7 классы\n\n\
         Приходите.\n\nПодробнее: http://example.org/tochka/2023/den.html\n"
    );
}

#[test]
fn an_event_is_named_by_file_address_or_title_and_several_are_listed() {
    let site = site();
    site.post(
        "shashki.md",
        &STORY
            .replace("по шахматам", "по шашкам")
            .split("\nПрошёл")
            .next()
            .unwrap()
            .replace("описание_фото: Ребята за досками\n", ""),
    );
    for name in [
        "content/posts/turnir/index.md",
        "content\\posts\\turnir",
        "http://example.org/tochka/2022/turnir.html",
        "2022/turnir.html",
        "http://localhost:4000/2022/turnir.html#kto",
        "шахматам турнир",
    ] {
        let said = copy(&site, &[name, "--for", "ok"]);
        assert!(said.starts_with("«Турнир по шахматам» для Одноклассников"), "{name}: {said}");
    }
    let several = site.run(&["copy", "турнир", "--for", "vk"]);
    let said = several.exits(2).stderr.replace('\u{a0}', " ");
    assert!(said.contains("«турнир» есть в названиях нескольких событий (2)"), "{said}");
    assert!(
        said.contains("«Турнир по шахматам», 7 декабря 2022 г.: `content/posts/turnir/index.md`"),
        "{said}"
    );
    let none = site.run(&["copy", "поход", "--for", "vk"]);
    assert!(none.exits(2).stderr.contains("нет события «поход»"), "{}", none.stderr);
    let nowhere = site.run(&["copy", "turnir"]);
    assert!(nowhere.exits(2).stderr.contains("не указано, куда скопировать"), "{}", nowhere.stderr);
}

#[test]
fn what_a_build_refuses_is_not_copied_and_other_events_do_not_matter() {
    let site = site();
    site.post("drugoe.md", "---\nназвание: Без даты\n---\nТекст\n");
    copy(&site, &["turnir", "--for", "vk"]);
    site.post("turnir/index.md", &STORY.replace("место: Актовый зал", "люди: ребёнок"));
    let refused = site.run(&["copy", "turnir", "--for", "max"]);
    assert!(refused.exits(1).stderr.contains("согласия родителей нет"), "{}", refused.stderr);
    assert!(!refused.stderr.contains("Без даты") && !site.root().join("copy/max").exists());
    let unsound = site.run(&["copy", "drugoe", "--for", "vk"]);
    assert!(unsound.exits(1).stderr.contains("не указана дата"), "{}", unsound.stderr);
    site.post(
        "drugoe.md",
        "---\nназвание: Поход\nчерновик: да\nдата: 3.12.2022\nнаправление: sovmestnye\n---\n",
    );
    let draft = site.run(&["copy", "поход.md", "--for", "vk"]);
    assert_eq!(draft.exits(2).stderr.matches("нет события").count(), 1, "{}", draft.stderr);
    let draft = site.run(&["copy", "Поход", "--for", "vk"]);
    assert!(
        draft.exits(2).stderr.contains("это черновик: `content/posts/drugoe.md`"),
        "{}",
        draft.stderr
    );
}

#[test]
fn a_copy_never_lands_among_other_files() {
    let site = site();
    site.build().ok();
    let before = site.output();
    for folder in ["public", "public/kopiya", "content/kopiya", "content"] {
        let run = site.run(&["copy", "turnir", "--for", "vk", "--out", folder]);
        assert!(run.exits(2).stderr.contains("занята другим"), "{folder}: {}", run.stderr);
    }
    assert_eq!(site.output(), before);
    site.file("moyo/text.txt", "моё");
    site.run(&["copy", "turnir", "--for", "vk", "--out", "moyo"]).exits(2);
    assert_eq!(site.read("moyo/text.txt"), "моё");
    copy(&site, &["turnir", "--for", "vk", "--out", "kopiya"]);
    site.file("kopiya/zametki.md", "моё");
    copy(&site, &["turnir", "--for", "html", "--out", "kopiya"]);
    let names: Vec<_> = tree(&site.root().join("kopiya")).into_keys().collect();
    assert!(names.contains(&"text.html".to_owned()) && !names.contains(&"text.txt".to_owned()));
    assert!(names.contains(&"zametki.md".to_owned()), "{names:?}");
}

#[test]
fn photos_of_the_site_stay_finished_beside_those_of_a_copy() {
    let site = site();
    site.build().ok();
    let index = || site.read(".rostok-cache/photos/index.json");
    let before = index();
    copy(&site, &["turnir", "--for", "vk"]);
    let after: serde_json::Value = serde_json::from_str(&index()).unwrap();
    let before: serde_json::Value = serde_json::from_str(&before).unwrap();
    for (key, made) in before["made"].as_object().unwrap() {
        assert_eq!(&after["made"][key], made);
    }
    assert_eq!(
        after["made"].as_object().unwrap().len(),
        2 * before["made"].as_object().unwrap().len()
    );
}

#[test]
fn since_last_gives_what_was_not_copied_yet_to_each_channel() {
    let site = Site::new();
    let post = |date: &str, title: &str| {
        format!(
            "---\nназвание: {title}\nдата: {date}\nнаправление: sovmestnye\n---\nПрошёл праздник, все были рады.\n"
        )
    };
    site.post("davno.md", &post("1.09.2022", "Давно"));
    site.post("vchera.md", &post("14.01.2023", "Вчера"));
    site.post(
        "zavtra.md",
        &post("16.01.2023", "Завтра").replace("Прошёл праздник, все были рады", "Ждём всех"),
    );
    let since = ["--since", "last", "--for", "vk"];
    let said = copy(&site, &since);
    assert!(
        said.contains("«Вчера»") && said.contains("«Завтра»") && !said.contains("«Давно»"),
        "{said}"
    );
    assert!(copy(&site, &since).contains("Новых событий нет"));
    // The day has passed, and its story is told: that is another text.
    site.post("zavtra.md", &post("16.01.2023", "Завтра"));
    let run = site.run(&["copy", "--since", "last", "--for", "vk", "--today", "2023-01-20"]);
    assert!(
        run.ok().stdout.contains("«Завтра»") && !run.stdout.contains("«Вчера»"),
        "{}",
        run.stdout
    );
    assert!(text(&site, "vk", "2023-zavtra").contains("Прошёл праздник"));
    // Another channel knows nothing of it, but of what was copied to it alone.
    copy(&site, &["vchera", "--for", "max"]);
    let run = site.run(&["copy", "--since", "last", "--for", "max", "--today", "2023-01-20"]);
    assert!(
        run.ok().stdout.contains("«Завтра»") && !run.stdout.contains("«Вчера»"),
        "{}",
        run.stdout
    );
    assert!(!site.root().join("public").exists());
}

#[test]
fn the_editor_gives_the_same_text_and_notes_only_what_was_taken() {
    let site = site();
    let editor = RunningEditor::start(&site, &["--today", "2023-01-15"]);
    let call = |taken: bool, file: &str| {
        editor.post("/api/copy", &json!({ "file": file, "channel": "telegram", "taken": taken }))
    };
    let file = "content/posts/turnir/index.md";
    let (status, looked) = call(false, file);
    assert_eq!(status, 200, "{looked}");
    let record = site.root().join(".rostok/copied/telegram");
    assert!(!record.exists(), "looking at a text takes nothing");
    assert_eq!(
        looked["text"].as_str().unwrap().trim_end(),
        text(&site, "telegram", "2022-turnir").trim_end()
    );
    assert_eq!((&looked["limit"], &looked["photos"]), (&json!(1024), &json!(3)));
    let folder = looked["folder"].as_str().unwrap().replace('\\', "/");
    assert!(folder.ends_with("copy/telegram/2022-turnir"), "{folder}");
    assert_eq!(call(true, file), (200, looked));
    assert!(std::fs::read_to_string(record).unwrap().ends_with("\nnews 2022/turnir.html\n"));
    site.post("turnir/index.md", &STORY.replace("место: Актовый зал", "люди: ребёнок"));
    let (status, refused) = call(false, file);
    assert!(status == 422 && refused["message"].as_str().unwrap().contains("ребёнок"), "{refused}");
    assert_eq!(call(false, "content/posts/net.md").0, 422);
    let open =
        |name: &str| editor.post("/api/copy/open", &json!({ "channel": "telegram", "name": name }));
    assert_eq!((open("..").0, open("net").0), (404, 404));
    let wrong = json!({ "file": file, "channel": "../x", "taken": false });
    assert_eq!(editor.post("/api/copy", &wrong).0, 400);
}
