//! Validates the head of a request.
//!
//! The preview runs on a teacher's computer, where any web page can make the browser send requests to
//! it. These rules keep other sites out:
//!
//! - `Host` must name this computer; in an attack by DNS rebinding it names another host.
//! - `Origin`, if present, must be the preview itself. `Sec-Fetch-Site`, which browsers add, must not
//!   name another site, unless the reader follows a link.
//! - Only GET and HEAD are allowed, and only paths that can name a file of a site.

use std::net::IpAddr;

use percent_encoding::percent_decode_str;

use crate::fs;

/// More header lines than any browser sends.
const MAX_HEADERS: usize = 64;

/// The checked values of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ValidRequest {
    /// Whether the method is HEAD.
    pub(super) head_only: bool,
    /// The decoded path without its leading slash.
    pub(super) path: String,
    /// The value of `Range`.
    pub(super) range: Option<String>,
}

/// Why a request is rejected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rejection {
    /// It is not valid HTTP/1.
    Malformed,
    /// It comes from another site's page or names another host.
    ForeignOrigin,
    /// The method is neither GET nor HEAD.
    Method,
    /// The path cannot name a file of a site.
    Path,
    /// The head is longer than allowed.
    TooLong,
    /// The head did not arrive in time.
    TooSlow,
}

/// The values of `Host` that are accepted.
#[derive(Clone, Copy, Debug)]
pub(super) struct AllowedHosts {
    pub(super) port: u16,
    /// Whether other computers may connect too. Then any IP address is accepted: DNS rebinding
    /// sends a name.
    pub(super) network: bool,
}

impl AllowedHosts {
    /// Validates a whole head, which ends with an empty line.
    pub(super) fn validate(&self, head: &[u8]) -> Result<ValidRequest, Rejection> {
        let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
        let mut request = httparse::Request::new(&mut headers);
        if !request.parse(head).is_ok_and(|status| status.is_complete()) {
            return Err(Rejection::Malformed);
        }
        let (Some(method), Some(target)) = (request.method, request.path) else {
            return Err(Rejection::Malformed);
        };
        let header = |name| single_header(request.headers, name);
        let host = header("host")?.ok_or(Rejection::ForeignOrigin)?;
        if !self.includes(host) || !is_own_origin(host, header("origin")?) {
            return Err(Rejection::ForeignOrigin);
        }
        let site = header("sec-fetch-site")?.unwrap_or("none");
        let is_link = header("sec-fetch-mode")? == Some("navigate")
            && header("sec-fetch-dest")? == Some("document");
        if !(matches!(site, "none" | "same-origin") || is_link) {
            return Err(Rejection::ForeignOrigin);
        }
        let head_only = match method {
            "GET" => false,
            "HEAD" => true,
            _ => return Err(Rejection::Method),
        };
        let path = valid_path(target).ok_or(Rejection::Path)?;
        Ok(ValidRequest { head_only, path, range: header("range")?.map(str::to_owned) })
    }

    /// Whether `host` is a name of this computer with the right port.
    fn includes(&self, host: &str) -> bool {
        let (name, port) = match host.rsplit_once(':') {
            Some((name, port)) if !port.ends_with(']') => (name, port.parse().ok()),
            _ => (host, Some(80)),
        };
        let ip = name.strip_prefix('[').and_then(|name| name.strip_suffix(']'));
        let address = ip.unwrap_or(name).parse::<IpAddr>().ok();
        let is_named = name.eq_ignore_ascii_case("localhost")
            || address.is_some_and(|address| self.network || address.is_loopback());
        is_named && port == Some(self.port)
    }
}

fn is_own_origin(host: &str, origin: Option<&str>) -> bool {
    origin.is_none_or(|origin| {
        origin.strip_prefix("http://").is_some_and(|from| from.eq_ignore_ascii_case(host))
    })
}

