//! Files and lists over data connections.
//!
//! What a file costs is waiting, not bytes, so nothing is waited for that need not be: the command
//! goes out before the data connection stands, the first bytes before the server has agreed to
//! take them, and the port for the next file is asked for together with the rename of this one
//! (see [`Session::rename`]). That leaves three round trips for a file sent and renamed. Nothing
//! is sent on the control connection during a transfer, though, and no rename before the server
//! has confirmed the file: a server that did not take it whole would rename the rest of it.

use std::io::{self, Read, Write};
use std::net::SocketAddr;
use std::time::Duration;

use super::passive;
use super::reply::Reply;
use super::session::Session;
use super::wire::{Wire, words};
use crate::publish::remote::Fault;

/// As much goes out before the server has agreed; it fits into what systems hold for a connection
/// that nobody reads yet.
const AHEAD: usize = 16 * 1024;

/// Data goes out in pieces of this size, each told to the progress.
const PIECE: usize = 64 * 1024;

/// How long the end of a data connection is waited for once the server has confirmed the file.
const FAREWELL: Duration = Duration::from_secs(2);

/// A data connection.
struct Data {
    wire: Wire,
}

impl Session {
    /// Sends `bytes` by `command` (STOR or APPE with a path), from the middle of a file on where
    /// `rest` says so. `progress` hears how many have gone.
    pub(super) fn send(
        &mut self,
        command: &str,
        rest: Option<u64>,
        bytes: &[u8],
        progress: &mut dyn FnMut(u64),
    ) -> Result<(), Fault> {
        let mut data = self.open_data(command, rest)?.map_err(|reply| reply.fault())?;
        let (early, later) = match &self.secret {
            None => bytes.split_at(bytes.len().min(AHEAD)),
            // Encrypted, nothing but the greeting can go ahead.
            Some(secret) => {
                if !secret.has_one_ticket()
                    && let Err(error) = data.wire.start_handshake(secret)
                {
                    return self.account(data, Err(error));
                }
                (&[][..], bytes)
            }
        };
        let whole = later.is_empty() && self.secret.is_none();
        if let Err(error) = data.put(early, whole) {
            return self.account(data, Err(error));
        }
        if !early.is_empty() {
            progress(early.len() as u64);
        }
        self.agreement(&mut data)?;
        let mut moved = Ok(());
        if !whole {
            let mut sent = early.len();
            // An empty file has an end as well.
            let pieces = later.chunks(PIECE).chain(later.is_empty().then_some(later));
            for piece in pieces {
                sent += piece.len();
                moved = data.put(piece, sent == bytes.len());
                if moved.is_err() {
                    break;
                }
                progress(sent as u64);
            }
        }
        self.account(data, moved)
    }

    /// What a server sends on `command` (RETR, MLSD, LIST), up to `most` bytes; the refusal where
    /// it refuses. A fault where there is more.
    pub(super) fn receive(
        &mut self,
        command: &str,
        most: u64,
    ) -> Result<Result<Vec<u8>, Reply>, Fault> {
        let mut data = match self.open_data(command, None)? {
            Ok(data) => data,
            Err(reply) => return Ok(Err(reply)),
        };
        let reply = self.control.reply()?;
        if !reply.is_preliminary() {
            return match reply.code {
                // An empty list, from some servers without a data connection at all.
                226 | 250 => Ok(Ok(Vec::new())),
                _ => Ok(Err(reply)),
            };
        }
        data.finish_handshake(self)?;
        let mut bytes = Vec::new();
        let read = (&mut data.wire).take(most.saturating_add(1)).read_to_end(&mut bytes);
        if bytes.len() as u64 > most {
            // The server sees the connection go and says what it makes of that. proftpd (1.3.8)
            // hangs up where it was still writing and the connection was encrypted.
            drop(data);
            self.over = self.control.reply().is_err();
            return Err(Fault::TooLarge);
        }
        // proftpd says that all was sent only when it sees our end closed too. That the end is
        // gone by now is no matter.
        let _ = data.wire.end();
        self.account(data, read.map(drop)).map(|()| Ok(bytes))
    }

    /// Asks for a passive port, where none was asked for ahead, and gives the command; the data
    /// connection stands then, and no reply to the command has been read. Or the server has
    /// refused.
    fn open_data(
        &mut self,
        command: &str,
        rest: Option<u64>,
    ) -> Result<Result<Data, Reply>, Fault> {
        let ahead = self.port.take();
        let port = match ahead {
            Some(port) => port,
            None => self.request_port()?,
        };
        if let Some(from) = rest {
            let reply = self.control.ask(&format!("REST {from}"))?;
            if reply.code != 350 {
                self.port = Some(port);
                return Err(reply.fault());
            }
        }
        self.control.send(command)?;
        let address = SocketAddr::new(self.peer.ip(), port);
        let error = match Wire::connect(address, self.timeouts.connect, self.timeouts.data) {
            Ok(wire) => return Ok(Ok(Data { wire })),
            Err(error) => error,
        };
        let closed = [io::ErrorKind::ConnectionRefused, io::ErrorKind::ConnectionReset];
        if closed.contains(&error.kind()) {
            // A server that refuses the command may close the port before we are there, or while
            // we wait to be let in.
            let reply = self.control.reply()?;
            if !reply.is_preliminary() && reply.code != 425 {
                return Ok(Err(reply));
            }
        }
        // The next connection does without what may have been the cause.
        if ahead.is_some() {
            self.quirks.ahead = false;
        } else {
            self.quirks.extended = false;
        }
        Err(Fault::Lost(format!("нет соединения для файлов: {}", words(&error))))
    }

