//! A plan as people read it: events by their titles, everything else as counts.

use super::{Plan, UploadStage, is_of_a_year, stage};
use crate::file_kind::extension;
use crate::publish::manifest::ContentHash;
use crate::publish::source::Source;

/// How many events of each kind are named.
const NAMED: usize = 10;

/// What a plan changes on the site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlanSummary {
    pub new: Changes,
    pub changed: Changes,
    pub removed: Changes,
}

/// Files that are sent for the first time, or again, or removed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// The first events.
    pub events: Vec<PlannedEvent>,
    /// How many events are not named.
    pub more_events: usize,
    /// Pages that are no events.
    pub pages: usize,
    pub photos: usize,
    pub others: usize,
}

/// The page of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedEvent {
    pub path: String,
    /// `None` if the page is not known here.
    pub title: Option<String>,
}

impl PlanSummary {
    /// Titles are read from the pages in `source`, without `short_title`, the name of the section,
    /// which themes put after them.
    pub fn new(plan: &Plan, source: &dyn Source, short_title: &str) -> Self {
        let mut summary = Self::default();
        for file in &plan.send {
            let changes = if file.new { &mut summary.new } else { &mut summary.changed };
            changes.add(&file.path, || title(source, &file.path, file.hash, short_title));
        }
        for path in plan.clear.iter().chain(&plan.remove) {
            summary.removed.add(path, || None);
        }
        summary
    }
}

impl Changes {
    fn add(&mut self, path: &str, title: impl Fn() -> Option<String>) {
        match &*extension(path) {
            "html" | "htm" if is_event(path) => {
                if self.events.len() < NAMED {
                    self.events.push(PlannedEvent { path: path.to_owned(), title: title() });
                } else {
                    self.more_events += 1;
                }
            }
            "html" | "htm" => self.pages += 1,
            "jpg" | "jpeg" | "png" | "gif" | "webp" | "avif" => self.photos += 1,
            _ => self.others += 1,
        }
    }

    /// How many events there are.
    pub fn event_count(&self) -> usize {
        self.events.len() + self.more_events
    }
}

fn is_event(path: &str) -> bool {
    is_of_a_year(path) && stage(path, false) == UploadStage::Post
}

/// The title of a page, from its `<title>`.
fn title(source: &dyn Source, path: &str, hash: ContentHash, short_title: &str) -> Option<String> {
    let page = source.bytes(path, hash).ok()?;
    let page = String::from_utf8_lossy(&page);
    let (_, rest) = page.split_once("<title>")?;
    let (text, _) = rest.split_once("</title>")?;
    let mut text = text.to_owned();
    for (entity, sign) in
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
    {
        text = text.replace(entity, sign);
    }
    let text = text.trim();
    let title = text.strip_suffix(short_title).and_then(|title| title.strip_suffix(" — "));
    Some(title.unwrap_or(text).to_owned()).filter(|title| !title.is_empty())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::publish::error::PublishError;
    use crate::publish::manifest::SectionManifest;
    use crate::publish::plan::plan;

    struct Pages(BTreeMap<String, String>);

    impl Source for Pages {
        fn bytes(&self, path: &str, _: ContentHash) -> Result<Vec<u8>, PublishError> {
            Ok(self.0[path].clone().into_bytes())
        }
    }

    fn manifest(files: &BTreeMap<String, String>) -> SectionManifest {
        let hash = |text: &String| Some(ContentHash::from_bytes(text.as_bytes()));
        let files = files.iter().map(|(path, text)| (path.clone(), hash(text))).collect();
        SectionManifest { files, ..SectionManifest::default() }
    }

    #[test]
    fn events_are_named_and_the_rest_is_counted() {
        let page = |title: &str| format!("<head>\n<title>{title}</title>");
        let mut files: BTreeMap<String, String> = (0..1000)
            .map(|number| (format!("2022/den-{number}.html"), page("День — Новости")))
            .collect();
        files.insert("2021/a.html".to_owned(), page("Опыт &quot;А&amp;Б&quot; — Новости"));
        for path in ["index.html", "god/2021.html", "2022/den-1/1.jpg", "static/style.css"] {
            files.insert(path.to_owned(), page("Новости"));
        }
        let mut server = SectionManifest::default();
        server.files.insert("index.html".to_owned(), None);
        server.files.insert("2020/ushlo.html".to_owned(), None);
        let plan = plan(&manifest(&files), &server);
        let PlanSummary { new, changed, removed } =
            PlanSummary::new(&plan, &Pages(files), "Новости");
        assert_eq!((new.event_count(), new.events.len()), (1001, NAMED));
        assert_eq!(new.events[0].title.as_deref(), Some("Опыт \"А&Б\""));
        assert_eq!(new.events[1].title.as_deref(), Some("День"));
        assert_eq!((new.pages, new.photos, new.others), (1, 1, 1));
        assert_eq!(changed, Changes { pages: 1, ..Changes::default() });
        let gone = PlannedEvent { path: "2020/ushlo.html".to_owned(), title: None };
        assert_eq!(removed, Changes { events: vec![gone], ..Changes::default() });
    }
}
