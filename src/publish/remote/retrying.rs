//! Retries the operations of a [`Remote`] after temporary faults, with growing pauses.

use std::time::Duration;

use super::{ConnectionError, Fault, Remote};
use crate::publish::host::{Host, UploadEvent};

/// The pauses between attempts, in seconds: four minutes in total.
const PAUSES: [u64; 8] = [1, 2, 4, 8, 15, 30, 60, 120];

/// Codes by which servers also say that no space is left: vsftpd and pyftpdlib abort the transfer (426) or
/// fail to write the file (451), for as long as it is tried.
const STORAGE_CODES: [u16; 2] = [426, 451];

/// After this many such replies to one file, space is the likely cause.
const MAX_STORAGE_REFUSALS: usize = 2;

/// The size in bytes from which an interrupted file is resumed instead of sent again.
const MIN_RESUMED: u64 = 256 * 1024;

pub(in crate::publish) struct RetryingRemote<'a> {
    pub(in crate::publish) inner: &'a mut dyn Remote,
    pub(in crate::publish) host: &'a mut dyn Host,
    /// Whether the connection broke since this was last reset: another computer may have published
    /// in the meantime.
    pub(in crate::publish) broke: bool,
}

impl<'a> RetryingRemote<'a> {
    pub(in crate::publish) fn new(remote: &'a mut dyn Remote, host: &'a mut dyn Host) -> Self {
        Self { inner: remote, host, broke: false }
    }

    /// Repeats `act` until it succeeds or fails permanently. An operation that the server carried out
    /// just before the connection broke is repeated.
    pub(in crate::publish) fn with_retries<T>(
        &mut self,
        mut act: impl FnMut(&mut dyn Remote, &mut dyn Host) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let mut pauses = PAUSES.iter();
        loop {
            match act(self.inner, self.host) {
                Err(fault) if fault.may_pass() => self.recover(fault, &mut pauses)?,
                other => return other,
            }
        }
    }

    /// Pauses, and reconnects if the connection broke. Returns the fault when no pauses are left or
    /// the user stopped.
    pub(in crate::publish) fn recover<'b>(
        &mut self,
        mut fault: Fault,
        pauses: &mut impl Iterator<Item = &'b u64>,
    ) -> Result<(), Fault> {
        loop {
            let Some(&seconds) = pauses.next().filter(|_| !self.host.is_stopped()) else {
                return Err(fault);
            };
            let pause = Duration::from_secs(seconds);
            self.host.report(UploadEvent::Waiting { fault: &fault, pause });
            self.host.pause(pause);
            if matches!(fault, Fault::Busy { .. }) {
                return Ok(());
            }
            self.broke = true;
            match self.inner.reconnect() {
                Ok(()) => return Ok(()),
                Err(next @ (Fault::Lost(_) | Fault::Unreachable(_))) => fault = next,
                // A server with too many users: still not connected, so not `Busy`.
                Err(Fault::Busy { code, text }) => {
                    fault = Fault::Lost(ConnectionError::Server(format!("{code} {text}")));
                }
                Err(other) => return Err(other),
            }
        }
    }

    /// The pauses for the retries of one operation.
    pub(in crate::publish) fn pauses() -> impl Iterator<Item = &'static u64> {
        PAUSES.iter()
    }

    /// Writes a whole file, unless the user stops it. `shown` is the path that progress events give; the
    /// program's own records have none.
    pub(in crate::publish) fn send(
        &mut self,
        path: &str,
        bytes: &[u8],
        shown: &str,
    ) -> Result<(), Fault> {
        let mut started = false;
        let mut storage_refusals = 0;
        let sent = self.with_retries(|remote, host| {
            // The records are written after a stop too.
            let is_record = shown.is_empty();
            let mut progress = |sent| {
                host.report(UploadEvent::Sending { path: shown, sent });
                is_record || !host.is_stopped()
            };
            let resumes = std::mem::replace(&mut started, true);
            let sent = write_or_resume(remote, path, bytes, resumes, &mut progress);
            if let Err(Fault::Busy { code, .. }) = &sent
                && STORAGE_CODES.contains(code)
            {
                storage_refusals += 1;
                if storage_refusals == MAX_STORAGE_REFUSALS {
                    return Err(Fault::PerhapsFull { code: *code });
                }
            }
            sent
        });
        self.broke |= sent == Err(Fault::Stopped);
        sent
    }

    /// As [`Self::send`]; where the server does not overwrite the existing file, removes it first.
    pub(in crate::publish) fn send_over(
        &mut self,
        path: &str,
        bytes: &[u8],
        shown: &str,
    ) -> Result<(), Fault> {
        // Twice, because an incomplete second attempt may block its own retry.
        for _ in 0..2 {
            match self.send(path, bytes, shown) {
                Err(Fault::Refused(_)) => self.remove(path)?,
                other => return other,
            }
        }
        self.send(path, bytes, shown)
    }

    pub(in crate::publish) fn read(
        &mut self,
        path: &str,
        most: u64,
    ) -> Result<Option<Vec<u8>>, Fault> {
        self.with_retries(|remote, _| remote.read(path, most))
    }

    pub(in crate::publish) fn remove(&mut self, path: &str) -> Result<(), Fault> {
        self.with_retries(|remote, _| remote.remove(path))
    }

    /// Removes a folder if it is empty; a folder with files stays.
    pub(in crate::publish) fn remove_folder(&mut self, path: &str) -> Result<(), Fault> {
        match self.with_retries(|remote, _| remote.remove_folder(path)) {
            Err(Fault::Refused(_)) => Ok(()),
            other => other,
        }
    }
}

/// Writes a whole file; if it was begun before (`resumes`) and is large, only the rest of it.
fn write_or_resume(
    remote: &mut dyn Remote,
    path: &str,
    bytes: &[u8],
    resumes: bool,
    progress: &mut dyn FnMut(u64) -> bool,
) -> Result<(), Fault> {
    let whole = bytes.len() as u64;
    if resumes && whole >= MIN_RESUMED {
        let partial = remote.size(path).ok().flatten().filter(|size| *size < whole);
        if let Some(from) = partial.filter(|size| *size > 0) {
            match remote.resume(path, bytes, from, progress) {
                Err(Fault::Refused(_)) => {}
                // A wrong size: a part was appended twice or lost. Send the whole file.
                Ok(()) if remote.size(path)? != Some(whole) => {}
                other => return other,
            }
        }
    }
    remote.write(path, bytes, progress)
}
