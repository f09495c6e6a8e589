//! Checks around an upload: of the settings and the built site before it, and of what the server holds
//! and readers see afterwards.

pub(super) mod audit;
pub(super) mod http;
mod line_ends;
pub(super) mod live;
pub mod preflight;
