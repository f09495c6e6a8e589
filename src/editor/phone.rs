//! «С телефона»: photos of one event, sent by a phone in the same network.
//!
//! 1. `desk` opens a listener at each address of this computer (`networks`) for a quarter of an hour, and
//!    closes them.
//! 2. `reception` is what one opening lets in: for which event, with which key, until when.
//! 3. `listener` answers the phone: with the page (`src/editor/phone/page/`) and, who has the key, that a photo
//!    has arrived. Nothing else is there: no function of the editor, no file of the site, no way to read a photo.

mod desk;
mod listener;
mod networks;
mod reception;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use serde::Deserialize;
use serde_json::Value;

use super::api::{ApiError, Call, Reply, Route};
use super::app::App;
use super::documents::Moved;
use crate::editor::json::json;
use crate::export::qr_png;
pub(super) use desk::PhoneDesk;
use desk::{OpenReception, ReceptionEnd};
use networks::LocalNetwork;

/// How long a reception lasts, unless it is prolonged.
const LIFETIME: Duration = Duration::from_secs(15 * 60);

pub(super) const ROUTES: &[Route] = &[
    Route::get("/api/phone", state),
    Route::post("/api/phone/start", start),
    Route::post("/api/phone/stop", stop),
];

/// `GET /api/phone`
fn state(call: &Call<'_>) -> Result<Reply, ApiError> {
    Ok(Reply::Json(told(call.app)))
}

#[derive(Deserialize)]
struct ReceptionRequest {
    file: String,
}

/// `POST /api/phone/start`: opens the reception for an event, or prolongs it.
fn start(call: &Call<'_>) -> Result<Reply, ApiError> {
    let ReceptionRequest { file } = call.json()?;
    let moved = open_for(call.app, &file, &networks::networks())?;
    let mut reply = told(call.app);
    reply["file"] = moved.file.into();
    reply["hash"] = moved.hash.into();
    Ok(Reply::Json(reply))
}

/// Opens the reception for the event `file` in these networks, and gives the event its folder: a photo comes at
/// any time, and now its page waits.
fn open_for(app: &Arc<App>, file: &str, networks: &[LocalNetwork]) -> Result<Moved, ApiError> {
    let file = super::photos::open(&app.documents, file)?.file;
    // The page does not hear of the folder where the reception fails.
    if networks.is_empty() {
        return Err(desk::no_network());
    }
    let moved = app.documents.move_to_folder(&file)?;
    app.phone.open(app, &moved.file, LIFETIME, networks)?;
    Ok(moved)
}

/// `POST /api/phone/stop`
fn stop(call: &Call<'_>) -> Result<Reply, ApiError> {
    call.app.phone.close(ReceptionEnd::Stopped);
    Ok(Reply::Json(told(call.app)))
}

/// What the page of the event is told.
fn told(app: &App) -> Value {
    app.phone.look(|open, ended| {
        json!({
            "open": open.map(|open| of_open(app, open)),
            "ended": ended.map(|ended| match ended {
                ReceptionEnd::Stopped => "stopped",
                ReceptionEnd::Time => "time",
            }),
        })
    })
}

fn of_open(app: &App, open: &OpenReception) -> Value {
    let reception = &open.reception;
    let addresses: Vec<_> = open
        .addresses
        .iter()
        .map(|address| {
            // An address is never too long for a code.
            let code = qr_png(&address.url).unwrap_or_default();
            let code = base64::engine::general_purpose::STANDARD.encode(code);
            json!({
                "url": address.url,
                "network": address.network,
                "code": format!("data:image/png;base64,{code}"),
            })
        })
        .collect();
    json!({
        "file": reception.file,
        "left": reception.left((app.now)()).as_secs(),
        "received": reception.received(),
        "coming": reception.places.taken(),
        "seen": reception.was_seen(),
        "addresses": addresses,
    })
}
