//! A server in memory for tests. It records its commands, fails at a given one, and can lack the
//! features that old servers lack.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::{ConnectionError, Fault, RefusalReason, Remote, RemoteEntry};

/// How a command fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Break {
    /// The connection breaks before the command is carried out.
    LostBefore,
    /// The connection breaks after the command was carried out, before the reply.
    LostAfter,
    /// The transfer stalls: half of the file is stored.
    Half,
    /// 450.
    Busy,
    /// 550.
    Refused,
    /// 552; half of the file is stored.
    Full,
    /// The program was killed: half of the file is stored, and this and every later connection fails.
    Killed,
}

impl Break {
    pub(crate) const ALL: [Self; 7] = [
        Self::LostBefore,
        Self::LostAfter,
        Self::Half,
        Self::Busy,
        Self::Refused,
        Self::Full,
        Self::Killed,
    ];
}

/// What the server does not support.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Limits {
    /// Replacing a file by renaming another.
    pub(crate) rename_over: bool,
    /// Renaming.
    pub(crate) rename: bool,
    /// Overwriting a file.
    pub(crate) write_over: bool,
    /// Listing folders.
    pub(crate) list: bool,
    /// Reporting sizes.
    pub(crate) size: bool,
    /// Resuming a transfer.
    pub(crate) resume: bool,
    /// Storing a file: the code with which a full disk refuses it.
    pub(crate) storage: Option<u16>,
}

/// The state of a server, shared by its connections.
#[derive(Clone, Debug, Default)]
pub(crate) struct Server {
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    /// The folders except the root.
    pub(crate) folders: BTreeSet<String>,
    /// The commands so far, for example `write a.html`.
    pub(crate) commands: Vec<String>,
    /// The number of the command that fails, from 0, and how it fails.
    pub(crate) fail: Option<(usize, Break)>,
    pub(crate) limits: Limits,
    /// Whether the client counts as killed, so that every command fails.
    pub(crate) killed: bool,
}

/// A connection to a [`Server`]. `look` sees the server after each command.
pub(crate) struct Memory<'a> {
    server: Rc<RefCell<Server>>,
    connected: bool,
    look: Option<&'a dyn Fn(&Server)>,
}

impl<'a> Memory<'a> {
    pub(crate) fn new(server: &Rc<RefCell<Server>>) -> Self {
        Self { server: Rc::clone(server), connected: true, look: None }
    }

    pub(crate) fn observed(server: &Rc<RefCell<Server>>, look: &'a dyn Fn(&Server)) -> Self {
        Self { look: Some(look), ..Self::new(server) }
    }

    /// Runs `act`, or fails as [`Server::fail`] says. `half` is run where half of the work is done.
    fn command<T>(
        &mut self,
        name: String,
        act: impl FnOnce(&mut Server) -> Result<T, Fault>,
        half: impl FnOnce(&mut Server),
    ) -> Result<T, Fault> {
        let lost = || Fault::Lost(ConnectionError::Closed);
        let mut server = self.server.borrow_mut();
        if !self.connected || server.killed {
            return Err(lost());
        }
        let number = server.commands.len();
        server.commands.push(name);
        let broken = server.fail.filter(|(at, _)| *at == number).map(|(_, how)| how);
        let result = match broken {
            None => act(&mut server),
            Some(Break::LostBefore) => Err(lost()),
            Some(Break::LostAfter) => act(&mut server).and(Err(lost())),
            Some(Break::Half) => {
                half(&mut server);
                Err(lost())
            }
            Some(Break::Busy) => Err(Fault::Busy { code: 450, text: "позже".to_owned() }),
            Some(Break::Refused) => Err(refused()),
            Some(Break::Full) => {
                half(&mut server);
                Err(Fault::Full("нет места".to_owned()))
            }
            Some(Break::Killed) => {
                half(&mut server);
                server.killed = true;
                Err(lost())
            }
        };
        if matches!(result, Err(Fault::Lost(_))) {
            self.connected = false;
        }
        if let Some(look) = self.look {
            look(&server);
        }
        result
    }
}

fn refused() -> Fault {
    Fault::Refused(RefusalReason::Reply { code: 550, text: "нельзя".to_owned() })
}

fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(parent, _)| parent)
}

impl Server {
    pub(crate) fn with(files: &[(&str, &str)]) -> Rc<RefCell<Self>> {
        let mut server = Self::default();
        for (path, text) in files {
            let slashes = path.match_indices('/');
            server.folders.extend(slashes.map(|(at, _)| path[..at].to_owned()));
            server.files.insert((*path).to_owned(), text.as_bytes().to_vec());
        }
        Rc::new(RefCell::new(server))
    }

    fn can_hold(&self, path: &str) -> bool {
        (parent(path).is_empty() || self.folders.contains(parent(path)))
            && !self.folders.contains(path)
    }

