//! A TCP connection, encrypted or not, that gives up after a silence.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use rustls::{ClientConnection, HandshakeKind, Stream};

use super::tls::TlsSession;

/// One end of it.
pub(super) struct Wire {
    stream: TcpStream,
    tls: Option<Box<ClientConnection>>,
}

impl Wire {
    /// Connects within a time; afterwards no read or write waits longer than `silence`.
    pub(super) fn connect(
        address: SocketAddr,
        within: Duration,
        silence: Duration,
    ) -> io::Result<Self> {
        let stream = TcpStream::connect_timeout(&address, within)?;
        stream.set_nodelay(true)?;
        let mut wire = Self { stream, tls: None };
        wire.set_timeout(silence)?;
        Ok(wire)
    }

    /// Sets how long a silence is borne.
    pub(super) fn set_timeout(&mut self, silence: Duration) -> io::Result<()> {
        self.stream.set_read_timeout(Some(silence))?;
        self.stream.set_write_timeout(Some(silence))
    }

    /// The address of the other end.
    pub(super) fn peer(&self) -> io::Result<SocketAddr> {
        self.stream.peer_addr()
    }

    /// Begins to encrypt: says hello, and does not wait for the answer.
    pub(super) fn start_handshake(&mut self, secret: &TlsSession) -> io::Result<()> {
        let mut tls = ClientConnection::new(Arc::clone(&secret.config), secret.name.clone())
            .map_err(|error| io::Error::new(ErrorKind::InvalidData, error))?;
        while tls.wants_write() {
            tls.write_tls(&mut self.stream)?;
        }
        self.tls = Some(Box::new(tls));
        Ok(())
    }

    /// Whether encryption was begun.
    pub(super) fn is_encrypted(&self) -> bool {
        self.tls.is_some()
    }

    /// Waits until both sides have agreed, where encryption was begun.
    pub(super) fn finish_handshake(&mut self) -> io::Result<()> {
        let Some(tls) = &mut self.tls else { return Ok(()) };
        while tls.is_handshaking() {
            tls.complete_io(&mut self.stream)?;
        }
        Ok(())
    }

    /// Whether the handshake resumed an older session; none before there was one.
    pub(super) fn resumed(&self) -> Option<bool> {
        let kind = self.tls.as_ref()?.handshake_kind()?;
        Some(kind == HandshakeKind::Resumed)
    }

    /// Says that nothing more will come; reading goes on.
    pub(super) fn end(&mut self) -> io::Result<()> {
        if let Some(tls) = &mut self.tls {
            tls.send_close_notify();
            while tls.wants_write() {
                tls.write_tls(&mut self.stream)?;
            }
        }
        self.stream.shutdown(Shutdown::Write)
    }

    /// Reads what the other end still says, tickets for later sessions above all, until it is
    /// done. A socket closed with something unread would be reset, and the server might lose what
    /// it has not read yet.
    pub(super) fn drain(&mut self, silence: Duration) {
        /// More than a handful of tickets is no business of ours.
        const MOST_READS: usize = 16;
        if self.set_timeout(silence).is_ok() {
            let mut piece = [0; 4096];
            for _ in 0..MOST_READS {
                if !matches!(self.read(&mut piece), Ok(1..)) {
                    break;
                }
            }
        }
    }
}

impl Read for Wire {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = match &mut self.tls {
                None => self.stream.read(buffer),
                Some(tls) => match Stream::new(tls.as_mut(), &mut self.stream).read(buffer) {
                    // Many servers close a data connection without the farewell of TLS. Whether
                    // all came is said on the control connection.
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
            None => self.stream.write(bytes),
            Some(tls) => Stream::new(tls.as_mut(), &mut self.stream).write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.tls {
            None => Ok(()),
            Some(tls) => Stream::new(tls.as_mut(), &mut self.stream).flush(),
        }
    }
}

/// What went wrong, in Russian where it is one of the usual things.
pub(super) fn words(error: &io::Error) -> String {
    if let Some(error) = tls_error(error) {
        return super::tls::words(error);
    }
    match error.kind() {
        ErrorKind::TimedOut | ErrorKind::WouldBlock => "сервер молчит слишком долго".to_owned(),
        ErrorKind::ConnectionRefused => "соединение не принято".to_owned(),
        ErrorKind::ConnectionReset
        | ErrorKind::ConnectionAborted
        | ErrorKind::BrokenPipe
        | ErrorKind::NotConnected
        | ErrorKind::UnexpectedEof => "соединение разорвано".to_owned(),
        ErrorKind::NetworkUnreachable | ErrorKind::HostUnreachable => {
            "до сервера нет дороги".to_owned()
        }
        _ => match error.raw_os_error() {
            Some(code) => format!("ошибка системы № {code}"),
            None => "ошибка сети".to_owned(),
        },
    }
}

/// The error of TLS inside an error of reading or writing.
pub(super) fn tls_error(error: &io::Error) -> Option<&rustls::Error> {
    error.get_ref()?.downcast_ref()
}
