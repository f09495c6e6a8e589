//! Draws problems for people: the message, the source line with a caret, the hint.
//!
//! annotate-snippets draws them; all words come from this program. Columns count characters, as in
//! editors; the caret is placed by display width.

use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use rostok::diagnostic::{Diagnostic, Place, ProblemGroup, Severity};
use rostok::quantity::more_places;
use unicode_width::UnicodeWidthStr;

use super::terminal::Terminal;

/// The width reserved for the line number and the frame to the left of a hint.
const GUTTER: usize = 8;

/// Equal problems in up to this many places are drawn with all of them,
const ALL_PLACES: usize = 5;
/// in more places with the first of them; the others are counted.
const FIRST_PLACES: usize = 3;

pub(super) fn draw(problem: &Diagnostic, terminal: &Terminal) -> String {
    draw_group(&ProblemGroup { problems: vec![problem] }, terminal)
}

/// Draws equal problems as one, with their first places.
pub(super) fn draw_group(problems: &ProblemGroup<'_>, terminal: &Terminal) -> String {
    let &Terminal { colour, width } = terminal;
    let renderer = if colour { Renderer::styled().hyperlink(false) } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Unicode).term_width(width);
    let mut text = String::new();
    for line in renderer.render(&[annotated(problems, width)]).lines() {
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// Sorts by severity, then by place. Warnings come first, so that on a terminal the errors, which
/// matter more, are the last lines.
pub(super) fn sort(problems: &mut [Diagnostic]) {
    problems.sort_by(|a, b| {
        (b.severity, &a.place, &a.message).cmp(&(a.severity, &b.place, &b.message))
    });
}

fn annotated<'a>(problems: &ProblemGroup<'a>, width: usize) -> Group<'a> {
    let problem = problems.first();
    let level = match problem.severity {
        Severity::Error => Level::ERROR.with_name("ошибка"),
        Severity::Warning => Level::WARNING.with_name("предупреждение"),
    };
    let mut group = Group::with_title(level.primary_title(problem.message.as_str()));
    let is_few = problems.problems.len() <= ALL_PLACES;
    let (places, more) = problems.places(if is_few { ALL_PLACES } else { FIRST_PLACES });
    for place in places {
        group = add_place(group, place, AnnotationKind::Primary, None);
    }
    if let Some((place, label)) = &problem.other {
        group = add_place(group, place, AnnotationKind::Context, Some(label));
    }
    if let Some(more) = more {
        group = group.element(Level::NOTE.no_name().message(more_places(more)));
    }
    if !problem.hint.is_empty() {
        let hint = wrap(&problem.hint, width - GUTTER);
        group = group.element(Level::HELP.no_name().message(hint));
    }
    group
}

fn add_place<'a>(
    group: Group<'a>,
    place: &'a Place,
    kind: AnnotationKind,
    label: Option<&'a str>,
) -> Group<'a> {
    if place.line == 0 || place.text.trim().is_empty() {
        let origin = Origin::path(&place.file);
        let origin = if place.line == 0 { origin } else { origin.line(place.line) };
        let group = group.element(origin);
        return match label {
            Some(label) => group.element(Level::NOTE.no_name().message(label)),
            None => group,
        };
    }
    let annotation: Annotation<'_> = kind.span(marked_range(place)).label(label);
    let snippet =
        Snippet::source(place.text.as_str()).line_start(place.line).annotation(annotation);
    if place.skipped > 0 {
        // The snippet would count columns from the start of `text`.
        let origin = Origin::path(&place.file).line(place.line).char_column(place.column);
        group.element(origin).element(snippet)
    } else {
        group.element(snippet.path(&place.file))
    }
}

/// The bytes of the line to mark; without a column, the line without the spaces around it.
fn marked_range(place: &Place) -> Range<usize> {
    let text = &place.text;
    if place.column == 0 {
        let start = text.len() - text.trim_start().len();
        return start..text.trim_end().len();
    }
    let byte =
        |character: usize| text.char_indices().nth(character).map_or(text.len(), |(at, _)| at);
    let start = (place.column - 1).saturating_sub(place.skipped);
    byte(start)..byte(start + place.length)
}

