//! What was learnt of a server, kept from one connection to the next.

use super::reply::Reply;

/// How to speak with this server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ServerQuirks {
    /// Commands that do not hang on each other's replies may go out together.
    pub(super) together: bool,
    /// EPSV is worth asking for.
    pub(super) extended: bool,
    /// A passive port may be asked for before it is known what for.
    pub(super) ahead: bool,
    /// TLS 1.3 does not get data connections through.
    pub(super) without_13: bool,
    /// Nothing but TLS 1.3 is spoken there.
    pub(super) only_13: bool,
    /// Encryption does not come about, and may be left off.
    pub(super) plain: bool,
    /// SIZE is known there.
    pub(super) size: bool,
    /// LIST takes `-a`, without which names with a dot in front are left out.
    pub(super) list_all: bool,
}

impl Default for ServerQuirks {
    fn default() -> Self {
        Self {
            together: true,
            extended: true,
            ahead: true,
            without_13: false,
            only_13: false,
            plain: false,
            size: true,
            list_all: true,
        }
    }
}

/// What the server says it can do (FEAT, RFC 2389). Old servers say nothing and can most of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Features {
    /// Lists for machines.
    pub(super) mlsd: bool,
    /// REST in front of STOR.
    pub(super) rest: bool,
    /// Names in UTF-8.
    pub(super) utf8: bool,
}

impl Features {
    /// Reads the reply to FEAT.
    pub(super) fn of(reply: &Reply) -> Self {
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
    fn features_are_read_where_they_are_told() {
        let reply = |code, lines: &[&str]| Reply {
            code,
            lines: lines.iter().map(|&line| line.to_owned()).collect(),
        };
        let lines = ["Features:", " MLST type*;size*;", " rest stream", " SIZE", "End"];
        let expected = Features { mlsd: true, rest: true, utf8: false };
        assert_eq!(Features::of(&reply(211, &lines)), expected);
        assert_eq!(Features::of(&reply(500, &["UTF8"])), Features::default());
    }
}
