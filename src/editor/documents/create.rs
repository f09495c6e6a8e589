//! A new event.

use jiff::civil::Date;

use super::{DocumentStore, EditError};
use crate::calendar::EventDate;
use crate::config::Config;
use crate::fs::with_slashes;
use crate::slug::slugify;
use crate::starter::{self, NewPost, StarterError};

/// The name of the file of an event whose title gives none.
const NAMELESS: &str = "sobytie";

/// What is known of a new event.
#[derive(Clone, Copy, Debug)]
pub struct NewEvent<'a> {
    pub title: &'a str,
    /// As the author writes it; it may be one that is not understood.
    pub date: Option<&'a str>,
    /// In any form that posts accept.
    pub direction: Option<&'a str>,
    /// The day of today, which gives the folder of an event without a date.
    pub today: Date,
    /// Whether it is not published until the author says so.
    pub draft: bool,
}

impl DocumentStore {
    /// Writes a new event into a folder of its own and returns its file. Nothing is overwritten: an event of
    /// the same name gets a number.
    ///
    /// # Errors
    /// If the direction is unknown, or the disk fails.
    pub fn create(&self, config: &Config, new: &NewEvent<'_>) -> Result<String, EditError> {
        let _one_at_a_time = self.exclusive()?;
        let written = new.date.map(str::trim).filter(|date| !date.is_empty());
        let date = written.and_then(|date| EventDate::parse(date, None).ok());
        let date = date.unwrap_or_else(|| EventDate::day(new.today));
        let name = match slugify(new.title) {
            name if name.is_empty() => NAMELESS.to_owned(),
            name => name,
        };
        for number in 1_u32.. {
            let slug = if number == 1 { name.clone() } else { format!("{name}-{number}") };
            let post = NewPost {
                title: new.title,
                date,
                date_text: Some(written.unwrap_or_default()),
                direction: new.direction.filter(|direction| !direction.trim().is_empty()),
                slug: Some(&slug),
                draft: new.draft,
            };
            match starter::new_post(&self.root, config, &post) {
                Ok(file) => return Ok(with_slashes(&file)),
                Err(StarterError::PostExists(_)) => {}
                Err(StarterError::Disk(error)) => return Err(EditError::Disk(error)),
                Err(error) => return Err(EditError::refused(&error.to_string(), &error.hint())),
            }
        }
        Err(EditError::refused("событий с таким названием слишком много", "измените название"))
    }
}
