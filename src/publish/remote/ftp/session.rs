//! From a connection to the folder that is published into.
//!
//! 1. Greeting; AUTH TLS and the handshake; PBSZ and PROT.
//! 2. USER and PASS.
//! 3. FEAT, TYPE I and PWD together: what the server can, bytes as they are, where the login leads.
//! 4. OPTS UTF8 and one CWD into the folder, together: every later path is relative to it.

use std::net::SocketAddr;
use std::sync::Arc;

use rustls::RootCertStore;

use super::control::Control;
use super::habits::{Features, ServerQuirks};
use super::options::{Options, Protection, Timeouts};
use super::reply::Reply;
use super::tls::TlsSession;
use super::wire::{tls_error, words};
use crate::config::Tls;
use crate::publish::remote::Fault;

/// What a login has brought.
struct Entered {
    secret: Option<TlsSession>,
    protection: Protection,
    features: Features,
    /// The folder that it leads to.
    home: String,
}

/// A connection that is logged in.
pub(super) struct Session {
    pub(super) control: Control,
    pub(super) peer: SocketAddr,
    /// Encrypts data connections; none where they go in the clear.
    pub(super) secret: Option<TlsSession>,
    pub(super) protection: Protection,
    pub(super) features: Features,
    /// The folder's path from the server's root.
    pub(super) root: String,
    /// Names to make before the folder is there, from the login's folder on; none where it is.
    pub(super) missing: Option<String>,
    /// Whether the server has hung up after an operation that came to its end all the same.
    pub(super) over: bool,
    /// A passive port that was asked for ahead.
    pub(super) port: Option<u16>,
    pub(super) quirks: ServerQuirks,
    pub(super) timeouts: Timeouts,
}

impl Session {
    /// Connects and logs in. What is learnt of the server goes into `quirks`, also on a fault.
    pub(super) fn open(
        options: &Options,
        roots: &Arc<RootCertStore>,
        quirks: &mut ServerQuirks,
    ) -> Result<Self, Fault> {
        let mut control = Control::connect(options, quirks.together)?;
        let opened = Self::enter(&mut control, options, roots, quirks);
        if control.pipelining_failed() {
            quirks.together = false;
        }
        let Entered { secret, protection, features, home } = opened?;
        let peer = control.peer()?;
        let mut session = Self {
            control,
            peer,
            secret,
            protection,
            features,
            root: String::new(),
            missing: None,
            over: false,
            port: None,
            quirks: *quirks,
            timeouts: options.timeouts,
        };
        let found = session.find_folder(&home, &options.folder);
        if session.control.pipelining_failed() {
            quirks.together = false;
        }
        found.map(|()| session)
    }

    fn enter(
        control: &mut Control,
        options: &Options,
        roots: &Arc<RootCertStore>,
        quirks: &mut ServerQuirks,
    ) -> Result<Entered, Fault> {
        let secret = match options.tls {
            Tls::Off => None,
            Tls::Preferred if quirks.plain => None,
            _ => encrypt(control, options, roots, quirks)?,
        };
        let (secret, protection) = match secret {
            None => (None, Protection::None),
            Some(secret) => {
                let [_, protected] = control.pipeline(["PBSZ 0", "PROT P"])?;
                match (protected.is_success(), options.tls) {
                    (true, _) => (Some(secret), Protection::All),
                    (false, Tls::Required) => {
                        let text = protected.text();
                        return Err(Fault::Tls(format!("сервер не шифрует файлы ({text})")));
                    }
                    (false, _) => (None, Protection::Commands),
                }
            }
        };
        log_in(control, options)?;
        let [features, binary, home] = control.pipeline(["FEAT", "TYPE I", "PWD"])?;
        if !binary.is_success() {
            return Err(binary.fault());
        }
        let entered = Entered {
            secret,
            protection,
            features: Features::of(&features),
            home: quoted(&home).unwrap_or_default(),
        };
        Ok(entered)
    }

    /// Goes to the folder, if it is there.
    fn find_folder(&mut self, home: &str, folder: &str) -> Result<(), Fault> {
        let home = home.trim_end_matches('/');
        let folder = below(home, folder.trim_matches('/'));
        self.root = format!("{home}/{folder}");
        // Servers that speak UTF-8 at any rate may refuse to be told.
        let (letters, enter) = ("OPTS UTF8 ON", format!("CWD {folder}"));
        let entered = match (self.features.utf8, folder.is_empty()) {
            (false, true) => return Ok(()),
            (true, true) => return self.control.ask(letters).map(drop),
            (false, false) => self.control.ask(&enter)?,
            (true, false) => {
                let [_, entered] = self.control.pipeline([letters, &enter])?;
                entered
            }
        };
        if !entered.is_success() {
            self.missing = Some(folder.to_owned());
        }
        Ok(())
    }

