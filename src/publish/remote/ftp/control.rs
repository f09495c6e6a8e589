//! The control connection: commands out, replies in.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{SocketAddr, ToSocketAddrs};
use std::time::Duration;

use super::options::{Options, Timeouts};
use super::reply::Reply;
use super::tls::TlsSession;
use super::wire::{Wire, words};
use crate::publish::remote::Fault;

/// A connection to the server's port for commands.
pub(super) struct Control {
    wire: Wire,
    unread: Vec<u8>,
    /// Whether commands that do not hang on each other's replies go out together.
    together: bool,
    /// How many of the commands sent together were answered.
    answered: usize,
    /// Whether the server fell silent on commands sent together, after it had answered some.
    pipelining_failed: bool,
}

impl Control {
    /// Connects to the first of the server's addresses that can be reached, and hears its greeting.
    pub(super) fn connect(options: &Options, together: bool) -> Result<Self, Fault> {
        let Timeouts { connect, command, .. } = options.timeouts;
        let addresses = (options.host.as_str(), options.port)
            .to_socket_addrs()
            .map_err(|_| Fault::Unreachable(format!("имя «{}» не найдено", options.host)))?;
        let mut fault = Fault::Unreachable(format!("у имени «{}» нет адреса", options.host));
        for address in addresses {
            match Wire::connect(address, connect, command) {
                Ok(wire) => {
                    let unread = Vec::new();
                    let mut control =
                        Self { wire, unread, together, answered: 0, pipelining_failed: false };
                    return control.greeting().map(|()| control);
                }
                Err(error) => fault = Fault::Unreachable(words(&error)),
            }
        }
        Err(fault)
    }

    fn greeting(&mut self) -> Result<(), Fault> {
        loop {
            let reply = self.next()?;
            match reply.code {
                // 120: ready in some minutes.
                100..200 => {}
                200..300 => return Ok(()),
                _ => return Err(reply.login_fault()),
            }
        }
    }

    /// Encrypts everything from here on, as AUTH TLS has agreed.
    pub(super) fn secure(&mut self, secret: &TlsSession) -> io::Result<()> {
        if !self.unread.is_empty() {
            // Somebody put replies before the encryption began, to be taken for the server's.
            return Err(io::ErrorKind::InvalidData.into());
        }
        self.wire.start_handshake(secret)?;
        self.wire.finish_handshake()
    }

    /// The address of the server's end; data connections go there too.
    pub(super) fn peer(&self) -> Result<SocketAddr, Fault> {
        self.wire.peer().map_err(|error| Fault::Lost(words(&error)))
    }

    /// Whether commands may go out together.
    pub(super) fn together(&self) -> bool {
        self.together
    }

    /// Whether the server seems to lose commands that are sent together.
    pub(super) fn pipelining_failed(&self) -> bool {
        self.pipelining_failed
    }

    /// Sends a command and does not wait for the reply.
    pub(super) fn send(&mut self, command: &str) -> Result<(), Fault> {
        self.put(&line(command)?)
    }

    fn put(&mut self, lines: &str) -> Result<(), Fault> {
        self.wire
            .write_all(lines.as_bytes())
            .and_then(|()| self.wire.flush())
            .map_err(|error| Fault::Lost(words(&error)))
    }

    /// The next reply. 421, at whatever moment, is the server's farewell.
    pub(super) fn reply(&mut self) -> Result<Reply, Fault> {
        let reply = self.next()?;
        if reply.code == 421 { Err(reply.fault()) } else { Ok(reply) }
    }

    fn next(&mut self) -> Result<Reply, Fault> {
        /// No server says as much at once.
        const MOST: usize = 256 * 1024;
        loop {
            if let Some((reply, taken)) = Reply::take(&self.unread) {
                self.unread.drain(..taken);
                return Ok(reply);
            }
            let mut piece = [0; 4096];
            let read = self.wire.read(&mut piece).map_err(|error| {
                let silence = matches!(error.kind(), ErrorKind::TimedOut | ErrorKind::WouldBlock);
                self.pipelining_failed |= silence && self.answered > 0;
                Fault::Lost(words(&error))
            })?;
            self.unread.extend_from_slice(&piece[..read]);
            if read == 0 || self.unread.len() > MOST {
                return Err(Fault::Lost("соединение закрыто сервером".to_owned()));
            }
        }
    }

    /// Sends a command and gives the reply.
    pub(super) fn ask(&mut self, command: &str) -> Result<Reply, Fault> {
        self.send(command)?;
        self.reply()
    }

    /// Sends commands and gives their replies, in their order; all in one round trip where the
    /// server stands that. Each command is sent whatever the replies to the others say.
    pub(super) fn pipeline<const N: usize>(
        &mut self,
        commands: [&str; N],
    ) -> Result<[Reply; N], Fault> {
        let lines = commands.map(line).into_iter().collect::<Result<Vec<_>, _>>()?;
        if self.together {
            self.put(&lines.concat())?;
        }
        let mut replies = Vec::with_capacity(N);
        for line in lines {
            if self.together {
                self.answered = replies.len();
            } else {
                self.put(&line)?;
            }
            replies.push(self.reply()?);
        }
        self.answered = 0;
        replies.try_into().map_err(|_| Fault::Lost("ответов меньше, чем команд".to_owned()))
    }

    /// Says goodbye without waiting long for an answer.
    pub(super) fn quit(&mut self) {
        if self.send("QUIT").is_ok() {
            self.wire.drain(Duration::from_millis(500));
        }
    }
}

/// A command as it goes over the line. A line break inside a name would be a command of its own.
fn line(command: &str) -> Result<String, Fault> {
    if command.contains(['\r', '\n', '\0']) {
        let text = "в имени есть перевод строки".to_owned();
        return Err(Fault::Refused { code: 0, text });
    }
    Ok(format!("{command}\r\n"))
}
