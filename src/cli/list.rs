//! `rostok list`: the events, for reading, for a spreadsheet or for a program.

use std::path::Path;

use super::arguments::ListArguments;
use super::table::{self, ListRow};
use super::terminal::Terminal;
use super::{Exit, not_wired, report};
use rostok::diagnostic::Diagnostic;

/// Lists the events of the site of `root`.
pub(super) fn run(root: &Path, asked: &ListArguments, terminal: &Terminal) -> Exit {
    match list(root, asked) {
        Ok(rows) => {
            terminal.print(&table::print(&rows, asked.format));
            Exit::Done
        }
        Err(problem) => report::refuse(&problem, terminal),
    }
}

/// The events asked for, newest first.
fn list(root: &Path, asked: &ListArguments) -> Result<Vec<ListRow>, Box<Diagnostic>> {
    // rostok::pipeline::…: load and assemble, then the posts of this direction and school year
    let ListArguments { direction, year, format: _ } = asked;
    let _ = (root, direction, year);
    not_wired()
}
