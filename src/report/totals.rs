//! Counts events and participations by direction and in all.
//!
//! One person may take part several times, so participations («участий») are counted, not people.
//! The kind of participants is the noun beside the number. The audience does not decide it: if the
//! two differ, the number counts people of more than one kind.

use super::charts::group_slug;
use super::document::{Cell, Column, Row, Table};
use super::groups::EventGroups;
use super::scope::{ReportEvent, Scope};
use super::values::people;
use crate::config::EventColumn;
use crate::content::participants::PeopleCounts;
use crate::content::post::Post;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Totals {
    pub(super) events: u64,
    pub(super) people: PeopleCounts,
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
        match people(post) {
            Some(counts) => self.people += counts,
            None => self.uncounted += 1,
        }
    }

    /// Of people of all kinds.
    pub(super) fn participations(&self) -> u64 {
        self.people.total()
    }
}

/// The tables of totals by each of `groups`; without any, that by directions.
pub(super) fn totals_tables(scope: &Scope<'_>, groups: &[EventColumn]) -> Vec<Table> {
    match groups {
        [] => vec![totals_table(scope, EventColumn::Direction, false)],
        _ => groups.iter().map(|by| totals_table(scope, *by, true)).collect(),
    }
}

/// The totals by one column. Where it was chosen, parents are counted apart from other participants.
fn totals_table(scope: &Scope<'_>, by: EventColumn, splits_parents: bool) -> Table {
    let EventGroups { groups, all, overlap } =
        EventGroups::of(scope, by, |direction| &direction.title);
    let others = |people: &PeopleCounts| {
        if splits_parents { people.others } else { people.others + people.parents }
    };
    let has_parents = splits_parents && all.people.parents > 0;
    let has_others = others(&all.people) > 0;
    let head = by.head(&scope.site.config.own_keys);
    let columns = [
        Some((&*head, 9)),
        Some(("Событий", 4)),
        Some(("Участий", 3)),
        Some(("Обучающиеся", 4)),
        Some(("Педагоги", 3)),
        has_parents.then_some(("Родители", 3)),
        has_others.then_some(("Другие участники", 4)),
        Some(("Вместе или не указано", 5)),
        (all.uncounted > 0).then_some(("Событий без числа участников", 5)),
    ];
    let cells = |title: &str, sum: Totals| {
        let mut cells = vec![Cell::from(title)];
        let numbers = [
            Some(sum.events),
            Some(sum.participations()),
            Some(sum.people.pupils),
            Some(sum.people.teachers),
            has_parents.then_some(sum.people.parents),
            has_others.then_some(others(&sum.people)),
            Some(sum.people.mixed),
            (all.uncounted > 0).then_some(sum.uncounted),
        ];
        cells.extend(numbers.into_iter().flatten().map(Cell::number));
        cells
    };
    let rows = groups.into_iter().map(|(name, sum)| Row::Cells(cells(&name, sum)));
    let rows = rows.chain([Row::Total(cells("Всего", all))]).collect();
    let several = if overlap {
        "; событие с несколькими значениями стоит в каждой строке"
    } else {
        ""
    };
    let by_slug = match by {
        EventColumn::Direction => String::new(),
        _ => format!("-{}", group_slug(scope, by)),
    };
    let columns = columns.into_iter().flatten();
    Table {
        name: format!("totals{by_slug}"),
        title: format!(
            "Итоги{} (один человек мог участвовать несколько раз{several})",
            by_words(scope, by)
        ),
        columns: columns.map(|(title, width)| Column::new(title, width)).collect(),
        rows,
    }
}

/// « по уровням», to follow what is counted; «: социальный партнёр» of an own key.
pub(super) fn by_words(scope: &Scope<'_>, by: EventColumn) -> String {
    match by.many() {
        Some(many) => format!(" по {many}"),
        None => format!(": {}", by.name(&scope.site.config.own_keys)),
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
        let none = PeopleCounts::default();
        for (audience, participants, expected) in [
            ("Обучающиеся центра", "21 чел.", PeopleCounts { pupils: 21, ..none }),
            ("5–9 классы", "21", PeopleCounts { pupils: 21, ..none }),
            ("Педагогические команды", "6 чел.", PeopleCounts { teachers: 6, ..none }),
            ("Родители и жители села", "9 чел.", PeopleCounts { others: 9, ..none }),
            ("Обучающиеся, родители", "9 чел.", PeopleCounts { mixed: 9, ..none }),
            (
                "Обучающиеся, представители органов власти",
                "120 чел.",
                PeopleCounts { mixed: 120, ..none },
            ),
            ("Команды школ", "12 участников", PeopleCounts { mixed: 12, ..none }),
            ("Обучающиеся и педагоги", "28 чел.", PeopleCounts { mixed: 28, ..none }),
            (
                "Обучающиеся и педагогические работники школы",
                "50 учащихся",
                PeopleCounts { pupils: 50, ..none },
            ),
            ("Педагоги центра, обучающиеся", "2 уч-ся", PeopleCounts { pupils: 2, ..none }),
            ("Педагогические команды центров", "3 педагога", PeopleCounts { teachers: 3, ..none }),
            ("5 «А» класс", "20 учеников", PeopleCounts { pupils: 20, ..none }),
            (
                "Обучающиеся и педагоги",
                "20 обучающихся, 3 педагога, 2 родителя",
                PeopleCounts { pupils: 20, teachers: 3, parents: 2, ..none },
            ),
        ] {
            let expected = Totals { events: 1, people: expected, uncounted: 0 };
            assert_eq!(sum(audience, participants), expected, "{audience}: {participants}");
        }
        let uncounted = Totals { events: 1, people: none, uncounted: 1 };
        assert_eq!(sum("", ""), uncounted);
    }
}
