//! What uploads replaced, kept on this computer so that it can be put back.
//!
//! The bytes lie in `kept/`, each file under its stamp; `undo-1`, `undo-2`, … are the manifests of
//! the states before, the newest with the highest number.

mod guard;

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::fs;
use crate::publish::failure::Failure;
use crate::publish::local_state::Keep;
use crate::publish::manifest::{Manifest, Stamp};
use crate::publish::plan::Plan;
use crate::publish::remote::retrying::RetryingRemote;
use crate::publish::source::Source;

/// How many states can be put back.
const STATES: usize = 3;

/// A larger file is not kept when it is sent, only when it is about to go, in bytes.
const SMALL: u64 = 512 * 1024;

/// All that is kept takes no more than this, in bytes.
const MOST: u64 = 256 * 1024 * 1024;

impl Keep {
    pub(in crate::publish) fn path_of(&self, stamp: Stamp) -> PathBuf {
        self.folder.join("kept").join(name_of(&stamp))
    }

    /// Whether these bytes should be kept and are not.
    fn wants(&self, stamp: Stamp) -> bool {
        stamp.size <= MOST / 4 && !fs::exists(&self.path_of(stamp))
    }

    fn keep_bytes(&self, stamp: Stamp, bytes: &[u8]) -> Result<(), fs::Error> {
        let path = self.path_of(stamp);
        if fs::exists(&path) {
            return Ok(());
        }
        fs::create_dir_all(&self.folder.join("kept"))?;
        fs::replace(&path, bytes)
    }

    /// Keeps what is about to go from the server, so that it can be put back.
    pub(in crate::publish) fn keep_replaced(
        &self,
        remote: &mut RetryingRemote<'_>,
        path: &str,
        stamp: Option<Stamp>,
    ) -> Result<(), fs::Error> {
        let sure = stamp.filter(|stamp| *stamp != Stamp::UNSURE);
        let Some(stamp) = sure.filter(|stamp| self.wants(*stamp)) else { return Ok(()) };
        let file = remote.read(path, stamp.size).ok().flatten();
        match file.filter(|file| Stamp::of(file) == stamp) {
            Some(file) => self.keep_bytes(stamp, &file),
            None => Ok(()),
        }
    }

    fn state_of(&self, number: u64) -> PathBuf {
        self.folder.join(format!("undo-{number}"))
    }

    /// The numbers of the states that can be put back, the oldest first.
    fn states(&self) -> Result<Vec<u64>, fs::Error> {
        let listed = fs::list(&self.folder)?;
        let names = listed.iter().filter_map(|listed| listed.relative.strip_prefix("undo-"));
        let mut numbers: Vec<u64> = names.filter_map(|number| number.parse().ok()).collect();
        numbers.sort_unstable();
        Ok(numbers)
    }

    fn state(&self, number: u64) -> Result<Option<Manifest>, fs::Error> {
        let file = fs::read(&self.state_of(number))?;
        Ok(Manifest::from_file(&file).ok())
    }

    /// Keeps a state that is about to be left.
    pub(in crate::publish) fn push_state(&self, server: &Manifest) -> Result<(), fs::Error> {
        let next = self.states()?.last().map_or(1, |last| last + 1);
        fs::remove_file(&self.left_of(next))?;
        fs::replace(&self.state_of(next), &server.to_file())
    }

    /// The state before the last upload; none where nothing is kept.
    ///
    /// # Errors
    /// Where the disk cannot be read.
    pub fn last_state(&self) -> Result<Option<Manifest>, Failure> {
        match self.states()?.last() {
            Some(last) => Ok(self.state(*last)?),
            None => Ok(None),
        }
    }

    /// Forgets the state that was put back.
    ///
    /// # Errors
    /// Where the disk cannot be changed.
    pub fn forget_last_state(&self) -> Result<(), Failure> {
        if let Some(last) = self.states()?.pop() {
            let state = fs::read(&self.state_of(last))?;
            fs::replace(&self.folder.join("undone"), &state)?;
            self.forget(last)?;
        }
        Ok(())
    }

    fn forget(&self, number: u64) -> Result<(), fs::Error> {
        fs::remove_file(&self.state_of(number))?;
        fs::remove_file(&self.left_of(number))
    }

    /// Removes what is too old or too much. What only `current` holds is kept for the next upload
    /// as long as there is room.
    pub(in crate::publish) fn tidy(&self, current: &Manifest) -> Result<(), fs::Error> {
        let mut numbers = self.states()?;
        while numbers.len() > STATES {
            self.forget(numbers.remove(0))?;
        }
        let kept = self.folder.join("kept");
        if !fs::exists(&kept) {
            return Ok(());
        }
        let names = |manifest: &Manifest| -> BTreeSet<_> {
            manifest.files.values().flatten().map(name_of).collect()
        };
        let files = fs::list(&kept)?;
        let here = names(current);
        loop {
            let mut wanted = BTreeSet::new();
            for number in &numbers {
                wanted.extend(self.state(*number)?.iter().flat_map(names));
            }
            let of = |what: &BTreeSet<String>| -> u64 {
                let named = files.iter().filter(|file| what.contains(&file.relative));
                named.map(|file| file.size).sum()
            };
            if of(&wanted) > MOST && !numbers.is_empty() {
                self.forget(numbers.remove(0))?;
                continue;
            }
            let both = wanted.union(&here).cloned().collect();
            let stays = if of(&both) > MOST { wanted } else { both };
            for file in &files {
                if !stays.contains(&file.relative) {
                    fs::remove_file(&kept.join(&file.relative))?;
                }
            }
            return Ok(());
        }
    }

    /// Keeps what was sent, so that it need not be fetched when it is replaced.
    pub(in crate::publish) fn keep_sent(
        &self,
        stamp: Stamp,
        bytes: &[u8],
    ) -> Result<(), fs::Error> {
        if stamp.size <= SMALL { self.keep_bytes(stamp, bytes) } else { Ok(()) }
    }
}

fn name_of(stamp: &Stamp) -> String {
    format!("{:016x}-{}", u64::from_be_bytes(stamp.digest), stamp.size)
}

/// What was kept, as the source of an upload that goes back.
#[derive(Debug)]
pub struct Kept<'a>(pub &'a Keep);

impl Source for Kept<'_> {
    fn bytes(&mut self, path: &str, stamp: Stamp) -> Result<Vec<u8>, Failure> {
        let bytes = fs::read(&self.0.path_of(stamp))?;
        if Stamp::of(&bytes) == stamp { Ok(bytes) } else { Err(Failure::Source(path.to_owned())) }
    }

    fn check(&self, plan: &Plan) -> Result<(), Failure> {
        let gone = plan.send.iter().find(|sending| !fs::exists(&self.0.path_of(sending.stamp)));
        gone.map_or(Ok(()), |sending| Err(Failure::NotKept(sending.path.clone())))
    }
}
