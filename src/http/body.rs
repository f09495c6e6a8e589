//! Reads the body of a request, whose length its head has told.

use std::io::{self, ErrorKind, Read};
use std::net::TcpStream;
use std::time::Duration;

use super::Visitor;

/// How long a sender may pause.
const PAUSE: Duration = Duration::from_secs(30);

/// The body of a request as it arrives.
pub(crate) struct IncomingBody<'a> {
    stream: &'a TcpStream,
    /// What came with the head.
    ahead: &'a [u8],
    /// The number of bytes that are still to come, those ahead included.
    left: u64,
}

impl<'a> IncomingBody<'a> {
    /// The body of `length` bytes that `visitor` sends.
    pub(crate) fn new(visitor: &'a Visitor, ahead: &'a [u8], length: u64) -> Self {
        Self { stream: visitor.stream(), ahead, left: length }
    }

    /// Reads all of it. The claimed length takes no memory until the bytes are there.
    ///
    /// # Errors
    /// As [`Read::read`].
    pub(crate) fn read_all(mut self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

impl Read for IncomingBody<'_> {
    /// # Errors
    /// [`ErrorKind::TimedOut`] after [`PAUSE`] without a byte, [`ErrorKind::UnexpectedEof`] if the body
    /// ends early, or an error of the connection.
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let room = usize::try_from(self.left).unwrap_or(usize::MAX).min(buffer.len());
        let Some(buffer) = buffer.get_mut(..room).filter(|buffer| !buffer.is_empty()) else {
            return Ok(0);
        };
        let count = if self.ahead.is_empty() {
            self.stream.set_read_timeout(Some(PAUSE))?;
            match self.stream.read(buffer) {
                Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
                Ok(count) => count,
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    return Err(ErrorKind::TimedOut.into());
                }
                Err(error) => return Err(error),
            }
        } else {
            self.ahead.read(buffer)?
        };
        self.left -= count as u64;
        Ok(count)
    }
}
