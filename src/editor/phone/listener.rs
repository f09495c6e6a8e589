//! Answers a phone: the files of its page, and photos of who has the key. There is nothing else to ask for.
//!
//! Anybody in the network may connect. `Host` has to be the address that is listened on; then, before
//! anything of a body is read: the address and its method, `Origin`, the length, the type, the key, a place
//! among those who send, room on the disk. An answer tells nothing of what is there already.

use std::io;
use std::sync::Arc;

use super::reception::Reception;
use crate::editor::admission::{body_length, check_sender, room_for};
use crate::editor::api::{
    ApiError, ApiMethod, ApiReply, Bound, JSON, Query, Upload, rejection_body,
};
use crate::editor::app::App;
use crate::editor::json::json;
use crate::editor::server::{caught, receive};
use crate::editor::titles::Titles;
use crate::editor::upload_places::UploadPlace;
use crate::editor::web::PackedFile;
use crate::http::{
    HTML, HttpAnswer, IncomingBody, Rejection, RequestHead, SCRIPT, Service, Visitor, send,
};

macro_rules! packed {
    ($media:expr, $name:literal) => {
        PackedFile {
            media: $media,
            gzip: include_bytes!(concat!(env!("OUT_DIR"), "/phone/", $name, ".gz")),
        }
    };
}

/// The files of the page and their addresses.
const PAGE: [(&str, PackedFile); 4] = [
    ("/", packed!(HTML, "phone.html")),
    ("/phone.css", packed!("text/css; charset=utf-8", "phone.css")),
    ("/phone_view.js", packed!(SCRIPT, "phone_view.js")),
    ("/phone.js", packed!(SCRIPT, "phone.js")),
];

/// What the page may do. It shows photos that are about to be sent.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src blob: data:; \
                      connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

/// A listener of a reception.
pub(super) struct PhoneListener {
    pub(super) app: Arc<App>,
    pub(super) reception: Arc<Reception>,
}

/// What a phone was let in with.
pub(super) enum PhoneRequest {
    Page {
        file: PackedFile,
        takes_gzip: bool,
    },
    /// For which event the photos are, and how long they may come.
    Event,
    Photo {
        name: String,
        length: u64,
        upload: Upload,
        place: UploadPlace,
    },
}

impl Service for PhoneListener {
    type Admitted = PhoneRequest;

    fn admit(&self, head: &RequestHead<'_>) -> Result<PhoneRequest, Rejection> {
        let (path, query) = head.target.split_once('?').unwrap_or((head.target, ""));
        let only = |method: ApiMethod| match head.method == method.name() {
            true => Ok(method),
            false => Err(Rejection::Method(method.name())),
        };
        if let Some((_, file)) = PAGE.into_iter().find(|(address, _)| *address == path) {
            let method = only(ApiMethod::Get)?;
            check_sender(head, false)?;
            body_length(head, method, 0)?;
            return Ok(PhoneRequest::Page { file, takes_gzip: head.takes_gzip()? });
        }
        match path {
            "/event" => {
                let method = only(ApiMethod::Get)?;
                check_sender(head, true)?;
                body_length(head, method, 0)?;
                self.check_key(head)?;
                Ok(PhoneRequest::Event)
            }
            "/photo" => {
                let method = only(ApiMethod::Post)?;
                check_sender(head, true)?;
                let length = body_length(head, method, Bound::Photo.bytes())?;
                if head.header("content-type")? != Some(Bound::Photo.media()) {
                    return Err(Rejection::MediaType);
                }
                self.check_key(head)?;
                let (upload, place) = room_for(&self.app, &self.reception.places, length)?;
                let name = Query(query).get("name").unwrap_or_default().into_owned();
                Ok(PhoneRequest::Photo { name, length, upload, place })
            }
            _ => Err(Rejection::Path),
        }
    }

    fn answer(&self, request: PhoneRequest, visitor: &Visitor, ahead: &[u8]) -> io::Result<()> {
        let answer = match request {
            PhoneRequest::Page { file, takes_gzip } => page(file, takes_gzip),
            PhoneRequest::Event => self.event(),
            PhoneRequest::Photo { name, length, mut upload, place } => {
                let _running = self.app.begin_call();
                let body = IncomingBody::new(visitor, ahead, length);
                let received = receive(body, Some(&mut upload));
                // Before the answer: then the page begins to send the next one.
                drop(place);
                let reply = received?.and_then(|_| self.take_in(&name, upload));
                let answer = into_answer(reply.map_err(for_phone));
                return send(answer, None, false, visitor.stream());
            }
        };
        send(answer, None, false, visitor.stream())
    }

    fn explain(&self, rejection: Rejection) -> (&'static str, String) {
        match rejection {
            // A person typed the address.
            Rejection::Path | Rejection::ForeignOrigin | Rejection::Method(_) => {
                ("text/plain; charset=utf-8", rejection.text().to_owned())
            }
            _ => (JSON, rejection_body(rejection)),
        }
    }
}

impl PhoneListener {
    fn check_key(&self, head: &RequestHead<'_>) -> Result<(), Rejection> {
        self.reception.check(head.header("x-rostok-key")?.unwrap_or_default())?;
        let is_over = self.reception.left((self.app.now)()).is_zero();
        if is_over { Err(Rejection::Key) } else { Ok(()) }
    }

    fn event(&self) -> HttpAnswer {
        self.reception.note_seen();
        let titles = Titles::new(&self.app);
        let left = self.reception.left((self.app.now)()).as_secs();
        let title = titles.title(&self.reception.file);
        into_answer(Ok(ApiReply::Json(json!({ "title": title, "left": left }))))
    }

    fn take_in(&self, name: &str, upload: Upload) -> Result<ApiReply, ApiError> {
        self.app.check_folder()?;
        let file = &self.reception.file;
        let placed = caught(|| crate::editor::photos::take_in(&self.app, file, name, upload))?;
        if !placed.was_there {
            self.reception.note_received();
        }
        Ok(ApiReply::done())
    }
}

/// What of an error is no business of others: paths, and texts of the disk.
fn for_phone(error: ApiError) -> ApiError {
    match error.status {
        408 | 415 | 422 => ApiError { data: None, ..error },
        404 => ApiError::new(404, "Этого события на компьютере больше нет"),
        507 => ApiError::new(507, "На компьютере не хватает места"),
        status => ApiError::new(status, "Компьютер не смог записать снимок"),
    }
}

fn page(file: PackedFile, takes_gzip: bool) -> HttpAnswer {
    let mut answer = file.answer(takes_gzip);
    let headers = [("Content-Security-Policy", POLICY), ("Referrer-Policy", "no-referrer")];
    answer.headers.extend(headers.map(|(name, value)| (name, value.to_owned())));
    answer
}

fn into_answer(reply: Result<ApiReply, ApiError>) -> HttpAnswer {
    reply.map_or_else(ApiError::into_answer, ApiReply::into_answer)
}
