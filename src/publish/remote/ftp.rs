//! A folder on a server over FTP, as old servers speak it, encrypted where they can.
//!
//! The client is our own. What it has to do, libraries do not: pipelining, a data connection that
//! is read to its end after a file was sent (else tickets of TLS 1.3 left unread reset it, and the
//! server loses the end of the file), sessions resumed by it under both versions of TLS, silence
//! limited on each connection, and replies in whatever words.
//!
//! 1. `wire` is a connection; `tls` its encryption; `control` speaks commands over one.
//! 2. `session` logs in and goes to the folder; `quirks` is what was learnt of the server.
//! 3. `transfer` moves files and lists; `folders` answers what stands where.
//! 4. `reply`, `passive`, `listing` read what servers write.

mod control;
mod folders;
mod habits;
mod listing;
mod options;
mod passive;
mod reply;
mod session;
mod tls;
mod transfer;
mod wire;

use std::collections::HashSet;
use std::sync::Arc;

use rustls::RootCertStore;

use super::{Entry, Fault, Remote};
use habits::ServerQuirks;
pub use options::{Options, Password, Protection, Timeouts};
use session::Session;

/// A folder on a server over FTP.
pub struct Ftp {
    options: Options,
    roots: Arc<RootCertStore>,
    quirks: ServerQuirks,
    session: Option<Session>,
    protection: Protection,
    /// Folders that are known to be there.
    folders: HashSet<String>,
}

impl Ftp {
    /// Connects and logs in.
    ///
    /// # Errors
    /// [`Fault::Unreachable`], [`Fault::Login`], [`Fault::Tls`], or what the server says. A fault
    /// that may pass is not tried again here.
    pub fn connect(options: Options) -> Result<Self, Fault> {
        let roots = tls::trusted(options.authorities.as_deref())?;
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

    /// How the connection is protected. Without encryption the user is to be told.
    pub fn protection(&self) -> Protection {
        self.protection
    }

    /// Opens a session, and once more where the first attempt taught us how.
    fn open(&mut self) -> Result<(), Fault> {
        self.session = None;
        let before = self.quirks;
        let mut opened = Session::open(&self.options, &self.roots, &mut self.quirks);
        if opened.is_err() && before != self.quirks {
            opened = Session::open(&self.options, &self.roots, &mut self.quirks);
        }
        let session = opened?;
        self.protection = session.protection;
        self.session = Some(session);
        Ok(())
    }

    /// As [`Ftp::open`], where the server was reached before: it is the line that is gone for now.
    fn open_again(&mut self) -> Result<(), Fault> {
        self.open().map_err(|fault| match fault {
            Fault::Unreachable(why) => Fault::Lost(why),
            fault => fault,
        })
    }

    /// Does `act` in the session, and drops the session where it is in no known state afterwards.
    fn with<T>(&mut self, act: impl FnOnce(&mut Session) -> Result<T, Fault>) -> Result<T, Fault> {
        match &self.session {
            Some(session) if session.needs_reconnect() => {
                self.quirks.without_13 = !self.quirks.only_13;
                self.open_again()?;
            }
            Some(session) if session.over => self.open_again()?,
            _ => {}
        }
        let Some(session) = &mut self.session else {
            return Err(Fault::Lost("соединения нет".to_owned()));
        };
        let result = act(session);
        if session.control.pipelining_failed() {
            session.quirks.together = false;
        }
        self.quirks = session.quirks;
        if matches!(result, Err(Fault::Lost(_) | Fault::Tls(_))) {
            self.session = None;
        }
        result
    }

    /// As [`Ftp::with`], for what needs the folder to be there.
    fn with_root<T>(
        &mut self,
        act: impl FnOnce(&mut Session) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        self.with(|session| session.make_root().and_then(|()| act(session)))
    }

    /// Whether the folder is known not to be there.
    fn is_missing(&self) -> bool {
        self.session.as_ref().is_some_and(|session| session.missing.is_some())
    }
}

impl Drop for Ftp {
    fn drop(&mut self) {
        if let Some(session) = &mut self.session {
            session.control.quit();
        }
    }
}

impl Remote for Ftp {
    fn read(&mut self, path: &str, most: u64) -> Result<Option<Vec<u8>>, Fault> {
        if self.is_missing() {
            return Ok(None);
        }
        self.with(|session| match session.receive(&format!("RETR {path}"), most)? {
            Ok(bytes) => Ok(Some(bytes)),
            Err(reply) if reply.code == 550 && !reply.is_permission_denied() => Ok(None),
            Err(reply) => Err(reply.fault()),
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
            let text = "на сервере больше, чем есть здесь".to_owned();
            return Err(Fault::Refused { code: 0, text });
        };
        let mut progress = |sent| progress(from + sent);
        self.with_root(|session| {
            let stor = format!("STOR {path}");
            match session
                .features
                .rest
                .then(|| session.send(&stor, Some(from), rest, &mut progress))
            {
                None | Some(Err(Fault::Refused { .. })) => {}
                Some(result) => return result,
            }
            // APPE puts the bytes at the end, so the end must be where they belong.
            if session.size(path)? != Some(from) {
                let text = "на сервере не та часть файла".to_owned();
                return Err(Fault::Refused { code: 0, text });
            }
            session.send(&format!("APPE {path}"), None, rest, &mut progress)
        })
    }

    fn size(&mut self, path: &str) -> Result<Option<u64>, Fault> {
        if self.is_missing() {
            return Ok(None);
        }
        self.with(|session| session.size(path))
    }

    fn rename(&mut self, from: &str, to: &str) -> Result<(), Fault> {
        self.with(|session| session.rename(from, to))
    }

    fn remove(&mut self, path: &str) -> Result<(), Fault> {
        if self.is_missing() {
            return Ok(());
        }
        self.with(|session| session.remove(path))
    }

    fn make_folder(&mut self, path: &str) -> Result<bool, Fault> {
        if path.is_empty() {
            let missing = self.is_missing();
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
        self.with(|session| {
            let reply = session.control.ask(&format!("RMD {path}"))?;
            if reply.is_success() { Ok(()) } else { Err(reply.fault()) }
        })
    }

    fn list(&mut self, folder: &str) -> Result<Vec<Entry>, Fault> {
        if self.is_missing() {
            return Ok(Vec::new());
        }
        self.with(|session| session.list(folder))
    }

    fn reconnect(&mut self) -> Result<(), Fault> {
        // Somebody else may have removed what was there.
        self.folders.clear();
        self.open_again()
    }

    fn another(&self) -> Option<Box<dyn Remote + Send>> {
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
