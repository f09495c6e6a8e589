//! The server, the login and the connection's options, from the settings and the user.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::config::{self, Tls};

#[derive(Clone, Debug)]
pub struct FtpOptions {
    pub host: String,
    pub port: u16,
    pub login: String,
    pub password: Password,
    /// The folder to publish into, relative to the login's home folder: `www/tochka`. The path may
    /// also begin with the home folder, as FTP programs show it.
    pub folder: String,
    /// Whether encryption is required, preferred or off. An invalid certificate is always a fault.
    pub tls: Tls,
    /// What the server is known to encrypt: less is refused, unless `tls` is off. Each connection
    /// raises it.
    pub known: Protection,
    /// Certificates in PEM of authorities trusted in addition to Mozilla's list.
    pub authorities: Option<Vec<u8>>,
    pub timeouts: Timeouts,
}

impl FtpOptions {
    /// Without the password, for [`FtpRemote::greet`](super::FtpRemote::greet). `authorities` is the
    /// content of the file that the settings name, `known` what this computer remembers of the server.
    pub fn new(settings: &config::Ftp, authorities: Option<Vec<u8>>, known: Protection) -> Self {
        Self {
            host: settings.host.clone(),
            port: settings.port,
            login: settings.login.clone(),
            password: Password::new(""),
            folder: settings.folder.clone(),
            tls: settings.tls,
            known,
            authorities,
            timeouts: Timeouts::default(),
        }
    }

    /// The least protection with which the password is sent.
    pub(super) fn least(&self) -> Protection {
        match self.tls {
            Tls::Required => Protection::All,
            Tls::Preferred => self.known,
            Tls::Off => Protection::None,
        }
    }
}

/// What a connection encrypts, the least first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Protection {
    /// Nothing: the password goes in clear text.
    #[default]
    None,
    /// The password and the commands, not the files.
    Commands,
    /// Everything.
    All,
}

/// How long the client waits for the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// For a connection to be established.
    pub connect: Duration,
    /// For the reply to a command.
    pub command: Duration,
    /// For the next bytes on a data connection.
    pub data: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(15),
            command: Duration::from_secs(30),
            data: Duration::from_secs(30),
        }
    }
}

/// A password that `Debug` does not show. Its bytes are overwritten when the last copy is dropped.
#[derive(Clone)]
pub struct Password(Arc<Secret>);

struct Secret(String);

impl Drop for Secret {
    fn drop(&mut self) {
        let mut bytes = std::mem::take(&mut self.0).into_bytes();
        bytes.fill(0);
        // Keeps the compiler from leaving out a write that nobody reads.
        std::hint::black_box(&bytes);
    }
}

impl Password {
    pub fn new(text: &str) -> Self {
        Self(Arc::new(Secret(text.to_owned())))
    }

    /// The password in clear text, to be sent to the server.
    pub(super) fn reveal(&self) -> &str {
        &self.0.0
    }

    /// `text` with `…` in place of the password, which some servers repeat in their replies.
    pub(super) fn remove_from(&self, text: &str) -> String {
        let password = self.reveal();
        if password.is_empty() { text.to_owned() } else { text.replace(password, "…") }
    }
}

/// Takes over the text, so that it is not kept twice.
impl From<String> for Password {
    fn from(text: String) -> Self {
        Self(Arc::new(Secret(text)))
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Password(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_not_shown() {
        let password = Password::new("taina-42");
        assert_eq!(format!("{password:?}"), "Password(…)");
        assert_eq!(password.remove_from("530 no user a:taina-42"), "530 no user a:…");
        assert_eq!(Password::new("").remove_from("530 no"), "530 no");
    }
}
