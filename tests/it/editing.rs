//! Runs `rostok edit` for tests and sends it requests over raw sockets, as its page does.

use std::io::Write;
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::sync::mpsc::Receiver;

use serde_json::{Value, json};

use crate::sandbox::Site;
use crate::serving::{Answer, TIMEOUT, connect, lines_of};

/// `rostok edit` on a free port.
pub(crate) struct Editing {
    child: Child,
    /// The address that would have been opened.
    pub(crate) url: String,
    pub(crate) port: u16,
    /// The lines of output after the address; ends with the process.
    lines: Receiver<String>,
}

impl Editing {
    /// Edits `site` on a free port, unless `arguments` name one.
    pub(crate) fn start(site: &Site, arguments: &[&str]) -> Self {
        Self::start_with(site, arguments, &[])
    }

    /// The same with these environment variables.
    pub(crate) fn start_with(
        site: &Site,
        arguments: &[&str],
        environment: &[(&str, &str)],
    ) -> Self {
        let mut child = site
            .command()
            .envs(environment.iter().copied())
            .args(["edit", "--no-open"])
            .args(if arguments.contains(&"--port") { &[][..] } else { &["--port", "0"] })
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = lines_of(&mut child);
        let url = lines.recv_timeout(TIMEOUT).unwrap();
        let port = url.strip_prefix("http://127.0.0.1:").unwrap().split_once('/').unwrap().0;
        Self { child, port: port.parse().unwrap(), url, lines }
    }

    /// The code in an address.
    pub(crate) fn code(url: &str) -> &str {
        url.split_once("/#code=").unwrap().1
    }

    /// Exchanges the code of the first address for the key.
    pub(crate) fn key(&self) -> String {
        let answer = self.redeem(Self::code(&self.url));
        assert_eq!(answer.status, 200, "{}", answer.text());
        self.json(&answer)["key"].as_str().unwrap().to_owned()
    }

    pub(crate) fn redeem(&self, code: &str) -> Answer {
        let body = json!({ "code": code }).to_string();
        self.raw(self.head("POST", "/api/session", &[]) + &self.json_body(&body))
    }

    pub(crate) fn json(&self, answer: &Answer) -> Value {
        serde_json::from_slice(&answer.body).unwrap()
    }

    /// The first line, `Host` and for POST `Origin`, then `headers`; without the empty line.
    pub(crate) fn head(&self, method: &str, path: &str, headers: &[&str]) -> String {
        let host = format!("127.0.0.1:{}", self.port);
        let origin =
            if method == "POST" { format!("Origin: http://{host}\r\n") } else { String::new() };
        let headers: String = headers.iter().map(|header| format!("{header}\r\n")).collect();
        format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\n{origin}{headers}")
    }

    /// The rest of a request with this JSON.
    pub(crate) fn json_body(&self, body: &str) -> String {
        format!("Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}", body.len())
    }

    pub(crate) fn connect(&self) -> TcpStream {
        connect(self.port)
    }

    /// Sends bytes and reads the whole answer.
    pub(crate) fn raw(&self, bytes: impl AsRef<[u8]>) -> Answer {
        let mut stream = self.connect();
        // What is rejected may be closed while it is sent.
        drop(stream.write_all(bytes.as_ref()));
        Answer::read(stream)
    }

    /// Calls a function that reads.
    pub(crate) fn get(&self, key: &str, path: &str) -> Answer {
        self.raw(self.head("GET", path, &[&format!("X-Rostok-Key: {key}")]) + "\r\n")
    }

    /// Calls a function that changes something.
    pub(crate) fn post(&self, key: &str, path: &str, body: &Value) -> Answer {
        let head = self.head("POST", path, &[&format!("X-Rostok-Key: {key}")]);
        self.raw(head + &self.json_body(&body.to_string()))
    }

    /// The next line of output; `None` once the process has ended.
    pub(crate) fn next_line(&self) -> Option<String> {
        self.lines.recv_timeout(TIMEOUT).ok()
    }

    #[cfg(unix)]
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits for the end of the process; returns its exit code.
    pub(crate) fn wait_for_exit(&mut self) -> i32 {
        self.child.wait().unwrap().code().unwrap()
    }

    /// Ends the process at once, as a power cut does.
    pub(crate) fn kill(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

impl Drop for Editing {
    fn drop(&mut self) {
        self.kill();
    }
}
