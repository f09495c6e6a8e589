//! Which certificates of a server are trusted, and why one is not.

use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{
    AlertDescription, CertificateError, DigitallySignedStruct, Error, RootCertStore,
    SignatureScheme,
};

use crate::publish::remote::{Fault, TlsError};

/// What is trusted: Mozilla's authorities, those of the settings, and exactly the certificates that the
/// settings name.
///
/// An ordinary self-signed certificate says that it is an authority (`CA:TRUE`, as `openssl req -x509`
/// makes it), and such a one may not stand for a server by the rules. But who names it in the settings
/// means this very server: then neither its names nor its dates say more.
#[derive(Clone, Debug)]
pub(super) struct Trust(Arc<Verifier>);

#[derive(Debug)]
struct Verifier {
    by_rules: Arc<WebPkiServerVerifier>,
    named: Vec<CertificateDer<'static>>,
}

impl Trust {
    /// `authorities` is the file that the settings name (PEM).
    ///
    /// # Errors
    /// [`TlsError::NoAuthorities`] if it holds no certificate.
    pub(super) fn new(authorities: Option<&[u8]>) -> Result<Self, Fault> {
        let mut roots = RootCertStore::empty();
        roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        let mut named = Vec::new();
        if let Some(pem) = authorities {
            for certificate in CertificateDer::pem_slice_iter(pem).flatten() {
                if roots.add(certificate.clone()).is_ok() {
                    named.push(certificate);
                }
            }
            if named.is_empty() {
                return Err(Fault::Tls(TlsError::NoAuthorities));
            }
        }
        let provider = Arc::new(ring::default_provider());
        let by_rules = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider)
            .build()
            .map_err(|_| Fault::Tls(TlsError::NoAuthorities))?;
        Ok(Self(Arc::new(Verifier { by_rules, named })))
    }

    pub(super) fn verifier(&self) -> Arc<dyn ServerCertVerifier> {
        Arc::clone(&self.0) as Arc<dyn ServerCertVerifier>
    }
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        if self.named.iter().any(|named| named.as_ref() == end_entity.as_ref()) {
            return Ok(ServerCertVerified::assertion());
        }
        self.by_rules.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.by_rules.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.by_rules.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.by_rules.supported_verify_schemes()
    }
}

/// What an error of `rustls` means.
pub(super) fn tls_error(error: &Error) -> TlsError {
    match error {
        Error::InvalidCertificate(why) => certificate_error(why),
        Error::AlertReceived(
            AlertDescription::ProtocolVersion
            | AlertDescription::HandshakeFailure
            | AlertDescription::InsufficientSecurity,
        )
        | Error::PeerIncompatible(_) => TlsError::Outdated,
        Error::AlertReceived(_) => TlsError::HandshakeRefused,
        Error::InvalidMessage(_)
        | Error::InappropriateMessage { .. }
        | Error::InappropriateHandshakeMessage { .. } => TlsError::NotTls,
        _ => TlsError::Handshake,
    }
}

fn certificate_error(why: &CertificateError) -> TlsError {
    match why {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            TlsError::CertificateExpired
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            TlsError::CertificateNotYetValid
        }
        CertificateError::NotValidForName => {
            TlsError::CertificateForOtherName { host: String::new(), names: Vec::new() }
        }
        CertificateError::NotValidForNameContext { expected, presented } => {
            TlsError::CertificateForOtherName {
                host: expected.to_str().into_owned(),
                names: presented.iter().filter_map(|name| dns_name(name)).collect(),
            }
        }
        CertificateError::UnknownIssuer => TlsError::UnknownIssuer,
        // The library has no variant of its own for it.
        other if format!("{other:?}").contains("CaUsedAsEndEntity") => TlsError::SelfSigned,
        _ => TlsError::Certificate,
    }
}

/// The name in `DnsName("ftp.example.org")`, as the library writes it; none for other kinds of names.
fn dns_name(name: &str) -> Option<String> {
    let name = name.strip_prefix("DnsName(\"")?.strip_suffix("\")")?;
    Some(name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_a_certificate_are_bare() {
        let name = Some("*.example.org".to_owned());
        assert_eq!(dns_name("DnsName(\"*.example.org\")"), name);
        assert_eq!(dns_name("IpAddress(127.0.0.1)"), None);
    }

    #[test]
    fn errors_of_the_handshake_are_told_apart() {
        let alert = |alert| tls_error(&Error::AlertReceived(alert));
        assert_eq!(alert(AlertDescription::ProtocolVersion), TlsError::Outdated);
        assert_eq!(alert(AlertDescription::InternalError), TlsError::HandshakeRefused);
        let certificate = |why| tls_error(&Error::InvalidCertificate(why));
        assert_eq!(certificate(CertificateError::Expired), TlsError::CertificateExpired);
        assert_eq!(certificate(CertificateError::NotValidYet), TlsError::CertificateNotYetValid);
        assert_eq!(certificate(CertificateError::BadEncoding), TlsError::Certificate);
    }
}
