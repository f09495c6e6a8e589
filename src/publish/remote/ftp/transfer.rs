//! Sends and receives files and listings over data connections.
//!
//! For small files the time goes to round trips, so the client waits for as little as possible: it
//! sends the command before it opens the data connection, the first bytes before the server accepts
//! the transfer, and it requests the port for the next file together with the rename of this one
//! ([`FtpSession::rename`]). A file sent and renamed takes three round trips. But nothing is sent on
//! the control connection during a transfer, and no rename before the server has confirmed the
//! file: a server that did not receive all of it would rename a part.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use super::data_connection::{CHUNK, DataConnection};
use super::passive;
use super::reply::Reply;
use super::session::FtpSession;
use super::wire::{Wire, connection_error, is_timeout, lost};
use crate::publish::remote::{ConnectionError, Fault, TlsError};

/// The number of bytes sent before the server accepts the transfer. They fit into the socket buffers
/// of a connection that nobody reads yet.
const EARLY_BYTES: usize = 16 * 1024;

/// The wait for the end of a data connection once the server has confirmed the file.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(2);

impl FtpSession {
    /// Sends `bytes` by `command` (STOR or APPE with a path). `rest` is the offset in the file to
    /// begin at, if not its start. `progress` gets the number of bytes sent so far and says whether to go on.
    ///
    /// # Errors
    /// [`Fault::Stopped`] leaves the session in the middle of the transfer.
    pub(super) fn send(
        &mut self,
        command: &str,
        rest: Option<u64>,
        bytes: &[u8],
        progress: &mut dyn FnMut(u64) -> bool,
    ) -> Result<(), Fault> {
        let mut data = self.open_data(command, rest)?.map_err(|reply| reply.to_fault())?;
        let (early, later) = match &self.tls {
            None => bytes.split_at(bytes.len().min(EARLY_BYTES)),
            // On an encrypted connection only the client hello can be sent early.
            Some(tls) => {
                if !tls.has_one_ticket()
                    && let Err(error) = data.wire.start_handshake(tls)
                {
                    return self.finish_transfer(data, Err(error), &mut || true);
                }
                (&[][..], bytes)
            }
        };
        let whole = later.is_empty() && self.tls.is_none();
        // They fit into buffers, so there is no wait to be given up.
        if let Err(error) = data.send(early, whole, &mut || true) {
            return self.finish_transfer(data, Err(error), &mut || true);
        }
        let mut sent = early.len();
        if !early.is_empty() {
            progress(sent as u64);
        }
        self.wait_for_start(command, &mut data, &mut || progress(sent as u64))?;
        let mut result = Ok(());
        if !whole {
            // An empty chunk closes the connection of an empty file.
            let chunks = later.chunks(CHUNK).chain(later.is_empty().then_some(later));
            for chunk in chunks {
                let last = sent + chunk.len() == bytes.len();
                match data.send(chunk, last, &mut || progress(sent as u64)) {
                    Ok(true) => {}
                    Ok(false) => return Err(Fault::Stopped),
                    Err(error) => {
                        result = Err(error);
                        break;
                    }
                }
                sent += chunk.len();
                if !progress(sent as u64) && !last {
                    return Err(Fault::Stopped);
                }
            }
        }
        self.finish_transfer(data, result, &mut || progress(sent as u64))
    }

    /// Receives the data of `command` (RETR, MLSD, LIST), or the reply that refuses it. More than
    /// `most` bytes are a fault.
    pub(super) fn receive(
        &mut self,
        command: &str,
        most: u64,
    ) -> Result<Result<Vec<u8>, Reply>, Fault> {
        let mut data = match self.open_data(command, None)? {
            Ok(data) => data,
            Err(reply) => return Ok(Err(reply)),
        };
        let reply = self.control.reply_to(command)?;
        if !reply.is_preliminary() {
            // An empty listing without a data connection.
            return Ok(if reply.is_success() { Ok(Vec::new()) } else { Err(reply) });
        }
        data.finish_handshake(self)?;
        let mut bytes = Vec::new();
        let read = data.receive(&mut bytes, most.saturating_add(1));
        if bytes.len() as u64 > most {
            // The server replies to the closed data connection. proftpd 1.3.8 closes the control
            // connection too, if it was still writing to an encrypted connection.
            drop(data);
            self.hung_up = self.control.reply().is_err();
            return Err(Fault::TooLarge);
        }
        // proftpd confirms the transfer only after we close our side too. An error is ignored: the
        // connection may be gone already.
        data.wire.limit(self.timeouts.data);
        let _ = data.wire.close_write();
        self.finish_transfer(data, read, &mut || true).map(|()| Ok(bytes))
    }

