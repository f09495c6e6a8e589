//! The parts of pages that are the same on many of them: templates of a theme's folder `frame/`.
//!
//! Each is rendered once for the pages of a folder. The head, the menu and the foot of `tochka` were
//! a fifth of what its templates cost, and 6 % of a build's instructions at 1,000 posts (2026-11-30).

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use tera::{Context, Tera, Value};

use super::theme::Theme;
use super::views::plain;

/// `frame` by `root` and `current`.
type Frames = BTreeMap<(String, String), Value>;

/// The theme's templates with the values that all pages share, and what was rendered of its frame.
#[derive(Debug)]
pub(super) struct SharedTemplates {
    pub(super) tera: Tera,
    frames: Mutex<Frames>,
}

impl SharedTemplates {
    pub(super) fn new(tera: Tera) -> Self {
        Self { tera, frames: Mutex::default() }
    }

    /// `frame` for the pages with this `root`; `current` is the path of a page in the menu, or empty.
    pub(super) fn frame(
        &self,
        theme: &Theme,
        root: &str,
        current: &str,
    ) -> Result<Value, tera::Error> {
        let key = (root.to_owned(), current.to_owned());
        let mut frames = self.frames.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(frame) = frames.get(&key) {
            return Ok(frame.clone());
        }
        let mut context = Context::new();
        context.insert_value("root", plain(root));
        context.insert_value("current", plain(current));
        let mut parts = BTreeMap::new();
        for (name, template) in theme.frame() {
            parts.insert(name, Value::safe_string(&self.tera.render(template, &context)?));
        }
        let frame = Value::from_serializable(&parts);
        frames.insert(key, frame.clone());
        Ok(frame)
    }
}
