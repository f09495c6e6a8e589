//! The runs of this process that make pictures in one folder, as a preview and a publication do at once: each
//! picture is made by one of them, the others wait for it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

static RUNS: Mutex<PhotoRuns> =
    Mutex::new(PhotoRuns { open: BTreeMap::new(), in_work: BTreeSet::new() });
static FINISHED: Condvar = Condvar::new();

struct PhotoRuns {
    /// How many there are for each folder.
    open: BTreeMap<Arc<Path>, usize>,
    /// The keys of the pictures that are being made, with their folders.
    in_work: BTreeSet<(Arc<Path>, String)>,
}

/// A run, which ends when it is dropped.
pub(super) struct PhotoRun {
    folder: Arc<Path>,
    is_open: bool,
}

/// The right to make a picture, until it is dropped.
pub(in crate::photos) struct Turn {
    picture: (Arc<Path>, String),
}

impl PhotoRun {
    pub(super) fn begin(folder: &Arc<Path>) -> Self {
        *runs().open.entry(Arc::clone(folder)).or_default() += 1;
        Self { folder: Arc::clone(folder), is_open: true }
    }

    /// Ends the run; whether no other of the process is left in the folder.
    pub(super) fn end(mut self) -> bool {
        self.leave()
    }

    /// Whether it was the last one.
    fn leave(&mut self) -> bool {
        if !std::mem::take(&mut self.is_open) {
            return false;
        }
        let mut runs = runs();
        let left = runs.open.get(&self.folder).map_or(0, |count| count - 1);
        if left == 0 {
            runs.open.remove(&self.folder);
        } else {
            runs.open.insert(Arc::clone(&self.folder), left);
        }
        left == 0
    }

    /// Waits until no other run makes the picture `key`. Who has a turn may wait for memory, but nobody who has
    /// memory waits for a turn.
    pub(super) fn turn(&self, key: &str) -> Turn {
        let picture = (Arc::clone(&self.folder), key.to_owned());
        let is_in_work = |runs: &mut PhotoRuns| runs.in_work.contains(&picture);
        let waited = FINISHED.wait_while(runs(), is_in_work);
        waited.unwrap_or_else(PoisonError::into_inner).in_work.insert(picture.clone());
        Turn { picture }
    }
}

impl Drop for PhotoRun {
    fn drop(&mut self) {
        self.leave();
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        runs().in_work.remove(&self.picture);
        FINISHED.notify_all();
    }
}

/// A poisoned lock is used: no change under it can be left half done.
fn runs() -> MutexGuard<'static, PhotoRuns> {
    RUNS.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicBool, Ordering};

    #[test]
    fn a_picture_is_made_by_one_run_at_a_time() {
        let folder: Arc<Path> = Path::new("/nowhere/a-picture-is-made").into();
        let [one, other] = [PhotoRun::begin(&folder), PhotoRun::begin(&folder)];
        let is_made = AtomicBool::new(false);
        let turn = one.turn("a");
        drop(other.turn("b"));
        drop(PhotoRun::begin(&Path::new("/nowhere/else").into()).turn("a"));
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let _turn = other.turn("a");
                assert!(is_made.load(Ordering::SeqCst), "both make it");
            });
            std::thread::sleep(std::time::Duration::from_millis(50));
            is_made.store(true, Ordering::SeqCst);
            drop(turn);
        });
        assert!(!other.end());
        assert!(one.end());
    }
}
