//! The gate: accepts connections for the server and limits them.
//!
//! tiny_http has no time-outs, takes a thread for each connection and as much memory as a head is
//! long, and cannot be given an accepted connection. So it listens on another port and answers the
//! gate alone. The gate
//!
//! - holds at most [`MAX_CONNECTIONS`]; a new one replaces the oldest that has not sent its head, so
//!   that idle connections cannot lock out others;
//! - reads a head of at most [`MAX_HEAD`] bytes within [`HEAD_TIMEOUT`];
//! - forwards a head written anew from the checked values alone;
//! - answers one request per connection: a new connection on loopback takes no noticeable time.

use std::collections::HashSet;
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::head::{AllowedHosts, Rejection, ValidRequest};

const MAX_CONNECTIONS: usize = 64;

/// In bytes.
const MAX_HEAD: usize = 16 * 1024;

const HEAD_TIMEOUT: Duration = Duration::from_secs(5);

/// How long a reader may stop reading an answer. A browser requests the rest of a paused film again.
const WRITE_TIMEOUT: Duration = Duration::from_secs(30);

/// Bytes and time for reading the rest of a rejected request. If a connection is closed while
/// something is unread, the system resets it and the answer is lost.
const LINGER_BYTES: usize = 256 * 1024;
const LINGER_TIME: Duration = Duration::from_millis(500);

/// The stack of the gate's threads, in bytes.
const STACK: usize = 256 * 1024;

/// The characters that are encoded in a path.
pub(super) const PATH: AsciiSet =
    NON_ALPHANUMERIC.remove(b'/').remove(b'.').remove(b'-').remove(b'_');

/// The local addresses of the gate's connections to the server. Other clients that find the
/// server's port have other addresses.
#[derive(Debug, Default)]
pub(super) struct GatePeers(Mutex<HashSet<SocketAddr>>);

impl GatePeers {
    /// Whether `peer` is the gate.
    pub(super) fn contains(&self, peer: Option<&SocketAddr>) -> bool {
        peer.is_some_and(|peer| lock(&self.0).contains(peer))
    }
}

/// Forwards connections of `listener` to the server at `inner`, on threads of its own.
pub(super) fn start(
    listener: TcpListener,
    inner: SocketAddr,
    peers: Arc<GatePeers>,
) -> io::Result<()> {
    let address = listener.local_addr()?;
    let hosts = AllowedHosts { port: address.port(), network: !address.ip().is_loopback() };
    let gate = Arc::new(Gate {
        hosts,
        inner,
        peers,
        connections: Mutex::default(),
        closed: Condvar::new(),
    });
    thread::Builder::new().name("gate".to_owned()).spawn(move || gate.accept(&listener))?;
    Ok(())
}

struct Gate {
    hosts: AllowedHosts,
    inner: SocketAddr,
    peers: Arc<GatePeers>,
    connections: Mutex<Vec<Connection>>,
    closed: Condvar,
}

/// A connection that is being served.
struct Connection {
    number: u64,
    /// The stream until its head has been read.
    waiting: Option<Arc<TcpStream>>,
}

impl Gate {
    fn accept(self: &Arc<Self>, listener: &TcpListener) {
        for (number, stream) in (0..).zip(listener.incoming()) {
            let Ok(stream) = stream.map(Arc::new) else {
                // Usually too many open files; some will be closed soon.
                thread::sleep(Duration::from_millis(50));
                continue;
            };
            if !self.make_room() {
                continue;
            }
            lock(&self.connections).push(Connection { number, waiting: Some(Arc::clone(&stream)) });
            let gate = Arc::clone(self);
            let started = thread::Builder::new().stack_size(STACK).spawn(move || {
                // Errors mean that the reader has gone.
                drop(gate.serve(&stream, number));
                drop(stream);
                gate.release(number);
            });
            if started.is_err() {
                self.release(number);
            }
        }
    }

