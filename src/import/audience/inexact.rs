//! Numbers of people that nobody has counted exactly: «более 150», «20-25 человек».

use crate::calendar::fold;

/// Words before a number that is not exact, as [`fold`] folds them.
const INEXACT: [&str; 17] = [
    "по",
    "более",
    "менее",
    "около",
    "свыше",
    "порядка",
    "примерно",
    "приблизительно",
    "почти",
    "больше",
    "меньше",
    "до",
    "от",
    "чем",
    ">",
    "<",
    "~",
];

/// Whether the number after `before` is not exact: «более», «не менее чем».
pub(super) fn ends_inexact(before: &str) -> bool {
    let folded = fold(before);
    let before = folded.trim_end_matches([' ', '(']);
    before.ends_with(['>', '<', '~', '≈', '±'])
        || before
            .rsplit(|c: char| !c.is_alphabetic())
            .next()
            .is_some_and(|word| INEXACT.contains(&word))
}

/// Whether `text` has a number of people that is not exact: «более 150 чел.», «150+», «20-30 чел.».
pub(in crate::import) fn is_inexact(text: &str) -> bool {
    let folded = fold(text);
    let mut from = 0;
    while let Some(at) = folded[from..].find(|c: char| c.is_ascii_digit()).map(|at| at + from) {
        let end = folded[at..].find(|c: char| !c.is_ascii_digit()).map_or(folded.len(), |n| at + n);
        let rest = folded[end..].trim_start();
        // «до 7 класса» counts nobody.
        let counts_others =
            ["кл", "лет", "год", "-х кл", "-го"].iter().any(|word| rest.starts_with(word));
        // «20-25 человек»
        let is_range = || {
            let last = rest.strip_prefix('-').map(str::trim_start).unwrap_or_default();
            let unit = last.trim_start_matches(|c: char| c.is_ascii_digit());
            unit.len() < last.len()
                && ["чел", "участ", "обуч", "уч", "дет", "ребят", "школьн"]
                    .iter()
                    .any(|word| unit.trim_start().starts_with(word))
        };
        if !counts_others && (ends_inexact(&folded[..at]) || rest.starts_with('+') || is_range()) {
            return true;
        }
        from = end;
    }
    false
}