/// Breaks lines at plain spaces to at most `width` columns; a longer word stays whole.
fn wrap(text: &str, width: usize) -> String {
    let mut wrapped = String::new();
    for (number, line) in text.lines().enumerate() {
        if number > 0 {
            wrapped.push('\n');
        }
        let mut column = 0;
        for word in line.split(' ') {
            if column > 0 && column + 1 + word.width() > width {
                wrapped.push('\n');
                column = 0;
            } else if column > 0 {
                wrapped.push(' ');
                column += 1;
            }
            wrapped.push_str(word);
            column += word.width();
        }
    }
    wrapped
}

#[cfg(test)]
mod tests {
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
  ╭▸ content/posts/shakhmaty.md:4:12
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
  ╭▸ content/posts/shakhmaty.md:1:7
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
        let place =
            Place { column: 0, length: 0, ..place_of("  кратко: да ", "кратко") };
        let text = drawn(Diagnostic::error("строка").at(place));
        assert!(text.contains("\n1 │   кратко: да\n  ╰╴  ━━━━━━━━━━\n"), "{text}");
        let empty = Place { line: 7, ..Place::file(FILE) };
        assert!(drawn(Diagnostic::error("строка").at(empty)).contains("shakhmaty.md:7\n"));
    }

    #[test]
    fn the_caret_is_aligned_after_tabs_and_wide_letters() {
        let text = drawn(Diagnostic::error("знак").at(place_of("\t漢字: значение # нет", "#")));
        let lines: Vec<&str> = text.lines().collect();
        let before = lines[3].split('#').next().unwrap();
        let caret = lines[4].split('━').next().unwrap();
        assert_eq!(before.width(), caret.width(), "{text}");
        assert!(text.contains(":1:15\n"), "{text}");
    }

    #[test]
    fn a_long_line_is_cut_around_the_caret() {
        let line = format!("{}[шахматы]{}", "очень ".repeat(400), " длинно".repeat(400));
        let text = drawn(Diagnostic::error("ссылка").at(place_of(&line, "[шахматы]")));
        assert!(text.contains("[шахматы]"), "{text}");
        assert!(text.contains(":1:2401\n"), "{text}");
        assert!(text.lines().all(|line| line.width() <= 80), "{text}");
        let place = Place { column: 0, ..place_of(&line, "очень") };
        let whole = drawn(Diagnostic::error("строка").at(place));
        assert!(whole.lines().all(|line| line.width() <= 80), "{whole}");
    }

    #[test]
    fn a_place_far_in_a_long_line_keeps_its_column() {
        let line = format!("{}[шахматы]{}", "очень ".repeat(4_000), " длинно".repeat(4_000));
        let place = place_of(&line, "[шахматы]");
        assert!(place.text.len() < 9_000 && place.skipped > 0, "{}", place.text.len());
        let text = drawn(Diagnostic::error("ссылка").at(place));
        assert!(text.contains("…") && text.contains("[шахматы]"), "{text}");
        assert!(text.contains(":1:24001\n"), "{text}");
        let (line, caret) = text.split_once("[шахматы]").unwrap();
        let before = line.lines().last().unwrap();
        assert_eq!(
            before.width(),
            caret.split('━').next().unwrap().lines().last().unwrap().width()
        );
    }

    #[test]
    fn equal_problems_are_drawn_once_with_their_first_places() {
        let problem = |file: &str| Diagnostic::error("нет даты").at(Place::file(file));
        let problems: Vec<_> = ["a.md", "b.md", "c.md", "d.md", "e.md"]
            .map(|file| problem(file).hint("добавьте"))
            .into();
        let group = ProblemGroup { problems: problems.iter().collect() };
        assert_eq!(
            draw_group(&group, &Terminal { colour: false, width: 80 }),
            "\
ошибка: нет даты
 ╭▸ a.md
 ⸬  b.md
 ⸬  c.md
 ├ и ещё 2\u{a0}файла
 ╰ добавьте
"
        );
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
}
