//! Draws problems for people: the message, the source line with a caret, the hint.
//!
//! annotate-snippets draws them; all words come from this program, «строка 8» instead of its `:8:7`
//! too: a person looks for the line, and the caret shows the column. Editors read `--format json`.
//! The caret is placed by display width.

use std::cmp::Reverse;
use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use rostok::diagnostic::{Diagnostic, MorePlaces, Place, ProblemGroup, Severity};
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
    let mut drawn = renderer.render(&[annotated(problems, width)]);
    let column = |place: &Place| place.text[..marked_range(place).start].chars().count() + 1;
    let mut places: Vec<_> =
        drawn_places(problems).0.into_iter().chain(other_place(problems)).collect();
    // The greatest column first: `:8:1` begins `:8:12`.
    places.sort_by_key(|place| Reverse(column(place)));
    for place in places {
        // annotate-snippets appends `:8:7`.
        let address = place.address();
        drawn = drawn.replace(&format!("{address}:{}:{}", place.line, column(place)), &address);
    }
    let mut text = String::new();
    for line in drawn.lines() {
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

fn drawn_places<'a>(problems: &ProblemGroup<'a>) -> (Vec<&'a Place>, Option<MorePlaces>) {
    let is_few = problems.problems.len() <= ALL_PLACES;
    problems.places(if is_few { ALL_PLACES } else { FIRST_PLACES })
}

fn other_place<'a>(problems: &ProblemGroup<'a>) -> Option<&'a Place> {
    problems.first().other.as_ref().map(|(place, _)| place)
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
    let (places, more) = drawn_places(problems);
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
        let group = group.element(Origin::path(place.address()));
        return match label {
            Some(label) => group.element(Level::NOTE.no_name().message(label)),
            None => group,
        };
    }
    let annotation: Annotation<'_> = kind.span(marked_range(place)).label(label);
    let snippet = Snippet::source(&*place.text).line_start(place.line).annotation(annotation);
    group.element(snippet.path(place.address()))
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
mod tests;
