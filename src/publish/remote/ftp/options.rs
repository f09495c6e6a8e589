//! Where to publish and how, as the settings and the user say.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::config::{self, Tls};

/// A server, the login, and how to speak with it.
#[derive(Clone, Debug)]
pub struct Options {
    /// The server's name or address.
    pub host: String,
    /// Its port, 21 as a rule.
    pub port: u16,
    /// The login.
    pub login: String,
    /// The password.
    pub password: Password,
    /// The folder to publish into, seen from the one that the login leads to: `www/tochka`. The
    /// login's own may stand in front, as programs for FTP show it.
    pub folder: String,
    /// Whether the connection is to be encrypted. A wrong certificate is a fault in any case.
    pub tls: Tls,
    /// Certificates of authorities, PEM, that are trusted beside the usual ones.
    pub authorities: Option<Vec<u8>>,
    /// How long to wait.
    pub timeouts: Timeouts,
}

impl Options {
    /// As the settings say; `authorities` is what stands in the file that they name.
    pub fn new(settings: &config::Ftp, password: Password, authorities: Option<Vec<u8>>) -> Self {
        Self {
            host: settings.host.clone(),
            port: settings.port,
            login: settings.login.clone(),
            password,
            folder: settings.folder.clone(),
            tls: settings.tls,
            authorities,
            timeouts: Timeouts::default(),
        }
    }
}

/// How a connection is in fact protected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Protection {
    /// Not at all: the password went in the clear.
    #[default]
    None,
    /// The password and the commands are encrypted, the files are not.
    Commands,
    /// Everything is encrypted.
    All,
}

/// How long the silence of a server is borne.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// For a connection to come about.
    pub connect: Duration,
    /// For the reply to a command.
    pub command: Duration,
    /// For the next piece of data to be taken or given.
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

/// A password, which no debug dump shows.
#[derive(Clone)]
pub struct Password(Arc<str>);

impl Password {
    /// The password as it is typed.
    pub fn new(text: &str) -> Self {
        Self(text.into())
    }

    /// The password in the clear, for the server alone.
    pub(super) fn reveal(&self) -> &str {
        &self.0
    }

    /// `text` without the password, which some servers repeat in their replies.
    pub(super) fn remove_from(&self, text: &str) -> String {
        if self.0.is_empty() { text.to_owned() } else { text.replace(&*self.0, "…") }
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
