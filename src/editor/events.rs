//! The API of the list of events.

use super::api::Route;

pub(super) const ROUTES: &[Route] = &[];
