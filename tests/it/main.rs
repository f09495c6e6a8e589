//! The integration tests: one binary, a sandbox, and the real program.

mod commonmark;
