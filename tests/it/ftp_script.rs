//! A small FTP server in memory that fails at the command it is told to.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rostok::config::Tls;
use rostok::publish::ftp::{Options, Password, Timeouts};

/// How long a client of this server waits for anything.
pub(crate) const PATIENCE: Duration = Duration::from_millis(700);

/// How a command fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Break {
    /// The connection ends before the command is done.
    LostBefore,
    /// The connection ends when the command is done, without a reply.
    LostAfter,
    /// No reply comes.
    Silent,
    /// The data connection falls silent, or, where there is none, no reply comes.
    DataSilent,
    /// Half of the data is taken or given, then both connections end.
    Half,
    /// 450.
    Busy,
    /// 550.
    Refused,
    /// 552; half a file is kept.
    Full,
}

/// What the server holds and how it behaves.
#[derive(Debug, Default)]
pub(crate) struct State {
    /// The files.
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    /// The folders but for the root.
    pub(crate) folders: BTreeSet<String>,
    /// The commands heard.
    pub(crate) heard: Vec<String>,
    /// The command to fail at, counted from 0, and how.
    pub(crate) fail: Option<(usize, Break)>,
    /// EPSV is not known, and PASV gives an address that leads nowhere.
    pub(crate) wrong_address: bool,
    /// Of commands that come together only the first is heard.
    pub(crate) one_at_a_time: bool,
    /// The connection ends where a client does not take all of a file.
    pub(crate) touchy: bool,
    /// How many are let in at once, where there is a limit.
    pub(crate) most: Option<usize>,
    /// After so many commands all are sent away but the first that came.
    pub(crate) alone_after: Option<usize>,
    /// A command in which this stands takes a while.
    pub(crate) slow: Option<&'static str>,
    /// How many are in, and have been.
    pub(crate) inside: usize,
    pub(crate) came: usize,
}

impl State {
    fn refuses(&self, number: usize) -> bool {
        number > 1 && self.alone_after.is_some_and(|after| self.heard.len() >= after)
    }
}

/// The running server.
pub(crate) struct Scripted {
    /// Its port on loopback.
    pub(crate) port: u16,
    state: Arc<Mutex<State>>,
}

impl Scripted {
    /// Starts it; its threads end with the tests.
    pub(crate) fn start(state: State) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(Mutex::new(state));
        let shared = Arc::clone(&state);
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let state = Arc::clone(&shared);
                std::thread::spawn(move || Guest::new(stream, state).serve());
            }
        });
        Self { port, state }
    }

    /// How to reach it.
    pub(crate) fn options(&self) -> Options {
        Options {
            host: "127.0.0.1".to_owned(),
            port: self.port,
            login: "shkola".to_owned(),
            password: Password::new("taina-42"),
            folder: "tochka".to_owned(),
            tls: Tls::Off,
            authorities: None,
            timeouts: Timeouts { connect: PATIENCE, command: PATIENCE, data: PATIENCE },
        }
    }

    /// What it holds.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A client.
struct Guest {
    number: usize,
    stream: TcpStream,
    state: Arc<Mutex<State>>,
    folder: String,
    data: Option<TcpListener>,
    from: Option<String>,
    rest: usize,
}

/// The connection is over.
struct Over;

impl Guest {
    fn new(stream: TcpStream, state: Arc<Mutex<State>>) -> Self {
        Self { number: 0, stream, state, folder: String::new(), data: None, from: None, rest: 0 }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn serve(mut self) {
        let (number, full) = {
            let mut state = self.state();
            state.inside += 1;
            state.came += 1;
            let full = state.most.is_some_and(|most| state.inside > most);
            (state.came, full || state.refuses(state.came))
        };
        self.number = number;
        if !full {
            self.hear_out();
        } else {
            let _ = self.say("421 too many connections");
        }
        self.state().inside -= 1;
    }

    fn hear_out(&mut self) {
        let mut lines = BufReader::new(self.stream.try_clone().unwrap());
        if self.say("220 ready").is_err() {
            return;
        }
        loop {
            let mut line = String::new();
            if !matches!(lines.read_line(&mut line), Ok(1..)) {
                return;
            }
            if self.state().one_at_a_time {
                let length = lines.buffer().len();
                lines.consume(length);
            }
            if self.command(line.trim_end()).is_err() {
                return;
            }
        }
    }

    fn say(&mut self, reply: &str) -> Result<(), Over> {
        self.stream.write_all(format!("{reply}\r\n").as_bytes()).map_err(|_| Over)
    }

    fn command(&mut self, line: &str) -> Result<(), Over> {
        let (name, argument) = line.split_once(' ').unwrap_or((line, ""));
        if self.state().slow.is_some_and(|word| line.contains(word)) {
            std::thread::sleep(Duration::from_millis(300));
        }
        let broken = {
            let mut state = self.state();
            if state.refuses(self.number) {
                return Err(Over);
            }
            let number = state.heard.len();
            state.heard.push(line.to_owned());
            state.fail.filter(|(at, _)| *at == number).map(|(_, how)| how)
        };
        match broken {
            Some(Break::LostBefore) => Err(Over),
            Some(Break::Silent) => self.be_silent(),
            Some(Break::Busy) => self.say("450 later"),
            Some(Break::Refused) => self.say("550 no"),
            _ if matches!(name, "STOR" | "APPE" | "RETR" | "LIST") => {
                self.transfer(name, argument, broken)
            }
            Some(Break::Half) => Err(Over),
            _ if name == "QUIT" => {
                self.say("221 goodbye")?;
                Err(Over)
            }
            Some(Break::DataSilent) => self.be_silent(),
            Some(Break::Full) => self.say("552 no space"),
            Some(Break::LostAfter) => {
                self.answer(name, argument);
                Err(Over)
            }
            None => {
                let reply = self.answer(name, argument);
                self.say(&reply)
            }
        }
    }

    /// Waits until the client loses patience.
    fn be_silent(&mut self) -> Result<(), Over> {
        let mut rest = Vec::new();
        let _ = self.stream.read_to_end(&mut rest);
        Err(Over)
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

    fn transfer(&mut self, name: &str, argument: &str, broken: Option<Break>) -> Result<(), Over> {
        let path = self.path(argument);
        let rest = std::mem::take(&mut self.rest);
        let Some(listener) = self.data.take() else { return self.say("425 EPSV first") };
        let given = match name {
            "RETR" => {
                let held = self.state().files.get(&path).cloned();
                let Some(bytes) = held else { return self.say("550 no such file") };
                Some(bytes)
            }
            "LIST" => Some(self.list(&path)),
            _ => None,
        };
        self.say("150 here")?;
        let (mut data, _) = listener.accept().map_err(|_| Over)?;
        data.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        if broken == Some(Break::DataSilent) {
            let over = self.be_silent();
            drop(data);
            return over;
        }
        let cut = matches!(broken, Some(Break::Half | Break::Full));
        match given {
            Some(bytes) => {
                let most = if cut { bytes.len() / 2 } else { bytes.len() };
                if data.write_all(&bytes[..most]).is_err() && self.state().touchy {
                    return Err(Over);
                }
            }
            None => {
                let mut bytes = Vec::new();
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
            Some(Break::Half | Break::LostAfter) => Err(Over),
            Some(Break::Full) => self.say("552 no space"),
            _ => self.say("226 done"),
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
