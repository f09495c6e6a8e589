//! A plan and the outcome of an upload, in Russian and as JSON.
//!
//! The document: `{"version": 1, "plan": {"new": […], "changed": […], "removed": […], "unchanged":
//! n, "bytes": n}, "published": true | false, "addresses": […], "unseen": […]}`. Paths are relative to the
//! section; `addresses` are the URLs of new posts, `unseen` those of files that are not on the web yet.

use rostok::publish::{Plan, Published, RunOutcome};
use rostok::quantity::{count, kilobytes};
use serde_json::{Value, json};

use super::Refusal;
use crate::cli::arguments::ReportFormat;
use crate::cli::terminal::Terminal;

/// How many paths of a list are shown.
const SHOWN: usize = 10;

pub(super) const UNENCRYPTED: &str =
    "Соединение с сервером не зашифровано: пароль и файлы идут открытым текстом\n";

/// The text about an outcome. What is not on the web yet is printed as a complaint before it.
pub(super) fn outcome(
    outcome: &RunOutcome,
    format: ReportFormat,
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
            Ok(done(published))
        }
    }
}

/// The plan for a person; `speed` is in bytes per second.
pub(super) fn plan(plan: &Plan, target: &str, speed: Option<u64>) -> String {
    if plan.is_empty() {
        let there = count(plan.unchanged, "файл", "файла", "файлов");
        return format!("На сервере уже всё готово ({there}): {target}\n");
    }
    let new = sent_paths(plan, true);
    let changed = sent_paths(plan, false);
    let removed: Vec<&str> = plan.clear.iter().chain(&plan.remove).map(String::as_str).collect();
    let mut text = format!("План публикации: {target}\n");
    for (sign, what, mut paths) in
        [("+", "новых", new), ("~", "изменено", changed), ("-", "будет удалено", removed)]
    {
        if !paths.is_empty() {
            text += &format!("  {what}\u{a0}— {}\n", paths.len());
            // Pages are more interesting than the files of the theme.
            paths.sort_by_key(|path| !path.ends_with(".html"));
            for path in paths.iter().take(SHOWN) {
                text += &format!("    {sign} {path}\n");
            }
            if paths.len() > SHOWN {
                text += &format!("      и ещё {}\n", paths.len() - SHOWN);
            }
        }
    }
    text += &format!("  без изменений\u{a0}— {}\n", plan.unchanged);
    text += &format!("  отправить {}", kilobytes(plan.bytes()));
    if let Some(seconds) = speed.map(|speed| plan.bytes() / speed) {
        text += &format!(", около {} по прошлой скорости", time(seconds));
    }
    text + "\n"
}

/// What was done, for a person; empty if nothing was to be done.
fn done(published: &Published) -> String {
    let Published { plan, new_posts, .. } = published;
    if plan.is_empty() {
        return String::new();
    }
    let sent = count(plan.send.len(), "файл", "файла", "файлов");
    let mut text = format!("Опубликовано: отправлено {sent} ({})", kilobytes(plan.bytes()));
    if plan.removals() > 0 {
        text += &format!(", удалено\u{a0}— {}", plan.removals());
    }
    text.push('\n');
    if !new_posts.is_empty() {
        text += "Новые события:\n";
        for url in new_posts {
            text += &format!("  {url}\n");
        }
    }
    text
}

/// Files that are on the server and not on the web yet.
fn not_live(urls: &[String]) -> String {
    let mut text = "Лежат на сервере, но в интернете пока не видны:\n".to_owned();
    for url in urls.iter().take(SHOWN) {
        text += &format!("  {url}\n");
    }
    if urls.len() > SHOWN {
        text += &format!("  и ещё {}\n", urls.len() - SHOWN);
    }
    text + "Откройте их через несколько минут; если их нет, проверьте папку на сервере и `адрес_сайта`\n"
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

/// Formats seconds as «12 с» or «2 мин».
pub(super) fn time(seconds: u64) -> String {
    match seconds {
        0..=89 => format!("{}\u{a0}с", seconds.max(1)),
        _ => format!("{}\u{a0}мин", seconds.div_ceil(60)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rostok::publish::{ContentHash, SectionManifest, plan as make_plan};

    fn manifest(files: &[(&str, &str)]) -> SectionManifest {
        let files = files.iter().map(|(path, text)| {
            ((*path).to_owned(), Some(ContentHash::from_bytes(text.as_bytes())))
        });
        SectionManifest { files: files.collect(), ..SectionManifest::default() }
    }

    #[test]
    fn a_plan_is_shown_with_counts_and_size() {
        let local = manifest(&[("2022/a.html", "новое"), ("index.html", "2"), ("b.html", "1")]);
        let server = manifest(&[("index.html", "1"), ("b.html", "1"), ("c.html", "1")]);
        let text = plan(&make_plan(&local, &server), "a.ru/tochka", Some(1)).replace('\u{a0}', " ");
        assert_eq!(
            text,
            "План публикации: a.ru/tochka\n  новых — 1\n    + 2022/a.html\n  изменено — 1\n    \
             ~ index.html\n  будет удалено — 1\n    - c.html\n  без изменений — 1\n  \
             отправить 1 КБ, около 11 с по прошлой скорости\n"
        );
        let nothing = plan(&make_plan(&local, &local), "a.ru", None).replace('\u{a0}', " ");
        assert_eq!(nothing, "На сервере уже всё готово (3 файла): a.ru\n");
    }
}
