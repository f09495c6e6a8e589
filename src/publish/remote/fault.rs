//! Why an operation on a remote failed. Only data: the Russian words for them are in
//! `publish::failure`.

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
    /// The login or the password is wrong (530).
    Login(String),
    /// Encryption is required and impossible, or the certificate is not valid for the server.
    Tls(TlsError),
    /// A file on the server is larger than the caller's limit.
    TooLarge,
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
    /// The certificate was issued for another name.
    CertificateForOtherName,
    /// The certificate was issued by an authority that is not trusted.
    UnknownIssuer,
    /// Another error of the certificate, in the words of `rustls`.
    Certificate(String),
    /// The two sides agree on no encryption; the words of `rustls`.
    Handshake(String),
    /// The server refuses AUTH TLS; its words.
    Unsupported(String),
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
            | Self::Login(_)
            | Self::Tls(_)
            | Self::TooLarge => false,
        }
    }
}
