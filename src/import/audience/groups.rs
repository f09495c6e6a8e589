//! Groups before their numbers: «Дети – 20, взрослые – 5».

use super::bare_number;
use crate::content::participants::{ParticipantNoun, Participants};
use crate::import::head_words::other_people;

/// The participants, if `text` is nothing but such groups.
pub(super) fn groups_before_numbers(text: &str) -> Option<Participants> {
    let mut groups = Vec::new();
    for part in text.split([',', ';']).map(str::trim).filter(|part| !part.is_empty()) {
        let (noun, number) = part.rsplit_once([':', '-', '–', '—'])?;
        let number = number.trim().trim_end_matches('.').trim_end_matches("чел").trim_end();
        bare_number(number)?;
        let noun = noun.trim();
        let is_word = noun.chars().all(|c| c.is_alphabetic() || c == ' ');
        let noun = match other_people(noun) {
            Some(noun) => noun,
            None if is_word && ParticipantNoun::is_known(noun) => noun,
            None => return None,
        };
        groups.push((number, noun));
    }
    Participants::from_list(groups).ok()
}