    /// Whether no data connection could resume the session any more.
    pub(super) fn needs_reconnect(&self) -> bool {
        self.secret.as_ref().is_some_and(TlsSession::needs_reconnect)
    }

    /// Makes the folder that is published into, if it is not there yet.
    pub(super) fn make_root(&mut self) -> Result<(), Fault> {
        let Some(folder) = self.missing.clone() else { return Ok(()) };
        let ends = folder.match_indices('/').map(|(at, _)| at).chain([folder.len()]);
        let mut last: Option<Reply> = None;
        for end in ends {
            // Those that are there already are refused, whatever the words.
            last = Some(self.control.ask(&format!("MKD {}", &folder[..end]))?);
        }
        let entered = self.control.ask(&format!("CWD {folder}"))?;
        if !entered.is_success() {
            return Err(last.filter(|reply| !reply.is_success()).unwrap_or(entered).fault());
        }
        self.missing = None;
        Ok(())
    }
}

/// Agrees on encryption; none where the server cannot and need not.
fn encrypt(
    control: &mut Control,
    options: &Options,
    roots: &Arc<RootCertStore>,
    quirks: &mut ServerQuirks,
) -> Result<Option<TlsSession>, Fault> {
    let reply = control.ask("AUTH TLS")?;
    if reply.code != 234 && reply.code != 334 {
        return match options.tls {
            _ if reply.code / 100 != 5 => Err(reply.fault()),
            Tls::Required => {
                Err(Fault::Tls(format!("сервер не умеет шифровать ({})", reply.text())))
            }
            _ => Ok(None),
        };
    }
    let secret = TlsSession::new(roots, &options.host, quirks.without_13)?;
    match control.secure(&secret) {
        Ok(()) => Ok(Some(secret)),
        Err(error) => {
            let why = words(&error);
            match tls_error(&error) {
                // The line has gone.
                None => Err(Fault::Lost(why)),
                // A certificate that is not the server's is never passed over. A server that
                // knows only what is older than TLS 1.2 counts as one without encryption.
                Some(rustls::Error::InvalidCertificate(_)) => Err(Fault::Tls(why)),
                Some(_) if quirks.without_13 => {
                    (quirks.without_13, quirks.only_13) = (false, true);
                    Err(Fault::Lost(why))
                }
                Some(_) if options.tls == Tls::Required => Err(Fault::Tls(why)),
                Some(_) => {
                    quirks.plain = true;
                    Err(Fault::Lost(why))
                }
            }
        }
    }
}

fn log_in(control: &mut Control, options: &Options) -> Result<(), Fault> {
    let password = &options.password;
    let mut reply = control.ask(&format!("USER {}", options.login))?;
    if reply.code == 331 {
        reply = control.ask(&format!("PASS {}", password.reveal()))?;
    }
    if reply.is_success() {
        return Ok(());
    }
    for line in &mut reply.lines {
        *line = password.remove_from(line);
    }
    Err(reply.login_fault())
}

/// A folder as seen from the login's own, which may be given in front of it, as programs for FTP
/// show it.
fn below<'a>(home: &str, folder: &'a str) -> &'a str {
    let home = home.trim_matches('/');
    match folder.strip_prefix(home) {
        Some("") => "",
        Some(rest) if !home.is_empty() => rest.strip_prefix('/').unwrap_or(folder),
        _ => folder,
    }
}

/// The path in a reply to PWD: between quotes, those inside doubled.
fn quoted(reply: &Reply) -> Option<String> {
    let text = reply.text();
    let (_, rest) = text.split_once('"')?;
    let (path, _) = rest.rsplit_once('"')?;
    Some(path.replace("\"\"", "\"")).filter(|_| reply.is_success())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_taken_from_the_login_folder_on() {
        assert_eq!(below("", "tochka"), "tochka");
        assert_eq!(below("", ""), "");
        assert_eq!(below("/home/a", "www/tochka"), "www/tochka");
        assert_eq!(below("/home/a", "home/a/www/tochka"), "www/tochka");
        assert_eq!(below("/home/a", "home/a"), "");
        assert_eq!(below("/home/a", "home/abc"), "home/abc");
    }

    #[test]
    fn the_login_folder_is_read_from_its_quotes() {
        let path = |code, text: &str| quoted(&Reply { code, lines: vec![text.to_owned()] });
        assert_eq!(path(257, "\"/home/a\" is the current directory"), Some("/home/a".to_owned()));
        assert_eq!(path(257, "\"/a \"\"b\"\"\""), Some("/a \"b\"".to_owned()));
        assert_eq!(path(257, "/home"), None);
        assert_eq!(path(550, "\"/home\""), None);
    }
}
