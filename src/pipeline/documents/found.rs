//! The report that a request means, with the columns that were chosen.

use std::borrow::Cow;
use std::sync::Arc;

use super::{ChosenColumns, DocumentError};
use crate::calendar::Period;
use crate::config::{Config, EventColumn, UnknownColumn};
use crate::content::Report;
use crate::content::report::{ReportKind, ReportMeta};
use crate::diagnostic::{Diagnostic, Place};
use crate::report::{self, ReportDocument};
use crate::site::{ReportPage, Site};

/// The report of a period: with the narrative of its file if there is a finished one.
pub(in crate::pipeline) struct FoundReport<'s> {
    pub(in crate::pipeline) report: Cow<'s, Report>,
    pub(super) page: Option<&'s ReportPage>,
}

impl<'s> FoundReport<'s> {
    pub(in crate::pipeline) fn new(site: &'s Site, kind: ReportKind, period: Period) -> Self {
        let page = site.reports.iter().find(|page| is_for(&page.document, kind, period));
        let report = page.map_or_else(
            || Cow::Owned(Report::without_narrative(kind, period)),
            |page| Cow::Borrowed(&*page.document),
        );
        Self { report, page }
    }

    /// Replaces the columns of the report by those that `chosen` names.
    pub(super) fn choose(
        &mut self,
        chosen: &ChosenColumns,
        config: &Config,
    ) -> Result<(), DocumentError> {
        let list = |text: &Option<String>, resolve| {
            let read = |text: &String| EventColumn::resolve_list(text, &config.own_keys, resolve);
            text.as_ref().map(read).transpose().map_err(DocumentError::Column)
        };
        if chosen.totals.is_some() && self.report.meta.kind == ReportKind::Plan {
            return Err(DocumentError::Column(UnknownColumn {
                message: "у плана нет итогов".to_owned(),
                hint: "уберите `--totals`; итоги бывают в отчёте: `rostok report`".to_owned(),
            }));
        }
        let columns = list(&chosen.columns, EventColumn::resolve)?;
        let totals = list(&chosen.totals, EventColumn::resolve_group)?;
        if let Some(columns) = columns {
            self.report.to_mut().meta.options.columns = columns;
        }
        if let Some(totals) = totals {
            self.report.to_mut().meta.options.totals = totals;
        }
        Ok(())
    }

    pub(super) fn compose(&self, site: &Site) -> ReportDocument {
        let links = self.page.map_or(&[][..], |page| &page.links.body);
        report::compose(site, &self.report, links)
    }

    /// The problem of a narrative that is left out because it is not finished.
    pub(super) fn draft_problem(&self, site: &Site) -> Option<Diagnostic> {
        let &ReportMeta { kind, period, .. } = &self.report.meta;
        let is_same = |report: &&Arc<Report>| is_for(report, kind, period);
        let draft = site.left_out_reports.iter().find(is_same).filter(|_| self.page.is_none())?;
        let message = match kind {
            ReportKind::Report => "этот отчёт ещё черновик: его текст в документ не вошёл",
            ReportKind::Plan => "этот план ещё черновик: его текст в документ не вошёл",
        };
        let problem = Diagnostic::warning(message)
            .at(Place::file(&*draft.file))
            .hint("если текст готов, уберите в нём строку `черновик: да`");
        Some(problem)
    }
}

fn is_for(report: &Report, kind: ReportKind, period: Period) -> bool {
    report.meta.kind == kind && report.meta.period.days() == period.days()
}
