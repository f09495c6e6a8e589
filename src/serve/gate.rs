//! The gate: who may speak to the server.
//!
//! tiny_http has no time-outs, takes a thread for each connection and as much memory as a head is
//! long, and does not let a connection be handed to it. So it listens on a port of its own that
//! answers nobody but the gate, and the gate
//!
//! - holds at most [`MOST`] connections; for a new one the oldest that has not yet said what it
//!   wants must go, so that somebody who only holds connections open locks nobody out;
//! - reads a head of at most [`MOST_HEAD`] bytes within [`PATIENCE`];
//! - hands on a head written anew, with nothing in it but what was checked;
//! - answers one request per connection: on loopback a new one costs nothing that can be felt.

use std::collections::HashSet;
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::head::{Names, Refusal, Wanted};

/// How many connections are held at once.
const MOST: usize = 64;

/// The longest head, in bytes.
const MOST_HEAD: usize = 16 * 1024;

/// How long a head may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long a reader may take nothing of an answer; a film that is paused is asked for again.
const READER_PATIENCE: Duration = Duration::from_secs(30);

/// How much is still read, and for how long, of somebody who was turned away: a connection that
/// is closed with something unread is reset, and the answer lost.
const LINGER: (usize, Duration) = (256 * 1024, Duration::from_millis(500));

/// The gate's threads do little.
const STACK: usize = 256 * 1024;

/// What stays as it is in a path.
pub(super) const PATH: AsciiSet =
    NON_ALPHANUMERIC.remove(b'/').remove(b'.').remove(b'-').remove(b'_');

/// The ends of the gate's own connections to the server. Whoever else finds the server's port
/// has another.
#[derive(Debug, Default)]
pub(super) struct Admitted(Mutex<HashSet<SocketAddr>>);

impl Admitted {
    /// Whether `peer` is the gate.
    pub(super) fn has(&self, peer: Option<&SocketAddr>) -> bool {
        peer.is_some_and(|peer| locked(&self.0).contains(peer))
    }
}

/// Takes connections from `listener`, on threads of its own, for the server at `inner`.
pub(super) fn start(
    listener: TcpListener,
    inner: SocketAddr,
    admitted: Arc<Admitted>,
) -> io::Result<()> {
    let address = listener.local_addr()?;
    let names = Names { port: address.port(), open: !address.ip().is_loopback() };
    let gate =
        Arc::new(Gate { names, inner, admitted, held: Mutex::default(), left: Condvar::new() });
    thread::Builder::new().name("gate".to_owned()).spawn(move || gate.keep(&listener))?;
    Ok(())
}

struct Gate {
    names: Names,
    inner: SocketAddr,
    admitted: Arc<Admitted>,
    held: Mutex<Vec<Held>>,
    left: Condvar,
}

/// A connection that is being served.
struct Held {
    number: u64,
    /// The connection, as long as nothing is known of what it wants.
    waiting: Option<Arc<TcpStream>>,
}

impl Gate {
    fn keep(self: &Arc<Self>, listener: &TcpListener) {
        for (number, stream) in (0..).zip(listener.incoming()) {
            let Ok(stream) = stream.map(Arc::new) else {
                // Mostly too many open files; some will be closed soon.
                thread::sleep(Duration::from_millis(50));
                continue;
            };
            if !self.make_room() {
                continue;
            }
            locked(&self.held).push(Held { number, waiting: Some(Arc::clone(&stream)) });
            let gate = Arc::clone(self);
            let started = thread::Builder::new().stack_size(STACK).spawn(move || {
                // A connection that breaks is the reader's business.
                drop(gate.serve(&stream, number));
                drop(stream);
                gate.let_go(number);
            });
            if started.is_err() {
                self.let_go(number);
            }
        }
    }