    /// Requests a passive port unless one was requested in advance, sends the command and opens the
    /// data connection; the reply to the command is not read yet. Or returns the reply that refuses
    /// the command.
    fn open_data(
        &mut self,
        command: &str,
        rest: Option<u64>,
    ) -> Result<Result<DataConnection, Reply>, Fault> {
        let early_port = self.next_port.take();
        let port = match early_port {
            Some(port) => port,
            None => self.request_port()?,
        };
        if let Some(from) = rest {
            let reply = self.control.request(&format!("REST {from}"))?;
            if reply.code != 350 {
                self.next_port = Some(port);
                return Err(reply.to_fault());
            }
        }
        self.control.send(command)?;
        let address = SocketAddr::new(self.peer.ip(), port);
        let error = match Wire::connect(address, self.timeouts.connect, self.timeouts.data) {
            Ok(wire) => return Ok(Ok(DataConnection { wire, idle: self.timeouts.data })),
            Err(error) => error,
        };
        let closed = [io::ErrorKind::ConnectionRefused, io::ErrorKind::ConnectionReset];
        if closed.contains(&error.kind()) {
            // A server that refuses the command may close the port before we connect.
            let reply = self.control.reply_to(command)?;
            if !reply.is_preliminary() && reply.code != 425 {
                return Ok(Err(reply));
            }
        }
        // The next attempt avoids the likely cause.
        if early_port.is_some() {
            self.quirks.early_port = false;
        } else {
            self.quirks.epsv = false;
        }
        let cause = Box::new(connection_error(&error));
        Err(Fault::Lost(ConnectionError::DataConnection(cause)))
    }

    fn request_port(&mut self) -> Result<u16, Fault> {
        if self.quirks.epsv {
            let reply = self.control.request("EPSV");
            // If nothing but replies to other commands came, this server may not know it.
            self.quirks.epsv = reply.is_ok() || !self.control.passed_over();
            if let Some(port) = epsv_port(&reply?) {
                return Ok(port);
            }
            self.quirks.epsv = false;
        }
        let reply = self.control.request("PASV")?;
        pasv_port(&reply).ok_or_else(|| reply.to_fault())
    }

    /// Waits until the server accepts the transfer, and for the TLS handshake.
    fn wait_for_start(
        &mut self,
        command: &str,
        data: &mut DataConnection,
        go_on: &mut dyn FnMut() -> bool,
    ) -> Result<(), Fault> {
        let reply = self.control.reply_while(go_on, |reply| reply.may_answer(command))?;
        if reply.is_preliminary() {
            data.finish_handshake(self)
        } else {
            Err(self.transfer_fault(&reply, data))
        }
    }

    /// Reads the reply that ends a transfer, while `go_on`. `result` says how the transfer went on our side.
    fn finish_transfer(
        &mut self,
        mut data: DataConnection,
        result: io::Result<()>,
        go_on: &mut dyn FnMut() -> bool,
    ) -> Result<(), Fault> {
        if let Err(error) = &result
            && is_timeout(error)
        {
            let cause = Box::new(connection_error(error));
            return Err(Fault::Lost(ConnectionError::Transfer(cause)));
        }
        // If the data connection broke, the reply says why. The reply that accepts the transfer may
        // still come before it.
        let reply = self.control.reply_while(go_on, |reply| !reply.is_preliminary())?;
        match (&result, reply.is_success()) {
            (Ok(()), true) => {
                if self.tls.is_some() {
                    data.wire.drain(self.timeouts.data.min(CLOSE_TIMEOUT));
                }
                Ok(())
            }
            (Err(error), true) => Err(lost(error)),
            (_, false) => Err(self.transfer_fault(&reply, &data)),
        }
    }

    /// The fault of a refused transfer. A server may refuse an encrypted one because it resumed no
    /// session. Then TLS 1.2, which needs no tickets, may help.
    pub(super) fn transfer_fault(&mut self, reply: &Reply, data: &DataConnection) -> Fault {
        let text = reply.text();
        let mentions_tls = ["SSL", "TLS", "reuse"].iter().any(|word| text.contains(word));
        let suspicious = match data.wire.resumed() {
            Some(true) => mentions_tls,
            Some(false) => true,
            None => mentions_tls || matches!(reply.code, 425 | 426 | 522),
        };
        if !data.wire.is_encrypted() || !suspicious {
            return reply.to_fault();
        }
        let can_avoid_tls13 = !self.quirks.avoid_tls13 && !self.quirks.tls13_only;
        self.quirks.avoid_tls13 |= can_avoid_tls13;
        match reply.code {
            _ if can_avoid_tls13 => Fault::Lost(ConnectionError::Server(text)),
            522 => Fault::Tls(TlsError::Server(text)),
            _ => reply.to_fault(),
        }
    }

    /// Renames a file, and requests the passive port for the next file in the same round trip.
    pub(super) fn rename(&mut self, from: &str, to: &str) -> Result<(), Fault> {
        let (from, to) = (format!("RNFR {from}"), format!("RNTO {to}"));
        let early_port =
            self.quirks.early_port && self.control.pipelining() && self.next_port.is_none();
        let replies = if early_port {
            let passive = if self.quirks.epsv { "EPSV" } else { "PASV" };
            let [found, renamed, port] = self.control.pipeline([&from, &to, passive])?;
            self.next_port = if self.quirks.epsv { epsv_port(&port) } else { pasv_port(&port) };
            [found, renamed]
        } else {
            self.control.pipeline([&from, &to])?
        };
        match replies {
            [found, _] if found.code / 100 != 3 => Err(found.to_fault()),
            [_, renamed] if !renamed.is_success() => Err(renamed.to_fault()),
            _ => Ok(()),
        }
    }
}

fn epsv_port(reply: &Reply) -> Option<u16> {
    passive::epsv_port(&reply.text()).filter(|_| reply.code == 229)
}

fn pasv_port(reply: &Reply) -> Option<u16> {
    passive::pasv_port(&reply.text()).filter(|_| reply.code == 227)
}
