//! Answers the requests that the gate lets in.

use std::borrow::Cow;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use percent_encoding::percent_decode_str;
use tiny_http::{Header, Method, Request, Response, Server};

use super::engine::{Engine, Served, Snapshot};
use super::gate::GatePeers;
use super::media::{EVENTS, HTML, SCRIPT, media_type};
use super::range::{ByteRange, parse_range};
use super::{live, pages};
use crate::diagnostic::Diagnostic;
use crate::fs;

/// Starts the server on a loopback port and threads of its own; returns its address.
pub(super) fn start(
    engine: Arc<Engine>,
    root: PathBuf,
    peers: Arc<GatePeers>,
) -> io::Result<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let address = listener.local_addr()?;
    let server = Server::from_listener(listener, None).map_err(io::Error::other)?;
    let handler = Arc::new(Handler { engine, root });
    thread::Builder::new().name("answer".to_owned()).spawn(move || {
        while let Ok(request) = server.recv() {
            if !peers.contains(request.remote_addr()) {
                drop(request.respond(Response::empty(404)));
                continue;
            }
            let handler = Arc::clone(&handler);
            // The gate limits the number of threads. If none can be started, dropping the request
            // answers 500. Errors mean that the reader has gone.
            drop(thread::Builder::new().spawn(move || drop(handler.handle(request))));
        }
    })?;
    Ok(address)
}

struct Handler {
    engine: Arc<Engine>,
    root: PathBuf,
}

/// An answer, before `Range` is applied to it.
struct Answer {
    status: u16,
    media: &'static str,
    body: AnswerBody,
}

enum AnswerBody {
    Bytes(Arc<[u8]>),
    /// An open file, and its size in bytes.
    File(std::fs::File, u64),
}

impl Handler {
    fn handle(&self, request: Request) -> io::Result<()> {
        let path = percent_decode_str(request.url().trim_start_matches('/')).decode_utf8_lossy();
        if path == live::EVENTS && *request.method() == Method::Get {
            return live::stream_events(&self.engine, request.into_writer());
        }
        let answer = self.look_up(&path);
        send(request, answer)
    }

    fn look_up(&self, path: &str) -> Answer {
        let snapshot = self.engine.snapshot();
        let own_page = |status, html: String| {
            let html = live::with_script(html.as_bytes(), snapshot.generation(), "");
            Answer { status, media: HTML, body: AnswerBody::Bytes(html.into()) }
        };
        match path {
            live::SCRIPT => {
                let source: &[u8] = live::SOURCE.as_bytes();
                return Answer {
                    status: 200,
                    media: SCRIPT,
                    body: AnswerBody::Bytes(source.into()),
                };
            }
            // For HEAD; `handle` answers GET.
            live::EVENTS => {
                return Answer {
                    status: 200,
                    media: EVENTS,
                    body: AnswerBody::Bytes(Arc::default()),
                };
            }
            pages::EVENT_LIST => return own_page(200, pages::event_list(&snapshot)),
            _ => {}
        }
        let file = if path.is_empty() { "index.html" } else { path };
        if let Some(answer) = self.file(&snapshot, file, 200) {
            return answer;
        }
        if snapshot.page("index.html").is_none()
            && snapshot.diagnostics().iter().any(Diagnostic::is_error)
        {
            return own_page(503, pages::no_site(&snapshot));
        }
        if let Some(page) = page_of_folder(&snapshot, path) {
            return own_page(404, pages::folder(&page));
        }
        self.file(&snapshot, "404.html", 404).unwrap_or_else(|| own_page(404, pages::not_found()))
    }

    /// The file of the site at `path`; HTML gets the preview's script.
    fn file(&self, snapshot: &Snapshot, path: &str, status: u16) -> Option<Answer> {
        let media = media_type(path);
        let body = match snapshot.page(path)? {
            Served::Bytes(bytes) => AnswerBody::Bytes(bytes),
            Served::File(source) if !self.is_inside(&source) => return None,
            Served::File(source) if media == HTML => {
                AnswerBody::Bytes(fs::read(&source).ok()?.into())
            }
            Served::File(source) => {
                let (file, size) = fs::open(&source).ok()?;
                AnswerBody::File(file, size)
            }
        };
        let body = match body {
            AnswerBody::Bytes(html) if media == HTML => {
                let event = snapshot.events().find(|event| event.path == path);
                let badge = event.map(|event| pages::badge(event.state)).unwrap_or_default();
                AnswerBody::Bytes(live::with_script(&html, snapshot.generation(), badge).into())
            }
            body => body,
        };
        Some(Answer { status, media, body })
    }

    /// Whether a source lies in the site's folder after symbolic links are resolved.
    fn is_inside(&self, source: &Path) -> bool {
        let real = |path| fs::resolve(path).ok();
        real(source).zip(real(&self.root)).is_some_and(|(source, root)| source.starts_with(root))
    }
}

/// The page that the address of a folder stands for.
fn page_of_folder(snapshot: &Snapshot, path: &str) -> Option<String> {
    let folder = path.strip_suffix('/')?;
    let files = [format!("{folder}/index.html"), format!("{folder}.html")];
    files.into_iter().find(|file| snapshot.page(file).is_some())
}

fn send(request: Request, answer: Answer) -> io::Result<()> {
    let Answer { status, media, body } = answer;
    let size = match &body {
        AnswerBody::Bytes(bytes) => bytes.len() as u64,
        AnswerBody::File(_, size) => *size,
    };
    let range = request.headers().iter().find(|header| header.field.equiv("Range"));
    let range = range.filter(|_| status == 200).map(|header| header.value.as_str());
    let (status, bytes, content_range) = match parse_range(range, size) {
        ByteRange::Whole => (status, 0..size, None),
        ByteRange::Part(bytes) => {
            let content_range = format!("bytes {}-{}/{size}", bytes.start, bytes.end - 1);
            (206, bytes, Some(content_range))
        }
        ByteRange::Unsatisfiable => (416, 0..0, Some(format!("bytes */{size}"))),
    };
    let mut headers = vec![
        ("Content-Type", Cow::Borrowed(media)),
        ("Cache-Control", "no-store".into()),
        ("Accept-Ranges", "bytes".into()),
        ("X-Content-Type-Options", "nosniff".into()),
        ("Cross-Origin-Resource-Policy", "same-origin".into()),
        // Without it tiny_http adds its own name.
        ("Server", "rostok".into()),
    ];
    headers.extend(content_range.map(|range| ("Content-Range", Cow::Owned(range))));
    let headers = headers
        .iter()
        .filter_map(|(name, value)| Header::from_bytes(name.as_bytes(), value.as_bytes()).ok())
        .collect();
    let length = bytes.end - bytes.start;
    let body: Box<dyn Read> = match body {
        AnswerBody::Bytes(all) => {
            let mut cursor = Cursor::new(all);
            cursor.set_position(bytes.start);
            Box::new(cursor.take(length))
        }
        AnswerBody::File(mut file, _) => {
            file.seek(SeekFrom::Start(bytes.start))?;
            Box::new(file.take(length))
        }
    };
    let length = usize::try_from(length).map_err(io::Error::other)?;
    let response = Response::new(status.into(), headers, body, Some(length), None);
    // Not chunked, so that HEAD gets `Content-Length` too.
    request.respond(response.with_chunked_threshold(usize::MAX))
}
