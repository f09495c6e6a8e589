//! The tables of the section: what stands in `content/data/` → [`Table`], which is a page, a
//! spreadsheet and a part of a report alike.

mod indicators;

use jiff::civil::Date;

use super::document::{Cell, Column, NOTHING, Row, Table};
use crate::calendar::HalfYearBounds;
use crate::content::data::{Kind, Record, Shown, Value};
use crate::quantity;
use crate::site::{SectionFile, SectionTable};

/// What a table is made for.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'a> {
    /// What goes before an address of the section: nothing on its own pages, the section's address
    /// in files, which travel.
    pub base: &'a str,
    /// The last day that is taken into account, if there is one: that of a report's period.
    pub until: Option<Date>,
    /// The half-years by which indicators are compared.
    pub half_years: &'a HalfYearBounds,
}

/// The table of `of`.
pub fn table(of: &SectionTable, setting: &Setting<'_>) -> Table {
    match of.kind() {
        Kind::Indicators => indicators::table(&of.records, setting),
        _ => plain(of, setting),
    }
}

/// A table with a row for each row of the data, and a column for each key that any row has.
fn plain(of: &SectionTable, setting: &Setting<'_>) -> Table {
    let records = &of.records;
    let schema = records.kind.schema();
    let has = |at: usize| records.rows.iter().any(|row| row.values[at].is_some());
    let shown: Vec<usize> = (0..schema.columns.len())
        .filter(|&at| schema.columns[at].shown == Shown::Column && (at == 0 || has(at)))
        .collect();
    let lead = (0..schema.columns.len())
        .find(|&at| schema.columns[at].shown == Shown::Lead)
        .filter(|_| records.rows.iter().zip(&of.files).any(|row| leads(row).is_some()));
    let mut columns = Vec::new();
    if schema.numbered {
        columns.push(Column::new("№", 1));
    }
    for at in shown.iter().copied().chain(lead) {
        let column = &schema.columns[at];
        columns.push(Column::new(column.title, column.width));
    }
    let row = |(number, row): (usize, (&Record, &Option<SectionFile>))| {
        let lead_to = leads(row);
        let mut cells = Vec::new();
        if schema.numbered {
            cells.push(Cell::number(number as u64 + 1));
        }
        for &at in &shown {
            let mut cell = cell(of, row.0, at);
            if at == 0 {
                cell.link = lead_to.as_ref().map(|lead| lead.address(setting));
            }
            cells.push(cell);
        }
        if lead.is_some() {
            let words = lead_to.map_or(NOTHING.to_owned(), |lead| lead.words());
            cells.push(Cell::from(words.as_str()));
        }
        Row::Cells(cells)
    };
    let rows = records.rows.iter().zip(&of.files).enumerate().map(row).collect();
    let title = records.title().to_owned();
    Table { name: records.kind.name().to_owned(), title, columns, rows }
}

/// Where a row leads.
enum Lead<'a> {
    File(&'a SectionFile),
    Outside(&'a str),
}

fn leads<'a>((record, file): (&'a Record, &'a Option<SectionFile>)) -> Option<Lead<'a>> {
    if let Some(file) = file {
        return Some(Lead::File(file));
    }
    // Only a kind whose rows lead somewhere has a lead in its columns; see `plain`.
    record.values.iter().flatten().find_map(|value| match value {
        Value::Address(url) => Some(Lead::Outside(url)),
        _ => None,
    })
}

impl Lead<'_> {
    fn address(&self, setting: &Setting<'_>) -> String {
        match self {
            Self::File(file) => format!("{}{}", setting.base, file.path),
            Self::Outside(url) => (*url).to_owned(),
        }
    }

    /// «PDF, 240 КБ», or the other site's name.
    fn words(&self) -> String {
        match self {
            Self::File(file) => {
                let size = quantity::size(file.size);
                match file.path.rsplit_once('.') {
                    Some((_, end)) => format!("{}, {size}", end.to_uppercase()),
                    None => size,
                }
            }
            Self::Outside(url) => host(url).to_owned(),
        }
    }
}

/// The cell of the column `at`, with what is shown in brackets after it.
fn cell(of: &SectionTable, record: &Record, at: usize) -> Cell {
    let columns = of.records.kind.schema().columns;
    let mut cell = match &record.values[at] {
        None => Cell::from(NOTHING),
        Some(Value::Text(text)) => Cell::from(text.as_str()),
        Some(Value::Number(number)) => Cell::number(u64::from(*number)),
        Some(Value::When(when)) => Cell::from(when.to_string().as_str()),
        Some(Value::Address(url)) => Cell {
            text: url.split_once("://").map_or(url.as_str(), |(_, rest)| rest).to_owned(),
            link: Some(url.clone()),
            ..Cell::default()
        },
        Some(Value::Mail(mail)) => {
            Cell { text: mail.clone(), link: Some(format!("mailto:{mail}")), ..Cell::default() }
        }
        Some(Value::Phone(phone)) => Cell::from(phone.as_str()),
        // These are shown otherwise.
        Some(Value::File(..) | Value::Target(_) | Value::Measures(_)) => Cell::default(),
    };
    if let (Some(Value::Number(number)), Some(Shown::Bracketed(noun))) = (
        record.values.get(at + 1).and_then(Option::as_ref),
        columns.get(at + 1).map(|column| column.shown),
    ) {
        let noun = noun.of(u64::from(*number));
        cell.text.push_str(&format!(" ({number}\u{a0}{noun})"));
    }
    cell
}

fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    host.strip_prefix("www.").unwrap_or(host)
}
