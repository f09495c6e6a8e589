//! The gate: accepts connections, limits them, and reads their heads.
//!
//! The gate
//!
//! - holds at most [`MAX_CONNECTIONS`], and [`MAX_FROM_ADDRESS`] from one address. A new connection
//!   replaces the oldest of its address, so that nobody locks out others, nor himself for longer than
//!   it takes to reload a page; `visitors` chooses;
//! - reads a head of at most [`MAX_HEAD`] bytes within [`HEAD_TIMEOUT`];
//! - passes to the [`Service`] only what names this computer, and what it admits;
//! - answers one request per connection: a new connection on loopback takes no noticeable time.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::Rejection;
use super::head::{AllowedHosts, RequestHead};
use super::visitors::{Visitor, Visitors};

pub(super) const MAX_CONNECTIONS: usize = 64;

/// More than a browser with many tabs opens: each shows one stream of events, and loads a page over
/// six connections.
pub(super) const MAX_FROM_ADDRESS: usize = 48;

/// In bytes.
const MAX_HEAD: usize = 16 * 1024;

const HEAD_TIMEOUT: Duration = Duration::from_secs(5);

/// How long a reader may stop reading an answer. A browser requests the rest of a paused film again.
const WRITE_TIMEOUT: Duration = Duration::from_secs(30);

/// Time for reading the rest of a rejected request. If a connection is closed while something is
/// unread, the system resets it and the answer is lost.
const LINGER_TIME: Duration = Duration::from_millis(500);

/// The stack of a thread that answers, in bytes: pages are rendered when they are asked for.
const STACK: usize = 2 * 1024 * 1024;

/// Who answers what a gate lets in.
pub(crate) trait Service: Send + Sync + 'static {
    /// What is kept of a head.
    type Admitted;

    /// Decides whether a request is let in.
    fn admit(&self, head: &RequestHead<'_>) -> Result<Self::Admitted, Rejection>;

    /// Answers a request of `visitor`; `ahead` is what of its body came with the head.
    ///
    /// # Errors
    /// If the visitor has gone, or what is sent cannot be read.
    fn answer(&self, request: Self::Admitted, visitor: &Visitor, ahead: &[u8]) -> io::Result<()>;

    /// The media type and the text that tell why a request was rejected.
    fn explain(&self, rejection: Rejection) -> (&'static str, String) {
        ("text/plain; charset=utf-8", rejection.text().to_owned())
    }
}

/// How often a listener that does not block is asked for a connection.
const LOOK: Duration = Duration::from_millis(50);

/// Answers connections of `listener` with `service`, on threads of its own, until the program ends. One
/// that is to be closed before must not block.
pub(crate) fn start(listener: TcpListener, service: impl Service) -> io::Result<OpenGate> {
    let hosts = AllowedHosts(listener.local_addr()?);
    let visitors = Arc::new(Visitors::default());
    let gate = Arc::new(Gate { hosts, service, visitors: Arc::clone(&visitors) });
    let thread = thread::Builder::new().name("gate".to_owned());
    let thread = thread.spawn(move || gate.accept(&listener))?;
    Ok(OpenGate { visitors, thread })
}

/// A gate that answers.
#[derive(Debug)]
pub(crate) struct OpenGate {
    visitors: Arc<Visitors>,
    thread: JoinHandle<()>,
}

impl OpenGate {
    /// Cuts all connections; then nobody listens any more. Not to be called by the service itself, nor for
    /// a listener that blocks.
    pub(crate) fn close(self) {
        self.visitors.close();
        drop(self.thread.join());
    }
}

struct Gate<S> {
    hosts: AllowedHosts,
    service: S,
    visitors: Arc<Visitors>,
}

