//! Cells with numbers of participants.

use crate::calendar::fold;
use crate::import::audience::bare_number;
use crate::import::head_words::counted_noun;

/// The cell of a number of participants.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::import) struct CountCell<T> {
    /// Whom the column counts, if its head says.
    pub(in crate::import) noun: Option<String>,
    /// Whether the column says that it is the total of others.
    pub(in crate::import) is_total: bool,
    pub(in crate::import) text: T,
}

impl<T> CountCell<T> {
    pub(in crate::import) fn with_text<U>(&self, text: U) -> CountCell<U> {
        CountCell { noun: self.noun.clone(), is_total: self.is_total, text }
    }
}

/// The numbers of a cell whose head names a group for each: «20/3» below «обучающиеся/педагоги».
pub(super) fn groups_of_head(head: &str, text: &str) -> Option<Vec<CountCell<Vec<String>>>> {
    let numbers: Vec<&str> = text.split(['/', '+', ';']).map(str::trim).collect();
    if numbers.len() < 2 || !numbers.iter().all(|number| bare_number(number).is_some()) {
        return None;
    }
    let inside = head.rsplit_once('(').map_or(head, |(_, inside)| inside.trim_end_matches(')'));
    let inside = inside.rsplit_once(": ").map_or(inside, |(_, last)| last);
    let nouns = inside.split(['/', ',', ';', '+']).flat_map(|part| part.split(" и "));
    let nouns: Vec<String> = nouns.map(counted_noun).collect::<Option<_>>()?;
    let group = |(noun, number): (String, &&str)| CountCell {
        noun: Some(noun),
        is_total: false,
        text: vec![(*number).to_owned()],
    };
    (nouns.len() == numbers.len()).then(|| nouns.into_iter().zip(&numbers).map(group).collect())
}

/// Whether a cell about who took part is a number alone: «25» below «Участники».
pub(super) fn is_count_of_audience(head: &str, text: &str) -> bool {
    let head = fold(head);
    let has = |words: &[&str]| words.iter().any(|word| head.contains(word));
    bare_number(text).is_some()
        && has(&["участ", "слушат", "кол", "числ", "чел", "охват"])
        && !has(&["клас", "возраст", "катег"])
}
