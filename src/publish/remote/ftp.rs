//! An FTP client: a folder on a server as a [`Remote`], encrypted where the server supports it.
//!
//! Libraries lack what publishing needs: pipelining; reading a data connection to its end after a
//! file was sent (unread TLS 1.3 tickets make the system reset the connection, and the server loses
//! the end of the file); TLS sessions resumed by data connections under TLS 1.2 and 1.3; a time-out
//! for each connection; replies in any wording and encoding.
//!
//! 1. `wire` is a TCP connection, `tls` its encryption, `control` sends commands over one.
//! 2. `session` logs in and enters the folder; `quirks` records the quirks of the server.
//! 3. `transfer` sends and receives data; `folders` lists, makes folders, removes files.
//! 4. `reply`, `passive`, `listing` parse the server's replies.

mod control;
mod folders;
mod listing;
mod options;
mod passive;
mod quirks;
mod reply;
mod session;
mod tls;
mod transfer;
mod wire;

use std::collections::HashSet;
use std::sync::Arc;

use rustls::RootCertStore;

use super::{ConnectionError, Fault, RefusalReason, Remote, RemoteEntry};
pub use options::{FtpOptions, Password, Protection, Timeouts};
use quirks::ServerQuirks;
use session::FtpSession;

/// A folder on a server over FTP.
pub struct FtpRemote {
    options: FtpOptions,
    roots: Arc<RootCertStore>,
    quirks: ServerQuirks,
    session: Option<FtpSession>,
    protection: Protection,
    /// Folders known to exist on the server.
    folders: HashSet<String>,
}

impl FtpRemote {
    /// Connects and logs in.
    ///
    /// # Errors
    /// [`Fault::Unreachable`], [`Fault::Login`], [`Fault::Tls`], or a fault from the server's reply.
    /// Temporary faults are not retried here.
    pub fn connect(options: FtpOptions) -> Result<Self, Fault> {
        let roots = tls::trusted_roots(options.authorities.as_deref())?;
        let mut ftp = Self {
            options,
            roots,
            quirks: ServerQuirks::default(),
            session: None,
            protection: Protection::default(),
            folders: HashSet::new(),
        };
        ftp.open()?;
        Ok(ftp)
    }

    /// How the connection is encrypted. The caller warns the user when it is not.
    pub fn protection(&self) -> Protection {
        self.protection
    }

    /// Opens a session. Where the first attempt fails and reveals a quirk of the server, tries again.
    fn open(&mut self) -> Result<(), Fault> {
        self.session = None;
        let before = self.quirks;
        let mut opened = FtpSession::open(&self.options, &self.roots, &mut self.quirks);
        if opened.is_err() && before != self.quirks {
            opened = FtpSession::open(&self.options, &self.roots, &mut self.quirks);
        }
        let session = opened?;
        self.protection = session.protection;
        self.session = Some(session);
        Ok(())
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
        if matches!(result, Err(Fault::Lost(_) | Fault::Tls(_))) {
            self.session = None;
        }
        result
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

impl Remote for FtpRemote {
    fn read(&mut self, path: &str, most: u64) -> Result<Option<Vec<u8>>, Fault> {
        if self.is_root_missing() {
            return Ok(None);
        }
        self.with_session(|session| match session.receive(&format!("RETR {path}"), most)? {
            Ok(bytes) => Ok(Some(bytes)),
            Err(reply) if reply.code == 550 && !reply.is_permission_denied() => Ok(None),
            Err(reply) => Err(reply.to_fault()),
        })
    }

    fn write(
        &mut self,
        path: &str,
        bytes: &[u8],
        progress: &mut dyn FnMut(u64),
    ) -> Result<(), Fault> {
        let command = format!("STOR {path}");
        self.with_root(|session| session.send(&command, None, bytes, progress))
    }

    fn resume(
        &mut self,
        path: &str,
        bytes: &[u8],
        from: u64,
        progress: &mut dyn FnMut(u64),
    ) -> Result<(), Fault> {
        let rest = usize::try_from(from).ok().and_then(|from| bytes.get(from..));
        let Some(rest) = rest else {
            return Err(Fault::Refused(RefusalReason::PartTooLong));
        };
        let mut progress = |sent| progress(from + sent);
        self.with_root(|session| {
            let stor = format!("STOR {path}");
            match session
                .features
                .rest
                .then(|| session.send(&stor, Some(from), rest, &mut progress))
            {
                None | Some(Err(Fault::Refused(_))) => {}
                Some(result) => return result,
            }
            // APPE appends to the file, so the part on the server must be exactly `from` bytes long.
            if session.size(path)? != Some(from) {
                return Err(Fault::Refused(RefusalReason::PartMismatch));
            }
            session.send(&format!("APPE {path}"), None, rest, &mut progress)
        })
    }

    fn size(&mut self, path: &str) -> Result<Option<u64>, Fault> {
        if self.is_root_missing() {
            return Ok(None);
        }
        self.with_session(|session| session.size(path))
    }

    fn rename(&mut self, from: &str, to: &str) -> Result<(), Fault> {
        self.with_session(|session| session.rename(from, to))
    }

    fn remove(&mut self, path: &str) -> Result<(), Fault> {
        if self.is_root_missing() {
            return Ok(());
        }
        self.with_session(|session| session.remove(path))
    }

    fn make_folder(&mut self, path: &str) -> Result<bool, Fault> {
        if path.is_empty() {
            let missing = self.is_root_missing();
            return self.with_root(|_| Ok(missing));
        }
        if self.folders.contains(path) {
            return Ok(false);
        }
        let made = self.with_root(|session| session.make_folder(path))?;
        self.folders.insert(path.to_owned());
        Ok(made)
    }

    fn remove_folder(&mut self, path: &str) -> Result<(), Fault> {
        self.folders.remove(path);
        self.with_session(|session| {
            let reply = session.control.request(&format!("RMD {path}"))?;
            if reply.is_success() { Ok(()) } else { Err(reply.to_fault()) }
        })
    }

    fn list(&mut self, folder: &str) -> Result<Vec<RemoteEntry>, Fault> {
        if self.is_root_missing() {
            return Ok(Vec::new());
        }
        self.with_session(|session| session.list(folder))
    }

    fn reconnect(&mut self) -> Result<(), Fault> {
        // Another client may have removed folders in the meantime.
        self.folders.clear();
        self.reopen()
    }

    fn parallel(&self) -> Option<Box<dyn Remote + Send>> {
        Some(Box::new(Self {
            options: self.options.clone(),
            roots: Arc::clone(&self.roots),
            quirks: self.quirks,
            session: None,
            protection: self.protection,
            folders: HashSet::new(),
        }))
    }
}
