//! The integration tests. They run the real program on sites in temporary folders.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, its helpers too"
)]

#[cfg(target_os = "linux")]
mod browser;
mod build;
mod bundles;
mod cases;
mod centres;
mod cli;
mod commands;
mod commonmark;
mod copy;
mod dates;
#[path = "../bench/delay.rs"]
mod delay;
mod determinism;
#[cfg(target_os = "linux")]
mod edit_browser;
mod edit_documents;
mod edit_gate;
mod edit_keyboard;
mod edit_phone;
mod edit_publish;
mod edit_publish_looks;
mod edit_publish_states;
mod edit_start;
mod edit_troubles;
mod edit_uploads;
mod edit_whole_job;
mod editing;
mod editor_access;
mod editor_bundle;
mod editor_client;
#[cfg(target_os = "linux")]
mod editor_desk;
mod editor_event;
mod editor_history;
mod editor_import;
mod editor_large;
mod editor_own_keys;
mod editor_paste;
mod editor_photos;
mod editor_photos_event;
mod editor_photos_page;
mod editor_photos_speed;
#[cfg(target_os = "linux")]
mod editor_reports;
mod editor_screens;
mod editor_settings;
mod editor_size;
mod editor_speed;
mod editor_story;
mod editor_tables;
mod editor_texts;
mod editor_units;
mod encodings;
mod export;
mod export_open;
mod forms;
mod forms_centres;
mod forms_found;
mod fragment;
mod ftp_breaks;
#[cfg(target_os = "linux")]
mod ftp_economy;
mod ftp_killed;
#[cfg(target_os = "linux")]
mod ftp_operations;
mod ftp_script;
#[cfg(target_os = "linux")]
mod ftp_security;
#[cfg(target_os = "linux")]
mod ftp_servers;
mod ftp_together;
mod fuzz;
#[cfg(target_os = "linux")]
mod gallery;
mod hosting;
mod html;
mod import;
mod import_files;
mod import_plans;
mod import_shapes;
mod import_speed;
mod import_tables;
mod killed;
mod links;
mod locked;
mod networks;
mod node;
mod office;
mod open_xml;
mod output;
mod pack;
#[path = "../../src/main/page.rs"]
mod page;
mod pages;
mod photos;
mod photos_bombs;
mod photos_together;
mod places;
mod plan_marks;
mod poster;
mod power_cut;
#[cfg(target_os = "linux")]
mod probe;
mod problems;
mod proportion;
#[cfg(target_os = "linux")]
mod publish;
mod python;
mod report_columns;
mod report_pictures;
mod reports;
mod sandbox;
mod search;
#[cfg(target_os = "linux")]
mod search_speed;
mod section;
mod serve_browser;
mod serve_checks;
mod serve_edits;
mod serve_engine;
mod serve_http;
mod serve_unsound;
mod serving;
mod spelling;
mod texts;
mod theme_lighthouse;
#[cfg(target_os = "linux")]
mod theme_looks;
#[cfg(target_os = "linux")]
mod theme_news;
mod theme_pictures;
#[cfg(target_os = "linux")]
mod theme_rhythm;
#[cfg(target_os = "linux")]
mod theme_viewer;
#[cfg(target_os = "linux")]
mod theme_vision;
mod themes;
mod themes_contract;
mod themes_plain;
mod tidy;
mod tools;
mod unsound_drafts;
mod versions;
mod windows;
mod writing;
