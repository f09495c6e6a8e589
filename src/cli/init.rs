//! `rostok init`: creates the site of a new centre.

use std::path::{Path, PathBuf};

use super::arguments::InitArguments;
use super::terminal::Terminal;
use super::{Exit, report};
use rostok::fs::with_slashes;
use rostok::starter;

/// Creates the starter site in the folder of the arguments, which is relative to `root`.
pub(super) fn run(root: &Path, args: &InitArguments, terminal: &Terminal) -> Exit {
    // Joining to `.` would print the folder as `./name`.
    let folder = match &args.folder {
        Some(folder) if root == Path::new(".") => folder.clone(),
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
