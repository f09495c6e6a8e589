//! Drives headless Chromium over the WebDriver protocol.
//! <https://www.w3.org/TR/webdriver2/>
//!
//! `chromedriver` comes with Debian's Chromium, in the same version. The tests need so little of the
//! protocol that a client library would not be shorter.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

use crate::serving::{TIMEOUT, until};
use crate::tools::skip;

/// A browser; commands go to the tab in front.
pub(crate) struct Browser {
    driver: Child,
    port: u16,
    session: String,
}

impl Browser {
    /// Starts a browser. None without `chromedriver`: the test is skipped.
    pub(crate) fn start() -> Option<Self> {
        let (driver, port) =
            Self::start_driver().map_err(|error| skip(&format!("chromedriver: {error}"))).ok()?;
        let mut browser = Self { driver, port, session: String::new() };
        // No other host can be reached: names are not resolved.
        let options = json!({ "args": [
            "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu",
            "--no-proxy-server", "--window-size=900,700", "--no-first-run", "--disable-quic",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost , \
             EXCLUDE 10.77.0.1 , EXCLUDE 192.168.77.1",
        ]});
        let capabilities = json!({ "alwaysMatch": { "goog:chromeOptions": options } });
        let session = browser.call("POST", "", &json!({ "capabilities": capabilities }));
        browser.session = session["sessionId"].as_str().unwrap().to_owned();
        Some(browser)
    }

    /// Starts a driver; returns it and its port. It picks a port that is free in IPv4 and opens it in
    /// IPv6 too. If another program uses it there, the driver exits silently, and this starts another.
    fn start_driver() -> io::Result<(Child, u16)> {
        for _ in 0..5 {
            let mut driver = Command::new("chromedriver")
                .arg("--port=0")
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()?;
            let mut lines = BufReader::new(driver.stdout.take().unwrap()).lines();
            let port = lines.find_map(|line| {
                let line = line.unwrap();
                let (_, port) = line.split_once("started successfully on port ")?;
                port.trim_end_matches('.').parse().ok()
            });
            if let Some(port) = port {
                // Later output needs a reader, or the driver blocks.
                std::thread::spawn(move || lines.count());
                return Ok((driver, port));
            }
            driver.wait()?;
        }
        Err(io::Error::other("does not start"))
    }

    /// Opens an address in the tab in front.
    pub(crate) fn open(&self, url: &str) {
        self.call("POST", "/url", &json!({ "url": url }));
    }

    /// Opens a tab in front and returns its name.
    pub(crate) fn new_tab(&self) -> String {
        let tab = self.call("POST", "/window/new", &json!({ "type": "tab" }));
        let name = tab["handle"].as_str().unwrap().to_owned();
        self.switch_to(&name);
        name
    }

    /// The name of the tab in front.
    pub(crate) fn tab(&self) -> String {
        self.call("GET", "/window", &Value::Null).as_str().unwrap().to_owned()
    }

    /// Brings a tab to the front.
    pub(crate) fn switch_to(&self, tab: &str) {
        self.call("POST", "/window", &json!({ "handle": tab }));
    }

    /// Evaluates an expression in the page. Null while the page is being loaded.
    pub(crate) fn value(&self, expression: &str) -> Value {
        let script = format!("return ({expression})");
        self.call("POST", "/execute/sync", &json!({ "script": script, "args": [] }))
    }

    /// Evaluates an expression in the last frame of the page; null without one.
    pub(crate) fn value_in_frame(&self, expression: &str) -> Value {
        let frame = self.value("document.querySelectorAll('iframe').length - 1");
        let entered = self.send("POST", "/frame", &json!({ "id": frame })).unwrap();
        // The frame may be gone by now.
        let value = if entered.is_null() { self.value(expression) } else { Value::Null };
        self.call("POST", "/frame", &json!({ "id": null }));
        value
    }

    /// Waits until an expression in the page is true, also across reloads.
    #[track_caller]
    pub(crate) fn until(&self, expression: &str) {
        until(|| (self.value(expression) == true).then_some(()));
    }

    /// Evaluates an expression in the page that is a promise, and waits for its value.
    pub(crate) fn promised(&self, expression: &str) -> Value {
        let script =
            format!("({expression}).then(arguments[0], error => arguments[0](String(error)))");
        self.call("POST", "/execute/async", &json!({ "script": script, "args": [] }))
    }

    /// Sends a command of the DevTools protocol, for what WebDriver lacks.
    /// <https://chromedevtools.github.io/devtools-protocol/>
    pub(crate) fn devtools(&self, command: &str, parameters: &Value) -> Value {
        self.call("POST", "/goog/cdp/execute", &json!({ "cmd": command, "params": parameters }))
    }

    /// Presses a key, given as its character (WebDriver 2, 17.4.2).
    pub(crate) fn press(&self, key: char) {
        let key = |what: &str| json!({ "type": what, "value": key.to_string() });
        let keys = [key("keyDown"), key("keyUp")];
        let actions = json!({ "actions": [{ "type": "key", "id": "keys", "actions": keys }] });
        self.call("POST", "/actions", &actions);
    }

    /// Performs input actions (WebDriver 2, 17.5).
    pub(crate) fn perform(&self, actions: &Value) {
        self.call("POST", "/actions", actions);
    }

    /// Resizes the window, in pixels.
    pub(crate) fn resize(&self, width: u32, height: u32) {
        self.call("POST", "/window/rect", &json!({ "width": width, "height": height }));
    }

    /// Sends a command to the driver. While a page is being loaded, scripts fail: then the value is
    /// null.
    fn call(&self, method: &str, path: &str, body: &Value) -> Value {
        let value = self.send(method, path, body).unwrap();
        let failed = value["error"].is_string();
        assert!(!failed || path == "/execute/sync", "{method} {path}: {value}");
        if failed { Value::Null } else { value }
    }

    fn send(&self, method: &str, path: &str, body: &Value) -> io::Result<Value> {
        let session =
            if self.session.is_empty() { String::new() } else { format!("/{}", self.session) };
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(TIMEOUT))?;
        write!(
            stream,
            "{method} /session{session}{path} HTTP/1.1\r\nHost: localhost:{}\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            self.port,
            body.len()
        )?;
        // The driver keeps the connection open, so read exactly `length` bytes.
        let mut answer = BufReader::new(stream);
        let mut length = 0;
        loop {
            let mut line = String::new();
            answer.read_line(&mut line)?;
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().map_err(io::Error::other)?;
            }
            if line.trim().is_empty() {
                break;
            }
        }
        let mut body = vec![0; length];
        answer.read_exact(&mut body)?;
        let mut answer: Value = serde_json::from_slice(&body)?;
        Ok(answer["value"].take())
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Ends the session: otherwise the browser outlives the driver.
        drop(self.send("DELETE", "", &Value::Null));
        drop(self.driver.kill());
        drop(self.driver.wait());
    }
}
