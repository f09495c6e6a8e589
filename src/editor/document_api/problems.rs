//! The problems of one document, each with the field that it belongs to.

use std::borrow::Cow;

use serde_json::Value;

use super::unwritten::{is_undescribed, unwritten};
use crate::config::{self, SETTINGS};
use crate::content::{PAGES, POSTS, is_below, own_folder};
use crate::diagnostic::{Diagnostic, Place};
use crate::editor::fields::{PHOTO_KEYS, missing_key};
use crate::editor::json::json;

/// A text in which problems are placed.
#[derive(Debug)]
pub(super) struct PlacedText<'a> {
    pub(super) file: &'a str,
    /// The whole text, with `\n` line ends.
    pub(super) text: &'a str,
    /// The byte at which the body begins.
    pub(super) body_start: usize,
    /// The keys of the front matter by their names in the form, with the lines on which they begin, from 1.
    pub(super) keys: Vec<(usize, String)>,
}

/// The problems among `diagnostics` that are about the document or the files in its folder.
pub(super) fn of_document(diagnostics: &[Diagnostic], text: &PlacedText<'_>) -> Vec<Value> {
    let is_text = [POSTS, PAGES].iter().any(|folder| is_below(text.file, folder));
    let is_form = is_text || text.file == config::FILE;
    let problem = |problem: &Diagnostic| {
        let place = problem.place.as_ref()?;
        let is_own = place.file == text.file;
        let is_beside = own_folder(text.file).is_some_and(|folder| place.file.starts_with(folder));
        (is_own || is_beside).then(|| {
            let (field, range) = match is_own {
                true => field_of(&problem.message, place, text),
                false => (Some("photos".to_owned()), None),
            };
            json!({
                "severity": problem.severity,
                "message": problem.message,
                "hint": if is_form { form_hint(field.as_deref(), problem) } else { Cow::Borrowed(&*problem.hint) },
                "line": if is_own { place.line } else { 0 },
                "field": field,
                "start": range.map(|(start, _)| start),
                "end": range.map(|(_, end)| end),
                "left": if is_own { unwritten(&problem.message) } else { None },
                "isLink": is_form && range.is_some() && is_of_link(problem),
            })
        })
    };
    diagnostics.iter().filter_map(problem).collect()
}

/// The field in which nothing is written, if that is the problem.
fn blank_field(message: &str) -> Option<&'static str> {
    match is_undescribed(message) {
        true => Some("photos_alt"),
        false => missing_key(message).or_else(|| missing_setting(message)),
    }
}

/// The setting for this message, which stands at none.
fn missing_setting(message: &str) -> Option<&'static str> {
    let mut all = SETTINGS.iter().copied().flatten();
    all.find(|setting| !setting.missing.is_empty() && setting.missing == message).map(|one| one.key)
}

/// Whether the dialog that chooses a link mends the problem.
fn is_of_link(problem: &Diagnostic) -> bool {
    problem.message.starts_with("ссылка никуда не ведёт")
        || problem.message.starts_with("нет файла")
}

/// The hint as far as it helps in a form: there is no line of the file to add, an example stands at each
/// field, and what a link leads to is chosen in a dialog.
fn form_hint<'a>(field: Option<&str>, problem: &'a Diagnostic) -> Cow<'a, str> {
    let hint = &problem.hint;
    let is_of_photos = field.is_some_and(|field| PHOTO_KEYS.contains(&field));
    let is_of_settings = problem.place.as_ref().is_some_and(|place| place.file == config::FILE);
    let words = match field {
        _ if is_of_photos && hint.contains('`') => "",
        // The names of keys are no words of a form.
        _ if is_of_settings && hint.starts_with("здесь бывают") => {
            "исправьте или уберите эту строку в тексте файла"
        }
        // An example stands at the field, not as a line of the file.
        _ if is_of_settings && hint.starts_with("например, `") => "",
        Some("body") if is_of_link(problem) => {
            "выберите заново, куда она ведёт: событие, страницу или файл"
        }
        Some("body") if problem.message.starts_with("нет картинки") => {
            "добавьте снимок ниже, в «Снимки», и нажмите в нём «Вставить в рассказ»"
        }
        _ => return hint_of_form(hint),
    };
    Cow::Borrowed(words)
}