    /// Closes a waiting connection if there are too many; whether one more can be held.
    fn make_room(&self) -> bool {
        let mut connections = lock(&self.connections);
        if connections.len() >= MAX_CONNECTIONS {
            let oldest = connections.iter_mut().find_map(|connection| connection.waiting.take());
            if let Some(oldest) = oldest {
                drop(oldest.shutdown(Shutdown::Both));
            }
            let is_full = |connections: &mut Vec<Connection>| connections.len() >= MAX_CONNECTIONS;
            connections = self
                .closed
                .wait_timeout_while(connections, Duration::from_secs(1), is_full)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
        connections.len() < MAX_CONNECTIONS
    }

    fn release(&self, number: u64) {
        lock(&self.connections).retain(|connection| connection.number != number);
        self.closed.notify_one();
    }

    fn serve(&self, stream: &TcpStream, number: u64) -> io::Result<()> {
        stream.set_nodelay(true)?;
        stream.set_write_timeout(Some(WRITE_TIMEOUT))?;
        let head = read_head(stream);
        let mut connections = lock(&self.connections);
        if let Some(own) = connections.iter_mut().find(|other| other.number == number) {
            own.waiting = None;
        }
        drop(connections);
        let request = match head {
            Ok(head) => self.hosts.validate(&head),
            Err(error) => match error.kind() {
                ErrorKind::FileTooLarge => Err(Rejection::TooLong),
                ErrorKind::TimedOut => Err(Rejection::TooSlow),
                _ => return Err(error),
            },
        };
        match request {
            Ok(request) => self.forward(&request, stream),
            Err(rejection) => reject(rejection, stream),
        }
    }

    /// Sends the request to the server and its answer to the client.
    fn forward(&self, request: &ValidRequest, mut client: &TcpStream) -> io::Result<()> {
        let mut server = TcpStream::connect(self.inner)?;
        server.set_nodelay(true)?;
        let peer = RegisteredPeer::new(&self.peers, server.local_addr()?);
        let ValidRequest { head_only, path, range } = request;
        let method = if *head_only { "HEAD" } else { "GET" };
        let path = utf8_percent_encode(path, &PATH);
        let range = range.as_ref().map(|range| format!("Range: {range}\r\n")).unwrap_or_default();
        let head = format!("{method} /{path} HTTP/1.1\r\nConnection: close\r\n{range}\r\n");
        server.write_all(head.as_bytes())?;

        // tiny_http closes the connection but does not say so in its answer.
        let mut answer = BufReader::new(server);
        let mut first = Vec::new();
        answer.by_ref().take(256).read_until(b'\n', &mut first)?;
        first.extend_from_slice(b"Connection: close\r\n");
        client.write_all(&first)?;
        io::copy(&mut answer, &mut client)?;
        drop(peer);
        client.shutdown(Shutdown::Write)
    }
}

/// A connection to the server among the [`GatePeers`].
struct RegisteredPeer<'a> {
    peers: &'a GatePeers,
    address: SocketAddr,
}

impl<'a> RegisteredPeer<'a> {
    fn new(peers: &'a GatePeers, address: SocketAddr) -> Self {
        lock(&peers.0).insert(address);
        Self { peers, address }
    }
}

impl Drop for RegisteredPeer<'_> {
    fn drop(&mut self) {
        lock(&self.peers.0).remove(&self.address);
    }
}

/// Reads up to the empty line that ends a head.
///
/// # Errors
/// [`ErrorKind::FileTooLarge`], [`ErrorKind::TimedOut`], [`ErrorKind::UnexpectedEof`], or an error of
/// the connection.
fn read_head(mut stream: &TcpStream) -> io::Result<Vec<u8>> {
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
        if let Some(end) = head[searched..].windows(4).position(|four| four == b"\r\n\r\n") {
            head.truncate(searched + end + 4);
        } else if head.len() < MAX_HEAD {
            continue;
        }
        let fits = head.len() <= MAX_HEAD && head.ends_with(b"\r\n\r\n");
        return if fits { Ok(head) } else { Err(ErrorKind::FileTooLarge.into()) };
    }
}

fn reject(rejection: Rejection, mut stream: &TcpStream) -> io::Result<()> {
    let (status, text) = match rejection {
        Rejection::Malformed => ("400 Bad Request", "Запрос не понят"),
        Rejection::ForeignOrigin => {
            ("403 Forbidden", "Откройте сайт по адресу, который написан в окне Ростка")
        }
        Rejection::Method => {
            ("405 Method Not Allowed\r\nAllow: GET, HEAD", "Здесь можно только читать")
        }
        Rejection::Path => ("404 Not Found", "Такой страницы нет"),
        Rejection::TooLong => ("431 Request Header Fields Too Large", "Запрос слишком длинный"),
        Rejection::TooSlow => ("408 Request Timeout", "Запрос не пришёл вовремя"),
    };
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {}\r\n\
         Cache-Control: no-store\r\nConnection: close\r\n\r\n{text}",
        text.len()
    )?;
    stream.shutdown(Shutdown::Write)?;
    stream.set_read_timeout(Some(LINGER_TIME))?;
    let deadline = Instant::now() + LINGER_TIME;
    let (mut discarded, mut piece) = (0, [0; 4096]);
    while discarded < LINGER_BYTES && Instant::now() < deadline {
        match stream.read(&mut piece)? {
            0 => break,
            count => discarded += count,
        }
    }
    Ok(())
}

/// A poisoned lock is used: no change under these locks can be left half done.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
