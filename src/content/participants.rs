//! How many people took part in an event, and who they were: «21», «3 педагога», «20 обучающихся,
//! 3 педагога».
//!
//! Nothing is guessed: a bare number and «чел.» are people of no stated kind, and an ambiguous text is
//! an error.

mod error;
mod kinds;
mod noun;

use std::fmt;

pub use error::ParticipantsError;
pub use kinds::PeopleCounts;
pub use noun::{ParticipantKind, ParticipantNoun, last_kind_in, only_kind_in};

/// Anything larger is taken for a typing error.
const MAX_COUNT: u32 = 1_000_000;

/// At least one group. Printed as «20 обучающихся, 3 педагога».
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Participants {
    groups: Vec<Group>,
}

/// People (or teams) counted together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// At least 1.
    pub count: u32,
    /// «участники» if the text does not say.
    pub noun: ParticipantNoun,
}

impl Participants {
    /// Reads `21`, `3 педагога`, `2 уч-ся`, `120чел`, or several groups with commas or «и»
    /// between them: `20 обучающихся и 3 педагога`.
    ///
    /// # Errors
    /// A missing or invalid number, or one that may not be a count («5 и 6 классов»).
    pub fn parse(text: &str) -> Result<Self, ParticipantsError> {
        let pieces = split_groups(text);
        let is_only = pieces.len() == 1;
        let group = |piece: &&str| {
            let group = Group::parse(piece)?;
            let is_bare = piece.bytes().all(|byte| byte.is_ascii_digit());
            if group.noun.is_school_class() || is_bare && !is_only {
                return Err(ParticipantsError::Unclear { text: (*piece).to_owned() });
            }
            Ok(group)
        };
        Ok(Self { groups: pieces.iter().map(group).collect::<Result<_, _>>()? })
    }

    /// Reads a list of counts and nouns; an empty noun is «участники».
    ///
    /// # Errors
    /// At the first invalid count, and for an empty list.
    pub fn from_list<'a>(
        list: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, ParticipantsError> {
        let group = |(number, noun): (&str, &str)| {
            Ok(Group { count: count(number.trim())?, noun: ParticipantNoun::parse(noun) })
        };
        let groups = list.into_iter().map(group).collect::<Result<Vec<_>, _>>()?;
        if groups.is_empty() { Err(ParticipantsError::Missing) } else { Ok(Self { groups }) }
    }

    /// In the order of the text.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// The sum of all counts.
    pub fn total(&self) -> u64 {
        self.groups.iter().map(|group| u64::from(group.count)).sum()
    }
}

impl Group {
    fn parse(text: &str) -> Result<Self, ParticipantsError> {
        if text.is_empty() {
            return Err(ParticipantsError::Missing);
        }
        let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let (number, noun) = text.split_at(digits);
        let noun = noun.trim_start();
        // A word follows the number; «20-30», «1 200», «5,5» are no counts.
        let is_word = |c: char| c.is_alphabetic() || matches!(c, '(' | '«' | '"');
        if number.is_empty() || !noun.chars().next().is_none_or(is_word) {
            return Err(ParticipantsError::NotACount { text: text.to_owned() });
        }
        Ok(Self { count: count(number)?, noun: ParticipantNoun::parse(noun) })
    }
}

fn count(text: &str) -> Result<u32, ParticipantsError> {
    let text = text.to_owned();
    if text.is_empty() {
        return Err(ParticipantsError::Missing);
    }
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(ParticipantsError::NotACount { text });
    }
    match text.parse() {
        Ok(0) => Err(ParticipantsError::Zero),
        Ok(count @ 1..=MAX_COUNT) => Ok(count),
        _ => Err(ParticipantsError::TooMany { text }),
    }
}

/// Splits `text` before each number that follows a comma, a semicolon, a plus or «и». What stands in
/// brackets belongs to the group before it: «58 чел. (54 обучающихся и 4 педагога)».
fn split_groups(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut start, mut search) = (0, 0);
    while let Some(offset) = text[search..].find(|c: char| c.is_ascii_digit()) {
        let number = search + offset;
        let before = text[start..number].trim_end();
        let in_brackets = before.matches('(').count() > before.matches(')').count();
        let piece = before.strip_suffix([',', ';', '+']).or_else(|| {
            before.strip_suffix(['и', 'И']).filter(|piece| piece.ends_with(char::is_whitespace))
        });
        if let Some(piece) = piece.filter(|_| !in_brackets) {
            pieces.push(piece.trim());
            start = number;
        }
        let digits = text[number..].find(|c: char| !c.is_ascii_digit());
        search = digits.map_or(text.len(), |length| number + length);
    }
    pieces.push(text[start..].trim());
    pieces
}

