//! Which column of a table is what, by its head.

use std::ops::Range;

use super::rows::Row;
use crate::calendar::fold;

/// A head says its columns in a few words.
const LONGEST_HEAD: usize = 160;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// «№ п/п».
    Number,
    /// What the event is called.
    Title,
    /// Who it was for, often with the number of participants.
    Audience,
    /// The number of participants alone.
    Count,
    /// When it took place.
    Date,
    /// Where the news about it is.
    Link,
    /// Its direction, where rows of their own do not name it.
    Direction,
}

/// The columns of a table of events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Columns {
    kinds: Vec<(Range<usize>, Kind)>,
    /// How many columns the head takes.
    pub(super) width: usize,
}

/// What a row is, if it is the head of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Head {
    /// Of a table of events.
    Events(Columns),
    /// Of another table.
    Other,
}

impl Head {
    /// The head that `row` is; none where it is an ordinary row.
    pub(super) fn of(row: &Row) -> Option<Self> {
        let filled: Vec<_> = row.cells.iter().filter(|cell| !cell.is_empty()).collect();
        if row.table.is_none() || filled.len() < 2 {
            return None;
        }
        let cells = filled.iter().map(|cell| (cell.column..cell.column + cell.width, cell.text()));
        let kinds: Vec<_> = cells.filter_map(|(range, text)| Some((range, kind(&text)?))).collect();
        let has = |wanted| kinds.iter().any(|(_, kind)| *kind == wanted);
        let numbered = has(Kind::Number);
        let says_who = has(Kind::Audience) || has(Kind::Count);
        if has(Kind::Title) && (has(Kind::Date) || numbered && says_who) {
            let width = row.cells.last().map_or(0, |cell| cell.column + cell.width);
            return Some(Self::Events(Columns { kinds, width }));
        }
        numbered.then_some(Self::Other)
    }
}

impl Columns {
    /// The first column that holds one of `kinds`, the more wanted first, counted from 0.
    pub(super) fn place(&self, kinds: &[Kind]) -> Option<usize> {
        let of = |wanted: &Kind| self.kinds.iter().find(|(_, kind)| kind == wanted);
        kinds.iter().find_map(of).map(|(range, _)| range.start)
    }

    /// What the column at `place`, counted from 0, holds.
    pub(super) fn kind(&self, place: usize) -> Option<Kind> {
        let (_, kind) = self.kinds.iter().find(|(range, _)| range.contains(&place))?;
        Some(*kind)
    }
}

/// What a column holds whose head says `text`.
fn kind(text: &str) -> Option<Kind> {
    let text = fold(text);
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    // A head has no figures: those stand in the rows below.
    if text.len() > LONGEST_HEAD || has(&["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]) {
        return None;
    }
    if text.starts_with('№') || matches!(&*text, "n" | "n п/п" | "п/п" | "no") {
        return Some(Kind::Number);
    }
    if has(&["ссылк", "адрес", "сайт"]) {
        return Some(Kind::Link);
    }
    if has(&["дата", "срок", "период", "когда", "время"]) {
        return Some(Kind::Date);
    }
    if has(&["аудитор", "категори", "для кого"]) {
        return Some(Kind::Audience);
    }
    if has(&["количеств", "кол-во", "численност", "охват", "число"])
    {
        return Some(Kind::Count);
    }
    if has(&["участник"]) {
        return Some(Kind::Audience);
    }
    // A table of courses has a title and a date too.
    if has(&["мероприят", "событи"]) {
        return Some(Kind::Title);
    }
    if text.starts_with("направлени") {
        return Some(Kind::Direction);
    }
    let other = ["программ", "курс", "организац", "документ", "оборудован", "учрежден", "предмет"];
    (has(&["названи", "наименовани"]) && !has(&other)).then_some(Kind::Title)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::rows::{At, Cell};

    fn head(cells: &[&str]) -> Option<Head> {
        let cell = |(column, text): (usize, &&str)| Cell {
            lines: vec![(*text).to_owned()],
            ..Cell::new(column, 1)
        };
        let cells = cells.iter().enumerate().map(cell).collect();
        Head::of(&Row { at: At::Line(1), table: Some(0), cells })
    }

    fn kinds(cells: &[&str]) -> Vec<Option<Kind>> {
        match head(cells) {
            Some(Head::Events(columns)) => (0..cells.len()).map(|at| columns.kind(at)).collect(),
            other => panic!("{cells:?}: {other:?}"),
        }
    }

    #[test]
    fn the_heads_of_reports_are_understood() {
        use Kind::{Audience, Count, Date, Direction, Link, Number, Title};
        assert_eq!(
            kinds(&[
                "№ п/п",
                "Мероприятие",
                "Целевая аудитория, количество участников",
                "Дата проведения",
                "Ссылка на сайт с новостью о мероприятии (при наличии)",
            ]),
            [Number, Title, Audience, Date, Link].map(Some)
        );
        assert_eq!(
            kinds(&[
                "№",
                "Направление",
                "Наименование мероприятия",
                "Категория участников",
                "Кол-во участников",
                "Сроки проведения мероприятия",
                "Ответственный",
            ]),
            [
                Some(Number),
                Some(Direction),
                Some(Title),
                Some(Audience),
                Some(Count),
                Some(Date),
                None
            ]
        );
        assert_eq!(kinds(&["НАЗВАНИЕ", "Дата"]), [Some(Title), Some(Date)]);
    }

    #[test]
    fn other_tables_and_rows_of_events_are_no_such_heads() {
        let courses = [
            "№",
            "Название программы повышения квалификации, количество часов",
            "Дата выдачи удостоверения о повышении квалификации",
            "Численность слушателей программы из ОО",
        ];
        assert_eq!(head(&courses), Some(Head::Other));
        let event = ["5.", "Мероприятие для педагогов", "Участники ЕГЭ (20 чел.)", "Дата 5.10.22"];
        assert_eq!(head(&event), None);
        let numbered = ["№ 5", "Мероприятие для педагогов", "Участники конкурса", "сентябрь"];
        assert_eq!(head(&numbered), None);
        let unnumbered = ["", "Мероприятие для педагогов", "Участники конкурса", "сентябрь"];
        assert_eq!(head(&unnumbered), None);
    }
}
