//! A new event, page or table.

use jiff::civil::Date;

use super::{DocumentStore, Edit, EditError, FieldValue, compose};
use crate::calendar::EventDate;
use crate::config::Config;
use crate::content::PAGES;
use crate::content::data::{DATA, TableKind};
use crate::fs::{self, TextFile, with_slashes};
use crate::slug::{name_key, slugify};
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

    /// Writes a new page, a draft as yet, and returns its file. Nothing is overwritten.
    ///
    /// # Errors
    /// If the disk fails.
    pub fn create_page(&self, title: &str) -> Result<String, EditError> {
        const TEXT: &str = "---\nназвание:\nчерновик: да\n---\n\n";

        let _one_at_a_time = self.exclusive()?;
        let name = match slugify(title) {
            name if name.is_empty() => "stranitsa".to_owned(),
            name => name,
        };
        let folder = self.root.join(PAGES);
        fs::create_dirs_flushed(&folder)?;
        let taken: Vec<_> = fs::list(&folder)?.into_iter().map(|entry| entry.relative).collect();
        let is_taken = |slug: &str| {
            let beside = [format!("{slug}.md"), slug.to_owned()];
            taken.iter().any(|name| beside.iter().any(|one| name_key(one) == name_key(name)))
        };
        let numbered = (2_u32..).map(|number| format!("{name}-{number}"));
        let slug = std::iter::once(name.clone()).chain(numbered).find(|slug| !is_taken(slug));
        let file = format!("{PAGES}/{}.md", slug.unwrap_or_default());
        let mut text = TextFile::new(TEXT);
        let title = FieldValue::Text(title.to_owned());
        let edit = Edit { fields: vec![("title".to_owned(), Some(title))], ..Edit::default() };
        compose::apply(&mut text, &file, &edit)?;
        fs::create_flushed(&self.root.join(&file), text.text().as_bytes())?;
        Ok(file)
    }

    /// Writes the table of a new site, with its rows as comments.
    ///
    /// # Errors
    /// If there is one already, or the disk fails.
    pub fn create_table(&self, kind: TableKind) -> Result<(), EditError> {
        let _one_at_a_time = self.exclusive()?;
        let path = self.root.join(kind.file());
        if fs::exists(&path) {
            return Err(EditError::refused("такая таблица уже есть", "откройте её из списка"));
        }
        fs::create_dirs_flushed(&self.root.join(DATA))?;
        Ok(fs::create_flushed(&path, starter::table_template(kind).as_bytes())?)
    }
}
