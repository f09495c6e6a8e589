//! A plan as the page shows it: events by name, the rest as counts.

use serde_json::{Value, json};

use super::Titles;
use crate::digest::Digest;
use crate::publish::{Changes, Plan, PlanSummary, PlannedEvent, words};
use crate::quantity::kilobytes;

/// A plan, and what is needed to show it.
#[derive(Clone, Copy)]
pub(super) struct ShownPlan<'a> {
    pub(super) plan: &'a Plan,
    pub(super) summary: &'a PlanSummary,
    /// In bytes per second.
    pub(super) speed: Option<u64>,
    pub(super) titles: &'a Titles,
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
            "rest": words::other_changes(changes),
        })
    }

    /// A removed page has no title of its own; its event may have become a draft, whose title is known.
    fn event(&self, event: &PlannedEvent) -> Value {
        let known = self.titles.title(&event.path);
        let title = event.title.as_deref().or(known).unwrap_or(&event.path);
        json!({ "title": title, "path": event.path, "file": self.titles.file(&event.path) })
    }
}

/// Tells plans apart: the same files with the same content.
pub(super) fn fingerprint(plan: &Plan) -> String {
    let mut text = String::new();
    for file in &plan.send {
        let digest = u64::from_le_bytes(file.hash.digest);
        text += &format!("+ {} {} {digest:x} {}\n", file.new, file.hash.size, file.path);
    }
    for path in plan.clear.iter().chain(&plan.remove) {
        text += &format!("- {path}\n");
    }
    let digest = Digest::hash(text.as_bytes()).to_bytes();
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::{ContentHash, SectionManifest, plan};

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
