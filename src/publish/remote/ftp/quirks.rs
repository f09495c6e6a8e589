//! What the client learns about a server and keeps from one connection to the next.

use super::reply::Reply;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ServerQuirks {
    /// The server accepts several commands before it has replied to the first.
    pub(super) pipelining: bool,
    /// EPSV works.
    pub(super) epsv: bool,
    /// A passive port may be requested before the command that uses it is known.
    pub(super) early_port: bool,
    /// Data connections fail under TLS 1.3.
    pub(super) avoid_tls13: bool,
    /// The server supports nothing but TLS 1.3.
    pub(super) tls13_only: bool,
    /// SIZE works.
    pub(super) size_command: bool,
    /// LIST accepts `-a`. Without it, names that begin with a dot are left out.
    pub(super) list_all: bool,
}

impl Default for ServerQuirks {
    fn default() -> Self {
        Self {
            pipelining: true,
            epsv: true,
            early_port: true,
            avoid_tls13: false,
            tls13_only: false,
            size_command: true,
            list_all: true,
        }
    }
}

/// What the server supports by its reply to FEAT (RFC 2389). Old servers do not know FEAT and still
/// support most of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Features {
    /// MLSD: machine-readable listings.
    pub(super) mlsd: bool,
    /// REST before STOR.
    pub(super) rest: bool,
    /// File names in UTF-8.
    pub(super) utf8: bool,
}

impl Features {
    pub(super) fn from_reply(reply: &Reply) -> Self {
        let has = |wanted: &str| {
            reply.is_success() && reply.lines.iter().any(|line| is_feature(line, wanted))
        };
        Self { mlsd: has("MLSD") || has("MLST"), rest: has("REST STREAM"), utf8: has("UTF8") }
    }
}

fn is_feature(line: &str, wanted: &str) -> bool {
    let line = line.trim().to_uppercase();
    line.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_are_read_from_a_successful_reply() {
        let reply = |code, lines: &[&str]| Reply {
            code,
            lines: lines.iter().map(|&line| line.to_owned()).collect(),
        };
        let lines = ["Features:", " MLST type*;size*;", " rest stream", " SIZE", "End"];
        let expected = Features { mlsd: true, rest: true, utf8: false };
        assert_eq!(Features::from_reply(&reply(211, &lines)), expected);
        assert_eq!(Features::from_reply(&reply(500, &["UTF8"])), Features::default());
    }
}
