//! A plan and its outcome in words, and as JSON.
//!
//! The document: `{"version": 1, "plan": {"new": […], "changed": […], "removed": […], "unchanged":
//! n, "bytes": n}, "published": true | false, "addresses": […], "unseen": […]}`; paths are relative to
//! the section, `addresses` are those of new posts, `unseen` those of pages that are not served yet.

use rostok::publish::Plan;
use rostok::quantity::{count, kilobytes};
use serde_json::{Value, json};

/// How many paths of a kind are shown.
const SHOWN: usize = 10;

/// The plan for a person; `speed` in bytes per second.
pub(super) fn plan(plan: &Plan, target: &str, speed: Option<u64>) -> String {
    if plan.is_empty() {
        let there = count(plan.unchanged, "файл", "файла", "файлов");
        return format!("На сервере уже всё готово ({there}): {target}\n");
    }
    let (new, changed): (Vec<_>, Vec<_>) = plan.send.iter().partition(|sending| sending.new);
    let new: Vec<&str> = new.iter().map(|sending| &*sending.path).collect();
    let changed: Vec<&str> = changed.iter().map(|sending| &*sending.path).collect();
    let removed: Vec<&str> = plan.clear.iter().chain(&plan.remove).map(String::as_str).collect();
    let mut text = format!("План публикации: {target}\n");
    for (sign, what, mut paths) in
        [("+", "новых", new), ("~", "изменено", changed), ("-", "будет удалено", removed)]
    {
        if !paths.is_empty() {
            text += &format!("  {what}\u{a0}— {}\n", paths.len());
            // Pages mean more to their author than the files of the theme.
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

/// What was done, for a person.
pub(super) fn done(plan: &Plan, addresses: &[String]) -> String {
    let sent = count(plan.send.len(), "файл", "файла", "файлов");
    let mut text = format!("Опубликовано: отправлено {sent} ({})", kilobytes(plan.bytes()));
    if plan.removals() > 0 {
        text += &format!(", удалено\u{a0}— {}", plan.removals());
    }
    text.push('\n');
    if !addresses.is_empty() {
        text += "Новые события:\n";
        for address in addresses {
            text += &format!("  {address}\n");
        }
    }
    text
}

/// Files that are on the server and are not served yet.
pub(super) fn unseen(urls: &[String]) -> String {
    let mut text = "Лежат на сервере, но в интернете пока не видны:\n".to_owned();
    for url in urls.iter().take(SHOWN) {
        text += &format!("  {url}\n");
    }
    if urls.len() > SHOWN {
        text += &format!("  и ещё {}\n", urls.len() - SHOWN);
    }
    text + "Откройте их через несколько минут; если их нет, проверьте папку на сервере и `адрес_сайта`\n"
}

/// The document for programs.
pub(super) fn document(
    plan: &Plan,
    published: bool,
    addresses: &[String],
    unseen: &[String],
) -> String {
    let paths = |new: bool| -> Vec<&str> {
        let sent = plan.send.iter().filter(|sending| sending.new == new);
        sent.map(|sending| sending.path.as_str()).collect()
    };
    let removed: Vec<&String> = plan.clear.iter().chain(&plan.remove).collect();
    let document: Value = json!({
        "version": 1,
        "plan": {
            "new": paths(true),
            "changed": paths(false),
            "removed": removed,
            "unchanged": plan.unchanged,
            "bytes": plan.bytes(),
        },
        "published": published,
        "addresses": addresses,
        "unseen": unseen,
    });
    format!("{document:#}\n")
}

/// «12 с», «2 мин».
pub(super) fn time(seconds: u64) -> String {
    match seconds {
        0..=89 => format!("{}\u{a0}с", seconds.max(1)),
        _ => format!("{}\u{a0}мин", seconds.div_ceil(60)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rostok::publish::{Manifest, Stamp, plan as make};

    fn manifest(files: &[(&str, &str)]) -> Manifest {
        let files =
            files.iter().map(|(path, text)| ((*path).to_owned(), Some(Stamp::of(text.as_bytes()))));
        Manifest { files: files.collect(), ..Manifest::default() }
    }

    #[test]
    fn a_plan_is_told_with_its_counts_and_size() {
        let local = manifest(&[("2022/a.html", "новое"), ("index.html", "2"), ("b.html", "1")]);
        let server = manifest(&[("index.html", "1"), ("b.html", "1"), ("c.html", "1")]);
        let text = plan(&make(&local, &server), "a.ru/tochka", Some(1)).replace('\u{a0}', " ");
        assert_eq!(
            text,
            "План публикации: a.ru/tochka\n  новых — 1\n    + 2022/a.html\n  изменено — 1\n    \
             ~ index.html\n  будет удалено — 1\n    - c.html\n  без изменений — 1\n  \
             отправить 1 КБ, около 11 с по прошлой скорости\n"
        );
        let nothing = plan(&make(&local, &local), "a.ru", None).replace('\u{a0}', " ");
        assert_eq!(nothing, "На сервере уже всё готово (3 файла): a.ru\n");
    }
}
