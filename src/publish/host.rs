//! What an upload needs from its caller: a clock, pauses, an ear for progress, and answers.

use std::time::Duration;

use super::manifest::Edition;
use super::plan::{Plan, PlanSummary};
use super::remote::Fault;
use super::remote::ftp::Password;
use crate::config;
use crate::diagnostic::Diagnostic;

/// The environment of an upload. Publishing itself never sleeps, and reads no clock but to end the waits
/// of its connections.
pub trait Host {
    /// The time, in seconds since 1970.
    fn now(&mut self) -> i64;

    /// Sleeps; may return early once the user has stopped the upload.
    fn pause(&mut self, time: Duration);

    /// Receives each step of the upload.
    fn report(&mut self, event: UploadEvent<'_>);

    /// Whether the user wants to stop. Files in transfer are given up then, and no other is started.
    fn is_stopped(&mut self) -> bool;
}

/// A [`Host`] that can ask its user: the terminal, an editor in the browser.
pub trait Dialog: Host {
    /// The password for `server`, asked for once in a run.
    ///
    /// # Errors
    /// If there is none; the message for the user.
    fn password(&mut self, server: &config::Ftp) -> Result<Password, Box<Diagnostic>>;

    /// Whether the plan that was reported last is carried out.
    fn confirm(&mut self) -> bool;

    /// Called once the files of the plan are sent, or sending failed. Returns the speed in bytes per
    /// second, if sending took long enough to measure it.
    fn finished(&mut self) -> Option<u64>;
}

/// A step of an upload.
#[derive(Clone, Copy, Debug)]
pub enum UploadEvent<'a> {
    /// The connection is not encrypted: the password, which has not been sent yet, and the files can be
    /// read on the way.
    Unencrypted,
    /// The plan, before it is confirmed or carried out.
    Planned {
        plan: &'a Plan,
        summary: &'a PlanSummary,
        /// `None` for a plan that is no undo.
        undo: Option<Restoration<'a>>,
        /// The address of the section on the server: `ftp://example.org/tochka`.
        target: &'a str,
        /// The speed of an earlier upload in bytes per second, if it is known.
        speed: Option<u64>,
    },
    /// The upload of this many bytes begins.
    Started { bytes: u64 },
    /// This many bytes of a file have been sent. The program's own records have an empty path.
    Sending { path: &'a str, sent: u64 },
    /// A file of `size` bytes is in place.
    Sent { path: &'a str, size: u64 },
    /// A file is compared with what the web server gives to readers.
    Checking { path: &'a str },
    /// The server has rewritten the line ends of this many texts; they are not sent again.
    LineEnds { files: usize },
    /// A file was removed.
    Removed { path: &'a str },
    /// So many files of a probe are sent; then it is waited for the web server to show them.
    Probing { done: usize, of: usize },
    /// The user has stopped the upload; what was done until then is recorded now.
    Interrupted,
    /// The connection broke, or the server is busy; the next attempt follows after the pause.
    Waiting { fault: &'a Fault, pause: Duration },
}

/// What an undo restores.
#[derive(Clone, Copy, Debug)]
pub struct Restoration<'a> {
    /// What the server holds now.
    pub from: &'a Edition,
    /// What it will hold; number 0 if nothing was published before.
    pub to: &'a Edition,
}

/// A clock for tests: only pauses move it.
#[cfg(test)]
pub(super) struct TestClock(pub(super) i64);

#[cfg(test)]
impl Host for TestClock {
    fn now(&mut self) -> i64 {
        self.0
    }

    fn pause(&mut self, time: Duration) {
        self.0 += i64::try_from(time.as_secs()).unwrap_or_default();
    }

    fn report(&mut self, _: UploadEvent<'_>) {}

    fn is_stopped(&mut self) -> bool {
        false
    }
}