    /// Sees to it that one more connection can be held; says whether it can.
    fn make_room(&self) -> bool {
        let mut held = locked(&self.held);
        if held.len() >= MOST {
            let oldest = held.iter_mut().find_map(|one| one.waiting.take());
            if let Some(oldest) = oldest {
                drop(oldest.shutdown(Shutdown::Both));
            }
            let full = |held: &mut Vec<Held>| held.len() >= MOST;
            let second = Duration::from_secs(1);
            held = self
                .left
                .wait_timeout_while(held, second, full)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
        held.len() < MOST
    }

    fn let_go(&self, number: u64) {
        locked(&self.held).retain(|held| held.number != number);
        self.left.notify_one();
    }

    fn serve(&self, stream: &TcpStream, number: u64) -> io::Result<()> {
        stream.set_nodelay(true)?;
        stream.set_write_timeout(Some(READER_PATIENCE))?;
        let head = read_head(stream);
        if let Some(held) = locked(&self.held).iter_mut().find(|held| held.number == number) {
            held.waiting = None;
        }
        let wanted = match head {
            Ok(head) => self.names.check(&head),
            Err(error) => match error.kind() {
                ErrorKind::FileTooLarge => Err(Refusal::TooLong),
                ErrorKind::TimedOut => Err(Refusal::TooSlow),
                _ => return Err(error),
            },
        };
        match wanted {
            Ok(wanted) => self.hand_on(&wanted, stream),
            Err(refusal) => turn_away(refusal, stream),
        }
    }

    /// Asks the server, and carries back what it says.
    fn hand_on(&self, wanted: &Wanted, mut client: &TcpStream) -> io::Result<()> {
        let mut server = TcpStream::connect(self.inner)?;
        server.set_nodelay(true)?;
        let pass = Pass::new(&self.admitted, server.local_addr()?);
        let Wanted { head_only, path, range } = wanted;
        let method = if *head_only { "HEAD" } else { "GET" };
        let path = utf8_percent_encode(path, &PATH);
        let range = range.as_ref().map(|range| format!("Range: {range}\r\n")).unwrap_or_default();
        let head = format!("{method} /{path} HTTP/1.1\r\nConnection: close\r\n{range}\r\n");
        server.write_all(head.as_bytes())?;

        // tiny_http closes the connection, but keeps this to itself.
        let mut answer = BufReader::new(server);
        let mut first = Vec::new();
        answer.by_ref().take(256).read_until(b'\n', &mut first)?;
        first.extend_from_slice(b"Connection: close\r\n");
        client.write_all(&first)?;
        io::copy(&mut answer, &mut client)?;
        drop(pass);
        client.shutdown(Shutdown::Write)
    }
}

/// The right to ask the server, for one connection.
struct Pass<'a> {
    admitted: &'a Admitted,
    address: SocketAddr,
}

impl<'a> Pass<'a> {
    fn new(admitted: &'a Admitted, address: SocketAddr) -> Self {
        locked(&admitted.0).insert(address);
        Self { admitted, address }
    }
}

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        locked(&self.admitted.0).remove(&self.address);
    }
}

/// Reads up to the empty line that ends a head.
///
/// # Errors
/// [`ErrorKind::FileTooLarge`] and [`ErrorKind::TimedOut`], or what the connection says; the end of
/// the connection is [`ErrorKind::UnexpectedEof`].
fn read_head(mut stream: &TcpStream) -> io::Result<Vec<u8>> {
    let deadline = Instant::now() + PATIENCE;
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
        let seen = head.len().saturating_sub(3);
        head.extend_from_slice(&piece[..count]);
        if let Some(end) = head[seen..].windows(4).position(|four| four == b"\r\n\r\n") {
            head.truncate(seen + end + 4);
        } else if head.len() < MOST_HEAD {
            continue;
        }
        let fits = head.len() <= MOST_HEAD && head.ends_with(b"\r\n\r\n");
        return if fits { Ok(head) } else { Err(ErrorKind::FileTooLarge.into()) };
    }
}

fn turn_away(refusal: Refusal, mut stream: &TcpStream) -> io::Result<()> {
    let (status, text) = match refusal {
        Refusal::Malformed => ("400 Bad Request", "Запрос не понят"),
        Refusal::Stranger => {
            ("403 Forbidden", "Откройте сайт по адресу, который написан в окне Ростка")
        }
        Refusal::Method => {
            ("405 Method Not Allowed\r\nAllow: GET, HEAD", "Здесь можно только читать")
        }
        Refusal::Path => ("404 Not Found", "Такой страницы нет"),
        Refusal::TooLong => ("431 Request Header Fields Too Large", "Запрос слишком длинный"),
        Refusal::TooSlow => ("408 Request Timeout", "Запрос не пришёл вовремя"),
    };
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {}\r\n\
         Cache-Control: no-store\r\nConnection: close\r\n\r\n{text}",
        text.len()
    )?;
    stream.shutdown(Shutdown::Write)?;
    let (most, patience) = LINGER;
    stream.set_read_timeout(Some(patience))?;
    let deadline = Instant::now() + patience;
    let (mut unread, mut piece) = (0, [0; 4096]);
    while unread < most && Instant::now() < deadline {
        match stream.read(&mut piece)? {
            0 => break,
            count => unread += count,
        }
    }
    Ok(())
}

/// Nothing is left half done under these locks, so one that was poisoned is as good as any.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
