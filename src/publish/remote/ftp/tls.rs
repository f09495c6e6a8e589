//! Encryption: the TLS session of the control connection, which its data connections resume.
//!
//! vsftpd and proftpd refuse a data connection that does not resume the control connection's
//! session (vsftpd's `require_ssl_reuse`), so that nobody else can take it over. A TLS 1.2 session
//! can be resumed any number of times. In TLS 1.3 each resumption uses up a ticket; OpenSSL sends
//! two at the start and one with each resumption. A client that only sends may never read them;
//! [`Wire::drain`](super::wire::Wire::drain) does. proftpd sends only the first two. When the
//! tickets have run out, the client reconnects with TLS 1.2 alone.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use rustls::client::{
    ClientSessionStore, Resumption, Tls12ClientSessionValue, Tls13ClientSessionValue,
};
use rustls::crypto::ring;
use rustls::pki_types::ServerName;
use rustls::version::{TLS12, TLS13};
use rustls::{ClientConfig, NamedGroup};

use super::certificate::{Trust, tls_error};
use crate::publish::remote::{Fault, TlsError};

/// The encryption of one control connection and its data connections.
pub(super) struct TlsSession {
    pub(super) config: Arc<ClientConfig>,
    /// The server name that certificates must be valid for.
    pub(super) name: ServerName<'static>,
    store: Arc<SessionStore>,
}

impl TlsSession {
    /// For one control connection to `host`. Each has a store of its own, because a data connection
    /// may resume only the session of the control connection it belongs to.
    pub(super) fn new(trust: &Trust, host: &str, avoid_tls13: bool) -> Result<Self, Fault> {
        let name = ServerName::try_from(host.to_owned())
            .map_err(|_| Fault::Tls(TlsError::InvalidHostName(host.to_owned())))?;
        let store = Arc::new(SessionStore::default());
        let config = client_config(trust, avoid_tls13, Arc::clone(&store))?;
        Ok(Self { config, name, store })
    }

    /// Whether one ticket is left. A refused transfer would waste it.
    pub(super) fn has_one_ticket(&self) -> bool {
        self.store.with(|state| state.tickets.len() == 1)
    }

    /// Whether the server's tickets have run out, so that no data connection can resume the session.
    pub(super) fn is_out_of_tickets(&self) -> bool {
        self.store.with(|state| state.had_tickets && state.tickets.is_empty())
    }
}

fn client_config(
    trust: &Trust,
    avoid_tls13: bool,
    store: Arc<SessionStore>,
) -> Result<Arc<ClientConfig>, Fault> {
    let versions: &[_] = if avoid_tls13 { &[&TLS12] } else { &[&TLS13, &TLS12] };
    let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_protocol_versions(versions)
        .map_err(|error| Fault::Tls(tls_error(&error)))?
        .dangerous()
        .with_custom_certificate_verifier(trust.verifier())
        .with_no_client_auth();
    config.resumption = Resumption::store(store);
    Ok(Arc::new(config))
}

/// The sessions and tickets of one control connection.
#[derive(Default)]
struct SessionStore(Mutex<StoreState>);

#[derive(Default)]
struct StoreState {
    group: Option<NamedGroup>,
    session: Option<Tls12ClientSessionValue>,
    tickets: Vec<Tls13ClientSessionValue>,
    had_tickets: bool,
}

/// More than servers send at once. Beyond that the oldest tickets are dropped.
const MAX_TICKETS: usize = 8;

impl SessionStore {
    fn with<T>(&self, act: impl FnOnce(&mut StoreState) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl fmt::Debug for SessionStore {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("SessionStore")
    }
}

impl ClientSessionStore for SessionStore {
    fn set_kx_hint(&self, _: ServerName<'static>, group: NamedGroup) {
        self.with(|state| state.group = Some(group));
    }

    fn kx_hint(&self, _: &ServerName<'_>) -> Option<NamedGroup> {
        self.with(|state| state.group)
    }

    fn set_tls12_session(&self, _: ServerName<'static>, value: Tls12ClientSessionValue) {
        self.with(|state| state.session = Some(value));
    }

    fn tls12_session(&self, _: &ServerName<'_>) -> Option<Tls12ClientSessionValue> {
        self.with(|state| state.session.clone())
    }

    fn remove_tls12_session(&self, _: &ServerName<'static>) {
        self.with(|state| state.session = None);
    }

    fn insert_tls13_ticket(&self, _: ServerName<'static>, value: Tls13ClientSessionValue) {
        self.with(|state| {
            if state.tickets.len() == MAX_TICKETS {
                state.tickets.remove(0);
            }
            state.tickets.push(value);
            state.had_tickets = true;
        });
    }

    fn take_tls13_ticket(&self, _: &ServerName<'static>) -> Option<Tls13ClientSessionValue> {
        self.with(|state| state.tickets.pop())
    }
}
