//! Opens a session: from a connection to the folder that is published into.
//!
//! 1. Greeting; AUTH TLS and the handshake; PBSZ and PROT.
//! 2. USER and PASS.
//! 3. FEAT, TYPE I and PWD, pipelined: the server's features, binary transfers, the home folder.
//! 4. OPTS UTF8 and CWD into the folder, pipelined. Every later path is relative to it.

use std::io;
use std::net::SocketAddr;

use super::certificate::{Trust, tls_error};
use super::control::Control;
use super::options::{FtpOptions, Protection, Timeouts};
use super::quirks::{Features, ServerQuirks};
use super::reply::Reply;
use super::tls::TlsSession;
use super::wire::{lost, rustls_error};
use crate::config::Tls;
use crate::publish::remote::{Fault, TlsError};

/// A connection before the login, encrypted if the server can.
pub(super) struct Greeting {
    control: Control,
    tls: Option<TlsSession>,
    pub(super) protection: Protection,
}

impl Greeting {
    /// Connects and encrypts the connection. Records in `quirks` what it learns about the server, also
    /// on a fault.
    ///
    /// # Errors
    /// [`Fault::Tls`] if less is encrypted than `options` allow.
    pub(super) fn open(
        options: &FtpOptions,
        trust: &Trust,
        quirks: &mut ServerQuirks,
    ) -> Result<Self, Fault> {
        let mut control = Control::connect(options, quirks.pipelining)?;
        let protected = protect(&mut control, options, trust, quirks);
        if control.pipelining_failed() {
            quirks.pipelining = false;
        }
        let (tls, protection) = protected?;
        Ok(Self { control, tls, protection })
    }
}

/// A connection that is logged in.
pub(super) struct FtpSession {
    pub(super) control: Control,
    pub(super) peer: SocketAddr,
    /// Encrypts data connections; none where they are not encrypted.
    pub(super) tls: Option<TlsSession>,
    pub(super) protection: Protection,
    pub(super) features: Features,
    /// The absolute path of the folder that is published into.
    pub(super) root: String,
    /// The path of that folder from the home folder, if it does not exist yet.
    pub(super) missing_root: Option<String>,
    /// Whether the server closed the connection after an operation that was completed.
    pub(super) hung_up: bool,
    /// A passive port requested in advance for the next transfer.
    pub(super) next_port: Option<u16>,
    pub(super) quirks: ServerQuirks,
    pub(super) timeouts: Timeouts,
}

impl FtpSession {
    /// Logs in and enters the folder. Records in `quirks` what it learns about the server, also on a
    /// fault.
    pub(super) fn log_in(
        greeting: Greeting,
        options: &FtpOptions,
        quirks: &mut ServerQuirks,
    ) -> Result<Self, Fault> {
        let Greeting { mut control, tls, protection } = greeting;
        let login = log_in(&mut control, options);
        if control.pipelining_failed() {
            quirks.pipelining = false;
        }
        let (features, home) = login?;
        let peer = control.peer()?;
        let mut session = Self {
            control,
            peer,
            tls,
            protection,
            features,
            root: String::new(),
            missing_root: None,
            hung_up: false,
            next_port: None,
            quirks: *quirks,
            timeouts: options.timeouts,
        };
        let entered = session.enter_folder(&home, &options.folder);
        if session.control.pipelining_failed() {
            quirks.pipelining = false;
        }
        entered.map(|()| session)
    }

    /// Enters the folder, or records that it is missing.
    fn enter_folder(&mut self, home: &str, folder: &str) -> Result<(), Fault> {
        let home = home.trim_end_matches('/');
        let folder = relative_to_home(home, folder.trim_matches('/'));
        self.root = format!("{home}/{folder}");
        // A server that always uses UTF-8 may refuse OPTS, so its reply is ignored.
        let (utf8, enter) = ("OPTS UTF8 ON", format!("CWD {folder}"));
        let entered = match (self.features.utf8, folder.is_empty()) {
            (false, true) => return Ok(()),
            (true, true) => return self.control.request(utf8).map(drop),
            (false, false) => self.control.request(&enter)?,
            (true, false) => {
                let [_, entered] = self.control.pipeline([utf8, &enter])?;
                entered
            }
        };
        if !entered.is_success() {
            self.missing_root = Some(folder.to_owned());
        }
        Ok(())
    }

    /// Whether no data connection can resume the TLS session any more.
    pub(super) fn needs_reconnect(&self) -> bool {
        self.tls.as_ref().is_some_and(TlsSession::is_out_of_tickets)
    }

    /// Makes the folder that is published into, with its parents, if it does not exist.
    pub(super) fn make_root(&mut self) -> Result<(), Fault> {
        let Some(folder) = self.missing_root.clone() else { return Ok(()) };
        let ends = folder.match_indices('/').map(|(at, _)| at).chain([folder.len()]);
        let mut last: Option<Reply> = None;
        for end in ends {
            // A refusal is ignored: the parent may exist already.
            last = Some(self.control.request(&format!("MKD {}", &folder[..end]))?);
        }
        let entered = self.control.request(&format!("CWD {folder}"))?;
        if !entered.is_success() {
            return Err(last.filter(|reply| !reply.is_success()).unwrap_or(entered).to_fault());
        }
        self.missing_root = None;
        Ok(())
    }
}

