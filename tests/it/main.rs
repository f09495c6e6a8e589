//! The integration tests: one binary, a sandbox, and the real program.
mod output;

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, its helpers too"
)]

mod cli;
mod sandbox;
mod tidy;

mod commonmark;
