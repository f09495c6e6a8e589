//! A plan and the outcome of an upload, in Russian and as JSON.
//!
//! The document: `{"version": 1, "plan": {"new": […], "changed": […], "removed": […], "unchanged":
//! n, "bytes": n}, "published": true | false, "addresses": […], "unseen": […]}`. Paths are relative to the
//! section; `addresses` are the URLs of new posts, `unseen` those of files that are not on the web yet.

use jiff::tz::TimeZone;
use rostok::publish::words;
use rostok::publish::{Changes, Plan, PlanSummary, Published, Restoration, RunOutcome};
use rostok::quantity::{count, kilobytes};
use serde_json::{Value, json};

use super::Refusal;
use crate::cli::arguments::ReportFormat;
use crate::cli::terminal::Terminal;

/// How many lines of a list are shown.
const SHOWN: usize = 10;

/// The questions about a plan.
pub(super) const PUBLISH: &str = "Опубликовать?";
pub(super) const UNDO: &str = "Отменить публикацию?";

/// The text about an outcome. What is not on the web yet is printed as a complaint before it.
pub(super) fn outcome(
    outcome: &RunOutcome,
    format: ReportFormat,
    timezone: &TimeZone,
    terminal: &Terminal,
) -> Result<String, Refusal> {
    match (outcome, format) {
        (RunOutcome::Declined, _) => Err(Refusal::Declined),
        (RunOutcome::Planned(_), ReportFormat::Text) => Ok(String::new()),
        (RunOutcome::Planned(plan), ReportFormat::Json) => Ok(document(plan, None)),
        (RunOutcome::Published(published), ReportFormat::Json) => {
            Ok(document(&published.plan, Some(published)))
        }
        (RunOutcome::Published(published), ReportFormat::Text) => {
            if !published.not_live.is_empty() {
                terminal.print_error(&not_live(&published.not_live));
            }
            Ok(done(published, timezone))
        }
    }
}

/// The first lines of a plan.
pub(super) fn plan_head(
    target: &str,
    undo: Option<Restoration<'_>>,
    timezone: &TimeZone,
) -> String {
    let Some(undo) = undo else {
        return format!("План публикации: {target}\n");
    };
    let restores = words::restores(undo, timezone);
    let now = words::view(undo.from, timezone);
    format!("План отмены: {target}\n{restores}\nСейчас на сайте {now}\n")
}

/// The plan for a person: events by name, then counts. `speed` is in bytes per second.
pub(super) fn plan(head: &str, plan: &Plan, summary: &PlanSummary, speed: Option<u64>) -> String {
    if plan.is_empty() {
        let there = count(plan.unchanged, "файл", "файла", "файлов");
        return format!("{head}На сервере уже всё готово ({there})\n");
    }
    let parts = [
        ("+", "новых событий", "новое", &summary.new),
        ("~", "изменено событий", "изменено", &summary.changed),
        ("-", "будет удалено событий", "будет удалено", &summary.removed),
    ];
    let mut text = head.to_owned();
    for (sign, events, _, changes) in parts {
        text += &named_events(sign, events, changes);
    }
    for (_, _, what, changes) in parts {
        text += &counts(what, changes);
    }
    text += &format!("  без изменений\u{a0}— {}\n", plan.unchanged);
    text += &format!("  отправить {}", kilobytes(plan.bytes()));
    if let Some(seconds) = speed.map(|speed| plan.bytes() / speed) {
        text += &format!(", около {} по прошлой скорости", words::time(seconds));
    }
    text + "\n"
}

fn named_events(sign: &str, what: &str, changes: &Changes) -> String {
    if changes.events.is_empty() {
        return String::new();
    }
    let mut text = format!("  {what}\u{a0}— {}\n", changes.event_count());
    for event in &changes.events {
        text += &match &event.title {
            Some(title) => format!("    {sign} {title} ({})\n", event.path),
            None => format!("    {sign} {}\n", event.path),
        };
    }
    if changes.more_events > 0 {
        text += &format!("      и ещё {}\n", changes.more_events);
    }
    text
}

/// «  изменено: 5 страниц, 2 фото».
fn counts(what: &str, changes: &Changes) -> String {
    let other = if changes.events.is_empty() { "" } else { "ещё " };
    let counts = words::other_changes(changes);
    if counts.is_empty() { String::new() } else { format!("  {other}{what}: {counts}\n") }
}

/// What was done, for a person; empty if nothing was to be done.
fn done(published: &Published, timezone: &TimeZone) -> String {
    let Published { plan, new_posts, restored, .. } = published;
    if plan.is_empty() {
        return String::new();
    }
    let sent = count(plan.send.len(), "файл", "файла", "файлов");
    let what = if restored.is_some() {
        "Публикация отменена"
    } else {
        "Опубликовано"
    };
    let mut text = format!("{what}: отправлено {sent} ({})", kilobytes(plan.bytes()));
    if plan.removals() > 0 {
        text += &format!(", удалено\u{a0}— {}", plan.removals());
    }
    text.push('\n');
    match restored {
        Some(edition) => text += &format!("{}\n", words::holds(edition, timezone)),
        None if !new_posts.is_empty() => {
            text += "Новые события:\n";
            text += &first_lines(new_posts);
        }
        None => {}
    }
    text
}