/// Encrypts the connection as far as the server can, and no less than `options` allow.
fn protect(
    control: &mut Control,
    options: &FtpOptions,
    trust: &Trust,
    quirks: &mut ServerQuirks,
) -> Result<(Option<TlsSession>, Protection), Fault> {
    if options.tls == Tls::Off {
        return Ok((None, Protection::None));
    }
    let auth = control.request("AUTH TLS")?;
    if auth.code != 234 && auth.code != 334 {
        return match options.tls {
            _ if auth.code / 100 != 5 => Err(auth.to_fault()),
            Tls::Required => Err(Fault::Tls(TlsError::Unsupported(auth.text()))),
            _ => without_data(options, Protection::None, &auth),
        };
    }
    if control.has_unread() {
        return Err(Fault::Tls(TlsError::Injected));
    }
    let tls = TlsSession::new(trust, &options.host, quirks.avoid_tls13)?;
    if let Err(error) = control.encrypt(&tls) {
        return Err(handshake_fault(&error, quirks));
    }
    let [_, protected] = control.pipeline(["PBSZ 0", "PROT P"])?;
    match (protected.is_success(), options.tls) {
        (true, _) => Ok((Some(tls), Protection::All)),
        (false, Tls::Required) => Err(Fault::Tls(TlsError::PlainData(protected.text()))),
        (false, _) => without_data(options, Protection::Commands, &protected),
    }
}

/// A connection that encrypts no files. Refuses it if the server encrypted more before: whoever broke
/// that connection may want the password. `reply` is the server's reason.
fn without_data(
    options: &FtpOptions,
    protection: Protection,
    reply: &Reply,
) -> Result<(Option<TlsSession>, Protection), Fault> {
    let before = options.least();
    if protection < before {
        let text = format!("{} {}", reply.code, reply.text());
        return Err(Fault::Tls(TlsError::Weaker { before, text }));
    }
    Ok((None, protection))
}

/// The fault of a handshake that failed after the server had agreed to it. It is never a reason to go
/// on without encryption.
fn handshake_fault(error: &io::Error, quirks: &mut ServerQuirks) -> Fault {
    let Some(why) = rustls_error(error) else {
        // The connection broke.
        return lost(error);
    };
    if quirks.avoid_tls13 && !matches!(why, rustls::Error::InvalidCertificate(_)) {
        (quirks.avoid_tls13, quirks.tls13_only) = (false, true);
        return lost(error);
    }
    Fault::Tls(tls_error(why))
}

/// Sends the login and the password; then reads the server's features and the home folder.
fn log_in(control: &mut Control, options: &FtpOptions) -> Result<(Features, String), Fault> {
    send_login(control, options)?;
    let [features, binary, home] = control.pipeline(["FEAT", "TYPE I", "PWD"])?;
    if !binary.is_success() {
        return Err(binary.to_fault());
    }
    Ok((Features::from_reply(&features), quoted_path(&home).unwrap_or_default()))
}

fn send_login(control: &mut Control, options: &FtpOptions) -> Result<(), Fault> {
    let mut reply = control.request(&format!("USER {}", options.login))?;
    if reply.code == 331 {
        reply = control.request(&format!("PASS {}", options.password.reveal()))?;
    }
    if reply.is_success() { Ok(()) } else { Err(reply.to_login_fault()) }
}

/// A folder's path relative to the home folder, which it may begin with, as FTP programs show it.
fn relative_to_home<'a>(home: &str, folder: &'a str) -> &'a str {
    let home = home.trim_matches('/');
    match folder.strip_prefix(home) {
        Some("") => "",
        Some(rest) if !home.is_empty() => rest.strip_prefix('/').unwrap_or(folder),
        _ => folder,
    }
}

/// The path in a reply to PWD: between quotes; quotes inside it are doubled.
fn quoted_path(reply: &Reply) -> Option<String> {
    let text = reply.text();
    let (_, rest) = text.split_once('"')?;
    let (path, _) = rest.rsplit_once('"')?;
    Some(path.replace("\"\"", "\"")).filter(|_| reply.is_success())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_relative_to_the_home_folder() {
        assert_eq!(relative_to_home("", "tochka"), "tochka");
        assert_eq!(relative_to_home("", ""), "");
        assert_eq!(relative_to_home("/home/a", "www/tochka"), "www/tochka");
        assert_eq!(relative_to_home("/home/a", "home/a/www/tochka"), "www/tochka");
        assert_eq!(relative_to_home("/home/a", "home/a"), "");
        assert_eq!(relative_to_home("/home/a", "home/abc"), "home/abc");
    }

    #[test]
    fn the_home_folder_is_read_from_its_quotes() {
        let path = |code, text: &str| quoted_path(&Reply { code, lines: vec![text.to_owned()] });
        assert_eq!(path(257, "\"/home/a\" is the current directory"), Some("/home/a".to_owned()));
        assert_eq!(path(257, "\"/a \"\"b\"\"\""), Some("/a \"b\"".to_owned()));
        assert_eq!(path(257, "/home"), None);
        assert_eq!(path(550, "\"/home\""), None);
    }
}
