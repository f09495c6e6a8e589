//! What the preview lets in.
//!
//! - `Origin`, if present, must be the preview itself. `Sec-Fetch-Site`, which browsers add, must not
//!   name another site, unless the reader follows a link, or the editor shows a page in a frame: it has
//!   another port, and browsers let it alone do so, because each answer names it.
//! - Only GET and HEAD are allowed, and only paths that can name a file of a site.

use percent_encoding::percent_decode_str;

use crate::fs;
use crate::http::{Rejection, RequestHead};

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

/// Checks a request for a file of the site. `framed`: whether pages may be shown in a frame of another
/// port of this computer.
pub(super) fn validate(head: &RequestHead<'_>, framed: bool) -> Result<ValidRequest, Rejection> {
    if !head.header("origin")?.is_none_or(|origin| head.is_own_origin(origin)) {
        return Err(Rejection::ForeignOrigin);
    }
    let site = head.header("sec-fetch-site")?.unwrap_or("none");
    let destination = head.header("sec-fetch-dest")?;
    let is_allowed_page = match destination {
        Some("document") => true,
        Some("iframe") => framed && site == "same-site",
        _ => false,
    };
    let is_page = head.header("sec-fetch-mode")? == Some("navigate") && is_allowed_page;
    if !(matches!(site, "none" | "same-origin") || is_page) {
        return Err(Rejection::ForeignOrigin);
    }
    let head_only = match head.method {
        "GET" => false,
        "HEAD" => true,
        _ => return Err(Rejection::Method("GET, HEAD")),
    };
    let path = valid_path(head.target).ok_or(Rejection::Path)?;
    Ok(ValidRequest { head_only, path, range: head.header("range")?.map(str::to_owned) })
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
    use std::net::{IpAddr, Ipv4Addr, SocketAddr};

    use super::*;
    use crate::http::AllowedHosts;

    const HOSTS: AllowedHosts =
        AllowedHosts(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 4000));

    fn ask(line: &str, headers: &str) -> Result<ValidRequest, Rejection> {
        let head = format!("{line} HTTP/1.1\r\n{headers}\r\n");
        HOSTS.parse(head.as_bytes()).and_then(|head| validate(&head, false))
    }

    fn path(target: &str) -> Result<String, Rejection> {
        ask(&format!("GET {target}"), "Host: localhost:4000\r\n").map(|request| request.path)
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
    fn only_the_editor_may_frame_a_page() {
        let framed_from = |site: &str, framed: bool| {
            let head = format!(
                "GET / HTTP/1.1\r\nHost: localhost:4000\r\nSec-Fetch-Site: {site}\r\n\
                 Sec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe\r\n\r\n"
            );
            HOSTS.parse(head.as_bytes()).and_then(|head| validate(&head, framed)).is_ok()
        };
        assert!(framed_from("same-site", true) && framed_from("same-origin", false));
        assert!(!framed_from("same-site", false) && !framed_from("cross-site", true));
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
            assert_eq!(
                ask(&format!("{method} /"), host),
                Err(Rejection::Method("GET, HEAD")),
                "{method}"
            );
        }
        assert_eq!(ask("GET", host), Err(Rejection::Malformed));
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
