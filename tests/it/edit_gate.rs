//! What the editor lets in: hostile requests over raw sockets change nothing and learn nothing.

use std::io::Write;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::editing::Editing;
use crate::sandbox::{Site, assert_same, tree};
use crate::serving::Answer;

/// A request that would make a site, with each part as a browser sends it.
struct Attempt {
    method: &'static str,
    host: String,
    origin: Option<String>,
    site: Option<&'static str>,
    length: Vec<String>,
    extra: &'static str,
    media: Option<&'static str>,
    key: Option<String>,
    body: String,
}

impl Attempt {
    fn new(editing: &Editing, key: &str) -> Self {
        let host = format!("127.0.0.1:{}", editing.port);
        let body = json!({ "school": "Чужая", "directions": ["Чужое"] }).to_string();
        Self {
            method: "POST",
            origin: Some(format!("http://{host}")),
            host,
            site: Some("same-origin"),
            length: vec![body.len().to_string()],
            extra: "",
            media: Some("application/json"),
            key: Some(key.to_owned()),
            body,
        }
    }

    fn send(&self, editing: &Editing) -> Answer {
        let line = |name: &str, value: Option<&str>| {
            value.map(|value| format!("{name}: {value}\r\n")).unwrap_or_default()
        };
        let lengths: String =
            self.length.iter().map(|length| format!("Content-Length: {length}\r\n")).collect();
        let request = [
            format!("{} /api/setup HTTP/1.1\r\nHost: {}\r\n", self.method, self.host),
            line("Origin", self.origin.as_deref()),
            line("Sec-Fetch-Site", self.site),
            line("Content-Type", self.media),
            line("X-Rostok-Key", self.key.as_deref()),
            lengths,
            self.extra.to_owned(),
            "\r\n".to_owned(),
            self.body.clone(),
        ];
        editing.raw(request.concat())
    }
}

#[test]
fn each_part_of_a_request_has_to_be_right() {
    let site = Site::empty();
    let editing = Editing::start(&site, &[]);
    let key = editing.key();
    let other = editing.port ^ 1;
    let refused = |status: u16, what: &str, change: &dyn Fn(&mut Attempt)| {
        let mut attempt = Attempt::new(&editing, &key);
        change(&mut attempt);
        let answer = attempt.send(&editing);
        assert_eq!(answer.status, status, "{what}: {}", answer.text());
        assert!(answer.header("Access-Control-Allow-Origin").is_none(), "{what}");
        assert!(!answer.text().contains(&key), "{what}");
        assert!(!site.root().join("content").exists(), "{what}");
    };
    let port = editing.port;
    for host in [
        format!("example.org:{port}"),
        format!("127.0.0.1.example.org:{port}"),
        format!("localhost.:{port}"),
        format!("192.168.0.1:{port}"),
        format!("127.0.0.1:{other}"),
        "127.0.0.1".to_owned(),
    ] {
        // As a name that was bound anew sends it: the origin agrees with the host.
        refused(403, &host, &|attempt| {
            attempt.host.clone_from(&host);
            attempt.origin = Some(format!("http://{host}"));
        });
    }
    for method in ["OPTIONS", "PUT", "DELETE", "PATCH", "HEAD", "TRACE"] {
        refused(405, method, &|attempt| attempt.method = method);
    }
    for origin in [
        None,
        Some("null".to_owned()),
        Some("http://example.org".to_owned()),
        Some(format!("http://127.0.0.1:{other}")),
        Some(format!("https://127.0.0.1:{port}")),
        Some(format!("http://localhost:{port}")),
        Some(format!("http://127.0.0.1:{port}/")),
    ] {
        refused(403, &format!("{origin:?}"), &|attempt| attempt.origin.clone_from(&origin));
    }
    for from in ["cross-site", "same-site", "none", "SAME-ORIGIN"] {
        refused(403, from, &|attempt| attempt.site = Some(from));
    }
    let length = Attempt::new(&editing, &key).length;
    for lengths in [
        vec![],
        vec!["-1".to_owned()],
        vec!["+5".to_owned()],
        vec!["0x10".to_owned()],
        vec![String::new()],
        vec![length[0].clone(), length[0].clone()],
        vec!["1".to_owned(), length[0].clone()],
    ] {
        refused(411, &format!("{lengths:?}"), &|attempt| attempt.length.clone_from(&lengths));
    }
    for lengths in ["2097153", "99999999999999999999999"] {
        refused(413, lengths, &|attempt| attempt.length = vec![lengths.to_owned()]);
    }
    for chunked in ["Transfer-Encoding: chunked\r\n", "Transfer-Encoding: identity\r\n"] {
        refused(411, chunked, &|attempt| attempt.extra = chunked);
        refused(411, chunked, &|attempt| {
            attempt.extra = chunked;
            attempt.length.clear();
        });
    }
    for media in [
        None,
        Some("text/plain"),
        Some("application/x-www-form-urlencoded"),
        Some("multipart/form-data; boundary=x"),
        Some("application/json; charset=utf-8"),
        Some("application/json, text/plain"),
    ] {
        refused(415, &format!("{media:?}"), &|attempt| attempt.media = media);
    }
    let long = format!("{key}0");
    for wrong in [None, Some(""), Some(&key[..63]), Some(&*long), Some(Editing::code(&editing.url))]
    {
        refused(401, &format!("{wrong:?}"), &|attempt| attempt.key = wrong.map(str::to_owned));
    }
    refused(400, "no JSON", &|attempt| attempt.body = attempt.body.replace('{', "["));
    assert_eq!(Attempt::new(&editing, &key).send(&editing).status, 200);
    assert!(site.root().join("content/site.yaml").exists());
}

