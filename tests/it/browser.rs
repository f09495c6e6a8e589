//! A real browser, led over the WebDriver protocol: Chromium without a window.
//! <https://www.w3.org/TR/webdriver2/>
//!
//! `chromedriver` comes with Debian's Chromium and knows that very version; what is asked of it is
//! so little that a client library would be longer than this.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

use crate::serving::{TIMEOUT, until};

/// A browser with one tab in front.
pub(crate) struct Browser {
    driver: Child,
    port: u16,
    session: String,
}

impl Browser {
    /// Starts one; none where there is no `chromedriver`, which is an error where everything is to
    /// be checked (`CI=true`).
    pub(crate) fn start() -> Option<Self> {
        let (driver, port) = match Self::drive() {
            Ok(driver) => driver,
            Err(error) => {
                let demanded = std::env::var("CI").is_ok_and(|ci| ci == "true");
                assert!(!demanded, "chromedriver: {error}");
                return None;
            }
        };
        let mut browser = Self { driver, port, session: String::new() };
        // No test asks another host for anything: names are not looked up.
        let options = json!({ "args": [
            "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu",
            "--no-proxy-server", "--window-size=900,700", "--no-first-run", "--disable-quic",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
        ]});
        let capabilities = json!({ "alwaysMatch": { "goog:chromeOptions": options } });
        let session = browser.call("POST", "", &json!({ "capabilities": capabilities }));
        browser.session = session["sessionId"].as_str().unwrap().to_owned();
        Some(browser)
    }

    /// A driver and the port it listens on. It looks for a free port in IPv4 and takes it in IPv6
    /// too: now and then another has it there, and it goes without a word.
    fn drive() -> io::Result<(Child, u16)> {
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
                // What it says later must find a reader.
                std::thread::spawn(move || lines.count());
                return Ok((driver, port));
            }
            driver.wait()?;
        }
        Err(io::Error::other("it does not start"))
    }

    /// Opens an address in the tab in front.
    pub(crate) fn open(&self, url: &str) {
        self.call("POST", "/url", &json!({ "url": url }));
    }

    /// Opens a tab and brings it to the front; gives its name.
    pub(crate) fn new_tab(&self) -> String {
        let tab = self.call("POST", "/window/new", &json!({ "type": "tab" }));
        let name = tab["handle"].as_str().unwrap().to_owned();
        self.bring(&name);
        name
    }

    /// The name of the tab in front.
    pub(crate) fn tab(&self) -> String {
        self.call("GET", "/window", &Value::Null).as_str().unwrap().to_owned()
    }

    /// Brings a tab to the front.
    pub(crate) fn bring(&self, tab: &str) {
        self.call("POST", "/window", &json!({ "handle": tab }));
    }

    /// The value of an expression in the page.
    pub(crate) fn value(&self, expression: &str) -> Value {
        let script = format!("return ({expression})");
        self.call("POST", "/execute/sync", &json!({ "script": script, "args": [] }))
    }

    /// Waits until an expression in the page is true, through reloads.
    #[track_caller]
    pub(crate) fn until(&self, expression: &str) {
        until(|| (self.value(expression) == true).then_some(()));
    }

    /// What a promise in the page comes to.
    pub(crate) fn promised(&self, expression: &str) -> Value {
        let script =
            format!("({expression}).then(arguments[0], error => arguments[0](String(error)))");
        self.call("POST", "/execute/async", &json!({ "script": script, "args": [] }))
    }

    /// Asks the browser in its own protocol, for what WebDriver has no word.
    /// <https://chromedevtools.github.io/devtools-protocol/>
    pub(crate) fn devtools(&self, command: &str, parameters: &Value) -> Value {
        self.call("POST", "/goog/cdp/execute", &json!({ "cmd": command, "params": parameters }))
    }

    /// Presses a key, named by its character (WebDriver 2, 17.4.2).
    pub(crate) fn press(&self, key: char) {
        let key = |what: &str| json!({ "type": what, "value": key.to_string() });
        let keys = [key("keyDown"), key("keyUp")];
        let actions = json!({ "actions": [{ "type": "key", "id": "keys", "actions": keys }] });
        self.call("POST", "/actions", &actions);
    }

    /// Gives the window a size, in pixels.
    pub(crate) fn size(&self, width: u32, height: u32) {
        self.call("POST", "/window/rect", &json!({ "width": width, "height": height }));
    }

    /// Calls the driver. While a page is being loaded anew there is nothing to run a script in;
    /// then the answer is an error, and null here.
    fn call(&self, method: &str, what: &str, body: &Value) -> Value {
        let value = self.send(method, what, body).unwrap();
        let failed = value["error"].is_string();
        assert!(!failed || what == "/execute/sync", "{method} {what}: {value}");
        if failed { Value::Null } else { value }
    }

    fn send(&self, method: &str, what: &str, body: &Value) -> io::Result<Value> {
        let session =
            if self.session.is_empty() { String::new() } else { format!("/{}", self.session) };
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(TIMEOUT))?;
        write!(
            stream,
            "{method} /session{session}{what} HTTP/1.1\r\nHost: localhost:{}\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            self.port,
            body.len()
        )?;
        // The driver does not close the connection.
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
        // Without this the browser outlives its driver.
        drop(self.send("DELETE", "", &Value::Null));
        drop(self.driver.kill());
        drop(self.driver.wait());
    }
}
