//! Where the program's memory comes from, and how soon the system gets it back.

use std::ffi::{c_int, c_long};

/// A build makes millions of short strings on all cores; the system's allocators take a fifth of
/// its time for that, this one hardly any.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// `mi_option_purge_delay` in `mimalloc.h`.
const PURGE_DELAY: c_int = 15;

/// In milliseconds.
const SHORT: c_long = 10;

#[expect(unsafe_code, reason = "the allocator has no other way to be asked")]
unsafe extern "C" {
    fn mi_option_set_default(option: c_int, value: c_long);
}

/// Gives what is free back to the system after 10 ms instead of a second, for what stays open beside
/// other programs: an editor of 20,000 photos then takes 220 MiB instead of 300. A build, which soon ends,
/// would only lose time. Has to be called before there are other threads.
pub(super) fn return_soon() {
    // SAFETY: the function writes a number that no other thread reads yet.
    #[expect(unsafe_code, reason = "the allocator has no other way to be asked")]
    unsafe {
        mi_option_set_default(PURGE_DELAY, SHORT);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[expect(unsafe_code, reason = "the allocator has no other way to be asked")]
    unsafe extern "C" {
        safe fn mi_option_get(option: c_int) -> c_long;
    }

    #[test]
    fn the_option_is_the_delay() {
        assert_eq!(mi_option_get(PURGE_DELAY), 1000);
        return_soon();
        assert_eq!(mi_option_get(PURGE_DELAY), SHORT);
    }
}
