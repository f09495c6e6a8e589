//! What somebody between the program and the server can do, and certificates: the password never goes out with
//! less protection than the server had before.

use std::io::{BufRead, BufReader, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rostok::config::Tls;
use rostok::publish::ftp::{FtpOptions, FtpRemote, Protection};
use rostok::publish::remote::{Fault, Remote, TlsError};

use crate::ftp_servers::{Kind, PASSWORD, SECRET, Server, certify_itself, certify_names};
use crate::sandbox::{SETTINGS, Site, post_text, tree};

/// The server's consent to AUTH TLS.
const CONSENT: &[u8] = b"234 go on\r\n";

/// An answer to AUTH TLS that is not the server's.
#[derive(Clone, Copy, Debug)]
struct Attack {
    answer: &'static [u8],
    /// The answer to the handshake that follows a consent; may be empty.
    handshake: &'static [u8],
}

/// Refusals.
const REFUSALS: [Attack; 3] = [
    Attack { answer: b"500 what\r\n", handshake: b"" },
    Attack { answer: b"530 Please login with USER and PASS.\r\n", handshake: b"" },
    Attack { answer: b"502 Command not implemented.\r\n", handshake: b"" },
];

/// Consents that lead nowhere.
const CONSENTS: [Attack; 4] = [
    // The alert `handshake_failure`.
    Attack { answer: CONSENT, handshake: b"\x15\x03\x03\x00\x02\x02\x28" },
    // The alert `protocol_version`, as a server with TLS 1.1 alone sends it.
    Attack { answer: CONSENT, handshake: b"\x15\x03\x02\x00\x02\x02\x46" },
    Attack { answer: CONSENT, handshake: b"230 Logged in.\r\n230 Logged in.\r\n" },
    Attack { answer: b"234 go on\r\n230 Logged in.\r\n", handshake: b"" },
];

/// Somebody between the client and the server.
struct Interceptor {
    port: u16,
    state: Arc<Mutex<Interception>>,
}

#[derive(Default)]
struct Interception {
    server: u16,
    /// `None` to pass the connection through.
    attack: Option<Attack>,
    /// What clients have sent on connections that were not passed through.
    heard: Vec<String>,
    /// Both ends of the connections that were.
    passed: Vec<TcpStream>,
}

impl Interceptor {
    fn start(server: u16, attack: Option<Attack>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Interception { server, attack, ..Interception::default() };
        let state = Arc::new(Mutex::new(state));
        let shared = Arc::clone(&state);
        std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let state = Arc::clone(&shared);
                std::thread::spawn(move || intercept(client, &state));
            }
        });
        Self { port, state }
    }

    fn state(&self) -> MutexGuard<'_, Interception> {
        lock(&self.state)
    }

    /// Breaks all connections, and answers new ones.
    fn attack(&self, attack: Attack) {
        let mut state = self.state();
        state.attack = Some(attack);
        for stream in state.passed.drain(..) {
            drop(stream.shutdown(Shutdown::Both));
        }
    }

    #[track_caller]
    fn assert_heard_no_login(&self) {
        let heard = &self.state().heard;
        let secrets = ["USER", "PASS", PASSWORD];
        let told = heard.iter().any(|line| secrets.iter().any(|secret| line.contains(secret)));
        assert!(!told && heard.iter().any(|line| line == "AUTH TLS"), "{heard:?}");
    }
}

fn lock(state: &Mutex<Interception>) -> MutexGuard<'_, Interception> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

