//! Keys known, repeated and mistyped.

use super::*;
use proptest::prelude::*;

const KEYS: &[Key] =
    &[("title", "название"), ("report", "в_отчёт"), ("tags", "метки"), ("per_page", "")];

fn problems_of(text: &str) -> Vec<String> {
    let document = Document::whole("a", text);
    let node = document.parse().unwrap();
    let mut problems = Vec::new();
    let fields = Fields::new(document, &node, KEYS, &mut problems);
    fields.text("title", &mut problems);
    fields.flag("report", &mut problems);
    fields.texts("tags", &mut problems);
    fields.number("per_page", 1..=9, &mut problems);
    problems
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
    let problems = problems_of("название: а\ntitle: б\n");
    assert_eq!(
        problems,
        ["2:1 ключи `название` и `title` — это одно и то же | оставьте один из них"]
    );
}

#[test]
fn an_unknown_key_names_the_nearest() {
    assert_eq!(
        problems_of("назвние: а\n"),
        ["1:1 неизвестный ключ `назвние` | вероятно, это `название`"]
    );
    assert!(problems_of("погода: а\n")[0].contains("здесь бывают: название"));
}

#[test]
fn case_and_yo_and_spaces_in_keys_do_not_matter() {
    assert!(problems_of("Название: а\nВ отчет: нет\n").is_empty());
}

#[test]
fn values_of_the_wrong_shape_are_errors_at_their_place() {
    let problems =
        problems_of("title: [а, б]\nreport: может быть\nper_page: 12\ntags:\n- а\n- б: в\n");
    assert_eq!(problems.len(), 4);
    assert!(problems[0].starts_with("1:8 "));
    assert!(problems[1].starts_with("2:9 "));
    assert!(problems[2].starts_with("6:3 "), "{}", problems[2]);
    assert!(problems[3].starts_with("3:11 "));
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
