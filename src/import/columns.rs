//! Recognises the columns of a table by its head, and names cells in problems.

use std::ops::Range;

use super::ImportProblem;
use super::rows::{RowLocation, SourceRow};
use crate::calendar::fold;
use crate::diagnostic::Severity;

/// Heads of columns are short.
const MAX_HEAD_BYTES: usize = 160;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ColumnKind {
    /// «№ п/п»
    Number,
    Title,
    /// The audience, often with the number of participants.
    Audience,
    /// The number of participants alone.
    Count,
    Date,
    /// The URL of the news about the event.
    Link,
    /// The direction, in tables without a heading row for each direction.
    Direction,
}

/// The recognised columns of a table of events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Columns {
    kinds: Vec<(Range<usize>, ColumnKind)>,
    /// The number of columns of the head.
    pub(super) width: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TableHead {
    /// The head of a table of events.
    Events(Columns),
    /// The head of another table.
    Other,
}

impl TableHead {
    /// The head in `row`; `None` for an ordinary row.
    pub(super) fn detect(row: &SourceRow) -> Option<Self> {
        let filled: Vec<_> = row.cells.iter().filter(|cell| !cell.is_empty()).collect();
        if row.table.is_none() || filled.len() < 2 {
            return None;
        }
        let cells = filled.iter().map(|cell| (cell.column..cell.column + cell.width, cell.text()));
        let kinds: Vec<_> = cells
            .filter_map(|(range, text)| Some((range, ColumnKind::from_head(&text)?)))
            .collect();
        let has = |wanted| kinds.iter().any(|(_, kind)| *kind == wanted);
        let is_numbered = has(ColumnKind::Number);
        let has_participants = has(ColumnKind::Audience) || has(ColumnKind::Count);
        if has(ColumnKind::Title) && (has(ColumnKind::Date) || is_numbered && has_participants) {
            let width = row.cells.last().map_or(0, |cell| cell.column + cell.width);
            return Some(Self::Events(Columns { kinds, width }));
        }
        is_numbered.then_some(Self::Other)
    }
}

impl Columns {
    /// The first column, counted from 0, of the first of `kinds` that the table has.
    pub(super) fn position(&self, kinds: &[ColumnKind]) -> Option<usize> {
        let find = |wanted: &ColumnKind| self.kinds.iter().find(|(_, kind)| kind == wanted);
        kinds.iter().find_map(find).map(|(range, _)| range.start)
    }

    /// The kind of a column, counted from 0.
    pub(super) fn kind_at(&self, column: usize) -> Option<ColumnKind> {
        let (_, kind) = self.kinds.iter().find(|(range, _)| range.contains(&column))?;
        Some(*kind)
    }
}

impl ColumnKind {
    /// Recognises a column by the text of its head; `None` for other columns.
    fn from_head(text: &str) -> Option<ColumnKind> {
        let text = fold(text);
        let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
        // Heads have no digits, rows do.
        if text.len() > MAX_HEAD_BYTES || has(&["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]) {
            return None;
        }
        if text.starts_with('№') || matches!(&*text, "n" | "n п/п" | "п/п" | "no") {
            return Some(ColumnKind::Number);
        }
        if has(&["ссылк", "адрес", "сайт"]) {
            return Some(ColumnKind::Link);
        }
        if has(&["дата", "срок", "период", "когда", "время"]) {
            return Some(ColumnKind::Date);
        }
        if has(&["аудитор", "категори", "для кого"]) {
            return Some(ColumnKind::Audience);
        }
        if has(&["количеств", "кол-во", "численност", "охват", "число"])
        {
            return Some(ColumnKind::Count);
        }
        if has(&["участник"]) {
            return Some(ColumnKind::Audience);
        }
        // Tables of training courses have a title and a date too.
        if has(&["мероприят", "событи"]) {
            return Some(ColumnKind::Title);
        }
        if text.starts_with("направлени") {
            return Some(ColumnKind::Direction);
        }
        let other =
            ["программ", "курс", "организац", "документ", "оборудован", "учрежден", "предмет"];
        (has(&["названи", "наименовани"]) && !has(&other)).then_some(ColumnKind::Title)
    }
}

/// A row of a table with known columns; names the cell in which something is wrong.
#[derive(Clone, Copy)]
pub(super) struct RowContext<'a> {
    pub(super) location: &'a RowLocation,
    pub(super) columns: &'a Columns,
}

impl RowContext<'_> {
    /// A problem in the first existing column of `kinds`.
    pub(super) fn problem(
        &self,
        severity: Severity,
        kinds: &[ColumnKind],
        message: String,
    ) -> ImportProblem {
        let row = self.location.to_string();
        let column = self.columns.position(kinds);
        let place = column.map_or_else(|| row.clone(), |column| self.location.cell(column));
        ImportProblem { row, place, severity, message, hint: String::new() }
    }

    pub(super) fn error(&self, kind: ColumnKind, message: String) -> ImportProblem {
        self.problem(Severity::Error, &[kind], message)
    }

    pub(super) fn warning(&self, kinds: &[ColumnKind], message: String) -> ImportProblem {
        self.problem(Severity::Warning, kinds, message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::rows::SourceCell;

    fn head(cells: &[&str]) -> Option<TableHead> {
        let cell = |(column, text): (usize, &&str)| SourceCell {
            lines: vec![(*text).to_owned()],
            ..SourceCell::new(column, 1)
        };
        let cells = cells.iter().enumerate().map(cell).collect();
        TableHead::detect(&SourceRow { location: RowLocation::Line(1), table: Some(0), cells })
    }

    fn kinds(cells: &[&str]) -> Vec<Option<ColumnKind>> {
        match head(cells) {
            Some(TableHead::Events(columns)) => {
                (0..cells.len()).map(|at| columns.kind_at(at)).collect()
            }
            other => panic!("{cells:?}: {other:?}"),
        }
    }

    #[test]
    fn the_heads_of_reports_are_understood() {
        use ColumnKind::{Audience, Count, Date, Direction, Link, Number, Title};
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
        assert_eq!(head(&courses), Some(TableHead::Other));
        let event = ["5.", "Мероприятие для педагогов", "Участники ЕГЭ (20 чел.)", "Дата 5.10.22"];
        assert_eq!(head(&event), None);
        let numbered = ["№ 5", "Мероприятие для педагогов", "Участники конкурса", "сентябрь"];
        assert_eq!(head(&numbered), None);
        let unnumbered = ["", "Мероприятие для педагогов", "Участники конкурса", "сентябрь"];
        assert_eq!(head(&unnumbered), None);
    }
}
