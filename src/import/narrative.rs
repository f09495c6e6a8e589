//! The text of a report around its tables.

use super::items::escape;
use super::rest::{Rest, RestLine, RestPart};
use super::years::YearOfDates;
use crate::calendar::{EventDate, fold};

/// The lines of a title are short, in letters; a heading has few of them.
const TITLE_LINE: usize = 200;
const TITLE_LINES: usize = 6;
/// A report tells something: at least one paragraph is as long, in letters.
const PARAGRAPH: usize = 150;

/// The text of a report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Narrative {
    pub title: String,
    /// As reports name it: «2022/23 I».
    pub period: String,
    /// In Markdown, with short codes for its tables.
    pub body: String,
    pub position: Option<String>,
    pub head: Option<String>,
    /// The day of signing as written.
    pub signed: Option<String>,
}

impl Rest {
    /// The text of the report that these parts are; `None` if they are none, or if the period is not
    /// clear. `codes` has the short code for each part that is a table.
    pub fn narrative(
        &self,
        year: Option<YearOfDates>,
        codes: &[Option<String>],
    ) -> Option<Narrative> {
        let is_line = |part: &&RestPart| matches!(part, RestPart::Text(line) if is_of_title(line));
        let mut title_len = self.parts.iter().take(TITLE_LINES).take_while(is_line).count();
        let texts: Vec<&str> = self.parts[..title_len]
            .iter()
            .filter_map(|part| match part {
                RestPart::Text(line) => Some(line.text.trim_matches(['*', ' '])),
                _ => None,
            })
            .collect();
        // A title ends with the sentence that names the period.
        if let Some(end) = texts.iter().position(|text| names_period(text)) {
            title_len = end + 1;
        }
        let title = texts[..title_len].join(" ");
        let folded = fold(&title);
        let is_report =
            ["отчет", "анализ", "справк", "итоги"].iter().any(|word| folded.contains(word))
                && !folded.contains("план");
        let mut narrative = Narrative {
            title: title.trim_end_matches('.').to_owned(),
            period: is_report.then(|| period(&folded, year)).flatten()?,
            ..Narrative::default()
        };
        let mut blocks: Vec<String> = Vec::new();
        let mut has_paragraph = false;
        for (at, part) in self.parts.iter().enumerate().skip(title_len) {
            match part {
                RestPart::Text(line) if line.text.is_empty() || narrative.sign(line) => {}
                RestPart::Text(line) => {
                    has_paragraph |= line.text.chars().count() >= PARAGRAPH;
                    let number = if line.numbered { "1. " } else { "" };
                    blocks.push(format!("{number}{}", escape(line.text.trim_matches(['*', ' ']))));
                }
                RestPart::Events => blocks.push("{{ events() }}".to_owned()),
                RestPart::Table(_) => blocks.extend(codes.get(at).cloned().flatten()),
            }
        }
        narrative.body = blocks.join("\n\n");
        has_paragraph.then_some(narrative)
    }
}

impl Narrative {
    /// Takes a line of the signature; `false` if it is none.
    fn sign(&mut self, line: &RestLine) -> bool {
        let text = line.text.trim_end_matches(['г', '.', ' ']);
        if self.head.is_some() && EventDate::one_day(text).is_ok() {
            self.signed = Some(text.to_owned());
            return true;
        }
        let folded = fold(&line.text);
        let is_short = line.text.chars().count() <= TITLE_LINE;
        let is_signature = is_short
            && ["руководител", "директор", "заведующ"].iter().any(|word| folded.starts_with(word))
            && line.text.contains("__");
        if !is_signature {
            return false;
        }
        let (position, head) = line.text.split_once("__").unwrap_or((&line.text, ""));
        let trimmed = |text: &str| text.trim_matches(['_', '/', ' ', '(', ')', '\t']).to_owned();
        self.position = Some(trimmed(position)).filter(|text| !text.is_empty());
        self.head = Some(trimmed(head)).filter(|text| !text.is_empty());
        true
    }
}

fn is_of_title(line: &RestLine) -> bool {
    line.text.chars().count() <= TITLE_LINE && !line.numbered
}

fn names_period(text: &str) -> bool {
    let folded = fold(text);
    ["полугоди", "квартал", "учебный год", "учебного года"].iter().any(|word| folded.contains(word))
        || folded.contains(" год") && folded.contains(|c: char| c.is_ascii_digit())
}

/// The period in a folded title.
fn period(title: &str, year: Option<YearOfDates>) -> Option<String> {
    let year = year?;
    let words: Vec<&str> =
        title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let number_before = |stem: &str| {
        let at = words.iter().position(|word| word.starts_with(stem))?;
        let before = words.get(at.checked_sub(1)?).copied()?;
        // «1-е полугодие»
        let before = if matches!(before, "е" | "й" | "ое") {
            words.get(at.checked_sub(2)?).copied()?
        } else {
            before
        };
        Some(match before {
            "i" | "1" | "первое" | "первый" | "і" => "I",
            "ii" | "2" | "второе" | "второй" | "іі" => "II",
            "iii" | "3" | "третий" => "III",
            "iv" | "4" | "четвертый" => "IV",
            _ => return None,
        })
    };
    match year {
        YearOfDates::School(year) if title.contains("полугод") => {
            number_before("полугод").map(|half| format!("{year} {half}"))
        }
        YearOfDates::School(year) if !title.contains("квартал") && !title.contains("четверт") => {
            Some(year.to_string())
        }
        YearOfDates::Calendar(year) if title.contains("квартал") => {
            number_before("квартал").map(|quarter| format!("{quarter} квартал {year}"))
        }
        YearOfDates::Calendar(year) if title.contains("год") && !title.contains("полугод") => {
            Some(year.to_string())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_period_is_that_of_the_title() {
        let year = Some(YearOfDates::School(crate::calendar::SchoolYear::starting(2022)));
        for (title, expected) in [
            ("отчет за i полугодие", Some("2022/23 I")),
            ("анализ работы за 2-е полугодие 2022/23", Some("2022/23 II")),
            ("отчет за 2022-2023 учебный год", Some("2022/23")),
            ("отчет за полугодие", None),
        ] {
            assert_eq!(period(title, year).as_deref(), expected, "{title}");
        }
        let year = Some(YearOfDates::Calendar(2024));
        assert_eq!(
            period("отчет за iv квартал 2024 года", year).as_deref(),
            Some("IV квартал 2024")
        );
    }
}
