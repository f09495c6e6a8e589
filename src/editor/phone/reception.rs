//! One reception: the event whose photos are taken in, the key, the end.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use blake3::Hash;
use jiff::{SignedDuration, Timestamp};

use crate::editor::session::{NoRandomNumbers, digest, random};
use crate::editor::upload_places::UploadPlaces;
use crate::http::Rejection;

/// The characters of a key (Crockford's Base32): none of them is taken for another one.
const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// 80 random bits, short enough to be typed. A million guesses a second, for as long as a reception lasts, find it
/// once in 10¹⁵ receptions. So wrong keys are neither counted nor slowed down: whoever sends them would only lock
/// out the phone that has the right one.
pub(super) fn new_key() -> Result<String, NoRandomNumbers> {
    let bytes: [u8; 16] = random()?;
    let letter = |byte: &u8| char::from(LETTERS[usize::from(byte % 32)]);
    Ok(bytes.iter().map(letter).collect())
}

/// What one opening lets in.
#[derive(Debug)]
pub(super) struct Reception {
    /// The event, which has a folder of its own.
    pub(super) file: String,
    pub(super) places: UploadPlaces,
    key: Hash,
    /// By the clock that never goes back, and by that of the calendar, which goes on while the computer
    /// sleeps. What comes first counts.
    end: Mutex<(Instant, Timestamp)>,
    received: AtomicUsize,
    was_seen: AtomicBool,
}

impl Reception {
    /// A reception that ends so long after `now`.
    pub(super) fn new(file: &str, key: &str, now: Timestamp, lifetime: Duration) -> Self {
        Self {
            file: file.to_owned(),
            places: UploadPlaces::default(),
            key: digest(key),
            end: Mutex::new(end_of(now, lifetime)),
            received: AtomicUsize::new(0),
            was_seen: AtomicBool::new(false),
        }
    }

    /// From now on it ends so long after `now`.
    pub(super) fn prolong(&self, now: Timestamp, lifetime: Duration) {
        *self.end() = end_of(now, lifetime);
    }

    /// How long it still lasts.
    pub(super) fn left(&self, now: Timestamp) -> Duration {
        let (instant, time) = *self.end();
        let by_calendar = time.duration_since(now).try_into().unwrap_or_default();
        instant.saturating_duration_since(Instant::now()).min(by_calendar)
    }

    /// Checks the key that a request shows.
    pub(super) fn check(&self, shown: &str) -> Result<(), Rejection> {
        if digest(shown) == self.key { Ok(()) } else { Err(Rejection::Key) }
    }

    /// A phone has opened the page.
    pub(super) fn note_seen(&self) {
        self.was_seen.store(true, Ordering::Relaxed);
    }

    pub(super) fn was_seen(&self) -> bool {
        self.was_seen.load(Ordering::Relaxed)
    }

    pub(super) fn note_received(&self) {
        self.received.fetch_add(1, Ordering::Relaxed);
    }

    /// How many photos have come.
    pub(super) fn received(&self) -> usize {
        self.received.load(Ordering::Relaxed)
    }

    /// A poisoned lock is used: no change under it can be left half done.
    fn end(&self) -> MutexGuard<'_, (Instant, Timestamp)> {
        self.end.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn end_of(now: Timestamp, lifetime: Duration) -> (Instant, Timestamp) {
    let by_calendar = SignedDuration::try_from(lifetime).unwrap_or_default();
    (Instant::now() + lifetime, now.saturating_add(by_calendar).unwrap_or(now))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_700_000_000 + second).unwrap()
    }

    #[test]
    fn keys_can_be_typed_and_differ() {
        let (one, other) = (new_key().unwrap(), new_key().unwrap());
        assert!(one.len() == 16 && one != other);
        assert!(one.bytes().all(|letter| LETTERS.contains(&letter)), "{one}");
    }

    #[test]
    fn it_ends_by_both_clocks() {
        let reception = Reception::new("a", "key", at(0), Duration::from_secs(900));
        assert_eq!(reception.left(at(100)), Duration::from_secs(800));
        // The computer slept meanwhile.
        assert_eq!(reception.left(at(901)), Duration::ZERO);
        reception.prolong(at(1000), Duration::from_secs(900));
        assert!(reception.left(at(1000)) > Duration::from_secs(890));
        // The clock was put back.
        assert!(reception.left(at(-5000)) <= Duration::from_secs(900));
        reception.prolong(at(0), Duration::ZERO);
        assert_eq!(reception.left(at(-5000)), Duration::ZERO);
    }

    #[test]
    fn one_key_fits() {
        let reception = Reception::new("a", "key", at(0), Duration::from_secs(900));
        for wrong in ["", "ke", "kez", "KEY", "key "] {
            assert_eq!(reception.check(wrong), Err(Rejection::Key));
        }
        assert_eq!(reception.check("key"), Ok(()));
    }
}
