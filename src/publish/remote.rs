//! A folder on a server: the operations that every FTP server has. A [`Remote`] never retries or
//! pauses; its caller decides what to do after a [`Fault`].

mod fault;
pub mod ftp;
#[cfg(test)]
pub(crate) mod memory;
pub(super) mod replace;
pub(super) mod retrying;

pub(super) use fault::printable;
pub use fault::{ConnectionError, Fault, RefusalReason, TlsError};

/// A folder on a server. Paths are relative to it, with `/` between names and none at either end;
/// the folder itself is the empty path.
pub trait Remote {
    /// Reads a file; none where it does not exist.
    ///
    /// # Errors
    /// [`Fault::TooLarge`] where the file has more than `most` bytes.
    fn read(&mut self, path: &str, most: u64) -> Result<Option<Vec<u8>>, Fault>;

    /// Writes a whole file under exactly this name, replacing an existing one. Its folder must exist.
    /// `progress` gets the number of bytes sent so far and says whether to go on. After a fault the file
    /// may be incomplete.
    ///
    /// # Errors
    /// [`Fault::Refused`] where the server rejects the name or does not overwrite files;
    /// [`Fault::Stopped`] where `progress` does not want to go on.
    fn write(
        &mut self,
        path: &str,
        bytes: &[u8],
        progress: &mut dyn FnMut(u64) -> bool,
    ) -> Result<(), Fault>;

    /// Writes the rest of a file whose first `from` bytes are on the server. `bytes` is the whole
    /// file.
    ///
    /// # Errors
    /// [`Fault::Refused`] where the server cannot continue a file; [`Fault::Stopped`].
    fn resume(
        &mut self,
        path: &str,
        bytes: &[u8],
        from: u64,
        progress: &mut dyn FnMut(u64) -> bool,
    ) -> Result<(), Fault>;

    /// The size of a file in bytes; none where it does not exist.
    ///
    /// # Errors
    /// [`Fault::Refused`] where the server does not report sizes.
    fn size(&mut self, path: &str) -> Result<Option<u64>, Fault>;

    /// Renames a file.
    ///
    /// # Errors
    /// [`Fault::Refused`] where the server cannot rename, or does not replace an existing file.
    fn rename(&mut self, from: &str, to: &str) -> Result<(), Fault>;

    /// Removes a file. A missing file is no fault.
    ///
    /// # Errors
    /// Any [`Fault`].
    fn remove(&mut self, path: &str) -> Result<(), Fault>;

    /// Makes a folder. Its parent must exist; only for the empty path the parents are made too.
    /// Returns true where the folder is new and so empty, false where it existed already.
    ///
    /// # Errors
    /// Any [`Fault`].
    fn make_folder(&mut self, path: &str) -> Result<bool, Fault>;

    /// Removes an empty folder.
    ///
    /// # Errors
    /// [`Fault::Refused`] where it is not empty or does not exist.
    fn remove_folder(&mut self, path: &str) -> Result<(), Fault>;

    /// Lists a folder, in any order. A missing folder gives an empty list.
    ///
    /// # Errors
    /// [`Fault::Refused`] where the server does not list folders, or in an unknown format.
    fn list(&mut self, folder: &str) -> Result<Vec<RemoteEntry>, Fault>;

    /// Opens a new connection and logs in again, whatever the state of the old one.
    ///
    /// # Errors
    /// Any [`Fault`].
    fn reconnect(&mut self) -> Result<(), Fault>;

    /// A second, parallel connection to the same folder, which [`Remote::reconnect`] opens. None
    /// where parallel connections are not supported.
    fn parallel(&self) -> Option<Box<dyn Remote + Send>> {
        None
    }
}

/// An entry of a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemoteEntry {
    /// The name, without the path.
    pub name: String,
    /// The size in bytes, if the server reports it.
    pub size: Option<u64>,
    pub folder: bool,
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::memory::{Break, Limits, Memory, Server};
    use super::*;

    #[test]
    fn the_memory_server_fails_once_at_the_given_command() {
        for how in Break::ALL {
            let server = Server::with(&[("a", "старый")]);
            server.borrow_mut().fail = Some((1, how));
            let seen = Cell::new(0);
            let look = |_: &Server| seen.set(seen.get() + 1);
            let mut remote = Memory::observed(&server, &look);
            assert_eq!(remote.read("a", 100).unwrap().unwrap(), "старый".as_bytes());
            let fault = remote.write("a", b"1234", &mut |_| true).unwrap_err();
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
            assert_eq!(seen.get(), server.borrow().commands.len());
        }
    }

    #[test]
    fn the_memory_server_has_the_given_limits() {
        let server = Server::with(&[("a", "1"), ("b/c", "2")]);
        server.borrow_mut().limits =
            Limits { rename_over: true, write_over: true, ..Limits::default() };
        let mut remote = Memory::new(&server);
        assert!(matches!(remote.rename("a", "b/c"), Err(Fault::Refused(_))));
        assert!(matches!(remote.write("a", b"", &mut |_| true), Err(Fault::Refused(_))));
        assert!(matches!(remote.remove_folder("b"), Err(Fault::Refused(_))));
        assert!(!remote.make_folder("b").unwrap() && remote.make_folder("b/d").unwrap());
        remote.rename("a", "b/d/e").unwrap();
        let names: Vec<_> = remote.list("b").unwrap().into_iter().map(|entry| entry.name).collect();
        assert_eq!(names, ["c", "d"]);
    }
}
