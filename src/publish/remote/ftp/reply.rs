//! A server's reply: its code, its text, and the fault that it means.

use crate::publish::remote::{ConnectionError, Fault, RefusalReason};

/// A reply of one line or several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reply {
    /// 100 to 699.
    pub(super) code: u16,
    /// The text of each line, without the code.
    pub(super) lines: Vec<String>,
}

impl Reply {
    /// Parses the reply at the front of `bytes`: the reply and its length in bytes; none while the
    /// reply is incomplete. Lines without a code before the first reply are skipped.
    pub(super) fn parse(bytes: &[u8]) -> Option<(Self, usize)> {
        let mut reply: Option<Self> = None;
        let mut length = 0;
        for line in bytes.split_inclusive(|&byte| byte == b'\n') {
            if !line.ends_with(b"\n") {
                return None;
            }
            length += line.len();
            let line = decode(line.trim_ascii_end());
            let (code, separator, text) = split_line(&line);
            match &mut reply {
                None => {
                    let Some(code) = code else { continue };
                    let first = Self { code, lines: vec![text.to_owned()] };
                    if separator != '-' {
                        return Some((first, length));
                    }
                    reply = Some(first);
                }
                Some(reply) if code == Some(reply.code) => {
                    reply.lines.push(text.to_owned());
                    if separator != '-' {
                        return Some((reply.clone(), length));
                    }
                }
                Some(reply) => reply.lines.push(line),
            }
        }
        None
    }

    /// The text of all lines, joined by spaces.
    pub(super) fn text(&self) -> String {
        let lines: Vec<&str> = self.lines.iter().map(|line| line.trim()).collect();
        lines.join(" ").trim().to_owned()
    }

    /// Whether this can be the first reply to `command`. A reply with a code of another command
    /// (RFC 959, 5.4) is one too many: it was meant for an earlier one.
    pub(super) fn may_answer(&self, command: &str) -> bool {
        let verb = command.split(' ').next().unwrap_or_default();
        match (verb, self.code) {
            (_, 400..) => true,
            ("STOR" | "APPE" | "RETR", code) => code < 200,
            // Some servers send an empty listing without a data connection.
            ("LIST" | "MLSD", code) => code < 200 || matches!(code, 226 | 250),
            ("EPSV", code) => code == 229,
            ("PASV", code) => code == 227,
            ("RNFR" | "REST", code) => code >= 300,
            ("USER", 331 | 332) | ("PASS", 332) | ("AUTH", 334) => true,
            ("SIZE", code) => code == 213,
            (_, 100..200 | 213 | 220 | 226 | 227 | 229 | 300..400) => false,
            (_, 257) => matches!(verb, "MKD" | "PWD"),
            _ => true,
        }
    }

    /// 1xx: the transfer begins.
    pub(super) fn is_preliminary(&self) -> bool {
        self.code / 100 == 1
    }

    /// 2xx.
    pub(super) fn is_success(&self) -> bool {
        self.code / 100 == 2
    }

    /// Whether a 550 means missing rights rather than a missing file. Only the text tells them
    /// apart.
    pub(super) fn is_permission_denied(&self) -> bool {
        self.says(&["denied", "permission", "not allowed", "forbidden", "not permitted"])
    }

    fn says(&self, words: &[&str]) -> bool {
        let text = self.text().to_lowercase();
        words.iter().any(|word| text.contains(word))
    }

    /// The fault that an unexpected reply means.
    pub(super) fn to_fault(&self) -> Fault {
        let (code, text) = (self.code, self.text());
        // On a full disk vsftpd and pyftpdlib reply 426 or 451, proftpd also 550.
        let full = ["no space", "disk full", "disk is full", "quota", "insufficient storage"];
        match code {
            421 => Fault::Lost(ConnectionError::Server(format!("421 {text}"))),
            452 | 552 => Fault::Full(text),
            400..600 if self.says(&full) => Fault::Full(text),
            400..500 => Fault::Busy { code, text },
            _ => Fault::Refused(RefusalReason::Reply { code, text }),
        }
    }

    /// The fault that a refused login means. A server with too many users replies 421 or 530.
    pub(super) fn to_login_fault(&self) -> Fault {
        let (code, text) = (self.code, self.text());
        let crowded = ["too many", "maximum", "max ", "limit", "try again", "later"];
        match code {
            _ if self.says(&crowded) => Fault::Busy { code, text },
            400..500 if code != 430 => Fault::Busy { code, text },
            _ => Fault::Login(text),
        }
    }
}

