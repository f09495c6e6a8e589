//! The charts of a report: events or participations by direction, month, level …

use super::document::{Chart, Series};
use super::groups::EventGroups;
use super::scope::Scope;
use super::totals::by_words;
use crate::config::EventColumn;
use crate::content::short_code::Counted;
use crate::slug;

/// The chart of `counted` grouped by `by`.
pub(super) fn build_chart(scope: &Scope<'_>, counted: Counted, by: EventColumn) -> Chart {
    let groups = EventGroups::of(scope, by, |direction| &direction.short).groups;
    let (what, unit, slug) = match counted {
        Counted::Events => ("Мероприятия", "Мероприятий", "events"),
        Counted::Participants => ("Участия", "Участий", "participants"),
    };
    let (categories, values): (Vec<_>, Vec<_>) = groups
        .into_iter()
        .map(|(category, totals)| {
            let value = match counted {
                Counted::Events => totals.events,
                Counted::Participants => totals.participations(),
            };
            (category, value)
        })
        .unzip();
    let descriptions: Vec<_> = categories
        .iter()
        .zip(&values)
        .map(|(category, value)| format!("{category} — {value}"))
        .collect();
    let own = &scope.site.config.own_keys;
    Chart {
        name: format!("{slug}-{}", group_slug(scope, by)),
        title: format!("{what}{}", by_words(scope, by)),
        description: descriptions.join("; "),
        axis: by.head(own),
        categories,
        series: vec![Series { name: unit.to_owned(), values }],
    }
}

/// The plural of the column in names of files and ids.
pub(super) fn group_slug(scope: &Scope<'_>, by: EventColumn) -> String {
    let english = by.english(&scope.site.config.own_keys);
    match by {
        EventColumn::Own(_) => slug::slugify(english),
        EventColumn::Direction | EventColumn::Month | EventColumn::HalfYear => {
            format!("{english}s")
        }
        _ => english.replace('_', "-"),
    }
}
