//! Tags and their addresses; reports tags that would share an address.

use std::collections::{BTreeMap, HashMap};

use super::{Event, EventId, List, addresses};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::slug;

#[derive(Debug)]
pub struct Tag {
    /// As the first post with the tag writes it.
    pub title: String,
    pub slug: String,
    pub list: List,
}

/// The tags in use, in the order of their addresses; each event gets the indices of its own. Titles
/// that differ only in case, ё and the like are one tag. A title without an address of its own is an
/// error.
pub(super) fn tags(
    events: &mut [Event],
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Vec<Tag> {
    let mut slugs: HashMap<String, String> = HashMap::new();
    // Most titles are written as before, and folding one takes longer than all the rest.
    let mut known: HashMap<&str, String> = HashMap::new();
    let mut found: BTreeMap<String, (String, Vec<EventId>)> = BTreeMap::new();
    for (index, event) in events.iter().enumerate() {
        let id = EventId::new(index);
        for (title, place) in &event.document.meta.tags {
            if let Some((_, ids)) = known.get(&**title).and_then(|slug| found.get_mut(slug)) {
                if ids.last() != Some(&id) {
                    ids.push(id);
                }
                continue;
            }
            // `fold` drops a number at the beginning, but «5 класс» is not «6 класс».
            let key = slug::fold(&format!("метка {title}"));
            let slug = match slugs.get(&key) {
                Some(slug) => slug.clone(),
                None => slug::slugify(title),
            };
            let is_new = !slugs.contains_key(&key);
            let problem = match found.get(&slug) {
                _ if slug.is_empty() => without_slug(title),
                Some((other, ids)) if is_new => same_slug(title, other, &events[ids[0].index()]),
                _ => {
                    let (_, ids) =
                        found.entry(slug.clone()).or_insert_with(|| (title.clone(), Vec::new()));
                    if ids.last() != Some(&id) {
                        ids.push(id);
                    }
                    known.insert(title, slug.clone());
                    slugs.insert(key, slug);
                    continue;
                }
            };
            diagnostics.push(problem.at(place.clone()));
        }
    }
    let mut tags = Vec::with_capacity(found.len());
    for (slug, (title, ids)) in found {
        for &id in &ids {
            events[id.index()].details.tags.push(tags.len());
        }
        tags.push(Tag {
            list: List::new(addresses::tag(&slug), ids, config.per_page),
            title,
            slug,
        });
    }
    tags
}

fn without_slug(title: &str) -> Diagnostic {
    Diagnostic::error(format!("из метки «{title}» не получается адрес страницы"))
        .hint("назовите метку словами")
}

fn same_slug(title: &str, other: &str, first: &Event) -> Diagnostic {
    let problem = Diagnostic::error(format!("метки «{title}» и «{other}» получают один адрес"))
        .hint(
            "пишите метку везде одинаково, а если это разные метки, назовите одну другими словами",
        );
    match first.document.meta.tags.iter().find(|(tag, _)| tag == other) {
        Some((_, place)) => problem.and(place.clone(), format!("здесь стоит «{other}»")),
        None => problem,
    }
}
