//! `rostok init`: a new centre's site.

use std::path::{Path, PathBuf};

use super::arguments::InitArguments;
use super::terminal::Terminal;
use super::{Exit, report};
use rostok::fs::with_slashes;
use rostok::starter;

/// Makes the starter site in the folder asked for, counted from `root`.
pub(super) fn run(root: &Path, asked: &InitArguments, terminal: &Terminal) -> Exit {
    // Joined to `.`, a folder would be told as `./name`.
    let folder = match &asked.folder {
        Some(folder) if root == Path::new(".") => folder.clone(),
        Some(folder) => root.join(folder),
        None => root.to_owned(),
    };
    match starter::init(&folder) {
        Ok(made) => {
            terminal.print(&farewell(&folder, &made));
            Exit::Done
        }
        Err(refusal) => {
            report::refuse(&super::problem(refusal.to_string(), refusal.hint()), terminal)
        }
    }
}

fn farewell(folder: &Path, made: &[PathBuf]) -> String {
    let made: String = made.iter().map(|file| format!("  {}\n", with_slashes(file))).collect();
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
        "Сайт создан в {place}:\n{made}\n\
         Что дальше:\n  \
         {enter}впишите название и адрес центра в `content/site.yaml`\n  \
         добавьте событие: `rostok new \"Название события\"`\n  \
         соберите сайт: `rostok build`\n"
    )
}
