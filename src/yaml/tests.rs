//! Values, positions and the usual mistakes.

use super::*;
use proptest::prelude::*;

fn parse(text: &str) -> Node<'_> {
    YamlDocument::whole("a.yaml", text).parse(&mut Diagnostics::new()).unwrap()
}

fn texts(text: &str) -> Vec<(String, String)> {
    let Value::Map(entries) = parse(text).value else { panic!("not a map") };
    entries
        .into_iter()
        .map(|entry| (entry.key.into_owned(), entry.value.as_text().unwrap_or("∅").to_owned()))
        .collect()
}

#[test]
fn scalars_are_read_as_they_are_written() {
    let pairs =
        texts("a: 007\nb: 5.10\nc: 1e3\nd: yes\ne: 0x1F\nf: ~\ng:\nh: \"null\"\n2022: 1_000\n");
    let values: Vec<_> = pairs.iter().map(|(_, value)| value.as_str()).collect();
    assert_eq!(values, ["007", "5.10", "1e3", "yes", "0x1F", "∅", "∅", "null", "1_000"]);
    assert_eq!(pairs[8].0, "2022");
}

#[test]
fn block_scalars_and_quotes_are_folded_by_the_yaml_reader() {
    let pairs = texts("a: >\n  одна\n  строка\nb: |\n  две\n  строки\nc: 'кавычка '' внутри'\n");
    assert_eq!(pairs[0].1, "одна строка\n");
    assert_eq!(pairs[1].1, "две\nстроки\n");
    assert_eq!(pairs[2].1, "кавычка ' внутри");
}

#[test]
fn positions_count_characters_from_one_and_lines_within_the_file() {
    let source = "---\nназвание: Турнир\nнаправление:  Шахматы\n---\n";
    let start = source.find("название").unwrap();
    let end = source.rfind("---").unwrap();
    let document = YamlDocument::part("p.md", source, start, end);
    let Value::Map(entries) = document.parse(&mut Diagnostics::new()).unwrap().value else {
        panic!("not a map")
    };
    let place = document.place(entries[1].value.span);
    assert_eq!((place.line, place.column, place.length), (3, 15, 7));
    assert_eq!(&*place.text, "направление:  Шахматы");
}

#[test]
fn repeated_keys_are_kept_for_the_reader_of_fields() {
    assert_eq!(texts("a: 1\na: 2\n").len(), 2);
}

#[test]
fn a_comment_after_a_value_is_a_warning_and_on_its_own_line_is_not() {
    let warnings_in = |text| {
        let mut warnings = Diagnostics::new();
        YamlDocument::whole("a", text).warn_of_cut_values(&mut warnings);
        warnings
    };
    let warnings = warnings_in("# так можно\nтема: Игра #вместе\nцвет: '#fff'\n");
    assert_eq!(warnings.len(), 1);
    let place = warnings[0].place.as_ref().unwrap();
    assert_eq!((place.line, place.column, place.length), (2, 12, 7));
    let warnings = warnings_in("тема: #Игра\nместо:\nцвет: '#fff'\n");
    assert_eq!(warnings.len(), 1);
    let place = warnings[0].place.as_ref().unwrap();
    assert_eq!((place.line, place.column, place.length), (1, 7, 5));
}

#[test]
fn usual_mistakes_are_named() {
    for (text, part) in [
        ("title: Игра: финал #5\n", "двоеточ"),
        ("дата: 1\nназвание — Турнир\n", "`название: турнир`"),
        ("title: \"Тур\" и финал\n", "кавыч"),
        ("\ttitle: Игра\n", "табуляц"),
        ("title: *важно\n", "`*`"),
        ("title: @школа\n", "`@`"),
        ("title: [a, b\n", "скобк"),
        ("title: \"Тур\n", "кавыч"),
        ("дата: 1\nпросто слова\n", "двоеточ"),
        ("title: Игра\n\tдата: 1\n", "табуляц"),
        ("title:\u{a0}Игра\nдата: 1\n", "неразрывный пробел"),
        ("дата: 1\ntitle:\u{a0}Игра\n", "неразрывный пробел"),
        ("title: \"c:\\Игра\"\n", "title: 'c:\\игра'"),
        (" title: Игра\nдата: 1\n", "от левого края"),
        ("title: &игра финал\n", "`&`"),
        ("место: &зал\ntitle: Игра\n", "`&`"),
        ("title: &метки\n  - Игра\n", "`&`"),
        ("title: !важно [a]\n", "`!`"),
    ] {
        let mut diagnostics = Diagnostics::new();
        assert_eq!(YamlDocument::whole("a", text).parse(&mut diagnostics), None);
        let problem = &diagnostics[0];
        let words = format!("{} {}", problem.message, problem.hint).to_lowercase();
        assert!(words.contains(part), "{text:?}: {words}");
        assert!(!words.chars().any(|c| c.is_ascii_alphabetic() && !text.contains(c)), "{words}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn nothing_panics(text in "[ \\n\\t:#\\-\\[\\]{}&*!|>'\"%@`a-я?,~]{0,60}") {
        let document = YamlDocument::whole("a", &text);
        let mut diagnostics = Diagnostics::new();
        let _ = document.parse(&mut diagnostics);
        document.warn_of_cut_values(&mut diagnostics);
    }
}
