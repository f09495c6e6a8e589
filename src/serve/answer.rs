//! What is answered to a request that the gate let in.

use std::borrow::Cow;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use percent_encoding::percent_decode_str;
use tiny_http::{Header, Method, Request, Response, Server};

use super::engine::{Engine, Served, Snapshot};
use super::gate::Admitted;
use super::media::{EVENTS, HTML, SCRIPT, media_type};
use super::range::{Part, part};
use super::{live, pages};
use crate::diagnostic::Diagnostic;
use crate::fs;

/// Starts the server, on a port and threads of its own; gives its address.
pub(super) fn start(
    engine: Arc<Engine>,
    root: PathBuf,
    admitted: Arc<Admitted>,
) -> io::Result<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let address = listener.local_addr()?;
    let server = Server::from_listener(listener, None).map_err(io::Error::other)?;
    let desk = Arc::new(Desk { engine, root });
    thread::Builder::new().name("answer".to_owned()).spawn(move || {
        while let Ok(request) = server.recv() {
            if !admitted.has(request.remote_addr()) {
                drop(request.respond(Response::empty(404)));
                continue;
            }
            let desk = Arc::clone(&desk);
            // As many threads as the gate lets in. Without one, dropping the request answers 500;
            // a reader who has gone meanwhile needs no answer.
            drop(thread::Builder::new().spawn(move || drop(desk.answer(request))));
        }
    })?;
    Ok(address)
}

struct Desk {
    engine: Arc<Engine>,
    root: PathBuf,
}

/// What is sent, but for the part of it that may have been asked for.
struct Answer {
    status: u16,
    media: &'static str,
    body: Body,
}

enum Body {
    Bytes(Arc<[u8]>),
    /// An open file, and its size in bytes.
    File(std::fs::File, u64),
}

impl Desk {
    fn answer(&self, request: Request) -> io::Result<()> {
        let path = percent_decode_str(request.url().trim_start_matches('/')).decode_utf8_lossy();
        if path == live::EVENTS && *request.method() == Method::Get {
            return live::tell(&self.engine, request.into_writer());
        }
        let answer = self.look_up(&path);
        send(request, answer)
    }

    fn look_up(&self, path: &str) -> Answer {
        let snapshot = self.engine.snapshot();
        let own = |status, html: String| {
            let html = live::with_script(html.as_bytes(), snapshot.generation(), "");
            Answer { status, media: HTML, body: Body::Bytes(html.into()) }
        };
        match path {
            live::SCRIPT => {
                let source: &[u8] = live::SOURCE.as_bytes();
                return Answer { status: 200, media: SCRIPT, body: Body::Bytes(source.into()) };
            }
            // Only to HEAD; whoever gets it is told the news.
            live::EVENTS => {
                return Answer { status: 200, media: EVENTS, body: Body::Bytes(Arc::default()) };
            }
            pages::FRONT => return own(200, pages::front(&snapshot)),
            _ => {}
        }
        let wanted = if path.is_empty() { "index.html" } else { path };
        if let Some(answer) = self.file(&snapshot, wanted, 200) {
            return answer;
        }
        if snapshot.page("index.html").is_none()
            && snapshot.diagnostics().iter().any(Diagnostic::is_error)
        {
            return own(503, pages::no_site(&snapshot));
        }
        if let Some(file) = file_of_folder(&snapshot, path) {
            return own(404, pages::folder(&file));
        }
        self.file(&snapshot, "404.html", 404).unwrap_or_else(|| own(404, pages::missing()))
    }

    /// The file of the site at `path`; pages with the script.
    fn file(&self, snapshot: &Snapshot, path: &str, status: u16) -> Option<Answer> {
        let media = media_type(path);
        let body = match snapshot.page(path)? {
            Served::Bytes(bytes) => Body::Bytes(bytes),
            Served::File(source) if !self.is_inside(&source) => return None,
            Served::File(source) if media == HTML => Body::Bytes(fs::read(&source).ok()?.into()),
            Served::File(source) => {
                let (file, size) = fs::open(&source).ok()?;
                Body::File(file, size)
            }
        };
        let body = match body {
            Body::Bytes(html) if media == HTML => {
                let event = snapshot.events().find(|event| event.path == path);
                let mark = event.map(|event| pages::mark(event.state)).unwrap_or_default();
                Body::Bytes(live::with_script(&html, snapshot.generation(), mark).into())
            }
            body => body,
        };
        Some(Answer { status, media, body })
    }

    /// Whether a source really lies in the site's folder, whatever links lead to it.
    fn is_inside(&self, source: &Path) -> bool {
        let real = |path| fs::resolve(path).ok();
        real(source).zip(real(&self.root)).is_some_and(|(source, root)| source.starts_with(root))
    }
}

/// The page that is meant where a folder was asked for.
fn file_of_folder(snapshot: &Snapshot, path: &str) -> Option<String> {
    let folder = path.strip_suffix('/')?;
    let files = [format!("{folder}/index.html"), format!("{folder}.html")];
    files.into_iter().find(|file| snapshot.page(file).is_some())
}

fn send(request: Request, answer: Answer) -> io::Result<()> {
    let Answer { status, media, body } = answer;
    let size = match &body {
        Body::Bytes(bytes) => bytes.len() as u64,
        Body::File(_, size) => *size,
    };
    let asked = request.headers().iter().find(|header| header.field.equiv("Range"));
    let asked = asked.filter(|_| status == 200).map(|header| header.value.as_str());
    let (status, bytes, place) = match part(asked, size) {
        Part::Whole => (status, 0..size, None),
        Part::Bytes(bytes) => {
            let place = format!("bytes {}-{}/{size}", bytes.start, bytes.end - 1);
            (206, bytes, Some(place))
        }
        Part::Beyond => (416, 0..0, Some(format!("bytes */{size}"))),
    };
    let mut headers = vec![
        ("Content-Type", Cow::Borrowed(media)),
        ("Cache-Control", "no-store".into()),
        ("Accept-Ranges", "bytes".into()),
        ("X-Content-Type-Options", "nosniff".into()),
        ("Cross-Origin-Resource-Policy", "same-origin".into()),
        // Else tiny_http gives its own name.
        ("Server", "rostok".into()),
    ];
    headers.extend(place.map(|place| ("Content-Range", Cow::Owned(place))));
    let headers = headers
        .iter()
        .filter_map(|(name, value)| Header::from_bytes(name.as_bytes(), value.as_bytes()).ok())
        .collect();
    let length = bytes.end - bytes.start;
    let body: Box<dyn Read> = match body {
        Body::Bytes(all) => {
            let mut cursor = Cursor::new(all);
            cursor.set_position(bytes.start);
            Box::new(cursor.take(length))
        }
        Body::File(mut file, _) => {
            file.seek(SeekFrom::Start(bytes.start))?;
            Box::new(file.take(length))
        }
    };
    let length = usize::try_from(length).map_err(io::Error::other)?;
    let response = Response::new(status.into(), headers, body, Some(length), None);
    // In one piece, so that its length is told, also to HEAD.
    request.respond(response.with_chunked_threshold(usize::MAX))
}
