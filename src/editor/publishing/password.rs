//! The password of the server, while the program runs. It is never written down.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::config::Ftp;
use crate::publish::ftp::Password;

/// The password that a server has accepted.
#[derive(Debug, Default)]
pub(crate) struct Passwords(Mutex<Option<KnownPassword>>);

#[derive(Debug)]
struct KnownPassword {
    server: String,
    /// Whether the user was told that it can be read on the way.
    open: bool,
    password: Password,
}

impl Passwords {
    /// The password for `server`. One that was given for an encrypted connection is not used for an `open`
    /// one: the user is told first.
    pub(super) fn recall(&self, server: &Ftp, open: bool) -> Option<Password> {
        let known = self.lock();
        let known = known.as_ref().filter(|known| known.server == key(server));
        known.filter(|known| known.open || !open).map(|known| known.password.clone())
    }

    pub(super) fn remember(&self, server: &Ftp, open: bool, password: Password) {
        *self.lock() = Some(KnownPassword { server: key(server), open, password });
    }

    pub(super) fn forget(&self) {
        *self.lock() = None;
    }

    fn lock(&self) -> MutexGuard<'_, Option<KnownPassword>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn key(Ftp { host, port, login, .. }: &Ftp) -> String {
    format!("{login}@{host}:{port}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::diagnostic::Diagnostics;

    fn server(login: &str) -> Ftp {
        let text = format!(
            "название: А\nадрес_сайта: http://example.org/tochka/\nнаправления: [{{код: a, название: А}}]\nхостинг: {{ftp: {{сервер: a.example, логин: {login}, папка: /tochka}}}}\n"
        );
        let config = Config::parse("site.yaml", &text, &mut Diagnostics::new());
        config.unwrap().hosting.ftp.unwrap()
    }

    #[test]
    fn a_password_is_used_for_its_server_and_not_with_less_protection() {
        let passwords = Passwords::default();
        assert!(passwords.recall(&server("a"), false).is_none());
        passwords.remember(&server("a"), false, Password::new("taina-42"));
        assert!(passwords.recall(&server("a"), false).is_some());
        assert!(passwords.recall(&server("a"), true).is_none());
        assert!(passwords.recall(&server("b"), false).is_none());
        passwords.remember(&server("a"), true, Password::new("taina-42"));
        assert!(passwords.recall(&server("a"), true).is_some());
        assert!(!format!("{passwords:?}").contains("taina"));
        passwords.forget();
        assert!(passwords.recall(&server("a"), true).is_none());
    }
}
