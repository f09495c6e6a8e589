//! Publishing: what stands on the hosting is compared with the built site and brought in line.
//!
//! [`plan()`] is pure. [`Session`] does a plan, on any [`remote::Remote`]: it locks the section,
//! says beforehand what it will touch, and writes down at the end what the server holds, so that it
//! can be cut off anywhere and finished from any computer. What is neither in the manifest nor in a
//! claim is foreign and never touched.

pub mod compatibility;
mod failure;
pub mod fragment;
mod host;
mod local_state;
mod manifest;
pub mod pack;
mod plan;
pub mod probe;
pub mod remote;
mod remote_state;
mod source;
mod upload;
pub mod verify;

pub use failure::{Failure, describe_fault};
pub use host::{Event, Outside};
pub use local_state::{Keep, Kept};
pub use manifest::{Edition, Manifest, Stamp, Unreadable};
pub use plan::{Plan, Sending, plan};
pub use remote::ftp;
pub use remote_state::claim::Owner;
pub use source::{Output, Source};
pub use upload::{Allowed, Session, look};
pub use verify::audit::Web;
pub use verify::http::Http;
