//! Time and memory grow in proportion to a text, whatever it consists of: each shape is checked at one
//! length and at twice that length.
#![cfg(target_os = "linux")]
#![expect(clippy::disallowed_methods, reason = "what the system tells of a program is a file")]

use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use wait4::Wait4 as _;

use crate::sandbox::{Site, post_text};

/// The length of the shorter text, in bytes. At this length a quadratic step takes seconds.
const LENGTH: usize = 250_000;
/// Twice the text may take this many times as long: the double, and what machines do besides.
const MOST_TIMES: f64 = 3.0;
const MOST_MEMORY: f64 = 2.6;
/// Differences below these, in seconds and bytes, say nothing.
const TIME_NOISE: f64 = 0.25;
const MEMORY_NOISE: f64 = 24e6;
/// A machine that is busy with other things spoils a measurement.
const ATTEMPTS: usize = 3;

/// A text that is repeated: `#` stands for the number of the repetition.
struct Shape {
    head: &'static str,
    piece: &'static str,
    tail: &'static str,
}

const fn piece(piece: &'static str) -> Shape {
    Shape { head: "", piece, tail: "" }
}

fn shapes() -> Vec<Shape> {
    let mut shapes: Vec<Shape> = [
        "[",
        "![",
        "](",
        "](а б)[",
        "*а ",
        "**а ",
        "**а **",
        "*а_б ",
        "_а ",
        "~~а ",
        "`",
        "``а` ",
        "\\",
        "&",
        "&laquo;а&raquo;",
        "\"а ",
        "\"а\" ",
        "„",
        "»",
        "а ",
        "а\n",
        "а\n\n",
        "…",
        "- ",
        "- а\n",
        "> ",
        "> а\n",
        ">",
        "1.а\n",
        "• а\n",
        "    а\n\n",
        "\tа\n",
        "##а\n",
        "# а\n",
        "## Раздел #\n",
        "|",
        "|а",
        "|а|б|\n",
        "```\n",
        "~~~а\n\n",
        "[а](б.md) ",
        "[а](http://a.ru/#) ",
        "[а](б#.md)\n",
        "![а](б.jpg) ",
        "[а][б] ",
        "[а]: б\n",
        "[а#]: б\n\n",
        "[^а]",
        "[^а]: б\n\n",
        "[^а#]: б\n\n",
        "[^а#] ",
        "<b>",
        "<b>а</b>",
        "</b>",
        "<p>\n\n",
        "<video>\n\n",
        "<script>\n",
        "<!--",
        "<!-- а -->\n\n",
        "<a href=",
        "<i on#=1>а</i> ",
        "<a href=\"javascript:а\">б</a> ",
        "<iframe src=\"https://rutube.ru/play/embed/1\"></iframe> ",
        "<h2>а</h2>\n\n",
        "www.a.ru ",
        "https://a.ru/) ",
        "a@b.ru,",
        "a@b.ru ",
        ".ru",
        "✅ а\n",
        "#а\n",
        "а\u{2028}",
        "а\u{b}",
        "{{ training() }} ",
        "{{ training() }}\n\n",
        "https://rutube.ru/video/1/\n\n",
        "- [ ] а\n",
        "Иванов Иван, 8а, ",
        "Иванов Иван, 8а, 2012 г. р., 8-900-123-45-67 и ",
        "ул. Мира, д. 1, кв. 1 ",
        "проживает на ул. ",
    ]
    .into_iter()
    .map(piece)
    .collect();
    shapes.extend([
        Shape { head: "|а|б|\n|-|-|\n", piece: "|1|2|3|\n", tail: "" },
        Shape { head: "|а|б|\n|-|-|\n", piece: "|1|\n", tail: "" },
        Shape { head: "<b>а</b> ", piece: "&laquo;а&raquo; ", tail: "" },
        Shape { head: "<p>", piece: "&laquo;а&raquo;", tail: "</p>" },
        Shape { head: "<b>а</b> ", piece: "& < ", tail: "" },
        Shape { head: "<p title=\"", piece: "&amp;", tail: "\">а</p>" },
        Shape { head: "<b ", piece: "а# ", tail: ">а</b>" },
        Shape { head: "<div ", piece: "а#=\"1\"\n", tail: "" },
        Shape { head: "[б]: http://a.ru/\n\n", piece: "[а][б] ", tail: "" },
        Shape { head: "www.a", piece: "\"", tail: "" },
        Shape { head: "https://a.ru/", piece: ")", tail: "" },
        Shape { head: "[^а]\n\n[^а]: ", piece: "б [^а] ", tail: "" },
        Shape { head: "", piece: "## #\n\n[а](#-#)\n\n", tail: "" },
        Shape { head: "", piece: "„", tail: "»»»»" },
    ]);
    shapes
}

impl Shape {
    fn text(&self, length: usize) -> String {
        let mut text = self.head.to_owned();
        let mut number = 0_u32;
        while text.len() < length {
            text += &self.piece.replace('#', &number.to_string());
            number += 1;
        }
        text + self.tail
    }
}

/// The seconds and bytes that a check of a post with this text takes.
fn measure(text: &str) -> (f64, f64) {
    let site = Site::new();
    site.post("a.md", &(post_text("А", "1.09.2022", "sovmestnye") + text));
    let mut command = site.command();
    command.args(["check", "--today", "2023-01-15"]).env("RAYON_NUM_THREADS", "1");
    let program = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let status = format!("/proc/{}/status", program.id());
    let ended = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let watcher = scope.spawn(|| {
            let mut peak = 0.0_f64;
            while !ended.load(Ordering::Relaxed) {
                let status = std::fs::read_to_string(&status).unwrap_or_default();
                let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
                let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse().ok());
                peak = peak.max(kilobytes.map_or(0.0, |kilobytes: f64| kilobytes * 1024.0));
                std::thread::sleep(Duration::from_millis(2));
            }
            peak
        });
        let mut program = program;
        let used = program.wait4().unwrap();
        ended.store(true, Ordering::Relaxed);
        assert!(used.status.code().is_some_and(|code| code < 2), "{:?}", used.status);
        let time = used.rusage.utime + used.rusage.stime;
        (time.as_secs_f64(), watcher.join().unwrap())
    })
}

/// What is wrong with the growth of a shape.
fn disproportion(shape: &Shape, (idle, empty): (f64, f64)) -> Option<String> {
    let (one, two) = (shape.text(LENGTH), shape.text(2 * LENGTH));
    let mut told = None;
    for _ in 0..ATTEMPTS {
        let (time, memory) = measure(&one);
        let (longer, larger) = measure(&two);
        let is_slow = longer - idle > MOST_TIMES * (time - idle) + TIME_NOISE;
        let is_large = larger - empty > MOST_MEMORY * (memory - empty) + MEMORY_NOISE;
        if !is_slow && !is_large {
            return None;
        }
        told = Some(format!(
            "{:?}…: {time:.2} s and {longer:.2} s, {:.0} MB and {:.0} MB",
            format!("{}{}", shape.head, shape.piece),
            memory / 1e6,
            larger / 1e6,
        ));
    }
    told
}

#[test]
fn every_shape_of_text_takes_time_and_memory_in_proportion() {
    let base = measure("");
    let wrong: Vec<_> = shapes().iter().filter_map(|shape| disproportion(shape, base)).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
