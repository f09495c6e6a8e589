//! Answers the requests that the gate lets in.

use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::sync::Arc;

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
    let mut head = format!(
        "HTTP/1.1 {status} {}\r\nServer: rostok\r\nConnection: close\r\nContent-Type: {media}\r\n\
         Content-Length: {length}\r\nCache-Control: no-store\r\nAccept-Ranges: bytes\r\n\
         X-Content-Type-Options: nosniff\r\nCross-Origin-Resource-Policy: same-origin\r\n",
        reason(status)
    );
    if let Some(range) = content_range {
        head += &format!("Content-Range: {range}\r\n");
    }
    client.write_all((head + "\r\n").as_bytes())?;
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

/// The words after the number of a status; browsers show them to developers.
fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        206 => "Partial Content",
        404 => "Not Found",
        416 => "Range Not Satisfiable",
        503 => "Service Unavailable",
        _ => "",
    }
}
