//! A folder on a server, as publishing sees it: a handful of operations that any FTP server has.
//!
//! Nothing here retries, pauses or asks the clock: whoever drives a [`Remote`] decides what to do
//! after a [`Fault`].

pub mod ftp;
#[cfg(test)]
pub(crate) mod memory;
pub(super) mod replace;

use std::fmt;

/// A folder on a server. Paths are relative to it, with `/` between names and none at either end;
/// the folder itself is the empty path.
pub trait Remote {
    /// The bytes of a file; none where there is no such file.
    ///
    /// # Errors
    /// [`Fault::TooLarge`] where it has more than `most` bytes.
    fn read(&mut self, path: &str, most: u64) -> Result<Option<Vec<u8>>, Fault>;

    /// Writes a file, whole, to exactly this name, over what stands there. `progress` hears the
    /// bytes sent so far. The folder must exist. On a fault a part may have been written.
    ///
    /// # Errors
    /// [`Fault::Refused`] where the server does not take the name or does not write over a file.
    fn write(
        &mut self,
        path: &str,
        bytes: &[u8],
        progress: &mut dyn FnMut(u64),
    ) -> Result<(), Fault>;

    /// Writes the rest of a file of which the first `from` bytes are there.
    ///
    /// # Errors
    /// [`Fault::Refused`] where the server cannot go on in the middle of a file.
    fn resume(
        &mut self,
        path: &str,
        bytes: &[u8],
        from: u64,
        progress: &mut dyn FnMut(u64),
    ) -> Result<(), Fault>;

    /// The size of a file in bytes; none where there is no such file.
    ///
    /// # Errors
    /// [`Fault::Refused`] where the server has no way to tell.
    fn size(&mut self, path: &str) -> Result<Option<u64>, Fault>;

    /// Gives a file another name.
    ///
    /// # Errors
    /// [`Fault::Refused`] where the server does not rename, or not over an existing file.
    fn rename(&mut self, from: &str, to: &str) -> Result<(), Fault>;

    /// Removes a file; that it is already gone is no fault.
    ///
    /// # Errors
    /// Any [`Fault`].
    fn remove(&mut self, path: &str) -> Result<(), Fault>;

    /// Makes a folder, whose parent must exist; only for the empty path are the parents made too. Says whether it was made just now: such a folder is
    /// empty. That it is there already is no fault.
    ///
    /// # Errors
    /// Any [`Fault`].
    fn make_folder(&mut self, path: &str) -> Result<bool, Fault>;

    /// Removes an empty folder.
    ///
    /// # Errors
    /// [`Fault::Refused`] where it is not empty or not there.
    fn remove_folder(&mut self, path: &str) -> Result<(), Fault>;

    /// What a folder holds, in any order; nothing where there is no such folder.
    ///
    /// # Errors
    /// [`Fault::Refused`] where the server does not list, or in no known form.
    fn list(&mut self, folder: &str) -> Result<Vec<Entry>, Fault>;

    /// Connects anew and logs in again, whatever the state of the old connection.
    ///
    /// # Errors
    /// Any [`Fault`].
    fn reconnect(&mut self) -> Result<(), Fault>;

    /// Another connection of the same kind, for use at the same time; [`Remote::reconnect`] opens
    /// it. None where there is just this one.
    fn another(&self) -> Option<Box<dyn Remote + Send>> {
        None
    }
}

/// What stands in a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name, without folders.
    pub name: String,
    /// Its size in bytes, where the server tells.
    pub size: Option<u64>,
    /// Whether it is a folder.
    pub folder: bool,
}

/// Why an operation did not come to its end. Texts are the server's or the system's own words;
/// they never hold the password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The line broke or fell silent: after [`Remote::reconnect`] the same may succeed. What was
    /// asked for may have been done.
    Lost(String),
    /// The server cannot be reached at all: no such name, nobody listens.
    Unreachable(String),
    /// The server asks to come again (4xx).
    Busy {
        /// The reply's code.
        code: u16,
        /// The reply's words.
        text: String,
    },
    /// The server will not do this (5xx).
    Refused {
        /// The reply's code; 0 where it is our side that gave up.
        code: u16,
        /// The reply's words.
        text: String,
    },
    /// No space is left (452, 552).
    Full(String),
    /// The login or the password is wrong (530).
    Login(String),
    /// No safe connection can be made, though one is required, or the certificate is not the
    /// server's.
    Tls(String),
    /// A file is larger than it may be.
    TooLarge,
}

