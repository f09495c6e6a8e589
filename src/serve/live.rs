//! Live reload: the script that pages get on their way out, and the stream it listens to.
//!
//! A page carries the generation it was made of. The stream begins with what changed last, whatever
//! the page has seen before, so that a page that slept, or outlived the program, catches up.

use std::io::{self, Write};
use std::time::{Duration, Instant};

use super::engine::{Engine, Snapshot};
use super::{media, pages};

/// The address of the script.
pub(super) const SCRIPT: &str = "_rostok/live.js";

/// The address of the stream.
pub(super) const EVENTS: &str = "_rostok/events";

/// The script.
pub(super) const SOURCE: &str = include_str!("live.js");

/// How often something is said on a silent stream. A listener that has gone is noticed only so, and
/// each page that is loaded again leaves one behind.
const HEARTBEAT: Duration = Duration::from_secs(2);

/// How soon a browser tries again once the stream is broken, in milliseconds.
const RETRY: u32 = 500;

/// The page with the script in it, and `mark` to be shown on it.
pub(super) fn with_script(html: &[u8], generation: u64, mark: &str) -> Vec<u8> {
    const END: &[u8] = b"</body>";
    let at = html.windows(END.len()).rposition(|piece| piece.eq_ignore_ascii_case(END));
    let (before, after) = html.split_at(at.unwrap_or(html.len()));
    let mark = pages::escaped(mark);
    let script = format!(
        "<script src=\"/{SCRIPT}\" data-generation=\"{generation}\" data-mark=\"{mark}\"></script>"
    );
    [before, script.as_bytes(), after].concat()
}

/// Tells `listener` what changes, until it goes or the engine stops.
///
/// # Errors
/// When the listener has gone.
pub(super) fn tell(engine: &Engine, mut listener: impl Write) -> io::Result<()> {
    let mut snapshot = engine.snapshot();
    write!(
        listener,
        "HTTP/1.1 200 OK\r\nContent-Type: {}\r\nCache-Control: no-store\r\n\r\nretry: {RETRY}\n",
        media::EVENTS
    )?;
    loop {
        write!(listener, "data: {}\n\n", news(&snapshot))?;
        listener.flush()?;
        snapshot = loop {
            let since = Instant::now();
            match engine.wait_newer(snapshot.generation(), HEARTBEAT) {
                Some(newer) => break newer,
                None if since.elapsed() < HEARTBEAT => return Ok(()),
                None => {
                    listener.write_all(b":\n\n")?;
                    listener.flush()?;
                }
            }
        };
    }
}

fn news(snapshot: &Snapshot) -> serde_json::Value {
    let changed = snapshot.changed();
    serde_json::json!({
        "generation": snapshot.generation(),
        "pages": changed.pages,
        "styles": changed.styles,
        "problems": pages::problems(snapshot.diagnostics()),
    })
}

#[test]
fn the_script_stands_before_the_last_end_of_the_body() {
    let script = |html: &str| String::from_utf8(with_script(html.as_bytes(), 7, "а\"")).unwrap();
    let tag =
        "<script src=\"/_rostok/live.js\" data-generation=\"7\" data-mark=\"а&quot;\"></script>";
    assert_eq!(script("<body></body>я</BODY>\n"), format!("<body></body>я{tag}</BODY>\n"));
    assert_eq!(script("без тела"), format!("без тела{tag}"));
}
