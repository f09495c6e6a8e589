//! The parts of a page that short codes generate: tables of the section. `gallery` has the photos.

use std::collections::BTreeMap;

use tera::{Context, Value};

use super::address::root;
use super::page_error::PageError;
use super::renderer::Renderer;
use super::views::{TableFileView, TableView};
use crate::content::data::{self, TableKind};
use crate::content::report::{Report, ReportKind};
use crate::content::short_code::{Part, ShortCode};
use crate::diagnostic::{Diagnostic, Place};
use crate::export;
use crate::photos::EmbeddedImages;
use crate::report::section::{TableOptions, table};
use crate::report::{Block, ReportDocument, ReportPart, Scope, Table, part_blocks};
use crate::site::{Format, SectionFile, SectionTable, Site, StandingPage};

impl Renderer {
    /// The HTML of each short code of the text of `page`, at `path`.
    pub(super) fn parts(&self, page: &StandingPage, path: &str) -> Result<Vec<String>, PageError> {
        let root = root(path);
        let body = &page.document.body;
        let part = |code: &ShortCode| match code.part {
            Part::Table(kind) => self.table_part(kind, &root),
            Part::Gallery => self.newest_gallery(page, &root),
            Part::Plan => self.plan_part(code, &root),
            // These short codes exist in reports alone.
            Part::Events | Part::Totals | Part::NotHeld | Part::Chart(..) => Ok(String::new()),
        };
        body.codes.iter().map(part).collect()
    }

    /// The plan for the period of `code`; a page has no other.
    fn plan_part(&self, code: &ShortCode, root: &str) -> Result<String, PageError> {
        let Some(period) = code.period else { return Ok(String::new()) };
        let report = Report::without_narrative(ReportKind::Plan, period);
        let scope = Scope::new(&self.site, &report, "");
        let blocks = part_blocks(&scope, &ReportPart::from(code));
        let Some(Block::Table(table)) = blocks.first() else { return Ok(String::new()) };
        let view = TableView::new(table);
        self.render_part("table.html", root, |context| context.insert("table", &view))
    }

    fn table_part(&self, kind: TableKind, root: &str) -> Result<String, PageError> {
        let Some(source) = self.site.table(kind) else { return Ok(String::new()) };
        let table = table_of(&self.site, source, "");
        let files =
            Format::TABLE.into_iter().filter(|_| source.shown).map(|format| TableFileView {
                title: match format {
                    Format::Docx => "Word",
                    Format::Xlsx => "Excel",
                    Format::Csv => "CSV",
                    Format::Odt | Format::Ods => "OpenDocument",
                },
                format: format.extension(),
                path: source.path(format),
            });
        let view = TableView::new(&table).with_files(files.collect());
        self.render_part("table.html", root, |context| context.insert("table", &view))
    }

    /// A table as a file.
    pub(super) fn table_file(
        &self,
        source: &SectionTable,
        format: Format,
    ) -> Result<Vec<u8>, PageError> {
        // A file is read anywhere, so its links are absolute.
        let table = table_of(&self.site, source, &self.site.config.base_url);
        let document = ReportDocument {
            title: table.title.clone(),
            date: source.date(),
            blocks: vec![Block::Table(table)],
        };
        export::to_bytes(&document, format, &EmbeddedImages::new()).map_err(|error| {
            let problem = Diagnostic::error(error.to_string());
            problem.at(Place::file(&*source.records.file)).hint("разделите таблицу на две").into()
        })
    }

    /// Renders `template` or its fallback with `root` and the values that `fill` adds.
    pub(super) fn render_part(
        &self,
        template: &str,
        root: &str,
        fill: impl FnOnce(&mut Context),
    ) -> Result<String, PageError> {
        let mut context = Context::new();
        context.insert("root", root);
        fill(&mut context);
        let html = self.tera().render(&self.theme.templates_for(template).whole, &context);
        // The surrounding body has line ends of its own.
        Ok(html?.trim().to_owned())
    }
}

/// The table of `source`; links inside the section follow `base`.
pub(super) fn table_of(site: &Site, source: &SectionTable, base: &str) -> Table {
    let half_years = &site.config.bounds.half_years;
    table(source, &TableOptions { url_prefix: base, until: None, half_years })
}

/// `data`: the rows of the section's tables by their English names, for templates that show them in
/// their own way. A row has its values by the English names of its keys.
pub(super) fn data(site: &Site) -> BTreeMap<&'static str, Value> {
    let tables = site.tables.iter().filter(|table| !table.records.rows.is_empty());
    let view = |of: &SectionTable| {
        let columns = of.kind().schema().columns;
        let row = |(record, file): (&data::DataRow, &Option<SectionFile>)| {
            let values = columns.iter().zip(&record.values);
            let mut row: BTreeMap<&str, Value> = values
                .filter_map(|(column, value)| Some((column.key.0, self::value(value.as_ref()?)?)))
                .collect();
            let file = file.as_ref().filter(|file| !file.path.is_empty());
            row.extend(file.map(|file| ("path", file.path.as_str().into())));
            Value::from_serializable(&row)
        };
        let rows = of.records.rows.iter().zip(&of.files).map(row);
        let mut view: BTreeMap<&str, Value> = BTreeMap::new();
        view.insert("title", of.records.title().into());
        view.insert("rows", rows.collect::<Vec<_>>().into());
        (of.kind().name(), Value::from_serializable(&view))
    };
    tables.map(view).collect()
}

/// A value for templates: counts as numbers, all else as text.
fn value(value: &data::CellValue) -> Option<Value> {
    Some(match value {
        data::CellValue::Text(text)
        | data::CellValue::Url(text)
        | data::CellValue::Email(text)
        | data::CellValue::Phone(text) => text.as_str().into(),
        data::CellValue::Number(number) => (*number).into(),
        data::CellValue::Date(date) => date.to_string().into(),
        data::CellValue::Target(target) => target.to_string().into(),
        data::CellValue::Measurements(measures) => {
            let measure = |measure: &data::Measurement| {
                let view: BTreeMap<&str, String> = BTreeMap::from([
                    ("date", measure.date.to_string()),
                    ("value", measure.amount.to_string()),
                ]);
                Value::from_serializable(&view)
            };
            measures.iter().map(measure).collect::<Vec<_>>().into()
        }
        // Its address is under `path`.
        data::CellValue::File(..) => return None,
    })
}
