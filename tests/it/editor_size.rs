//! How large the editor is: its pages as they are packed and served, and what of the program has its name.
//! `cargo test --release --test it -- --ignored editor_size --nocapture`.
#![cfg(target_os = "linux")]
#![expect(clippy::print_stdout, reason = "the figures are what it is run for")]
#![expect(clippy::disallowed_methods, reason = "it reads the source")]

use std::path::Path;
use std::process::Command;

use crate::sandbox::files;
use crate::tools;

/// The bytes between quotes of a source without its tests: where they lie in the program, no symbol tells.
fn words_of(source: &str) -> usize {
    let code = source.split("#[cfg(test)]").next().unwrap();
    code.split('"').skip(1).step_by(2).map(str::len).sum()
}

/// The bytes of all functions, tables and values that have the editor in their name. Those that libraries make for a
/// type of it have it there only with `RUSTFLAGS='-C symbol-mangling-version=v0'`.
fn symbols() -> Option<u64> {
    if !tools::is_on_path("nm") {
        return None;
    }
    let mut nm = Command::new("nm");
    nm.args(["--print-size", "--demangle"]).arg(env!("CARGO_BIN_EXE_rostok"));
    let listed = String::from_utf8(nm.output().unwrap().stdout).unwrap();
    let sizes = listed.lines().filter(|line| line.contains("rostok::editor"));
    let sizes = sizes.filter_map(|line| u64::from_str_radix(line.split(' ').nth(1)?, 16).ok());
    Some(sizes.sum())
}

/// The bytes of both pages, each file packed by itself.
fn pages() -> usize {
    let packed = ["page", "phone"].map(|name| files(&Path::new(env!("OUT_DIR")).join(name)));
    packed.iter().flatten().map(|path| std::fs::metadata(path).unwrap().len() as usize).sum()
}

#[test]
fn the_pages_are_at_most_250_kilobytes() {
    let pages = pages();
    assert!((100_000..=250_000).contains(&pages), "{pages}");
}

/// It sees neither what libraries do for the editor alone nor tables of exceptions: without the editor, the program is
/// smaller by more than that.
#[test]
#[ignore = "measures: only in a release build"]
fn what_has_the_name_of_the_editor() {
    let Some(symbols) = symbols() else { return };
    assert!(symbols > 100_000, "no symbols in this program");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/editor");
    let sources = files(&source).into_iter().chain([source.with_extension("rs")]);
    let words: usize = sources
        .filter(|path| path.extension().is_some_and(|ending| ending == "rs"))
        .filter(|path| !path.ends_with("tests.rs") && !path.ends_with("hostile.rs"))
        .map(|path| words_of(&std::fs::read_to_string(path).unwrap()))
        .sum();
    println!("the editor: code {symbols} bytes, the pages {}, words {words}", pages());
}
