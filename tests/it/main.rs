//! The integration tests: one binary, a sandbox, and the real program.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, its helpers too"
)]

#[cfg(target_os = "linux")]
mod browser;
mod cli;
mod commonmark;
mod output;
mod sandbox;
mod serve_edits;
mod serve_browser;
mod serve_engine;
mod serve_http;
mod serving;
mod tidy;
