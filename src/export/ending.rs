//! Keeps the end of a heading from standing alone on its last line: «СОШ № 7» and not «№ 7» below «СОШ».

use std::borrow::Cow;

use crate::report::TextSpan;

/// An end of so many characters is too short for a line of its own.
const SHORT: usize = 6;
const NO_BREAK_SPACE: &str = "\u{a0}";

/// `text`, its last words bound to the word before them if they are short.
pub(super) fn bound(text: &str) -> Cow<'_, str> {
    match text.trim_end().rsplit_once(' ') {
        Some((start, end)) if end.chars().count() <= SHORT && !start.ends_with(['\n', ' ']) => {
            Cow::Owned([start, end].join(NO_BREAK_SPACE))
        }
        _ => Cow::Borrowed(text),
    }
}

/// The same for a line of spans.
pub(super) fn bound_spans(spans: &[TextSpan]) -> Vec<TextSpan> {
    let mut spans = spans.to_vec();
    if let Some(last) = spans.last_mut() {
        last.text = bound(&last.text).into_owned();
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_short_end_is_bound() {
        assert_eq!(bound("Педагоги МКОУ «СОШ №\u{a0}7»"), "Педагоги МКОУ «СОШ\u{a0}№\u{a0}7»");
        for text in ["", "Итоги", "Итоги по направлениям", "Итоги:\n 7", "Повышение квалификации"]
        {
            assert_eq!(bound(text), text);
        }
        let span = |text: &str| TextSpan { text: text.to_owned(), ..TextSpan::default() };
        let bound = bound_spans(&[span("За "), span("II полугодие 2022 г.")]);
        assert_eq!(bound, [span("За "), span("II полугодие 2022\u{a0}г.")]);
        assert_eq!(bound_spans(&[]), []);
    }
}
