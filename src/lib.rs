//! Rostok turns a folder of Markdown posts into the static news section of a school's centre.
//!
//! The data flows one way: `content` is loaded, `site` assembles it, `render` makes the pages,
//! `output` writes them. ARCHITECTURE.md has the map; `tests/it/tidy.rs` keeps the layers.

#![forbid(unsafe_code)]

pub mod calendar;
pub mod characters;
pub mod config;
pub mod content;
pub mod copy;
pub mod diagnostic;
pub mod digest;
pub mod editor;
pub mod export;
pub mod file_kind;
pub mod form;
pub mod fs;
pub mod html;
mod http;
pub mod import;
pub mod output;
pub mod photos;
pub mod pipeline;
pub mod publish;
pub mod quantity;
pub mod render;
pub mod report;
pub mod serve;
pub mod site;
pub mod slug;
pub mod spelling;
pub mod starter;
pub mod typography;
pub mod url;
pub mod yaml;
