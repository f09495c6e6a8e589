//! How many events there were, and how many took part in them, by direction and in all.
//!
//! A person may take part twice, so what is counted is participations («участий»), not people. Who
//! they were is what the post says beside the number, never what its audience suggests: where the
//! two disagree, the number counts people of more than one kind.

use super::document::{Cell, Column, Row, Table};
use super::scope::{Listed, Scope};
use crate::content::participants::{Kind, named_last};
use crate::content::post::Post;

/// What some events come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sum {
    /// How many events there were.
    pub(super) events: u64,
    /// Participations of all kinds.
    pub(super) all: u64,
    pupils: u64,
    teachers: u64,
    others: u64,
    /// Of people of several kinds, or of whom nothing is said.
    mixed: u64,
    /// Events whose participants nobody counted.
    uncounted: u64,
}

impl Sum {
    fn of<'a>(events: impl IntoIterator<Item = &'a Listed<'a>>) -> Self {
        let mut sum = Self::default();
        for listed in events {
            sum.add(listed.post);
        }
        sum
    }

    /// Adds an event.
    pub(super) fn add(&mut self, post: &Post) {
        self.events += 1;
        let Some(participants) = &post.participants else {
            self.uncounted += 1;
            return;
        };
        let groups = participants.groups();
        // Several groups say themselves who is who; a single one may stand for all of an audience.
        let audience = post.audience.as_deref().filter(|_| groups.len() == 1).and_then(named_last);
        for group in groups {
            let count = u64::from(group.count);
            self.all += count;
            let kind = group.who.kind();
            let disagree = audience.is_some_and(|audience| audience != kind);
            *match kind {
                Kind::Pupils if !disagree => &mut self.pupils,
                Kind::Teachers if !disagree => &mut self.teachers,
                Kind::Others if !disagree => &mut self.others,
                _ => &mut self.mixed,
            } += count;
        }
    }
}

/// The table of totals.
pub(super) fn totals(scope: &Scope<'_>) -> Table {
    let held = scope.held();
    let all = Sum::of(&held);
    let mut columns = vec![
        ("Направление", 9),
        ("Событий", 4),
        ("Участий", 3),
        ("Обучающиеся", 4),
        ("Педагоги", 3),
    ];
    if all.others > 0 {
        columns.push(("Другие участники", 4));
    }
    columns.push(("Вместе или не указано", 5));
    if all.uncounted > 0 {
        columns.push(("Событий без числа участников", 5));
    }
    let cells = |title: &str, sum: Sum| {
        let mut cells = vec![Cell::from(title)];
        let numbers = [
            Some(sum.events),
            Some(sum.all),
            Some(sum.pupils),
            Some(sum.teachers),
            (all.others > 0).then_some(sum.others),
            Some(sum.mixed),
            (all.uncounted > 0).then_some(sum.uncounted),
        ];
        cells.extend(numbers.into_iter().flatten().map(Cell::number));
        cells
    };
    let directions = scope.site.config.directions.iter().enumerate();
    let mut rows: Vec<_> = directions
        .map(|(id, direction)| {
            let sum = Sum::of(held.iter().filter(|listed| listed.post.direction == id));
            Row::Cells(cells(&direction.title, sum))
        })
        .collect();
    rows.push(Row::Total(cells("Всего", all)));
    Table {
        name: "totals".to_owned(),
        title: "Итоги по направлениям (один человек мог участвовать несколько раз)".to_owned(),
        columns: columns.into_iter().map(|(title, width)| Column::new(title, width)).collect(),
        rows,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::diagnostic::Diagnostics;

    fn sum(audience: &str, participants: &str) -> Sum {
        let settings = "название: Центр\nадрес_сайта: http://a.example/\nнаправления:\n- код: a\n  название: А\n";
        let mut problems = Diagnostics::new();
        let config = Config::parse("site.yaml", settings, &mut problems).unwrap();
        let text = format!(
            "---\nназвание: Игра\nдата: 1.10.2022\nнаправление: a\nаудитория: {audience}\nучастники: {participants}\n---\n"
        );
        let post = Post::parse("content/posts/a.md", &text, &config, &mut problems);
        assert_eq!(*problems, []);
        let mut sum = Sum::default();
        sum.add(&post.unwrap());
        sum
    }

    #[test]
    fn who_took_part_is_what_stands_beside_the_number() {
        let one = Sum { events: 1, ..Sum::default() };
        for (audience, participants, expected) in [
            ("Обучающиеся центра", "21 чел.", Sum { all: 21, mixed: 21, ..one }),
            ("Обучающиеся и педагоги", "28 чел.", Sum { all: 28, mixed: 28, ..one }),
            (
                "Обучающиеся и педагогические работники школы",
                "50 учащихся",
                Sum { all: 50, mixed: 50, ..one },
            ),
            ("Педагоги центра, обучающиеся", "2 уч-ся", Sum { all: 2, pupils: 2, ..one }),
            ("Педагогические команды центров", "3 педагога", Sum { all: 3, teachers: 3, ..one }),
            ("5 «А» класс", "20 учеников", Sum { all: 20, pupils: 20, ..one }),
            ("", "", Sum { uncounted: 1, ..one }),
            (
                "Обучающиеся и педагоги",
                "20 обучающихся, 3 педагога, 2 родителя",
                Sum { all: 25, pupils: 20, teachers: 3, others: 2, ..one },
            ),
        ] {
            assert_eq!(sum(audience, participants), expected, "{audience}: {participants}");
        }
    }
}