impl fmt::Display for Participants {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, group) in self.groups.iter().enumerate() {
            write!(f, "{}{group}", if index == 0 { "" } else { ", " })?;
        }
        Ok(())
    }
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\u{a0}", self.count)?;
        self.noun.write(f, self.count.into())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{Just, any, prop, prop_oneof, proptest};
    use proptest::strategy::Strategy;

    use super::{ParticipantKind, Participants, ParticipantsError};

    fn printed(text: &str) -> String {
        Participants::parse(text).unwrap().to_string().replace('\u{a0}', " ")
    }

    #[test]
    fn a_count_is_printed_with_the_right_form() {
        for (text, expected) in [
            ("21", "21 участник"),
            ("22", "22 участника"),
            ("5", "5 участников"),
            ("3 педагога", "3 педагога"),
            ("5 педагогов", "5 педагогов"),
            ("21 педагогов", "21 педагог"),
            ("2 уч-ся", "2 учащихся"),
            ("3 уча-ся", "3 учащихся"),
            ("1 уч.", "1 учащийся"),
            ("50 учащихся", "50 учащихся"),
            ("120 чел.", "120 человек"),
            ("120чел", "120 человек"),
            ("6 чел", "6 человек"),
            ("\u{a0}28 ЧЕЛ.\u{a0}", "28 человек"),
            ("3 пед.", "3 педагога"),
            ("1 пед. работников", "1 педагогический работник"),
            ("2 ребенка", "2 ребёнка"),
            ("5 ребёнок", "5 детей"),
            ("20 обучающихся, 3 педагога", "20 обучающихся, 3 педагога"),
            ("20 обучающихся и 3 педагога", "20 обучающихся, 3 педагога"),
            ("20 чел.;3 пед.+ 1 гость", "20 человек, 3 педагога, 1 гость"),
            ("21 обучающихся 5-9 классов", "21 обучающийся 5-9 классов"),
            ("20 чел.(5 класс)", "20 человек (5 класс)"),
            ("20 дети 5-6 лет", "20 детей 5-6 лет"),
            ("12 шахматистов", "12 шахматистов"),
        ] {
            assert_eq!(printed(text), expected, "{text}");
        }
    }

    #[test]
    fn a_list_is_groups_in_order() {
        let list = Participants::from_list([("20", "обучающиеся"), (" 3 ", "педагоги"), ("1", "")]);
        let list = list.unwrap();
        assert_eq!(list.to_string(), "20\u{a0}обучающихся, 3\u{a0}педагога, 1\u{a0}участник");
        assert_eq!(list.total(), 24);
        let classes = Participants::from_list([("21", "обучающиеся 5 и 6 классов")]).unwrap();
        assert_eq!(classes.to_string(), "21\u{a0}обучающийся 5 и 6 классов");
    }

    #[test]
    fn the_kind_comes_from_the_noun_alone() {
        let kinds = |text| -> Vec<ParticipantKind> {
            Participants::parse(text)
                .unwrap()
                .groups()
                .iter()
                .map(|group| group.noun.kind())
                .collect()
        };
        assert_eq!(kinds("20 обучающихся 5-9 классов"), [ParticipantKind::Pupils]);
        assert_eq!(
            kinds("2 учителя, 5 родителей"),
            [ParticipantKind::Teachers, ParticipantKind::Parents]
        );
        for text in ["21", "21 чел.", "21 участник", "12 шахматистов"] {
            assert_eq!(kinds(text), [ParticipantKind::NotStated], "{text}");
        }
    }

    #[test]
    fn an_invalid_count_is_an_error() {
        use ParticipantsError::{Missing, NotACount, TooMany, Unclear, Zero};
        let error = |text: &str| Participants::parse(text).unwrap_err();
        let text = |text: &str| text.to_owned();
        assert_eq!(error(" "), Missing);
        assert_eq!(error("0 педагогов"), Zero);
        assert_eq!(error("1000001"), TooMany { text: text("1000001") });
        assert_eq!(error("99999999999"), TooMany { text: text("99999999999") });
        for wrong in ["-3", "около 20", "20-30 чел.", "1 200 чел.", "5.5", "чел."] {
            assert!(matches!(error(wrong), NotACount { .. }), "{wrong}");
        }
        assert_eq!(error("20 обучающихся 5 и 6 классов"), Unclear { text: text("6 классов") });
        assert_eq!(error("20 обучающихся 5, 6 и 7 кл."), Unclear { text: text("6") });
        assert_eq!(error("5,5"), Unclear { text: text("5") });
        assert_eq!(Participants::from_list([]), Err(Missing));
        assert_eq!(Participants::from_list([("3", ""), ("", "дети")]), Err(Missing));
        let wrong = NotACount { text: text("2 уч-ся") };
        assert_eq!(Participants::from_list([("2 уч-ся", "")]), Err(wrong));
    }

    proptest! {
        #![proptest_config(proptest::test_runner::Config { failure_persistence: None, ..proptest::test_runner::Config::default() })]
        #[test]
        fn printing_and_reading_gives_the_same(
            list in prop::collection::vec((1..=1_000_000_u32, prop_oneof![
                Just(String::new()),
                Just("уч-ся".to_owned()),
                Just("педагоги".to_owned()),
                Just("пед. работники".to_owned()),
                Just("ребёнок".to_owned()),
                Just("чел. 5-9 классов".to_owned()),
                "[а-яёА-ЯЁ]{1,8}( [а-яё]{1,8}){0,2}".prop_filter("no school class", |who| {
                    !who.to_lowercase().starts_with("кл")
                }),
            ]), 1..4)
        ) {
            let counts: Vec<(String, &str)> =
                list.iter().map(|(count, who)| (count.to_string(), who.as_str())).collect();
            let list = counts.iter().map(|(count, who)| (count.as_str(), *who));
            let participants = Participants::from_list(list).unwrap();
            assert_eq!(Participants::parse(&participants.to_string()), Ok(participants));
        }

        #[test]
        fn no_text_makes_it_panic(
            text in any::<String>(),
            near in "([0-9]{0,11}|[ ,;+и.(«-]|обучающихся|уч-ся| чел\\.|кл){0,8}",
        ) {
            for text in [text, near] {
                if let Ok(participants) = Participants::parse(&text) {
                    assert!(participants.total() > 0);
                }
                let _ = Participants::from_list([(text.as_str(), text.as_str())]);
            }
        }
    }
}
