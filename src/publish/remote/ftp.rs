//! An FTP client: a folder on a server as a [`Remote`](super::Remote), encrypted where the server supports it.
//!
//! Libraries lack what publishing needs: pipelining; reading a data connection to its end after a
//! file was sent (unread TLS 1.3 tickets make the system reset the connection, and the server loses
//! the end of the file); TLS sessions resumed by data connections under TLS 1.2 and 1.3; a time-out
//! for each connection; replies in any wording and encoding.
//!
//! 1. `socket` is a TCP connection, `wire` the same with encryption, `control` sends commands over one;
//!    `tls` is the session that connections share, `certificate` says whom it trusts.
//! 2. `session` logs in and enters the folder; `quirks` records the quirks of the server.
//! 3. `operations` are those of a `Remote`: `transfer` sends and receives data over a `data_connection`; `folders` lists, makes folders, removes files.
//! 4. `reply`, `passive`, `listing` parse the server's replies.

mod certificate;
mod control;
mod data_connection;
mod folders;
mod listing;
mod operations;
mod options;
mod passive;
mod quirks;
mod reply;
mod session;
mod socket;
mod tls;
mod transfer;
mod wire;

use std::collections::HashSet;

use super::{ConnectionError, Fault, printable};
use certificate::Trust;
pub use options::{FtpOptions, Password, Protection, Timeouts};
use quirks::ServerQuirks;
use session::{FtpSession, Greeting};

/// A folder on a server over FTP.
///
/// No connection is protected less than an earlier one: [`FtpOptions::known`] rises with each.
pub struct FtpRemote {
    options: FtpOptions,
    trust: Trust,
    quirks: ServerQuirks,
    session: Option<FtpSession>,
    /// Folders known to exist on the server.
    folders: HashSet<String>,
    /// Whether the session was given up in the middle of a file that the caller stopped.
    stopped: bool,
}

/// A server that has greeted and does not know the login yet.
pub struct FtpGreeting {
    remote: FtpRemote,
    greeting: Greeting,
}

impl FtpGreeting {
    /// What will be encrypted, the password first. The caller warns the user before it is asked for.
    pub fn protection(&self) -> Protection {
        self.greeting.protection
    }

    /// Logs in.
    ///
    /// # Errors
    /// As [`FtpRemote::connect`].
    pub fn log_in(self, password: Password) -> Result<FtpRemote, Fault> {
        let Self { mut remote, greeting } = self;
        remote.options.password = password;
        match remote.log_in(greeting) {
            // The server may have hung up while the user typed.
            Err(Fault::Lost(_)) => remote.open()?,
            result => result?,
        }
        Ok(remote)
    }
}

impl FtpRemote {
    /// Connects and logs in with the password of `options`.
    ///
    /// # Errors
    /// [`Fault::Unreachable`], [`Fault::Login`], [`Fault::Tls`], or a fault from the server's reply.
    /// Temporary faults are not retried here.
    pub fn connect(options: FtpOptions) -> Result<Self, Fault> {
        let password = options.password.clone();
        Self::greet(options)?.log_in(password)
    }

    /// Connects and encrypts the connection, without the login.
    ///
    /// # Errors
    /// As [`FtpRemote::connect`].
    pub fn greet(options: FtpOptions) -> Result<FtpGreeting, Fault> {
        let trust = Trust::new(options.authorities.as_deref())?;
        let mut remote = Self {
            options,
            trust,
            quirks: ServerQuirks::default(),
            session: None,
            folders: HashSet::new(),
            stopped: false,
        };
        let greeting = remote.with_quirks(Self::read_greeting)?;
        Ok(FtpGreeting { remote, greeting })
    }

    /// How the connection is encrypted.
    pub fn protection(&self) -> Protection {
        self.session.as_ref().map_or(Protection::None, |session| session.protection)
    }

    fn read_greeting(&mut self) -> Result<Greeting, Fault> {
        let greeting = Greeting::open(&self.options, &self.trust, &mut self.quirks);
        let greeting = greeting.map_err(|fault| self.presentable(fault))?;
        self.options.known = self.options.known.max(greeting.protection);
        Ok(greeting)
    }

    fn log_in(&mut self, greeting: Greeting) -> Result<(), Fault> {
        let session = FtpSession::log_in(greeting, &self.options, &mut self.quirks);
        self.session = Some(session.map_err(|fault| self.presentable(fault))?);
        Ok(())
    }

    /// Runs `act`. Where it fails and reveals a quirk of the server, runs it again.
    fn with_quirks<T>(&mut self, act: impl Fn(&mut Self) -> Result<T, Fault>) -> Result<T, Fault> {
        let before = self.quirks;
        match act(self) {
            Err(_) if before != self.quirks => act(self),
            result => result,
        }
    }

    /// Opens a session.
    fn open(&mut self) -> Result<(), Fault> {
        self.session = None;
        self.with_quirks(|remote| {
            let greeting = remote.read_greeting()?;
            remote.log_in(greeting)
        })
    }

    /// A fault as it may leave the client: some servers repeat the password in their replies.
    fn presentable(&self, fault: Fault) -> Fault {
        fault.map_texts(&|text| printable(&self.options.password.remove_from(text)))
    }

    /// As [`FtpRemote::open`], for a server that was reached before: `Unreachable` becomes `Lost`.
    fn reopen(&mut self) -> Result<(), Fault> {
        self.open().map_err(|fault| match fault {
            Fault::Unreachable(error) => Fault::Lost(error),
            fault => fault,
        })
    }

    /// Runs `act` in the session, reopened first where needed. Drops the session where `act` leaves
    /// it in an unknown state.
    fn with_session<T>(
        &mut self,
        act: impl FnOnce(&mut FtpSession) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        match &self.session {
            Some(session) if session.needs_reconnect() => {
                self.quirks.avoid_tls13 = !self.quirks.tls13_only;
                self.reopen()?;
            }
            Some(session) if session.hung_up => self.reopen()?,
            None if std::mem::take(&mut self.stopped) => self.reopen()?,
            _ => {}
        }
        let Some(session) = &mut self.session else {
            return Err(Fault::Lost(ConnectionError::NotConnected));
        };
        let result = act(session);
        if session.control.pipelining_failed() {
            session.quirks.pipelining = false;
        }
        self.quirks = session.quirks;
        self.stopped = matches!(result, Err(Fault::Stopped));
        if self.stopped || matches!(result, Err(Fault::Lost(_) | Fault::Tls(_))) {
            self.session = None;
        }
        result.map_err(|fault| self.presentable(fault))
    }

    /// As [`FtpRemote::with_session`], with the root folder made first.
    fn with_root<T>(
        &mut self,
        act: impl FnOnce(&mut FtpSession) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        self.with_session(|session| session.make_root().and_then(|()| act(session)))
    }

    /// Whether the root folder is known not to exist.
    fn is_root_missing(&self) -> bool {
        self.session.as_ref().is_some_and(|session| session.missing_root.is_some())
    }
}

impl Drop for FtpRemote {
    fn drop(&mut self) {
        if let Some(session) = &mut self.session {
            session.control.quit();
        }
    }
}
