//! The control connection: sends commands and reads replies.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, ToSocketAddrs};
use std::time::{Duration, Instant};

use super::data_connection::TICK;
use super::options::{FtpOptions, Timeouts};
use super::reply::Reply;
use super::tls::TlsSession;
use super::wire::{Wire, connection_error, is_timeout, lost};
use crate::publish::remote::{ConnectionError, Fault, RefusalReason};

/// More bytes than any reply has.
const MAX_REPLY: usize = 64 * 1024;

/// More replies than any server sends beside the one that is waited for.
const MAX_EXTRA_REPLIES: usize = 8;

pub(super) struct Control {
    wire: Wire,
    unread: Vec<u8>,
    /// How long a reply may take, to its last byte.
    timeout: Duration,
    /// Whether commands are pipelined.
    pipelining: bool,
    /// How many of the pipelined commands have been answered.
    answered: usize,
    /// Whether the server stopped replying in the middle of pipelined commands.
    pipelining_failed: bool,
    /// Whether a reply to the last command was passed over.
    passed_over: bool,
}

impl Control {
    /// Connects to the first reachable address of the server and reads its greeting.
    pub(super) fn connect(options: &FtpOptions, pipelining: bool) -> Result<Self, Fault> {
        let Timeouts { connect, command, .. } = options.timeouts;
        let addresses = (options.host.as_str(), options.port)
            .to_socket_addrs()
            .map_err(|_| Fault::Unreachable(ConnectionError::HostNotFound(options.host.clone())))?;
        let mut cause = ConnectionError::NoAddress(options.host.clone());
        for address in addresses {
            match Wire::connect(address, connect, command) {
                Ok(wire) => {
                    let mut control = Self {
                        wire,
                        unread: Vec::new(),
                        timeout: command,
                        pipelining,
                        answered: 0,
                        pipelining_failed: false,
                        passed_over: false,
                    };
                    return control.read_greeting().map(|()| control);
                }
                Err(error) => cause = connection_error(&error),
            }
        }
        Err(Fault::Unreachable(cause))
    }

    fn read_greeting(&mut self) -> Result<(), Fault> {
        for _ in 0..=MAX_EXTRA_REPLIES {
            let reply = self.read_reply(&mut || true)?;
            match reply.code {
                // 120: the server will be ready in some minutes.
                100..200 => {}
                200..300 => return Ok(()),
                _ => return Err(reply.to_login_fault()),
            }
        }
        Err(Fault::Lost(ConnectionError::OutOfStep))
    }

    /// Whether replies came that nobody has read yet.
    pub(super) fn has_unread(&self) -> bool {
        !self.unread.is_empty()
    }

    /// Encrypts the connection, once the server has accepted AUTH TLS.
    pub(super) fn encrypt(&mut self, tls: &TlsSession) -> io::Result<()> {
        self.wire.limit(self.timeout);
        self.wire.start_handshake(tls)?;
        self.wire.finish_handshake()
    }

    /// The server's address; data connections go there too.
    pub(super) fn peer(&self) -> Result<SocketAddr, Fault> {
        self.wire.peer().map_err(|error| lost(&error))
    }

    pub(super) fn pipelining(&self) -> bool {
        self.pipelining
    }

    /// Whether the server seems to lose pipelined commands.
    pub(super) fn pipelining_failed(&self) -> bool {
        self.pipelining_failed
    }

    /// Whether the last command was answered by replies that cannot be meant for it.
    pub(super) fn passed_over(&self) -> bool {
        self.passed_over
    }

    /// Sends a command without waiting for the reply.
    pub(super) fn send(&mut self, command: &str) -> Result<(), Fault> {
        self.write_lines(&line(command)?)
    }

    fn write_lines(&mut self, lines: &str) -> Result<(), Fault> {
        // Every reply that was waited for has been read: these are too many.
        self.unread.clear();
        self.passed_over = false;
        self.wire.limit(self.timeout);
        self.wire
            .write_all(lines.as_bytes())
            .and_then(|()| self.wire.flush())
            .map_err(|error| lost(&error))
    }

