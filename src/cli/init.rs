//! `rostok init`: creates the site of a new centre.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use super::arguments::InitArguments;
use super::terminal::Terminal;
use super::{Exit, report};
use rostok::fs::{self, with_slashes};
use rostok::pipeline::Failure;
use rostok::{config, starter};

/// Offers to create a site in `root` if it has none and a person is there to answer; the command then
/// goes on, in the new site or with its message. Not where a site is near: then the folder is wrong.
pub(super) fn offer(root: &Path, terminal: &Terminal) {
    let is_watched = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
    if is_watched {
        offer_to(root, terminal, |question| super::publish::ask(question, terminal));
    }
}

fn offer_to(root: &Path, terminal: &Terminal, ask: impl FnOnce(&str) -> bool) {
    let has_none = !fs::exists(&root.join(config::FILE))
        && matches!(Failure::no_site(root), Failure::NoSite { near: None, .. });
    if !has_none || !fs::exists(root) {
        return;
    }
    let place = match root.display().to_string() {
        here if here == "." => "этой папке".to_owned(),
        folder => format!("папке `{folder}`"),
    };
    if ask(&format!("В {place} пока нет сайта. Создать его здесь?")) {
        run(root, &InitArguments::default(), terminal);
        terminal.print("\n");
    }
}

/// Creates the starter site in the folder of the arguments, which is relative to `root`.
pub(super) fn run(root: &Path, args: &InitArguments, terminal: &Terminal) -> Exit {
    // Joining to `.` would print the folder as `./name`.
    let folder = match super::joined_path(&args.folder) {
        Some(folder) if root == Path::new(".") => folder,
        Some(folder) => root.join(folder),
        None => root.to_owned(),
    };
    match starter::init(&folder) {
        Ok(created) => {
            terminal.print(&next_steps(&folder, &created));
            Exit::Done
        }
        Err(error) => {
            report::report_failure(&super::problem(error.to_string(), error.hint()), terminal)
        }
    }
}

fn next_steps(folder: &Path, created: &[PathBuf]) -> String {
    let files: String = created.iter().map(|file| format!("  {}\n", with_slashes(file))).collect();
    let (place, enter) = match folder.display().to_string() {
        here if matches!(here.as_str(), "." | "./" | "") => {
            ("этой папке".to_owned(), String::new())
        }
        folder => {
            let quote = if folder.contains(' ') { "\"" } else { "" };
            let enter = format!("перейдите в эту папку: `cd {quote}{folder}{quote}`\n  ");
            (format!("папке `{folder}`"), enter)
        }
    };
    format!(
        "Сайт создан в {place}:\n{files}\n\
         Что дальше:\n  \
         {enter}впишите название и адрес центра в `content/site.yaml`\n  \
         добавьте событие: `rostok new \"Название события\"`\n  \
         соберите сайт: `rostok build`\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const TERMINAL: Terminal = Terminal { colour: false, width: 80 };

    #[test]
    fn a_site_is_offered_where_there_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let settings = folder.path().join(config::FILE);
        offer_to(folder.path(), &TERMINAL, |question| {
            assert!(question.ends_with("пока нет сайта. Создать его здесь?"), "{question}");
            false
        });
        assert!(!fs::exists(&settings));
        offer_to(folder.path(), &TERMINAL, |_| true);
        assert!(fs::exists(&settings));
        for place in ["", "content", "content/posts", "нет такой"] {
            offer_to(&folder.path().join(place), &TERMINAL, |_| panic!("a site is there: {place}"));
        }
    }
}
