//! The real preview, running: asked over raw sockets, and ended with the test.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use crate::sandbox::Site;

/// Longer than anything here takes, on the slowest machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// `rostok serve` on a free port.
pub(crate) struct Serving {
    child: Child,
    /// The port.
    pub(crate) port: u16,
    lines: Receiver<String>,
}

impl Serving {
    /// Starts it for `site`, on the port that `arguments` name or any.
    pub(crate) fn start(site: &Site, arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_rostok"))
            .args(["serve", "--no-open", "--root"])
            .arg(site.root())
            .args(if arguments.contains(&"--port") { &[][..] } else { &["--port", "0"] })
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (said, lines) = channel();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        std::thread::spawn(move || {
            for line in stdout.lines().map_while(Result::ok) {
                drop(said.send(line));
            }
        });
        let mut serving = Self { child, port: 0, lines };
        let line = serving.says("Сайт открыт для просмотра");
        let port = line.trim_end_matches('/').rsplit(':').next().unwrap();
        serving.port = port.parse().unwrap();
        serving.says("Ctrl+C");
        serving
    }

    /// Waits for a line with `words` on the terminal.
    pub(crate) fn says(&self, words: &str) -> String {
        loop {
            let line = self.lines.recv_timeout(PATIENCE).unwrap();
            if line.contains(words) {
                return line;
            }
        }
    }

    /// A connection.
    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_write_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// Sends these bytes, and reads the answer to its end.
    pub(crate) fn raw(&self, bytes: impl AsRef<[u8]>) -> Answer {
        let mut stream = self.connect();
        stream.write_all(bytes.as_ref()).unwrap();
        Answer::read(stream)
    }

    /// Asks with this first line (`GET /a`) and these header lines after `Host`.
    pub(crate) fn ask(&self, line: &str, headers: &[&str]) -> Answer {
        let headers: String = headers.iter().map(|header| format!("{header}\r\n")).collect();
        self.raw(format!("{line} HTTP/1.1\r\nHost: localhost:{}\r\n{headers}\r\n", self.port))
    }

    /// Gets a page.
    pub(crate) fn get(&self, path: &str) -> Answer {
        self.ask(&format!("GET {path}"), &[])
    }

    /// The process.
    #[cfg(unix)]
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits for its end.
    #[cfg(unix)]
    pub(crate) fn ends(&mut self) -> i32 {
        until(|| self.child.try_wait().unwrap()).code().unwrap()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The status code; 0 where there was no answer at all.
    pub(crate) status: u16,
    /// The status line and the headers.
    pub(crate) head: String,
    /// The body.
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// Reads to the end of the connection. One that is reset has said what it had to say.
    pub(crate) fn read(mut stream: TcpStream) -> Self {
        let mut all = Vec::new();
        drop(stream.read_to_end(&mut all));
        let end =
            all.windows(4).position(|four| four == b"\r\n\r\n").map_or(all.len(), |at| at + 4);
        let body = all.split_off(end);
        let head = String::from_utf8(all).unwrap();
        let status = head.split(' ').nth(1).map_or(0, |status| status.parse().unwrap());
        Self { status, head, body }
    }

    /// The value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }

    /// The body as text.
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }
}

/// Waits until `look` finds something.
#[cfg(unix)]
#[track_caller]
pub(crate) fn until<T>(mut look: impl FnMut() -> Option<T>) -> T {
    let start = std::time::Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(start.elapsed() < PATIENCE, "waited for nothing");
        std::thread::sleep(Duration::from_millis(5));
    }
}
