//! The cells about when an event is: one date of several, with the month of its section.

use crate::calendar::{DateError, Precision, SchoolBounds, fold, month_genitive};
use crate::import::years::{YearOfDates, parse_date, parse_term};

/// Words for parts of a month.
const PARTS: [&str; 14] = [
    "недел",
    "декад",
    "половин",
    "кажд",
    "понедельник",
    "вторник",
    "сред",
    "четверг",
    "пятниц",
    "суббот",
    "воскресен",
    "начал",
    "конец",
    "конц",
];
const MONTHS: [&str; 13] = [
    "январ",
    "феврал",
    "март",
    "апрел",
    "мая",
    "май",
    "июн",
    "июл",
    "август",
    "сентябр",
    "октябр",
    "ноябр",
    "декабр",
];

/// The cells about when the event is.
#[derive(Default)]
pub(super) struct DateCells {
    pub(super) dates: Vec<Vec<String>>,
    pub(super) planned: Vec<String>,
    pub(super) end: Option<Vec<String>>,
}

impl DateCells {
    pub(super) fn is_empty(&self) -> bool {
        self.dates.is_empty() && self.planned.is_empty() && self.end.is_none()
    }

    /// The date as one text, or as one for each paragraph, and the planned one if it is another.
    pub(super) fn choose(
        self,
        year: Option<YearOfDates>,
        month: Option<&str>,
    ) -> (Vec<String>, Vec<String>) {
        let mut planned = self.planned;
        let is_date = |text: &str| parse_date(text, year).is_ok();
        let mut date = match &self.dates[..] {
            [] => Vec::new(),
            [date] => date.clone(),
            // A month and a day in columns of their own, or two versions of which the exact one counts.
            [first, .., last] => {
                let (first, last) = (first.join(" "), last.join(" "));
                let joined = [format!("{last} {first}"), format!("{first} {last}")];
                let exact = |text: &&String| {
                    parse_date(text, year).is_ok_and(|date| date.precision() == Precision::Day)
                };
                let both = joined.into_iter().find(|text| is_date(text));
                let one = [&last, &first].into_iter().find(exact).cloned();
                vec![one.or(both).unwrap_or(last)]
            }
        };
        let same_day = || {
            let read = |lines: &[String]| parse_date(&lines.join(" "), year).ok();
            read(&date).is_some() && read(&date) == read(&planned)
        };
        if date.is_empty() {
            date = std::mem::take(&mut planned);
        } else if date == planned || same_day() {
            planned.clear();
        }
        if let Some(end) = self.end {
            let (first, last) = (date.join(" "), end.join(" "));
            let range = format!("{first} – {last}");
            date = if first.is_empty() || first == last {
                end
            } else if is_date(&range) {
                vec![range]
            } else {
                vec![format!("{first}, {last}")]
            };
        }
        let Some(month) = month else { return (date, planned) };
        if date.is_empty() {
            return (vec![month.to_owned()], planned);
        }
        let month = in_genitive(month);
        // «5», «12-14», «до 20», «2 неделя», «в течение месяца» below «Ноябрь».
        let bounds = SchoolBounds::default();
        let term = |text: &str| parse_term(text, year, &bounds);
        let is_term = |text: &str| matches!(term(text), Ok(_) | Err(DateError::NoYear));
        let day = |text: &String| {
            let folded = fold(text);
            let has = |words: &[&str]| words.iter().any(|word| folded.contains(word));
            if let Some((before, after)) = text.split_once("месяца") {
                let named = format!("{before}{month}{after}");
                return if is_term(&named) { named } else { text.clone() };
            }
            let with_month = format!("{text} {month}");
            let lacks_month = match term(text) {
                Err(error) => error != DateError::NoYear,
                Ok(term) => has(&PARTS) && !term.is_exact && !has(&MONTHS),
            };
            if lacks_month && is_term(&with_month) { with_month } else { text.clone() }
        };
        (date.iter().map(day).collect(), planned)
    }
}

/// «ноября 2024» for «Ноябрь 2024 г.».
pub(in crate::import) fn in_genitive(month: &str) -> String {
    let read = parse_date(month, Some(YearOfDates::Calendar(2000)));
    let Some(date) = read.ok().filter(|date| date.precision() == Precision::Month) else {
        return month.to_owned();
    };
    let name = month_genitive(date.first().month());
    let has_year = month.chars().filter(char::is_ascii_digit).count() == 4;
    if has_year { format!("{name} {}", date.first().year()) } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_date_is_chosen_among_several_cells() {
        let lines = |text: &str| vec![text.to_owned()];
        let year = Some(YearOfDates::Calendar(2024));
        let chosen = |dates: &[&str], planned: &str, end: &str, month: Option<&str>| {
            let cells = DateCells {
                dates: dates.iter().map(|text| lines(text)).collect(),
                planned: if planned.is_empty() { Vec::new() } else { lines(planned) },
                end: (!end.is_empty()).then(|| lines(end)),
            };
            let (date, planned) = cells.choose(year, month);
            (date.join("|"), planned.join("|"))
        };
        let one = |text: &str| (text.to_owned(), String::new());
        let both = ("9.12.2024".to_owned(), "8.12.2024".to_owned());
        assert_eq!(chosen(&["9.12.2024"], "8.12.2024", "", None), both);
        assert_eq!(chosen(&["9.12.2024"], "9.12.2024", "", None), one("9.12.2024"));
        assert_eq!(chosen(&["2024-12-09"], "9 декабря", "", None), one("2024-12-09"));
        assert_eq!(chosen(&[], "8.12.2024", "", None), one("8.12.2024"));
        assert_eq!(chosen(&["1.10.2024"], "", "5.10.2024", None), one("1.10.2024 – 5.10.2024"));
        assert_eq!(chosen(&["ноябрь", "5"], "", "", None), one("5 ноябрь"));
        assert_eq!(chosen(&["ноябрь 2024", "5.11.2024"], "", "", None), one("5.11.2024"));
        assert_eq!(chosen(&["12-14"], "", "", Some("Ноябрь")), one("12-14 ноября"));
        assert_eq!(chosen(&["5.12"], "", "", Some("Ноябрь")), one("5.12"));
        assert_eq!(chosen(&[], "", "", Some("Ноябрь")), one("Ноябрь"));
    }
}
