//! Every setting is written at its place and read back; all other bytes stay.

use super::*;
use crate::config::{Config, SETTINGS, Setting};
use crate::starter;

/// A file with comments, quotes, unknown keys and keys in both languages.
const FILE: &str = "# Настройки\nназвание: 'Центр «Точка роста»' # полное\nschool: МКОУ «СОШ № 7»\n\n\
    адрес_сайта: http://a.example/tochka/\nмой_ключ: [1, {а: б}]\nнаправления:\n  # первое\n  - код: igry\n    \
    название: \"Игры\"\n    также:\n      - турниры\n      - забавы\n  - {код: nauka, название: Наука}\n\
    хостинг:\n    # сервер\n    ftp: {сервер: ftp.a.example, логин: a, папка: /tochka}\n    неведомо: да\n# конец\n";

fn value(setting: &Setting) -> FieldValue {
    let text = |text: &str| FieldValue::Text(text.to_owned());
    match setting.kind {
        SettingKind::Number => text("12"),
        SettingKind::Lines | SettingKind::Names => {
            FieldValue::List(vec!["один".to_owned(), "два: три".to_owned()])
        }
        SettingKind::Choice(choices) => text(choices[1].value),
        SettingKind::Rows(columns) => {
            let row = |word: &str| -> Vec<_> {
                let value =
                    |column: &RowColumn| (column.key.to_owned(), format!("{word} {}", column.key));
                columns.iter().map(value).collect()
            };
            FieldValue::Entries(vec![row("а"), row("б")])
        }
        _ => text("Слово: «другое» # 7"),
    }
}

fn changed(file: &mut TextFile, key: &str, value: Option<FieldValue>) {
    set(file, &[(key.to_owned(), value)]).unwrap_or_else(|error| panic!("{key}: {error}"));
}

fn written(file: &TextFile, key: &str) -> Option<FieldValue> {
    read(file.text()).fields.into_iter().find(|field| field.key == key).map(|field| field.value)
}

/// The lines of `old` that `new` has too, in their order.
fn kept<'t>(old: &'t str, new: &str) -> Vec<&'t str> {
    old.lines().filter(|line| new.lines().any(|other| other == *line)).collect()
}

/// The bytes of a text in the encodings of Windows editors.
fn encoded(text: &str) -> Vec<(&'static str, Vec<u8>)> {
    let windows = text.replace('\n', "\r\n");
    let (cp1251, _, _) = encoding_rs::WINDOWS_1251.encode(&windows);
    vec![
        ("UTF-8", text.as_bytes().to_vec()),
        ("BOM", [b"\xef\xbb\xbf", text.as_bytes()].concat()),
        ("CRLF", windows.as_bytes().to_vec()),
        ("1251", cp1251.into_owned()),
    ]
}

/// What differs between two files: the bytes before and behind it are equal.
fn middle(old: &[u8], new: &[u8]) -> (usize, usize) {
    let before = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let rest = old.len().min(new.len()) - before;
    let behind = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
    (before, behind.min(rest))
}

#[test]
fn every_setting_is_set_read_back_and_removed() {
    for text in [FILE, starter::settings_template()] {
        for (encoding, bytes) in encoded(text) {
            for setting in SETTINGS.iter().copied().flatten() {
                let Setting { key, .. } = *setting;
                let key = if key == OPTIONS { "theme_options.accent" } else { key };
                let mut file = TextFile::decode(&bytes).unwrap();
                assert_eq!(file.encode().unwrap(), bytes, "{encoding}");
                let old = written(&file, key);
                let new = value(setting);
                changed(&mut file, key, Some(new.clone()));
                assert_eq!(written(&file, key), Some(new), "{encoding} {key}\n{}", file.text());
                // All else is as it was: other values, other lines, other bytes around it.
                for field in read(text).fields {
                    let is_it = field.key == key;
                    assert!(is_it || written(&file, &field.key) == Some(field.value), "{key}");
                }
                let all = file.encode().unwrap();
                let (before, behind) = middle(&bytes, &all);
                if old.is_none() {
                    // Something was inserted, at most beside a list in braces.
                    assert!(
                        before + behind + 2 >= bytes.len(),
                        "{encoding} {key}\n{}",
                        file.text()
                    );
                    changed(&mut file, key, None);
                    assert_eq!(written(&file, key), None, "{encoding} {key}");
                    let again = file.encode().unwrap();
                    assert_eq!(again, bytes, "{encoding} {key}\n{}", file.text());
                }
            }
        }
    }
}

