//! A small FTP server that keeps its files in memory and fails at a given command.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rostok::config::Tls;
use rostok::publish::ftp::{FtpOptions, Password, Protection, Timeouts};

/// The time-outs of the clients of this server.
pub(crate) const PATIENCE: Duration = Duration::from_millis(700);

/// How a command fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Break {
    /// The connection ends before the command is carried out.
    LostBefore,
    /// The connection ends after the command was carried out, without a reply.
    LostAfter,
    /// There is no reply.
    Silent,
    /// The data connection stalls; commands without one get no reply.
    DataSilent,
    /// Both connections end after half of the data.
    Half,
    /// 450.
    Busy,
    /// 550.
    Refused,
    /// 552; half of the file is stored.
    Full,
}

/// The files of the server and its behaviour.
#[derive(Debug, Default)]
pub(crate) struct State {
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    /// The folders except the root.
    pub(crate) folders: BTreeSet<String>,
    /// The commands so far.
    pub(crate) commands: Vec<String>,
    /// The number of the command that fails, from 0, and how it fails.
    pub(crate) fail: Option<(usize, Break)>,
    /// EPSV is unknown, and PASV gives an unreachable address.
    pub(crate) wrong_address: bool,
    /// Of pipelined commands only the first is answered.
    pub(crate) no_pipelining: bool,
    /// The connection ends when a client does not read a whole file.
    pub(crate) hangs_up: bool,
    /// The maximum number of clients at once.
    pub(crate) max_clients: Option<usize>,
    /// After this many commands all clients except the first are refused.
    pub(crate) single_client_after: Option<usize>,
    /// Sent before the greeting.
    pub(crate) banner: Vec<u8>,
    /// Each transfer is confirmed twice.
    pub(crate) confirms_twice: bool,
    /// Replies come byte by byte, each later than the one before.
    pub(crate) drips: bool,
    /// Refusals repeat the password.
    pub(crate) repeats_password: bool,
    /// Commands that contain this text are slow.
    pub(crate) slow: Option<&'static str>,
    /// Uploads are read at some 64 KiB a second.
    pub(crate) sips: bool,
    /// The number of clients that are connected now.
    pub(crate) connected: usize,
    /// The number of clients that have ever connected.
    pub(crate) accepted: usize,
}

impl State {
    fn refuses(&self, number: usize) -> bool {
        number > 1 && self.single_client_after.is_some_and(|after| self.commands.len() >= after)
    }
}

/// A running server.
pub(crate) struct Scripted {
    /// The port on loopback.
    pub(crate) port: u16,
    state: Arc<Mutex<State>>,
}

