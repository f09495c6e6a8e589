//! Splits the cells of one row into its events: one, or several in parallel paragraphs.

mod titles;

use super::audience;
use super::columns::PostKey;
use super::fields::{CountCell, RowFields};
use super::years::{YearOfDates, parse_date};
use crate::calendar::DateError;
use crate::quantity;
pub(super) use titles::{clean_title, continues, titles_of_cell};
use titles::{listed_titles, numbered_titles, titles};

/// The text of one event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct RawEvent {
    pub(super) title: String,
    pub(super) audience: String,
    pub(super) counts: Vec<CountCell<String>>,
    pub(super) date: String,
    pub(super) time: String,
    pub(super) links: Vec<String>,
    pub(super) pictures: Vec<String>,
    pub(super) fields: Vec<(PostKey, String)>,
}

/// The events of a row, at least one, and what is ambiguous about them.
pub(super) fn split_row(
    fields: &RowFields,
    year: Option<YearOfDates>,
) -> (Vec<RawEvent>, Option<String>) {
    let numbered = numbered_titles(&fields.title)
        .or_else(|| listed_titles(&fields.title, fields.is_title_list));
    let is_numbered = numbered.is_some();
    let titles = numbered.unwrap_or_else(|| titles(&fields.title));
    let dates = split_dates(&fields.date, titles.len(), year);
    let all_read = |lines: &[String], read: fn(&str) -> bool| {
        lines.len() == titles.len() && lines.iter().all(|line| read(line))
    };
    let parallel = titles.len() > 1
        && (all_read(&fields.audience, |line| {
            audience::parse_audience(line).participants.is_some()
        }) || fields
            .counts
            .iter()
            .any(|count| all_read(&count.text, |line| audience::parse_count(line).is_some())));
    let event_count = match dates.len() {
        0 | 1 if parallel || is_numbered => titles.len(),
        dates if dates > 1 && titles.len() == dates => dates,
        _ => 1,
    };
    if event_count == 1 {
        let problem = (titles.len() > 1 && dates.len() > 1).then(|| {
            let titles = quantity::count(titles.len(), "название", "названия", "названий");
            let dates = quantity::count(dates.len(), "дата", "даты", "дат");
            format!("{titles} и {dates}: не понять, что к чему, поэтому это одно событие")
        });
        return (vec![whole(fields, &titles, &dates)], problem);
    }
    let mut problem = None;
    let mut one_per_event = |lines: &[String], what: &str| match lines {
        lines if lines.len() == event_count => lines.to_vec(),
        [] => vec![String::new(); event_count],
        lines if is_shared(lines) => vec![joined(lines); event_count],
        _ => {
            problem = Some(format!("{what} не перенесена: у мероприятий этой ячейки она не своя"));
            vec![String::new(); event_count]
        }
    };
    let audiences = one_per_event(&fields.audience, "аудитория");
    let counts: Vec<_> =
        fields.counts.iter().map(|count| one_per_event(&count.text, "численность")).collect();
    let own = |lines: &[String], index: usize| match lines {
        lines if lines.len() == event_count => lines[index].clone(),
        lines => joined(lines),
    };
    let event = |(index, title): (usize, &String)| RawEvent {
        title: title.clone(),
        audience: audiences[index].clone(),
        counts: fields
            .counts
            .iter()
            .zip(&counts)
            .map(|(count, own)| count.with_text(own[index].clone()))
            .collect(),
        date: dates.get(index).or(dates.first()).cloned().unwrap_or_default(),
        time: own(&fields.time, index),
        links: match &fields.links[..] {
            links if links.len() == event_count => vec![links[index].clone()],
            links => links.to_vec(),
        },
        pictures: Vec::new(),
        fields: fields.fields.iter().map(|(field, lines)| (*field, own(lines, index))).collect(),
    };
    (titles.iter().enumerate().map(event).collect(), problem)
}

/// All cells as one event.
fn whole(fields: &RowFields, titles: &[String], dates: &[String]) -> RawEvent {
    RawEvent {
        title: titles.join(" "),
        audience: joined(&fields.audience),
        counts: fields.counts.iter().map(|count| count.with_text(joined(&count.text))).collect(),
        date: dates.join(", "),
        time: fields.time.join(" "),
        links: fields.links.clone(),
        pictures: fields.pictures.clone(),
        fields: fields.fields.iter().map(|(field, lines)| (*field, joined(lines))).collect(),
    }
}

/// The paragraphs of a cell as one text. What is no rest of a sentence follows after a comma.
fn joined(lines: &[String]) -> String {
    let mut text = String::new();
    for line in lines {
        if !text.is_empty() {
            let is_rest = line.starts_with(|c: char| c.is_lowercase() || c == '(')
                || text.ends_with(['.', ',', ';', ':', '!', '?', '–', '—', '-'])
                    && !ends_with_initial(&text);
            text.push_str(if is_rest { " " } else { ", " });
        }
        text.push_str(line);
    }
    text
}

