//! Composes a report as a document: its title, its narrative with the generated parts, its
//! signature.

use super::document::{Approval, Block, ReportDocument, Signature};
use super::narrative::NarrativeReader;
use super::scope::Scope;
use super::section::{self, TableOptions};
use super::{charts, events, plan, totals};
use crate::calendar::{Period, in_figures};
use crate::config::{ApprovedBy, Config, EventColumn, Signatory};
use crate::content::markdown::{Body, LinkKind, Piece};
use crate::content::report::{Report, ReportKind};
use crate::content::short_code::{Part, ShortCode};

/// Room for a date that is written when the document is signed.
const DATE_BY_HAND: &str = "«____»\u{a0}______________\u{a0}20___\u{a0}г.";

use crate::site::{Address, Site};

/// A generated part of a report, with what its code names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportPart {
    pub part: Part,
    /// By default that of the report.
    pub period: Option<Period>,
    /// Of its table, or those by which totals are counted; empty for those of the report.
    pub columns: Vec<EventColumn>,
}

impl ReportPart {
    /// The part as the report makes it.
    pub const fn plain(part: Part) -> Self {
        Self { part, period: None, columns: Vec::new() }
    }
}

impl From<&ShortCode> for ReportPart {
    fn from(code: &ShortCode) -> Self {
        Self { part: code.part, period: code.period, columns: code.columns.clone() }
    }
}

/// The parts of a report without a narrative.
fn default_parts(kind: ReportKind) -> Vec<ReportPart> {
    let parts: &[Part] = match kind {
        ReportKind::Report => &[Part::Events, Part::Totals, Part::NotHeld],
        ReportKind::Plan => &[Part::Plan],
    };
    parts.iter().copied().map(ReportPart::plain).collect()
}

/// Composes `report`; `addresses` are the targets of the links in its body, in their order.
pub fn compose(site: &Site, report: &Report, addresses: &[Address]) -> ReportDocument {
    let config = &site.config;
    let scope = Scope::new(site, report, &config.base_url);
    let narrative = NarrativeReader::new();
    if let Some(approval) = approval(report, config) {
        narrative.push_block(Block::Approval(approval));
    }
    narrative.push_block(Block::Heading { level: 1, spans: vec![(&*report.title).into()] });
    if has_no_narrative(&report.body) {
        narrative.push_block(organization_line(config));
        for part in default_parts(report.meta.kind) {
            part_blocks(&scope, &part).into_iter().for_each(|block| narrative.push_block(block));
        }
    }
    push_body(&narrative, site, &report.body, addresses, |code| {
        let part = ReportPart::from(code);
        part_blocks(&scope, &part).into_iter().for_each(|block| narrative.push_block(block));
    });
    if let Some(signature) = signature(report, config) {
        narrative.push_block(Block::Signature(signature));
    }
    ReportDocument {
        title: report.title.clone(),
        date: report.meta.signed.unwrap_or(match report.meta.kind {
            ReportKind::Report => report.meta.period.last(),
            ReportKind::Plan => report.meta.period.first(),
        }),
        blocks: narrative.finish(),
    }
}

/// The text of `body` as blocks, without what its short codes generate; `addresses` are the targets of its
/// links, in their order.
pub fn body_blocks(site: &Site, body: &Body, addresses: &[Address]) -> Vec<Block> {
    let narrative = NarrativeReader::new();
    push_body(&narrative, site, body, addresses, |_| {});
    narrative.finish()
}

fn push_body(
    narrative: &NarrativeReader,
    site: &Site,
    body: &Body,
    addresses: &[Address],
    push_code: impl Fn(&ShortCode),
) {
    for piece in body.pieces() {
        match piece {
            Piece::Html(html) => narrative.push_html(html),
            Piece::Link(link) => {
                if let Some(Address::Inside(path)) = addresses.get(link) {
                    // A photo is published under a name that is not known here. A shown photo is
                    // looked up by this path later; a link to a photo becomes plain text.
                    match body.links[link].kind {
                        LinkKind::Image => narrative.push_html(path),
                        LinkKind::File if site.is_picture(path) => {}
                        LinkKind::File | LinkKind::Page => {
                            narrative.push_html(&site.config.url(path));
                        }
                    }
                }
            }
            Piece::Code(code) => push_code(&body.codes[code]),
        }
    }
}

