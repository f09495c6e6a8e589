//! Values of every kind are set, inserted, removed and moved; all else stays.

use proptest::prelude::*;

use super::*;

const PHOTO: &[Key] = &[("file", "файл"), ("alt", "описание"), ("caption", "подпись")];
const SCHEMA: Schema = Schema {
    keys: &[
        ("title", "название"),
        ("date", "дата"),
        ("place", "место"),
        ("participants", "участники"),
        ("tags", "метки"),
        ("photos", "фото"),
        ("cover", "обложка"),
        ("draft", "черновик"),
    ],
    nested: &[("photos", PHOTO), ("cover", PHOTO)],
};

fn one(text: &str, patch: Patch<'_>) -> Result<String, Refused> {
    let patched = super::patch(text, &[patch], &SCHEMA)?;
    // The edits lead to the same text.
    let mut edited = text.to_owned();
    patched.edits.iter().for_each(|edit| edited.replace_range(edit.range.clone(), &edit.text));
    assert_eq!(edited, patched.text);
    Ok(patched.text)
}

fn set(text: &str, key: &str, value: &str) -> String {
    one(text, Patch::Set(&[PathStep::Key(key)], value)).unwrap()
}

#[test]
fn values_are_replaced_and_all_else_stays() {
    for (before, key, value, after) in [
        ("название: Турнир\nдата: 1\n", "название", "Игра", "название: Игра\nдата: 1\n"),
        ("title: Турнир # да\n", "название", "Игра", "title: Игра # да\n"),
        ("название:   Турнир  \n", "title", "Игра", "название:   Игра  \n"),
        ("название:\nдата: 1\n", "title", "Игра", "название: Игра\nдата: 1\n"),
        ("название: # как?\n", "title", "Игра", "название: Игра # как?\n"),
        ("название: ~\n", "title", "Игра", "название: Игра\n"),
        ("название: Турнир\n", "title", "", "название:\n"),
        ("название: 'Тур'\n", "title", "Д'Артаньян", "название: 'Д''Артаньян'\n"),
        ("название: \"Тур\"\n", "title", "А \"Б\"", "название: \"А \\\"Б\\\"\"\n"),
        ("название: \"Тур: 1\" # да\n", "title", "Тур", "название: Тур # да\n"),
        ("название: Тур\n", "title", "Игра: финал", "название: 'Игра: финал'\n"),
        ("название: Тур\n", "title", "№ 5 #вместе", "название: '№ 5 #вместе'\n"),
        ("название: Тур\n", "title", "- а", "название: '- а'\n"),
        ("название: Тур\n", "title", "*", "название: '*'\n"),
        ("название: Тур\n", "title", "null", "название: 'null'\n"),
        ("название: Тур\n", "title", "007", "название: 007\n"),
        ("название: Тур\n", "title", "да", "название: да\n"),
        ("название: Тур\n", "title", "5.10", "название: 5.10\n"),
        ("название: Тур\n", "title", "«Точка» #1", "название: '«Точка» #1'\n"),
        ("название: Тур\n", "title", "https://a.ru/#b", "название: https://a.ru/#b\n"),
        ("название: Тур\n", "title", " [а] ", "название: '[а]'\n"),
        ("название: Тур\nдата:3 октября\n", "дата", "4", "название: Тур\nдата: 4\n"),
        ("название: Тур\nдата:3 октября\n", "title", "Игра", "название: Игра\nдата:3 октября\n"),
        ("название: Игра: финал\nдата:3\n", "title", "А", "название: А\nдата:3\n"),
        ("место: >\n  одна\n  строка\n\nдата: 1\n", "place", "Зал", "место: >\n  Зал\n\nдата: 1\n"),
        (
            "место: |\n   две\n   строки\nдата: 1\n",
            "place",
            "а\nб",
            "место: |\n  а\n  б\nдата: 1\n",
        ),
        (
            "место: |\n  # не пояснение\n# пояснение\n",
            "place",
            "а\n\nб",
            "место: |\n  а\n\n  б\n# пояснение\n",
        ),
        ("место: одна\n  строка\nдата: 1\n", "place", "Зал", "место: Зал\nдата: 1\n"),
        ("место: 'одна\n  # строка'\nдата: 1\n", "place", "Зал", "место: Зал\nдата: 1\n"),
        ("место:\n  Зал\nдата: 1\n", "place", "Двор", "место: Двор\nдата: 1\n"),
        ("метки: [а, б] # в\nдата: 1\n", "tags", "в", "метки: в # в\nдата: 1\n"),
        ("метки:\n  - а\n  - б\n# в\nдата: 1\n", "tags", "в", "метки: в\n# в\nдата: 1\n"),
        ("название: Тур", "title", "Игра", "название: Игра"),
        ("  название: Тур\n  дата: 1\n", "дата", "2", "  название: Тур\n  дата: 2\n"),
        ("название: Раз\u{b}два\nдата: 1\n", "дата", "2", "название: Раз\u{b}два\nдата: 2\n"),
        ("неведомо: {а: [1]}\nдата: 1\n", "дата", "2", "неведомо: {а: [1]}\nдата: 2\n"),
    ] {
        assert_eq!(set(before, key, value), after, "{before:?} {value:?}");
    }
}