fn intercept(client: TcpStream, state: &Mutex<Interception>) -> Option<()> {
    let (port, attack) = {
        let state = lock(state);
        (state.server, state.attack)
    };
    let Some(Attack { answer, handshake }) = attack else {
        let server = TcpStream::connect(("127.0.0.1", port)).ok()?;
        let ends = [client.try_clone().ok()?, server.try_clone().ok()?];
        lock(state).passed.extend(ends);
        let (mut from, mut to) = (client.try_clone().ok()?, server.try_clone().ok()?);
        std::thread::spawn(move || {
            let _ = std::io::copy(&mut from, &mut to);
            to.shutdown(Shutdown::Both)
        });
        let (mut from, mut to) = (server, client);
        let _ = std::io::copy(&mut from, &mut to);
        return to.shutdown(Shutdown::Both).ok();
    };
    (&client).write_all(b"220 ready\r\n").ok()?;
    let mut lines = BufReader::new(client.try_clone().ok()?);
    loop {
        let mut line = Vec::new();
        if lines.read_until(b'\n', &mut line).ok()? == 0 {
            return None;
        }
        let line = String::from_utf8_lossy(&line).trim_end().to_owned();
        let reply: &[u8] = match line.split(' ').next() {
            Some("AUTH") => answer,
            Some("USER") => b"331 password\r\n",
            Some("PASS") => b"230 in\r\n",
            _ => b"500 what\r\n",
        };
        let agrees = line.starts_with("AUTH") && !handshake.is_empty();
        lock(state).heard.push(line);
        (&client).write_all(reply).ok()?;
        if agrees {
            let hello = lines.fill_buf().ok()?.len();
            lines.consume(hello);
            return (&client).write_all(handshake).ok();
        }
    }
}

fn options(server: &Server, interceptor: &Interceptor) -> FtpOptions {
    FtpOptions { port: interceptor.port, tls: Tls::Preferred, ..server.options.clone() }
}

#[test]
fn a_broken_connection_is_not_made_anew_without_encryption() {
    let Some(server) = Server::start(Kind::Pyftpdlib(&[]), true) else { return };
    for attack in REFUSALS.into_iter().chain(CONSENTS) {
        let interceptor = Interceptor::start(server.options.port, None);
        let mut ftp = FtpRemote::connect(options(&server, &interceptor)).unwrap();
        assert_eq!(ftp.protection(), Protection::All);
        ftp.write("a.html", b"1", &mut |_| true).unwrap();
        interceptor.attack(attack);
        let mut second = ftp.parallel().unwrap();
        for result in
            [ftp.write("b.html", b"2", &mut |_| true), ftp.reconnect(), second.reconnect()]
        {
            let fault = result.unwrap_err();
            assert!(matches!(fault, Fault::Lost(_) | Fault::Tls(_)), "{fault:?}");
        }
        let fault = ftp.reconnect().unwrap_err();
        assert!(matches!(fault, Fault::Tls(_)), "{attack:?}: {fault:?}");
        interceptor.assert_heard_no_login();
    }
}

#[test]
fn a_handshake_that_fails_is_never_a_server_without_encryption() {
    for attack in CONSENTS {
        let interceptor = Interceptor::start(0, Some(attack));
        let server = crate::ftp_script::Scripted::start(crate::ftp_script::State::default());
        let options =
            FtpOptions { port: interceptor.port, tls: Tls::Preferred, ..server.options() };
        let fault = FtpRemote::connect(options).err().unwrap();
        assert!(matches!(fault, Fault::Tls(_)), "{attack:?}: {fault:?}");
        interceptor.assert_heard_no_login();
    }
}

/// A site that is published through `port`, with these lines below `ftp:`.
fn site_through(site: &Site, server: &Server, port: u16, more: &str) {
    let settings = server.settings();
    let (from, to) = (format!("порт: {}", server.options.port), format!("порт: {port}"));
    let settings = settings.replace(&from, &to).replace("шифрование: off", more);
    site.file("content/site.yaml", format!("{SETTINGS}{settings}"));
}

