//! A server's reply: its code, its words, and which fault it means.

use crate::publish::remote::Fault;

/// A reply of one line or several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reply {
    /// Three figures, 100 to 699.
    pub(super) code: u16,
    /// The words of all lines, without the code where it is repeated.
    pub(super) lines: Vec<String>,
}

impl Reply {
    /// Takes a whole reply off the front of `bytes`: it and how many bytes it took; none while the
    /// reply is not whole. A line without a code that begins no reply is passed over.
    pub(super) fn take(bytes: &[u8]) -> Option<(Self, usize)> {
        let mut reply: Option<Self> = None;
        let mut taken = 0;
        for line in bytes.split_inclusive(|&byte| byte == b'\n') {
            if !line.ends_with(b"\n") {
                return None;
            }
            taken += line.len();
            let line = decode(line.trim_ascii_end());
            let (code, mark, words) = parts(&line);
            match &mut reply {
                None => {
                    let Some(code) = code else { continue };
                    let begun = Self { code, lines: vec![words.to_owned()] };
                    if mark != '-' {
                        return Some((begun, taken));
                    }
                    reply = Some(begun);
                }
                Some(reply) if code == Some(reply.code) => {
                    reply.lines.push(words.to_owned());
                    if mark != '-' {
                        return Some((reply.clone(), taken));
                    }
                }
                Some(reply) => reply.lines.push(line),
            }
        }
        None
    }

    /// The words in one line.
    pub(super) fn text(&self) -> String {
        let words: Vec<&str> = self.lines.iter().map(|line| line.trim()).collect();
        words.join(" ").trim().to_owned()
    }

    /// 1xx: the data connection is about to be used.
    pub(super) fn is_preliminary(&self) -> bool {
        self.code / 100 == 1
    }

    /// 2xx.
    pub(super) fn is_success(&self) -> bool {
        self.code / 100 == 2
    }

    /// Whether a 550 is about a lack of rights rather than a lack of the file. Servers have no
    /// other way to tell than their words.
    pub(super) fn is_permission_denied(&self) -> bool {
        self.says(&["denied", "permission", "not allowed", "forbidden", "not permitted"])
    }

    fn says(&self, words: &[&str]) -> bool {
        let text = self.text().to_lowercase();
        words.iter().any(|word| text.contains(word))
    }

    /// What a reply means that is not the hoped-for one.
    pub(super) fn fault(&self) -> Fault {
        let (code, text) = (self.code, self.text());
        // vsftpd and pyftpdlib answer 426 or 451 where the disk is full, proftpd also 550.
        let full = ["no space", "disk full", "disk is full", "quota", "insufficient storage"];
        match code {
            421 => Fault::Lost(format!("421 {text}")),
            452 | 552 => Fault::Full(text),
            400..600 if self.says(&full) => Fault::Full(text),
            400..500 => Fault::Busy { code, text },
            _ => Fault::Refused { code, text },
        }
    }

    /// What a reply means that refuses to let us in: a server that is full says 421 or 530.
    pub(super) fn login_fault(&self) -> Fault {
        let (code, text) = (self.code, self.text());
        let crowded = ["too many", "maximum", "max ", "limit", "try again", "later"];
        match code {
            _ if self.says(&crowded) => Fault::Busy { code, text },
            400..500 if code != 430 => Fault::Busy { code, text },
            _ => Fault::Login(text),
        }
    }
}

/// The code of a line, the sign behind it, and the words; no code where the line has none.
fn parts(line: &str) -> (Option<u16>, char, &str) {
    let code = line.get(..3).filter(|code| code.bytes().all(|byte| byte.is_ascii_digit()));
    let mark = line.get(3..).and_then(|rest| rest.chars().next());
    match (code.and_then(|code| code.parse().ok()), mark) {
        (Some(code @ 100..700), Some(mark @ (' ' | '-'))) => (Some(code), mark, &line[4..]),
        (Some(code @ 100..700), None) => (Some(code), ' ', ""),
        _ => (None, ' ', line),
    }
}

/// Words of a server: UTF-8, else Windows-1251, as Russian servers on Windows speak.
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
    fn a_reply_is_taken_when_it_is_whole() {
        let taken = |text: &str| Reply::take(text.as_bytes());
        assert_eq!(taken("220 ready\r\n331 x"), Some((reply(220, "ready"), 11)));
        assert_eq!(taken("220 rea"), None);
        assert_eq!(taken("220-a\r\n220 b"), None);
        assert_eq!(taken("200\r\n"), Some((reply(200, ""), 5)));
        assert_eq!(taken("noise\n226 ok\n"), Some((reply(226, "ok"), 13)));
        let (features, length) =
            taken("211-Features:\r\n SIZE\r\n 211 is no end\r\n230 nor this\r\n211 End\r\n")
                .unwrap();
        assert_eq!(length, 61);
        assert_eq!(features.lines, ["Features:", " SIZE", " 211 is no end", "230 nor this", "End"]);
        let cyrillic = Reply::take(b"550 \xcd\xe5\xf2\r\n").unwrap().0;
        assert_eq!(cyrillic.text(), "Нет");
    }

    #[test]
    fn replies_mean_faults() {
        let fault = |code, text: &str| reply(code, text).fault();
        assert!(matches!(fault(421, "Timeout"), Fault::Lost(_)));
        assert!(matches!(fault(450, "in use"), Fault::Busy { code: 450, .. }));
        assert!(matches!(fault(550, "No such file"), Fault::Refused { code: 550, .. }));
        assert!(matches!(fault(552, "Exceeded"), Fault::Full(_)));
        assert!(matches!(fault(426, "[Errno 28] No space left on device"), Fault::Full(_)));
        assert!(matches!(fault(226, "at the wrong time"), Fault::Refused { .. }));
        let login = |code, text: &str| reply(code, text).login_fault();
        assert!(matches!(login(530, "Login incorrect."), Fault::Login(_)));
        assert!(matches!(login(530, "Sorry, too many connections"), Fault::Busy { .. }));
        assert!(matches!(login(421, "Service not available"), Fault::Busy { .. }));
    }
}
