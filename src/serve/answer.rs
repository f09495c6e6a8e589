//! Answers the requests that the gate lets in.

use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tiny_http::{HTTPVersion, Header, Response};

use super::engine::{Engine, Served, Snapshot};
use super::head::ValidRequest;
use super::media::{EVENTS, HTML, SCRIPT, media_type};
use super::range::{ByteRange, parse_range};
use super::visitors::Visitor;
use super::{live, pages};
use crate::diagnostic::Diagnostic;
use crate::fs;

pub(super) struct Handler {
    pub(super) engine: Arc<Engine>,
    /// The root of the site.
    pub(super) root: PathBuf,
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
    /// Answers `request` of `visitor`.
    ///
    /// # Errors
    /// If the visitor has gone, or a file cannot be read.
    pub(super) fn answer(&self, request: &ValidRequest, visitor: &Visitor) -> io::Result<()> {
        if request.path == live::EVENTS && !request.head_only {
            return live::stream_events(&self.engine, visitor);
        }
        send(request, self.look_up(&request.path), visitor.stream())
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
            // For HEAD; `answer` answers GET.
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

fn send(request: &ValidRequest, answer: Answer, mut client: &TcpStream) -> io::Result<()> {
    let Answer { status, media, body } = answer;
    let size = match &body {
        AnswerBody::Bytes(bytes) => bytes.len() as u64,
        AnswerBody::File(_, size) => *size,
    };
    let range = request.range.as_deref().filter(|_| status == 200);
    let (status, bytes, content_range) = match parse_range(range, size) {
        ByteRange::Whole => (status, 0..size, None),
        ByteRange::Part(bytes) => {
            let content_range = format!("bytes {}-{}/{size}", bytes.start, bytes.end - 1);
            (206, bytes, Some(content_range))
        }
        ByteRange::Unsatisfiable => (416, 0..0, Some(format!("bytes */{size}"))),
    };
    let length = bytes.end - bytes.start;
    client.write_all(&head(status, media, length, content_range)?)?;
    if request.head_only {
        return Ok(());
    }
    match body {
        AnswerBody::Bytes(all) => {
            let mut cursor = Cursor::new(all);
            cursor.set_position(bytes.start);
            io::copy(&mut cursor.take(length), &mut client)?;
        }
        AnswerBody::File(mut file, _) => {
            file.seek(SeekFrom::Start(bytes.start))?;
            io::copy(&mut file.take(length), &mut client)?;
        }
    }
    Ok(())
}

/// The head of an answer, up to the empty line.
fn head(
    status: u16,
    media: &str,
    length: u64,
    content_range: Option<String>,
) -> io::Result<Vec<u8>> {
    let mut headers = vec![
        ("Content-Type", media),
        ("Cache-Control", "no-store"),
        ("Accept-Ranges", "bytes"),
        ("X-Content-Type-Options", "nosniff"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        // Without it tiny_http adds its own name.
        ("Server", "rostok"),
    ];
    headers.extend(content_range.as_deref().map(|range| ("Content-Range", range)));
    let headers = headers.iter().filter_map(|(name, value)| Header::from_bytes(*name, *value).ok());
    let length = usize::try_from(length).map_err(io::Error::other)?;
    let response = Response::new(status.into(), headers.collect(), io::empty(), Some(length), None)
        // Not chunked, so that HEAD gets `Content-Length` too.
        .with_chunked_threshold(usize::MAX);
    let mut head = Vec::new();
    response.raw_print(&mut head, HTTPVersion(1, 1), &[], true, None)?;
    // tiny_http leaves this header to its own server.
    head.truncate(head.len().saturating_sub(2));
    head.extend_from_slice(b"Connection: close\r\n\r\n");
    Ok(head)
}
