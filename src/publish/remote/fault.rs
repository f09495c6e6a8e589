//! Why an operation on a remote failed. Only data: the Russian words for them are in
//! `publish::error`.

use super::ftp::Protection;

/// The longest text of a server that is kept, in characters.
const MAX_TEXT: usize = 200;

/// Why an operation failed. Texts are the server's own words; they never contain the password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The connection broke or timed out. After [`Remote::reconnect`](super::Remote::reconnect)
    /// the same operation may succeed. The server may have carried it out all the same.
    Lost(ConnectionError),
    /// The server cannot be reached: no such host, or nothing listens there.
    Unreachable(ConnectionError),
    /// A temporary refusal (4xx).
    Busy {
        /// The reply's code.
        code: u16,
        /// The reply's text.
        text: String,
    },
    /// A permanent refusal.
    Refused(RefusalReason),
    /// No space is left on the server (452, 552).
    Full(String),
    /// The server has refused one file again and again with a code (426, 451) by which servers also
    /// say that no space is left.
    PerhapsFull {
        /// The reply's code.
        code: u16,
    },
    /// The login or the password is wrong (530).
    Login(String),
    /// Encryption is required and impossible, or the certificate is not valid for the server.
    Tls(TlsError),
    /// A file on the server is larger than the caller's limit.
    TooLarge,
    /// The caller did not want to go on.
    Stopped,
}

/// Why a connection broke or was not made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConnectionError {
    /// The server gave this reason.
    Server(String),
    /// DNS does not know this host.
    HostNotFound(String),
    /// DNS knows this host and gives no address for it.
    NoAddress(String),
    /// Nothing arrived, or nothing could be sent, within the time-out.
    TimedOut,
    /// Nothing listens on the port.
    ConnectionRefused,
    /// The other end broke the connection.
    Reset,
    /// There is no route to the host or its network.
    NoRoute,
    /// The server closed the control connection, or sent a reply without an end.
    Closed,
    /// The server's replies are not those to the commands.
    OutOfStep,
    /// There is no connection: the last attempt to make one failed.
    NotConnected,
    /// Fewer replies than commands.
    MissingReply,
    /// Another error of the operating system, by its number.
    Os(i32),
    /// Another error of the network.
    Network,
    /// A data connection could not be made.
    DataConnection(Box<Self>),
    /// A transfer that had begun does not go on.
    Transfer(Box<Self>),
    /// The error of an encrypted connection.
    Tls(TlsError),
}

/// Why a connection is not encrypted, or not safely.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TlsError {
    /// The certificate is past its date.
    CertificateExpired,
    /// The certificate is not valid yet.
    CertificateNotYetValid,
    /// The certificate was issued for other names: those in it, also with `*`.
    CertificateForOtherName {
        /// The name in the settings.
        host: String,
        names: Vec<String>,
    },
    /// The certificate was issued by an authority that is not trusted.
    UnknownIssuer,
    /// The server signed its certificate itself, and the settings do not name it.
    SelfSigned,
    /// Another error of the certificate.
    Certificate,
    /// The server knows only versions or ciphers that are too old.
    Outdated,
    /// The server gave up the handshake.
    HandshakeRefused,
    /// The server answers to the handshake with something else.
    NotTls,
    /// Another error of the handshake.
    Handshake,
    /// A reply in clear text came with the server's consent to encryption: somebody on the way may
    /// have added it.
    Injected,
    /// The settings require encryption, and the server refuses AUTH TLS; its words.
    Unsupported(String),
    /// The server refuses what it did before.
    Weaker {
        /// What it encrypted then.
        before: Protection,
        /// Its words.
        text: String,
    },
    /// The server encrypts commands and does not encrypt files; its words.
    PlainData(String),
    /// The server gave this reason for refusing an encrypted transfer.
    Server(String),
    /// The file of authorities contains no certificate in PEM.
    NoAuthorities,
    /// The host of the settings cannot be a name in a certificate.
    InvalidHostName(String),
}

/// Why an operation was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefusalReason {
    /// The server refused it.
    Reply {
        /// The reply's code.
        code: u16,
        /// The reply's text.
        text: String,
    },
    /// The server's listing has an unknown format.
    ListFormat {
        /// The first line of the listing.
        line: String,
    },
    /// The part of a file on the server is longer than the whole file.
    PartTooLong,
    /// The part of a file on the server does not end where the rest would begin.
    PartMismatch,
    /// A path contains a line break, which would begin another command.
    LineBreakInPath,
}

impl Fault {
    /// Whether the same operation may succeed on a new connection or a little later.
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Lost(_) | Self::Busy { .. } => true,
            Self::Unreachable(_)
            | Self::Refused(_)
            | Self::Full(_)
            | Self::PerhapsFull { .. }
            | Self::Login(_)
            | Self::Tls(_)
            | Self::TooLarge
            | Self::Stopped => false,
        }
    }

    /// The fault with each text of the server changed by `change`.
    pub(super) fn map_texts(self, change: &dyn Fn(&str) -> String) -> Self {
        match self {
            Self::Lost(error) => Self::Lost(error.map_texts(change)),
            Self::Unreachable(error) => Self::Unreachable(error.map_texts(change)),
            Self::Busy { code, text } => Self::Busy { code, text: change(&text) },
            Self::Refused(RefusalReason::Reply { code, text }) => {
                Self::Refused(RefusalReason::Reply { code, text: change(&text) })
            }
            Self::Refused(RefusalReason::ListFormat { line }) => {
                Self::Refused(RefusalReason::ListFormat { line: change(&line) })
            }
            Self::Full(text) => Self::Full(change(&text)),
            Self::Login(text) => Self::Login(change(&text)),
            Self::Tls(error) => Self::Tls(error.map_texts(change)),
            Self::Refused(_) | Self::PerhapsFull { .. } | Self::TooLarge | Self::Stopped => self,
        }
    }
}

impl ConnectionError {
    fn map_texts(self, change: &dyn Fn(&str) -> String) -> Self {
        match self {
            Self::Server(text) => Self::Server(change(&text)),
            Self::DataConnection(error) => Self::DataConnection(Box::new(error.map_texts(change))),
            Self::Transfer(error) => Self::Transfer(Box::new(error.map_texts(change))),
            Self::Tls(error) => Self::Tls(error.map_texts(change)),
            other => other,
        }
    }
}

impl TlsError {
    fn map_texts(self, change: &dyn Fn(&str) -> String) -> Self {
        match self {
            Self::CertificateForOtherName { host, names } => Self::CertificateForOtherName {
                host,
                names: names.iter().map(|name| change(name)).collect(),
            },
            Self::Unsupported(text) => Self::Unsupported(change(&text)),
            Self::Weaker { before, text } => Self::Weaker { before, text: change(&text) },
            Self::PlainData(text) => Self::PlainData(change(&text)),
            Self::Server(text) => Self::Server(change(&text)),
            other => other,
        }
    }
}

/// A text of somebody else that may be shown on a terminal: one short line without control
/// characters.
pub(in crate::publish) fn printable(text: &str) -> String {
    let letters = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter });
    let mut line: String = letters.take(MAX_TEXT + 1).collect();
    if line.chars().count() > MAX_TEXT {
        line.pop();
        line.push('…');
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_others_are_short_and_move_no_cursor() {
        assert_eq!(printable("Нет места"), "Нет места");
        assert_eq!(printable("a\u{1b}[2Jb\r\nc"), "a [2Jb  c");
        let long = printable(&"я".repeat(100_000));
        assert_eq!(long.chars().count(), MAX_TEXT + 1);
        assert!(long.ends_with('…'));
    }
}
