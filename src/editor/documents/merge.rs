//! Joins two edits of one text, line by line, where they do not touch.

use super::diff::{Hunk, hunks, lines};

/// `base` with the edits of both `mine` and `theirs`; `None` where both changed the same lines
/// differently.
pub(super) fn merge(base: &str, mine: &str, theirs: &str) -> Option<String> {
    let (base, mine, theirs) = (lines(base), lines(mine), lines(theirs));
    let (ours, others) = (hunks(&base, &mine), hunks(&base, &theirs));
    let (mut ours, mut others) = (ours.into_iter().peekable(), others.into_iter().peekable());
    let mut merged = String::new();
    let mut done = 0;
    loop {
        let (hunk, new) = match (ours.peek(), others.peek()) {
            (None, None) => break,
            (Some(own), Some(other)) if touch(own, other) => {
                if own.old != other.old || mine[own.new.clone()] != theirs[other.new.clone()] {
                    return None;
                }
                others.next();
                (ours.next()?, &mine)
            }
            (Some(own), Some(other)) if is_before(other, own) => (others.next()?, &theirs),
            (None, Some(_)) => (others.next()?, &theirs),
            (Some(_), _) => (ours.next()?, &mine),
        };
        merged.push_str(&base[done..hunk.old.start].concat());
        let text = new[hunk.new].concat();
        // A line that was the last one may have no end.
        if !merged.is_empty() && !merged.ends_with('\n') && !text.is_empty() {
            return None;
        }
        merged.push_str(&text);
        done = hunk.old.end;
    }
    let rest = base[done..].concat();
    if !merged.is_empty() && !merged.ends_with('\n') && !rest.is_empty() {
        return None;
    }
    Some(merged + &rest)
}

/// Whether both change the same lines, or insert at the same place.
fn touch(a: &Hunk, b: &Hunk) -> bool {
    let overlap = a.old.start < b.old.end && b.old.start < a.old.end;
    overlap || (a.old.start == b.old.start && (a.old.is_empty() == b.old.is_empty()))
}

/// Of two hunks that do not touch, lines are inserted before others are replaced.
fn is_before(a: &Hunk, b: &Hunk) -> bool {
    (a.old.start, a.old.end) < (b.old.start, b.old.end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const BASE: &str = "название: А\nдата: 1\n\nПервый\n\nВторой\n";

    #[test]
    fn edits_that_do_not_touch_are_joined() {
        let title = BASE.replace("А", "Б");
        for theirs in [
            BASE.replace("дата: 1", "дата: 2"),
            BASE.replace("Второй", "Другой"),
            BASE.replace("дата: 1", "дата: 1\nместо: З"),
            format!("{BASE}\nТретий\n"),
            BASE.replace("Первый\n\n", ""),
            BASE.to_owned(),
            title.clone(),
        ] {
            let joined = theirs.replace("А", "Б");
            assert_eq!(merge(BASE, &title, &theirs).as_deref(), Some(&*joined), "{theirs}");
            assert_eq!(merge(BASE, &theirs, &title).as_deref(), Some(&*joined), "{theirs}");
        }
    }

    #[test]
    fn edits_of_the_same_lines_are_not() {
        let end = |text: &str| format!("{BASE}{text}");
        for (mine, theirs) in [
            (BASE.replace("А", "Б"), BASE.replace("А", "В")),
            (BASE.replace("А", "Б"), BASE.replace("название: А\n", "")),
            (end("Третий\n"), end("Четвёртый\n")),
            (BASE.replace("Первый", "1"), BASE.replace("Первый\n\nВторой", "2")),
            (BASE.trim_end().to_owned(), end("Третий\n")),
        ] {
            assert_eq!(merge(BASE, &mine, &theirs), None, "{mine} {theirs}");
            assert_eq!(merge(BASE, &theirs, &mine), None, "{mine} {theirs}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn both_ways_give_the_same(
            base in "([abc]\n){0,8}",
            mine in "([abcd]\n){0,8}",
            theirs in "([abce]\n){0,8}",
        ) {
            prop_assert_eq!(merge(&base, &mine, &base), Some(mine.clone()));
            prop_assert_eq!(merge(&base, &base, &theirs), Some(theirs.clone()));
            prop_assert_eq!(merge(&base, &mine, &mine), Some(mine.clone()));
            prop_assert_eq!(merge(&base, &mine, &theirs), merge(&base, &theirs, &mine));
        }
    }
}
