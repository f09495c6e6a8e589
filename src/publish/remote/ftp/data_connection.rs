//! A data connection: chunks with a time limit each, and its encryption.

use std::io::{self, Read, Write};
use std::time::Duration;

use super::session::FtpSession;
use super::wire::{Wire, lost};
use crate::publish::remote::Fault;

/// The size in bytes of the chunks that are sent. Progress is reported after each.
pub(super) const CHUNK: usize = 64 * 1024;

/// The slowest transfer, in bytes per second: below it a connection counts as stalled.
const MIN_SPEED: u64 = 1024;

/// A connection for one file or listing.
pub(super) struct DataConnection {
    pub(super) wire: Wire,
    /// The longest wait for the next bytes.
    pub(super) idle: Duration,
}

impl DataConnection {
    /// Sends a chunk, and closes the sending direction after the last one.
    pub(super) fn send(&mut self, chunk: &[u8], last: bool) -> io::Result<()> {
        self.wire.limit(self.chunk_time());
        if !chunk.is_empty() {
            self.wire.write_all(chunk)?;
            self.wire.flush()?;
        }
        if last { self.wire.close_write() } else { Ok(()) }
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