#[test]
fn a_server_that_encrypted_once_must_go_on_unless_the_settings_say_otherwise() {
    let Some(server) = Server::start(Kind::Pyftpdlib(&[]), true) else { return };
    let interceptor = Interceptor::start(server.options.port, None);
    let site = Site::new();
    site.file("content/ftp.pem", server.options.authorities.clone().unwrap());
    site.post("turnir.md", &post_text("Турнир", "07.12.2022", "sovmestnye"));
    let publish = ["publish", "--yes", "--no-http-check", "--today", "2023-01-01"];
    site_through(&site, &server, interceptor.port, "центр_сертификации: ftp.pem");
    let run = site.run_with(&publish, &[SECRET]);
    assert!(!run.ok().stderr.contains("не зашифровано"), "{}", run.stderr);
    assert!(!tree(&server.site().join("tochka")).is_empty());

    interceptor.attack(REFUSALS[0]);
    for arguments in
        [&publish[..], &["publish", "--dry-run"], &["undo", "--yes"], &["probe", "--yes"]]
    {
        let run = site.run_with(arguments, &[SECRET]);
        let told = &run.exits(2).stderr;
        assert!(told.contains("раньше этот сервер шифровал"), "{told}");
        assert!(told.contains("пароль не отправлен") && told.contains("шифрование: нет"), "{told}");
    }
    interceptor.assert_heard_no_login();

    site_through(&site, &server, interceptor.port, "шифрование: нет");
    let run = site.run_with(&publish, &[SECRET]);
    assert!(run.stderr.contains("не зашифровано"), "{}", run.stderr);
    assert!(interceptor.state().heard.iter().any(|line| line.starts_with("PASS")));
}

#[test]
fn a_server_that_never_encrypted_is_told_of_before_the_password_is_asked_for() {
    let Some(server) = Server::start(Kind::Pyftpdlib(&[]), false) else { return };
    let interceptor = Interceptor::start(0, Some(REFUSALS[1]));
    let site = Site::new();
    site.post("turnir.md", &post_text("Турнир", "07.12.2022", "sovmestnye"));
    site_through(&site, &server, interceptor.port, "соединений: 1");
    let run = site.run(&["publish", "--yes", "--today", "2023-01-01"]);
    let told = &run.exits(2).stderr;
    let at = |words: &str| told.find(words).unwrap_or_else(|| panic!("{words} in {told}"));
    assert!(at("не зашифровано") < at("не указан пароль"), "{told}");
    assert_eq!(told.matches("не зашифровано").count(), 1);
    interceptor.assert_heard_no_login();
}

#[test]
fn a_certificate_that_the_settings_name_is_trusted_though_it_signed_itself() {
    let Some(server) = Server::start_with(Kind::Pyftpdlib(&[]), Some(certify_itself)) else {
        return;
    };
    let options = |authorities| FtpOptions { authorities, ..server.options.clone() };
    let mut ftp = FtpRemote::connect(server.options.clone()).unwrap();
    assert_eq!(ftp.protection(), Protection::All);
    ftp.write("a.html", b"1", &mut |_| true).unwrap();
    let folder = tempfile::tempdir().unwrap();
    for authorities in [None, Some(certify_itself(folder.path()))] {
        let fault = FtpRemote::connect(options(authorities)).err().unwrap();
        assert_eq!(fault, Fault::Tls(TlsError::SelfSigned));
    }
    assert!(!server.log().contains(PASSWORD));
}

fn certify_another(folder: &Path) -> Vec<u8> {
    certify_names(folder, &["*.hosting.example", "s12.hosting.example"])
}

#[test]
fn a_certificate_of_another_name_is_told_with_the_line_for_the_settings() {
    let Some(server) = Server::start_with(Kind::Pyftpdlib(&[]), Some(certify_another)) else {
        return;
    };
    let site = Site::new();
    site.file("content/ftp.pem", server.options.authorities.clone().unwrap());
    site.post("turnir.md", &post_text("Турнир", "07.12.2022", "sovmestnye"));
    site_through(&site, &server, server.options.port, "центр_сертификации: ftp.pem");
    let run = site.run_with(&["publish", "--yes", "--today", "2023-01-01"], &[SECRET]);
    let told = run.exits(2).stderr.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("для «*.hosting.example», «s12.hosting.example»"), "{told}");
    assert!(told.contains("«localhost»"), "{told}");
    assert!(told.contains("`сервер: s12.hosting.example`"), "{told}");
}
