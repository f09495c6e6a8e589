//! The preview: a local server that shows edits in the browser as they are saved.
//!
//! [`engine`] watches the folder and keeps the current site; [`Preview`] answers the browser. Nothing
//! is written to the site's folder. A request takes these steps:
//!
//! 1. the gate of `http` accepts the connection and reads a head that names this computer;
//! 2. `admission` validates it: origin, method, path;
//! 3. `answer` sends a page of the engine, a page of `pages` or the stream of `live`.

mod admission;
mod answer;
mod live;
mod pages;

pub mod engine;

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use crate::http;
use engine::Engine;

/// The address to listen on.
#[derive(Clone, Debug)]
pub struct ListenOptions {
    /// An address of this computer; by default loopback, which other computers cannot reach.
    pub host: IpAddr,
    /// The port; if it is busy, the next free one is taken.
    pub port: u16,
    /// The only other origin that may show pages in a frame: the editor's.
    pub framed_by: Option<String>,
}

impl Default for ListenOptions {
    fn default() -> Self {
        Self { host: Ipv4Addr::LOCALHOST.into(), port: 4000, framed_by: None }
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
        let listener = http::listen(options.host, options.port)?;
        let address = listener.local_addr()?;
        http::start(
            listener,
            answer::Handler { engine, root, framed_by: options.framed_by.clone() },
        )?;
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
