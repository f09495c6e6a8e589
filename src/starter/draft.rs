//! A draft post with all that is known of an event from elsewhere.

use std::path::{Path, PathBuf};

use super::{create, filled, quoted};
use crate::config::Config;
use crate::content::POSTS;
use crate::fs;

/// What is known of an event. What is not stays open for its author, in the same form as in a new
/// post.
#[derive(Clone, Copy, Debug)]
pub struct Draft<'a> {
    /// The folder within the posts, in general a school year's; empty for the posts' own.
    pub folder: &'a str,
    /// The name of the file, and so the name in addresses.
    pub slug: &'a str,
    /// What the event is called.
    pub title: &'a str,
    /// When it took place; may be empty.
    pub date: &'a str,
    /// The direction, in any form that posts may use; may be empty, or unknown to the site.
    pub direction: &'a str,
    /// Who it was for.
    pub audience: Option<&'a str>,
    /// How many took part.
    pub participants: Option<&'a str>,
    /// A page of another site about it.
    pub link: Option<&'a str>,
}

impl Draft<'_> {
    /// The file that it is written to, relative to the site's root.
    pub fn file(&self) -> PathBuf {
        Path::new(POSTS).join(self.folder).join(format!("{}.md", self.slug))
    }

    /// Writes it into the site of `root`; gives its file, relative to that.
    ///
    /// # Errors
    /// Where there is such a file already, or the disk does not allow it.
    pub fn write(&self, root: &Path, config: &Config) -> Result<PathBuf, fs::Error> {
        let file = self.file();
        let text = self.text(config);
        create(&root.join(&file), text.as_bytes())?;
        Ok(file)
    }

    fn text(&self, config: &Config) -> String {
        let text = filled(config, self.title, self.date, self.direction);
        let known = [
            ("аудитория", self.audience),
            ("участники", self.participants),
            ("ссылка", self.link),
            ("черновик", Some("да")),
        ];
        let line = |line: &str| {
            let key = |(key, value): &(&str, Option<&str>)| {
                let value = value.filter(|_| line.starts_with(&format!("# {key}:")))?;
                Some(format!("{key}: {}\n", quoted(value)))
            };
            known.iter().find_map(key).unwrap_or_else(|| format!("{line}\n"))
        };
        text.lines().map(line).collect()
    }
}
