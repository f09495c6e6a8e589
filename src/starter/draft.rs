//! Writes draft posts for events known from elsewhere.

use std::path::{Path, PathBuf};

use super::{create_file, fill_template, yaml_value};
use crate::config::Config;
use crate::content::POSTS;
use crate::fs;

/// The known fields of an event. The other fields stay open for the author, as in a new post.
#[derive(Clone, Copy, Debug)]
pub struct Draft<'a> {
    /// The folder within `content/posts`, usually of a school year; may be empty.
    pub folder: &'a str,
    /// The file name and the slug of the post.
    pub slug: &'a str,
    pub title: &'a str,
    /// May be empty.
    pub date: &'a str,
    /// In any form that posts accept; may be empty, or unknown to the site.
    pub direction: &'a str,
    pub audience: Option<&'a str>,
    pub participants: Option<&'a str>,
    /// A page about the event on another site.
    pub link: Option<&'a str>,
}

impl Draft<'_> {
    /// The file of the draft, relative to the site's root.
    pub fn file(&self) -> PathBuf {
        Path::new(POSTS).join(self.folder).join(format!("{}.md", self.slug))
    }

    /// Writes the draft into the site in `root` and returns its file, relative to the root.
    ///
    /// # Errors
    /// If the file exists, or the disk fails.
    pub fn write(&self, root: &Path, config: &Config) -> Result<PathBuf, fs::Error> {
        let file = self.file();
        let text = self.text(config);
        create_file(&root.join(&file), text.as_bytes())?;
        Ok(file)
    }

    fn text(&self, config: &Config) -> String {
        let text = fill_template(config, self.title, self.date, self.direction);
        let fields = [
            ("аудитория", self.audience),
            ("участники", self.participants),
            ("ссылка", self.link),
            ("черновик", Some("да")),
        ];
        let line = |line: &str| {
            let key = |(key, value): &(&str, Option<&str>)| {
                let value = value.filter(|_| line.starts_with(&format!("# {key}:")))?;
                Some(format!("{key}: {}\n", yaml_value(value)))
            };
            fields.iter().find_map(key).unwrap_or_else(|| format!("{line}\n"))
        };
        text.lines().map(line).collect()
    }
}