impl<S: Service> Gate<S> {
    fn accept(self: &Arc<Self>, listener: &TcpListener) {
        while !self.visitors.is_closed() {
            let Ok((stream, _)) = listener.accept() else {
                // Nobody is there, or there are too many open files, and some will be closed soon.
                thread::sleep(LOOK);
                continue;
            };
            let Some(visitor) = self.visitors.admit(stream) else { continue };
            let (gate, admitted) = (Arc::clone(self), Arc::clone(&visitor));
            let started = thread::Builder::new().stack_size(STACK).spawn(move || {
                // Errors mean that the reader has gone.
                drop(gate.serve(&visitor));
                gate.visitors.release(&visitor);
            });
            if started.is_err() {
                self.visitors.release(&admitted);
            }
        }
    }

    fn serve(&self, visitor: &Visitor) -> io::Result<()> {
        let stream = visitor.stream();
        // Some systems give it what the listener has.
        stream.set_nonblocking(false)?;
        stream.set_nodelay(true)?;
        stream.set_write_timeout(Some(WRITE_TIMEOUT))?;
        let head = read_head(stream);
        visitor.note_request();
        let mut ahead = Vec::new();
        let request = match head {
            Ok((head, rest)) => {
                ahead = rest;
                self.hosts.parse(&head).and_then(|head| self.service.admit(&head))
            }
            Err(error) => match error.kind() {
                ErrorKind::FileTooLarge => Err(Rejection::TooLong),
                ErrorKind::TimedOut => Err(Rejection::TooSlow),
                _ => return Err(error),
            },
        };
        match request {
            Ok(request) => {
                self.service.answer(request, visitor, &ahead)?;
                stream.shutdown(Shutdown::Write)
            }
            Err(rejection) => self.reject(rejection, stream),
        }
    }

    fn reject(&self, rejection: Rejection, mut stream: &TcpStream) -> io::Result<()> {
        let (media, text) = self.service.explain(rejection);
        let allow = match rejection {
            Rejection::Method(allowed) => format!("Allow: {allowed}\r\n"),
            _ => String::new(),
        };
        write!(
            stream,
            "HTTP/1.1 {}\r\n{allow}Content-Type: {media}\r\nContent-Length: {}\r\n\
             Cache-Control: no-store\r\nConnection: close\r\n\r\n{text}",
            rejection.status(),
            text.len()
        )?;
        stream.shutdown(Shutdown::Write)?;
        stream.set_read_timeout(Some(LINGER_TIME))?;
        let deadline = Instant::now() + LINGER_TIME;
        let (mut discarded, mut piece) = (0, [0; 4096]);
        while discarded < rejection.linger() && Instant::now() < deadline {
            match stream.read(&mut piece)? {
                0 => break,
                count => discarded += count as u64,
            }
        }
        Ok(())
    }
}

/// Reads up to the empty line that ends a head; also gives what came behind it.
///
/// # Errors
/// [`ErrorKind::FileTooLarge`], [`ErrorKind::TimedOut`], [`ErrorKind::UnexpectedEof`], or an error of
/// the connection.
fn read_head(mut stream: &TcpStream) -> io::Result<(Vec<u8>, Vec<u8>)> {
    let deadline = Instant::now() + HEAD_TIMEOUT;
    let mut head = Vec::with_capacity(1024);
    let mut piece = [0; 1024];
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(ErrorKind::TimedOut.into());
        }
        stream.set_read_timeout(Some(left))?;
        let count = match stream.read(&mut piece) {
            Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
            Ok(count) => count,
            Err(error) => match error.kind() {
                ErrorKind::Interrupted => continue,
                ErrorKind::WouldBlock => return Err(ErrorKind::TimedOut.into()),
                _ => return Err(error),
            },
        };
        let searched = head.len().saturating_sub(3);
        head.extend_from_slice(&piece[..count]);
        let mut rest = Vec::new();
        if let Some(end) = head[searched..].windows(4).position(|four| four == b"\r\n\r\n") {
            rest = head.split_off(searched + end + 4);
        } else if head.len() < MAX_HEAD {
            continue;
        }
        let fits = head.len() <= MAX_HEAD && head.ends_with(b"\r\n\r\n");
        return if fits { Ok((head, rest)) } else { Err(ErrorKind::FileTooLarge.into()) };
    }
}
