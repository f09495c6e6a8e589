//! `rostok new`: a file for a new event.

use std::path::{Path, PathBuf};

use super::arguments::NewArguments;
use super::terminal::Terminal;
use super::{Exit, not_wired, report};
use rostok::diagnostic::Diagnostic;

/// Makes the event's file in the site of `root`.
pub(super) fn run(root: &Path, asked: &NewArguments, terminal: &Terminal) -> Exit {
    match new(root, asked) {
        Ok(file) => {
            terminal.print(&format!(
                "Создан файл `{}`\nОткройте его, впишите рассказ о событии и соберите сайт: \
                 `rostok build`\n",
                file.display()
            ));
            Exit::Done
        }
        Err(problem) => report::refuse(&problem, terminal),
    }
}

/// The file made.
fn new(root: &Path, asked: &NewArguments) -> Result<PathBuf, Box<Diagnostic>> {
    // rostok::pipeline::…: the title, the date or today, the direction, the slug
    let NewArguments { title, date, direction, slug } = asked;
    let _ = (root, title, date, direction, slug);
    not_wired()
}
