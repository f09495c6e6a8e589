//! `rostok new`: creates the folder of a new event.

use std::path::{Path, PathBuf};

use super::arguments::{NewArguments, SiteArguments};
use super::terminal::Terminal;
use super::{Exit, report};
use rostok::calendar::EventDate;
use rostok::diagnostic::{Diagnostic, Diagnostics};
use rostok::fs::with_slashes;
use rostok::pipeline;
use rostok::starter::{self, NewPost};

pub(super) fn run(root: &Path, args: &NewArguments, terminal: &Terminal) -> Exit {
    match create(root, args) {
        Ok(file) => {
            terminal.print(&format!(
                "Создан файл `{}`\nОткройте его и впишите рассказ о событии, фотографии положите \
                 рядом с ним и соберите сайт: `rostok build`\n",
                with_slashes(&file)
            ));
            Exit::Done
        }
        Err(problem) => report::report_failure(&problem, terminal),
    }
}

/// Creates the file and returns its path.
fn create(root: &Path, args: &NewArguments) -> Result<PathBuf, Box<Diagnostic>> {
    let NewArguments { title, date, direction, slug } = args;
    let request = super::request(root, &SiteArguments::default())?;
    let mut problems = Diagnostics::new();
    let config = pipeline::read_settings(&request, &mut problems)
        .map_err(|failure| super::failure_diagnostic(&failure))?;
    let config = config.ok_or_else(|| {
        let error = problems.into_iter().find(Diagnostic::is_error);
        Box::new(error.unwrap_or_else(|| Diagnostic::error("файл настроек не читается")))
    })?;
    let post = NewPost {
        title: &title.join(" "),
        date: match date {
            Some(date) => super::date(date)?,
            None => EventDate::day(request.day(&config)),
        },
        date_text: date.as_deref(),
        direction: direction.as_deref(),
        slug: slug.as_deref(),
        draft: false,
    };
    starter::new_post(root, &config, &post)
        .map_err(|error| super::problem(error.to_string(), error.hint()))
}