#[test]
fn a_missing_key_is_inserted_where_it_belongs() {
    for (before, key, value, after) in [
        ("название: Т\nчерновик: да\n", "place", "Зал", "название: Т\nместо: Зал\nчерновик: да\n"),
        (
            "# Где.\n# место: \n\nназвание: Т\n",
            "place",
            "З",
            "# Где.\n# место: \nместо: З\n\nназвание: Т\n",
        ),
        (
            "название: Т\n#участники: 21\n",
            "participants",
            "3",
            "название: Т\n#участники: 21\nучастники: 3\n",
        ),
        (
            "название: Т\n# фото:\n#   - файл: а\n#     описание: б\n# обложка: в\n",
            "photos",
            "а.jpg",
            "название: Т\n# фото:\n#   - файл: а\n#     описание: б\nфото: а.jpg\n# обложка: в\n",
        ),
        (
            "место: |\n  # черновик: да\n",
            "draft",
            "да",
            "место: |\n  # черновик: да\nчерновик: да\n",
        ),
        ("title: A\n", "участники", "21", "title: A\nparticipants: 21\n"),
        ("", "title", "А", "название: А\n"),
        ("# пояснение\n", "title", "А", "# пояснение\nназвание: А\n"),
        ("дата: 1", "место", "А", "дата: 1\nместо: А"),
        ("# о дате\nдата: 1\n", "title", "А", "название: А\n# о дате\nдата: 1\n"),
        ("{title: A}\n", "date", "5, 6", "{title: A, date: '5, 6'}\n"),
        ("название: Т\nсвоё: да\n", "другое", "я", "название: Т\nсвоё: да\nдругое: я\n"),
    ] {
        assert_eq!(set(before, key, value), after, "{before:?}");
    }
}

#[test]
fn keys_and_items_are_removed() {
    let photo = |index, key| [PathStep::Key("photos"), PathStep::Index(index), PathStep::Key(key)];
    let item = |index| [PathStep::Key("photos"), PathStep::Index(index)];
    let photos = "фото:\n  # первое\n  - файл: а\n    описание: б\n  - в\nдата: 1\n";
    for (before, path, after) in [
        (
            "название: Т\nместо: З # я\nдата: 1\n",
            &[PathStep::Key("place")][..],
            "название: Т\nдата: 1\n",
        ),
        ("название: Т\n", &[PathStep::Key("place")], "название: Т\n"),
        ("место: |\n  а\n\n  б\nдата: 1\n", &[PathStep::Key("place")], "дата: 1\n"),
        (photos, &photo(0, "alt"), "фото:\n  # первое\n  - файл: а\n  - в\nдата: 1\n"),
        (photos, &photo(0, "file"), "фото:\n  # первое\n  - описание: б\n  - в\nдата: 1\n"),
        (photos, &item(0), "фото:\n  - в\nдата: 1\n"),
        (photos, &item(1), "фото:\n  # первое\n  - файл: а\n    описание: б\nдата: 1\n"),
        ("фото: [а, б, в]\n", &item(0), "фото: [б, в]\n"),
        ("фото: [а, б, в]\n", &item(2), "фото: [а, б]\n"),
        ("фото: [а]\nдата: 1\n", &item(0), "дата: 1\n"),
        ("фото: [{файл: а, описание: б}]\n", &photo(0, "alt"), "фото: [{файл: а}]\n"),
        (photos, &item(7), photos),
    ] {
        assert_eq!(one(before, Patch::Remove(path)).as_deref(), Ok(after), "{before:?} {path:?}");
    }
}