/// The value of a header. A repeated one is rejected as ambiguous.
fn single_header<'a>(
    headers: &[httparse::Header<'a>],
    name: &str,
) -> Result<Option<&'a str>, Rejection> {
    let mut found = headers.iter().filter(|header| header.name.eq_ignore_ascii_case(name));
    let value = match found.next() {
        Some(header) => std::str::from_utf8(header.value).map_err(|_| Rejection::Malformed)?,
        None => return Ok(None),
    };
    if found.next().is_some() { Err(Rejection::Malformed) } else { Ok(Some(value)) }
}

/// The decoded path of a request's target, if it can name a file or a folder of a site.
fn valid_path(target: &str) -> Option<String> {
    let path = target.split(['?', '#']).next()?.strip_prefix('/')?;
    let path = percent_decode_str(path).decode_utf8().ok()?;
    // An encoded slash is part of a name, and no file name contains one.
    let encoded_slash = target.len() >= 3
        && target.as_bytes().windows(3).any(|three| three.eq_ignore_ascii_case(b"%2f"));
    let names = path.strip_suffix('/').unwrap_or(&path);
    let is_valid = path.is_empty() || names.split('/').all(fs::is_portable_name);
    (is_valid && !encoded_slash).then(|| path.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOSTS: AllowedHosts = AllowedHosts { port: 4000, network: false };

    fn ask(line: &str, headers: &str) -> Result<ValidRequest, Rejection> {
        HOSTS.validate(format!("{line} HTTP/1.1\r\n{headers}\r\n").as_bytes())
    }

    fn path(target: &str) -> Result<String, Rejection> {
        ask(&format!("GET {target}"), "Host: localhost:4000\r\n").map(|request| request.path)
    }

    #[test]
    fn only_names_of_this_computer_are_accepted() {
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
            assert_eq!(answer, Err(Rejection::ForeignOrigin), "{host}");
        }
        assert_eq!(ask("GET /", ""), Err(Rejection::ForeignOrigin));
        let twice = "Host: localhost:4000\r\nHost: localhost:4000\r\n";
        assert_eq!(ask("GET /", twice), Err(Rejection::Malformed));
        let network = AllowedHosts { port: 4000, network: true };
        assert!(network.includes("192.168.0.2:4000") && !network.includes("example.org:4000"));
    }

    #[test]
    fn requests_of_other_sites_are_rejected() {
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
            assert_eq!(ask(headers), Err(Rejection::ForeignOrigin), "{headers}");
        }
    }

    #[test]
    fn a_path_names_a_file_of_a_site() {
        for (target, expected) in [
            ("/", ""),
            ("/2022/turnir.html?v=1", "2022/turnir.html"),
            ("/2022/", "2022/"),
            ("/%D0%B0.html", "а.html"),
            ("/а.html", "а.html"),
            ("/a%20b.png", "a b.png"),
        ] {
            assert_eq!(path(target).as_deref(), Ok(expected), "{target}");
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
            assert_eq!(path(target), Err(Rejection::Path), "{target}");
        }
    }

    #[test]
    fn only_get_and_head_are_accepted() {
        let host = "Host: localhost:4000\r\n";
        assert!(ask("HEAD /", host).unwrap().head_only);
        for method in ["POST", "PUT", "OPTIONS", "TRACE", "get", "CONNECT"] {
            assert_eq!(ask(&format!("{method} /"), host), Err(Rejection::Method), "{method}");
        }
        assert_eq!(ask("GET", host), Err(Rejection::Malformed));
        assert_eq!(HOSTS.validate(b"\x16\x03\x01\r\n\r\n"), Err(Rejection::Malformed));
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig {
            failure_persistence: None, cases: 512, ..Default::default()
        })]

        #[test]
        fn accepted_paths_stay_in_the_folder(target in "/[-a.%2e5cF/\\\\:]{0,12}") {
            if let Ok(path) = path(&target) {
                let names = path.strip_suffix('/').unwrap_or(&path);
                proptest::prop_assert!(names.is_empty() || names.split('/').all(fs::is_portable_name));
            }
        }
    }
}