/// Splits a line into its code, the character after the code, and the text.
fn split_line(line: &str) -> (Option<u16>, char, &str) {
    let code = line.get(..3).filter(|code| code.bytes().all(|byte| byte.is_ascii_digit()));
    let separator = line.get(3..).and_then(|rest| rest.chars().next());
    match (code.and_then(|code| code.parse().ok()), separator) {
        (Some(code @ 100..700), Some(separator @ (' ' | '-'))) => {
            (Some(code), separator, &line[4..])
        }
        (Some(code @ 100..700), None) => (Some(code), ' ', ""),
        _ => (None, ' ', line),
    }
}

/// Decodes a server's text: UTF-8, else Windows-1251, which Russian servers on Windows send.
pub(super) fn decode(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::WINDOWS_1251.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(code: u16, text: &str) -> Reply {
        Reply { code, lines: vec![text.to_owned()] }
    }

    #[test]
    fn a_reply_is_parsed_when_it_is_complete() {
        let parse = |text: &str| Reply::parse(text.as_bytes());
        assert_eq!(parse("220 ready\r\n331 x"), Some((reply(220, "ready"), 11)));
        assert_eq!(parse("220 rea"), None);
        assert_eq!(parse("220-a\r\n220 b"), None);
        assert_eq!(parse("200\r\n"), Some((reply(200, ""), 5)));
        assert_eq!(parse("noise\n226 ok\n"), Some((reply(226, "ok"), 13)));
        let (features, length) =
            parse("211-Features:\r\n SIZE\r\n 211 is no end\r\n230 nor this\r\n211 End\r\n")
                .unwrap();
        assert_eq!(length, 61);
        assert_eq!(features.lines, ["Features:", " SIZE", " 211 is no end", "230 nor this", "End"]);
        let cyrillic = Reply::parse(b"550 \xcd\xe5\xf2\r\n").unwrap().0;
        assert_eq!(cyrillic.text(), "Нет");
    }

    #[test]
    fn a_reply_of_another_command_answers_nothing() {
        let answers = |command: &str, code| reply(code, "").may_answer(command);
        for (command, code) in [
            ("STOR a.html", 150),
            ("RETR a.html", 125),
            ("LIST -a 2022", 226),
            ("EPSV", 229),
            ("PASV", 227),
            ("RNFR a", 350),
            ("RNTO a", 250),
            ("MKD a", 257),
            ("PWD", 257),
            ("SIZE a", 213),
            ("USER a", 331),
            ("USER a", 230),
            ("PASS a", 230),
            ("PASS a", 202),
            ("AUTH TLS", 234),
            ("PBSZ 0", 200),
            ("FEAT", 211),
            ("CWD a", 250),
            ("DELE a", 200),
            ("EPSV", 500),
            ("STOR a", 553),
        ] {
            assert!(answers(command, code), "{command}: {code}");
        }
        for (command, code) in [
            ("STOR a.html", 226),
            ("RETR a.html", 226),
            ("EPSV", 226),
            ("EPSV", 250),
            ("PASV", 229),
            ("RNFR a", 226),
            ("RNTO a", 226),
            ("RNTO a", 350),
            ("SIZE a", 229),
            ("AUTH TLS", 220),
            ("PASS a", 331),
            ("CWD a", 257),
            ("DELE a", 150),
        ] {
            assert!(!answers(command, code), "{command}: {code}");
        }
    }

    #[test]
    fn replies_mean_faults() {
        let fault = |code, text: &str| reply(code, text).to_fault();
        assert!(matches!(fault(421, "Timeout"), Fault::Lost(_)));
        assert!(matches!(fault(450, "in use"), Fault::Busy { code: 450, .. }));
        assert!(matches!(
            fault(550, "No such file"),
            Fault::Refused(RefusalReason::Reply { code: 550, .. })
        ));
        assert!(matches!(fault(552, "Exceeded"), Fault::Full(_)));
        assert!(matches!(fault(426, "[Errno 28] No space left on device"), Fault::Full(_)));
        assert!(matches!(fault(226, "at the wrong time"), Fault::Refused(_)));
        let login = |code, text: &str| reply(code, text).to_login_fault();
        assert!(matches!(login(530, "Login incorrect."), Fault::Login(_)));
        assert!(matches!(login(530, "Sorry, too many connections"), Fault::Busy { .. }));
        assert!(matches!(login(421, "Service not available"), Fault::Busy { .. }));
    }
}
