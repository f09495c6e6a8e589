//! The site of a content.

use std::sync::Arc;

use super::bundles::Bundles;
use super::documents::{self, Documents};
use super::links::{Resolved, Resolver};
use super::{
    Event, EventId, List, Options, Search, Site, addresses, archive, child_data, data, links,
    routes, tags,
};
use crate::config::Config;
use crate::content::{ConflictCopy, Content};
use crate::diagnostic::Diagnostics;

/// Assembles `content`. With errors among the diagnostics, the site is complete but for what they
/// name.
pub fn assemble(
    content: &Content,
    config: &Arc<Config>,
    options: Options,
    diagnostics: &mut Diagnostics,
) -> Site {
    diagnostics.extend(content.copies.iter().map(ConflictCopy::problem));
    let bundles = Bundles::new(content);
    let mut documents = Documents::new(content, &bundles, config, options);
    documents::check_terms(&documents.events, diagnostics);
    child_data::check(&documents.events, &content.data, config, diagnostics);
    let directions = directions(&mut documents.events, config);
    let tags = tags::tags(&mut documents.events, config, diagnostics);
    let all = (0..documents.events.len()).map(EventId::new).collect();
    let all = List::new(addresses::NEWS.to_owned(), all, config.per_page);
    data::check_codes(&documents, content, &bundles, diagnostics);
    let resolver = Resolver::new(&documents, content, &bundles, diagnostics);
    let Resolved { links, files, menu, logo, tables, anchored } =
        resolver.resolve(config, options.drafts);
    for (place, links) in documents.links_mut().zip(links) {
        *place = links;
    }
    let search = match config.has_search() {
        true => Search::new(&documents.events, documents.static_bodies(), &tables),
        false => Search::default(),
    };
    let Documents { events, pages, reports } = documents;
    let mut site = Site {
        config: Arc::clone(config),
        years: archive::years(&events).into(),
        search: Arc::new(search),
        events: events.into_iter().map(Arc::new).collect(),
        pages: pages.into(),
        reports: reports.into(),
        left_out: documents::left_out(&content.posts, options),
        left_out_reports: documents::left_out(&content.reports, options),
        drafts: documents::draft_paths(content).into(),
        unsound_drafts: content.unsound_drafts.clone(),
        copies: content.copies.as_slice().into(),
        today: options.today,
        menu,
        logo,
        all: Arc::new(all),
        directions: directions.into(),
        tags: tags.into(),
        tables: tables.into(),
        files: files.into(),
        routes: Arc::default(),
        anchored: Arc::new(anchored),
    };
    site.routes = routes::routes(&site, diagnostics).into();
    links::check_menu(&site.routes, config, diagnostics);
    site
}

fn directions(events: &mut [Event], config: &Config) -> Vec<List> {
    let mut members = vec![Vec::new(); config.directions.len()];
    for (id, event) in events.iter_mut().enumerate() {
        // Posts are read again whenever the settings change, so their directions are these.
        let members = &mut members[event.document.meta.direction.index()];
        event.details.in_direction = members.len();
        members.push(EventId::new(id));
    }
    let lists = config.directions.iter().zip(members).map(|(direction, ids)| {
        List::new(addresses::direction(&direction.id), ids, config.per_page)
    });
    lists.collect()
}
