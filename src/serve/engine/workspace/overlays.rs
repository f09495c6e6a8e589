//! Texts that replace those on the disk: what an editor holds and has not saved.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::config;
use crate::content::{CONTENT, DATA, is_below, is_markdown};
use crate::fs;

/// The unsaved texts by file, with `\n` line ends.
#[derive(Debug, Default)]
pub(super) struct Overlays(BTreeMap<String, Arc<str>>);

impl Overlays {
    /// The text of the file at `relative`, if it is not that on the disk.
    pub(super) fn get(&self, relative: &str) -> Option<&str> {
        self.0.get(relative).map(|text| &**text)
    }

    /// Sets or, with `None`, removes the text of the file at `relative`. Other files than documents,
    /// tables and the settings have no text that an editor could change.
    pub(super) fn set(&mut self, relative: &str, text: Option<Arc<str>>) {
        match text {
            Some(text) if can_be_edited(relative) => {
                let plain = text.strip_prefix('\u{feff}').unwrap_or(&text);
                let plain = fs::with_line_feeds(plain.into());
                self.0.insert(relative.to_owned(), Arc::from(plain));
            }
            _ => {
                self.0.remove(relative);
            }
        }
    }

    /// Forgets the text of the file at `relative` if the disk holds the same: later changes there show
    /// again.
    pub(super) fn forget_saved(&mut self, root: &Path, relative: &str) {
        let Some(text) = self.0.get(relative) else { return };
        if fs::read_text(&root.join(relative)).is_ok_and(|saved| saved == **text) {
            self.0.remove(relative);
        }
    }

    /// As [`Self::forget_saved`], for all files.
    pub(super) fn forget_all_saved(&mut self, root: &Path) {
        let files: Vec<String> = self.0.keys().cloned().collect();
        for file in files {
            self.forget_saved(root, &file);
        }
    }
}

fn can_be_edited(relative: &str) -> bool {
    let is_yaml = || Path::new(relative).extension().is_some_and(|end| end == "yaml");
    let is_portable = || relative.split('/').all(fs::is_portable_name);
    relative == config::FILE
        || ((is_markdown(relative) && is_below(relative, CONTENT))
            || (is_yaml() && is_below(relative, DATA)))
            && is_portable()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_texts_of_the_content_have_overlays() {
        for file in ["content/posts/a/index.md", "content/site.yaml", "content/data/a.yaml"] {
            assert!(can_be_edited(file), "{file}");
        }
        for file in [
            "content/posts/../../a.md",
            "content/posts/a.yaml",
            "content/posts/a.jpg",
            "themes/a.md",
            "a.md",
            "content/posts/a\\b.md",
            "/content/a.md",
        ] {
            assert!(!can_be_edited(file), "{file}");
        }
    }

    #[test]
    fn line_ends_are_those_of_texts_from_the_disk() {
        let mut overlays = Overlays::default();
        overlays.set("content/posts/a.md", Some("\u{feff}а\r\nб\rв".into()));
        assert_eq!(overlays.get("content/posts/a.md"), Some("а\nб\nв"));
        // A lone return keeps the length.
        overlays.set("content/posts/a.md", Some("а\rб".into()));
        assert_eq!(overlays.get("content/posts/a.md"), Some("а\nб"));
        overlays.set("content/posts/a.md", None);
        assert_eq!(overlays.get("content/posts/a.md"), None);
    }
}
