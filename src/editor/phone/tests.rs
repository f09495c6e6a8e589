//! A reception on loopback: what it takes in, what it does not answer, how it ends.
#![expect(clippy::disallowed_methods, reason = "tests write and read their own files")]

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::desk::ReceptionEnd;
use super::networks::LocalNetwork;
use crate::editor::EditorOptions;
use crate::editor::app::App;
use crate::editor::session::Session;

const EVENT: &str = "content/posts/turnir/index.md";
const OTHER: &str = "content/posts/den/index.md";
const PHOTO: &[u8] = include_bytes!("../../../tests/photos/small.jpg");

struct Phone {
    folder: tempfile::TempDir,
    app: Arc<App>,
    address: SocketAddr,
    key: String,
}

impl Phone {
    fn open(lifetime: Duration) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for file in [EVENT, OTHER] {
            let path = folder.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "---\nназвание: Турнир\nдата: 7.12.2022\n---\n\nРассказ.\n")
                .unwrap();
        }
        let options = EditorOptions {
            root: folder.path().to_owned(),
            port: 0,
            now: || Timestamp::from_second(1_700_000_000).unwrap(),
            today: None,
        };
        let app = Arc::new(App::new(options, 0, 0, Session::new().unwrap()));
        let mut phone = Self { folder, app, address: ([0; 4], 0).into(), key: String::new() };
        phone.reopen(EVENT, lifetime);
        phone
    }

    fn reopen(&mut self, file: &str, lifetime: Duration) {
        let here = LocalNetwork { address: Ipv4Addr::LOCALHOST, name: "lo".to_owned() };
        self.app.phone.open(&self.app, file, lifetime, &[here]).unwrap();
        let url = self.app.phone.look(|open, _| open.unwrap().addresses[0].url.clone());
        let (address, key) = url.strip_prefix("http://").unwrap().split_once("/#").unwrap();
        (self.address, self.key) = (address.parse().unwrap(), key.to_owned());
    }

    /// Connects and sends `head`, with its line ends, then `body`.
    fn begin(&self, head: &str, body: &[u8]) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        drop(stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body)));
        stream
    }

    /// The status and the rest of an answer.
    fn ask(&self, line: &str, headers: &[&str], body: &[u8]) -> (u16, String) {
        let headers: String = headers.iter().map(|header| format!("{header}\r\n")).collect();
        let head = format!("{line} HTTP/1.1\r\nHost: {}\r\n{headers}\r\n", self.address);
        read(self.begin(&head, body))
    }

    fn post(&self, name: &str, length: &str, body: &[u8]) -> (u16, String) {
        self.ask(&format!("POST /photo?name={name}"), &self.headers(&self.key, length), body)
    }

    fn headers<'a>(&self, key: &str, length: &str) -> [&'a str; 4] {
        let own = [
            format!("Origin: http://{}", self.address),
            "Content-Type: application/octet-stream".to_owned(),
            format!("X-Rostok-Key: {key}"),
            format!("Content-Length: {length}"),
        ];
        own.map(|header| &*header.leak())
    }

    /// The files below `content`, without those that were there.
    fn taken(&self) -> Vec<String> {
        let files = crate::fs::list(&self.folder.path().join("content")).unwrap();
        let names = files.into_iter().map(|file| format!("content/{}", file.relative));
        let is_new = |name: &String| name != EVENT && name != OTHER;
        names.filter(|name| is_new(name) && self.folder.path().join(name).is_file()).collect()
    }

    fn until_refused(&self) {
        for _ in 0..200 {
            if TcpStream::connect(self.address).is_err() {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("still listening");
    }

    fn ended(&self) -> Option<ReceptionEnd> {
        self.app.phone.look(|open, ended| ended.filter(|_| open.is_none()))
    }
}

fn read(mut stream: TcpStream) -> (u16, String) {
    let mut bytes = Vec::new();
    drop(stream.read_to_end(&mut bytes));
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let status = text.get(9..12).and_then(|status| status.parse().ok()).unwrap_or(0);
    (status, text)
}

const LONG: Duration = Duration::from_secs(600);

#[test]
fn photos_of_one_event_are_taken_in_and_nothing_is_told() {
    let phone = Phone::open(LONG);
    let length = PHOTO.len().to_string();
    for (name, file) in [
        ("IMG_1.JPG", "content/posts/turnir/img_1.jpg"),
        // No name leads elsewhere, and no other event can be named.
        (
            "..%2F..%2Fden%2Findex.md&file=content%2Fposts%2Fden%2Findex.md",
            "content/posts/turnir/foto.jpg",
        ),
    ] {
        let photo = [PHOTO, name.as_bytes()].concat();
        let (status, text) = phone.post(name, &photo.len().to_string(), &photo);
        assert_eq!(status, 200, "{text}");
        assert!(text.ends_with("\r\n\r\n{}"), "{text}");
        assert_eq!(std::fs::read(phone.folder.path().join(file)).unwrap(), photo);
    }
    // Sent again after an answer was lost.
    let photo = [PHOTO, b"IMG_1.JPG"].concat();
    assert_eq!(phone.post("IMG_1.JPG", &photo.len().to_string(), &photo).0, 200);
    assert_eq!(phone.taken().len(), 2, "{:?}", phone.taken());
    assert_eq!(phone.app.phone.look(|open, _| open.unwrap().reception.received()), 2);
    // What is no photo.
    let (status, text) = phone.post("a.jpg", "9", b"not a jpg");
    assert!(status == 415 && text.contains("В файле не снимок"), "{text}");
    let (status, text) = phone.post("a.heic", "24", b"\0\0\0\x18ftypheic\0\0\0\0heicmif1");
    assert!(status == 415 && text.contains("Настройки"), "{text}");
    // The event is gone: its place is not told.
    std::fs::remove_file(phone.folder.path().join(EVENT)).unwrap();
    let (status, text) = phone.post("b.jpg", &length, PHOTO);
    assert!(status == 404 && !text.contains("content"), "{text}");
    assert_eq!(phone.taken().len(), 2, "{:?}", phone.taken());
}

#[test]
fn who_may_send_is_asked_before_anything_is_read() {
    let phone = Phone::open(LONG);
    let address = phone.address;
    let line = "POST /photo?name=1.jpg";
    let with = |change: &[(usize, &str)], more: &[&str]| {
        let mut headers = phone.headers(&phone.key, "100").to_vec();
        change.iter().for_each(|&(at, header)| headers[at] = header);
        headers.extend(more);
        phone.ask(line, &headers, b"").0
    };
    let foreign = format!("Origin: http://localhost:{}", address.port());
    for (at, header, status) in [
        (0, "X-None: 1", 403),
        (0, "Origin: null", 403),
        (0, "Origin: http://example.org", 403),
        (0, &*foreign, 403),
        (1, "Content-Type: text/plain", 415),
        (1, "Content-Type: image/jpeg", 415),
        (1, "X-None: 1", 415),
        (2, "X-None: 1", 401),
        (2, "X-Rostok-Key: ", 401),
        (2, "X-Rostok-Key: 0123456789abcdef", 401),
        (3, "X-None: 1", 411),
        (3, "Content-Length: -1", 411),
        (3, "Content-Length: 67108865", 413),
        (3, "Content-Length: 99999999999999999999999", 413),
        (3, "Transfer-Encoding: chunked", 411),
    ] {
        assert_eq!(with(&[(at, header)], &[]), status, "{header}");
    }
    assert_eq!(with(&[], &["Content-Length: 100"]), 411);
    assert_eq!(with(&[], &["Transfer-Encoding: chunked"]), 411);
    assert_eq!(with(&[], &["Sec-Fetch-Site: cross-site"]), 403);
    // The name of another computer that leads here.
    let head = format!("GET / HTTP/1.1\r\nHost: photos.example.org:{}\r\n\r\n", address.port());
    assert_eq!(read(phone.begin(&head, b"")).0, 403);
    assert!(phone.taken().is_empty());
}

#[test]
fn nothing_else_is_answered() {
    let phone = Phone::open(LONG);
    let key = format!("X-Rostok-Key: {}", phone.key);
    let origin = format!("Origin: http://{}", phone.address);
    for path in [
        "/index.html",
        "/js/app.js",
        "/css/base.css",
        "/icon.svg",
        "/api/state",
        "/api/events",
        "/api/session",
        "/api/phone",
        "/api/phone/stop",
        "/api/photos?file=content%2Fposts%2Fturnir%2Findex.md",
        "/api/quit",
        "/api/thumb?file=content%2Fposts%2Fturnir%2Findex.md&name=1.jpg",
        "/photos",
        "/photo/1.jpg",
        "/turnir/",
        "/content/posts/turnir/index.md",
        "/../Cargo.toml",
        "/phone.html",
        "/favicon.ico",
        "//",
        "*",
    ] {
        for method in ["GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD"] {
            let (status, text) =
                phone.ask(&format!("{method} {path}"), &[&key, &origin, "Content-Length: 0"], b"");
            assert!(status == 404 || status == 400, "{method} {path}: {text}");
        }
    }
    for (path, allowed) in [
        ("/", "GET"),
        ("/phone.js", "GET"),
        ("/phone_view.js", "GET"),
        ("/phone.css", "GET"),
        ("/event", "GET"),
        ("/photo", "POST"),
    ] {
        for method in ["GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD", "TRACE", "PROPFIND"] {
            let (status, text) = phone.ask(&format!("{method} {path}"), &[&key, &origin], b"");
            assert!((status == 405) == (method != allowed), "{method} {path}: {text}");
        }
    }
    for path in ["/", "/phone.js", "/phone_view.js", "/phone.css"] {
        let (status, text) = phone.ask(&format!("GET {path}"), &[], b"");
        assert!(status == 200 && text.contains("default-src 'none'"), "{path}: {text}");
        for told in ["Турнир", "rostok-trash", "0.1.0", &*phone.key] {
            assert!(!text.contains(told), "{path}: {told}");
        }
    }
    // Of the event, who has the key learns the title and the time; here no site is open.
    let (status, text) = phone.ask("GET /event", &[&key], b"");
    assert!(status == 200 && text.contains("\"left\":") && !text.contains("posts"), "{text}");
    assert_eq!(phone.ask("GET /event", &[], b"").0, 401);
    assert_eq!(phone.ask("GET /event", &[&key, "Content-Length: 5"], b"abcde").0, 413);
}

#[test]
fn wrong_keys_keep_nobody_from_sending() {
    let phone = Phone::open(LONG);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..50 {
                    let answer = phone.ask("GET /event", &["X-Rostok-Key: 0123456789abcdef"], b"");
                    assert_eq!(answer.0, 401);
                }
            });
        }
    });
    assert_eq!(phone.post("1.jpg", &PHOTO.len().to_string(), PHOTO).0, 200);
    assert_eq!(phone.ended(), None);
}

