//! The API of publishing.

use super::api::Route;

pub(super) const ROUTES: &[Route] = &[];
