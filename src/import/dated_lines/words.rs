//! The words of a line after its date: a title, people, a number of them, links.

use crate::calendar::{DateError, DayTime, EventDate, SchoolYear, fold};
use crate::characters::capitalised;
use crate::diagnostic::Severity;
use crate::import::audience::{self, ParsedAudience};
use crate::import::columns::PostKey;
use crate::import::items::escape;
use crate::import::split::clean_title;
use crate::import::years::{YearOfDates, parse_date};
use crate::import::{ImportProblem, ImportedDirection, ImportedEvent};
use crate::url;

/// The event in the words after a date: «экскурсия „Лаборатория“ для 5 класса, 22 обучающихся.
/// Ответственный: И. О. Петрова. <https://vk.com/wall-1_2>».
pub(super) fn read_line(
    row: &str,
    date_text: &str,
    words: &str,
    year: Option<YearOfDates>,
    problems: &mut Vec<ImportProblem>,
) -> ImportedEvent {
    let mut links: Vec<String> = Vec::new();
    let mut kept = Vec::new();
    for word in words.split_whitespace() {
        let link = word.trim_matches(['(', ')', '<', '>', ',', ';']).trim_end_matches('.');
        if url::is_absolute(link) { links.push(link.to_owned()) } else { kept.push(word) }
    }
    let mut text = kept.join(" ");
    let mut fields = Vec::new();
    if let Some((before, who)) = split_responsible(&text) {
        fields.push((PostKey::Responsible, who));
        text = before;
    }
    let (text, time, place) = take_time(&text);
    if let Some(place) = place {
        fields.push((PostKey::Place, place));
    }
    let (text, more) = first_sentence(without_verb(&text));
    let (title, people, has_number) = split_people(text);
    let ParsedAudience { audience, mut participants, unclear } = audience::parse_audience(&people);
    if participants.is_none() {
        participants = audience::parse_audience(more.trim_end_matches('.')).participants;
    }
    if unclear || has_number && participants.is_none() {
        problems.push(ImportProblem {
            row: row.to_owned(),
            place: row.to_owned(),
            severity: Severity::Warning,
            message: format!("число участников не удалось прочитать: «{people}»"),
            hint: "оно осталось словами в строке `аудитория`; точное впишите в `участники`"
                .to_owned(),
        });
    }
    let timed = time.map(|time| format!("{date_text}, {time}"));
    let timed = timed.and_then(|text| parse_date(&text, year).ok());
    let read = timed.map_or_else(|| parse_date(date_text, year), Ok);
    if let Err(error) = &read {
        let hint = match error {
            DateError::NoYear => "укажите учебный год: `--year 2022/23`".to_owned(),
            error => error.hint(),
        };
        problems.push(ImportProblem {
            row: row.to_owned(),
            place: row.to_owned(),
            severity: Severity::Error,
            message: error.message(),
            hint,
        });
    }
    let date = read.ok();
    fields.sort_by_key(|(field, _)| *field);
    let mut event = ImportedEvent {
        row: row.to_owned(),
        title: capitalised(&clean_title(title.trim_end_matches([',', ';', ':', ' ']))),
        date,
        date_line: date.map_or_else(
            || date_text.to_owned(),
            |date| {
                let time = date.time().map(|time| format!(", {time}")).unwrap_or_default();
                format!("{date}{time}").replace('\u{a0}', " ")
            },
        ),
        date_text: date_text.to_owned(),
        school_year: date.map(|date: EventDate| SchoolYear::containing(date.first())),
        direction: ImportedDirection::Missing,
        audience,
        participants,
        link: None,
        partial_link: None,
        more_links: Vec::new(),
        fields,
        text: escape(more),
        pictures: Vec::new(),
    };
    links.into_iter().for_each(|link| event.add_link(link));
    event
}

/// Takes the time of day out of the words, and a room behind it: «Мастер-класс, 14:30, каб. 12».
fn take_time(text: &str) -> (String, Option<String>, Option<String>) {
    let words: Vec<&str> = text.split(' ').collect();
    let trim = |word: &'_ str| word.trim_matches(['(', ')', ',', ';', '.']).to_owned();
    let time = words.iter().enumerate().find_map(|(at, word)| {
        let word = trim(word);
        (word.contains(':') && DayTime::parse(&word).is_some()).then_some((at, word))
    });
    let Some((at, time)) = time else { return (text.to_owned(), None, None) };
    let mut before = &words[..at];
    while let [rest @ .., "в" | "с" | "к" | "начало"] = before {
        before = rest;
    }
    let after = words[at + 1..].join(" ");
    let room = after.find([',', '(']).map_or(&*after, |end| &after[..end]);
    let is_room = fold(room).starts_with("каб");
    let rest = if is_room { after[room.len()..].to_owned() } else { after.clone() };
    let before = before.join(" ");
    let before = before.trim_end_matches([',', ';', '(', ' ', '–', '—']);
    let is_joined = rest.is_empty() || rest.starts_with([',', ';', '(', '.']);
    let text = format!("{before}{}{rest}", if is_joined { "" } else { " " });
    (text, Some(time), is_room.then(|| trim(room)))
}

/// «мастер-класс» of «состоялся мастер-класс», which needs no verb as a title.
fn without_verb(text: &str) -> &str {
    let is_verb = |word: &str| {
        let word = fold(word);
        ["состоял", "прош", "провед", "провел", "проход", "был"]
            .iter()
            .any(|verb| word.starts_with(verb))
            && word.chars().count() < 12
    };
    let mut rest = text;
    while let Some((word, after)) = rest.split_once(' ')
        && is_verb(word)
    {
        rest = after.trim_start();
    }
    rest
}

