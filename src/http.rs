//! HTTP for browsers on this computer, and on phones beside it: what the preview and the editor share.
//!
//! 1. `gate` accepts a connection, if `visitors` has room, and reads a head of bounded size and time;
//! 2. `head` parses it and checks that `Host` names this computer;
//! 3. a [`Service`] decides what it lets in (`rejection` says why not), reads what `body` gives, and
//!    answers through `answer`.

mod answer;
mod body;
mod gate;
mod head;
mod media;
mod range;
mod rejection;
mod visitors;

use std::io;
use std::net::{IpAddr, TcpListener};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC};

pub(crate) use answer::{AnswerBody, HttpAnswer, send};
pub(crate) use body::IncomingBody;
pub(crate) use gate::{OpenGate, Service, start};
#[cfg(test)]
pub(crate) use head::AllowedHosts;
pub(crate) use head::RequestHead;
pub(crate) use media::{EVENTS, HTML, SCRIPT, media_type};
pub(crate) use rejection::Rejection;
pub(crate) use visitors::Visitor;

/// How many ports are tried after a busy one.
const PORTS_TRIED: u16 = 50;

/// The characters that are encoded in a path.
pub(crate) const PATH: AsciiSet =
    NON_ALPHANUMERIC.remove(b'/').remove(b'.').remove(b'-').remove(b'_');

/// Listens on `port` of `host`, or on the next port that is free.
///
/// # Errors
/// If neither the port nor one of those after it can be bound.
pub(crate) fn listen(host: IpAddr, port: u16) -> io::Result<TcpListener> {
    let mut bound = TcpListener::bind((host, port));
    for next in port.saturating_add(1)..=port.saturating_add(PORTS_TRIED) {
        match &bound {
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
                bound = TcpListener::bind((host, next));
            }
            _ => break,
        }
    }
    bound
}
