//! `rostok init`: a new centre's site.

use std::path::{Path, PathBuf};

use super::arguments::InitArguments;
use super::terminal::Terminal;
use super::{Exit, report};
use rostok::starter;

/// Makes the starter site in the folder asked for, counted from `root`.
pub(super) fn run(root: &Path, asked: &InitArguments, terminal: &Terminal) -> Exit {
    let folder = asked.folder.as_ref().map_or_else(|| root.to_owned(), |folder| root.join(folder));
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
    let made: String = made.iter().map(|file| format!("  {}\n", file.display())).collect();
    format!(
        "Сайт создан в `{}`:\n{made}\n\
         Что дальше:\n  \
         впишите название и адрес центра в `{}`\n  \
         добавьте событие: `rostok new \"Название события\"`\n  \
         соберите сайт: `rostok build`\n",
        folder.display(),
        folder.join("content").join("site.yaml").display(),
    )
}
