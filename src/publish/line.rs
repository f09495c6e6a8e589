//! A [`Remote`] driven with patience: what may pass is tried again, after pauses that grow.

use std::time::Duration;

use super::host::{Event, Outside};
use super::remote::{Fault, Remote};

/// The pauses between attempts, in seconds: four minutes in all, then the user decides.
const PAUSES: [u64; 8] = [1, 2, 4, 8, 15, 30, 60, 120];

/// A part of a smaller file is not worth asking what of it arrived, in bytes.
const WORTH_RESUMING: u64 = 256 * 1024;

/// A connection that heals.
pub(super) struct RetryingRemote<'a> {
    pub(super) remote: &'a mut dyn Remote,
    pub(super) outside: &'a mut dyn Outside,
    /// Whether it broke since someone last asked: much may have happened meanwhile.
    pub(super) broke: bool,
}

impl<'a> RetryingRemote<'a> {
    pub(super) fn new(remote: &'a mut dyn Remote, outside: &'a mut dyn Outside) -> Self {
        Self { remote, outside, broke: false }
    }

    /// Does `act` until it succeeds or fails for good. What was done before a line broke may be
    /// done twice.
    pub(super) fn with_retries<T>(
        &mut self,
        mut act: impl FnMut(&mut dyn Remote, &mut dyn Outside) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let mut pauses = PAUSES.iter();
        loop {
            match act(self.remote, self.outside) {
                Err(fault) if fault.may_pass() => self.recover(fault, &mut pauses)?,
                other => return other,
            }
        }
    }

    /// Waits, and connects anew where the line broke. The fault itself where patience has an end.
    pub(super) fn recover<'b>(
        &mut self,
        mut fault: Fault,
        pauses: &mut impl Iterator<Item = &'b u64>,
    ) -> Result<(), Fault> {
        loop {
            let Some(&seconds) = pauses.next().filter(|_| !self.outside.is_stopped()) else {
                return Err(fault);
            };
            let pause = Duration::from_secs(seconds);
            self.outside.tell(Event::Waiting { fault: &fault, pause });
            self.outside.pause(pause);
            if matches!(fault, Fault::Busy { .. }) {
                return Ok(());
            }
            self.broke = true;
            match self.remote.reconnect() {
                Ok(()) => return Ok(()),
                Err(next @ (Fault::Lost(_) | Fault::Unreachable(_))) => fault = next,
                // Not Busy: a server that is full of guests must be connected to all the same.
                Err(Fault::Busy { code, text }) => fault = Fault::Lost(format!("{code} {text}")),
                Err(other) => return Err(other),
            }
        }
    }

    /// The pauses that one undertaking may take.
    pub(super) fn pauses() -> impl Iterator<Item = &'static u64> {
        PAUSES.iter()
    }

    /// Writes a file whole. `what` is its name for those who watch.
    pub(super) fn send(&mut self, path: &str, bytes: &[u8], what: &str) -> Result<(), Fault> {
        let whole = bytes.len() as u64;
        let mut begun = false;
        self.with_retries(|remote, outside| {
            let mut progress = |sent| outside.tell(Event::Sending { path: what, sent });
            if begun && whole >= WORTH_RESUMING {
                let there = remote.size(path).ok().flatten().filter(|size| *size < whole);
                if let Some(from) = there.filter(|size| *size > 0) {
                    match remote.resume(path, bytes, from, &mut progress) {
                        Err(Fault::Refused { .. }) => {}
                        // What was appended twice, or cut, shows in the size.
                        Ok(()) if remote.size(path)? != Some(whole) => {}
                        other => return other,
                    }
                }
            }
            begun = true;
            remote.write(path, bytes, &mut progress)
        })
    }

    /// As [`Self::send`], where a file of ours may stand already and the server may not write over
    /// it.
    pub(super) fn send_over(&mut self, path: &str, bytes: &[u8], what: &str) -> Result<(), Fault> {
        // Twice, because half of the second may be in the way of its own repetition.
        for _ in 0..2 {
            match self.send(path, bytes, what) {
                Err(Fault::Refused { .. }) => self.remove(path)?,
                other => return other,
            }
        }
        self.send(path, bytes, what)
    }

    pub(super) fn read(&mut self, path: &str, most: u64) -> Result<Option<Vec<u8>>, Fault> {
        self.with_retries(|remote, _| remote.read(path, most))
    }

    pub(super) fn remove(&mut self, path: &str) -> Result<(), Fault> {
        self.with_retries(|remote, _| remote.remove(path))
    }

    /// Removes a folder if it is empty; that it stays is no failure.
    pub(super) fn remove_folder(&mut self, path: &str) -> Result<(), Fault> {
        match self.with_retries(|remote, _| remote.remove_folder(path)) {
            Err(Fault::Refused { .. }) => Ok(()),
            other => other,
        }
    }
}