/// The same for a list of problems, from which the event is opened.
pub(in crate::editor) fn hint_of_event(problem: &Diagnostic) -> Cow<'_, str> {
    form_hint(Some("body"), problem)
}

/// Lines of the file, and where the form has what they say.
const LINES: &[(&str, &str)] = &[
    ("добавьте строку `согласие: да`", "отметьте его в «Снимках»"),
    ("добавьте строку `черновик: да`", "выключите «Готово к публикации»"),
    (
        "добавьте строку `проведено: да`, а если события не было — `проведено: нет`",
        "выберите в сведениях «Состоялось», а если события не было — «Не состоялось»",
    ),
    (
        "положите файл в папку его учебного года или назовите этот год в строке `учебный_год`",
        "впишите этот учебный год в «Ещё сведения»",
    ),
    ("проверьте дату и строку `учебный_год`", "проверьте дату и учебный год в «Ещё сведения»"),
];

/// A hint without the line of the file that it says to add.
pub(in crate::editor) fn hint_of_form(hint: &str) -> Cow<'_, str> {
    if hint.starts_with("добавьте строку") {
        return Cow::Borrowed("");
    }
    let words = hint.split(", или добавьте строку").next().unwrap_or_default();
    match LINES.iter().find(|(line, _)| words.contains(line)) {
        Some((line, form)) => Cow::Owned(words.replace(line, form)),
        None => Cow::Borrowed(words),
    }
}

/// The English name of the key, or `body`, and there the range in UTF-16 units.
fn field_of(
    message: &str,
    place: &Place,
    text: &PlacedText<'_>,
) -> (Option<String>, Option<(usize, usize)>) {
    if let Some(key) = blank_field(message) {
        return (Some(key.to_owned()), None);
    }
    if place.line == 0 {
        return (None, None);
    }
    let line_start = start_of_line(text.text, place.line);
    if line_start >= text.body_start {
        let start = utf16_offset(text, line_start, place.column.saturating_sub(1));
        let end = utf16_offset(text, line_start, place.column.saturating_sub(1) + place.length);
        return (Some("body".to_owned()), Some((start, end)));
    }
    let above = text.keys.iter().rev().find(|(line, _)| *line <= place.line);
    (above.map(|(_, key)| key.clone()), None)
}

/// The byte at which the line `number`, counted from 1, begins.
fn start_of_line(text: &str, number: usize) -> usize {
    let mut breaks = text.match_indices('\n').map(|(at, _)| at + 1);
    match number.checked_sub(2) {
        None => 0,
        Some(before) => breaks.nth(before).unwrap_or(text.len()),
    }
}

/// The offset within the body, in UTF-16 units, of so many characters after the start of a line.
fn utf16_offset(text: &PlacedText<'_>, line_start: usize, characters: usize) -> usize {
    let units = |part: &str| part.chars().map(char::len_utf16).sum::<usize>();
    let line = text.text[line_start..].split('\n').next().unwrap_or_default();
    let before: usize = line.chars().take(characters).map(char::len_utf16).sum();
    units(&text.text[text.body_start..line_start]) + before
}

#[cfg(test)]
mod tests {
    use super::super::unwritten::Unwritten;
    use super::*;

    const TEXT: &str = "---\nназвание: А\nместо: Б\n---\nПривет 😀 мир\n[а](б.md)\n";

