//! Answers the requests that the gate lets in.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::admission::{self, ValidRequest};
use super::engine::{Engine, Served, Snapshot};
use super::{live, pages};
use crate::diagnostic::Diagnostic;
use crate::fs;
use crate::http::{
    AnswerBody, EVENTS, HTML, HttpAnswer, Rejection, RequestHead, SCRIPT, Service, Visitor,
    media_type, send,
};

pub(super) struct Handler {
    pub(super) engine: Arc<Engine>,
    /// The root of the site.
    pub(super) root: PathBuf,
    /// The only origin that may show pages in a frame; without one, the gate lets no frame of another
    /// origin in.
    pub(super) framed_by: Option<String>,
}

impl Service for Handler {
    type Admitted = ValidRequest;

    fn admit(&self, head: &RequestHead<'_>) -> Result<ValidRequest, Rejection> {
        admission::validate(head, self.framed_by.is_some())
    }

    fn answer(&self, request: ValidRequest, visitor: &Visitor, _: &[u8]) -> io::Result<()> {
        if request.path == live::EVENTS && !request.head_only {
            return live::stream_events(&self.engine, visitor);
        }
        let mut answer = self.look_up(&request.path);
        if let Some(origin) = &self.framed_by {
            let policy = format!("frame-ancestors {origin}");
            answer.headers.push(("Content-Security-Policy", policy));
        }
        send(answer, request.range.as_deref(), request.head_only, visitor.stream())
    }
}

impl Handler {
    fn look_up(&self, path: &str) -> HttpAnswer {
        let snapshot = self.engine.snapshot();
        let own_page = |status, html: String| {
            let html = live::with_script(html.as_bytes(), snapshot.generation(), "");
            HttpAnswer::bytes(status, HTML, html)
        };
        match path {
            live::SCRIPT => return HttpAnswer::bytes(200, SCRIPT, live::SOURCE.as_bytes()),
            // For HEAD; `answer` answers GET.
            live::EVENTS => return HttpAnswer::bytes(200, EVENTS, ""),
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
    fn file(&self, snapshot: &Snapshot, path: &str, status: u16) -> Option<HttpAnswer> {
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
                let event = snapshot.event_at(path);
                let badge = event.map(|event| pages::badge(event.state)).unwrap_or_default();
                AnswerBody::Bytes(live::with_script(&html, snapshot.generation(), badge).into())
            }
            body => body,
        };
        Some(HttpAnswer { status, media, headers: Vec::new(), body })
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