#[test]
fn items_are_inserted_and_moved() {
    let list = &[PathStep::Key("photos")][..];
    let map = Item::Map(&[("файл", "н.jpg"), ("alt", "Зал: вид"), ("caption", "")]);
    let insert = |before, at, item| one(before, Patch::InsertItem { list, at, item });
    let item = "- файл: н.jpg\n    описание: 'Зал: вид'\n";
    for (before, at, after) in [
        ("дата: 1\n", 0, format!("дата: 1\nфото:\n  {item}")),
        ("фото:\nдата: 1\n", 0, format!("фото:\n  {item}дата: 1\n")),
        ("фото: ~\nдата: 1\n", 0, format!("фото:\n  {item}дата: 1\n")),
        ("фото: а.jpg\n", 9, format!("фото:\n  - а.jpg\n  {item}")),
        ("фото: а.jpg # да\n", 0, format!("фото:\n  {item}  - а.jpg # да\n")),
        ("фото:\n  - а\n  - б\n", 1, format!("фото:\n  - а\n  {item}  - б\n")),
        (
            "фото:\n- а\nдата: 1\n",
            5,
            format!("фото:\n- а\n{}дата: 1\n", item.replace("    ", "  ")),
        ),
    ] {
        assert_eq!(insert(before, at, map), Ok(after), "{before:?}");
    }
    let flow = insert("фото: [а, б]\n", 1, Item::Map(&[("file", "н,1"), ("alt", "")]));
    assert_eq!(flow.as_deref(), Ok("фото: [а, {файл: 'н,1'}, б]\n"));
    assert_eq!(insert("фото: []\n", 0, Item::Text("я")).as_deref(), Ok("фото: [я]\n"));
    let moved = |before, from, to| one(before, Patch::Move { list, from, to });
    let photos = "фото:\n  - а # 1\n  # о б\n  - файл: б\n    описание: |\n      в\n\n  - г\n";
    assert_eq!(
        moved(photos, 1, 0).as_deref(),
        Ok("фото:\n  # о б\n  - файл: б\n    описание: |\n      в\n  - а # 1\n\n  - г\n")
    );
    assert_eq!(moved("фото: [а, б, в]\n", 0, 2).as_deref(), Ok("фото: [б, в, а]\n"));
    assert_eq!(moved("фото:\n- а\n- б", 0, 1).as_deref(), Ok("фото:\n- б\n- а"));
    assert!(moved(photos, 0, 3).is_err());
    let described = [PathStep::Key("photos"), PathStep::Index(1), PathStep::Key("alt")];
    assert_eq!(
        one("фото:\n  - а\n  - б # в\n", Patch::Set(&described, "Зал")).as_deref(),
        Ok("фото:\n  - а\n  - файл: б # в\n    описание: Зал\n")
    );
    assert_eq!(
        one("фото: [а, б]\n", Patch::Set(&described, "Зал")).as_deref(),
        Ok("фото: [а, {файл: б, описание: Зал}]\n")
    );
}

#[test]
fn lists_of_texts_change_item_by_item() {
    let set = |before: &str, values: &[&str]| {
        let values: Vec<_> = values.iter().map(|value| (*value).to_owned()).collect();
        one(before, Patch::SetList(&[PathStep::Key("tags")], &values)).unwrap()
    };
    for (before, values, after) in [
        (
            "метки:\n  - а # 1\n  - 'б'\n  # о в\n  - в\n",
            &["а", "в"][..],
            "метки:\n  - а # 1\n  # о в\n  - в\n",
        ),
        ("метки: [а, \"б\", в]\n", &["а", "б", "г, д", "в"], "метки: [а, \"б\", 'г, д', в]\n"),
        ("метки:\n- а\n- б\n", &["а", "х: у", "б"], "метки:\n- а\n- 'х: у'\n- б\n"),
        ("метки: а\nчерновик: да\n", &["а", "б"], "метки:\n  - а\n  - б\nчерновик: да\n"),
        ("метки: а\n", &["х", "а", "у"], "метки:\n  - х\n  - а\n  - у\n"),
        ("название: А\n", &["х", "у"], "название: А\nметки:\n  - х\n  - у\n"),
        ("название: А\nметки: [х]\n", &[], "название: А\n"),
        ("название: А\nметки:\n  - х\n  - у\n", &["у", "х"], "название: А\nметки:\n  - у\n  - х\n"),
        ("метки: [х, у]\n", &["х", "у"], "метки: [х, у]\n"),
    ] {
        assert_eq!(set(before, values), after, "{before:?}");
    }
}

