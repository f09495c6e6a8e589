//! The preview: what is being written, seen in a browser as it is saved.
//!
//! `engine` knows what the site is at any moment and watches the folder; whoever answers the
//! browser asks it for pages. Nothing is written.

pub mod engine;
