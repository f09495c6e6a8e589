//! A proxy in front of an FTP server that delays every round trip, as over a long distance, also
//! those that open connections, and counts the traffic.
//!
//! Ports in the replies to EPSV and PASV are replaced by ports of the proxy, so that it carries the
//! data connections too.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// The traffic of all connections through a proxy.
#[derive(Debug, Default)]
pub(crate) struct Traffic {
    bytes: AtomicU64,
    trips: AtomicU64,
    /// Whether the client has received something since it last sent something.
    answered: AtomicBool,
}

impl Traffic {
    /// The bytes in both directions.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::SeqCst)
    }

    /// The round trips that the client waited for: how often it sent something after it had received
    /// something, and how often it connected.
    pub(crate) fn trips(&self) -> u64 {
        self.trips.load(Ordering::SeqCst)
    }

    fn count_sent(&self, bytes: usize) {
        self.bytes.fetch_add(bytes as u64, Ordering::SeqCst);
        if self.answered.swap(false, Ordering::SeqCst) {
            self.trips.fetch_add(1, Ordering::SeqCst);
        }
    }

    fn count_received(&self, bytes: usize) {
        self.bytes.fetch_add(bytes as u64, Ordering::SeqCst);
        self.answered.store(true, Ordering::SeqCst);
    }
}

/// Starts a proxy to `port` on loopback with a `delay` for each round trip. Returns its port.
pub(crate) fn start(port: u16, delay: Duration) -> std::io::Result<(u16, Arc<Traffic>)> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let own = listener.local_addr()?.port();
    let traffic = Arc::new(Traffic::default());
    let shared = Arc::clone(&traffic);
    std::thread::spawn(move || {
        for client in listener.incoming().map_while(Result::ok) {
            let route = Route { port, delay, traffic: Arc::clone(&shared) };
            route.traffic.trips.fetch_add(1, Ordering::SeqCst);
            std::thread::spawn(move || forward(client, &route, true));
        }
    });
    Ok((own, traffic))
}

/// The target of a connection.
#[derive(Clone)]
struct Route {
    port: u16,
    delay: Duration,
    traffic: Arc<Traffic>,
}

/// Carries a connection. The client's system connects to the proxy at once, so data that the client
/// sends before a delayed connection would be open counts as sent when it is.
fn forward(client: TcpStream, route: &Route, commands: bool) -> Option<()> {
    let &Route { port, delay, .. } = route;
    let begun = Instant::now();
    let half = delay / 2;
    std::thread::sleep(half);
    let server = TcpStream::connect(("127.0.0.1", port)).ok()?;
    client.set_nodelay(true).ok()?;
    server.set_nodelay(true).ok()?;
    let (up, down) = (channel(), channel());
    let (from_client, to_server) = (client.try_clone().ok()?, server.try_clone().ok()?);
    std::thread::spawn(move || write_delayed(to_server, &up.1, |_| ()));
    let traffic = Arc::clone(&route.traffic);
    std::thread::spawn(move || {
        write_delayed(client, &down.1, |bytes| traffic.count_received(bytes))
    });
    let sender = up.0;
    let traffic = Arc::clone(&route.traffic);
    std::thread::spawn(move || {
        read_chunks(from_client, |chunk| {
            traffic.count_sent(chunk.len());
            let sent_at = Instant::now().max(begun + delay);
            sender.send((sent_at + half, chunk.to_vec())).is_ok()
        });
    });
    // Nothing arrives before the delayed connection would be open.
    let earliest = begun + delay;
    if commands {
        let mut lines = BufReader::new(server);
        let mut line = Vec::new();
        while lines.read_until(b'\n', &mut line).is_ok_and(|length| length > 0) {
            let line = redirect(std::mem::take(&mut line), route);
            down.0.send(((Instant::now() + half).max(earliest), line)).ok()?;
        }
    } else {
        read_chunks(server, |chunk| {
            down.0.send(((Instant::now() + half).max(earliest), chunk.to_vec())).is_ok()
        });
    }
    Some(())
}

fn read_chunks(mut from: TcpStream, mut take: impl FnMut(&[u8]) -> bool) {
    let mut chunk = vec![0; 64 * 1024];
    while let Ok(length @ 1..) = from.read(&mut chunk) {
        if !take(&chunk[..length]) {
            break;
        }
    }
}

fn write_delayed(mut to: TcpStream, chunks: &Receiver<(Instant, Vec<u8>)>, count: impl Fn(usize)) {
    for (time, chunk) in chunks {
        std::thread::sleep(time.saturating_duration_since(Instant::now()));
        count(chunk.len());
        if to.write_all(&chunk).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Write);
}

/// Replaces the server's port in a reply by the port of a new proxy.
fn redirect(line: Vec<u8>, route: &Route) -> Vec<u8> {
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
    let route = Route { port, ..route.clone() };
    std::thread::spawn(move || {
        let (client, _) = listener.accept().ok()?;
        forward(client, &route, false)
    });
    let own = address.port();
    let reply = match &text[..3] {
        "229" => format!("229 ok (|||{own}|)\r\n"),
        _ => format!("227 ok (127,0,0,1,{},{})\r\n", own / 256, own % 256),
    };
    reply.into_bytes()
}