#[test]
fn photos_keep_what_is_written_about_them() {
    let entry = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    };
    let photos = "фото:\n  # общий вид\n  - файл: а.jpg\n    описание: Зал\n    фокус: слева\n  - б.jpg\nдата: 1\n";
    let set = |before, entries: &[Vec<(String, String)>]| {
        one(before, Patch::SetEntries(&[PathStep::Key("фото")], entries)).unwrap()
    };
    let entries = [
        entry(&[("file", "б.jpg"), ("alt", "Двор")]),
        entry(&[("alt", "Лес"), ("file", "н.jpg")]),
        entry(&[("file", "а.jpg"), ("alt", "Зал: вид"), ("caption", "")]),
    ];
    let after = "фото:\n  - файл: б.jpg\n    описание: Двор\n  - файл: н.jpg\n    описание: Лес\n  \
                 # общий вид\n  - файл: а.jpg\n    описание: 'Зал: вид'\n    фокус: слева\nдата: 1\n";
    assert_eq!(set(photos, &entries), after);
    assert_eq!(set(after, &entries), after);
    assert_eq!(set("фото: б.jpg\n", &[entry(&[("file", "б.jpg"), ("alt", "")])]), "фото: б.jpg\n");
    assert_eq!(
        set("фото: б.jpg\n", &[entry(&[("file", "б.jpg"), ("alt", "Д")])]),
        "фото:\n  - файл: б.jpg\n    описание: Д\n"
    );
    assert_eq!(set(photos, &[entry(&[("file", "б.jpg")])]), "фото:\n  - б.jpg\nдата: 1\n");
    assert_eq!(set(photos, &[]), "дата: 1\n");
}

#[test]
fn what_cannot_be_changed_safely_is_refused() {
    let title = [PathStep::Key("title")];
    for (text, why) in [
        ("название: [а\n", Refused::Unreadable),
        ("просто слова\n", Refused::Unreadable),
        ("название: *а\n", Refused::Unreadable),
    ] {
        assert_eq!(one(text, Patch::Set(&title, "А")), Err(why), "{text}");
        assert!(key_spans(text).is_empty());
    }
    assert_eq!(one("- а\n", Patch::Set(&title, "А")), Err(Refused::NoPlace));
    let item = [PathStep::Index(0), PathStep::Key("а")];
    assert_eq!(one("- а: 1\n", Patch::Set(&item, "2")).as_deref(), Ok("- а: 2\n"));
    let deep = [PathStep::Key("title"), PathStep::Key("alt")];
    assert_eq!(one("название: А\n", Patch::Set(&deep, "Б")), Err(Refused::NoPlace));
    assert_eq!(one("название: А\n", Patch::Set(&[], "Б")), Err(Refused::NoPlace));
    let list = Patch::InsertItem { list: &title, at: 0, item: Item::Text("") };
    assert_eq!(one("название: А\n", list), Err(Refused::NoPlace));
}

#[test]
fn the_places_of_keys_are_told() {
    let text = "название: Тур # да\nдата:3 октября\nместо:\n";
    let found = |text: &str| -> Vec<(String, String, String)> {
        let written = |range: Range<usize>| text[range].to_owned();
        let spans = key_spans(text).into_iter();
        spans.map(|span| (span.key.clone(), written(span.range), written(span.value))).collect()
    };
    let row = |key: &str, value: &str| (key.to_owned(), key.to_owned(), value.to_owned());
    assert_eq!(found(text), [row("название", "Тур"), row("дата", "3 октября"), row("место", "")]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_value_is_read_back(value in "[ -~а-яё«»№—\\n]{0,24}", old in "(Тур|'Тур'|\"Тур: 1\"|\\|\n  Тур|>-\n  Тур\n  и|\\[а, б\\])") {
        let text = format!("название: {old} \nдата: 1\n");
        let patched = set(&text, "title", &value);
        prop_assert!(patched.ends_with("\nдата: 1\n"));
        let read = Model::read(&patched).unwrap();
        let title = read.at(&[PathStep::Key("title")], &SCHEMA).unwrap().text().unwrap().trim().to_owned();
        prop_assert_eq!(title, scalar::clean(&value));
    }

    #[test]
    fn nothing_panics_and_others_stay(
        text in "[ \\n\\t:#\\-\\[\\]{}&*!|>'\"%@`a-я?,~]{0,60}",
        path in 0..4_usize,
        value in "[ :#\\-\\[а'\"\\n]{0,8}",
    ) {
        let text = format!("{text}\nдата: 1\n");
        let inner = [PathStep::Key("photos"), PathStep::Index(0), PathStep::Key("alt")];
        let path = [&[PathStep::Key("title")][..], &[PathStep::Key("дата")], &inner, &inner[..2]][path];
        let list = &inner[..1];
        for patch in [
            Patch::Set(path, &value),
            Patch::Remove(path),
            Patch::InsertItem { list, at: 1, item: Item::Text(&value) },
            Patch::Move { list, from: 1, to: 0 },
            Patch::SetList(list, std::slice::from_ref(&value)),
        ] {
            let _ = one(&text, patch);
            let _ = key_spans(&text);
        }
    }
}
