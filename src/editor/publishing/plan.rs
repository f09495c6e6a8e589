//! A plan as the page shows it: events by name, the rest as counts.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use serde_json::Value;

use crate::digest::Digest;
use crate::editor::json::json;
use crate::editor::titles::Titles;
use crate::publish::{Changes, Plan, PlanSummary, PlannedEvent, words};
use crate::quantity::{count, kilobytes};

/// A plan, and what is needed to show it.
#[derive(Clone, Copy)]
pub(super) struct ShownPlan<'a> {
    pub(super) plan: &'a Plan,
    pub(super) summary: &'a PlanSummary,
    /// In bytes per second.
    pub(super) speed: Option<u64>,
    pub(super) titles: &'a Titles<'a>,
}

impl ShownPlan<'_> {
    pub(super) fn to_json(self) -> Value {
        let Self { plan, summary, speed, .. } = self;
        let time = speed.filter(|_| !plan.send.is_empty()).map(|speed| plan.bytes() / speed);
        json!({
            "id": fingerprint(plan),
            "empty": plan.is_empty(),
            "new": self.changes(&summary.new),
            "changed": self.changes(&summary.changed),
            "removed": self.changes(&summary.removed),
            "unchanged": plan.unchanged,
            "files": plan.send.len(),
            "removals": plan.removals(),
            "size": kilobytes(plan.bytes()),
            "time": time.map(words::time),
        })
    }

    fn changes(&self, changes: &Changes) -> Value {
        let events: Vec<_> = changes.events.iter().map(|event| self.event(event)).collect();
        json!({
            "events": events,
            "more": changes.more_events,
            "rest": other_changes(changes),
        })
    }

    /// A removed page has no title of its own; its event may have become a draft, whose title is known.
    fn event(&self, event: &PlannedEvent) -> Value {
        let known = self.titles.title(&event.path);
        let title = event.title.as_deref().or(known).unwrap_or(&event.path);
        json!({
            "title": title,
            "path": event.path,
            "file": self.titles.file(&event.path),
            "warnings": self.titles.warnings(&event.path),
        })
    }
}

/// What changes besides events. A photo is several files, which nobody has counted.
fn other_changes(changes: &Changes) -> String {
    let pages = count(changes.pages, "страница", "страницы", "страниц");
    let photos = count(changes.photos, "файл", "файла", "файлов");
    let others = count(changes.others, "прочий файл", "прочих файла", "прочих файлов");
    let parts = [
        (changes.pages, pages),
        (changes.photos, format!("снимки в разных размерах ({photos})")),
        (changes.others, others),
    ];
    let parts = parts.into_iter().filter(|(number, _)| *number > 0);
    parts.map(|(_, words)| words).collect::<Vec<_>>().join(", ")
}

/// The last plan that the user wanted carried out: what is left of it after a stop needs no question.
#[derive(Debug, Default)]
pub(crate) struct AgreedPlan(Mutex<BTreeSet<String>>);

impl AgreedPlan {
    pub(super) fn keep(&self, steps: &BTreeSet<String>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = steps.clone();
    }

    /// Whether `steps` do nothing else.
    pub(super) fn covers(&self, steps: &BTreeSet<String>) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_superset(steps)
    }
}

/// What a plan does, one line for each file.
pub(super) fn steps(plan: &Plan) -> BTreeSet<String> {
    let sent = plan.send.iter().map(|file| {
        let digest = u64::from_le_bytes(file.hash.digest);
        format!("+ {} {digest:x} {}", file.hash.size, file.path)
    });
    let removed = plan.clear.iter().chain(&plan.remove).map(|path| format!("- {path}"));
    sent.chain(removed).collect()
}

/// Tells plans apart: the same files with the same content.
pub(super) fn fingerprint(plan: &Plan) -> String {
    let new = plan.send.iter().filter(|file| file.new).map(|file| format!("new {}", file.path));
    let text: Vec<_> = steps(plan).into_iter().chain(new).collect();
    let text = text.join("\n");
    let digest = Digest::hash(text.as_bytes()).to_bytes();
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::{ContentHash, SectionManifest, plan};

    #[test]
    fn what_is_left_of_a_plan_is_covered_by_it() {
        let steps = |lines: &[&str]| lines.iter().map(|&line| line.to_owned()).collect();
        let agreed = AgreedPlan::default();
        assert!(!agreed.covers(&steps(&["+ 1 a a.html"])));
        agreed.keep(&steps(&["+ 1 a a.html", "- b.html"]));
        assert!(agreed.covers(&steps(&["+ 1 a a.html"])));
        assert!(!agreed.covers(&steps(&["+ 1 b a.html"])));
        assert!(!agreed.covers(&steps(&["- a.html"])));
    }

    #[test]
    fn plans_are_the_same_if_they_do_the_same() {
        let manifest = |files: &[(&str, &str)]| {
            let hash = |(path, text): &(&str, &str)| {
                ((*path).to_owned(), Some(ContentHash::from_bytes(text.as_bytes())))
            };
            SectionManifest {
                files: files.iter().map(hash).collect(),
                ..SectionManifest::default()
            }
        };
        let id = |built: &[(&str, &str)], server: &[(&str, &str)]| {
            fingerprint(&plan(&manifest(built), &manifest(server)))
        };
        let one = id(&[("a", "1"), ("b", "2")], &[("b", "2")]);
        assert_eq!(one, id(&[("a", "1")], &[]));
        assert_ne!(one, id(&[("a", "2")], &[]), "another content");
        assert_ne!(one, id(&[("a", "1")], &[("a", "0")]), "not new");
        assert_ne!(one, id(&[("a", "1")], &[("c", "0")]), "a removal");
    }
}
