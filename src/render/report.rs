//! The pages of reports, their list, and reports as files.

use serde::Serialize;
use tera::Value;

use super::address::{Insertions, root, splice};
use super::lists::{ARCHIVE_LINK, ARCHIVE_TITLE, insert_list, plain_link};
use super::page_error::PageError;
use super::renderer::{Renderer, shortened};
use super::views::{PageView, Pagination, ReportView, TableView, TitledPath};
use crate::content::short_code::Part;
use crate::diagnostic::Diagnostic;
use crate::export;
use crate::report::{self, Block, Chart, ReportPart, Scope, Table, chart};
use crate::site::{Format, ReportPage};

pub(super) const REPORTS_TITLE: &str = "Отчёты";

/// Bytes of a generated part, roughly.
const PART: usize = 4 * 1024;

/// `chart`: a drawing and its numbers.
#[derive(Serialize)]
struct ChartView<'a> {
    title: &'a str,
    /// An `svg` element.
    svg: Value,
    table: TableView<'a>,
}

impl Renderer {
    pub(super) fn report_page(&self, page: &ReportPage, path: &str) -> Result<Vec<u8>, PageError> {
        let report = &page.document;
        let root = root(path);
        let scope = Scope::new(&self.site, report, "");
        let generated = report::report_parts(report);
        let parts = generated.iter().enumerate().map(|(at, part)| {
            let repeats =
                generated[..at].iter().filter(|earlier| earlier.part == part.part).count();
            self.report_part(&scope, part, repeats, &root)
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
            description: report.summary.as_deref().or_else(|| shortened(&report.body.lead)),
            embeds: report.body.embeds,
            ..self.page_view(report.title.clone(), &report.title, path)
        };
        let shown = ReportView {
            period: report.meta.period.to_string(),
            signature: report::signature(report, &self.site.config).as_ref().map(Into::into),
            approval: report::approval(report, &self.site.config).as_ref().map(Into::into),
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

    /// The HTML of a generated part that precedes on the page `repeats` times.
    fn report_part(
        &self,
        scope: &Scope<'_>,
        part: &ReportPart,
        repeats: usize,
        root: &str,
    ) -> Result<String, PageError> {
        if part.part == Part::Gallery {
            return self.whole_gallery(root);
        }
        let blocks = report::part_blocks(scope, part).into_iter().map(|block| match block {
            Block::Table(table) => {
                let view = TableView::new(&table);
                self.render_part("table.html", root, |context| context.insert("table", &view))
            }
            Block::Chart(mut chart) => {
                if repeats > 0 {
                    chart.name = format!("{}-{}", chart.name, repeats + 1);
                }
                self.chart_part(&chart, root)
            }
            _ => Ok(String::new()),
        });
        Ok(blocks.collect::<Result<Vec<_>, _>>()?.join("\n"))
    }

    fn chart_part(&self, chart: &Chart, root: &str) -> Result<String, PageError> {
        let table = chart::to_table(chart);
        let table = Table { title: String::new(), ..table };
        let svg = Value::safe_string(&chart::svg(chart));
        let view = ChartView { title: &chart.title, svg, table: TableView::new(&table) };
        self.render_part("chart.html", root, |context| context.insert("chart", &view))
    }

    pub(super) fn reports_page(&self, path: &str) -> Result<Vec<u8>, PageError> {
        let view = self.page_view(REPORTS_TITLE.to_owned(), REPORTS_TITLE, path);
        let reports = self.report_links();
        let reports: Vec<_> = reports.iter().map(Value::from_serializable).collect();
        let links: Vec<_> = reports.iter().map(plain_link).collect();
        self.html("reports.html", &view, 0, |context| {
            context.insert("reports", &reports);
            insert_list(context, Vec::new(), &links, &Pagination::default());
            let archive = TitledPath { title: ARCHIVE_TITLE, path: ARCHIVE_LINK.path };
            context.insert("crumbs", &[archive]);
        })
    }

    /// Links to the pages of the reports, the latest first.
    pub(super) fn report_links(&self) -> Vec<TitledPath<'_>> {
        let reports = self.site.reports.iter();
        reports.map(|page| TitledPath { title: &page.document.title, path: &page.path }).collect()
    }

    pub(super) fn report_file(
        &self,
        page: &ReportPage,
        format: Format,
    ) -> Result<Vec<u8>, PageError> {
        let document = report::compose(&self.site, &page.document, &page.links.body);
        let pictures = export::required_pictures(&document, format);
        let images = self.embedded_images(&pictures);
        export::to_bytes(&document, format, &images)
            .map_err(|error| Diagnostic::error(error.to_string()).into())
    }
}
