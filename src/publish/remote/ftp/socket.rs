//! A TCP stream whose waits end: each after the idle time, and all together at a deadline. Without the
//! deadline a server that sends a byte now and then would hold the program for ever.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::{Duration, Instant};

pub(super) struct Socket {
    stream: TcpStream,
    /// The longest wait for the next bytes.
    idle: Duration,
    deadline: Option<Instant>,
    /// The time-out that the stream has now.
    current: Duration,
}

impl Socket {
    /// Connects. Afterwards no read or write waits longer than `idle`.
    pub(super) fn connect(
        address: SocketAddr,
        connect_timeout: Duration,
        idle: Duration,
    ) -> io::Result<Self> {
        let stream = TcpStream::connect_timeout(&address, connect_timeout)?;
        stream.set_nodelay(true)?;
        let mut socket = Self { stream, idle, deadline: None, current: Duration::ZERO };
        socket.prepare()?;
        Ok(socket)
    }

    /// From now on all reads and writes together take at most `whole`, until the next call.
    pub(super) fn limit(&mut self, whole: Duration) {
        self.deadline = Instant::now().checked_add(whole);
    }

    pub(super) fn peer(&self) -> io::Result<SocketAddr> {
        self.stream.peer_addr()
    }

    /// Closes the sending direction.
    pub(super) fn close_write(&self) -> io::Result<()> {
        self.stream.shutdown(Shutdown::Write)
    }

    /// Sets the time-out of the next read or write.
    fn prepare(&mut self) -> io::Result<()> {
        let left = self.deadline.map(|end| end.saturating_duration_since(Instant::now()));
        let timeout = left.map_or(self.idle, |left| left.min(self.idle));
        if timeout.is_zero() {
            return Err(ErrorKind::TimedOut.into());
        }
        if timeout != self.current {
            self.stream.set_read_timeout(Some(timeout))?;
            self.stream.set_write_timeout(Some(timeout))?;
            self.current = timeout;
        }
        Ok(())
    }
}

impl Read for Socket {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.prepare()?;
        self.stream.read(buffer)
    }
}

impl Write for Socket {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.prepare()?;
        self.stream.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    #[test]
    fn bytes_that_drip_do_not_move_the_deadline() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            while stream.write_all(b"a").is_ok() {
                std::thread::sleep(Duration::from_millis(20));
            }
        });
        let second = Duration::from_secs(1);
        let mut socket = Socket::connect(address, second, second).unwrap();
        socket.limit(Duration::from_millis(300));
        let begun = Instant::now();
        let mut heard = Vec::new();
        let error = socket.read_to_end(&mut heard).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::TimedOut | ErrorKind::WouldBlock), "{error:?}");
        assert!(heard.len() > 2 && begun.elapsed() < second, "{heard:?}");
        socket.limit(second);
        assert!(socket.read(&mut [0]).is_ok(), "a new limit");
    }
}
