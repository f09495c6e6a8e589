//! Nouns for participants: the usual ones in all their forms, other words as written.

use std::fmt;

use crate::calendar::{NounForms, fold};
use crate::typography::is_letter;

/// The kind under which totals count a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ParticipantKind {
    /// Learners and children.
    Pupils,
    Teachers,
    Parents,
    /// Guests, teams.
    Others,
    /// A bare number, «чел.», «участников», and unknown words.
    NotStated,
}

/// The words after a count. A known noun is printed in the form that the count requires, the words
/// after it as written: «21 обучающийся 5-9 классов».
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParticipantNoun {
    /// The known noun at the beginning.
    noun: Option<&'static Noun>,
    /// The words after it; all words if it is unknown.
    rest: String,
}

impl ParticipantNoun {
    /// An empty text is «участники».
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
            Some(Self { noun: Some(find_noun(words)?), rest: rest.trim().to_owned() })
        });
        known.unwrap_or_else(|| Self { noun: None, rest: text.to_owned() })
    }

    /// Whether `text` begins with a usual noun that says who is counted: not «участники».
    pub fn is_known(text: &str) -> bool {
        Self::parse(text).noun.is_some_and(|noun| *noun != MEMBER)
    }

    /// The kind that the words `text` name.
    pub fn kind_of(text: &str) -> ParticipantKind {
        Self::parse(text).kind()
    }

    pub fn kind(&self) -> ParticipantKind {
        self.noun.map_or(ParticipantKind::NotStated, |noun| noun.kind)
    }

    /// Whether the words begin with «классов»: the number before them does not count people.
    pub(super) fn is_school_class(&self) -> bool {
        self.noun.is_none() && fold(&self.rest).starts_with("кл")
    }

    /// The words after the noun; all words if it is unknown.
    pub(super) fn rest(&self) -> &str {
        &self.rest
    }

    /// Writes the words in their form after `count`.
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
    kind: ParticipantKind,
    forms: NounForms,
    /// The plural, abbreviations and other spellings, folded by [`fold`], without a full stop at the
    /// end.
    also: &'static [&'static str],
}

const fn noun(
    kind: ParticipantKind,
    [one, few, many]: [&'static str; 3],
    also: &'static [&'static str],
) -> Noun {
    Noun { kind, forms: NounForms { one, few, many }, also }
}

/// The noun of a bare number.
static MEMBER: Noun =
    noun(ParticipantKind::NotStated, ["участник", "участника", "участников"], &["участники"]);

const TEAM: &str = "команда";