impl Fault {
    /// Whether the same may succeed on a new connection or a little later.
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Lost(_) | Self::Busy { .. } => true,
            Self::Unreachable(_)
            | Self::Refused { .. }
            | Self::Full(_)
            | Self::Login(_)
            | Self::Tls(_)
            | Self::TooLarge => false,
        }
    }

    /// What the user can do, in Russian; may be empty.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Lost(_) | Self::Busy { .. } => {
                "запустите публикацию ещё раз: она продолжится с места обрыва"
            }
            Self::Unreachable(_) => {
                "проверьте, есть ли интернет, и строки `сервер` и `порт` в файле настроек"
            }
            Self::Refused { .. } => {
                "проверьте в файле настроек папку на сервере и права этого входа"
            }
            Self::Full(_) => "освободите место на хостинге и запустите публикацию ещё раз",
            Self::Login(_) => "проверьте логин в файле настроек и введите пароль ещё раз",
            Self::Tls(_) => {
                "сертификат хостинга, которому нет другого ручательства, положите в папку `content` и назовите в строке `центр_сертификации`; шифрование задаёт строка `шифрование`"
            }
            Self::TooLarge => "",
        }
    }
}

impl std::error::Error for Fault {}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lost(why) => write!(out, "связь с сервером прервалась: {why}"),
            Self::Unreachable(why) => write!(out, "сервер не отвечает: {why}"),
            Self::Busy { code, text } => write!(out, "сервер занят: {code} {text}"),
            Self::Refused { code: 0, text } => write!(out, "сервер не может: {text}"),
            Self::Refused { code, text } => write!(out, "сервер отказал: {code} {text}"),
            Self::Full(text) => write!(out, "на сервере кончилось место: {text}"),
            Self::Login(text) => write!(out, "сервер не принял логин или пароль: {text}"),
            Self::Tls(why) => write!(out, "защищённое соединение не установлено: {why}"),
            Self::TooLarge => out.write_str("файл на сервере больше, чем ему положено быть"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::memory::{Break, Memory, Poor, Server};
    use super::*;

    #[test]
    fn the_server_in_memory_breaks_where_it_is_told_and_once() {
        for how in Break::ALL {
            let server = Server::with(&[("a", "старый")]);
            server.borrow_mut().fail = Some((1, how));
            let seen = Cell::new(0);
            let look = |_: &Server| seen.set(seen.get() + 1);
            let mut remote = Memory::watched(&server, &look);
            assert_eq!(remote.read("a", 100).unwrap().unwrap(), "старый".as_bytes());
            let fault = remote.write("a", b"1234", &mut |_| ()).unwrap_err();
            let held = server.borrow().files["a"].clone();
            let kept: &[u8] = match how {
                Break::LostAfter => b"1234",
                Break::Half | Break::Full | Break::Killed => b"12",
                Break::LostBefore | Break::Busy | Break::Refused => "старый".as_bytes(),
            };
            assert_eq!(held, kept, "{how:?}");
            if matches!(fault, Fault::Lost(_)) {
                assert!(matches!(remote.remove("a"), Err(Fault::Lost(_))));
            }
            let back = remote.reconnect().and_then(|()| remote.remove("a"));
            assert_eq!(back.is_ok(), how != Break::Killed);
            assert_eq!(seen.get(), server.borrow().heard.len());
        }
    }

    #[test]
    fn the_server_in_memory_is_as_poor_as_it_is_told() {
        let server = Server::with(&[("a", "1"), ("b/c", "2")]);
        server.borrow_mut().poor = Poor { rename_over: true, write_over: true, ..Poor::default() };
        let mut remote = Memory::new(&server);
        assert!(matches!(remote.rename("a", "b/c"), Err(Fault::Refused { .. })));
        assert!(matches!(remote.write("a", b"", &mut |_| ()), Err(Fault::Refused { .. })));
        assert!(matches!(remote.remove_folder("b"), Err(Fault::Refused { .. })));
        assert!(!remote.make_folder("b").unwrap() && remote.make_folder("b/d").unwrap());
        remote.rename("a", "b/d/e").unwrap();
        let names: Vec<_> = remote.list("b").unwrap().into_iter().map(|entry| entry.name).collect();
        assert_eq!(names, ["c", "d"]);
    }
}