impl Scripted {
    /// Starts a server. Its threads end with the test binary.
    pub(crate) fn start(state: State) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(Mutex::new(state));
        let shared = Arc::clone(&state);
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let state = Arc::clone(&shared);
                std::thread::spawn(move || Client::new(stream, state).serve());
            }
        });
        Self { port, state }
    }

    pub(crate) fn options(&self) -> FtpOptions {
        FtpOptions {
            host: "127.0.0.1".to_owned(),
            port: self.port,
            login: "shkola".to_owned(),
            password: Password::new("taina-42"),
            folder: "tochka".to_owned(),
            tls: Tls::Off,
            known: Protection::None,
            authorities: None,
            timeouts: Timeouts { connect: PATIENCE, command: PATIENCE, data: PATIENCE },
        }
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The connection of one client.
struct Client {
    number: usize,
    stream: TcpStream,
    state: Arc<Mutex<State>>,
    folder: String,
    data: Option<TcpListener>,
    from: Option<String>,
    rest: usize,
}

/// The connection has ended.
struct Closed;

impl Client {
    fn new(stream: TcpStream, state: Arc<Mutex<State>>) -> Self {
        Self { number: 0, stream, state, folder: String::new(), data: None, from: None, rest: 0 }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn serve(mut self) {
        let (number, full) = {
            let mut state = self.state();
            state.connected += 1;
            state.accepted += 1;
            let full = state.max_clients.is_some_and(|most| state.connected > most);
            (state.accepted, full || state.refuses(state.accepted))
        };
        self.number = number;
        if !full {
            self.serve_commands();
        } else {
            let _ = self.reply("421 too many connections");
        }
        self.state().connected -= 1;
    }

    fn serve_commands(&mut self) {
        let mut lines = BufReader::new(self.stream.try_clone().unwrap());
        let banner = self.state().banner.clone();
        if self.stream.write_all(&banner).is_err() || self.reply("220 ready").is_err() {
            return;
        }
        loop {
            let mut line = String::new();
            if !matches!(lines.read_line(&mut line), Ok(1..)) {
                return;
            }
            if self.state().no_pipelining {
                let length = lines.buffer().len();
                lines.consume(length);
            }
            if self.command(line.trim_end()).is_err() {
                return;
            }
        }
    }

    fn reply(&mut self, reply: &str) -> Result<(), Closed> {
        let (drips, repeats) = {
            let state = self.state();
            (state.drips, state.repeats_password)
        };
        let mut line = format!("{reply}\r\n");
        if repeats && line.starts_with('5') {
            line = line.replace("\r\n", " for taina-42\r\n");
        }
        if !drips {
            return self.stream.write_all(line.as_bytes()).map_err(|_| Closed);
        }
        line.bytes().try_for_each(|byte| {
            std::thread::sleep(PATIENCE / 5);
            self.stream.write_all(&[byte]).map_err(|_| Closed)
        })
    }

    fn command(&mut self, line: &str) -> Result<(), Closed> {
        let (name, argument) = line.split_once(' ').unwrap_or((line, ""));
        if self.state().slow.is_some_and(|word| line.contains(word)) {
            std::thread::sleep(Duration::from_millis(300));
        }
        let broken = {
            let mut state = self.state();
            if state.refuses(self.number) {
                return Err(Closed);
            }
            let number = state.commands.len();
            state.commands.push(line.to_owned());
            state.fail.filter(|(at, _)| *at == number).map(|(_, how)| how)
        };
        match broken {
            Some(Break::LostBefore) => Err(Closed),
            Some(Break::Silent) => self.stay_silent(),
            Some(Break::Busy) => self.reply("450 later"),
            Some(Break::Refused) => self.reply("550 no"),
            _ if matches!(name, "STOR" | "APPE" | "RETR" | "LIST") => {
                self.transfer(name, argument, broken)
            }
            Some(Break::Half) => Err(Closed),
            _ if name == "QUIT" => {
                self.reply("221 goodbye")?;
                Err(Closed)
            }
            Some(Break::DataSilent) => self.stay_silent(),
            Some(Break::Full) => self.reply("552 no space"),
            Some(Break::LostAfter) => {
                self.answer(name, argument);
                Err(Closed)
            }
            None => {
                let reply = self.answer(name, argument);
                self.reply(&reply)
            }
        }
    }

    /// Waits until the client gives up.
    fn stay_silent(&mut self) -> Result<(), Closed> {
        let mut rest = Vec::new();
        let _ = self.stream.read_to_end(&mut rest);
        Err(Closed)
    }

    fn path(&self, argument: &str) -> String {
        let whole = match argument.strip_prefix('/') {
            Some(absolute) => absolute.to_owned(),
            None => format!("{}/{argument}", self.folder),
        };
        whole.trim_matches('/').to_owned()
    }

    fn answer(&mut self, name: &str, argument: &str) -> String {
        let path = self.path(argument);
        match name {
            "USER" => "331 password".to_owned(),
            "PASS" => "230 in".to_owned(),
            "FEAT" => "211-Features:\r\n REST STREAM\r\n SIZE\r\n211 End".to_owned(),
            "PWD" => "257 \"/\" is here".to_owned(),
            "TYPE" => "200 ok".to_owned(),
            "EPSV" if self.state().wrong_address => "500 what".to_owned(),
            "EPSV" | "PASV" => self.open_port(name),
            "REST" => {
                self.rest = argument.parse().unwrap();
                "350 ok".to_owned()
            }
            "CWD" => {
                if path.is_empty() || self.state().folders.contains(&path) {
                    self.folder = path;
                    return "250 ok".to_owned();
                }
                "550 no such folder".to_owned()
            }
            "RNFR" => {
                self.from = Some(path).filter(|path| self.state().files.contains_key(path));
                if self.from.is_some() { "350 and" } else { "550 no such file" }.to_owned()
            }
            "RNTO" => {
                let Some(from) = self.from.take() else { return "503 RNFR first".to_owned() };
                let mut state = self.state();
                let bytes = state.files.remove(&from).unwrap();
                state.files.insert(path, bytes);
                "250 ok".to_owned()
            }
            _ => self.change(name, path),
        }
    }

    fn change(&self, name: &str, path: String) -> String {
        let mut state = self.state();
        let done = match name {
            "MKD" => state.folders.insert(path),
            "RMD" => state.folders.remove(&path),
            "DELE" => state.files.remove(&path).is_some(),
            "SIZE" => match state.files.get(&path) {
                Some(bytes) => return format!("213 {}", bytes.len()),
                None => false,
            },
            _ => return "500 what".to_owned(),
        };
        if done { "250 ok" } else { "550 no" }.to_owned()
    }

    fn open_port(&mut self, name: &str) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        self.data = Some(listener);
        match name {
            "EPSV" => format!("229 ok (|||{port}|)"),
            _ => format!("227 ok (192,0,2,1,{},{})", port / 256, port % 256),
        }
    }

    fn transfer(
        &mut self,
        name: &str,
        argument: &str,
        broken: Option<Break>,
    ) -> Result<(), Closed> {
        let path = self.path(argument);
        let rest = std::mem::take(&mut self.rest);
        let Some(listener) = self.data.take() else { return self.reply("425 EPSV first") };
        let given = match name {
            "RETR" => {
                let held = self.state().files.get(&path).cloned();
                let Some(bytes) = held else { return self.reply("550 no such file") };
                Some(bytes)
            }
            "LIST" => Some(self.list(&path)),
            _ => None,
        };
        self.reply("150 here")?;
        let (mut data, _) = listener.accept().map_err(|_| Closed)?;
        data.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        if broken == Some(Break::DataSilent) {
            let over = self.stay_silent();
            drop(data);
            return over;
        }
        let cut = matches!(broken, Some(Break::Half | Break::Full));
        match given {
            Some(bytes) => {
                let most = if cut { bytes.len() / 2 } else { bytes.len() };
                if data.write_all(&bytes[..most]).is_err() && self.state().hangs_up {
                    return Err(Closed);
                }
            }
            None => {
                let mut bytes = Vec::new();
                loop {
                    let sips = self.state().sips;
                    if !sips || !matches!((&data).take(4096).read_to_end(&mut bytes), Ok(1..)) {
                        break;
                    }
                    std::thread::sleep(Duration::from_millis(60));
                }
                let _ = data.read_to_end(&mut bytes);
                if cut {
                    bytes.truncate(bytes.len() / 2);
                }
                let mut state = self.state();
                let file = state.files.entry(path).or_default();
                file.truncate(if name == "APPE" { file.len() } else { rest });
                file.extend(bytes);
            }
        }
        drop(data);
        match broken {
            Some(Break::Half | Break::LostAfter) => Err(Closed),
            Some(Break::Full) => self.reply("552 no space"),
            _ if self.state().confirms_twice => self.reply("226 done\r\n226 done"),
            _ => self.reply("226 done"),
        }
    }

    fn list(&self, argument: &str) -> Vec<u8> {
        let folder = argument.trim_start_matches("-a").trim_matches([' ', '/']);
        let state = self.state();
        let files = state.files.iter().map(|(path, bytes)| (path, bytes.len(), '-'));
        let folders = state.folders.iter().map(|path| (path, 0, 'd'));
        let lines = files.chain(folders).filter_map(|(path, size, kind)| {
            let (parent, name) = path.rsplit_once('/').unwrap_or(("", path));
            (parent == folder)
                .then(|| format!("{kind}rw-r--r-- 1 ftp ftp {size} Nov 23 12:34 {name}\r\n"))
        });
        lines.collect::<String>().into_bytes()
    }
}
