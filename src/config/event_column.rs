//! The columns that a table of events can have, and the words by which authors choose them.
//!
//! A column is a key of events, something that follows from one (the month of the date, the number of
//! teachers among the participants), or an own key of the site. Only names are here: what stands in a
//! cell is the job of `report`, and heads of foreign tables are recognised by `import`.

mod words;

use super::event_keys::{OwnKey, OwnKeyId};
use crate::characters::capitalised;
use crate::yaml::fold_key;
use words::{COLUMNS, ColumnWords};

/// A column of a table of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EventColumn {
    /// «№ п/п»
    Number,
    Title,
    /// The days, in words.
    Date,
    FirstDay,
    LastDay,
    /// The time of day.
    Time,
    /// The month in which the event began.
    Month,
    HalfYear,
    SchoolYear,
    CalendarYear,
    Direction,
    /// The audience and the participants in one cell.
    Attendance,
    Audience,
    /// The participants in words: «20 обучающихся, 3 педагога».
    Participants,
    /// The number of all participants.
    Total,
    Pupils,
    /// The number of teachers among the participants.
    Teachers,
    Parents,
    /// Participants of other known kinds: guests.
    OtherPeople,
    /// Participants of several or unknown kinds.
    MixedPeople,
    Summary,
    Place,
    Form,
    Level,
    Classes,
    /// The teachers who prepared the event.
    PreparedBy,
    Responsible,
    Results,
    Tags,
    /// The page of the event.
    Link,
    /// The term of the plan.
    Term,
    /// What became of a planned event.
    Mark,
    Own(OwnKeyId),
}

/// Why a name is no column, in Russian.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownColumn {
    pub message: String,
    pub hint: String,
}

impl EventColumn {
    /// The column that `name` names: by the English or Russian name of its key, or another usual word.
    /// The own keys of the site come first.
    pub fn find(name: &str, own: &[OwnKey]) -> Option<Self> {
        if let Some(id) = OwnKey::find(name, own) {
            return Some(Self::Own(id));
        }
        words_of(name).map(|words| words.column)
    }

    /// As [`Self::find`].
    ///
    /// # Errors
    /// If there is no such column; the hint names the nearest one, or lists all.
    pub fn resolve(name: &str, own: &[OwnKey]) -> Result<Self, UnknownColumn> {
        Self::find(name, own).ok_or_else(|| {
            let all = || names(own, |_| true);
            UnknownColumn {
                message: format!("нет колонки «{name}»"),
                hint: near_or_all(name, all(), "бывают"),
            }
        })
    }

    /// As [`Self::resolve`], for what totals and charts compare.
    ///
    /// # Errors
    /// If there is no such column, or its values do not put events into groups.
    pub fn resolve_group(name: &str, own: &[OwnKey]) -> Result<Self, UnknownColumn> {
        match Self::find(name, own) {
            Some(column) if column.is_group() => Ok(column),
            found => Err(UnknownColumn {
                message: match found {
                    Some(_) => format!("по колонке «{name}» итоги не подводят"),
                    None => format!("нет колонки «{name}»"),
                },
                hint: near_or_all(name, names(own, |column| column.is_group()), "итоги бывают по"),
            }),
        }
    }

    /// All columns of a list in words: «№, дата, название».
    ///
    /// # Errors
    /// As of `resolve`, at the first name that is no column.
    pub fn resolve_list(
        text: &str,
        own: &[OwnKey],
        resolve: fn(&str, &[OwnKey]) -> Result<Self, UnknownColumn>,
    ) -> Result<Vec<Self>, UnknownColumn> {
        let names = text.split([',', ';']).map(str::trim).filter(|name| !name.is_empty());
        names.map(|name| resolve(name, own)).collect()
    }

    /// Its name, as authors choose it: «уровень».
    pub fn name(self, own: &[OwnKey]) -> &str {
        match self {
            Self::Own(id) => own.get(id.index()).map_or("", |key| &key.name),
            _ => self.words().map_or("", |words| words.names.1),
        }
    }

    /// Its head in a table: «Уровень».
    pub fn head(self, own: &[OwnKey]) -> String {
        match self.words() {
            Some(words) => words.head.to_owned(),
            None => capitalised(self.name(own)),
        }
    }

    /// Its width relative to the other columns.
    pub fn width(self) -> u16 {
        self.words().map_or(5, |words| words.width)
    }

    /// Whether its values put events into groups, for totals and charts.
    pub fn is_group(self) -> bool {
        self.words().is_none_or(|words| words.many.is_some())
    }

