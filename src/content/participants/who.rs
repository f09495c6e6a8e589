//! Who took part: the usual nouns in all their forms, other words as they are written.

use std::fmt;

use crate::calendar::{NounForms, fold};

/// How a group is counted in totals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Those who learn, and children.
    Pupils,
    /// Those who teach.
    Teachers,
    /// Parents, guests, teams.
    Others,
    /// A bare number, «чел.», «участников», and words that the program does not know.
    NotStated,
}

/// The words after a count. A known noun is printed in the form that the count asks for, and
/// what follows it as it is written: «21 обучающийся 5-9 классов».
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    /// The noun that the words begin with, if it is a known one.
    noun: Option<&'static Noun>,
    /// The words after the noun; all of them where it is unknown.
    rest: String,
}

impl Who {
    /// «участники» where the text has no words.
    pub(super) fn parse(text: &str) -> Self {
        let text = text.trim();
        if text.is_empty() {
            return Self { noun: Some(&MEMBER), rest: String::new() };
        }
        let mut ends = text
            .char_indices()
            .filter(|&(at, c)| at > 0 && (c.is_whitespace() || c == '('))
            .map(|(at, _)| at)
            .chain([text.len()]);
        let (one_word, two_words) = (ends.next(), ends.next());
        let known = [two_words, one_word].into_iter().flatten().find_map(|end| {
            let (words, rest) = text.split_at(end);
            Some(Self { noun: Some(recognise(words)?), rest: rest.trim().to_owned() })
        });
        known.unwrap_or_else(|| Self { noun: None, rest: text.to_owned() })
    }

    /// The kind that the noun names.
    pub fn kind(&self) -> Kind {
        self.noun.map_or(Kind::NotStated, |noun| noun.kind)
    }

    /// Whether these are «классов», not people: the number before them is not a count.
    pub(super) fn is_school_class(&self) -> bool {
        self.noun.is_none() && fold(&self.rest).starts_with("кл")
    }

    /// The words, as they stand after `count`.
    pub(super) fn write(&self, f: &mut fmt::Formatter<'_>, count: u64) -> fmt::Result {
        match self.noun {
            Some(noun) if self.rest.is_empty() => f.write_str(noun.forms.for_count(count)),
            Some(noun) => write!(f, "{} {}", noun.forms.for_count(count), self.rest),
            None => f.write_str(&self.rest),
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
struct Noun {
    kind: Kind,
    forms: NounForms,
    /// The plural, and how the noun is cut short or written otherwise, as [`fold`] leaves it,
    /// without a full stop at the end.
    also: &'static [&'static str],
}

const fn noun(
    kind: Kind,
    [one, few, many]: [&'static str; 3],
    also: &'static [&'static str],
) -> Noun {
    Noun { kind, forms: NounForms { one, few, many }, also }
}

/// What a bare number counts.
static MEMBER: Noun =
    noun(Kind::NotStated, ["участник", "участника", "участников"], &["участники"]);

const TEAM: &str = "команда";

/// No form belongs to two nouns. «уч.» is read as «учащийся», which reports write so.
static NOUNS: &[Noun] = &[
    noun(
        Kind::Pupils,
        ["обучающийся", "обучающихся", "обучающихся"],
        &["обучающиеся", "обуч", "обуч-ся", "об-ся"],
    ),
    noun(
        Kind::Pupils,
        ["учащийся", "учащихся", "учащихся"],
        &["учащиеся", "уч", "учащ", "уч-ся", "уча-ся", "учащ-ся"],
    ),
    noun(Kind::Pupils, ["ученик", "ученика", "учеников"], &["ученики"]),
    noun(Kind::Pupils, ["ученица", "ученицы", "учениц"], &[]),
    noun(Kind::Pupils, ["школьник", "школьника", "школьников"], &["школьники"]),
    noun(Kind::Pupils, ["воспитанник", "воспитанника", "воспитанников"], &["воспитанники"]),
    noun(Kind::Pupils, ["студент", "студента", "студентов"], &["студенты"]),
    noun(Kind::Pupils, ["ребёнок", "ребёнка", "детей"], &["дети", "ребенок", "ребенка"]),
    noun(Kind::Teachers, ["педагог", "педагога", "педагогов"], &["педагоги", "пед"]),
    noun(Kind::Teachers, ["учитель", "учителя", "учителей"], &[]),
    noun(
        Kind::Teachers,
        ["педагогический работник", "педагогических работника", "педагогических работников"],
        &[
            "педагогические работники",
            "пед. работник",
            "пед. работника",
            "пед. работников",
            "пед. работники",
            "педработник",
            "педработника",
            "педработников",
            "педработники",
        ],
    ),
    noun(Kind::Others, ["родитель", "родителя", "родителей"], &["родители"]),
    noun(Kind::Others, ["гость", "гостя", "гостей"], &["гости"]),
    noun(Kind::Others, ["представитель", "представителя", "представителей"], &["представители"]),
    noun(Kind::Others, [TEAM, "команды", "команд"], &[]),
    noun(Kind::NotStated, ["человек", "человека", "человек"], &["люди", "чел"]),
];

/// The kind of people that the last noun of `text`, words about an audience, names; none where no
/// noun is known. A team is a team of somebody, so it names nobody.
pub fn named_last(text: &str) -> Option<Kind> {
    let words: Vec<_> =
        text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    (0..words.len()).rev().find_map(|at| {
        let two = at.checked_sub(1).and_then(|before| recognise(&words[before..=at].join(" ")));
        let noun = two.or_else(|| recognise(words[at]))?;
        (noun.forms.one != TEAM && noun.kind != Kind::NotStated).then_some(noun.kind)
    })
}

fn recognise(words: &str) -> Option<&'static Noun> {
    let folded = fold(words);
    let word = folded.trim_end_matches('.');
    NOUNS.iter().chain([&MEMBER]).find(|noun| {
        let NounForms { one, few, many } = noun.forms;
        [one, few, many].contains(&word) || noun.also.contains(&word)
    })
}

#[cfg(test)]
mod tests {
    use super::{MEMBER, NOUNS, recognise};
    use crate::calendar::fold;

    #[test]
    fn every_form_is_recognised_as_its_own_noun() {
        for noun in NOUNS.iter().chain([&MEMBER]) {
            let forms = [noun.forms.one, noun.forms.few, noun.forms.many];
            for form in forms.iter().chain(noun.also) {
                assert_eq!(recognise(form), Some(noun), "{form}");
                assert_eq!(recognise(&form.to_uppercase()), Some(noun), "{form}");
            }
            assert!(noun.also.iter().all(|form| fold(form) == *form), "{noun:?}");
        }
    }
}
