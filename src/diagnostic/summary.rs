//! Summarises many diagnostics for people: equal problems become one group, and of the groups beyond
//! a limit only the number of each kind is given.
//!
//! 1. Problems with the same severity, message and hint are one group. A message contains the value
//!    that is wrong, so a group is the same mistake in several places.
//! 2. At most a given number of groups is shown: errors before warnings, and one of each kind before
//!    a second one of any kind.
//! 3. The problems of the other groups are counted by kind.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use super::{Diagnostic, Place, Severity};

/// Equal problems in the order in which they were given; at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProblemGroup<'a> {
    pub problems: Vec<&'a Diagnostic>,
}

/// The places of a group that are not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MorePlaces {
    /// In files of which a place is shown.
    Here(usize),
    /// One place in each of this many other files.
    Files(usize),
    /// In this many files, some of them with several places.
    InFiles { places: usize, files: usize },
}

/// The number of problems of one kind that are not shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindCount {
    pub severity: Severity,
    /// The message with `…` in the place of values and numbers.
    pub kind: String,
    pub count: usize,
}

/// The problems to show in full, and the numbers of the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProblemSummary<'a> {
    /// In the order of their first problems.
    pub shown: Vec<ProblemGroup<'a>>,
    /// Errors first, then by falling count.
    pub hidden: Vec<KindCount>,
}

impl<'a> ProblemGroup<'a> {
    /// The first problem, which stands for the group.
    pub fn first(&self) -> &'a Diagnostic {
        self.problems[0]
    }

    /// The first `limit` places, and the number of the others.
    pub fn places(&self, limit: usize) -> (Vec<&'a Place>, Option<MorePlaces>) {
        let mut places = self.problems.iter().filter_map(|problem| problem.place.as_ref());
        let shown: Vec<&Place> = places.by_ref().take(limit).collect();
        let shown_files: HashSet<&str> = shown.iter().map(|place| place.file.as_str()).collect();
        let files: Vec<&str> = places.map(|place| place.file.as_str()).collect();
        let others: HashSet<&str> = files.iter().copied().collect();
        let more = if files.is_empty() {
            None
        } else if others.is_subset(&shown_files) {
            Some(MorePlaces::Here(files.len()))
        } else if others.len() == files.len() && others.is_disjoint(&shown_files) {
            Some(MorePlaces::Files(files.len()))
        } else {
            Some(MorePlaces::InFiles { places: files.len(), files: others.len() })
        };
        (shown, more)
    }
}

/// Groups `problems`, and selects at most `limit` groups to show.
pub fn summarize(problems: &[Diagnostic], limit: usize) -> ProblemSummary<'_> {
    let groups = group(problems);
    if groups.len() <= limit {
        return ProblemSummary { shown: groups, hidden: Vec::new() };
    }
    let kinds: Vec<String> = groups.iter().map(|group| kind(&group.first().message)).collect();
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let rank_in_kind = kinds.iter().map(|kind| {
        let seen = seen.entry(kind).or_default();
        *seen += 1;
        *seen
    });
    let mut order: Vec<(Severity, usize, usize)> = groups
        .iter()
        .zip(rank_in_kind)
        .enumerate()
        .map(|(at, (group, rank))| (group.first().severity, rank, at))
        .collect();
    order.sort_unstable();
    let mut is_shown = vec![false; groups.len()];
    for &(_, _, at) in &order[..limit] {
        is_shown[at] = true;
    }
    let mut counts: HashMap<(Severity, String), usize> = HashMap::new();
    let mut shown = Vec::with_capacity(limit);
    for ((group, kind), is_shown) in groups.into_iter().zip(kinds).zip(is_shown) {
        if is_shown {
            shown.push(group);
        } else {
            *counts.entry((group.first().severity, kind)).or_default() += group.problems.len();
        }
    }
    let mut hidden: Vec<KindCount> = counts
        .into_iter()
        .map(|((severity, kind), count)| KindCount { severity, kind, count })
        .collect();
    hidden.sort_unstable_by(|a, b| {
        (a.severity, b.count, &a.kind).cmp(&(b.severity, a.count, &b.kind))
    });
    ProblemSummary { shown, hidden }
}

