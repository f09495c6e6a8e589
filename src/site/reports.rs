//! Reports with their places in the site.

use std::sync::Arc;

use super::links::Links;
use super::{Format, Options};
use crate::content::{Content, Report};

/// The address of the list of reports.
pub const REPORTS: &str = "reports/index.html";

/// A report with its place in the site.
#[derive(Debug)]
pub struct ReportPage {
    /// What its file says.
    pub report: Arc<Report>,
    /// Its address: `reports/2022-2023-1.html`.
    pub path: String,
    /// Where its links lead.
    pub links: Links,
}

impl ReportPage {
    /// The address of the report as a file.
    pub fn file(&self, format: Format) -> String {
        let base = self.path.strip_suffix(".html").unwrap_or(&self.path);
        format!("{base}.{}", format.extension())
    }
}

/// Those that are not published yet.
pub(super) fn left_out(content: &Content, options: Options) -> Vec<Arc<Report>> {
    let drafts = content.reports.iter().filter(|report| !options.drafts && report.draft);
    drafts.cloned().collect()
}

/// The reports that are published, the latest period first.
pub(super) fn reports(content: &Content, options: Options) -> Vec<ReportPage> {
    let kept = content.reports.iter().filter(|report| options.drafts || !report.draft);
    let mut reports: Vec<_> = kept
        .map(|report| ReportPage {
            path: format!("reports/{}.html", report.slug),
            report: Arc::clone(report),
            links: Links::default(),
        })
        .collect();
    reports.sort_by(|a, b| {
        let key = |report: &'_ Report| (report.period.last(), report.period.first());
        key(&b.report).cmp(&key(&a.report)).then_with(|| a.report.file.cmp(&b.report.file))
    });
    reports
}
