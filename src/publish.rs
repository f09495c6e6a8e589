//! Publishing: what stands on the hosting is compared with the built site and brought in line.
//!
//! [`plan()`] is pure. [`Session`] does a plan, on any [`remote::Remote`]: it locks the section,
//! says beforehand what it will touch, and writes down at the end what the server holds, so that it
//! can be cut off anywhere and finished from any computer. What is neither in the manifest nor in a
//! claim is foreign and never touched.

mod audit;
mod claim;
mod envelope;
mod failure;
pub mod fit;
mod foreign;
pub mod fragment;
pub mod ftp;
mod http;
mod keep;
mod line;
mod manifest;
mod outside;
pub mod pack;
mod plan;
pub mod probe;
mod put;
pub mod ready;
mod records;
pub mod remote;
pub mod served;
mod source;
mod undo;
mod upload;

pub use audit::Web;
pub use claim::Owner;
pub use envelope::Unreadable;
pub use failure::Failure;
pub use http::Http;
pub use keep::Keep;
pub use manifest::{Edition, Manifest, Stamp};
pub use outside::{Event, Outside};
pub use plan::{Plan, Sending, plan};
pub use source::{Output, Source};
pub use undo::Kept;
pub use upload::{Allowed, Session, look};
