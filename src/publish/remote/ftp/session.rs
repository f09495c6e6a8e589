//! Opens a session: from a connection to the folder that is published into.
//!
//! 1. Greeting; AUTH TLS and the handshake; PBSZ and PROT.
//! 2. USER and PASS.
//! 3. FEAT, TYPE I and PWD, pipelined: the server's features, binary transfers, the home folder.
//! 4. OPTS UTF8 and CWD into the folder, pipelined. Every later path is relative to it.

use std::net::SocketAddr;
use std::sync::Arc;

use rustls::RootCertStore;

use super::control::Control;
use super::options::{FtpOptions, Protection, Timeouts};
use super::quirks::{Features, ServerQuirks};
use super::reply::Reply;
use super::tls::{TlsSession, tls_error};
use super::wire::{lost, rustls_error};
use crate::config::Tls;
use crate::publish::remote::{Fault, TlsError};

/// The result of a login.
struct Login {
    tls: Option<TlsSession>,
    protection: Protection,
    features: Features,
    /// The login's home folder.
    home: String,
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
    /// Connects and logs in. Records in `quirks` what it learns about the server, also on a fault.
    pub(super) fn open(
        options: &FtpOptions,
        roots: &Arc<RootCertStore>,
        quirks: &mut ServerQuirks,
    ) -> Result<Self, Fault> {
        let mut control = Control::connect(options, quirks.pipelining)?;
        let login = Self::log_in(&mut control, options, roots, quirks);
        if control.pipelining_failed() {
            quirks.pipelining = false;
        }
        let Login { tls, protection, features, home } = login?;
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

    fn log_in(
        control: &mut Control,
        options: &FtpOptions,
        roots: &Arc<RootCertStore>,
        quirks: &mut ServerQuirks,
    ) -> Result<Login, Fault> {
        let tls = match options.tls {
            Tls::Off => None,
            Tls::Preferred if quirks.tls_failed => None,
            _ => start_tls(control, options, roots, quirks)?,
        };
        let (tls, protection) = match tls {
            None => (None, Protection::None),
            Some(tls) => {
                let [_, protected] = control.pipeline(["PBSZ 0", "PROT P"])?;
                match (protected.is_success(), options.tls) {
                    (true, _) => (Some(tls), Protection::All),
                    (false, Tls::Required) => {
                        return Err(Fault::Tls(TlsError::PlainData(protected.text())));
                    }
                    (false, _) => (None, Protection::Commands),
                }
            }
        };
        send_login(control, options)?;
        let [features, binary, home] = control.pipeline(["FEAT", "TYPE I", "PWD"])?;
        if !binary.is_success() {
            return Err(binary.to_fault());
        }
        let features = Features::from_reply(&features);
        Ok(Login { tls, protection, features, home: quoted_path(&home).unwrap_or_default() })
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

/// Encrypts the control connection; none where the server does not support it and need not.
fn start_tls(
    control: &mut Control,
    options: &FtpOptions,
    roots: &Arc<RootCertStore>,
    quirks: &mut ServerQuirks,
) -> Result<Option<TlsSession>, Fault> {
    let reply = control.request("AUTH TLS")?;
    if reply.code != 234 && reply.code != 334 {
        return match options.tls {
            _ if reply.code / 100 != 5 => Err(reply.to_fault()),
            Tls::Required => Err(Fault::Tls(TlsError::Unsupported(reply.text()))),
            _ => Ok(None),
        };
    }
    let tls = TlsSession::new(roots, &options.host, quirks.avoid_tls13)?;
    let Err(error) = control.encrypt(&tls) else { return Ok(Some(tls)) };
    match rustls_error(&error) {
        // The connection broke.
        None => Err(lost(&error)),
        // An invalid certificate is a fault even where encryption is optional.
        Some(why @ rustls::Error::InvalidCertificate(_)) => Err(Fault::Tls(tls_error(why))),
        Some(_) if quirks.avoid_tls13 => {
            (quirks.avoid_tls13, quirks.tls13_only) = (false, true);
            Err(lost(&error))
        }
        Some(why) if options.tls == Tls::Required => Err(Fault::Tls(tls_error(why))),
        // A server without TLS 1.2 or 1.3 is treated as one without encryption.
        Some(_) => {
            quirks.tls_failed = true;
            Err(lost(&error))
        }
    }
}

fn send_login(control: &mut Control, options: &FtpOptions) -> Result<(), Fault> {
    let password = &options.password;
    let mut reply = control.request(&format!("USER {}", options.login))?;
    if reply.code == 331 {
        reply = control.request(&format!("PASS {}", password.reveal()))?;
    }
    if reply.is_success() {
        return Ok(());
    }
    for line in &mut reply.lines {
        *line = password.remove_from(line);
    }
    Err(reply.to_login_fault())
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
