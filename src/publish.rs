//! Publishing: compares the built site with what the hosting holds, and sends the differences.
//!
//! 1. [`verify::preflight`] checks the settings and the built site.
//! 2. [`run()`] carries out everything else, and [`undo`] takes it back; both ask and report through a
//!    [`Dialog`]. They make a pure [`plan()`] and carry it out with an [`UploadSession`] on any
//!    [`remote::Remote`].
//!    [`forecast()`] tells without a connection what they are likely to do.
//! 3. [`pack`] prepares an upload by hand, [`fragment`] makes HTML for the editor of the hosting,
//!    [`probe`] finds out what a hosting can do.
//!
//! A session locks the section, announces which files it will change, and finally records what the server
//! holds. So it may be interrupted anywhere and finished from any computer. A file that is neither in the
//! manifest nor in a claim is foreign and never touched.

pub mod compatibility;
mod error;
mod forecast;
pub mod fragment;
mod host;
mod local_state;
mod manifest;
pub mod pack;
mod plan;
pub mod probe;
mod publication;
pub mod remote;
mod remote_state;
mod run;
mod source;
mod upload;
pub mod verify;
pub mod words;

pub use error::{PublishError, describe_fault};
pub use forecast::{Forecast, forecast};
pub use host::{Dialog, Host, Restoration, UploadEvent};
pub use local_state::{LocalState, UndoSource, local_folder};
pub use manifest::envelope::RECORD_VERSION;
pub use manifest::{ContentHash, Edition, SectionManifest, Unreadable};
pub use plan::{Changes, FileToSend, Plan, PlanSummary, PlannedEvent, plan};
pub use publication::{FtpTarget, Publication, Publisher, remembered};
pub use remote::ftp;
pub use remote_state::claim::Owner;
pub use run::{Audit, Confirmation, Published, RunOptions, RunOutcome, UndoOptions, run, undo};
pub use source::{BuiltSite, Source};
pub use upload::{UploadContext, UploadOptions, UploadSession, read_server_state};
pub use verify::audit::WebAccess;
pub use verify::http::{HttpClient, HttpResponse};
