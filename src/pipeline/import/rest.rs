//! Writes what of a report is no event: tables into `content/data`, the text into `content/reports`.

use std::collections::HashSet;

use super::files::ImportFile;
use crate::calendar::Period;
use crate::config::Config;
use crate::content::data::{DataTable, TableKind};
use crate::content::{Content, REPORTS};
use crate::diagnostic::Diagnostics;
use crate::fs::{self, TextFile};
use crate::import::{ImportedTable, ImportedValue, Narrative, RestPart};
use crate::pipeline::Request;
use crate::starter::{self, DataValue, ReportDraft};

/// The files that were written, and what of the parts went into them.
#[derive(Default)]
pub(super) struct RestFiles {
    /// Paths with what they hold: «`content/data/training.yaml`: 4 строки».
    pub(super) written: Vec<String>,
    /// The paths alone.
    pub(super) paths: Vec<String>,
    /// The indices of parts that are in a file.
    pub(super) taken: HashSet<usize>,
    /// Columns of taken tables that went nowhere.
    pub(super) untaken: Vec<String>,
}

/// What becomes of the tables and the text around the events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RestWriting {
    Written,
    /// Told only, as if it was written.
    Planned,
    /// Neither: it is told as not taken.
    LeftOut,
}

/// Writes the tables and the text of a file, as far as the site has none of its own.
pub(super) fn write(
    source: &ImportFile,
    content: &Content,
    request: &Request,
    config: &Config,
    writing: RestWriting,
) -> Result<RestFiles, fs::Error> {
    let mut files = RestFiles::default();
    if writing == RestWriting::LeftOut {
        return Ok(files);
    }
    let parts = &source.report.rest.parts;
    let mut codes = vec![None; parts.len()];
    let mut above = "";
    let mut kinds = HashSet::new();
    for (at, part) in parts.iter().enumerate() {
        match part {
            RestPart::Text(line) if line.text.is_empty() => {}
            RestPart::Text(line) => above = &line.text,
            RestPart::Events => above = "",
            RestPart::Table(table) => {
                let Some(data) = table.as_data(above) else { continue };
                let has_rows = has_rows(content, data.kind);
                let is_written =
                    kinds.insert(data.kind) && !has_rows && write_table(&data, request, writing)?;
                if is_written || has_rows {
                    codes[at] = Some(format!("{{{{ {}() }}}}", data.kind.name()));
                }
                if is_written {
                    let rows = crate::quantity::count(data.rows.len(), "строка", "строки", "строк");
                    files.written.push(format!("{}: {rows}", data.kind.file()));
                    files.paths.push(data.kind.file());
                    files.taken.insert(at);
                    let lost = data.untaken.iter();
                    files
                        .untaken
                        .extend(lost.map(|head| format!("{}, столбец „{head}“", table.row)));
                }
            }
        }
    }
    if let Some(narrative) = source.report.rest.narrative(source.report.year, &codes)
        && let Some(file) = write_narrative(&narrative, content, request, config, writing)?
    {
        files.written.push(format!("{file}: текст отчёта, черновик"));
        files.paths.push(file);
        let is_text =
            |(at, part): (usize, &RestPart)| matches!(part, RestPart::Text(_)).then_some(at);
        files.taken.extend(parts.iter().enumerate().filter_map(is_text));
    }
    Ok(files)
}

fn has_rows(content: &Content, kind: TableKind) -> bool {
    content.data.iter().any(|table| table.kind == kind && (!table.rows.is_empty() || !table.valid))
}

/// Adds the rows to the table's file; `false` if they would not be valid.
fn write_table(
    table: &ImportedTable,
    request: &Request,
    writing: RestWriting,
) -> Result<bool, fs::Error> {
    let file = table.kind.file();
    let path = request.root.join(&file);
    let mut text = match fs::exists(&path) {
        true => fs::read_text_file(&path)?,
        false => TextFile::new("строки:\n"),
    };
    let rows: Vec<Vec<(&str, DataValue<'_>)>> = table
        .rows
        .iter()
        .map(|row| row.iter().map(|(key, value)| (*key, data_value(value))).collect())
        .collect();
    let (end, whole) = (text.text().trim_end().len(), text.text().len());
    text.replace(end..whole, &format!("\n{}", starter::data_rows(&rows)));
    let mut problems = Diagnostics::new();
    DataTable::parse(table.kind, &file, text.text(), &|text| text, &mut problems);
    if !problems.is_empty() {
        return Ok(false);
    }
    if writing == RestWriting::Planned {
        return Ok(true);
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::rewrite(&path, &text.into_bytes().0)?;
    Ok(true)
}

fn data_value(value: &ImportedValue) -> DataValue<'_> {
    match value {
        ImportedValue::Text(text) => DataValue::Text(text),
        ImportedValue::Measured { date, value } => DataValue::Measured { date, value },
    }
}

/// Writes the text of a report and returns its file; `None` if the site has a report on its period.
fn write_narrative(
    narrative: &Narrative,
    content: &Content,
    request: &Request,
    config: &Config,
    writing: RestWriting,
) -> Result<Option<String>, fs::Error> {
    let Ok(period) = Period::parse(&narrative.period, &config.bounds) else { return Ok(None) };
    let file = format!("{REPORTS}/{}.md", period.slug());
    let path = request.root.join(&file);
    let is_known = content.reports.iter().any(|report| report.meta.period == period);
    if is_known || fs::exists(&path) {
        return Ok(None);
    }
    let draft = ReportDraft {
        title: &narrative.title,
        period: &narrative.period,
        position: narrative.position.as_deref(),
        head: narrative.head.as_deref(),
        signed: narrative.signed.as_deref(),
        body: &narrative.body,
    };
    if writing == RestWriting::Written {
        draft.write(&path)?;
    }
    Ok(Some(file))
}