/// The groups in the order of their first problems. Problems with a second place stay alone: the
/// second places differ.
fn group(problems: &[Diagnostic]) -> Vec<ProblemGroup<'_>> {
    let mut groups: Vec<ProblemGroup<'_>> = Vec::new();
    let mut known: HashMap<(Severity, &str, &str), usize> = HashMap::new();
    for problem in problems {
        let Diagnostic { severity, message, hint, other, .. } = problem;
        if other.is_none() {
            match known.entry((*severity, message, hint)) {
                Entry::Occupied(entry) => {
                    groups[*entry.get()].problems.push(problem);
                    continue;
                }
                Entry::Vacant(entry) => {
                    entry.insert(groups.len());
                }
            }
        }
        groups.push(ProblemGroup { problems: vec![problem] });
    }
    groups
}

/// The message with `…` for everything in «quotes» and `backticks`, and for numbers.
fn kind(message: &str) -> String {
    let mut kind = String::with_capacity(message.len());
    let mut letters = message.chars().peekable();
    while let Some(letter) = letters.next() {
        let closing = match letter {
            '«' => '»',
            '`' => '`',
            '0'..='9' => {
                while letters.next_if(char::is_ascii_digit).is_some() {}
                kind.push('…');
                continue;
            }
            letter => {
                kind.push(letter);
                continue;
            }
        };
        kind.push(letter);
        kind.push('…');
        kind.extend(letters.find(|&letter| letter == closing));
    }
    kind
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unknown(value: &str, file: &str) -> Diagnostic {
        Diagnostic::error(format!("неизвестное направление «{value}»")).at(Place::file(file))
    }

    #[test]
    fn the_same_problem_in_many_files_is_one_group() {
        let problems = [
            unknown("Шахматы", "a.md"),
            unknown("Шашки", "a.md"),
            unknown("Шахматы", "b.md"),
            unknown("Шахматы", "c.md").hint("другой совет"),
            Diagnostic { severity: Severity::Warning, ..unknown("Шахматы", "d.md") },
        ];
        let summary = summarize(&problems, 20);
        let sizes: Vec<_> = summary.shown.iter().map(|group| group.problems.len()).collect();
        assert_eq!(sizes, [2, 1, 1, 1]);
        let (places, more) = summary.shown[0].places(3);
        assert_eq!(places, [&Place::file("a.md"), &Place::file("b.md")]);
        assert_eq!(more, None);
        assert_eq!(summary.hidden, []);
    }

    #[test]
    fn further_places_are_counted_by_file() {
        let more = |files: &[&str]| {
            let problems: Vec<_> = files.iter().map(|file| unknown("Шахматы", file)).collect();
            summarize(&problems, 1).shown[0].places(2).1
        };
        assert_eq!(more(&["a", "b"]), None);
        assert_eq!(more(&["a", "b", "a", "b"]), Some(MorePlaces::Here(2)));
        assert_eq!(more(&["a", "a", "b", "c"]), Some(MorePlaces::Files(2)));
        let some = MorePlaces::InFiles { places: 3, files: 2 };
        assert_eq!(more(&["a", "a", "b", "c", "c"]), Some(some));
        assert_eq!(more(&["a", "a", "a", "a", "b"]), Some(some));
    }

    #[test]
    fn problems_with_a_second_place_stay_apart() {
        let twice =
            |file| Diagnostic::error("адрес занят").and(Place::file(file), "такой же адрес здесь");
        assert_eq!(summarize(&[twice("a.md"), twice("b.md")], 20).shown.len(), 2);
    }

    #[test]
    fn beyond_the_limit_each_kind_is_shown_first_and_the_rest_is_counted() {
        let mut problems = vec![Diagnostic::warning("рисунок загружается с чужого сайта")];
        problems.extend((0..30).map(|number| unknown(&number.to_string(), "a.md")));
        problems.extend([
            unknown("1", "b.md"),
            Diagnostic::error("нет 5 файлов"),
            unknown("1", "c.md"),
        ]);
        let summary = summarize(&problems, 3);
        let shown: Vec<_> = summary.shown.iter().map(|group| &*group.first().message).collect();
        assert_eq!(
            shown,
            ["неизвестное направление «0»", "неизвестное направление «1»", "нет 5 файлов"]
        );
        let hidden: Vec<_> =
            summary.hidden.iter().map(|of| (of.severity, &*of.kind, of.count)).collect();
        assert_eq!(
            hidden,
            [
                (Severity::Error, "неизвестное направление «…»", 28),
                (Severity::Warning, "рисунок загружается с чужого сайта", 1),
            ]
        );
    }

    #[test]
    fn a_kind_is_a_message_without_its_values() {
        assert_eq!(kind("нет файла `a b.md`"), "нет файла `…`");
        assert_eq!(kind("ключ «а» и «б» 12 раз"), "ключ «…» и «…» … раз");
        assert_eq!(kind("не закрыто «а"), "не закрыто «…");
    }
}