/// No form belongs to two nouns. «уч.» is «учащийся», as reports abbreviate it.
static NOUNS: &[Noun] = &[
    noun(
        ParticipantKind::Pupils,
        ["обучающийся", "обучающихся", "обучающихся"],
        &["обучающиеся", "обуч", "обуч-ся", "об-ся"],
    ),
    noun(
        ParticipantKind::Pupils,
        ["учащийся", "учащихся", "учащихся"],
        &["учащиеся", "уч", "учащ", "уч-ся", "уча-ся", "учащ-ся"],
    ),
    noun(ParticipantKind::Pupils, ["ученик", "ученика", "учеников"], &["ученики"]),
    noun(ParticipantKind::Pupils, ["ученица", "ученицы", "учениц"], &[]),
    noun(ParticipantKind::Pupils, ["школьник", "школьника", "школьников"], &["школьники"]),
    noun(
        ParticipantKind::Pupils,
        ["воспитанник", "воспитанника", "воспитанников"],
        &["воспитанники"],
    ),
    noun(ParticipantKind::Pupils, ["студент", "студента", "студентов"], &["студенты"]),
    noun(ParticipantKind::Pupils, ["ребёнок", "ребёнка", "детей"], &["дети", "ребенок", "ребенка"]),
    noun(ParticipantKind::Teachers, ["педагог", "педагога", "педагогов"], &["педагоги", "пед"]),
    noun(ParticipantKind::Teachers, ["учитель", "учителя", "учителей"], &[]),
    noun(
        ParticipantKind::Teachers,
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
    noun(ParticipantKind::Parents, ["родитель", "родителя", "родителей"], &["родители"]),
    noun(ParticipantKind::Others, ["гость", "гостя", "гостей"], &["гости"]),
    noun(
        ParticipantKind::Others,
        ["представитель", "представителя", "представителей"],
        &["представители"],
    ),
    noun(ParticipantKind::Others, [TEAM, "команды", "команд"], &[]),
    noun(ParticipantKind::NotStated, ["человек", "человека", "человек"], &["люди", "чел"]),
];

/// The beginnings of words that name people of one kind in the description of an audience.
const AUDIENCE_STEMS: [(ParticipantKind, &[&str]); 4] = [
    (
        ParticipantKind::Pupils,
        &[
            "обуча",
            "учащ",
            "ученик",
            "учениц",
            "школьни",
            "воспитанник",
            "студент",
            "дети",
            "детей",
            "детям",
            "ребят",
            "ребен",
            "дошкольник",
            "подростк",
            "класс",
            "юнарме",
        ],
    ),
    (
        ParticipantKind::Teachers,
        &[
            "педагог",
            "учител",
            "преподавател",
            "воспитател",
            "методист",
            "педработник",
            "наставник",
        ],
    ),
    (ParticipantKind::Parents, &["родител", "законны"]),
    (
        ParticipantKind::Others,
        &[
            "гост",
            "представител",
            "жител",
            "населен",
            "ветеран",
            "выпускник",
            "семьи",
            "семей",
            "волонт",
            "партнер",
            "общественн",
            "администрац",
            "руководител",
            "директор",
            "взросл",
            "бабуш",
            "дедуш",
            "эксперт",
            "специалист",
            "сотрудник",
        ],
    ),
];

/// The kind of all people that `text`, the description of an audience, names; `None` if they are of
/// several kinds or none is known. «Команда» does not count: it does not say who its members are.
pub fn only_kind_in(text: &str) -> Option<ParticipantKind> {
    let folded = fold(text);
    let mut only = None;
    let mut before = "";
    for word in folded.split(|c| !is_letter(c)).filter(|word| !word.is_empty()) {
        // «Родители (законные представители)» are parents.
        let is_guardian = std::mem::replace(&mut before, word).starts_with("законны")
            && word.starts_with("представител");
        if is_guardian {
            continue;
        }
        let is_of = |stems: &[&str]| stems.iter().any(|stem| word.starts_with(stem));
        let kind = AUDIENCE_STEMS.iter().find(|(_, stems)| is_of(stems)).map(|(kind, _)| *kind);
        match (kind, only) {
            (None, _) => {}
            (Some(kind), None) => only = Some(kind),
            (Some(kind), Some(known)) if kind == known => {}
            (Some(kind), Some(known)) if is_adult(kind) && is_adult(known) => {
                only = Some(ParticipantKind::Others);
            }
            _ => return None,
        }
    }
    only
}

/// Parents and guests together are others.
fn is_adult(kind: ParticipantKind) -> bool {
    matches!(kind, ParticipantKind::Parents | ParticipantKind::Others)
}

/// The kind of the last known noun in `text`, which describes an audience. «Команда» does not count: it
/// does not say who its members are.
pub fn last_kind_in(text: &str) -> Option<ParticipantKind> {
    let words: Vec<_> = text.split(|c| !is_letter(c)).filter(|word| !word.is_empty()).collect();
    (0..words.len()).rev().find_map(|at| {
        let two = at.checked_sub(1).and_then(|before| find_noun(&words[before..=at].join(" ")));
        let noun = two.or_else(|| find_noun(words[at]))?;
        (noun.forms.one != TEAM && noun.kind != ParticipantKind::NotStated).then_some(noun.kind)
    })
}

fn find_noun(words: &str) -> Option<&'static Noun> {
    let folded = fold(words);
    let word = folded.trim_end_matches('.');
    NOUNS.iter().chain([&MEMBER]).find(|noun| {
        let NounForms { one, few, many } = noun.forms;
        [one, few, many].contains(&word) || noun.also.contains(&word)
    })
}

#[cfg(test)]
mod tests {
    use super::{MEMBER, NOUNS, find_noun};
    use crate::calendar::fold;

    #[test]
    fn every_form_is_recognised_as_its_own_noun() {
        for noun in NOUNS.iter().chain([&MEMBER]) {
            let forms = [noun.forms.one, noun.forms.few, noun.forms.many];
            for form in forms.iter().chain(noun.also) {
                assert_eq!(find_noun(form), Some(noun), "{form}");
                assert_eq!(find_noun(&form.to_uppercase()), Some(noun), "{form}");
            }
            assert!(noun.also.iter().all(|form| fold(form) == *form), "{noun:?}");
        }
    }
}
