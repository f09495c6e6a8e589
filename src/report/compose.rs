//! A report as a document: its title, its narrative with the generated parts, its signature.

use super::document::{Block, Document, Signature};
use super::narrative::Narrative;
use super::scope::Scope;
use super::section::{self, Setting};
use super::{charts, events, totals};
use crate::calendar::in_figures;
use crate::config::Config;
use crate::content::markdown::{Body, LinkKind, Piece};
use crate::content::report::Report;
use crate::content::short_code::Part;
use crate::site::{Address, Site, is_picture};

/// What a report without a narrative consists of.
const BARE: [Part; 3] = [Part::Events, Part::Totals, Part::NotHeld];

/// `report` as a document; `addresses` are where the links of its body lead.
pub fn compose(site: &Site, report: &Report, addresses: &[Address]) -> Document {
    let config = &site.config;
    let scope = Scope::new(site, report, &config.base_url);
    let narrative = Narrative::new();
    narrative.block(Block::Heading { level: 1, spans: vec![(&*report.title).into()] });
    if is_bare(&report.body) {
        narrative.block(centre(config));
        for block in BARE.into_iter().filter_map(|part| block(&scope, part)) {
            narrative.block(block);
        }
    }
    for piece in report.body.pieces() {
        match piece {
            Piece::Html(html) => narrative.html(html),
            Piece::Link(link) => {
                if let Some(Address::Inside(path)) = addresses.get(link) {
                    // A photo is published under a name that is not known here: what is shown is
                    // looked for by this path, and what is led to stays without a link.
                    match report.body.links[link].kind {
                        LinkKind::Image => narrative.html(path),
                        LinkKind::File if is_picture(path) => {}
                        LinkKind::File | LinkKind::Page => narrative.html(&config.url(path)),
                    }
                }
            }
            Piece::Code(code) => {
                if let Some(block) = block(&scope, report.body.codes[code].part) {
                    narrative.block(block);
                }
            }
        }
    }
    if let Some(signature) = signature(report) {
        narrative.block(Block::Signature(signature));
    }
    Document {
        title: report.title.clone(),
        date: report.signed.unwrap_or(report.period.last()),
        blocks: narrative.finish(),
    }
}

/// Whose document it is, where no text says so.
pub(super) fn centre(config: &Config) -> Block {
    let names = [&*config.title, &*config.school];
    let names: Vec<_> = names.into_iter().filter(|name| !name.is_empty()).collect();
    Block::Paragraph(vec![(&*names.join(", ")).into()])
}

/// The generated parts of a report with this text, in their order.
pub fn parts(body: &Body) -> Vec<Part> {
    if is_bare(body) { BARE.into() } else { body.codes.iter().map(|code| code.part).collect() }
}

/// Whether there is no text at all.
pub fn is_bare(body: &Body) -> bool {
    body.codes.is_empty() && body.html.trim().is_empty()
}

/// What stands for `part`; none where there is nothing to show.
pub fn block(scope: &Scope<'_>, part: Part) -> Option<Block> {
    match part {
        Part::Events => Some(Block::Table(events::events(scope))),
        Part::Totals => Some(Block::Table(totals::totals(scope))),
        Part::NotHeld => events::not_held(scope).map(Block::Table),
        Part::Chart(counted, by) => Some(Block::Chart(charts::chart(scope, counted, by))),
        Part::Table(kind) => {
            let of = scope.site.table(kind)?;
            let half_years = &scope.site.config.half_years;
            let setting =
                Setting { base: scope.base, until: Some(scope.period.last()), half_years };
            Some(Block::Table(section::table(of, &setting)))
        }
        // Pictures have no place in a document; the page shows them.
        Part::Gallery => None,
    }
}

/// The line that is signed, if anybody signs.
pub fn signature(report: &Report) -> Option<Signature> {
    let date = report.signed.map(|day| format!("{}\u{a0}г.", in_figures(day)));
    if report.signatory.is_none() && date.is_none() {
        return None;
    }
    let (position, name) = report
        .signatory
        .as_ref()
        .map(|signatory| (signatory.position.clone(), signatory.name.clone()))
        .unwrap_or_default();
    Some(Signature { position, name, date: date.unwrap_or_default() })
}
