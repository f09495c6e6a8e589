//! Writes what a report holds besides its events: its text, and rows of data files.

use std::path::Path;

use super::create_file;
use super::new_post::yaml_value;
use crate::fs;

/// A report with its text, as a draft.
#[derive(Clone, Copy, Debug)]
pub struct ReportDraft<'a> {
    pub title: &'a str,
    /// In any form that reports accept.
    pub period: &'a str,
    pub position: Option<&'a str>,
    pub head: Option<&'a str>,
    /// The day of signing, as reports accept it.
    pub signed: Option<&'a str>,
    /// In Markdown.
    pub body: &'a str,
}

/// A value of a data file.
#[derive(Clone, Copy, Debug)]
pub enum DataValue<'a> {
    Text(&'a str),
    /// The value of an indicator on a day.
    Measured {
        date: &'a str,
        value: &'a str,
    },
}

impl ReportDraft<'_> {
    /// Writes the draft to `path`, with its folder.
    ///
    /// # Errors
    /// If the file exists, or the disk fails.
    pub fn write(&self, path: &Path) -> Result<(), fs::Error> {
        create_file(path, self.text().as_bytes())
    }

    fn text(&self) -> String {
        let keys = [
            ("название", Some(self.title)),
            ("период", Some(self.period)),
            ("должность", self.position),
            ("руководитель", self.head),
            ("дата_подписания", self.signed),
            ("черновик", Some("да")),
        ];
        let lines: String = keys
            .iter()
            .filter_map(|(key, value)| Some(format!("{key}: {}\n", yaml_value((*value)?))))
            .collect();
        format!("---\n{lines}---\n\n{}\n", self.body)
    }
}

/// Rows of a data file, below its `строки:`.
pub fn data_rows(rows: &[Vec<(&str, DataValue<'_>)>]) -> String {
    let mut text = String::new();
    for row in rows {
        for (at, (key, value)) in row.iter().enumerate() {
            let start = if at == 0 { "  - " } else { "    " };
            text.push_str(&match value {
                DataValue::Text(value) => format!("{start}{key}: {}\n", yaml_value(value)),
                DataValue::Measured { date, value } => {
                    format!("{start}{key}:\n      - дата: {date}\n        значение: {value}\n")
                }
            });
        }
    }
    text
}