    /// What totals and charts compare, in the dative: «уровням»; `None` of own keys.
    pub fn many(self) -> Option<&'static str> {
        self.words().and_then(|words| words.many)
    }

    /// Whether it has a number of participants.
    pub fn is_count(self) -> bool {
        matches!(self, Self::Total) || self.is_split_count()
    }

    /// Whether it has the number of one kind of participants.
    pub fn is_split_count(self) -> bool {
        matches!(
            self,
            Self::Pupils | Self::Teachers | Self::Parents | Self::OtherPeople | Self::MixedPeople
        )
    }

    /// What a chart compares: the column whose values `text` names in the dative («уровням»), in
    /// English («level»), or, of own keys, in any case («социальным партнёрам»).
    pub fn find_compared(text: &str, own: &[OwnKey]) -> Option<Self> {
        let folded = fold_key(text);
        let is_meant = |column: &Self| match column.words() {
            Some(words) => {
                let names = words.many.into_iter().chain([words.names.0]);
                names.chain(words.also.iter().copied()).any(|name| fold_key(name) == folded)
            }
            None => {
                fold_key(column.english(own)) == folded
                    || is_form_of(&folded, &fold_key(column.name(own)))
            }
        };
        Self::groups(own).find(is_meant)
    }

    /// All columns, in the order in which hints list them.
    pub fn all(own: &[OwnKey]) -> impl Iterator<Item = Self> + '_ {
        let known = COLUMNS.iter().map(|words| words.column);
        known.chain(OwnKey::with_ids(own).map(|(id, _)| Self::Own(id)))
    }

    /// All columns whose values put events into groups.
    pub fn groups(own: &[OwnKey]) -> impl Iterator<Item = Self> + '_ {
        let known = COLUMNS.iter().filter(|words| words.many.is_some()).map(|words| words.column);
        known.chain(OwnKey::with_ids(own).map(|(id, _)| Self::Own(id)))
    }

    /// Its English name; of own keys as declared.
    pub fn english(self, own: &[OwnKey]) -> &str {
        match self {
            Self::Own(id) => own.get(id.index()).map_or("", |key| &key.id),
            _ => self.words().map_or("", |words| words.names.0),
        }
    }

    fn words(self) -> Option<&'static ColumnWords> {
        COLUMNS.iter().find(|words| words.column == self)
    }
}

/// The name of the column that `name` means; `None` if there is none.
pub(super) fn named(name: &str) -> Option<&'static str> {
    words_of(name).map(|words| words.names.1)
}

fn words_of(name: &str) -> Option<&'static ColumnWords> {
    let folded = fold_key(name);
    let folded = folded.trim_matches(['.', ':', '_']);
    COLUMNS.iter().find(|words| {
        let names = [words.names.0, words.names.1, words.head];
        names.iter().chain(words.also).any(|known| fold_key(known) == folded)
    })
}

fn names(own: &[OwnKey], filter: impl Fn(EventColumn) -> bool) -> Vec<&str> {
    let known = COLUMNS.iter().map(|words| words.column);
    let all = known.chain(OwnKey::with_ids(own).map(|(id, _)| EventColumn::Own(id)));
    all.filter(|column| filter(*column)).map(|column| column.name(own)).collect()
}

/// «похоже на …», or what there is.
fn near_or_all(written: &str, names: Vec<&str>, all: &str) -> String {
    let folded = fold_key(written);
    let distance = |name: &&str| strsim::osa_distance(&folded, &fold_key(name));
    let limit = folded.chars().count().max(3) / 3;
    let near = names.iter().copied().min_by_key(distance).filter(|name| distance(name) <= limit);
    let list = format!("{all}: {}", names.join(", "));
    match near {
        Some(near) => format!("похоже на `{near}`; {list}"),
        None => list,
    }
}

/// Whether `text` is `name` in another case or number: each word begins like its counterpart.
pub(super) fn is_form_of(text: &str, name: &str) -> bool {
    let mut words = text.split('_');
    let is_like = |word: &str, form: &str| {
        let stem = word.chars().count().saturating_sub(2).max(3);
        let same = word.chars().zip(form.chars()).take_while(|(a, b)| a == b).count();
        same >= stem.min(word.chars().count())
    };
    name.split('_').all(|word| words.next().is_some_and(|form| is_like(word, form)))
        && words.next().is_none()
}

#[cfg(test)]
mod tests;
