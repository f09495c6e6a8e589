//! A TCP connection, encrypted or not, whose waits end.

use std::io::{self, ErrorKind, Read, Write};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use rustls::{ClientConnection, HandshakeKind, Stream};

use super::certificate::tls_error;
use super::socket::Socket;
use super::tls::TlsSession;
use crate::publish::remote::{ConnectionError, Fault};

pub(super) struct Wire {
    socket: Socket,
    tls: Option<Box<ClientConnection>>,
}

impl Wire {
    /// Connects. Afterwards no read or write waits longer than `timeout`.
    pub(super) fn connect(
        address: SocketAddr,
        connect_timeout: Duration,
        timeout: Duration,
    ) -> io::Result<Self> {
        let socket = Socket::connect(address, connect_timeout, timeout)?;
        Ok(Self { socket, tls: None })
    }

    /// From now on all reads and writes together take at most `whole`, until the next call.
    pub(super) fn limit(&mut self, whole: Duration) {
        self.socket.limit(whole);
    }

    pub(super) fn peer(&self) -> io::Result<SocketAddr> {
        self.socket.peer()
    }

    /// Sends the TLS client hello without waiting for the answer.
    pub(super) fn start_handshake(&mut self, session: &TlsSession) -> io::Result<()> {
        let mut tls = ClientConnection::new(Arc::clone(&session.config), session.name.clone())
            .map_err(|error| io::Error::new(ErrorKind::InvalidData, error))?;
        while tls.wants_write() {
            tls.write_tls(&mut self.socket)?;
        }
        self.tls = Some(Box::new(tls));
        Ok(())
    }

    /// Whether a TLS handshake was started.
    pub(super) fn is_encrypted(&self) -> bool {
        self.tls.is_some()
    }

    /// Waits for the end of the TLS handshake, if one was started.
    pub(super) fn finish_handshake(&mut self) -> io::Result<()> {
        let Some(tls) = &mut self.tls else { return Ok(()) };
        while tls.is_handshaking() {
            tls.complete_io(&mut self.socket)?;
        }
        Ok(())
    }

    /// Whether the handshake resumed an earlier session; none before the handshake.
    pub(super) fn resumed(&self) -> Option<bool> {
        let kind = self.tls.as_ref()?.handshake_kind()?;
        Some(kind == HandshakeKind::Resumed)
    }

    /// Closes the sending direction; reading goes on.
    pub(super) fn close_write(&mut self) -> io::Result<()> {
        if let Some(tls) = &mut self.tls {
            tls.send_close_notify();
            while tls.wants_write() {
                tls.write_tls(&mut self.socket)?;
            }
        }
        self.socket.close_write()
    }

    /// Reads what the server still sends, such as TLS session tickets, until the end or `timeout`.
    /// The system resets a socket that is closed with unread data, and the server may then lose
    /// what it has not read yet.
    pub(super) fn drain(&mut self, timeout: Duration) {
        /// Enough for more tickets than servers send.
        const MAX_READS: usize = 16;
        self.limit(timeout);
        let mut chunk = [0; 4096];
        for _ in 0..MAX_READS {
            if !matches!(self.read(&mut chunk), Ok(1..)) {
                break;
            }
        }
    }
}

impl Read for Wire {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = match &mut self.tls {
                None => self.socket.read(buffer),
                Some(tls) => match Stream::new(tls.as_mut(), &mut self.socket).read(buffer) {
                    // Many servers close a data connection without TLS close_notify. The reply on
                    // the control connection says whether everything was sent.
                    Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(0),
                    read => read,
                },
            };
            match read {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                read => return read,
            }
        }
    }
}

impl Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.tls {
            None => self.socket.write(bytes),
            Some(tls) => Stream::new(tls.as_mut(), &mut self.socket).write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.tls {
            None => Ok(()),
            Some(tls) => Stream::new(tls.as_mut(), &mut self.socket).flush(),
        }
    }
}

/// The cause of an error of a connection.
pub(super) fn connection_error(error: &io::Error) -> ConnectionError {
    if let Some(error) = rustls_error(error) {
        return ConnectionError::Tls(tls_error(error));
    }
    match error.kind() {
        _ if is_timeout(error) => ConnectionError::TimedOut,
        ErrorKind::ConnectionRefused => ConnectionError::ConnectionRefused,
        ErrorKind::ConnectionReset
        | ErrorKind::ConnectionAborted
        | ErrorKind::BrokenPipe
        | ErrorKind::NotConnected
        | ErrorKind::UnexpectedEof => ConnectionError::Reset,
        ErrorKind::NetworkUnreachable | ErrorKind::HostUnreachable => ConnectionError::NoRoute,
        _ => error.raw_os_error().map_or(ConnectionError::Network, ConnectionError::Os),
    }
}

pub(super) fn lost(error: &io::Error) -> Fault {
    Fault::Lost(connection_error(error))
}

/// Whether a read or write timed out: `TimedOut` on Windows, `WouldBlock` on Unix.
pub(super) fn is_timeout(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::TimedOut | ErrorKind::WouldBlock)
}

/// The TLS error inside an error of reading or writing.
pub(super) fn rustls_error(error: &io::Error) -> Option<&rustls::Error> {
    error.get_ref()?.downcast_ref()
}
