//! The API of one event: its text, fields, problems.

use super::api::Route;

pub(super) const ROUTES: &[Route] = &[];
