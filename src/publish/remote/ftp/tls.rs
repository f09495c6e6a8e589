//! Encryption: which certificates are trusted, and how data connections resume the session of the
//! control connection.
//!
//! vsftpd and proftpd refuse a data connection that does not resume the control connection's
//! session (vsftpd's `require_ssl_reuse`): else a stranger could slip in between. With TLS 1.2 a
//! session can be resumed any number of times. With TLS 1.3 each resumption takes a ticket; OpenSSL
//! gives two at the start and one with each resumption, which a client that only sends may never
//! read: ours does ([`Wire::drain`](super::wire::Wire::drain)). proftpd gives no more than the first
//! two. Where they run out, a new connection speaks TLS 1.2 alone.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use rustls::client::{
    ClientSessionStore, Resumption, Tls12ClientSessionValue, Tls13ClientSessionValue,
};
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::version::{TLS12, TLS13};
use rustls::{CertificateError, ClientConfig, Error, NamedGroup, RootCertStore};

use crate::publish::remote::Fault;

/// Those whose certificates are trusted: Mozilla's list, and the authorities of the settings (PEM).
pub(super) fn trusted(authorities: Option<&[u8]>) -> Result<Arc<RootCertStore>, Fault> {
    let mut roots = RootCertStore::empty();
    roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    if let Some(pem) = authorities {
        let mut added = 0;
        for certificate in CertificateDer::pem_slice_iter(pem) {
            if certificate.is_ok_and(|certificate| roots.add(certificate).is_ok()) {
                added += 1;
            }
        }
        if added == 0 {
            let why = "в файле удостоверяющих центров нет ни одного сертификата (нужен вид PEM)";
            return Err(Fault::Tls(why.to_owned()));
        }
    }
    Ok(Arc::new(roots))
}

/// How one control connection and its data connections are encrypted.
pub(super) struct TlsSession {
    pub(super) config: Arc<ClientConfig>,
    /// The name that certificates are asked for.
    pub(super) name: ServerName<'static>,
    sessions: Arc<Sessions>,
}

impl TlsSession {
    /// For one control connection to `host`. The sessions are its own: servers let a data
    /// connection resume only the session of the control connection it belongs to.
    pub(super) fn new(
        roots: &Arc<RootCertStore>,
        host: &str,
        without_13: bool,
    ) -> Result<Self, Fault> {
        let name = ServerName::try_from(host.to_owned())
            .map_err(|_| Fault::Tls(format!("«{host}» не может быть именем сервера")))?;
        let sessions = Arc::new(Sessions::default());
        let config = config(roots, without_13, Arc::clone(&sessions))?;
        Ok(Self { config, name, sessions })
    }

    /// Whether one ticket is left: a transfer that is refused would take it along.
    pub(super) fn has_one_ticket(&self) -> bool {
        self.sessions.with(|held| held.tickets.len() == 1)
    }

    /// Whether the server gave tickets and they have run out.
    pub(super) fn needs_reconnect(&self) -> bool {
        self.sessions.with(|held| held.had_tickets && held.tickets.is_empty())
    }
}

fn config(
    roots: &Arc<RootCertStore>,
    without_13: bool,
    sessions: Arc<Sessions>,
) -> Result<Arc<ClientConfig>, Fault> {
    let versions: &[_] = if without_13 { &[&TLS12] } else { &[&TLS13, &TLS12] };
    let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_protocol_versions(versions)
        .map_err(|error| Fault::Tls(words(&error)))?
        .with_root_certificates(Arc::clone(roots))
        .with_no_client_auth();
    config.resumption = Resumption::store(sessions);
    Ok(Arc::new(config))
}

/// What is wrong, in Russian where it is one of the usual things.
pub(super) fn words(error: &Error) -> String {
    match error {
        Error::InvalidCertificate(why) => match why {
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
                "срок действия сертификата сервера истёк".to_owned()
            }
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                "сертификат сервера выдан для другого имени".to_owned()
            }
            CertificateError::UnknownIssuer => {
                "сертификат сервера выдан неизвестным удостоверяющим центром".to_owned()
            }
            other => format!("сертификат сервера не годится ({other:?})"),
        },
        other => format!("шифрование не согласовано ({other})"),
    }
}

/// The sessions of one control connection.
#[derive(Default)]
struct Sessions(Mutex<Held>);

#[derive(Default)]
struct Held {
    group: Option<NamedGroup>,
    session: Option<Tls12ClientSessionValue>,
    tickets: Vec<Tls13ClientSessionValue>,
    had_tickets: bool,
}

/// More than a server gives at once; the older ones go.
const MOST_TICKETS: usize = 8;

impl Sessions {
    fn with<T>(&self, act: impl FnOnce(&mut Held) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl fmt::Debug for Sessions {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Sessions")
    }
}

impl ClientSessionStore for Sessions {
    fn set_kx_hint(&self, _: ServerName<'static>, group: NamedGroup) {
        self.with(|held| held.group = Some(group));
    }

    fn kx_hint(&self, _: &ServerName<'_>) -> Option<NamedGroup> {
        self.with(|held| held.group)
    }

    fn set_tls12_session(&self, _: ServerName<'static>, value: Tls12ClientSessionValue) {
        self.with(|held| held.session = Some(value));
    }

    fn tls12_session(&self, _: &ServerName<'_>) -> Option<Tls12ClientSessionValue> {
        self.with(|held| held.session.clone())
    }

    fn remove_tls12_session(&self, _: &ServerName<'static>) {
        self.with(|held| held.session = None);
    }

    fn insert_tls13_ticket(&self, _: ServerName<'static>, value: Tls13ClientSessionValue) {
        self.with(|held| {
            if held.tickets.len() == MOST_TICKETS {
                held.tickets.remove(0);
            }
            held.tickets.push(value);
            held.had_tickets = true;
        });
    }

    fn take_tls13_ticket(&self, _: &ServerName<'static>) -> Option<Tls13ClientSessionValue> {
        self.with(|held| held.tickets.pop())
    }
}
