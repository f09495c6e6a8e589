//! Which files changed in which generation, for a page that knows an earlier one.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

/// The files whose content or problems changed in each of the last generations.
#[derive(Clone, Debug, Default)]
pub(super) struct ChangeLog(VecDeque<(u64, Arc<BTreeSet<String>>)>);

impl ChangeLog {
    /// How many generations are kept.
    const KEPT: usize = 100;

    pub(super) fn add(&mut self, generation: u64, files: BTreeSet<String>) {
        if self.0.len() == Self::KEPT {
            self.0.pop_front();
        }
        self.0.push_back((generation, Arc::new(files)));
    }

    /// The files that changed after `generation`; none if that is not known, or something changed that is
    /// in no file of the content.
    pub(super) fn since(&self, generation: u64) -> Option<BTreeSet<&str>> {
        let is_known = self.0.front().is_some_and(|(first, _)| *first <= generation + 1);
        let later = self.0.iter().filter(|(changed, _)| *changed > generation);
        let is_clear = is_known && later.clone().all(|(_, files)| !files.is_empty());
        is_clear.then(|| later.flat_map(|(_, files)| files.iter().map(String::as_str)).collect())
    }
}

#[test]
fn changes_are_known_since_the_first_that_is_kept() {
    let files = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let mut log = ChangeLog::default();
    assert_eq!(log.since(7), None);
    log.add(8, files(&["a"]));
    log.add(9, files(&["b", "c"]));
    assert_eq!(log.since(6), None);
    assert_eq!(log.since(7), Some(BTreeSet::from(["a", "b", "c"])));
    assert_eq!(log.since(8), Some(BTreeSet::from(["b", "c"])));
    assert_eq!(log.since(9), Some(BTreeSet::new()));
    // The day or a photo changed.
    log.add(10, files(&[]));
    assert_eq!((log.since(9), log.since(10)), (None, Some(BTreeSet::new())));
    for generation in 11..=10 + ChangeLog::KEPT as u64 {
        log.add(generation, files(&["d"]));
    }
    assert_eq!((log.since(9), log.since(10)), (None, Some(BTreeSet::from(["d"]))));
}
