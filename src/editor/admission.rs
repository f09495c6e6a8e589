//! What the editor lets in: files of its page, and calls that no other page can make.
//!
//! The name of the host has been checked. Then, in this order, and before anything of a body is read:
//! the address and its method; `Origin`, which has to be there and ours where something may change, and
//! `Sec-Fetch-Site`; the length of the body, told once and within the bound of the route; its type; the
//! key; a place for a file, and room for it on the disk. `OPTIONS` is answered nowhere, so that a browser
//! sends no other page's request with our headers.

use std::sync::Arc;

use super::api::{self, ApiMethod, ApiRoute, Upload};
use super::app::App;
use super::instance::UPLOADS;
use super::upload_places::{UploadPlace, UploadPlaces};
use super::web::{self, PackedFile};
use crate::fs;
use crate::http::{Rejection, RequestHead};
use crate::publish::local_folder;

/// A request that was let in.
pub(super) enum Admitted {
    File {
        file: PackedFile,
        takes_gzip: bool,
    },
    Call {
        route: &'static ApiRoute,
        query: String,
        /// The length of the body, in bytes.
        length: u64,
        upload: Option<(Upload, UploadPlace)>,
    },
}

/// The routes that need no key of this run: the first exchanges a code for it, the second is called by
/// a further start of the program, which shows the opener.
pub(super) const SESSION: &str = "/api/session";
pub(super) const CODE: &str = "/api/code";

pub(super) fn admit(app: &Arc<App>, head: &RequestHead<'_>) -> Result<Admitted, Rejection> {
    let (path, query) = head.target.split_once('?').unwrap_or((head.target, ""));
    if let Some(file) = web::find(path) {
        return match head.method {
            "GET" => {
                check_sender(head, false)?;
                Ok(Admitted::File { file, takes_gzip: head.takes_gzip()? })
            }
            _ => Err(Rejection::Method("GET")),
        };
    }
    let mut allowed = api::routes().filter(|route| route.path == path).peekable();
    let first = allowed.peek().ok_or(Rejection::Path)?.method.name();
    let route =
        allowed.find(|route| route.method.name() == head.method).ok_or(Rejection::Method(first))?;
    check_sender(head, true)?;
    let most = if route.path == SESSION { 1024 } else { route.body.bytes() };
    let length = body_length(head, route.method, most)?;
    let is_right_type = head.header("content-type")? == Some(route.body.media());
    if route.method == ApiMethod::Post && !is_right_type {
        return Err(Rejection::MediaType);
    }
    let key = head.header("x-rostok-key")?.unwrap_or_default();
    let is_known = match route.path {
        SESSION => true,
        CODE => app.session.is_opener(key),
        _ => app.session.is_key(key),
    };
    if !is_known {
        return Err(Rejection::Key);
    }
    let upload =
        if route.body.is_upload() { Some(room_for(app, &app.uploads, length)?) } else { None };
    Ok(Admitted::Call { route, query: query.to_owned(), length, upload })
}

/// Checks that the request comes from our page: `is_call` or the page itself, which a reader opens.
pub(super) fn check_sender(head: &RequestHead<'_>, is_call: bool) -> Result<(), Rejection> {
    let origin = head.header("origin")?;
    let is_own = match origin {
        Some(origin) => head.is_own_origin(origin),
        // Browsers leave it out of what only reads.
        None => head.method == "GET",
    };
    let is_near = match head.header("sec-fetch-site")? {
        None | Some("same-origin") => true,
        // Typed, or opened by the program.
        Some("none") => !is_call,
        Some(_) => false,
    };
    if is_own && is_near { Ok(()) } else { Err(Rejection::ForeignOrigin) }
}

/// The length of the body, of `most` bytes, told by exactly one header.
pub(super) fn body_length(
    head: &RequestHead<'_>,
    method: ApiMethod,
    most: u64,
) -> Result<u64, Rejection> {
    if head.header("transfer-encoding")?.is_some() {
        return Err(Rejection::Length);
    }
    let told = head.header("content-length").map_err(|_| Rejection::Length)?;
    let length = match (method, told) {
        (ApiMethod::Get, None) => return Ok(0),
        (_, Some(told)) if is_number(told) => told.parse(),
        _ => return Err(Rejection::Length),
    };
    // Digits that are no number are too many.
    let length = length.map_err(|_| Rejection::BodyTooLong)?;
    if length <= most { Ok(length) } else { Err(Rejection::BodyTooLong) }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// One of `places`, and a file for `length` bytes.
pub(super) fn room_for(
    app: &App,
    places: &UploadPlaces,
    length: u64,
) -> Result<(Upload, UploadPlace), Rejection> {
    let place = places.admit().ok_or(Rejection::Busy)?;
    let refused =
        |error: fs::Error| if error.is_full() { Rejection::NoSpace } else { Rejection::NoFolder };
    let folder = upload_folder(app).map_err(refused)?;
    let upload = Upload::create(&folder, length).map_err(refused)?;
    Ok((upload, place))
}

/// Where files lie until they are moved to their places, on the same disk.
fn upload_folder(app: &App) -> Result<std::path::PathBuf, fs::Error> {
    let folder = local_folder(&app.root)?.join(UPLOADS);
    fs::create_dir(&folder)?;
    Ok(folder)
}