/// The first of some lines, and how many more there are.
fn first_lines(lines: &[String]) -> String {
    let mut text = String::new();
    for line in lines.iter().take(SHOWN) {
        text += &format!("  {line}\n");
    }
    if lines.len() > SHOWN {
        text += &format!("  и ещё {}\n", lines.len() - SHOWN);
    }
    text
}

/// Files that are on the server and not on the web yet.
fn not_live(urls: &[String]) -> String {
    let urls = first_lines(urls);
    format!("Лежат на сервере, но в интернете пока не видны:\n{urls}")
        + "Откройте их через несколько минут; если их нет, проверьте папку на сервере и `адрес_сайта`\n"
}

/// The document for programs; `published` is `None` after a dry run.
fn document(plan: &Plan, published: Option<&Published>) -> String {
    let removed: Vec<&String> = plan.clear.iter().chain(&plan.remove).collect();
    let empty = Vec::new();
    let document: Value = json!({
        "version": 1,
        "plan": {
            "new": sent_paths(plan, true),
            "changed": sent_paths(plan, false),
            "removed": removed,
            "unchanged": plan.unchanged,
            "bytes": plan.bytes(),
        },
        "published": published.is_some(),
        "addresses": published.map_or(&empty, |published| &published.new_posts),
        "unseen": published.map_or(&empty, |published| &published.not_live),
    });
    format!("{document:#}\n")
}

/// The paths of the new or the changed files of a plan.
fn sent_paths(plan: &Plan, new: bool) -> Vec<&str> {
    let files = plan.send.iter().filter(|file| file.new == new);
    files.map(|file| file.path.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rostok::publish::{
        ContentHash, Edition, PublishError, SectionManifest, Source, plan as make_plan,
    };

    fn manifest(files: &[(&str, &str)]) -> SectionManifest {
        let files = files.iter().map(|(path, text)| {
            ((*path).to_owned(), Some(ContentHash::from_bytes(text.as_bytes())))
        });
        SectionManifest { files: files.collect(), ..SectionManifest::default() }
    }

    /// Every page is called «Турнир».
    struct Pages;

    impl Source for Pages {
        fn bytes(&self, _: &str, _: ContentHash) -> Result<Vec<u8>, PublishError> {
            Ok("<title>Турнир — Новости</title>".as_bytes().to_vec())
        }
    }

    fn shown(local: &SectionManifest, server: &SectionManifest, speed: Option<u64>) -> String {
        let made = make_plan(local, server);
        let summary = PlanSummary::new(&made, &Pages, "Новости");
        let head = plan_head("a.ru/tochka", None, &TimeZone::UTC);
        plan(&head, &made, &summary, speed).replace('\u{a0}', " ")
    }

    #[test]
    fn a_plan_names_events_and_counts_the_rest() {
        let local = manifest(&[("2022/a.html", "новое"), ("index.html", "2"), ("b.html", "1")]);
        let server = manifest(&[("index.html", "1"), ("b.html", "1"), ("c.css", "1")]);
        assert_eq!(
            shown(&local, &server, Some(1)),
            "План публикации: a.ru/tochka\n  новых событий — 1\n    + Турнир (2022/a.html)\n  \
             изменено: 1 страница\n  будет удалено: 1 прочий файл\n  без изменений — 1\n  \
             отправить 1 КБ, около 11 с по прошлой скорости\n"
        );
        assert_eq!(
            shown(&local, &local, None),
            "План публикации: a.ru/tochka\nНа сервере уже всё готово (3 файла)\n"
        );
    }

    #[test]
    fn ten_thousand_events_take_a_few_lines() {
        let paths: Vec<_> = (0..10_000).map(|number| format!("2022/{number}.html")).collect();
        let files: Vec<_> = paths.iter().map(|path| (path.as_str(), "1")).collect();
        let text = shown(&manifest(&files), &SectionManifest::default(), None);
        assert!(text.contains("новых событий — 10000") && text.contains("и ещё 9990"), "{text}");
        assert!(text.lines().count() < 20, "{text}");
    }

    #[test]
    fn the_plan_of_an_undo_says_what_comes_back() {
        let edition = |number, time| Edition { number, time, ..Edition::default() };
        let (to, from) = (edition(1, 1_795_970_700), edition(2, 1_796_000_000));
        let moscow = TimeZone::fixed(jiff::tz::offset(3));
        let head = |to| plan_head("a.ru", Some(Restoration { from: &from, to }), &moscow);
        assert_eq!(
            head(&to),
            "План отмены: a.ru\nВернётся вид от 29.11.2026, 19:45\n\
             Сейчас на сайте вид от 30.11.2026, 03:53\n"
        );
        assert!(head(&edition(0, 0)).contains("до первой публикации"));
    }
}
