//! The API of long work, which goes on in the background.

use super::api::Route;

pub(super) const ROUTES: &[Route] = &[];