    fn request_port(&mut self) -> Result<u16, Fault> {
        if self.quirks.extended {
            let reply = self.control.ask("EPSV")?;
            if let Some(port) = extended(&reply) {
                return Ok(port);
            }
            self.quirks.extended = false;
        }
        let reply = self.control.ask("PASV")?;
        match passive::port(&reply.text()) {
            Some(port) if reply.code == 227 => Ok(port),
            _ => Err(reply.fault()),
        }
    }

    /// Waits for the server to agree to a transfer, and for the handshake.
    fn agreement(&mut self, data: &mut Data) -> Result<(), Fault> {
        let reply = self.control.reply()?;
        if reply.is_preliminary() {
            data.finish_handshake(self)
        } else {
            Err(self.refusal(&reply, data))
        }
    }

    /// Reads how the server took a transfer.
    fn account(&mut self, mut data: Data, moved: io::Result<()>) -> Result<(), Fault> {
        if let Err(error) = &moved
            && matches!(error.kind(), io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock)
        {
            return Err(Fault::Lost(format!("файл не передаётся: {}", words(error))));
        }
        // Where the data connection broke, the server says why; before that it may have agreed.
        let mut reply = self.control.reply()?;
        while reply.is_preliminary() {
            reply = self.control.reply()?;
        }
        match (&moved, reply.is_success()) {
            (Ok(()), true) => {
                if self.secret.is_some() {
                    data.wire.drain(self.timeouts.data.min(FAREWELL));
                }
                Ok(())
            }
            (Err(error), true) => Err(Fault::Lost(words(error))),
            (_, false) => Err(self.refusal(&reply, &data)),
        }
    }

    /// What a refused transfer means. An encrypted one may have been refused because it resumed no
    /// session; then TLS 1.2 may help, which needs no tickets.
    fn refusal(&mut self, reply: &Reply, data: &Data) -> Fault {
        let text = reply.text();
        let about_tls = ["SSL", "TLS", "reuse"].iter().any(|word| text.contains(word));
        let suspicious = match data.wire.resumed() {
            Some(true) => about_tls,
            Some(false) => true,
            None => about_tls || matches!(reply.code, 425 | 426 | 522),
        };
        if !data.wire.is_encrypted() || !suspicious {
            return reply.fault();
        }
        let could_help = !self.quirks.without_13 && !self.quirks.only_13;
        self.quirks.without_13 |= could_help;
        match reply.code {
            _ if could_help => Fault::Lost(text),
            522 => Fault::Tls(text),
            _ => reply.fault(),
        }
    }

    /// Gives a file another name, and asks for the port that the next file will need.
    pub(super) fn rename(&mut self, from: &str, to: &str) -> Result<(), Fault> {
        let (from, to) = (format!("RNFR {from}"), format!("RNTO {to}"));
        let ahead = self.quirks.ahead && self.control.together() && self.port.is_none();
        let replies = if ahead {
            let passive = if self.quirks.extended { "EPSV" } else { "PASV" };
            let [found, renamed, port] = self.control.pipeline([&from, &to, passive])?;
            self.port = if self.quirks.extended {
                extended(&port)
            } else {
                passive::port(&port.text()).filter(|_| port.code == 227)
            };
            [found, renamed]
        } else {
            self.control.pipeline([&from, &to])?
        };
        match replies {
            [found, _] if found.code / 100 != 3 => Err(found.fault()),
            [_, renamed] if !renamed.is_success() => Err(renamed.fault()),
            _ => Ok(()),
        }
    }
}

impl Data {
    /// Sends a piece; the last one with the end after it.
    fn put(&mut self, piece: &[u8], last: bool) -> io::Result<()> {
        if !piece.is_empty() {
            self.wire.write_all(piece)?;
            self.wire.flush()?;
        }
        if last { self.wire.end() } else { Ok(()) }
    }

    /// Encrypts the connection, where the session is encrypted.
    fn finish_handshake(&mut self, session: &mut Session) -> Result<(), Fault> {
        let Some(secret) = &session.secret else { return Ok(()) };
        let hello =
            if self.wire.is_encrypted() { Ok(()) } else { self.wire.start_handshake(secret) };
        let Err(error) = hello.and_then(|()| self.wire.finish_handshake()) else { return Ok(()) };
        // A server that wants a session resumed may just hang up. It says so, if anything, on the
        // control connection.
        match session.control.reply() {
            Ok(reply) => Err(session.refusal(&reply, self)),
            Err(_) => {
                session.quirks.without_13 = !session.quirks.only_13;
                Err(Fault::Lost(words(&error)))
            }
        }
    }
}

fn extended(reply: &Reply) -> Option<u16> {
    passive::extended_port(&reply.text()).filter(|_| reply.code == 229)
}
