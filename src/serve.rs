//! The preview: a local server that shows edits in the browser as they are saved.
//!
//! [`engine`] watches the folder and keeps the current site; [`Preview`] answers the browser. Nothing
//! is written to the site's folder. A request takes these steps:
//!
//! 1. `gate` accepts the connection, if `visitors` has room, and reads a head of bounded size and time;
//! 2. `head` validates it: host, origin, method, path;
//! 3. `answer` sends a page of the engine, a page of `pages` or the stream of `live`.

mod answer;
mod gate;
mod head;
mod live;
mod media;
mod pages;
mod range;
mod visitors;

pub mod engine;

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use engine::Engine;

/// How many ports are bound after a busy one.
const PORTS_TRIED: u16 = 50;

/// The address to listen on.
#[derive(Clone, Debug)]
pub struct ListenOptions {
    /// An address of this computer; by default loopback, which other computers cannot reach.
    pub host: IpAddr,
    /// The port; if it is busy, the next free one is taken.
    pub port: u16,
}

impl Default for ListenOptions {
    fn default() -> Self {
        Self { host: Ipv4Addr::LOCALHOST.into(), port: 4000 }
    }
}

/// A running server; it answers until the program ends.
#[derive(Debug)]
pub struct Preview {
    address: SocketAddr,
}

impl Preview {
    /// Starts to serve the site of `engine`, whose folder is `root`.
    ///
    /// # Errors
    /// If neither the port nor one of those after it can be bound.
    pub fn start(engine: Arc<Engine>, root: PathBuf, options: &ListenOptions) -> io::Result<Self> {
        let listener = free_port(options)?;
        let address = listener.local_addr()?;
        gate::start(listener, answer::Handler { engine, root })?;
        Ok(Self { address })
    }

    /// The port that is listened on.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// The address for a browser on this computer.
    pub fn url(&self) -> String {
        let host = match self.address.ip() {
            host if !host.is_unspecified() => host,
            IpAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(_) => std::net::Ipv6Addr::LOCALHOST.into(),
        };
        format!("http://{}/", SocketAddr::new(host, self.port()))
    }
}

fn free_port(options: &ListenOptions) -> io::Result<std::net::TcpListener> {
    let ListenOptions { host, port } = *options;
    let mut bound = std::net::TcpListener::bind((host, port));
    for next in port.saturating_add(1)..=port.saturating_add(PORTS_TRIED) {
        match &bound {
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
                bound = std::net::TcpListener::bind((host, next));
            }
            _ => break,
        }
    }
    bound
}
