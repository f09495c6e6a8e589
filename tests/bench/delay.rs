//! A proxy before an FTP server that makes the way as long as a country: every round trip takes
//! longer, those that open connections too.
//!
//! Ports in the replies to EPSV and PASV are replaced by ports of the proxy, so that data
//! connections go the same way. What goes through is counted.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// What went through a proxy, over all connections.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    bytes: AtomicU64,
    trips: AtomicU64,
    /// Whether the client has heard something since it last spoke.
    answered: AtomicBool,
}

impl Tally {
    /// Bytes in both directions.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::SeqCst)
    }

    /// How often the client spoke after it had heard something, and how often it came: what it had
    /// to wait for, however long that took.
    pub(crate) fn trips(&self) -> u64 {
        self.trips.load(Ordering::SeqCst)
    }

    fn goes_up(&self, bytes: usize) {
        self.bytes.fetch_add(bytes as u64, Ordering::SeqCst);
        if self.answered.swap(false, Ordering::SeqCst) {
            self.trips.fetch_add(1, Ordering::SeqCst);
        }
    }

    fn goes_down(&self, bytes: usize) {
        self.bytes.fetch_add(bytes as u64, Ordering::SeqCst);
        self.answered.store(true, Ordering::SeqCst);
    }
}

/// Starts a proxy to `port` on loopback, with `delay` for each round trip; gives its own port.
pub(crate) fn start(port: u16, delay: Duration) -> std::io::Result<(u16, Arc<Tally>)> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let own = listener.local_addr()?.port();
    let tally = Arc::new(Tally::default());
    let shared = Arc::clone(&tally);
    std::thread::spawn(move || {
        for client in listener.incoming().map_while(Result::ok) {
            let way = Way { port, delay, tally: Arc::clone(&shared) };
            way.tally.trips.fetch_add(1, Ordering::SeqCst);
            std::thread::spawn(move || forward(client, &way, true));
        }
    });
    Ok((own, tally))
}

/// Where a connection leads.
#[derive(Clone)]
struct Way {
    port: u16,
    delay: Duration,
    tally: Arc<Tally>,
}

/// Carries a connection. The client's system believes that it stands at once, so what the client
/// says before it could stand counts as said then.
fn forward(client: TcpStream, way: &Way, commands: bool) -> Option<()> {
    let &Way { port, delay, .. } = way;
    let begun = Instant::now();
    let half = delay / 2;
    std::thread::sleep(half);
    let server = TcpStream::connect(("127.0.0.1", port)).ok()?;
    client.set_nodelay(true).ok()?;
    server.set_nodelay(true).ok()?;
    let (up, down) = (channel(), channel());
    let (from_client, to_server) = (client.try_clone().ok()?, server.try_clone().ok()?);
    std::thread::spawn(move || write_late(to_server, &up.1, |_| ()));
    let tally = Arc::clone(&way.tally);
    std::thread::spawn(move || write_late(client, &down.1, |bytes| tally.goes_down(bytes)));
    let sender = up.0;
    let tally = Arc::clone(&way.tally);
    std::thread::spawn(move || {
        read_pieces(from_client, |piece| {
            tally.goes_up(piece.len());
            let said = Instant::now().max(begun + delay);
            sender.send((said + half, piece.to_vec())).is_ok()
        });
    });
    // A connection's second packet cannot come before its first.
    let earliest = begun + delay;
    if commands {
        let mut lines = BufReader::new(server);
        let mut line = Vec::new();
        while lines.read_until(b'\n', &mut line).is_ok_and(|length| length > 0) {
            let line = redirect(std::mem::take(&mut line), way);
            down.0.send(((Instant::now() + half).max(earliest), line)).ok()?;
        }
    } else {
        read_pieces(server, |piece| {
            down.0.send(((Instant::now() + half).max(earliest), piece.to_vec())).is_ok()
        });
    }
    Some(())
}

fn read_pieces(mut from: TcpStream, mut take: impl FnMut(&[u8]) -> bool) {
    let mut piece = vec![0; 64 * 1024];
    while let Ok(length @ 1..) = from.read(&mut piece) {
        if !take(&piece[..length]) {
            break;
        }
    }
}

fn write_late(mut to: TcpStream, pieces: &Receiver<(Instant, Vec<u8>)>, count: impl Fn(usize)) {
    for (time, piece) in pieces {
        std::thread::sleep(time.saturating_duration_since(Instant::now()));
        count(piece.len());
        if to.write_all(&piece).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Write);
}

/// A reply with the port of a proxy in place of the server's.
fn redirect(line: Vec<u8>, way: &Way) -> Vec<u8> {
    let text = String::from_utf8_lossy(&line);
    let Some(inside) = text.split_once('(').and_then(|(_, rest)| rest.split_once(')')) else {
        return line;
    };
    let numbers: Vec<u16> =
        inside.0.split([',', '|']).filter_map(|part| part.parse().ok()).collect();
    let port = match (&text[..3], &numbers[..]) {
        ("229", [port]) => *port,
        ("227", [.., high, low]) => high * 256 + low,
        _ => return line,
    };
    let Ok(listener) = TcpListener::bind("127.0.0.1:0") else { return line };
    let Ok(address) = listener.local_addr() else { return line };
    let way = Way { port, ..way.clone() };
    std::thread::spawn(move || {
        let (client, _) = listener.accept().ok()?;
        forward(client, &way, false)
    });
    let own = address.port();
    let reply = match &text[..3] {
        "229" => format!("229 ok (|||{own}|)\r\n"),
        _ => format!("227 ok (127,0,0,1,{},{})\r\n", own / 256, own % 256),
    };
    reply.into_bytes()
}
