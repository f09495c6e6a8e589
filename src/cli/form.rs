//! `rostok report --form`: fill a form of somebody else.

use std::path::Path;

use rostok::characters::capitalised;
use rostok::diagnostic::{Diagnostic, Diagnostics};
use rostok::form::{Unfilled, UnfilledReason};
use rostok::fs::shown_path;
use rostok::pipeline::{self, CentresRequest, FormFile, FormRequest, Request, SavedForm};
use rostok::quantity::count;
use rostok::report::{LeftOutEvent, NotHeldReason};
use rostok::typography;

use super::arguments::{DocumentArguments, SiteArguments};
use super::terminal::Terminal;
use super::{Exit, document, report, summary};

/// How many events a line names.
const MAX_NAMED: usize = 5;

pub(super) fn run(
    root: &Path,
    args: DocumentArguments,
    form: FormFile,
    terminal: &Terminal,
) -> Exit {
    finish(|problems| fill(root, args, form, problems), terminal)
}

/// Fills a form with the events of several centres.
pub(super) fn run_centres(
    request: &Request,
    centres: &CentresRequest,
    form: &FormFile,
    terminal: &Terminal,
) -> Exit {
    let fill = |problems: &mut Diagnostics| {
        pipeline::fill_form_of_centres(request, centres, form, problems)
            .map_err(|failure| super::failure_diagnostic(&failure))
    };
    finish(fill, terminal)
}

/// Runs `fill` and tells what came of it.
fn finish(
    fill: impl FnOnce(&mut Diagnostics) -> Result<Option<SavedForm>, Box<Diagnostic>>,
    terminal: &Terminal,
) -> Exit {
    let progress = terminal.progress("Заполняю форму");
    let mut problems = Diagnostics::new();
    let outcome = fill(&mut problems);
    drop(progress);
    match outcome {
        Ok(saved) => {
            if let Some(saved) = saved {
                terminal.print(&describe(&saved));
                terminal.print(&summary::unsound_drafts(&saved.unsound_drafts));
            }
            report::report_problems(problems, terminal)
        }
        Err(problem) => report::report_failure(&problem, terminal),
    }
}

fn fill(
    root: &Path,
    args: DocumentArguments,
    form: FormFile,
    problems: &mut Diagnostics,
) -> Result<Option<SavedForm>, Box<Diagnostic>> {
    refuse_columns(&args)?;
    let period = document::period(&args);
    let DocumentArguments { out, force, overrides, .. } = args;
    let site = SiteArguments { overrides, ..SiteArguments::default() };
    let request = super::request(root, &site)?;
    let wanted = FormRequest { period, form, out, force };
    pipeline::fill_form(&request, &wanted, problems)
        .map_err(|failure| super::failure_diagnostic(&failure))
}

/// # Errors
/// If columns were chosen.
pub(super) fn refuse_columns(args: &DocumentArguments) -> Result<(), Box<Diagnostic>> {
    document::refuse_columns(args, "колонки формы определяет её шапка")
}

/// What was filled, what was not, and which events are missing.
fn describe(saved: &SavedForm) -> String {
    let what = if saved.written { "Готово" } else { "Без изменений" };
    let events = count(saved.rows, "событие", "события", "событий");
    let centres = saved.centres.map(|centres| count(centres, "центр", "центра", "центров"));
    let parts: Vec<&str> = [&*saved.table].into_iter().chain(centres.as_deref()).collect();
    let mut lines =
        vec![format!("{what}: `{}`, {}, {events}", shown_path(&saved.path), parts.join(", "))];
    if !saved.ties.is_empty() {
        lines.push(format!(
            "Так же подходят {}: другую таблицу выбирает ключ `--table`",
            saved.ties.join(", ")
        ));
    }
    if saved.kept > 0 {
        let rows = count(saved.kept, "строка", "строки", "строк");
        lines.push(format!("В таблице уже были данные, {rows}: они остались на месте"));
    }
    for same in saved.unfilled.chunk_by(|a, b| a.reason == b.reason) {
        lines.push(unfilled(same, saved.rows));
    }
    if !saved.without_heading.is_empty() {
        lines.push(format!(
            "Не вошли, потому что в форме нет раздела с их направлением или временем: {}",
            titles(&saved.without_heading)
        ));
    }
    lines.extend(left_out(&saved.left_out));
    if saved.centres.is_some() {
        lines.extend(document::left_out(&saved.counts));
    }
    lines.extend(saved.notes.iter().map(|note| capitalised(note)));
    lines.join("\n") + "\n"
}

/// What columns with the same reason lack.
fn unfilled(columns: &[Unfilled], rows: usize) -> String {
    let names: Vec<String> = columns.iter().map(|one| format!("„{}“", one.column)).collect();
    let names = names.join(", ");
    let one = columns.len() == 1;
    let not_filled = if one {
        format!("Столбец {names} не заполнен")
    } else {
        format!("Столбцы {names} не заполнены")
    };
    match columns.first().map(|one| &one.reason) {
        Some(UnfilledReason::Unknown) | None => {
            format!("{not_filled}: в событиях нет таких сведений")
        }
        Some(UnfilledReason::SomeOfThem) => {
            format!("{not_filled}: таких участников события отдельно не считают")
        }
        Some(UnfilledReason::Photos) => format!("{not_filled}: фотографии вставьте сами"),
        Some(UnfilledReason::Missing { events, key }) => {
            let example = match key.as_deref() {
                None => String::new(),
                Some("участники") => {
                    " (пишите так: `участники: 20 обучающихся, 3 педагога`)".to_owned()
                }
                Some(key) => format!(" (ключ `{key}`)"),
            };
            if events.len() == rows {
                format!("{not_filled}: события этого не говорят{example}")
            } else {
                let columns = if one { "столбце" } else { "столбцах" };
                format!("Пусто в {columns} {names}{example}: {}", titles(events))
            }
        }
    }
}

/// «А», «Б» и ещё 3
fn titles(titles: &[String]) -> String {
    let shown: Vec<String> =
        titles.iter().take(MAX_NAMED).map(|title| typography::titled(title)).collect();
    match titles.len().saturating_sub(MAX_NAMED) {
        0 => shown.join(", "),
        more => format!("{} и ещё {more}", shown.join(", ")),
    }
}

/// The events of the period that are not in the form, by reason.
fn left_out(events: &[LeftOutEvent]) -> Vec<String> {
    let reasons = [
        (NotHeldReason::Draft, "черновики (добавьте `проведено: да` или уберите `черновик: да`)"),
        (NotHeldReason::AwaitsStory, "анонсы, которые ждут рассказа"),
        (NotHeldReason::NotHeld, "не состоялись"),
        (NotHeldReason::ToCome, "ещё впереди"),
    ];
    let line = |(reason, words): (NotHeldReason, &str)| {
        let of_reason = events.iter().filter(|event| event.reason == reason);
        let all: Vec<String> = of_reason.map(|event| event.title.clone()).collect();
        (!all.is_empty()).then(|| format!("Не вошли, {words}: {}", titles(&all)))
    };
    reasons.into_iter().filter_map(line).collect()
}
