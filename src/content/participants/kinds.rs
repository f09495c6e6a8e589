//! How many participants of each kind there were.

use std::ops::AddAssign;

use super::{Group, ParticipantKind, Participants, only_kind_in, split_groups};

/// Numbers of participants by kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PeopleCounts {
    pub pupils: u64,
    pub teachers: u64,
    pub parents: u64,
    pub others: u64,
    /// Of several or unknown kinds.
    pub mixed: u64,
}

impl PeopleCounts {
    pub fn total(&self) -> u64 {
        self.pupils + self.teachers + self.parents + self.others + self.mixed
    }

    fn add(&mut self, kind: ParticipantKind, count: u64) {
        *match kind {
            ParticipantKind::Pupils => &mut self.pupils,
            ParticipantKind::Teachers => &mut self.teachers,
            ParticipantKind::Parents => &mut self.parents,
            ParticipantKind::Others => &mut self.others,
            ParticipantKind::NotStated => &mut self.mixed,
        } += count;
    }
}

impl AddAssign for PeopleCounts {
    fn add_assign(&mut self, more: Self) {
        self.pupils += more.pupils;
        self.teachers += more.teachers;
        self.parents += more.parents;
        self.others += more.others;
        self.mixed += more.mixed;
    }
}

/// Words behind which a part of a group is counted.
const PART_WORDS: [&str; 6] = ["в т.ч.", "в т. ч.", "в т.ч", "в том числе", "из них", "из которых"];

impl Participants {
    /// The numbers by kind; `audience` describes who they were.
    ///
    /// An explicit noun wins; of «чел.» the audience tells who they are, if it is of one kind. Of
    /// «58 чел. (в т.ч. 4 педагога)» four are teachers.
    pub fn by_kind(&self, audience: Option<&str>) -> PeopleCounts {
        let mut counts = PeopleCounts::default();
        for group in &self.groups {
            let mut rest = u64::from(group.count);
            for (kind, count) in parts(group) {
                counts.add(kind, count);
                rest -= count;
            }
            let kind = match group.noun.kind() {
                ParticipantKind::NotStated => {
                    audience.and_then(only_kind_in).unwrap_or(ParticipantKind::NotStated)
                }
                kind => kind,
            };
            counts.add(kind, rest);
        }
        counts
    }
}

/// The parts of a group whose numbers are given too, together at most its number.
fn parts(group: &Group) -> Vec<(ParticipantKind, u64)> {
    let words = group.noun.rest();
    if !words.contains(|c: char| c.is_ascii_digit()) {
        return Vec::new();
    }
    let folded = words.to_lowercase();
    let marked = PART_WORDS.iter().find_map(|mark| folded.split_once(mark)).map(|(_, part)| part);
    // Without such words only numbers in brackets can be parts: «(54 обучающихся и 4 педагога)».
    let bracketed = || folded.split_once('(').map(|(_, part)| part);
    let Some(text) = marked.or_else(bracketed) else { return Vec::new() };
    let text = text.split(')').next().unwrap_or_default().trim_matches([' ', ':', ',', '\u{a0}']);
    let pieces = split_groups(text).into_iter().map(Group::parse);
    let Ok(parts) = pieces.collect::<Result<Vec<_>, _>>() else { return Vec::new() };
    let parts: Vec<_> =
        parts.iter().map(|part| (part.noun.kind(), u64::from(part.count))).collect();
    let sum: u64 = parts.iter().map(|(_, count)| count).sum();
    let is_sound = sum <= u64::from(group.count)
        && parts.iter().all(|(kind, _)| *kind != ParticipantKind::NotStated);
    if is_sound { parts } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(text: &str, audience: &str) -> PeopleCounts {
        let audience = Some(audience).filter(|text| !text.is_empty());
        Participants::parse(text).unwrap().by_kind(audience)
    }

    #[test]
    fn a_part_that_is_named_is_counted_as_what_it_is() {
        let none = PeopleCounts::default();
        let four = PeopleCounts { teachers: 4, ..none };
        for (text, audience, expected) in [
            (
                "58 чел. (в т.ч. 4 педагога)",
                "Обучающиеся центра",
                PeopleCounts { pupils: 54, ..four },
            ),
            ("58 чел. (в т.ч. 4 педагога)", "", PeopleCounts { mixed: 54, ..four }),
            ("58 чел., в том числе 4 педагога", "", PeopleCounts { mixed: 54, ..four }),
            ("58 чел. (из них 4 педагога)", "", PeopleCounts { mixed: 54, ..four }),
            ("58 чел. (54 обучающихся и 4 педагога)", "", PeopleCounts { pupils: 54, ..four }),
            (
                "58 обучающихся (в т.ч. 4 педагога), 2 родителя",
                "",
                PeopleCounts { pupils: 54, parents: 2, ..four },
            ),
            // More than there were: then it says something else.
            ("3 чел. (в т.ч. 4 педагога)", "", PeopleCounts { mixed: 3, ..none }),
            ("20 чел. (5 класс)", "", PeopleCounts { mixed: 20, ..none }),
            ("20 обучающихся 5-9 классов", "", PeopleCounts { pupils: 20, ..none }),
            ("9 чел.", "Родители (законные представители)", PeopleCounts { parents: 9, ..none }),
            ("9 чел.", "Родители", PeopleCounts { parents: 9, ..none }),
            ("9 чел.", "Родители и жители села", PeopleCounts { others: 9, ..none }),
        ] {
            assert_eq!(counts(text, audience), expected, "{text} | {audience}");
        }
    }

    #[test]
    fn all_are_counted_once() {
        for text in ["58 чел. (54 обучающихся и 4 педагога)", "20 обучающихся, 3 педагога", "7"]
        {
            let participants = Participants::parse(text).unwrap();
            assert_eq!(participants.by_kind(None).total(), participants.total(), "{text}");
        }
    }
}
