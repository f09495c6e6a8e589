//! How the writer adds HTML: tags of blocks on their own lines, and values that the sanitiser keeps.

use crate::content::markdown::sanitize::TrustMarker;
use crate::content::markdown::writer::Writer;

impl<'w> Writer<'w, '_> {
    pub(super) fn push(&mut self, html: &str) {
        self.body.html.push_str(html);
    }

    /// Writes the start of an attribute whose value the sanitiser keeps only with the marker.
    pub(super) fn push_trusted(&mut self, attribute: &str) {
        self.push(attribute);
        self.push(self.trusted_prefix());
    }

    /// Goes before a value that only the program may write; empty without a sanitiser.
    pub(super) fn trusted_prefix(&self) -> &'w str {
        self.marker.map_or("", TrustMarker::value_prefix)
    }

    /// Starts a block on its own line.
    pub(super) fn open_block(&mut self, tag: &str) {
        if !self.body.html.is_empty() && !self.body.html.ends_with('\n') {
            self.push("\n");
        }
        self.end_prose();
        self.push(tag);
    }

    pub(super) fn close_block(&mut self, tag: &str) {
        self.end_prose();
        self.push(tag);
    }

    /// Ends a stretch of prose: typography does not look across blocks.
    pub(super) fn end_prose(&mut self) {
        self.typographer.start_block();
        self.in_link = false;
        self.end_inline_html();
    }
}