/// Whether `text` ends in «А. Б.».
fn ends_with_initial(text: &str) -> bool {
    let mut before = text.chars().rev();
    before.next() == Some('.')
        && before.next().is_some_and(char::is_uppercase)
        && before.next().is_none_or(|c| !c.is_alphabetic())
}

/// Whether an audience may be that of several events: it has no number.
fn is_shared(lines: &[String]) -> bool {
    let parsed = audience::parse_audience(&joined(lines));
    parsed.participants.is_none() && !parsed.unclear
}

/// The dates of a cell: each paragraph is one, or all together are, because a line break has split it
/// («7.12.2022г», «ода»).
fn split_dates(lines: &[String], titles: usize, year: Option<YearOfDates>) -> Vec<String> {
    if lines.is_empty() {
        return Vec::new();
    }
    let is_date = |text: &str| matches!(parse_date(text, year), Ok(_) | Err(DateError::NoYear));
    let whole = lines.join(" ");
    let are_dates = lines.iter().all(|line| is_date(line));
    if are_dates || !is_date(&whole) && lines.len() == titles {
        lines.to_vec()
    } else {
        vec![whole]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        text.split('|').filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }

    fn split(title: &str, audience: &str, date: &str, links: &str) -> Vec<[String; 4]> {
        let fields = RowFields {
            title: lines(title),
            audience: lines(audience),
            date: lines(date),
            links: lines(links),
            ..RowFields::default()
        };
        let (parts, _) = split_row(&fields, None);
        let cells = |part: RawEvent| [part.title, part.audience, part.date, part.links.join("|")];
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
    fn several_dates_of_one_event_stay_with_it() {
        for (title, whole) in [
            (
                "Участие в совещаниях по формированию|правового сознания",
                "Участие в совещаниях по формированию правового сознания",
            ),
            ("Мастер-класс|«Робот»", "Мастер-класс «Робот»"),
            ("Экскурсия в|Кванториум", "Экскурсия в Кванториум"),
            ("Родительские собрания", "Родительские собрания"),
        ] {
            assert_eq!(
                split(title, "", "Август 2017|Октябрь 2017", ""),
                [[whole, "", "Август 2017, Октябрь 2017", ""]]
            );
        }
    }

    #[test]
    fn numbered_titles_are_events() {
        assert_eq!(
            split("1. Урок.|2) Квест", "", "1 марта", ""),
            [["Урок.", "", "1 марта", ""], ["Квест", "", "1 марта", ""]]
        );
        assert_eq!(split("1. Урок|по физике", "", "", "")[0][0], "1. Урок по физике");
    }

    #[test]
    fn items_of_a_list_are_events_with_one_audience() {
        let expected = [["Урок", "Дети", "март", ""], ["Квест", "Дети", "март", ""]];
        assert_eq!(split("• Урок;|• Квест", "Дети", "март", ""), expected);
        assert_eq!(split("Урок;|Квест.", "Дети", "март", "")[1][0], "Квест.");
        let fields =
            RowFields {
                title: lines("Урок|Квест"), is_title_list: true, ..RowFields::default()
            };
        assert_eq!(split_row(&fields, None).0.len(), 2);
    }

    #[test]
    fn paragraphs_of_names_are_a_list() {
        assert_eq!(joined(&lines("Иванова А.Б.|Петров В.Г.")), "Иванова А.Б., Петров В.Г.");
        assert_eq!(joined(&lines("Дети|и педагоги")), "Дети и педагоги");
        assert_eq!(joined(&lines("Прошёл квиз.|Победил 5а")), "Прошёл квиз. Победил 5а");
    }

    #[test]
    fn what_cannot_be_told_apart_is_one_event_and_told() {
        let fields = RowFields {
            title: lines("А|Б|В"),
            date: lines("1.09.2022|2.09.2022"),
            ..RowFields::default()
        };
        let (parts, problem) = split_row(&fields, None);
        assert_eq!((&*parts[0].title, &*parts[0].date), ("А Б В", "1.09.2022, 2.09.2022"));
        assert!(parts.len() == 1 && problem.is_some());
    }

    #[test]
    fn an_audience_of_several_events_is_nobodys_own() {
        let fields = RowFields {
            title: lines("А|Б"),
            audience: lines("Дети (20 чел.)"),
            date: lines("1.09.2022|2.09.2022"),
            ..RowFields::default()
        };
        let (parts, problem) = split_row(&fields, None);
        assert!(parts.iter().all(|part| part.audience.is_empty()) && parts.len() == 2);
        assert!(problem.is_some());
    }
}
