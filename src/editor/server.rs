//! Answers what was let in: reads the body, calls the function, sends what it gives.

use std::cell::RefCell;
use std::io::{self, ErrorKind, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::admission::{self, Admitted, CODE, SESSION};
use super::api::{self, ApiError, ApiReply, ApiRoute, Call, Query, Upload, rejection_body};
use super::app::App;
use super::web;
use crate::http::{HTML, IncomingBody, Rejection, RequestHead, Service, Visitor, send};

/// What works while the folder of the site is gone: the page finds out, and the work can be ended.
const WITHOUT_FOLDER: [&str; 7] =
    [SESSION, CODE, "/api/changes", "/api/job", "/api/job/answer", "/api/job/stop", "/api/quit"];

const NOTHING_HERE: &str = r#"<!doctype html>
<html lang="ru">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Такой страницы нет</title>
<link rel="stylesheet" href="/css/base.css">
<link rel="stylesheet" href="/css/pieces.css">
<main class="empty">
<h1>Такой страницы нет</h1>
<p>Возможно, в адресе опечатка.</p>
<p><a class="button button-primary" href="/">Открыть Росток</a></p>
</main>
</html>
"#;

/// The server of one editor.
pub(super) struct EditorServer {
    pub(super) app: Arc<App>,
}

impl Service for EditorServer {
    type Admitted = Admitted;

    fn admit(&self, head: &RequestHead<'_>) -> Result<Admitted, Rejection> {
        admission::admit(&self.app, head)
    }

    fn answer(&self, request: Admitted, visitor: &Visitor, ahead: &[u8]) -> io::Result<()> {
        let answer = match request {
            Admitted::File { file, takes_gzip } => web::answer(file, takes_gzip, &self.app),
            Admitted::Call { route, query, length, upload } => {
                // Until its answer is sent.
                let _running = self.app.begin_call();
                let body = IncomingBody::new(visitor, ahead, length);
                let (mut upload, place) = upload.unzip();
                let received = receive(body, upload.as_mut());
                // Before the answer and the end of the file: then the page begins to send the next one.
                drop(place);
                let reply = match received? {
                    Ok(body) => self.call(route, &query, &body, upload),
                    Err(error) => Err(error),
                };
                let reply = reply.map_err(|error| error.within(&self.app.root));
                let answer = reply.map_or_else(ApiError::into_answer, ApiReply::into_answer);
                return send(answer, None, false, visitor.stream());
            }
        };
        send(answer, None, false, visitor.stream())
    }

    fn explain(&self, rejection: Rejection) -> (&'static str, String) {
        match rejection {
            // A person typed the address: the page asks for nothing that is not there.
            Rejection::Path => (HTML, NOTHING_HERE.to_owned()),
            _ => (api::JSON, rejection_body(rejection)),
        }
    }
}

impl EditorServer {
    fn call(
        &self,
        route: &ApiRoute,
        query: &str,
        body: &[u8],
        upload: Option<Upload>,
    ) -> Result<ApiReply, ApiError> {
        if !WITHOUT_FOLDER.contains(&route.path) {
            self.app.check_folder()?;
        }
        let call = Call { query: Query(query), body, upload: RefCell::new(upload), app: &self.app };
        caught(|| (route.function)(&call))
    }
}

/// Does `work`. A mistake of the program in it must not take the place of the connection for good.
pub(super) fn caught<T>(work: impl FnOnce() -> Result<T, ApiError>) -> Result<T, ApiError> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        let hint = "то, что вы написали, сохранено; запустите Росток снова";
        Err(ApiError::new(500, "В программе ошибка").hint(hint))
    })
}

/// The bytes of a body, none if a file took them; or why the page has to try again.
pub(super) type Received = Result<Vec<u8>, ApiError>;

/// Reads the body, into the file if there is one.
///
/// # Errors
/// If the sender has gone.
pub(super) fn receive(
    mut body: IncomingBody<'_>,
    upload: Option<&mut Upload>,
) -> io::Result<Received> {
    let too_slow = || ApiError::new(408, "Данные не пришли вовремя").hint("попробуйте ещё раз");
    let Some(upload) = upload else {
        return match body.read_all() {
            Ok(bytes) => Ok(Ok(bytes)),
            Err(error) if error.kind() == ErrorKind::TimedOut => Ok(Err(too_slow())),
            Err(error) => Err(error),
        };
    };
    let mut piece = vec![0; 64 * 1024];
    loop {
        let count = match body.read(&mut piece) {
            Ok(0) => return Ok(Ok(Vec::new())),
            Ok(count) => count,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) if error.kind() == ErrorKind::TimedOut => return Ok(Err(too_slow())),
            Err(error) => return Err(error),
        };
        if let Err(error) = upload.write(piece.get(..count).unwrap_or_default()) {
            return Ok(Err(error.into()));
        }
    }
}
