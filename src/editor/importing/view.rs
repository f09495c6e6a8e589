//! What is found in a file, and what was made of it, as JSON.

use serde_json::Value;

use crate::characters::capitalised;
use crate::config::{self, Config};
use crate::content::participants::Participants;
use crate::editor::json::json;
use crate::import::{ImportProblem, ImportedDirection};
use crate::pipeline::{ImportPreview, Imported, MatchedEvent, PreviewedEvent, RefusedCorrection};
use crate::quantity::count;

pub(super) fn preview(preview: &ImportPreview, config: &Config) -> Value {
    let ImportPreview { events, year, files, untaken } = preview;
    json!({
        "events": events.iter().map(|event| found(event, config)).collect::<Vec<_>>(),
        "year": year.map(|year| year.to_string()),
        "files": files.iter().map(|file| without_folder(file)).collect::<Vec<_>>(),
        "untaken": untaken,
    })
}

fn found(found: &PreviewedEvent, config: &Config) -> Value {
    let PreviewedEvent { event, existing, problems } = found;
    let (direction, heading) = match &event.direction {
        ImportedDirection::Known(direction) => (Some(&config.direction(*direction).id), None),
        ImportedDirection::Unknown(heading) => (None, Some(heading)),
        ImportedDirection::Missing => (None, None),
    };
    let attendance =
        [event.audience.clone(), event.participants.as_ref().map(Participants::to_string)];
    let attendance: Vec<String> = attendance.into_iter().flatten().collect();
    let fields = event.fields.iter().map(
        |(field, text)| json!({ "name": capitalised(field.key(&config.own_keys)), "text": text }),
    );
    let links = event.link.iter().chain(&event.more_links);
    json!({
        "row": event.row,
        "title": event.title,
        "date": event.date_line,
        "understood": event.date.map(|date| date.to_string()),
        "direction": direction,
        "heading": heading,
        "attendance": attendance.join(", "),
        "fields": fields.collect::<Vec<_>>(),
        "links": links.collect::<Vec<_>>(),
        "hasText": !event.text.is_empty(),
        "pictures": event.pictures,
        "existing": existing,
        "problems": problems.iter().map(problem).collect::<Vec<_>>(),
    })
}

fn problem(problem: &ImportProblem) -> Value {
    json!({
        "severity": problem.severity,
        "place": problem.place,
        "message": problem.message,
        "hint": page_hint(&problem.hint, false),
    })
}

/// A hint of the command line in the words of the page; after drafts were made there is no table.
pub(super) fn page_hint(hint: &str, is_made: bool) -> String {
    let (year, direction) = if is_made {
        ("исправьте дату в черновике", "")
    } else {
        ("укажите учебный год над таблицей", " или назовите одно для всех над таблицей")
    };
    let mut hint =
        hint.replace(" или назовите одно для всех: `--direction НАПРАВЛЕНИЕ`", direction);
    for what in ["укажите учебный год", "укажите учебный год плана", "укажите учебный год отчёта"]
    {
        hint = hint.replace(&format!("{what}: `--year 2022/23`"), year);
    }
    // Lines of a draft, by the fields that its form has for them.
    for (line, field) in [
        ("в строке `аудитория`", "в поле «Для кого»"),
        ("в `участники`", "в поле «Участники»"),
        ("строку `участники`", "поле «Участники»"),
    ] {
        hint = hint.replace(line, field);
    }
    hint.replace(&format!("в `{}`", config::FILE), "в настройки раздела")
}

pub(super) fn refused(refused: &[RefusedCorrection]) -> Vec<Value> {
    let one = |RefusedCorrection { number, field, message, hint }: &RefusedCorrection| {
        json!({
            "number": number, "field": field, "message": capitalised(message), "hint": hint,
        })
    };
    refused.iter().map(one).collect()
}

pub(super) fn imported(imported: &Imported) -> Value {
    let event = |event: &MatchedEvent| json!({ "title": event.title, "date": event.date, "file": event.file });
    json!({
        "created": imported.created.iter().map(event).collect::<Vec<_>>(),
        "createdText": count(imported.created.len(), "черновик", "черновика", "черновиков"),
        "existing": imported.existing.len(),
        "files": imported.files.iter().map(|file| without_folder(file)).collect::<Vec<_>>(),
        "untaken": imported.untaken,
    })
}

/// «`content/data/teachers.yaml`: 4 строки» without the folder, which means nothing to a teacher.
fn without_folder(file: &str) -> &str {
    file.strip_prefix("content/").unwrap_or(file)
}

#[cfg(test)]
mod tests {
    use super::page_hint;

    #[test]
    fn hints_name_fields_of_the_form_and_no_lines_of_the_draft() {
        let unclear = "оно осталось словами в строке `аудитория`; точное впишите в `участники`";
        assert_eq!(
            page_hint(unclear, true),
            "оно осталось словами в поле «Для кого»; точное впишите в поле «Участники»"
        );
        assert_eq!(page_hint("проверьте строку `участники`", false), "проверьте поле «Участники»");
    }
}
