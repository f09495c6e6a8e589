//! The API of an event's photos.

use super::api::Route;

pub(super) const ROUTES: &[Route] = &[];