#[test]
fn nothing_is_told_without_the_key() {
    let site = Site::new();
    let editing = Editing::start(&site, &[]);
    for path in ["/api/state", "/api/setup", "/api/changes?since=0"] {
        assert_eq!(editing.raw(editing.head("GET", path, &[]) + "\r\n").status, 401, "{path}");
    }
    for path in ["/api/", "/api/no", "/content/site.yaml", "/../content/site.yaml", "/js/", "//"] {
        let answer = editing.raw(editing.head("GET", path, &[]) + "\r\n");
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.text().contains("Открыть Росток"), "for who typed it: {}", answer.text());
    }
    let key = editing.key();
    for from in ["cross-site", "same-site", "none"] {
        let headers = [format!("X-Rostok-Key: {key}"), format!("Sec-Fetch-Site: {from}")];
        let headers = headers.each_ref().map(|header| &**header);
        let answer = editing.raw(editing.head("GET", "/api/state", &headers) + "\r\n");
        assert_eq!(answer.status, 403, "{from}");
    }
    // The page itself holds no secret, and is opened by readers only.
    for (from, status) in
        [("none", 200), ("same-origin", 200), ("cross-site", 403), ("same-site", 403)]
    {
        let header = format!("Sec-Fetch-Site: {from}");
        let answer = editing.raw(editing.head("GET", "/", &[&header]) + "\r\n");
        assert_eq!(answer.status, status, "{from}");
        assert!(!String::from_utf8_lossy(&answer.body).contains(&key));
    }
}