    fn write(&mut self, path: &str, bytes: &[u8]) -> Result<(), Fault> {
        if let Some(code) = self.limits.storage {
            return Err(Fault::Busy { code, text: "Failure writing to local file.".to_owned() });
        }
        let taken = self.limits.write_over && self.files.contains_key(path);
        if taken || !self.can_hold(path) {
            let text = "нельзя".to_owned();
            return Err(Fault::Refused(RefusalReason::Reply { code: 553, text }));
        }
        self.files.insert(path.to_owned(), bytes.to_vec());
        Ok(())
    }
}

impl Remote for Memory<'_> {
    fn read(&mut self, path: &str, most: u64) -> Result<Option<Vec<u8>>, Fault> {
        let act = |server: &mut Server| match server.files.get(path) {
            Some(bytes) if bytes.len() as u64 > most => Err(Fault::TooLarge),
            found => Ok(found.cloned()),
        };
        self.command(format!("read {path}"), act, |_| ())
    }

    fn write(
        &mut self,
        path: &str,
        bytes: &[u8],
        progress: &mut dyn FnMut(u64) -> bool,
    ) -> Result<(), Fault> {
        let half = |server: &mut Server| drop(server.write(path, &bytes[..bytes.len() / 2]));
        self.command(format!("write {path}"), |server| server.write(path, bytes), half)?;
        progress(bytes.len() as u64);
        Ok(())
    }

    fn resume(
        &mut self,
        path: &str,
        bytes: &[u8],
        from: u64,
        progress: &mut dyn FnMut(u64) -> bool,
    ) -> Result<(), Fault> {
        let from = usize::try_from(from).unwrap();
        let act = |server: &mut Server| {
            let limits = server.limits.resume;
            match server.files.get_mut(path) {
                Some(file) if !limits && file.len() >= from => {
                    file.truncate(from);
                    file.extend_from_slice(&bytes[from..]);
                    Ok(())
                }
                _ => Err(refused()),
            }
        };
        self.command(format!("resume {path}"), act, |_| ())?;
        progress(bytes.len() as u64);
        Ok(())
    }

    fn size(&mut self, path: &str) -> Result<Option<u64>, Fault> {
        let act = |server: &mut Server| match server.limits.size {
            true => Err(refused()),
            false => Ok(server.files.get(path).map(|bytes| bytes.len() as u64)),
        };
        self.command(format!("size {path}"), act, |_| ())
    }

    fn rename(&mut self, from: &str, to: &str) -> Result<(), Fault> {
        let act = |server: &mut Server| {
            let taken = server.limits.rename_over && server.files.contains_key(to);
            if server.limits.rename || taken || !server.can_hold(to) {
                return Err(refused());
            }
            let bytes = server.files.remove(from).ok_or_else(refused)?;
            server.files.insert(to.to_owned(), bytes);
            Ok(())
        };
        self.command(format!("rename {from} {to}"), act, |_| ())
    }

    fn remove(&mut self, path: &str) -> Result<(), Fault> {
        let act = |server: &mut Server| {
            server.files.remove(path);
            Ok(())
        };
        self.command(format!("remove {path}"), act, |_| ())
    }

    fn make_folder(&mut self, path: &str) -> Result<bool, Fault> {
        let act = |server: &mut Server| {
            if path.is_empty() {
                return Ok(false);
            }
            if !server.can_hold(path) && !server.folders.contains(path)
                || server.files.contains_key(path)
            {
                return Err(refused());
            }
            Ok(server.folders.insert(path.to_owned()))
        };
        self.command(format!("make_folder {path}"), act, |_| ())
    }

    fn remove_folder(&mut self, path: &str) -> Result<(), Fault> {
        let act = |server: &mut Server| {
            let holds = |inner: &String| parent(inner) == path;
            if server.files.keys().any(holds) || server.folders.iter().any(holds) {
                return Err(refused());
            }
            if server.folders.remove(path) { Ok(()) } else { Err(refused()) }
        };
        self.command(format!("remove_folder {path}"), act, |_| ())
    }

    fn list(&mut self, folder: &str) -> Result<Vec<RemoteEntry>, Fault> {
        let act = |server: &mut Server| {
            if server.limits.list {
                return Err(refused());
            }
            let name = |path: &String| path.rsplit('/').next().unwrap().to_owned();
            let here = |path: &&String| parent(path) == folder;
            let files = server.files.iter().filter(|(path, _)| here(path)).map(|(path, bytes)| {
                RemoteEntry { name: name(path), size: Some(bytes.len() as u64), folder: false }
            });
            let folders = server.folders.iter().filter(here).map(|path| RemoteEntry {
                name: name(path),
                size: None,
                folder: true,
            });
            Ok(files.chain(folders).collect())
        };
        self.command(format!("list {folder}"), act, |_| ())
    }

    fn reconnect(&mut self) -> Result<(), Fault> {
        self.connected = true;
        self.command("reconnect".to_owned(), |_| Ok(()), |_| ())
    }
}
