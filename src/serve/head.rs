//! Whether a request may come in.
//!
//! The preview runs on a teacher's computer, where any page of the internet can make the browser
//! ask it for something. What keeps strangers out:
//!
//! - `Host` must name this computer: a stranger's name that was led here (DNS rebinding) does not.
//! - `Origin`, where there is one, must be the preview itself; `Sec-Fetch-Site`, which browsers add
//!   of their own accord, must not tell of another site, unless somebody follows a link.
//! - Only GET and HEAD, only paths that can name a file of a site.

use std::net::IpAddr;

use percent_encoding::percent_decode_str;

use crate::fs;

/// More header lines than any browser sends.
const MOST_HEADERS: usize = 64;

/// What is asked for, once it is known to be sound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wanted {
    /// Whether only the head of the answer is wanted.
    pub(super) head_only: bool,
    /// The path, decoded, without the slash it begins with.
    pub(super) path: String,
    /// The value of `Range`.
    pub(super) range: Option<String>,
}

/// Why a request is turned away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It is not HTTP as we speak it.
    Malformed,
    /// It does not come from the preview's own pages, or is meant for somebody else.
    Stranger,
    /// Something other than reading is asked for.
    Method,
    /// The path names no file that a site can have.
    Path,
    /// The head is longer than allowed.
    TooLong,
    /// The head did not come in time.
    TooSlow,
}

/// The names that this computer may be called by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Names {
    /// The port we listen on.
    pub(super) port: u16,
    /// Whether other computers may ask too. Then any address in figures will do: what is led here
    /// by a false name comes with that name.
    pub(super) open: bool,
}

impl Names {
    /// Checks a whole head, which ends with an empty line.
    pub(super) fn check(&self, head: &[u8]) -> Result<Wanted, Refusal> {
        let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
        let mut request = httparse::Request::new(&mut headers);
        if !request.parse(head).is_ok_and(|status| status.is_complete()) {
            return Err(Refusal::Malformed);
        }
        let (Some(method), Some(target)) = (request.method, request.path) else {
            return Err(Refusal::Malformed);
        };
        let header = |name| single(request.headers, name);
        let host = header("host")?.ok_or(Refusal::Stranger)?;
        if !self.is_ours(host) || !is_our_page(host, header("origin")?) {
            return Err(Refusal::Stranger);
        }
        let site = header("sec-fetch-site")?.unwrap_or("none");
        let followed = header("sec-fetch-mode")? == Some("navigate")
            && header("sec-fetch-dest")? == Some("document");
        if !(matches!(site, "none" | "same-origin") || followed) {
            return Err(Refusal::Stranger);
        }
        let head_only = match method {
            "GET" => false,
            "HEAD" => true,
            _ => return Err(Refusal::Method),
        };
        let path = sound_path(target).ok_or(Refusal::Path)?;
        Ok(Wanted { head_only, path, range: header("range")?.map(str::to_owned) })
    }

    /// Whether `host` is this computer by one of its own names, with our port.
    fn is_ours(&self, host: &str) -> bool {
        let (name, port) = match host.rsplit_once(':') {
            Some((name, port)) if !port.ends_with(']') => (name, port.parse().ok()),
            _ => (host, Some(80)),
        };
        let figures = name.strip_prefix('[').and_then(|name| name.strip_suffix(']'));
        let address = figures.unwrap_or(name).parse::<IpAddr>().ok();
        let named = name.eq_ignore_ascii_case("localhost")
            || address.is_some_and(|address| self.open || address.is_loopback());
        named && port == Some(self.port)
    }
}

fn is_our_page(host: &str, origin: Option<&str>) -> bool {
    origin.is_none_or(|origin| {
        origin.strip_prefix("http://").is_some_and(|from| from.eq_ignore_ascii_case(host))
    })
}

/// The value of a header; one that is given twice could be understood in two ways.
fn single<'a>(headers: &[httparse::Header<'a>], name: &str) -> Result<Option<&'a str>, Refusal> {
    let mut found = headers.iter().filter(|header| header.name.eq_ignore_ascii_case(name));
    let value = match found.next() {
        Some(header) => std::str::from_utf8(header.value).map_err(|_| Refusal::Malformed)?,
        None => return Ok(None),
    };
    if found.next().is_some() { Err(Refusal::Malformed) } else { Ok(Some(value)) }
}