/// The first sentence, and the others, which are no part of a title.
fn first_sentence(text: &str) -> (&str, &str) {
    let is_end = |at: &usize| {
        let (before, after) = (&text[..*at], text[*at + 1..].trim_start());
        let last = before.rsplit(char::is_whitespace).next().unwrap_or_default();
        last.trim_start_matches('(').chars().count() > 3 && after.starts_with(char::is_uppercase)
    };
    match text.match_indices(". ").map(|(at, _)| at).find(is_end) {
        Some(at) => (&text[..at], text[at + 1..].trim()),
        None => (text, ""),
    }
}

/// Splits off «Ответственный: И. О. Петрова».
fn split_responsible(text: &str) -> Option<(String, String)> {
    let starts = |at: usize| {
        let is_word = !text[..at].ends_with(char::is_alphabetic);
        is_word
            && ["Ответственн", "ответственн", "Отв.", "отв."]
                .iter()
                .any(|word| text[at..].starts_with(word))
    };
    let at = text.char_indices().map(|(at, _)| at).find(|&at| starts(at))?;
    let (before, after) = text.split_at(at);
    let mark = |c: char| matches!(c, ':' | '–' | '—' | '-');
    let short = || after.split_once('.').filter(|(word, _)| word.chars().count() == 3);
    let (_, who) = after.split_once(mark).or_else(short)?;
    let who = who.trim_start_matches([':', '–', '—', '-', ' ']);
    let who = clean_title(who.trim().trim_end_matches(')'));
    let before = before.trim_end_matches(['(', ',', ';', ' ']);
    (!who.is_empty()).then(|| (before.to_owned(), who))
}

/// The title, the words about who took part, and whether they hold a number: «(1-11 кл., 186 чел.)» or
/// «, 7-8 классы, 34 чел.» at the end.
fn split_people(text: &str) -> (String, String, bool) {
    let text = text.trim_end_matches(['.', ';', ' ']);
    if let Some((before, inside)) = text.strip_suffix(')').and_then(|text| text.rsplit_once('('))
        && is_about_people(inside)
    {
        let inside = inside.trim_start_matches("охват ");
        return (before.trim_end().to_owned(), inside.to_owned(), false);
    }
    // From the right, as long as the parts are about people.
    let mut start = text.len();
    for (at, _) in text.rmatch_indices([',', ';']) {
        let part = text[at + 1..start].trim();
        let part = part.rsplit_once(')').map_or(part, |(_, rest)| rest).trim();
        if !is_about_people(part) && !is_list_of_classes(part) {
            break;
        }
        start = at;
    }
    let (title, people) = (text[..start].trim(), text[start..].trim_start_matches([',', ';', ' ']));
    // «… (5-11 классы), охват 120 человек»
    if !people.is_empty()
        && let Some((before, inside)) =
            title.strip_suffix(')').and_then(|text| text.rsplit_once('('))
        && is_about_people(inside)
    {
        let people = people.trim_start_matches("охват ");
        return (before.trim_end().to_owned(), format!("{inside}, {people}"), true);
    }
    let people = people.trim_start_matches("охват ");
    let has_number = people.contains(|c: char| c.is_ascii_digit())
        && ["чел", "участ", "обуч", "уч-ся", "детей"]
            .iter()
            .any(|word| fold(people).contains(word));
    (title.to_owned(), people.to_owned(), has_number)
}

fn is_about_people(part: &str) -> bool {
    let folded = fold(part);
    [
        "кл.",
        "класс",
        " кл",
        "чел",
        "участник",
        "обучающ",
        "учащ",
        "уч-ся",
        "школьник",
        "педагог",
        "родител",
        "охват",
        "детей",
        "дети",
        "учител",
    ]
    .iter()
    .any(|word| folded.contains(word))
        && folded.len() < 120
}

/// «8» of «7, 8 классы».
fn is_list_of_classes(part: &str) -> bool {
    !part.is_empty() && part.len() < 8 && part.starts_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_after_it_are_a_title_and_people() {
        let read = |words| {
            let event = read_line("строка 1", "1.09.2023", words, None, &mut Vec::new());
            let people = event.participants.map(|all| all.to_string().replace('\u{a0}', " "));
            let fields: Vec<_> = event
                .fields
                .iter()
                .map(|(field, text)| format!("{}={text}", field.key(&[])))
                .collect();
            [
                event.title,
                event.audience.unwrap_or_default(),
                people.unwrap_or_default(),
                fields.join(";"),
                event.link.unwrap_or_default(),
            ]
        };
        assert_eq!(
            read("торжественная линейка «Вместе» (1-11 кл., 186 чел.)"),
            ["Торжественная линейка «Вместе»", "1-11 кл.", "186 человек", "", ""]
        );
        assert_eq!(
            read("экскурсия для 5 класса, 22 обучающихся. Ответственный: И. О. Петрова."),
            ["Экскурсия для 5 класса", "", "22 обучающихся", "ответственный=И. О. Петрова", ""]
        );
        assert_eq!(
            read("Квиз «Физик», 7-8 классы, 34 чел."),
            ["Квиз «Физик»", "7-8 классы", "34 человека", "", ""]
        );
        assert_eq!(
            read("Турнир по шахматам. Участвовали 24 обучающихся. ответственный – Петрова А. А."),
            ["Турнир по шахматам", "", "24 обучающихся", "ответственный=Петрова А. А.", ""]
        );
        assert_eq!(
            read("Неделя наук (5-11 классы), охват 120 человек. https://vk.com/wall-1_2"),
            ["Неделя наук", "5-11 классы", "120 человек", "", "https://vk.com/wall-1_2"]
        );
    }
}
