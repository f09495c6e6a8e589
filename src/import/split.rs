//! The cells of one row → its events: one, or several that stand in parallel paragraphs.

use crate::calendar::{DateError, EventDate, SchoolYear};
use crate::import::audience;
use crate::quantity;

/// What the cells of a row hold, paragraph by paragraph.
#[derive(Clone, Debug, Default)]
pub(super) struct Fields {
    pub(super) title: Vec<String>,
    pub(super) audience: Vec<String>,
    pub(super) count: Vec<String>,
    pub(super) date: Vec<String>,
    pub(super) links: Vec<String>,
}

/// What the cells say of one event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) title: String,
    pub(super) audience: String,
    pub(super) count: String,
    pub(super) date: String,
    pub(super) link: Option<String>,
}

/// The events of a row, and what could not be told apart in it; no event where it is not to be
/// understood which title goes with which date.
pub(super) fn parts(fields: &Fields, year: Option<SchoolYear>) -> (Vec<Part>, Option<String>) {
    let Fields { title, audience, count, date, links } = fields;
    let dates = dates(date, title.len(), year);
    let counted = |lines: &[String], read: fn(&str) -> bool| {
        lines.len() == title.len() && lines.iter().all(|line| read(line))
    };
    let parallel = counted(audience, |line| audience::people(line).participants.is_some())
        || counted(count, |line| audience::count(line).is_some());
    let events = match dates.len() {
        0 | 1 if title.len() > 1 && parallel => title.len(),
        0 | 1 => 1,
        many if title.len() == many => many,
        many => {
            let titles = quantity::count(title.len(), "название", "названия", "названий");
            let dates = quantity::count(many, "дата", "даты", "дат");
            return (Vec::new(), Some(format!("{titles} и {dates}: не понять, что к чему")));
        }
    };
    if events == 1 {
        let part = Part {
            title: title.join(" "),
            audience: audience.join(" "),
            count: count.join(" "),
            date: dates.join(" "),
            link: links.first().cloned(),
        };
        return (vec![part], None);
    }
    let mut problem = None;
    let mut each = |lines: &[String], what: &str| match lines {
        lines if lines.len() == events => lines.to_vec(),
        [] => vec![String::new(); events],
        _ => {
            problem = Some(format!("{what} не перенесена: у мероприятий этой ячейки она не своя"));
            vec![String::new(); events]
        }
    };
    let audiences = each(audience, "аудитория");
    let counts = each(count, "численность");
    let date_of = |place: usize| dates.get(place).or(dates.first()).cloned().unwrap_or_default();
    let link_of = |place: usize| {
        let own = links.get(place).filter(|_| links.len() == events);
        own.or(links.first()).cloned()
    };
    let part = |(place, title): (usize, &String)| Part {
        title: title.clone(),
        audience: audiences[place].clone(),
        count: counts[place].clone(),
        date: date_of(place),
        link: link_of(place),
    };
    (title.iter().enumerate().map(part).collect(), problem)
}

/// The dates of a cell: the paragraphs together are one date, or each is one. A date may be broken
/// into lines («7.12.2022г», «ода»), so the whole is tried first.
fn dates(lines: &[String], titles: usize, year: Option<SchoolYear>) -> Vec<String> {
    if lines.is_empty() {
        return Vec::new();
    }
    let reads = |text: &str| matches!(EventDate::parse(text, year), Ok(_) | Err(DateError::NoYear));
    let whole = lines.join(" ");
    let each = lines.iter().all(|line| reads(line)) || lines.len() == titles;
    if !reads(&whole) && each { lines.to_vec() } else { vec![whole] }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        text.split('|').filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }

    fn split(title: &str, audience: &str, date: &str, links: &str) -> Vec<[String; 4]> {
        let fields = Fields {
            title: lines(title),
            audience: lines(audience),
            count: Vec::new(),
            date: lines(date),
            links: lines(links),
        };
        let (parts, _) = parts(&fields, None);
        let cells =
            |part: Part| [part.title, part.audience, part.date, part.link.unwrap_or_default()];
        parts.into_iter().map(cells).collect()
    }

    #[test]
    fn parallel_paragraphs_are_events() {
        assert_eq!(
            split("А|Б", "дети (1 чел.)|дети (2 чел.)", "1.09.2022|сентябрь-октябрь", "url"),
            [
                ["А", "дети (1 чел.)", "1.09.2022", "url"],
                ["Б", "дети (2 чел.)", "сентябрь-октябрь", "url"]
            ]
        );
        let own = split("А|Б", "", "1.09.2022|2.09.2022", "u|v");
        assert_eq!(own, [["А", "", "1.09.2022", "u"], ["Б", "", "2.09.2022", "v"]]);
        let shared = split("А|Б", "3 педагога|4 педагога", "1.09.2022", "");
        assert_eq!(
            shared,
            [["А", "3 педагога", "1.09.2022", ""], ["Б", "4 педагога", "1.09.2022", ""]]
        );
    }

    #[test]
    fn paragraphs_of_one_event_are_put_together() {
        assert_eq!(
            split("Турнир|по шахматам", "Дети|и педагоги", "7.12.2022г|ода", ""),
            [["Турнир по шахматам", "Дети и педагоги", "7.12.2022г ода", ""]]
        );
        assert_eq!(split("Турнир", "", "", ""), [["Турнир", "", "", ""]]);
    }

    #[test]
    fn what_cannot_be_told_apart_is_no_event() {
        assert_eq!(split("А|Б|В", "", "1.09.2022|2.09.2022", ""), [[""; 4]; 0]);
        assert_eq!(split("А", "", "1.09.2022|2.09.2022", ""), [[""; 4]; 0]);
    }

    #[test]
    fn an_audience_of_several_events_is_nobodys_own() {
        let fields = Fields {
            title: lines("А|Б"),
            audience: lines("Дети (20 чел.)"),
            date: lines("1.09.2022|2.09.2022"),
            ..Fields::default()
        };
        let (parts, problem) = parts(&fields, None);
        assert!(parts.iter().all(|part| part.audience.is_empty()) && parts.len() == 2);
        assert!(problem.is_some());
    }
}
