//! `rostok new`: a file for a new event.

use std::path::{Path, PathBuf};

use super::arguments::{NewArguments, SiteArguments};
use super::terminal::Terminal;
use super::{Exit, report};
use rostok::calendar::EventDate;
use rostok::diagnostic::Diagnostic;
use rostok::fs::with_slashes;
use rostok::pipeline;
use rostok::starter::{self, NewPost};

/// Makes the event's file in the site of `root`.
pub(super) fn run(root: &Path, asked: &NewArguments, terminal: &Terminal) -> Exit {
    match new(root, asked) {
        Ok(file) => {
            terminal.print(&format!(
                "Создан файл `{}`\nОткройте его, впишите рассказ о событии и соберите сайт: \
                 `rostok build`\n",
                with_slashes(&file)
            ));
            Exit::Done
        }
        Err(problem) => report::refuse(&problem, terminal),
    }
}

/// The file made.
fn new(root: &Path, asked: &NewArguments) -> Result<PathBuf, Box<Diagnostic>> {
    let NewArguments { title, date, direction, slug } = asked;
    let request = super::request(root, &SiteArguments::default())?;
    let config = pipeline::read_settings(&request)
        .map_err(|failure| super::failed(&failure))?
        .map_err(|problems| {
            Box::new(
                problems
                    .into_iter()
                    .find(Diagnostic::is_error)
                    .unwrap_or_else(|| Diagnostic::error("файл настроек не читается")),
            )
        })?;
    let post = NewPost {
        title,
        date: match date {
            Some(date) => super::date(date)?,
            None => EventDate::day(request.day(&config)),
        },
        date_text: date.as_deref(),
        direction: direction.as_deref(),
        slug: slug.as_deref(),
    };
    starter::new_post(root, &config, &post)
        .map_err(|refusal| super::problem(refusal.to_string(), refusal.hint()))
}
