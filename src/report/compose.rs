//! Composes a report as a document: its title, its narrative with the generated parts, its
//! signature.

use super::document::{Block, ReportDocument, Signature};
use super::narrative::NarrativeReader;
use super::scope::Scope;
use super::section::{self, TableOptions};
use super::{charts, events, totals};
use crate::calendar::in_figures;
use crate::config::Config;
use crate::content::markdown::{Body, LinkKind, Piece};
use crate::content::report::Report;
use crate::content::short_code::Part;
use crate::site::{Address, Site};

/// The parts of a report without a narrative.
const DEFAULT_PARTS: [Part; 3] = [Part::Events, Part::Totals, Part::NotHeld];

/// Composes `report`; `addresses` are the targets of the links in its body, in their order.
pub fn compose(site: &Site, report: &Report, addresses: &[Address]) -> ReportDocument {
    let config = &site.config;
    let scope = Scope::new(site, report, &config.base_url);
    let narrative = NarrativeReader::new();
    narrative.push_block(Block::Heading { level: 1, spans: vec![(&*report.title).into()] });
    if has_no_narrative(&report.body) {
        narrative.push_block(organization_line(config));
        for block in DEFAULT_PARTS.into_iter().filter_map(|part| part_block(&scope, part)) {
            narrative.push_block(block);
        }
    }
    for piece in report.body.pieces() {
        match piece {
            Piece::Html(html) => narrative.push_html(html),
            Piece::Link(link) => {
                if let Some(Address::Inside(path)) = addresses.get(link) {
                    // A photo is published under a name that is not known here. A shown photo is
                    // looked up by this path later; a link to a photo becomes plain text.
                    match report.body.links[link].kind {
                        LinkKind::Image => narrative.push_html(path),
                        LinkKind::File if site.is_picture(path) => {}
                        LinkKind::File | LinkKind::Page => narrative.push_html(&config.url(path)),
                    }
                }
            }
            Piece::Code(code) => {
                if let Some(block) = part_block(&scope, report.body.codes[code].part) {
                    narrative.push_block(block);
                }
            }
        }
    }
    if let Some(signature) = signature(report) {
        narrative.push_block(Block::Signature(signature));
    }
    ReportDocument {
        title: report.title.clone(),
        date: report.meta.signed.unwrap_or(report.meta.period.last()),
        blocks: narrative.finish(),
    }
}

/// The site and the school, for documents without a text that names them.
pub(super) fn organization_line(config: &Config) -> Block {
    let names = [&*config.title, &*config.school];
    let names: Vec<_> = names.into_iter().filter(|name| !name.is_empty()).collect();
    Block::Paragraph(vec![(&*names.join(", ")).into()])
}

/// The generated parts of a report with this body, in their order.
pub fn report_parts(body: &Body) -> Vec<Part> {
    if has_no_narrative(body) {
        DEFAULT_PARTS.into()
    } else {
        body.codes.iter().map(|code| code.part).collect()
    }
}

/// Whether the body has neither text nor short codes.
pub fn has_no_narrative(body: &Body) -> bool {
    body.is_empty()
}

/// Generates `part`; `None` if there is nothing to show.
pub fn part_block(scope: &Scope<'_>, part: Part) -> Option<Block> {
    match part {
        Part::Events => Some(Block::Table(events::events_table(scope))),
        Part::Totals => Some(Block::Table(totals::totals_table(scope))),
        Part::NotHeld => events::not_held_table(scope).map(Block::Table),
        Part::Chart(counted, by) => Some(Block::Chart(charts::build_chart(scope, counted, by))),
        Part::Table(kind) => {
            let data = scope.site.table(kind)?;
            let half_years = &scope.site.config.bounds.half_years;
            let options = TableOptions {
                url_prefix: scope.url_prefix,
                until: Some(scope.period.last()),
                half_years,
            };
            Some(Block::Table(section::table(data, &options)))
        }
        // Documents have no galleries; the page shows them.
        Part::Gallery => None,
    }
}

/// The signature line; `None` if the report has neither a signatory nor a date of signing.
pub fn signature(report: &Report) -> Option<Signature> {
    let date = report.meta.signed.map(|day| format!("{}\u{a0}г.", in_figures(day)));
    if report.meta.signatory.is_none() && date.is_none() {
        return None;
    }
    let (position, name) = report
        .meta
        .signatory
        .as_ref()
        .map(|signatory| (signatory.position.clone(), signatory.name.clone()))
        .unwrap_or_default();
    Some(Signature { position, name, date: date.unwrap_or_default() })
}
