//! Limits the memory of all pictures that are processed at once, on any number of cores.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// The limit for all pictures of a build, in bytes. The program itself and the source files as read
/// come on top: 40 photos of 48 Mpx must stay under 1 GiB in all.
const MAX_BYTES: u64 = 768 * 1024 * 1024;

/// A picture reserves its memory before it is decoded, and waits until enough is free.
#[derive(Debug)]
pub(super) struct MemoryBudget {
    free: Mutex<u64>,
    freed: Condvar,
    limit: u64,
}

/// Gives the memory back when dropped.
#[derive(Debug)]
pub(super) struct Reservation<'a> {
    memory: &'a MemoryBudget,
    bytes: u64,
}

impl Default for MemoryBudget {
    fn default() -> Self {
        Self::with_limit(MAX_BYTES)
    }
}

impl MemoryBudget {
    pub(super) fn with_limit(limit: u64) -> Self {
        Self { free: Mutex::new(limit), freed: Condvar::new(), limit }
    }

    /// Waits until `bytes` are free. `None` if the limit is lower than that.
    pub(super) fn reserve(&self, bytes: u64) -> Option<Reservation<'_>> {
        if bytes > self.limit {
            return None;
        }
        let mut free = self.lock();
        while *free < bytes {
            free = self.freed.wait(free).unwrap_or_else(PoisonError::into_inner);
        }
        *free -= bytes;
        Some(Reservation { memory: self, bytes })
    }

    fn lock(&self) -> MutexGuard<'_, u64> {
        // The number stays valid if a thread panics while holding the lock.
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Reservation<'_> {
    fn drop(&mut self) {
        *self.memory.lock() += self.bytes;
        self.memory.freed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU64, Ordering};

    #[test]
    fn never_gives_more_than_there_is() {
        let memory = MemoryBudget::with_limit(10);
        let (held, peak) = (AtomicU64::new(0), AtomicU64::new(0));
        std::thread::scope(|scope| {
            for number in 0..8_u64 {
                let (memory, held, peak) = (&memory, &held, &peak);
                scope.spawn(move || {
                    for _ in 0..100 {
                        let bytes = 1 + number;
                        let reservation = memory.reserve(bytes).unwrap();
                        peak.fetch_max(
                            held.fetch_add(bytes, Ordering::SeqCst) + bytes,
                            Ordering::SeqCst,
                        );
                        std::thread::yield_now();
                        held.fetch_sub(bytes, Ordering::SeqCst);
                        drop(reservation);
                    }
                });
            }
        });
        assert!(peak.load(Ordering::SeqCst) <= 10);
        assert_eq!(*memory.lock(), 10);
        assert!(memory.reserve(11).is_none());
    }
}
