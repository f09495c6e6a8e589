//! The API of reports.

use super::api::Route;

pub(super) const ROUTES: &[Route] = &[];
