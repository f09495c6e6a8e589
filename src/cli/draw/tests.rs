//! Tests of drawn problems.

use super::*;

const FILE: &str = "content/posts/shakhmaty.md";

fn place_of(source: &str, what: &str) -> Place {
    let start = source.find(what).unwrap();
    Place::span(FILE, source, start, start + what.len())
}

fn drawn(problem: Diagnostic) -> String {
    draw(&problem, &Terminal { colour: false, width: 80 })
}

#[test]
fn a_problem_has_its_line_a_caret_and_a_hint() {
    let problem = Diagnostic::error("неизвестное направление «Шахматы»")
        .at(place_of("---\ntitle: Турнир\n\ndirection: Шахматы\n---\n", "Шахматы"))
        .hint(
            "направления этого сайта: sovmestnye, konferentsii, populyarizatsiya, \
             nastavnichestvo, proforientatsiya",
        );
    assert_eq!(
        drawn(problem),
        "\
ошибка: неизвестное направление «Шахматы»
  ╭▸ content/posts/shakhmaty.md, строка 4
  │
4 │ direction: Шахматы
  │            ━━━━━━━
  │
  ╰ направления этого сайта: sovmestnye, konferentsii, populyarizatsiya,
    nastavnichestvo, proforientatsiya
"
    );
}

#[test]
fn a_file_as_a_whole_has_no_line() {
    let problem = Diagnostic::warning("файл пуст").at(Place::file(FILE)).hint("удалите его");
    assert_eq!(
        drawn(problem),
        "\
предупреждение: файл пуст
 ╭▸ content/posts/shakhmaty.md
 ╰ удалите его
"
    );
}

#[test]
fn two_places_are_shown_one_after_the_other() {
    let problem = Diagnostic::error("адрес занят")
        .at(place_of("slug: turnir", "turnir"))
        .and(Place::file("content/posts/turnir.md"), "такой же адрес у этого события")
        .hint("укажите другой `slug`");
    assert_eq!(
        drawn(problem),
        "\
ошибка: адрес занят
  ╭▸ content/posts/shakhmaty.md, строка 1
  │
1 │ slug: turnir
  │       ━━━━━━
  ⸬  content/posts/turnir.md
  ├ такой же адрес у этого события
  ╰ укажите другой `slug`
"
    );
}

#[test]
fn a_line_without_a_column_is_marked_from_its_first_letter() {
    let place = Place { column: 0, length: 0, ..place_of("  кратко: да ", "кратко") };
    let text = drawn(Diagnostic::error("строка").at(place));
    assert!(text.contains("\n1 │   кратко: да\n  ╰╴  ━━━━━━━━━━\n"), "{text}");
    let empty = Place { line: 7, ..Place::file(FILE) };
    assert!(drawn(Diagnostic::error("строка").at(empty)).contains("shakhmaty.md, строка 7\n"));
}

#[test]
fn the_caret_is_aligned_after_tabs_and_wide_letters() {
    let text = drawn(Diagnostic::error("знак").at(place_of("\t漢字: значение # нет", "#")));
    let lines: Vec<&str> = text.lines().collect();
    let before = lines[3].split('#').next().unwrap();
    let caret = lines[4].split('━').next().unwrap();
    assert_eq!(before.width(), caret.width(), "{text}");
}

#[test]
fn a_long_line_is_cut_around_the_caret() {
    let line = format!("{}[шахматы]{}", "очень ".repeat(400), " длинно".repeat(400));
    let text = drawn(Diagnostic::error("ссылка").at(place_of(&line, "[шахматы]")));
    assert!(text.contains("[шахматы]"), "{text}");
    assert!(text.contains(", строка 1\n"), "{text}");
    assert!(text.lines().all(|line| line.width() <= 80), "{text}");
    let place = Place { column: 0, ..place_of(&line, "очень") };
    let whole = drawn(Diagnostic::error("строка").at(place));
    assert!(whole.lines().all(|line| line.width() <= 80), "{whole}");
}