/// The decoded path of a request's target, if it can name a file or a folder of a site.
fn sound_path(target: &str) -> Option<String> {
    let path = target.split(['?', '#']).next()?.strip_prefix('/')?;
    let path = percent_decode_str(path).decode_utf8().ok()?;
    // A slash that was encoded is part of a name, and no name has one.
    let encoded_slash = target.len() >= 3
        && target.as_bytes().windows(3).any(|three| three.eq_ignore_ascii_case(b"%2f"));
    let names = path.strip_suffix('/').unwrap_or(&path);
    let sound = path.is_empty() || names.split('/').all(fs::is_portable_name);
    (sound && !encoded_slash).then(|| path.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: Names = Names { port: 4000, open: false };

    fn ask(line: &str, headers: &str) -> Result<Wanted, Refusal> {
        NAMES.check(format!("{line} HTTP/1.1\r\n{headers}\r\n").as_bytes())
    }

    fn path(target: &str) -> Result<String, Refusal> {
        ask(&format!("GET {target}"), "Host: localhost:4000\r\n").map(|wanted| wanted.path)
    }

    #[test]
    fn only_names_of_this_computer_are_answered() {
        for host in ["127.0.0.1:4000", "LocalHost:4000", "[::1]:4000", "127.1.2.3:4000"] {
            assert!(ask("GET /", &format!("Host: {host}\r\n")).is_ok(), "{host}");
        }
        for host in [
            "",
            "127.0.0.1",
            "127.0.0.1:4001",
            "localhost:04000x",
            "example.org:4000",
            "localhost.example.org:4000",
            "192.168.0.2:4000",
            "[::1]",
            "[fe80::1]:4000",
            "user@localhost:4000",
        ] {
            let answer = ask("GET /", &format!("Host: {host}\r\n"));
            assert_eq!(answer, Err(Refusal::Stranger), "{host}");
        }
        assert_eq!(ask("GET /", ""), Err(Refusal::Stranger));
        let twice = "Host: localhost:4000\r\nHost: localhost:4000\r\n";
        assert_eq!(ask("GET /", twice), Err(Refusal::Malformed));
        let open = Names { port: 4000, open: true };
        assert!(open.is_ours("192.168.0.2:4000") && !open.is_ours("example.org:4000"));
    }

    #[test]
    fn other_sites_are_strangers() {
        let ask = |headers: &str| ask("GET /", &format!("Host: localhost:4000\r\n{headers}"));
        for headers in [
            "Origin: http://localhost:4000\r\n",
            "Sec-Fetch-Site: none\r\n",
            "Sec-Fetch-Site: same-origin\r\n",
            "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n",
        ] {
            assert!(ask(headers).is_ok(), "{headers}");
        }
        for headers in [
            "Origin: null\r\n",
            "Origin: http://example.org\r\n",
            "Origin: https://localhost:4000\r\n",
            "Origin: http://127.0.0.1:4000\r\n",
            "Sec-Fetch-Site: cross-site\r\n",
            "Sec-Fetch-Site: same-site\r\nSec-Fetch-Mode: no-cors\r\n",
            "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe\r\n",
        ] {
            assert_eq!(ask(headers), Err(Refusal::Stranger), "{headers}");
        }
    }

    #[test]
    fn a_path_names_a_file_of_a_site() {
        for (target, wanted) in [
            ("/", ""),
            ("/2022/turnir.html?v=1", "2022/turnir.html"),
            ("/2022/", "2022/"),
            ("/%D0%B0.html", "а.html"),
            ("/а.html", "а.html"),
            ("/a%20b.png", "a b.png"),
        ] {
            assert_eq!(path(target).as_deref(), Ok(wanted), "{target}");
        }
        for target in [
            "//",
            "//example.org/",
            "/a//b",
            "/../a",
            "/a/..",
            "/%2e%2e/a",
            "/a%2Fb",
            "/a%2fb",
            "/a%5Cb",
            "/a\\b",
            "/a%00",
            "/%FF",
            "/con",
            "/a/NUL.html",
            "/c:/a",
            "http://localhost:4000/",
            "*",
            "index.html",
        ] {
            assert_eq!(path(target), Err(Refusal::Path), "{target}");
        }
    }

    #[test]
    fn only_reading_is_answered() {
        let host = "Host: localhost:4000\r\n";
        assert!(ask("HEAD /", host).unwrap().head_only);
        for method in ["POST", "PUT", "OPTIONS", "TRACE", "get", "CONNECT"] {
            assert_eq!(ask(&format!("{method} /"), host), Err(Refusal::Method), "{method}");
        }
        assert_eq!(ask("GET", host), Err(Refusal::Malformed));
        assert_eq!(NAMES.check(b"\x16\x03\x01\r\n\r\n"), Err(Refusal::Malformed));
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig {
            failure_persistence: None, cases: 512, ..Default::default()
        })]

        #[test]
        fn what_comes_in_stays_in_the_folder(target in "/[-a.%2e5cF/\\\\:]{0,12}") {
            if let Ok(path) = path(&target) {
                let names = path.strip_suffix('/').unwrap_or(&path);
                proptest::prop_assert!(names.is_empty() || names.split('/').all(fs::is_portable_name));
            }
        }
    }
}
