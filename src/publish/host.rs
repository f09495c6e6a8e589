//! What publishing asks of the world but for the server: the time, patience, and someone to tell.

use std::time::Duration;

use super::remote::Fault;

/// The caller's side of an upload. The library reads no clock and sleeps nowhere.
pub trait Outside {
    /// The time, in seconds since 1970.
    fn now(&mut self) -> i64;

    /// Waits.
    fn pause(&mut self, time: Duration);

    /// Hears what is being done.
    fn tell(&mut self, event: Event<'_>);

    /// Whether the user wants it to end: the file under way is finished, and nothing begun after.
    fn is_stopped(&mut self) -> bool;
}

/// What is being done.
#[derive(Clone, Copy, Debug)]
pub enum Event<'a> {
    /// So many bytes of a file have been sent.
    Sending {
        /// Which.
        path: &'a str,
        /// How many.
        sent: u64,
    },
    /// A file stands in its place.
    Sent {
        /// Which.
        path: &'a str,
        /// Its size in bytes.
        size: u64,
    },
    /// A file is compared with what readers get.
    Checking {
        /// Which.
        path: &'a str,
    },
    /// A file was removed.
    Removed {
        /// Which.
        path: &'a str,
    },
    /// The line broke, or the server is busy; the next attempt comes after a pause.
    Waiting {
        /// Why.
        fault: &'a Fault,
        /// How long.
        pause: Duration,
    },
}

/// A clock of tests: only pauses move it.
#[cfg(test)]
pub(super) struct Clock(pub(super) i64);

#[cfg(test)]
impl Outside for Clock {
    fn now(&mut self) -> i64 {
        self.0
    }

    fn pause(&mut self, time: Duration) {
        self.0 += i64::try_from(time.as_secs()).unwrap_or_default();
    }

    fn tell(&mut self, _: Event<'_>) {}

    fn is_stopped(&mut self) -> bool {
        false
    }
}
