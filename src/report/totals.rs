//! Counts events and participations by direction and in all.
//!
//! One person may take part several times, so participations («участий») are counted, not people.
//! The kind of participants is the noun beside the number. The audience does not decide it: if the
//! two differ, the number counts people of more than one kind.

use super::document::{Cell, Column, Row, Table};
use super::scope::{ReportEvent, Scope};
use crate::content::post::Post;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Totals {
    pub(super) events: u64,
    /// Of all kinds of people.
    pub(super) participations: u64,
    pupils: u64,
    teachers: u64,
    parents: u64,
    others: u64,
    /// Of people of several or unknown kinds.
    mixed: u64,
    /// Events without a number of participants.
    uncounted: u64,
}

impl Totals {
    pub(super) fn sum<'a>(events: impl IntoIterator<Item = &'a ReportEvent<'a>>) -> Self {
        let mut totals = Self::default();
        for event in events {
            totals.add(event.post);
        }
        totals
    }

    pub(super) fn add(&mut self, post: &Post) {
        self.events += 1;
        let Some(participants) = &post.meta.participants else {
            self.uncounted += 1;
            return;
        };
        let counts = participants.by_kind(post.meta.audience.as_deref());
        self.participations += counts.total();
        self.pupils += counts.pupils;
        self.teachers += counts.teachers;
        self.parents += counts.parents;
        self.others += counts.others;
        self.mixed += counts.mixed;
    }
}

pub(super) fn totals_table(scope: &Scope<'_>) -> Table {
    let held = scope.held();
    let all = Totals::sum(&held);
    let mut columns = vec![
        ("Направление", 9),
        ("Событий", 4),
        ("Участий", 3),
        ("Обучающиеся", 4),
        ("Педагоги", 3),
    ];
    if all.others + all.parents > 0 {
        columns.push(("Другие участники", 4));
    }
    columns.push(("Вместе или не указано", 5));
    if all.uncounted > 0 {
        columns.push(("Событий без числа участников", 5));
    }
    let cells = |title: &str, sum: Totals| {
        let mut cells = vec![Cell::from(title)];
        let numbers = [
            Some(sum.events),
            Some(sum.participations),
            Some(sum.pupils),
            Some(sum.teachers),
            (all.others + all.parents > 0).then_some(sum.others + sum.parents),
            Some(sum.mixed),
            (all.uncounted > 0).then_some(sum.uncounted),
        ];
        cells.extend(numbers.into_iter().flatten().map(Cell::number));
        cells
    };
    let directions = scope.site.config.direction_ids();
    let mut rows: Vec<_> = directions
        .map(|id| {
            let direction = scope.site.config.direction(id);
            let sum = Totals::sum(held.iter().filter(|event| event.post.meta.direction == id));
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

    fn sum(audience: &str, participants: &str) -> Totals {
        let settings = "название: Центр\nадрес_сайта: http://a.example/\nнаправления:\n- код: a\n  название: А\n";
        let mut problems = Diagnostics::new();
        let config = Config::parse("site.yaml", settings, &mut problems).unwrap();
        let text = format!(
            "---\nназвание: Игра\nдата: 1.10.2022\nнаправление: a\nаудитория: {audience}\nучастники: {participants}\n---\n"
        );
        let post = Post::parse("content/posts/a.md", &text, &config, &mut problems);
        assert_eq!(*problems, []);
        let mut totals = Totals::default();
        totals.add(&post.unwrap());
        totals
    }

    #[test]
    fn who_took_part_is_what_stands_beside_the_number() {
        let one = Totals { events: 1, ..Totals::default() };
        for (audience, participants, expected) in [
            ("Обучающиеся центра", "21 чел.", Totals { participations: 21, pupils: 21, ..one }),
            ("5–9 классы", "21", Totals { participations: 21, pupils: 21, ..one }),
            ("Педагогические команды", "6 чел.", Totals { participations: 6, teachers: 6, ..one }),
            ("Родители и жители села", "9 чел.", Totals { participations: 9, others: 9, ..one }),
            ("Обучающиеся, родители", "9 чел.", Totals { participations: 9, mixed: 9, ..one }),
            (
                "Обучающиеся, представители органов власти",
                "120 чел.",
                Totals { participations: 120, mixed: 120, ..one },
            ),
            ("Команды школ", "12 участников", Totals { participations: 12, mixed: 12, ..one }),
            ("Обучающиеся и педагоги", "28 чел.", Totals { participations: 28, mixed: 28, ..one }),
            (
                "Обучающиеся и педагогические работники школы",
                "50 учащихся",
                Totals { participations: 50, pupils: 50, ..one },
            ),
            (
                "Педагоги центра, обучающиеся",
                "2 уч-ся",
                Totals { participations: 2, pupils: 2, ..one },
            ),
            (
                "Педагогические команды центров",
                "3 педагога",
                Totals { participations: 3, teachers: 3, ..one },
            ),
            ("5 «А» класс", "20 учеников", Totals { participations: 20, pupils: 20, ..one }),
            ("", "", Totals { uncounted: 1, ..one }),
            (
                "Обучающиеся и педагоги",
                "20 обучающихся, 3 педагога, 2 родителя",
                Totals { participations: 25, pupils: 20, teachers: 3, parents: 2, ..one },
            ),
        ] {
            assert_eq!(sum(audience, participants), expected, "{audience}: {participants}");
        }
    }
}
