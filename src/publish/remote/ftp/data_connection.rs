//! A data connection: chunks with a time limit each, and its encryption.

use std::io::{self, ErrorKind, Read, Write};
use std::time::{Duration, Instant};

use super::session::FtpSession;
use super::wire::{Wire, is_timeout, lost};
use crate::publish::remote::Fault;

/// The size in bytes of the chunks that are sent. Progress is reported after each.
pub(super) const CHUNK: usize = 64 * 1024;

/// How often a wait looks whether it is still wanted.
pub(super) const TICK: Duration = Duration::from_millis(200);

/// The slowest transfer, in bytes per second: below it a connection counts as stalled.
const MIN_SPEED: u64 = 1024;

/// A connection for one file or listing.
pub(super) struct DataConnection {
    pub(super) wire: Wire,
    /// The longest wait for the next bytes.
    pub(super) idle: Duration,
}

impl DataConnection {
    /// Sends a chunk, and closes the sending direction after the last one. False if `go_on`, which is
    /// asked while the connection takes nothing, says so.
    pub(super) fn send(
        &mut self,
        chunk: &[u8],
        last: bool,
        go_on: &mut dyn FnMut() -> bool,
    ) -> io::Result<bool> {
        let start = Instant::now();
        let mut rest = chunk;
        while !rest.is_empty() {
            let Some(written) = self.patiently(go_on, |wire| wire.write(rest))? else {
                return Ok(false);
            };
            rest = match written {
                0 => return Err(ErrorKind::WriteZero.into()),
                _ if start.elapsed() > self.chunk_time() => return Err(ErrorKind::TimedOut.into()),
                _ => rest.get(written..).unwrap_or_default(),
            };
        }
        if !chunk.is_empty() && self.patiently(go_on, Wire::flush)?.is_none() {
            return Ok(false);
        }
        if last {
            self.wire.limit(self.idle);
            self.wire.close_write()?;
        }
        Ok(true)
    }

    /// Repeats `act` while the connection takes nothing, but no longer than it may idle. None if `go_on`
    /// says no.
    fn patiently<T>(
        &mut self,
        go_on: &mut dyn FnMut() -> bool,
        act: impl Fn(&mut Wire) -> io::Result<T>,
    ) -> io::Result<Option<T>> {
        let start = Instant::now();
        loop {
            self.wire.limit(TICK);
            match act(&mut self.wire) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if is_timeout(&error) && start.elapsed() < self.idle => {
                    if !go_on() {
                        return Ok(None);
                    }
                }
                result => return result.map(Some),
            }
        }
    }

    /// Receives up to `most` bytes.
    pub(super) fn receive(&mut self, bytes: &mut Vec<u8>, most: u64) -> io::Result<()> {
        loop {
            let before = bytes.len() as u64;
            let wanted = (most - before).min(CHUNK as u64);
            self.wire.limit(self.chunk_time());
            (&mut self.wire).take(wanted).read_to_end(bytes)?;
            let received = bytes.len() as u64 - before;
            if received < CHUNK as u64 {
                return Ok(());
            }
        }
    }

    /// How long a chunk may take.
    fn chunk_time(&self) -> Duration {
        self.idle + Duration::from_secs(CHUNK as u64 / MIN_SPEED)
    }

    /// Encrypts the connection, if the session is encrypted.
    pub(super) fn finish_handshake(&mut self, session: &mut FtpSession) -> Result<(), Fault> {
        let Some(tls) = &session.tls else { return Ok(()) };
        self.wire.limit(self.idle);
        let hello = if self.wire.is_encrypted() { Ok(()) } else { self.wire.start_handshake(tls) };
        let Err(error) = hello.and_then(|()| self.wire.finish_handshake()) else { return Ok(()) };
        // A server that requires a resumed session may just close the connection. If it gives a
        // reason, it does so on the control connection.
        match session.control.reply() {
            Ok(reply) => Err(session.transfer_fault(&reply, self)),
            Err(_) => {
                session.quirks.avoid_tls13 = !session.quirks.tls13_only;
                Err(lost(&error))
            }
        }
    }
}
