//! `events.json`: the events for reports over several centres.

use super::renderer::Renderer;
use crate::report::CentreFile;

impl Renderer {
    pub(super) fn events_file(&self) -> Vec<u8> {
        // Writing values of texts and numbers to memory does not fail.
        serde_json::to_vec(&CentreFile::published(&self.site)).unwrap_or_default()
    }
}
