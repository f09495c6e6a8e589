//! Tags: which there are, under which addresses, and which of them cannot be told apart.

use std::collections::{BTreeMap, HashMap};

use super::{Event, List};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::slug;

/// A word that events are found by.
#[derive(Debug)]
pub struct Tag {
    /// As the first post that has it writes it.
    pub title: String,
    /// Its name in addresses.
    pub slug: String,
    /// Its events.
    pub list: List,
}

/// The tags in use, by their addresses. Titles that differ only in case, ё and the like are one
/// tag; one that gives no address, or that of another tag, is an error.
pub(super) fn tags(
    events: &mut [Event],
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Vec<Tag> {
    let mut slugs: HashMap<String, String> = HashMap::new();
    let mut found: BTreeMap<String, (String, Vec<usize>)> = BTreeMap::new();
    for (id, event) in events.iter().enumerate() {
        for (title, place) in &event.post.tags {
            // A number at the beginning would not count: «5 класс» is not «6 класс».
            let key = slug::fold(&format!("метка {title}"));
            let slug = match slugs.get(&key) {
                Some(slug) => slug.clone(),
                None => slug::slugify(title),
            };
            let is_new = !slugs.contains_key(&key);
            let problem = match found.get(&slug) {
                _ if slug.is_empty() => no_slug(title),
                Some((other, ids)) if is_new => one_slug(title, other, &events[ids[0]]),
                _ => {
                    let (_, ids) =
                        found.entry(slug.clone()).or_insert_with(|| (title.clone(), Vec::new()));
                    if ids.last() != Some(&id) {
                        ids.push(id);
                    }
                    slugs.insert(key, slug);
                    continue;
                }
            };
            diagnostics.push(problem.at(place.clone()));
        }
    }
    let tag = |(place, (slug, (title, ids))): (usize, (String, (String, Vec<usize>)))| {
        for &id in &ids {
            events[id].tags.push(place);
        }
        Tag { list: List::new(format!("metka/{slug}"), ids, config.per_page), title, slug }
    };
    found.into_iter().enumerate().map(tag).collect()
}

fn no_slug(title: &str) -> Diagnostic {
    Diagnostic::error(format!("из метки «{title}» не получается адрес страницы"))
        .hint("назовите метку словами")
}

fn one_slug(title: &str, other: &str, first: &Event) -> Diagnostic {
    let problem = Diagnostic::error(format!("метки «{title}» и «{other}» получают один адрес"))
        .hint(
            "пишите метку везде одинаково, а если это разные метки, назовите одну другими словами",
        );
    match first.post.tags.iter().find(|(tag, _)| tag == other) {
        Some((_, place)) => problem.and(place.clone(), format!("здесь стоит «{other}»")),
        None => problem,
    }
}