#[test]
fn it_ends_by_itself() {
    let phone = Phone::open(Duration::from_millis(300));
    assert_eq!(phone.ask("GET /", &[], b"").0, 200);
    phone.until_refused();
    assert_eq!(phone.ended(), Some(ReceptionEnd::Time));
}

#[test]
fn without_a_network_the_event_stays_where_it_is() {
    const FLAT: &str = "content/posts/kubok.md";
    let phone = Phone::open(Duration::from_secs(900));
    let path = phone.folder.path().join(FLAT);
    std::fs::write(&path, "---\nназвание: Кубок\nдата: 8.12.2022\n---\n").unwrap();
    let error = super::open_for(&phone.app, FLAT, &[]).unwrap_err();
    assert_eq!(error.status, 409);
    assert!(path.exists());
    let here = LocalNetwork { address: Ipv4Addr::LOCALHOST, name: "lo".to_owned() };
    let moved = super::open_for(&phone.app, FLAT, &[here]).unwrap();
    assert_eq!(moved.file, "content/posts/kubok/index.md");
    assert!(!path.exists());
}

#[test]
fn what_is_being_sent_is_cut_when_it_is_stopped() {
    let mut phone = Phone::open(LONG);
    let head = |phone: &Phone| {
        let headers = phone.headers(&phone.key, "1000000").join("\r\n");
        format!("POST /photo?name=1.jpg HTTP/1.1\r\nHost: {}\r\n{headers}\r\n\r\n", phone.address)
    };
    let sending: Vec<_> = (0..3).map(|_| phone.begin(&head(&phone), PHOTO)).collect();
    let taken =
        |phone: &Phone| phone.app.phone.look(|open, _| open.unwrap().reception.places.taken());
    while taken(&phone) < 3 {
        std::thread::sleep(Duration::from_millis(20));
    }
    let (status, text) = read(phone.begin(&head(&phone), b""));
    assert!(status == 503 && text.contains("подождите"), "{text}");
    // An upload in the editor itself has places of its own.
    assert!(phone.app.uploads.admit().is_some());
    let (first, first_key) = (phone.address, phone.key.clone());
    // Another event: the first one is closed, and its key is worth nothing.
    phone.reopen(OTHER, LONG);
    for stream in sending {
        assert_eq!(read(stream).0, 0);
    }
    assert!(first == phone.address || TcpStream::connect(first).is_err());
    assert_ne!(first_key, phone.key);
    let headers = phone.headers(&first_key, "5");
    assert_eq!(phone.ask("POST /photo?name=1.jpg", &headers, b"12345").0, 401);
    let key = phone.key.clone();
    phone.reopen(OTHER, LONG);
    assert_eq!(phone.key, key, "the same event is prolonged");
    phone.app.phone.close(ReceptionEnd::Stopped);
    assert!(TcpStream::connect(phone.address).is_err());
    assert_eq!(phone.ended(), Some(ReceptionEnd::Stopped));
    assert!(phone.taken().is_empty());
    let files = crate::fs::list(&phone.folder.path().join(".rostok")).unwrap_or_default();
    let left: Vec<_> = files.iter().filter(|file| file.relative.ends_with(".tmp")).collect();
    assert!(left.is_empty(), "{left:?}");
}
