//! Limits the memory of all pictures that are processed at once, on any number of cores.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// The limit for all pictures of a build, in bytes; a picture that needs more is refused. The program itself
/// and the source files as read come on top: 40 photos of 48 Mpx must stay under 1 GiB in all.
pub(super) const MAX_BYTES: u64 = 768 * 1024 * 1024;

/// The limit in a program that stays open beside others, in bytes: two photos of a phone at once.
const FEW_BYTES: u64 = 80 * 1024 * 1024;

/// The memory of the process: whoever makes pictures, all share it.
pub(super) static MEMORY: MemoryBudget = MemoryBudget::with_limit(MAX_BYTES);

/// From now on pictures take little memory at once. For programs that stay open: a preview and a
/// publication make pictures at the same time.
pub fn save_memory() {
    MEMORY.lock().limit = FEW_BYTES;
}

/// A picture reserves its memory before it is decoded, and waits until enough is free. One that needs more
/// than the limit waits until it is alone. None overtakes another, or a large one could wait for ever.
#[derive(Debug)]
pub(super) struct MemoryBudget {
    state: Mutex<MemoryState>,
    freed: Condvar,
    /// The most that one picture may have.
    max: u64,
}

/// In bytes, and pictures.
#[derive(Debug)]
struct MemoryState {
    used: u64,
    limit: u64,
    /// How many pictures have asked, and how many of them have got their memory.
    asked: u64,
    served: u64,
}

/// Gives the memory back when dropped.
#[derive(Debug)]
pub(super) struct Reservation<'a> {
    memory: &'a MemoryBudget,
    bytes: u64,
}

impl MemoryBudget {
    pub(super) const fn with_limit(limit: u64) -> Self {
        let state = Mutex::new(MemoryState { used: 0, limit, asked: 0, served: 0 });
        Self { state, freed: Condvar::new(), max: limit }
    }

    /// Waits until `bytes` are free. `None` if a picture may not have as much.
    pub(super) fn reserve(&self, bytes: u64) -> Option<Reservation<'_>> {
        if bytes > self.max {
            return None;
        }
        let mut memory = self.lock();
        let turn = memory.asked;
        memory.asked += 1;
        let must_wait = |memory: &mut MemoryState| {
            let has_room = memory.used == 0 || memory.used + bytes <= memory.limit;
            memory.served != turn || !has_room
        };
        let waited = self.freed.wait_while(memory, must_wait);
        let mut memory = waited.unwrap_or_else(PoisonError::into_inner);
        memory.used += bytes;
        memory.served += 1;
        drop(memory);
        self.freed.notify_all();
        Some(Reservation { memory: self, bytes })
    }

    fn lock(&self) -> MutexGuard<'_, MemoryState> {
        // The numbers stay valid if a thread panics while holding the lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Reservation<'_> {
    fn drop(&mut self) {
        self.memory.lock().used -= self.bytes;
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
        assert_eq!(memory.lock().used, 0);
        assert!(memory.reserve(11).is_none());
    }

    #[test]
    fn a_large_picture_of_one_pool_waits_until_those_of_the_other_are_done_and_goes_alone() {
        let memory = MemoryBudget::with_limit(100);
        memory.lock().limit = 10;
        let (held, peak) = (AtomicU64::new(0), AtomicU64::new(0));
        let make = |bytes: u64| {
            let reservation = memory.reserve(bytes).unwrap();
            let now = held.fetch_add(bytes, Ordering::SeqCst) + bytes;
            assert!(now <= 10 || now == bytes, "{now} at once");
            peak.fetch_max(now, Ordering::SeqCst);
            std::thread::yield_now();
            held.fetch_sub(bytes, Ordering::SeqCst);
            drop(reservation);
        };
        let pool = || rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
        let work = |bytes: u64| pool().broadcast(|_| (0..100).for_each(|_| make(bytes)));
        std::thread::scope(|scope| {
            scope.spawn(|| work(4));
            scope.spawn(|| work(25));
        });
        assert_eq!(peak.load(Ordering::SeqCst), 25);
        assert_eq!(memory.lock().used, 0);
    }
}
