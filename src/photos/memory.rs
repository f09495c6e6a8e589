//! A bound on the memory that pictures take while they are being processed, on any number of cores.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// How many bytes the pictures of a build may take together. Beside them stand the program itself
/// and the files as they were read; 40 photos of 48 Mpx are to stay under 1 GiB in all.
const ALL: u64 = 768 * 1024 * 1024;

/// The memory for pictures: a picture takes its part before it is decoded and waits until there is
/// enough.
#[derive(Debug)]
pub(super) struct Memory {
    free: Mutex<u64>,
    freed: Condvar,
    all: u64,
}

/// A picture's part; given back when dropped.
#[derive(Debug)]
pub(super) struct Taken<'a> {
    memory: &'a Memory,
    bytes: u64,
}

impl Default for Memory {
    fn default() -> Self {
        Self::of(ALL)
    }
}

impl Memory {
    pub(super) fn of(all: u64) -> Self {
        Self { free: Mutex::new(all), freed: Condvar::new(), all }
    }

    /// Waits for `bytes`; nothing where there can never be as many.
    pub(super) fn take(&self, bytes: u64) -> Option<Taken<'_>> {
        if bytes > self.all {
            return None;
        }
        let mut free = self.free();
        while *free < bytes {
            free = self.freed.wait(free).unwrap_or_else(PoisonError::into_inner);
        }
        *free -= bytes;
        Some(Taken { memory: self, bytes })
    }

    fn free(&self) -> MutexGuard<'_, u64> {
        // A number is sound whatever its holder died of.
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        *self.memory.free() += self.bytes;
        self.memory.freed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU64, Ordering};

    #[test]
    fn never_gives_more_than_there_is() {
        let memory = Memory::of(10);
        let (held, most) = (AtomicU64::new(0), AtomicU64::new(0));
        std::thread::scope(|scope| {
            for number in 0..8_u64 {
                let (memory, held, most) = (&memory, &held, &most);
                scope.spawn(move || {
                    for _ in 0..100 {
                        let bytes = 1 + number;
                        let taken = memory.take(bytes).unwrap();
                        most.fetch_max(
                            held.fetch_add(bytes, Ordering::SeqCst) + bytes,
                            Ordering::SeqCst,
                        );
                        std::thread::yield_now();
                        held.fetch_sub(bytes, Ordering::SeqCst);
                        drop(taken);
                    }
                });
            }
        });
        assert!(most.load(Ordering::SeqCst) <= 10);
        assert_eq!(*memory.free(), 10);
        assert!(memory.take(11).is_none());
    }
}