    /// The next reply. 421 (the server closes the connection) is a fault at any moment.
    pub(super) fn reply(&mut self) -> Result<Reply, Fault> {
        self.reply_while(&mut || true, |_| true)
    }

    /// The reply to `command`. Replies that cannot be meant for it are passed over: some servers
    /// confirm one transfer twice.
    pub(super) fn reply_to(&mut self, command: &str) -> Result<Reply, Fault> {
        self.reply_while(&mut || true, |reply| reply.may_answer(command))
    }

    /// The next reply that is `wanted`; others are passed over. Waits while `go_on`.
    pub(super) fn reply_while(
        &mut self,
        go_on: &mut dyn FnMut() -> bool,
        wanted: impl Fn(&Reply) -> bool,
    ) -> Result<Reply, Fault> {
        for _ in 0..=MAX_EXTRA_REPLIES {
            let reply = self.read_reply(go_on)?;
            if reply.code == 421 {
                return Err(reply.to_fault());
            }
            if wanted(&reply) {
                return Ok(reply);
            }
            self.passed_over = true;
        }
        Err(Fault::Lost(ConnectionError::OutOfStep))
    }

    fn read_reply(&mut self, go_on: &mut dyn FnMut() -> bool) -> Result<Reply, Fault> {
        let start = Instant::now();
        let mut has_new_line = true;
        loop {
            if has_new_line && let Some((reply, length)) = Reply::parse(&self.unread) {
                self.unread.drain(..length);
                return Ok(reply);
            }
            let left = self.timeout.saturating_sub(start.elapsed());
            self.wire.limit(left.min(TICK));
            let mut chunk = [0; 4096];
            let read = match self.wire.read(&mut chunk) {
                Ok(read) => read,
                Err(error) if is_timeout(&error) && left > TICK => match go_on() {
                    true => continue,
                    false => return Err(Fault::Stopped),
                },
                Err(error) => {
                    self.pipelining_failed |= is_timeout(&error) && self.answered > 0;
                    return Err(lost(&error));
                }
            };
            self.unread.extend_from_slice(&chunk[..read]);
            has_new_line = chunk[..read].contains(&b'\n');
            if read == 0 || self.unread.len() > MAX_REPLY {
                return Err(Fault::Lost(ConnectionError::Closed));
            }
        }
    }

    /// Sends a command and reads the reply.
    pub(super) fn request(&mut self, command: &str) -> Result<Reply, Fault> {
        self.send(command)?;
        self.reply_to(command)
    }

    /// Sends commands and reads their replies in order; in one round trip where the server supports
    /// pipelining. Each command is sent, whatever the replies to the others are.
    pub(super) fn pipeline<const N: usize>(
        &mut self,
        commands: [&str; N],
    ) -> Result<[Reply; N], Fault> {
        let lines = commands.map(line).into_iter().collect::<Result<Vec<_>, _>>()?;
        if self.pipelining {
            self.write_lines(&lines.concat())?;
        }
        let mut replies = Vec::with_capacity(N);
        for (line, command) in lines.iter().zip(commands) {
            if self.pipelining {
                self.answered = replies.len();
            } else {
                self.write_lines(line)?;
            }
            replies.push(self.reply_to(command)?);
        }
        self.answered = 0;
        replies.try_into().map_err(|_| Fault::Lost(ConnectionError::MissingReply))
    }

    /// Sends QUIT and waits half a second for the reply.
    pub(super) fn quit(&mut self) {
        if self.send("QUIT").is_ok() {
            self.wire.drain(Duration::from_millis(500));
        }
    }
}

/// A command with its line end. A line break inside a path would begin another command.
fn line(command: &str) -> Result<String, Fault> {
    if command.contains(['\r', '\n', '\0']) {
        return Err(Fault::Refused(RefusalReason::LineBreakInPath));
    }
    Ok(format!("{command}\r\n"))
}
