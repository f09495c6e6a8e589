//! Runs `rostok serve` for tests and sends it requests over raw sockets.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use crate::sandbox::{Site, program};

/// Longer than any step takes on a slow machine.
pub(crate) const TIMEOUT: Duration = Duration::from_secs(30);

pub(crate) fn connect(port: u16) -> TcpStream {
    let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_read_timeout(Some(TIMEOUT)).unwrap();
    stream.set_write_timeout(Some(TIMEOUT)).unwrap();
    stream
}

/// The lines that `child` prints; ends with the process.
pub(crate) fn lines_of(child: &mut Child) -> Receiver<String> {
    let (sender, lines) = channel();
    let stdout = BufReader::new(child.stdout.take().unwrap());
    std::thread::spawn(move || {
        for line in stdout.lines().map_while(Result::ok) {
            drop(sender.send(line));
        }
    });
    lines
}

/// `rostok serve` on a free port.
pub(crate) struct Serving {
    child: Child,
    pub(crate) port: u16,
    lines: Receiver<String>,
}

impl Serving {
    /// Serves `site` on a free port, unless `arguments` name one.
    pub(crate) fn start(site: &Site, arguments: &[&str]) -> Self {
        let mut child = program()
            .args(["serve", "--no-open", "--root"])
            .arg(site.root())
            .args(if arguments.contains(&"--port") { &[][..] } else { &["--port", "0"] })
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = lines_of(&mut child);
        let mut serving = Self { child, port: 0, lines };
        let line = serving.wait_for_line("Сайт открыт для просмотра");
        let port = line.trim_end_matches('/').rsplit(':').next().unwrap();
        serving.port = port.parse().unwrap();
        serving.wait_for_line("Ctrl+C");
        serving
    }

    /// Waits for a line of output with `words`.
    pub(crate) fn wait_for_line(&self, words: &str) -> String {
        loop {
            let line = self.lines.recv_timeout(TIMEOUT).unwrap();
            if line.contains(words) {
                return line;
            }
        }
    }

    pub(crate) fn connect(&self) -> TcpStream {
        connect(self.port)
    }

    /// Sends bytes and reads the whole answer.
    pub(crate) fn raw(&self, bytes: impl AsRef<[u8]>) -> Answer {
        let mut stream = self.connect();
        stream.write_all(bytes.as_ref()).unwrap();
        Answer::read(stream)
    }

    /// Sends a request with this first line (`GET /a`) and these headers after `Host`.
    pub(crate) fn request(&self, line: &str, headers: &[&str]) -> Answer {
        let headers: String = headers.iter().map(|header| format!("{header}\r\n")).collect();
        self.raw(format!("{line} HTTP/1.1\r\nHost: localhost:{}\r\n{headers}\r\n", self.port))
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.request(&format!("GET {path}"), &[])
    }

    #[cfg(unix)]
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits for the end of the process; returns its exit code.
    #[cfg(unix)]
    pub(crate) fn wait_for_exit(&mut self) -> i32 {
        until(|| self.child.try_wait().unwrap()).code().unwrap()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

#[derive(Debug)]
pub(crate) struct Answer {
    /// The status code; 0 without an answer.
    pub(crate) status: u16,
    /// The status line and the headers.
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// Reads to the end of the connection. A reset counts as the end.
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

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }
}

/// Polls `look` until it returns a value.
#[cfg(unix)]
#[track_caller]
pub(crate) fn until<T>(mut look: impl FnMut() -> Option<T>) -> T {
    let start = std::time::Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(start.elapsed() < TIMEOUT, "waited for nothing");
        std::thread::sleep(Duration::from_millis(5));
    }
}
