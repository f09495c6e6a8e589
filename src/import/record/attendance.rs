//! Who took part in an event, from all cells about it.

use crate::content::participants::{Participants, last_kind_in};
use crate::import::audience::{self, ParsedAudience};
use crate::import::columns::PostKey;
use crate::import::fields::CountCell;

/// Who took part, from all cells about it.
#[derive(Default)]
pub(super) struct Attendance {
    pub(super) audience: Vec<String>,
    /// Each as posts have it: «20 обучающихся».
    groups: Vec<String>,
    /// The number in the audience's cell; a column for the number is more exact.
    in_audience: Option<Participants>,
    total: Option<u32>,
    pub(super) awards: Vec<String>,
    pub(super) problems: Vec<String>,
    /// How the numbers of the groups differ from the total.
    pub(super) mismatch: Option<String>,
}

impl Attendance {
    fn has_count(&self) -> bool {
        !self.groups.is_empty() || self.total.is_some() || self.in_audience.is_some()
    }

    pub(super) fn add_audience(&mut self, text: &str) {
        let (text, awards) = audience::take_awards(text);
        self.awards.extend(awards);
        let ParsedAudience { audience, participants, unclear } = audience::parse_audience(&text);
        if unclear && participants.is_none() {
            self.add_unclear(&text);
        }
        self.audience.extend(audience);
        self.in_audience = participants;
    }

    pub(super) fn add_count(&mut self, cell: &CountCell<String>) {
        let (text, awards) = audience::take_awards(cell.text.trim());
        self.awards.extend(awards);
        if text.is_empty() || audience::is_dash(&text) {
            return;
        }
        if let Some(number) = audience::bare_number(&text) {
            match &cell.noun {
                _ if number == 0 => {}
                Some(noun) => self.groups.push(format!("{number} {noun}")),
                None if cell.is_total || self.total.is_none() => self.total = Some(number),
                None => self.groups.push(format!("{number} участников")),
            }
            return;
        }
        if !audience::is_inexact(&text) {
            let is_list = audience::is_list_of_classes(&text);
            if let Ok(participants) = Participants::parse(text.trim_end_matches('.'))
                && !is_list
            {
                self.groups.push(participants.to_string());
                return;
            }
            let ParsedAudience { audience, participants, .. } = audience::parse_audience(&text);
            if let Some(participants) = participants {
                self.groups.push(participants.to_string());
                self.audience.extend(audience);
                return;
            }
        }
        self.add_unclear(&text);
        let says_who = last_kind_in(&text).is_some() || text.contains("чел");
        let noun = cell.noun.as_ref().filter(|_| !says_who);
        self.audience
            .push(noun.map_or_else(|| text.clone(), |noun| format!("{text} {}", many(noun))));
    }

    fn add_unclear(&mut self, text: &str) {
        let why = if audience::is_inexact(text) { " — не точное число" } else { "" };
        self.problems.push(format!("число участников не удалось прочитать: «{text}»{why}"));
    }

    pub(super) fn participants(&mut self) -> Option<Participants> {
        if self.groups.is_empty() {
            return match self.total {
                Some(total) => Participants::parse(&total.to_string()).ok(),
                None => self.in_audience.clone(),
            };
        }
        let text = self.groups.join(", ").replace('\u{a0}', " ");
        let Ok(participants) = Participants::parse(&text) else {
            self.problems.push(format!("число участников не удалось прочитать: «{text}»"));
            self.audience.push(text);
            return None;
        };
        let sum = participants.total();
        let Some(total) = self.total.map(u64::from).filter(|total| *total != sum) else {
            return Some(participants);
        };
        let mismatch = format!("в столбцах групп вместе {sum}, а всего указано {total}");
        let Some(rest) = total.checked_sub(sum) else {
            self.mismatch = Some(mismatch);
            return Some(participants);
        };
        self.mismatch = Some(format!("{mismatch}: остальные {rest} записаны без группы"));
        Participants::parse(&format!("{text}, {rest} участников")).ok().or(Some(participants))
    }
}

/// «5А (20 чел.)» in a column for classes.
pub(super) fn take_count_of_classes(fields: &mut [(PostKey, String)], people: &mut Attendance) {
    if people.has_count() {
        return;
    }
    for (_, text) in fields.iter_mut().filter(|(field, _)| *field == PostKey::Classes) {
        let ParsedAudience { audience, participants, .. } = audience::parse_audience(text);
        if let (Some(classes), Some(participants)) = (audience, participants) {
            people.groups.push(participants.to_string());
            *text = classes;
        }
    }
}

/// «обучающихся» for «обучающиеся».
fn many(noun: &str) -> String {
    let five = Participants::from_list([("5", noun)]).map(|five| five.to_string());
    let words = five.unwrap_or_default();
    words.strip_prefix("5\u{a0}").unwrap_or(noun).to_owned()
}
