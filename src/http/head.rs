//! Parses the head of a request, and checks that it was meant for this computer.
//!
//! The servers run on a teacher's computer, where any web page can make the browser send requests to
//! them. `Host` must name this computer: in an attack by DNS rebinding it names another host. What else
//! is checked, each service decides.

use std::net::{IpAddr, SocketAddr};

use httparse::Header;

use super::Rejection;

/// More header lines than any browser sends.
const MAX_HEADERS: usize = 64;

/// The parsed head of a request that names this computer.
#[derive(Clone, Debug)]
pub(crate) struct RequestHead<'a> {
    pub(crate) method: &'a str,
    /// The path and the query, as sent.
    pub(crate) target: &'a str,
    /// The value of `Host`.
    pub(crate) host: &'a str,
    headers: Vec<Header<'a>>,
}

/// The values of `Host` that are accepted by who listens on an address:
///
/// - on loopback, `localhost` and the addresses of loopback;
/// - on all addresses, `localhost` and any address: DNS rebinding sends a name;
/// - on another one, that address alone.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AllowedHosts(pub(crate) SocketAddr);

impl AllowedHosts {
    /// Parses a whole head, which ends with an empty line.
    pub(crate) fn parse<'a>(&self, head: &'a [u8]) -> Result<RequestHead<'a>, Rejection> {
        let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
        let mut request = httparse::Request::new(&mut headers);
        if !request.parse(head).is_ok_and(|status| status.is_complete()) {
            return Err(Rejection::Malformed);
        }
        let (Some(method), Some(target)) = (request.method, request.path) else {
            return Err(Rejection::Malformed);
        };
        let headers = request.headers.to_vec();
        let head = RequestHead { method, target, host: "", headers };
        let host = head.header("host")?.filter(|host| self.includes(host));
        Ok(RequestHead { host: host.ok_or(Rejection::ForeignOrigin)?, ..head })
    }

    /// Whether `host` is a name of this computer with the right port.
    fn includes(&self, host: &str) -> bool {
        let (name, port) = match host.rsplit_once(':') {
            Some((name, port)) if !port.ends_with(']') => (name, port.parse().ok()),
            _ => (host, Some(80)),
        };
        let ip = name.strip_prefix('[').and_then(|name| name.strip_suffix(']'));
        let address = ip.unwrap_or(name).parse::<IpAddr>().ok();
        let own = self.0.ip();
        let is_named = match address {
            Some(address) if own.is_loopback() => address.is_loopback(),
            Some(address) => own.is_unspecified() || address == own,
            None => {
                name.eq_ignore_ascii_case("localhost")
                    && (own.is_loopback() || own.is_unspecified())
            }
        };
        is_named && port == Some(self.0.port())
    }
}

impl<'a> RequestHead<'a> {
    /// The value of a header. A repeated one is rejected as ambiguous.
    pub(crate) fn header(&self, name: &str) -> Result<Option<&'a str>, Rejection> {
        let mut found = self.headers.iter().filter(|header| header.name.eq_ignore_ascii_case(name));
        let value = match found.next() {
            Some(header) => std::str::from_utf8(header.value).map_err(|_| Rejection::Malformed)?,
            None => return Ok(None),
        };
        if found.next().is_some() { Err(Rejection::Malformed) } else { Ok(Some(value)) }
    }

    /// Whether the reader takes bodies packed with gzip, as every browser does. One who gives it a weight gets them as
    /// they are, which is right too.
    pub(crate) fn takes_gzip(&self) -> Result<bool, Rejection> {
        let taken = self.header("accept-encoding")?.unwrap_or_default();
        Ok(taken.split(',').any(|one| one.trim().eq_ignore_ascii_case("gzip")))
    }

    /// Whether `origin`, a value of `Origin`, is the server itself under the name that was asked.
    pub(crate) fn is_own_origin(&self, origin: &str) -> bool {
        origin.strip_prefix("http://").is_some_and(|from| from.eq_ignore_ascii_case(self.host))
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    const HOSTS: AllowedHosts =
        AllowedHosts(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 4000));

    fn ask(headers: &str) -> Result<(), Rejection> {
        let head = format!("GET / HTTP/1.1\r\n{headers}\r\n");
        HOSTS.parse(head.as_bytes()).map(drop)
    }

    #[test]
    fn only_names_of_this_computer_are_accepted() {
        for host in ["127.0.0.1:4000", "LocalHost:4000", "[::1]:4000", "127.1.2.3:4000"] {
            assert!(ask(&format!("Host: {host}\r\n")).is_ok(), "{host}");
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
            let answer = ask(&format!("Host: {host}\r\n"));
            assert_eq!(answer, Err(Rejection::ForeignOrigin), "{host}");
        }
        assert_eq!(ask(""), Err(Rejection::ForeignOrigin));
        let twice = "Host: localhost:4000\r\nHost: localhost:4000\r\n";
        assert_eq!(ask(twice), Err(Rejection::Malformed));
        let all = AllowedHosts((Ipv4Addr::UNSPECIFIED, 4000).into());
        assert!(all.includes("192.168.0.2:4000") && all.includes("localhost:4000"));
        assert!(!all.includes("example.org:4000"));
    }

    #[test]
    fn who_listens_on_one_address_has_no_other_name() {
        let one = AllowedHosts((Ipv4Addr::new(192, 168, 0, 2), 4000).into());
        assert!(one.includes("192.168.0.2:4000"));
        for host in [
            "192.168.0.3:4000",
            "192.168.0.2",
            "192.168.0.2:4001",
            "localhost:4000",
            "127.0.0.1:4000",
            "0.0.0.0:4000",
            "[::ffff:192.168.0.2]:4000",
            "192.168.0.2.example.org:4000",
            "example.org:4000",
        ] {
            assert!(!one.includes(host), "{host}");
        }
    }

    #[test]
    fn gzip_is_taken_by_who_names_it() {
        let taken = |line: &str| {
            let head = format!("GET / HTTP/1.1\r\nHost: localhost:4000\r\n{line}\r\n");
            HOSTS.parse(head.as_bytes()).and_then(|head| head.takes_gzip())
        };
        assert_eq!(taken("Accept-Encoding: br, GZIP, zstd\r\n"), Ok(true));
        for line in ["", "Accept-Encoding: gzip;q=0\r\n", "Accept-Encoding: x-gzip, br\r\n"] {
            assert_eq!(taken(line), Ok(false), "{line}");
        }
        let twice = "Accept-Encoding: gzip\r\nAccept-Encoding: br\r\n";
        assert_eq!(taken(twice), Err(Rejection::Malformed));
    }

    #[test]
    fn what_is_no_http_is_malformed() {
        assert_eq!(HOSTS.parse(b"\x16\x03\x01\r\n\r\n").err(), Some(Rejection::Malformed));
        let head = b"GET HTTP/1.1\r\nHost: localhost:4000\r\n\r\n";
        assert_eq!(HOSTS.parse(head).err(), Some(Rejection::Malformed));
    }
}
