//! The editor with its key: calls its functions as its page does.

use std::io::Write;
use std::net::TcpStream;
use std::ops::Deref;

use serde_json::Value;

use crate::editing::Editing;
use crate::sandbox::Site;
use crate::serving::{Answer, TIMEOUT};

/// A running editor, and who calls it.
pub(crate) struct RunningEditor {
    pub(crate) editing: Editing,
    pub(crate) client: EditorClient,
}

/// Calls an editor, from any thread.
pub(crate) struct EditorClient {
    port: u16,
    key: String,
}

impl RunningEditor {
    pub(crate) fn start(site: &Site, arguments: &[&str]) -> Self {
        let editing = Editing::start(site, arguments);
        let client = EditorClient { port: editing.port, key: editing.key() };
        Self { editing, client }
    }
}

impl Deref for RunningEditor {
    type Target = EditorClient;

    fn deref(&self) -> &EditorClient {
        &self.client
    }
}

impl EditorClient {
    /// Calls a function that reads; gives its status and its JSON.
    pub(crate) fn get(&self, path: &str) -> (u16, Value) {
        outcome(&self.fetch(path))
    }

    /// Calls a function that gives a file.
    pub(crate) fn fetch(&self, path: &str) -> Answer {
        self.send(&format!("GET {path}"), "", &[])
    }

    /// Calls a function that changes something.
    pub(crate) fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        self.post_bytes(path, "application/json", body.to_string().as_bytes())
    }

    /// Sends a file.
    pub(crate) fn upload(&self, path: &str, bytes: &[u8]) -> (u16, Value) {
        self.post_bytes(path, "application/octet-stream", bytes)
    }

    fn post_bytes(&self, path: &str, media: &str, bytes: &[u8]) -> (u16, Value) {
        let headers = format!(
            "Origin: http://127.0.0.1:{}\r\nContent-Type: {media}\r\nContent-Length: {}\r\n",
            self.port,
            bytes.len()
        );
        outcome(&self.send(&format!("POST {path}"), &headers, bytes))
    }

    fn send(&self, line: &str, headers: &str, body: &[u8]) -> Answer {
        let Self { port, key } = self;
        let mut stream = TcpStream::connect(("127.0.0.1", *port)).unwrap();
        stream.set_read_timeout(Some(TIMEOUT)).unwrap();
        let head = format!(
            "{line} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nX-Rostok-Key: {key}\r\n{headers}\r\n"
        );
        // What is rejected may be closed while it is sent.
        drop(stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body)));
        Answer::read(stream)
    }
}

/// The status, 0 without an answer, and the JSON.
fn outcome(answer: &Answer) -> (u16, Value) {
    (answer.status, serde_json::from_slice(&answer.body).unwrap_or_default())
}
