//! Parses a cell about participants: «Обучающиеся 5–9 классов (21 чел.)» into the audience and the
//! number.
//!
//! Only an unambiguous number of people counts as one; any other text stays in the audience.

mod classes;
mod groups;
mod inexact;

use std::borrow::Cow;

use super::head_words::AWARDS;
use crate::calendar::fold;
use crate::content::participants::{ParticipantKind, Participants};
use groups::groups_before_numbers;
use inexact::ends_inexact;
pub(super) use inexact::is_inexact;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ParsedAudience {
    pub(super) audience: Option<String>,
    pub(super) participants: Option<Participants>,
    /// Whether the cell seems to hold a number of participants that could not be read.
    pub(super) unclear: bool,
}

pub(super) fn parse_audience(text: &str) -> ParsedAudience {
    let text = &*with_joined_thousands(text.trim());
    if text.is_empty() || is_dash(text) {
        return ParsedAudience::default();
    }
    if let Some(participants) = groups_before_numbers(text) {
        return ParsedAudience { participants: Some(participants), ..ParsedAudience::default() };
    }
    if let Some(sum) = classes::sum(text).filter(|_| !is_inexact(text)) {
        return ParsedAudience {
            audience: Some(text.to_owned()),
            participants: Participants::parse(&format!("{sum} чел.")).ok(),
            unclear: false,
        };
    }
    // «более 150 чел.» stays words: 150 would be a number that nobody has counted.
    let is_exact = |found: &(&str, Option<Participants>)| !ends_inexact(found.0);
    let (audience, participants) = split_bracketed_count(text)
        .filter(is_exact)
        .or_else(|| split_trailing_count(text).filter(is_exact))
        .unwrap_or((text, None));
    let audience = audience.trim_end_matches(|c: char| c.is_whitespace() || ",;:–—-(".contains(c));
    let unclear =
        participants.is_none() && (ends_with_number_in_brackets(text) || is_inexact(text));
    // «Охват 40 чел.» says nothing else.
    let is_idle = matches!(&*fold(audience), "" | "охват" | "всего" | "итого" | "количество");
    let audience = (!is_idle).then(|| audience.to_owned());
    ParsedAudience { audience, participants, unclear }
}

/// «1200 чел.» for «1 200 чел.».
fn with_joined_thousands(text: &str) -> Cow<'_, str> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let first = digits(text);
    let rest = text[first..].strip_prefix([' ', '\u{a0}', '\u{202f}']);
    match rest.filter(|rest| (1..=3).contains(&first) && digits(rest) == 3) {
        Some(rest) => Cow::Owned(format!("{}{rest}", &text[..first])),
        None => Cow::Borrowed(text),
    }
}

/// Whether `text` has a number for each class.
pub(super) fn is_list_of_classes(text: &str) -> bool {
    classes::sum(text).is_some()
}

/// Parses a cell of the column for the number, which may be a bare number.
pub(super) fn parse_count(text: &str) -> Option<Participants> {
    let text = text.trim().trim_end_matches('.');
    Participants::parse(text).ok().or_else(|| parse_audience(text).participants)
}

/// Whether `text` is a whole number alone.
pub(super) fn bare_number(text: &str) -> Option<u32> {
    // Excel marks a number that is a text with an apostrophe.
    let text = text.trim().trim_start_matches('\'').trim_end_matches('.');
    if text.is_empty() {
        return None;
    }
    let digits = with_joined_thousands(text);
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}

/// Takes what was achieved out of a number of participants: «58 чел. / 12 победителей» is 58 people
/// and «12 победителей».
pub(super) fn take_awards(text: &str) -> (String, Vec<String>) {
    let is_award = |piece: &str| {
        let folded = fold(piece);
        let words = folded.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ' || c == '-');
        words.len() < folded.len() && AWARDS.iter().any(|award| words.starts_with(award))
    };
    let mut rest = String::new();
    let mut awards = Vec::new();
    for piece in text.split_inclusive(['/', ';', ',']) {
        let word = piece.trim_end_matches(['/', ';', ',']).trim();
        if is_award(word) {
            awards.push(word.trim_end_matches(['.', ')']).to_owned());
        } else {
            rest.push_str(piece);
        }
    }
    if awards.is_empty() {
        return (text.to_owned(), awards);
    }
    (rest.trim_end_matches(['/', ';', ',', ' ']).trim().to_owned(), awards)
}

/// Whether `text` is a dash, which stands for an empty cell.
pub(super) fn is_dash(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_whitespace() || "-–—−".contains(c))
}

/// «… (28 чел.)»
fn split_bracketed_count(text: &str) -> Option<(&str, Option<Participants>)> {
    let inside = text.trim_end_matches(['.', ';', ',', ' ']).strip_suffix(')')?;
    let (before, inside) = inside.rsplit_once('(')?;
    let bare = inside.trim().bytes().all(|byte| byte.is_ascii_digit());
    let participants =
        if bare { Participants::parse(inside.trim()).ok() } else { parse_counted_people(inside) };
    Some((before, Some(participants?)))
}

