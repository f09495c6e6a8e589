//! Checks around an upload: of the built site before it, and of what the server holds and readers
//! see afterwards.

pub(super) mod audit;
pub(super) mod http;
pub mod live;
pub mod preflight;
