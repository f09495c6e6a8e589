//! Reports: their pages, the list of them, and the files beside them.

use std::error::Error;

use serde::Serialize;
use tera::Value;

use super::address::{Insertions, root, splice};
use super::lists::{ARCHIVE_LINK, ARCHIVE_TITLE, insert_list, uncounted};
use super::renderer::{Renderer, lead};
use super::views::{PageView, Pagination, ReportView, TableView, TitledPath};
use crate::content::short_code::Part;
use crate::diagnostic::Diagnostic;
use crate::export;
use crate::report::{self, Block, Chart, Scope, Table, chart};
use crate::site::{Format, ReportPage};

/// The heading of the list of reports.
pub(super) const REPORTS_TITLE: &str = "Отчёты";

/// About what a generated part takes, in bytes.
const PART: usize = 4 * 1024;

/// `chart`: a drawing, and the numbers behind it.
#[derive(Serialize)]
struct ChartView<'a> {
    /// What it shows.
    title: &'a str,
    /// The drawing, an `svg` element.
    svg: Value,
    /// Its numbers.
    table: TableView<'a>,
}

impl Renderer<'_> {
    pub(super) fn report(&self, page: &ReportPage, path: &str) -> Result<Vec<u8>, Vec<Diagnostic>> {
        let report = &page.report;
        let root = root(path);
        let scope = Scope::new(self.site, report, "");
        let asked = report::report_parts(&report.body);
        let parts = asked.iter().enumerate().map(|(number, part)| {
            let again = asked[..number].iter().filter(|earlier| *earlier == part).count();
            self.report_part(&scope, *part, again, &root)
        });
        let parts = parts.collect::<Result<Vec<_>, _>>()?;
        let html = if report::has_no_narrative(&report.body) {
            parts.join("\n").into()
        } else {
            let picture = |path: &str| self.picture(path);
            let insertions = Insertions { root: &root, page: "", picture: &picture, parts: &parts };
            splice(&report.body, &page.links.body, &insertions)
        };
        let view = PageView {
            description: report.summary.as_deref().or_else(|| lead(&report.body.lead)),
            embeds: report.body.embeds,
            ..self.page_view(report.title.clone(), &report.title, path)
        };
        let shown = ReportView {
            period: report.period.to_string(),
            signature: report::signature(report).as_ref().map(Into::into),
            files: Format::DOCUMENT.map(|format| page.file(format)),
        };
        let crumbs = match self.site.reports.len() {
            1 => ARCHIVE_LINK,
            _ => TitledPath { title: REPORTS_TITLE, path: crate::site::REPORTS },
        };
        self.html("report.html", &view, html.len() + PART, |context| {
            context.insert("report", &shown);
            context.insert("crumbs", &[crumbs]);
            context.insert_value("html", Value::safe_string(&html));
        })
    }

    /// The HTML of a part; `again` says how often it has stood on the page before.
    fn report_part(
        &self,
        scope: &Scope<'_>,
        part: Part,
        again: usize,
        root: &str,
    ) -> Result<String, Vec<Diagnostic>> {
        if part == Part::Gallery {
            return self.gallery(root);
        }
        match report::part_block(scope, part) {
            Some(Block::Table(table)) => {
                let view = TableView::new(&table);
                self.part("table.html", root, |context| context.insert("table", &view))
            }
            Some(Block::Chart(mut chart)) => {
                if again > 0 {
                    chart.name = format!("{}-{}", chart.name, again + 1);
                }
                self.chart(&chart, root)
            }
            _ => Ok(String::new()),
        }
    }

    fn chart(&self, chart: &Chart, root: &str) -> Result<String, Vec<Diagnostic>> {
        let table = chart::to_table(chart);
        let table = Table { title: String::new(), ..table };
        let svg = Value::safe_string(&chart::svg(chart));
        let view = ChartView { title: &chart.title, svg, table: TableView::new(&table) };
        self.part("chart.html", root, |context| context.insert("chart", &view))
    }

    pub(super) fn reports_page(&self, path: &str) -> Result<Vec<u8>, Vec<Diagnostic>> {
        let view = self.page_view(REPORTS_TITLE.to_owned(), REPORTS_TITLE, path);
        let reports = self.report_links();
        let reports: Vec<_> = reports.iter().map(Value::from_serializable).collect();
        let links: Vec<_> = reports.iter().map(uncounted).collect();
        self.html("reports.html", &view, 0, |context| {
            context.insert("reports", &reports);
            insert_list(context, Vec::new(), &links, &Pagination::default());
            let archive = TitledPath { title: ARCHIVE_TITLE, path: ARCHIVE_LINK.path };
            context.insert("crumbs", &[archive]);
        })
    }

    /// The reports with their pages, the latest first.
    pub(super) fn report_links(&self) -> Vec<TitledPath<'_>> {
        let reports = self.site.reports.iter();
        reports.map(|page| TitledPath { title: &page.report.title, path: &page.path }).collect()
    }

    /// A report as a file.
    pub(super) fn report_file(
        &self,
        page: &ReportPage,
        format: Format,
    ) -> Result<Vec<u8>, Vec<Diagnostic>> {
        let document = report::compose(self.site, &page.report, &page.links.body);
        let problem = |error: &dyn Error| vec![Diagnostic::error(error.to_string())];
        let shown = export::required_pictures(&document, format);
        let images = self.embedded_images(&shown);
        export::to_bytes(&document, format, &images).map_err(|error| problem(&error))
    }
}
