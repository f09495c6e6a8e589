//! Writes draft posts for events known from elsewhere.

use std::path::{Path, PathBuf};

use super::create_file;
use super::new_post::{fill_template, yaml_value};
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
    /// Russian names and values of other keys.
    pub fields: &'a [(&'a str, &'a str)],
    /// Lines for the author, which the program does not read.
    pub notes: &'a [String],
    /// The text, in Markdown; may be empty.
    pub text: &'a str,
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
        let known = fields.into_iter().filter_map(|(key, value)| Some((key, value?)));
        let fields: Vec<(&str, &str)> = known.chain(self.fields.iter().copied()).collect();
        let written = |(key, value): &(&str, &str)| format!("{key}: {}\n", yaml_value(value));
        let is_sample = |line: &str, key: &str| {
            line.strip_prefix("# ")
                .and_then(|rest| rest.strip_prefix(key))
                .is_some_and(|rest| rest.starts_with(':'))
        };
        let mut filled = String::new();
        for (number, line) in text.lines().enumerate() {
            if line == "---" && number > 0 {
                // Keys without a line of their own in the template.
                let is_new =
                    |(key, _): &&(&str, &str)| !text.lines().any(|line| is_sample(line, key));
                filled.extend(fields.iter().filter(is_new).map(written));
                filled.extend(self.notes.iter().map(|note| format!("# {note}\n")));
            }
            match fields.iter().find(|(key, _)| is_sample(line, key)) {
                Some(field) => filled.push_str(&written(field)),
                None => {
                    filled.push_str(line);
                    filled.push('\n');
                }
            }
        }
        if !self.text.is_empty() {
            filled.push_str(&format!("\n{}\n", self.text.trim()));
        }
        filled
    }
}