/// The site and the school, for documents without a text that names them.
pub(super) fn organization_line(config: &Config) -> Block {
    let names = [&*config.title, &*config.school];
    let names: Vec<_> = names.into_iter().filter(|name| !name.is_empty()).collect();
    Block::Paragraph(vec![(&*config.typeset(names.join(", "))).into()])
}

/// The generated parts of a report, in their order.
pub fn report_parts(report: &Report) -> Vec<ReportPart> {
    if has_no_narrative(&report.body) {
        default_parts(report.meta.kind)
    } else {
        report.body.codes.iter().map(ReportPart::from).collect()
    }
}

/// Whether the body has neither text nor short codes.
pub fn has_no_narrative(body: &Body) -> bool {
    body.is_empty()
}

/// Generates a part; nothing if there is nothing to show.
pub fn part_blocks(scope: &Scope<'_>, part: &ReportPart) -> Vec<Block> {
    let ReportPart { part, period, columns } = part;
    let scope = &period.map_or(*scope, |period| scope.during(period));
    let one = |block: Option<Block>| block.into_iter().collect();
    // The options of a document are about its main table.
    let columns_of = |kind: ReportKind, of_document: &'_ [EventColumn]| -> Vec<EventColumn> {
        match (columns.is_empty(), scope.kind == kind) {
            (true, true) => of_document.to_vec(),
            (true, false) => Vec::new(),
            (false, _) => columns.clone(),
        }
    };
    let options = scope.options;
    match part {
        Part::Plan => {
            let columns = columns_of(ReportKind::Plan, &options.columns);
            one(Some(Block::Table(plan::plan_table(scope, &columns))))
        }
        Part::Events => {
            let columns = columns_of(ReportKind::Report, &options.columns);
            one(Some(Block::Table(events::events_table(scope, &columns))))
        }
        Part::Totals => {
            let groups = if columns.is_empty() { &options.totals } else { columns };
            totals::totals_tables(scope, groups).into_iter().map(Block::Table).collect()
        }
        Part::NotHeld => one(events::not_held_table(scope).map(Block::Table)),
        Part::Chart(counted, by) => {
            one(Some(Block::Chart(charts::build_chart(scope, *counted, *by))))
        }
        Part::Table(kind) => {
            let Some(data) = scope.site.table(*kind) else { return Vec::new() };
            let half_years = &scope.site.config.bounds.half_years;
            let options = TableOptions {
                url_prefix: scope.url_prefix,
                until: Some(scope.period.last()),
                half_years,
            };
            one(Some(Block::Table(section::table(data, &options))))
        }
        // Documents have no galleries; the page shows them.
        Part::Gallery => Vec::new(),
    }
}

/// The signature line: of whom the report names, else of whom the settings name, with room for the date
/// of signing. `None` if nobody and no date is named.
pub fn signature(report: &Report, config: &Config) -> Option<Signature> {
    let date = report.meta.signed.map(|day| format!("{}\u{a0}г.", in_figures(day)));
    let own = report.meta.signatory.as_ref();
    let signatory = own.or(config.signatures.head.as_ref());
    if signatory.is_none() && date.is_none() {
        return None;
    }
    let by_hand = || if own.is_none() { DATE_BY_HAND.to_owned() } else { String::new() };
    let Signatory { position, name } = signatory.cloned().unwrap_or_default();
    Some(Signature { position, name, date: date.unwrap_or_else(by_hand) })
}

/// «УТВЕРЖДАЮ» above a plan, if the settings say who approves, and above a report that asks for it.
pub fn approval(report: &Report, config: &Config) -> Option<Approval> {
    let settings = config.signatures.approval.as_ref();
    let is_plan = report.meta.kind == ReportKind::Plan;
    if !report.meta.approved.unwrap_or(is_plan && settings.is_some()) {
        return None;
    }
    let approved = settings.cloned().unwrap_or_else(|| ApprovedBy {
        signatory: Signatory { position: "Директор".to_owned(), name: String::new() },
        order: String::new(),
        date: None,
    });
    let date = approved.date.map(|day| format!("{}\u{a0}г.", in_figures(day)));
    let order = match (&*approved.order, date) {
        ("", None) => DATE_BY_HAND.to_owned(),
        ("", Some(date)) => date,
        (number, None) => format!("Приказ №\u{a0}{number}"),
        (number, Some(date)) => format!("Приказ от\u{a0}{date} №\u{a0}{number}"),
    };
    let Signatory { position, name } = approved.signatory;
    Some(Approval { position, name, order })
}
