//! The preview: what is being written, seen in a browser as it is saved.
//!
//! [`engine`] knows what the site is at any moment and watches the folder; [`Preview`] answers the
//! browser. Nothing is written. The way of a request:
//!
//! 1. `gate` takes the connection, as many as it can bear, and reads a small head in a short time;
//! 2. `head` says whether it may come in: who is asked, by whom, for what;
//! 3. tiny_http, which hears nobody but the gate, reads what the gate says and hands it to
//!    `answer`;
//! 4. a page of the engine, one of `pages`, or the stream of `live` goes back the same way.

mod answer;
mod gate;
mod head;
mod live;
mod media;
mod pages;
mod range;

pub mod engine;

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use engine::Engine;

/// How many ports after a busy one are tried.
const PORTS_TRIED: u16 = 50;

/// Where the preview is to listen.
#[derive(Clone, Debug)]
pub struct Listening {
    /// The address of this computer; loopback unless the teacher asked for more.
    pub host: IpAddr,
    /// The port; the next free one is taken where it is busy.
    pub port: u16,
}

impl Default for Listening {
    fn default() -> Self {
        Self { host: Ipv4Addr::LOCALHOST.into(), port: 4000 }
    }
}

/// A preview that answers until the program ends.
#[derive(Debug)]
pub struct Preview {
    address: SocketAddr,
}

impl Preview {
    /// Begins to answer for `engine`, whose site is the folder `root`.
    ///
    /// # Errors
    /// Where neither the port nor one of those after it can be had.
    pub fn start(engine: Arc<Engine>, root: PathBuf, listening: &Listening) -> io::Result<Self> {
        let listener = free_port(listening)?;
        let address = listener.local_addr()?;
        let admitted = Arc::new(gate::Admitted::default());
        let inner = answer::start(engine, root, Arc::clone(&admitted))?;
        gate::start(listener, inner, admitted)?;
        Ok(Self { address })
    }

    /// The port that was taken.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// What to type into the browser of this computer.
    pub fn url(&self) -> String {
        let host = match self.address.ip() {
            host if !host.is_unspecified() => host,
            IpAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(_) => std::net::Ipv6Addr::LOCALHOST.into(),
        };
        format!("http://{}/", SocketAddr::new(host, self.port()))
    }
}

fn free_port(listening: &Listening) -> io::Result<std::net::TcpListener> {
    let Listening { host, port } = *listening;
    let mut tried = std::net::TcpListener::bind((host, port));
    for next in port.saturating_add(1)..=port.saturating_add(PORTS_TRIED) {
        match &tried {
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
                tried = std::net::TcpListener::bind((host, next));
            }
            _ => break,
        }
    }
    tried
}