#[test]
fn the_page_says_what_it_may_load_and_the_preview_who_may_frame_it() {
    let site = Site::new();
    let editing = Editing::start(&site, &[]);
    let page = editing.raw(editing.head("GET", "/", &[]) + "\r\n");
    let key = editing.key();
    let state = editing.json(&editing.get(&key, "/api/state"));
    let preview = state["preview"].as_str().unwrap().trim_end_matches('/');
    let policy = page.header("Content-Security-Policy").unwrap();
    for part in [
        "default-src 'none'",
        "script-src 'self'",
        "form-action 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        &format!("frame-src {preview};"),
    ] {
        assert!(policy.contains(part), "{part}: {policy}");
    }
    assert!(page.header("Set-Cookie").is_none());
    assert_eq!(page.header("X-Content-Type-Options"), Some("nosniff"));

    let port: u16 = preview.rsplit(':').next().unwrap().parse().unwrap();
    let from_frame = |site: &str| {
        let mut stream = std::net::TcpStream::connect(("127.0.0.1", port)).unwrap();
        let head = format!(
            "GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nSec-Fetch-Site: {site}\r\n\
             Sec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).unwrap();
        Answer::read(stream)
    };
    let framed = from_frame("same-site");
    let ancestors = format!("frame-ancestors http://127.0.0.1:{}", editing.port);
    assert_eq!(framed.header("Content-Security-Policy"), Some(&*ancestors));
    assert_ne!(framed.status, 403);
    assert_eq!(from_frame("cross-site").status, 403);
    // What reads cannot write.
    let mut stream = std::net::TcpStream::connect(("127.0.0.1", port)).unwrap();
    write!(stream, "POST /api/setup HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n").unwrap();
    assert_eq!(Answer::read(stream).status, 405);
}

#[test]
fn a_code_opens_the_editor_once() {
    let site = Site::new();
    let editing = Editing::start(&site, &[]);
    let code = Editing::code(&editing.url);
    for wrong in ["", "0", &code[1..], &code.to_uppercase()] {
        let is_same = wrong == code;
        assert!(is_same || editing.redeem(wrong).status == 401, "{wrong}");
    }
    assert_eq!(editing.redeem(code).status, 200);
    assert_eq!(editing.redeem(code).status, 401);
    // A code in the query is none: it would stand in histories.
    let path = format!("/api/session?code={code}");
    let asked = editing.raw(editing.head("POST", &path, &[]) + &editing.json_body("{}"));
    assert_eq!(asked.status, 400);
    let long = editing.json_body(&format!("{{\"code\": \"{}\"}}", "0".repeat(2000)));
    assert_eq!(editing.raw(editing.head("POST", "/api/session", &[]) + &long).status, 413);
}

#[test]
fn a_body_that_stops_is_given_up_and_blocks_nobody() {
    let site = Site::empty();
    let editing = Editing::start(&site, &[]);
    let key = editing.key();
    let head = editing.head("POST", "/api/setup", &[&format!("X-Rostok-Key: {key}")]);
    let head = format!("{head}Content-Type: application/json\r\nContent-Length: 2000000\r\n\r\n");
    let start = Instant::now();
    let slow: Vec<_> = (0..8)
        .map(|_| {
            let mut stream = editing.connect();
            stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
            stream.write_all(head.as_bytes()).unwrap();
            stream.write_all(b"{").unwrap();
            stream
        })
        .collect();
    assert_eq!(editing.get(&key, "/api/state").status, 200);
    for stream in slow {
        assert_eq!(Answer::read(stream).status, 408);
    }
    assert!((29..50).contains(&start.elapsed().as_secs()), "{:?}", start.elapsed());
    // One that ends early is no request.
    let mut stream = editing.connect();
    stream.write_all(head.as_bytes()).unwrap();
    stream.shutdown(std::net::Shutdown::Write).unwrap();
    assert_eq!(Answer::read(stream).status, 0);
    assert!(!site.root().join("content").exists());
}

#[test]
fn rejected_requests_leave_the_disk_alone() {
    let site = Site::new();
    let editing = Editing::start(&site, &[]);
    let before = tree(site.root());
    for line in
        ["POST /", "POST /api/state", "GET /api/quit", "POST /js/app.js", "GET /api/session"]
    {
        let (method, path) = line.split_once(' ').unwrap();
        let asked = editing.raw(editing.head(method, path, &[]) + &editing.json_body("{}"));
        assert_eq!(asked.status, 405, "{line}");
        assert!(asked.header("Allow").is_some(), "{line}");
    }
    assert_same(&before, &tree(site.root()));
}

/// The addresses of all functions, as they stand in the source.
fn addresses() -> std::collections::BTreeSet<String> {
    let source = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/editor");
    let sources = tree(&source).into_iter().filter(|(path, _)| path.ends_with(".rs"));
    let mut found = std::collections::BTreeSet::new();
    for (_, bytes) in sources {
        let text = String::from_utf8(bytes).unwrap();
        let literals = text.match_indices("\"/api/").map(|(at, _)| &text[at + 1..]);
        found.extend(
            literals.filter_map(|rest| rest.split_once('"')).map(|(path, _)| path.to_owned()),
        );
    }
    found.retain(|path| {
        !path.ends_with('/')
            && path.bytes().all(|byte| byte.is_ascii_lowercase() || b"/-".contains(&byte))
    });
    found
}

#[test]
fn each_function_takes_its_own_method_and_type_alone() {
    let site = Site::new();
    let editing = Editing::start(&site, &[]);
    let key = editing.key();
    let before = tree(&site.root().join("content"));
    let found = addresses();
    assert!(found.len() > 30, "{found:?}");
    for path in found {
        let header = format!("X-Rostok-Key: {key}");
        let ask = |method: &str, media: &str| {
            let head = editing.head(method, &path, &[&header, &format!("Content-Type: {media}")]);
            let origin = format!("Origin: http://127.0.0.1:{}\r\n", editing.port);
            let origin = if method == "POST" { "" } else { &*origin };
            editing.raw(head + origin + "Content-Length: 2\r\n\r\n{}").status
        };
        for method in ["PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "CONNECT", "get", "POST\t"] {
            let status = ask(method, "application/json");
            assert!([400, 405].contains(&status), "{method} {path}: {status}");
        }
        // No function takes this.
        let status = ask("POST", "text/html");
        assert!([405, 415].contains(&status), "POST {path}: {status}");
        for suffix in ["/", "/..", "%00", "//", ".json"] {
            let path = format!("{path}{suffix}");
            let answer = editing.raw(editing.head("GET", &path, &[&header]) + "\r\n");
            assert!([400, 404].contains(&answer.status), "{path}: {}", answer.status);
        }
    }
    assert_eq!(editing.get(&key, "/api/state").status, 200);
    assert_same(&before, &tree(&site.root().join("content")));
}
