//! Errors of a single page, turned into diagnostics by [`Renderer::page`](super::Renderer::page).

use crate::diagnostic::Diagnostic;

/// Why a page cannot be rendered.
#[derive(Debug)]
pub(super) enum PageError {
    Template(Box<tera::Error>),
    /// A document or a feed cannot be created.
    Other(Box<Diagnostic>),
}

impl From<tera::Error> for PageError {
    fn from(error: tera::Error) -> Self {
        Self::Template(Box::new(error))
    }
}

impl From<Diagnostic> for PageError {
    fn from(diagnostic: Diagnostic) -> Self {
        Self::Other(Box::new(diagnostic))
    }
}