    fn placed() -> PlacedText<'static> {
        let keys = vec![(2, "title".to_owned()), (3, "place".to_owned())];
        let body_start = TEXT.find("Привет").unwrap();
        PlacedText { file: "content/posts/a/index.md", text: TEXT, body_start, keys }
    }

    fn of(diagnostic: Diagnostic) -> Value {
        of_document(&[diagnostic], &placed()).pop().unwrap_or_default()
    }

    fn at(part: &str) -> Diagnostic {
        let start = TEXT.find(part).unwrap();
        Diagnostic::error("плохо").at(Place::span(
            "content/posts/a/index.md",
            TEXT,
            start,
            start + part.len(),
        ))
    }

    #[test]
    fn a_problem_stands_at_its_field() {
        assert_eq!(of(at("А"))["field"], "title");
        assert_eq!(of(at("Б"))["field"], "place");
        let missing = Diagnostic {
            message: "не указана дата".to_owned(), ..at("название")
        };
        assert_eq!(of(missing)["field"], "date");
        let whole = Diagnostic::error("плохо").at(Place::file("content/posts/a/index.md"));
        assert_eq!(of(whole)["field"], Value::Null);
        let photo = Diagnostic::error("плохо").at(Place::file("content/posts/a/1.jpg"));
        assert_eq!(of(photo)["field"], "photos");
        let other = Diagnostic::error("плохо").at(Place::file("content/posts/b.md"));
        assert_eq!(of(other), Value::Null);
    }

    #[test]
    fn what_a_draft_lacks_is_no_mistake() {
        let file = "content/posts/a/index.md";
        let problem = |message: &str| Diagnostic::error(message).at(Place::file(file));
        let all = [
            problem("не указана дата"),
            problem("неизвестное направление"),
            problem("не указано название"),
        ];
        let words = |is_draft| Unwritten::of(&all).take(file, is_draft);
        assert_eq!(
            (words(true).words, words(true).errors),
            (vec!["когда прошло".into(), "название".into()], 2)
        );
        assert_eq!((words(false).words, words(false).errors), (vec![], 0));
        assert_eq!(of_document(&all, &placed())[1]["left"], Value::Null);
        assert_eq!(of_document(&all, &placed())[0]["left"], "когда прошло");
    }

    #[test]
    fn no_line_of_the_file_is_asked_for() {
        let hint = crate::calendar::DateError::NoYear.hint();
        assert!(hint.contains("учебный_год"), "{hint}");
        assert_eq!(of(at("А").hint(hint))["hint"], "допишите год, например «14 октября 2022»");
        let hint = "если согласие на публикацию есть, добавьте строку `согласие: да`; если нет, уберите снимок";
        let form =
            "если согласие на публикацию есть, отметьте его в «Снимках»; если нет, уберите снимок";
        assert_eq!(hint_of_form(hint), form);
    }

    #[test]
    fn the_school_year_of_an_event_is_a_field_of_the_form() {
        for (hint, form) in [
            (
                "проверьте дату; если она верна, положите файл в папку его учебного года или назовите этот год в строке `учебный_год`",
                "проверьте дату; если она верна, впишите этот учебный год в «Ещё сведения»",
            ),
            (
                "проверьте дату и строку `учебный_год`",
                "проверьте дату и учебный год в «Ещё сведения»",
            ),
        ] {
            assert_eq!(hint_of_form(hint), form);
        }
    }

    #[test]
    fn an_example_of_a_line_of_the_settings_is_none_of_a_form() {
        let hint = |file: &str| {
            let problem = Diagnostic::error("плохо").at(Place::file(file));
            form_hint(None, &problem.hint("например, `папка: /tochka`")).into_owned()
        };
        assert_eq!(hint(config::FILE), "");
        assert_eq!(hint("content/pages/a.md"), "например, `папка: /tochka`");
    }

    #[test]
    fn places_of_the_body_count_as_a_browser_does() {
        let body: Vec<u16> = TEXT[placed().body_start..].encode_utf16().collect();
        for part in ["Привет", "мир", "[а](б.md)"] {
            let problem = of(at(part));
            let [start, end] = ["start", "end"].map(|key| problem[key].as_u64().unwrap() as usize);
            assert_eq!(String::from_utf16(&body[start..end]).unwrap(), part);
            assert_eq!(problem["field"], "body");
        }
    }
}
