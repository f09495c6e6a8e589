//! Live reload: the script that is added to served pages, and its event stream.
//!
//! A page carries the generation of its snapshot. The stream begins with the generations of the last
//! changes, so that a page that slept or outlived the program finds out that it is old.

use std::io::{self, Write};
use std::time::{Duration, Instant};

use super::engine::{Engine, Snapshot};
use super::pages;
use crate::http::{self, Visitor};

pub(super) const SCRIPT: &str = "_rostok/live.js";

pub(super) const EVENTS: &str = "_rostok/events";

/// In a block, so that the scripts of a theme see none of its names.
pub(super) const SOURCE: &str =
    concat!("{\n", include_str!("live/in_place.js"), include_str!("live.js"), "}\n");

/// How often a comment is sent on a silent stream. A closed connection is noticed only by writing to
/// it, and each reload of a page leaves one behind.
const HEARTBEAT: Duration = Duration::from_secs(2);

/// How often a silent stream looks whether it was cut.
const LOOK: Duration = Duration::from_millis(250);

/// How soon a browser reconnects after the stream breaks, in milliseconds.
const RETRY: u32 = 500;

/// Adds the script to a page; it shows `badge` on it.
pub(super) fn with_script(html: &[u8], generation: u64, badge: &str) -> Vec<u8> {
    const END: &[u8] = b"</body>";
    let at = html.windows(END.len()).rposition(|piece| piece.eq_ignore_ascii_case(END));
    let (before, after) = html.split_at(at.unwrap_or(html.len()));
    let badge = pages::escaped(badge);
    let script = format!(
        "<script src=\"/{SCRIPT}\" data-generation=\"{generation}\" data-mark=\"{badge}\"></script>"
    );
    [before, script.as_bytes(), after].concat()
}

/// Writes an event for each new snapshot until the engine stops or the visitor is cut.
///
/// # Errors
/// If the visitor has closed the connection.
pub(super) fn stream_events(engine: &Engine, visitor: &Visitor) -> io::Result<()> {
    let mut listener = visitor.stream();
    let mut snapshot = engine.snapshot();
    write!(
        listener,
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: {}\r\nCache-Control: no-store\r\n\r\n\
         retry: {RETRY}\n",
        http::EVENTS
    )?;
    loop {
        write!(listener, "data: {}\n\n", event_data(&snapshot))?;
        let mut written = Instant::now();
        snapshot = loop {
            let start = Instant::now();
            match engine.wait_newer(snapshot.generation(), LOOK) {
                Some(newer) => break newer,
                None if start.elapsed() < LOOK || visitor.is_cut() => return Ok(()),
                None if written.elapsed() < HEARTBEAT => {}
                None => {
                    listener.write_all(b":\n\n")?;
                    written = Instant::now();
                }
            }
        };
    }
}

fn event_data(snapshot: &Snapshot) -> serde_json::Value {
    let changed = snapshot.changed();
    serde_json::json!({
        "generation": snapshot.generation(),
        "pages": changed.pages,
        "styles": changed.styles,
        "problems": pages::problems(snapshot),
    })
}

#[test]
fn the_script_is_added_before_the_last_end_of_the_body() {
    let script = |html: &str| String::from_utf8(with_script(html.as_bytes(), 7, "а\"")).unwrap();
    let tag =
        "<script src=\"/_rostok/live.js\" data-generation=\"7\" data-mark=\"а&quot;\"></script>";
    assert_eq!(script("<body></body>я</BODY>\n"), format!("<body></body>я{tag}</BODY>\n"));
    assert_eq!(script("без тела"), format!("без тела{tag}"));
}
