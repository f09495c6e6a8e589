//! A cell about who came → the audience and the participants: «Обучающиеся 5–9 классов (21 чел.)».
//!
//! Only what is plainly a count of people is taken for one; everything else stays in the words.

use crate::calendar::fold;
use crate::content::participants::{Kind, Participants};

/// What a cell says of those who came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct People {
    /// Who they are.
    pub(super) audience: Option<String>,
    /// How many they were.
    pub(super) participants: Option<Participants>,
    /// Whether a count seems to be there that could not be read.
    pub(super) unclear: bool,
}

/// What `text` says.
pub(super) fn people(text: &str) -> People {
    let text = text.trim();
    if text.is_empty() || is_dash(text) {
        return People::default();
    }
    let (audience, participants) =
        in_brackets(text).or_else(|| at_end(text)).unwrap_or((text, None));
    let audience = audience.trim_end_matches(|c: char| c.is_whitespace() || ",;:–—-(".contains(c));
    let unclear = participants.is_none() && ends_with_number_in_brackets(text);
    let audience = (!audience.is_empty()).then(|| audience.to_owned());
    People { audience, participants, unclear }
}

/// What a cell for the number alone says: there a bare number will do.
pub(super) fn count(text: &str) -> Option<Participants> {
    let text = text.trim().trim_end_matches('.');
    Participants::parse(text).ok().or_else(|| people(text).participants)
}

/// Whether `text` is a dash: nothing to tell.
pub(super) fn is_dash(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_whitespace() || "-–—−".contains(c))
}

/// «… (28 чел.)».
fn in_brackets(text: &str) -> Option<(&str, Option<Participants>)> {
    let inside = text.trim_end_matches(['.', ';', ',', ' ']).strip_suffix(')')?;
    let (before, inside) = inside.rsplit_once('(')?;
    let bare = inside.trim().bytes().all(|byte| byte.is_ascii_digit());
    let participants = if bare { Participants::parse(inside.trim()).ok() } else { counted(inside) };
    Some((before, Some(participants?)))
}

/// «…, 28 чел.», «20 обучающихся и 3 педагога»: from the first number that begins a sound count
/// which goes on to the end.
fn at_end(text: &str) -> Option<(&str, Option<Participants>)> {
    let begins = |&(at, c): &(usize, char)| {
        c.is_ascii_digit()
            && text[..at]
                .chars()
                .next_back()
                .is_none_or(|before| before.is_whitespace() || ",;:–—-(".contains(before))
    };
    let mut starts = text.char_indices().filter(begins);
    starts.find_map(|(at, _)| {
        // «5–9 чел.» is a range, and «8 - 20 чел.» may be one.
        let before = text[..at].trim_end_matches([' ', '–', '—', '-']);
        let after_number = before.len() < at && before.ends_with(|c: char| c.is_ascii_digit());
        let participants = counted(&text[at..]).filter(|_| !after_number)?;
        Some((&text[..at], Some(participants)))
    })
}

/// A count of people whose every group says what it counts.
fn counted(text: &str) -> Option<Participants> {
    // «Школа № 7» counts nobody.
    if !text.contains(char::is_alphabetic) {
        return None;
    }
    let participants = Participants::parse(text.trim()).ok()?;
    let mut pieces = participants.groups().iter().map(|group| {
        let words = fold(&group.to_string());
        let noun = words.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
        group.who.kind() != Kind::NotStated
            || ["чел", "участник"].iter().any(|known| noun.starts_with(known))
    });
    pieces.all(|known| known).then_some(participants)
}

fn ends_with_number_in_brackets(text: &str) -> bool {
    let end =
        text.trim_end_matches(['.', ' ']).strip_suffix(')').and_then(|it| it.rsplit_once('('));
    let Some((_, inside)) = end else { return false };
    // «(5–9 классы)» says who they were.
    let inside = fold(inside);
    inside.contains(|c: char| c.is_ascii_digit()) && !inside.contains("кл")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (String, String) {
        let People { audience, participants, .. } = people(text);
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
        assert!(people("Обучающиеся (20-30 чел.)").unclear);
        assert!(people("Обучающиеся (около 30)").unclear);
        assert!(!people("Обучающиеся (5–9 классы)").unclear);
        assert!(!people("Обучающиеся (21 чел.)").unclear);
    }

    #[test]
    fn a_cell_for_the_number_may_hold_a_bare_one() {
        let total = |text| count(text).map(|all| all.total());
        assert_eq!(total("21"), Some(21));
        assert_eq!(total("21 чел."), Some(21));
        assert_eq!(total("много"), None);
    }
}
