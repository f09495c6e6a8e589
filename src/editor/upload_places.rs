//! How many files are received at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How many bodies are received as files at once.
const MAX_UPLOADS: usize = 3;

/// Places for those who send files.
#[derive(Clone, Debug, Default)]
pub(super) struct UploadPlaces(Arc<AtomicUsize>);

impl UploadPlaces {
    /// A place; `None` if there is none.
    pub(super) fn admit(&self) -> Option<UploadPlace> {
        let place = UploadPlace(Arc::clone(&self.0));
        // The place is counted before it is looked at: of two at once, none may be overlooked.
        (self.0.fetch_add(1, Ordering::SeqCst) < MAX_UPLOADS).then_some(place)
    }

    /// How many are taken.
    pub(super) fn taken(&self) -> usize {
        self.0.load(Ordering::SeqCst).min(MAX_UPLOADS)
    }
}

/// A place among those who send files, until it is dropped.
#[derive(Debug)]
pub(super) struct UploadPlace(Arc<AtomicUsize>);

impl Drop for UploadPlace {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

#[test]
fn three_send_files_at_once() {
    let places = UploadPlaces::default();
    let taken: Vec<_> = (0..MAX_UPLOADS).map(|_| places.admit().unwrap()).collect();
    assert!(places.admit().is_none() && places.admit().is_none());
    assert_eq!(places.taken(), MAX_UPLOADS);
    drop(taken);
    assert!(places.admit().is_some() && places.taken() == 0);
}