/// «…, 28 чел.», «20 обучающихся и 3 педагога»: tries each number as the start of a count that
/// extends to the end of the text.
fn split_trailing_count(text: &str) -> Option<(&str, Option<Participants>)> {
    let starts_number = |&(at, c): &(usize, char)| {
        c.is_ascii_digit()
            && text[..at]
                .chars()
                .next_back()
                .is_none_or(|before| before.is_whitespace() || ",;:–—-(".contains(before))
    };
    let mut starts = text.char_indices().filter(starts_number);
    starts.find_map(|(at, _)| {
        // «5–9 чел.» is a range, and «8 - 20 чел.» may be one.
        let before = text[..at].trim_end_matches([' ', '–', '—', '-']);
        let after_number = before.len() < at && before.ends_with(|c: char| c.is_ascii_digit());
        let participants = parse_counted_people(&text[at..]).filter(|_| !after_number)?;
        Some((&text[..at], Some(participants)))
    })
}

/// Parses a count in which each group names who was counted.
fn parse_counted_people(text: &str) -> Option<Participants> {
    // «Школа № 7» counts nobody.
    if !text.contains(char::is_alphabetic) {
        return None;
    }
    let participants = Participants::parse(text.trim()).ok()?;
    let mut groups = participants.groups().iter().map(|group| {
        let words = fold(&group.to_string());
        let noun = words.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
        group.noun.kind() != ParticipantKind::NotStated
            || ["чел", "участник"].iter().any(|known| noun.starts_with(known))
    });
    groups.all(|known| known).then_some(participants)
}

fn ends_with_number_in_brackets(text: &str) -> bool {
    let end =
        text.trim_end_matches(['.', ' ']).strip_suffix(')').and_then(|it| it.rsplit_once('('));
    let Some((_, inside)) = end else { return false };
    // «(5–9 классы)» is an audience.
    let inside = fold(inside);
    inside.contains(|c: char| c.is_ascii_digit()) && !inside.contains("кл")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (String, String) {
        let ParsedAudience { audience, participants, .. } = parse_audience(text);
        let participants = participants.map(|all| all.to_string().replace('\u{a0}', " "));
        (audience.unwrap_or_default(), participants.unwrap_or_default())
    }

    #[test]
    fn the_count_is_taken_out_of_the_words() {
        for (text, audience, participants) in [
            ("Обучающиеся и педагоги (28 чел.)", "Обучающиеся и педагоги", "28 человек"),
            ("Педагоги (120чел)", "Педагоги", "120 человек"),
            ("Обучающиеся (по итогам этапа) (6 чел)", "Обучающиеся (по итогам этапа)", "6 человек"),
            ("Обучающиеся (3 уча-ся).", "Обучающиеся", "3 учащихся"),
            ("Школьники (21)", "Школьники", "21 участник"),
            ("Обучающиеся 5–9 классов, 28 чел.", "Обучающиеся 5–9 классов", "28 человек"),
            ("Обучающиеся 8 классов — 20 чел.", "Обучающиеся 8 классов", "20 человек"),
            ("20 обучающихся и 3 педагога", "", "20 обучающихся, 3 педагога"),
            ("7-9 классы: 20 обучающихся, 3 педагога", "7-9 классы", "20 обучающихся, 3 педагога"),
            ("Обучающиеся 5-11-х классов", "Обучающиеся 5-11-х классов", ""),
            ("7а класс", "7а класс", ""),
            ("5 класс", "5 класс", ""),
            ("Обучающиеся 10-12 лет", "Обучающиеся 10-12 лет", ""),
            ("20-30 чел.", "20-30 чел.", ""),
            ("Школа № 7", "Школа № 7", ""),
            ("—", "", ""),
        ] {
            assert_eq!(read(text), (audience.to_owned(), participants.to_owned()), "{text}");
        }
    }

    #[test]
    fn a_count_that_cannot_be_read_is_told() {
        assert!(parse_audience("Обучающиеся (20-30 чел.)").unclear);
        assert!(parse_audience("Обучающиеся (около 30)").unclear);
        assert!(!parse_audience("Обучающиеся (5–9 классы)").unclear);
        assert!(!parse_audience("Обучающиеся (21 чел.)").unclear);
    }

    #[test]
    fn a_number_that_is_not_exact_stays_words() {
        for text in [
            "более 150 чел.",
            "около 40",
            "Обучающиеся, не менее 20 чел.",
            "150+",
            "2 группы по 12 чел.",
        ] {
            let parsed = parse_audience(text);
            assert_eq!(parsed.audience.as_deref(), Some(text));
            assert!(parsed.participants.is_none() && parsed.unclear, "{text}");
        }
        for text in ["Обучающиеся до 7 класса", "дети от 10 лет", "Обучающиеся 5-9 классов"]
        {
            assert!(!parse_audience(text).unclear, "{text}");
        }
    }

    #[test]
    fn awards_are_no_participants() {
        let taken = |text| take_awards(text);
        let awards =
            |list: &[&str]| list.iter().map(|award| (*award).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            taken("58 чел. / 12 победителей"),
            ("58 чел.".to_owned(), awards(&["12 победителей"]))
        );
        assert_eq!(
            taken("14 участников, 2 победителя, 3 призёра."),
            ("14 участников".to_owned(), awards(&["2 победителя", "3 призёра"]))
        );
        let pupils = "20 обучающихся, 3 педагога";
        assert_eq!(taken(pupils), (pupils.to_owned(), Vec::new()));
    }

    #[test]
    fn a_cell_for_the_number_may_hold_a_bare_one() {
        let total = |text| parse_count(text).map(|all| all.total());
        assert_eq!(total("21"), Some(21));
        assert_eq!(total("21 чел."), Some(21));
        assert_eq!(total("много"), None);
    }
}