#[test]
fn a_place_far_in_a_long_line_keeps_its_column() {
    let line = format!("{}[шахматы]{}", "очень ".repeat(4_000), " длинно".repeat(4_000));
    let place = place_of(&line, "[шахматы]");
    assert!(place.text.len() < 900 && place.skipped > 0, "{}", place.text.len());
    let text = drawn(Diagnostic::error("ссылка").at(place));
    assert!(text.contains("…") && text.contains("[шахматы]"), "{text}");
    assert!(text.contains(", строка 1\n"), "{text}");
    let (line, caret) = text.split_once("[шахматы]").unwrap();
    let before = line.lines().last().unwrap();
    assert_eq!(before.width(), caret.split('━').next().unwrap().lines().last().unwrap().width());
}

#[test]
fn equal_problems_are_drawn_once_with_their_first_places() {
    let problem = |file: &str| Diagnostic::error("нет даты").at(Place::file(file));
    let problems =
        ["a.md", "b.md", "c.md", "d.md", "e.md", "f.md"].map(|file| problem(file).hint("добавьте"));
    let draw = |problems: &[Diagnostic]| {
        let group = ProblemGroup { problems: problems.iter().collect() };
        draw_group(&group, &Terminal { colour: false, width: 80 })
    };
    let few = draw(&problems[..5]);
    assert!(few.contains("e.md") && !few.contains("и ещё"), "{few}");
    assert_eq!(
        draw(&problems),
        "\
ошибка: нет даты
 ╭▸ a.md
 ⸬  b.md
 ⸬  c.md
 ├ и ещё 3\u{a0}файла
 ╰ добавьте
"
    );
}

#[test]
fn places_in_one_line_have_the_number_of_that_line() {
    let source = format!("{}{}\n", "\n".repeat(7), "аб аб аб аб аб аб аб");
    let place = |at: usize| Place::span(FILE, &source, 7 + at, 7 + at + 4);
    // Columns 1 and 13.
    let problem = |at| Diagnostic::error("нет такого файла").at(place(at));
    let (first, second) = (problem(0), problem(20));
    let group = ProblemGroup { problems: vec![&first, &second] };
    let text = draw_group(&group, &Terminal { colour: false, width: 80 });
    let lines: Vec<_> = text.lines().filter(|line| line.contains("строка")).collect();
    assert!(lines.len() == 2 && lines.iter().all(|line| line.ends_with("строка 8")), "{text}");
}

#[test]
fn no_line_ends_with_a_space_and_colour_is_only_added() {
    let problem = Diagnostic::error("ошибка с \u{1b}[31mцветом\u{1b}[0m")
        .at(place_of("title: \t  ", "title"))
        .hint("раз \n\nдва");
    let plain = drawn(problem.clone());
    assert!(plain.lines().all(|line| line == line.trim_end()), "{plain}");
    assert!(!plain.contains('\u{1b}'));
    assert!(draw(&problem, &Terminal { colour: true, width: 80 }).contains('\u{1b}'));
}

#[test]
fn warnings_come_first_and_then_each_by_place() {
    let place = |file: &str, line| Place { line, ..Place::file(file) };
    let mut problems = vec![
        Diagnostic::error("4").at(place("b", 1)),
        Diagnostic::error("3").at(place("a", 10)),
        Diagnostic::error("2").at(place("a", 9)),
        Diagnostic::warning("1").at(place("b", 1)),
        Diagnostic::warning("0"),
    ];
    sort(&mut problems);
    let order: String = problems.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(order, "01234");
}

#[test]
fn a_hint_is_broken_at_spaces_only() {
    assert_eq!(wrap("один два три", 8), "один два\nтри");
    assert_eq!(wrap("не в\u{a0}счёт\nдва", 6), "не\nв\u{a0}счёт\nдва");
    assert_eq!(wrap("один два", 8), "один два");
    assert_eq!(wrap("один два", 7), "один\nдва");
    assert_eq!(wrap("длинноеслово и", 5), "длинноеслово\nи");
}
