//! Known, repeated and mistyped keys.

use super::lists::MAX_WORDS;
use super::*;
use proptest::prelude::*;

const KEYS: &[Key] =
    &[("title", "название"), ("report", "в_отчёт"), ("tags", "метки"), ("per_page", "")];

fn problems_of(text: &str) -> Vec<String> {
    let document = YamlDocument::whole("a", text);
    let mut diagnostics = Diagnostics::new();
    let node = document.parse(&mut diagnostics).unwrap();
    let fields = Fields::new(&document, &node, KEYS, &mut diagnostics);
    fields.text("title", &mut diagnostics);
    fields.flag("report", &mut diagnostics);
    fields.texts("tags", &mut diagnostics);
    fields.number("per_page", 1..=9, &mut diagnostics);
    diagnostics
        .iter()
        .map(|p| {
            format!(
                "{}:{} {} | {}",
                p.place.as_ref().unwrap().line,
                p.place.as_ref().unwrap().column,
                p.message,
                p.hint
            )
        })
        .collect()
}

#[test]
fn a_key_in_both_languages_is_a_duplicate_at_the_second() {
    let diagnostics = problems_of("название: а\ntitle: б\n");
    assert_eq!(
        diagnostics,
        ["2:1 ключи `название` и `title` — это одно и то же | оставьте один из них"]
    );
}

#[test]
fn an_unknown_key_names_the_nearest() {
    assert_eq!(
        problems_of("назвние: а\n"),
        ["1:1 неизвестный ключ `назвние` | похоже на `название`"]
    );
    assert!(problems_of("погода: а\n")[0].contains("здесь бывают: название"));
}

#[test]
fn a_list_of_texts_takes_a_line_with_a_colon() {
    let document = YamlDocument::whole("a", "метки:\n- 1 место: команда 7а\n- б\n");
    let mut diagnostics = Diagnostics::new();
    let node = document.parse(&mut diagnostics).unwrap();
    let fields = Fields::new(&document, &node, KEYS, &mut diagnostics);
    let texts = fields.texts("tags", &mut diagnostics);
    let texts: Vec<_> = texts.iter().map(|(text, _)| text.as_str()).collect();
    assert_eq!((texts.as_slice(), diagnostics.len()), (["1 место: команда 7а", "б"].as_slice(), 0));
}

#[test]
fn a_yes_or_no_without_a_value_is_asked_about() {
    let asked =
        ["1:1 после `В отчёт:` ничего не написано | напишите `В отчёт: да` или `В отчёт: нет`"];
    assert_eq!(problems_of("В отчёт:\n"), asked);
    assert_eq!(problems_of("В отчёт: ~\n"), asked);
}

#[test]
fn a_value_that_took_in_the_next_key_is_an_error() {
    for (text, problem) in [
        ("название: Игра метки: игра\n", "1:16 в одной строке и `название`, и `метки`"),
        ("название: метки: игра\n", "1:11 в одной строке и `название`, и `метки`"),
        (
            "название: Игра\n  метки:игра\n",
            "2:8 после двоеточия нужен пробел | напишите `метки: игра`",
        ),
    ] {
        let problems = problems_of(text);
        assert!(problems.len() == 1 && problems[0].starts_with(problem), "{problems:?}");
    }
    for text in [
        "название: 'Игра метки: игра'\n",
        "название: |\n  Игра\n  метки: игра\n",
        "название: Игра\n  наши:метки\n",
        "название: https://example.org/метки:1\n",
    ] {
        assert_eq!(problems_of(text), [""; 0], "{text}");
    }
}

#[test]
fn case_and_yo_and_spaces_in_keys_do_not_matter() {
    assert!(problems_of("Название: а\nВ отчет: нет\n").is_empty());
}

#[test]
fn values_of_the_wrong_shape_are_errors_at_their_place() {
    let diagnostics =
        problems_of("title: [а, б]\nreport: может быть\nper_page: 12\ntags:\n- а\n- [б, в]\n");
    assert_eq!(diagnostics.len(), 4);
    assert!(diagnostics[0].starts_with("1:8 "));
    assert!(diagnostics[1].starts_with("2:9 "));
    assert!(diagnostics[2].starts_with("6:3 "), "{}", diagnostics[2]);
    assert!(diagnostics[3].starts_with("3:11 "));
}

#[test]
fn what_nobody_writes_by_hand_is_cut_short_with_one_error() {
    let keys: String = (0..100_000).map(|number| format!("ключ_{number}: да\n")).collect();
    let problems = problems_of(&keys);
    assert_eq!(problems.len(), MAX_KEYS + 1);
    let last = problems.last().unwrap();
    assert!(last.starts_with("201:1 здесь 100000 строк"), "{last}");

    let tags: String = (0..MAX_WORDS + 1).map(|number| format!("- метка {number}\n")).collect();
    let document = format!("tags:\n{tags}");
    let document = YamlDocument::whole("a", &document);
    let mut diagnostics = Diagnostics::new();
    let node = document.parse(&mut diagnostics).unwrap();
    let fields = Fields::new(&document, &node, KEYS, &mut diagnostics);
    assert_eq!(fields.words("tags", std::iter::once, &mut diagnostics).len(), MAX_WORDS);
    assert_eq!(diagnostics[0].message, "в списке `tags` слишком много: 1001");
    assert_eq!(fields.words("tags", |_| [], &mut diagnostics), []);
    assert_eq!(diagnostics.len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn a_line_is_its_words(text in "[ \n\t\rая\u{a0}]{0,12}") {
        let words = text.split([' ', '\n', '\t', '\r']).filter(|word| !word.is_empty());
        let line = words.collect::<Vec<_>>().join(" ");
        prop_assert_eq!(text.split_whitespace_keeping_nbsp(), line);
    }
}