#[test]
fn comments_quotes_and_unknown_keys_stay() {
    let mut file = TextFile::new(FILE);
    for (key, value) in [
        ("title", Some("Центр")),
        ("school", None),
        ("hosting.ftp.host", Some("b.example")),
        ("hosting.ftp.tls", Some("нет")),
        ("hosting.file_mb", Some("20")),
        ("theme_options.link", Some("#D0151C")),
        ("description", Some("Одно\nпредложение")),
    ] {
        changed(&mut file, key, value.map(|text| FieldValue::Text(text.to_owned())));
    }
    let expected = FILE
        .replace("'Центр «Точка роста»'", "'Центр'")
        .replace("school: МКОУ «СОШ № 7»\n", "описание: Одно предложение\n")
        .replace("ftp.a.example", "b.example")
        .replace("/tochka}", "/tochka, шифрование: нет}")
        .replace("шифрование: нет}\n", "шифрование: нет}\n    файл_мб: 20\n");
    let expected = expected.replace("хостинг:\n", "настройки_темы:\n  link: '#D0151C'\nхостинг:\n");
    assert_eq!(file.text(), expected);
    assert_eq!(read(FILE).unknown, ["мой_ключ", "hosting.неведомо"]);
}

#[test]
fn rows_move_with_what_is_written_about_them() {
    let rows = |file: &TextFile| match written(file, "directions") {
        Some(FieldValue::Entries(rows)) => rows,
        other => panic!("{other:?}"),
    };
    let mut file = TextFile::new(FILE);
    let mut directions = rows(&file);
    assert_eq!(directions[0][2], ("titles".to_owned(), "турниры\nзабавы".to_owned()));
    // Renamed, moved, and another name added.
    directions[0][1].1 = "Игры и турниры".to_owned();
    directions[0][2].1 = "турниры\nзабавы\nИгры".to_owned();
    directions.swap(0, 1);
    changed(&mut file, "directions", Some(FieldValue::Entries(directions.clone())));
    assert_eq!(rows(&file), directions);
    assert!(
        file.text().contains(
            "  - {код: nauka, название: Наука}\n  # первое\n  - код: igry\n    название: \"Игры и турниры\"\n    \
             также:\n      - турниры\n      - забавы\n      - Игры\nхостинг"
        ),
        "{}",
        file.text()
    );
    // A code alone.
    directions[1][0].1 = "igry-i-turniry".to_owned();
    changed(&mut file, "directions", Some(FieldValue::Entries(directions.clone())));
    assert_eq!(rows(&file), directions);
    assert!(file.text().contains("  # первое\n  - код: igry-i-turniry\n"), "{}", file.text());
    // One more, one less.
    let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    directions[0] =
        vec![pair("id", "sport"), pair("title", "Спорт"), pair("titles", "физкультура")];
    changed(&mut file, "directions", Some(FieldValue::Entries(directions.clone())));
    assert_eq!(rows(&file), directions);
    let all = file.text().to_owned();
    assert_eq!(kept(FILE, &all).len(), FILE.lines().count() - 3, "{all}");
}

#[test]
fn own_keys_keep_their_english_names() {
    let names =
        |words: &[&str]| FieldValue::List(words.iter().map(|one| (*one).to_owned()).collect());
    let mut file =
        TextFile::new("название: А\nключи_событий:\n  partner: партнёр # кто\n  кружок:\n");
    assert_eq!(written(&file, "event_keys"), Some(names(&["partner: партнёр", "кружок"])));
    changed(&mut file, "event_keys", Some(names(&["partner: социальный партнёр", "кабинет"])));
    assert_eq!(
        file.text(),
        "название: А\nключи_событий:\n  partner: социальный партнёр # кто\n  кабинет:\n"
    );
    let mut file = TextFile::new("название: А\nключи_событий:\n  - кабинет # где\n");
    changed(&mut file, "event_keys", Some(names(&["кабинет", "партнёр"])));
    assert_eq!(file.text(), "название: А\nключи_событий:\n  - кабинет # где\n  - партнёр\n");
    changed(&mut file, "event_keys", None);
    assert_eq!(file.text(), "название: А\n");
}

#[test]
fn what_the_form_makes_of_the_template_is_read_by_the_program() {
    let mut file = TextFile::new(starter::settings_template());
    let text = |text: &str| Some(FieldValue::Text(text.to_owned()));
    let list = |texts: &[&str]| {
        Some(FieldValue::List(texts.iter().map(|text| (*text).to_owned()).collect()))
    };
    for (key, value) in [
        ("hosting.ftp.host", text("ftp.a.example")),
        ("hosting.ftp.login", text("a")),
        ("hosting.ftp.folder", text("/tochka")),
        ("hosting.refused", list(&["webp", "svg"])),
        ("hosting.folder_index", text("нет")),
        ("copies.hashtags", list(&["ТочкаРоста"])),
        ("photos.widths", list(&["1200", "600"])),
        ("signatures.approval.name", text("И. О. Фамилия")),
        ("event_keys", list(&["кабинет"])),
    ] {
        changed(&mut file, key, value);
    }
    let mut problems = Diagnostics::new();
    let config = Config::parse("site.yaml", file.text(), &mut problems).unwrap();
    assert_eq!(*problems, [], "{}", file.text());
    assert_eq!(config.hosting.ftp.unwrap().host, "ftp.a.example");
    assert_eq!(config.hosting.refused, ["webp", "svg"]);
    assert_eq!(config.photos.widths, [1200, 600]);
    assert_eq!(config.copies.hashtags, ["ТочкаРоста"]);
    assert_eq!(config.signatures.approval.unwrap().signatory.name, "И. О. Фамилия");
}
