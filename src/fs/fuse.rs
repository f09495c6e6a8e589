//! For tests: kills the process at a chosen step of its writing.
//!
//! A test runs itself again as a child with a number in the environment, and the child dies, without any
//! clean-up, where that many steps are done.

use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicI64, Ordering};

/// The number of steps that a child may do.
const STEPS: &str = "ROSTOK_TEST_STEPS";
/// The folder in which the child works.
const FOLDER: &str = "ROSTOK_TEST_FOLDER";

static LEFT: AtomicI64 = AtomicI64::new(i64::MAX);

/// One step of writing.
pub(super) fn burn() {
    if LEFT.fetch_sub(1, Ordering::SeqCst) == 0 {
        std::process::abort();
    }
}

/// In a child: runs `act` in the folder of the test, until the process dies, and returns `true`.
pub(crate) fn is_child(act: impl FnOnce(&Path)) -> bool {
    let (Ok(steps), Some(folder)) = (std::env::var(STEPS), std::env::var_os(FOLDER)) else {
        return false;
    };
    LEFT.store(steps.parse().unwrap(), Ordering::SeqCst);
    act(Path::new(&folder));
    true
}

/// Runs the test `name` as a child that dies after each number of steps in turn, each time in a fresh
/// folder made by `prepare` and looked at by `check`; returns how often it died.
pub(crate) fn kill_at_each_step(
    name: &str,
    prepare: impl Fn(&Path),
    mut check: impl FnMut(&Path, usize),
) -> usize {
    const MOST: usize = 500;
    for steps in 0..MOST {
        let folder = tempfile::tempdir().unwrap();
        prepare(folder.path());
        let child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", name, "--test-threads=1"])
            .env(STEPS, steps.to_string())
            .env(FOLDER, folder.path())
            .output()
            .unwrap();
        check(folder.path(), steps);
        if child.status.success() {
            return steps;
        }
    }
    panic!("it never came to an end");
}
