//! Many places in one file, and much in its front matter, take time and memory in proportion.
#![cfg(target_os = "linux")]

use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::photos_bombs::peak;
use crate::sandbox::Site;

const HEAD: &str = "название: Турнир\nдата: 7.12.2022\nнаправление: sovmestnye\n";

/// The time and the memory in bytes that `rostok` with `arguments` takes for one post.
fn cost(text: &str, arguments: &[&str]) -> (Duration, u64) {
    let site = Site::new();
    site.post("turnir.md", text);
    let start = Instant::now();
    let mut child =
        site.command().args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let mut memory = 0;
    while child.try_wait().unwrap().is_none() {
        memory = peak(child.id()).unwrap_or(memory);
        std::thread::sleep(Duration::from_millis(2));
    }
    (start.elapsed(), memory)
}

#[test]
fn thirty_thousand_links_take_seconds_and_little_memory() {
    let text = |link: &str, between: &str| {
        format!("---\n{HEAD}---\n{}\n", [link].repeat(30_000).join(between))
    };
    for (name, text) in [
        ("broken, in one line", text("[а](нет.md)", " ")),
        ("broken, in lines of their own", text("[а](нет.md)", "\n")),
        ("sound, in one line", text("[а](turnir.md)", " ")),
    ] {
        for arguments in [&["check"][..], &["check", "--format", "json"]] {
            let (time, memory) = cost(&text, arguments);
            assert!(time < Duration::from_secs(20), "{name}, {arguments:?}: {time:?}");
            assert!(memory < 600 << 20, "{name}, {arguments:?}: {} MiB", memory >> 20);
        }
    }
}

#[test]
fn front_matter_without_end_is_cut_short() {
    let lines =
        |count: usize, line: &dyn Fn(usize) -> String| -> String { (0..count).map(line).collect() };
    for (name, more) in [
        (
            "tags in lines",
            "метки:\n".to_owned() + &lines(20_000, &|it| format!("  - метка {it}\n")),
        ),
        ("tags in a line", format!("метки: {}\n", lines(20_000, &|it| format!("м{it}, ")))),
        ("unknown keys", lines(100_000, &|it| format!("ключ_{it}: да\n"))),
    ] {
        let (time, memory) = cost(&format!("---\n{HEAD}{more}---\nТекст.\n"), &["check"]);
        assert!(time < Duration::from_secs(10), "{name}: {time:?}");
        assert!(memory < 300 << 20, "{name}: {} MiB", memory >> 20);
    }
}
