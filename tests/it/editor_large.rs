//! A section of 2,000 events with 20,000 photos: how soon each screen is there, and how much memory it takes.
//! `cargo test --release --test it -- --ignored editor_large --nocapture`.
#![cfg(target_os = "linux")]
#![expect(clippy::print_stdout, reason = "the figures are what it is run for")]
#![expect(clippy::disallowed_methods, reason = "tests write their own files")]

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use crate::editor_desk::{Desk, FILE, TEXT};
use crate::sandbox::Site;

const EVENTS: usize = 2_000;
const PHOTOS: usize = 10;
/// So many photos differ in their pixels; the others are the same with a number, so that each has to be made.
const SHOTS: usize = 40;
const RUNS: usize = 9;
/// In milliseconds and MiB.
const ALLOWED: (f64, usize) = (100.0, 300);

/// Fills the site: events of some 250 words in ten years, each with ten photos of 1600 × 1200 pixels.
fn fill(site: &Site) {
    let shots: Vec<_> = (0..SHOTS).map(|shot| photo((1600, 1200), shot as u32, 0)).collect();
    let syllables = ["ко", "ра", "ми", "сте", "ло", "ну", "ва", "три"];
    let word = |number: usize| {
        let letters = number * 31 + number * number;
        (0..2 + number % 3).map(|at| syllables[(letters >> (at * 2)) % 8]).collect::<String>()
    };
    for number in 0..EVENTS {
        let year = 2013 + number % 10;
        let mut text = format!(
            "---\nназвание: {} {} {number}\nдата: {}.{}.{year}\nнаправление: {}\nучастники: {}\n\
             описание_фото: Ребята за работой\n---\n\n",
            word(number),
            word(number + 7),
            1 + number % 28,
            1 + number / 28 % 12,
            ["sovmestnye", "konferentsii"][number % 2],
            1 + number % 90,
        );
        for at in 0..250 {
            let end = if at % 60 == 59 { ".\n\n" } else { " " };
            write!(text, "{}{end}", word(number + at * 3)).unwrap();
        }
        let folder = format!("content/posts/{year}/sobytie-{number}");
        site.file(&format!("{folder}/index.md"), &text);
        for at in 0..PHOTOS {
            let shot = &shots[(number * 7 + at) % SHOTS];
            let number_of_photo = number * PHOTOS + at;
            let photo = [&shot[..2], &comment(number_of_photo), &shot[2..]].concat();
            site.file(&format!("{folder}/IMG_{number:04}_{at}.jpg"), photo);
        }
    }
}

/// A comment of a JPEG (ISO/IEC 10918-1, B.2.4.5).
fn comment(number: usize) -> Vec<u8> {
    let text = format!("{number:06}");
    [&[0xff, 0xfe, 0, text.len() as u8 + 2], text.as_bytes()].concat()
}

/// A photo with so much noise, at most 8: little of it makes a small file.
pub(crate) fn photo((width, height): (u16, u16), seed: u32, noise: u8) -> Vec<u8> {
    let mut state = seed + 1;
    let samples: Vec<u8> = (0..u32::from(width) * u32::from(height))
        .flat_map(|at| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let (x, y) = (at % u32::from(width), at / u32::from(width));
            let light = (x / 16 + y / 12 + seed * 9) as u8 / 2 + (state >> 28) as u8 * noise;
            [light, light.wrapping_add(20), light.wrapping_add(9)]
        })
        .collect();
    let mut bytes = Vec::new();
    let encoder = jpeg_encoder::Encoder::new(&mut bytes, 85);
    encoder.encode(&samples, width, height, jpeg_encoder::ColorType::Rgb).unwrap();
    bytes
}

/// A figure of the program in MiB: what it has, or the most that it had.
fn memory(desk: &Desk, name: &str) -> usize {
    let status = std::fs::read_to_string(format!("/proc/{}/status", desk.process())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap();
    line.trim_matches(|letter: char| !letter.is_ascii_digit()).parse::<usize>().unwrap() / 1024
}

/// The median time from a change of the address until `sign` is painted, in milliseconds.
fn shown(desk: &Desk, address: &str, sign: &str) -> f64 {
    let mut times: Vec<f64> = (0..RUNS)
        .map(|_| {
            desk.go("#/import");
            desk.browser.until("document.querySelector('main')?.dataset.screen === 'import' && document.querySelector('main h1') !== null");
            std::thread::sleep(Duration::from_millis(300));
            let time = desk.browser.promised(&format!(
                "new Promise(done => {{
                    const start = performance.now();
                    const look = () => document.querySelector('{sign}') ? painted() : requestAnimationFrame(look);
                    const painted = () => {{
                        const channel = new MessageChannel();
                        channel.port1.onmessage = () => done(performance.now() - start);
                        requestAnimationFrame(() => channel.port2.postMessage(0));
                    }};
                    location.hash = '{address}';
                    look();
                }})"
            ));
            time.as_f64().unwrap()
        })
        .collect();
    times.sort_by(f64::total_cmp);
    println!("  {address}: median {:.0} ms, worst {:.0} ms", times[RUNS / 2], times[RUNS - 1]);
    times[RUNS / 2]
}

/// The files of the thumbnails.
fn thumbnails(desk: &Desk) -> usize {
    std::fs::read_dir(desk.site.root().join(".rostok-cache/thumbnails")).map_or(0, Iterator::count)
}

#[test]
#[ignore = "measures: the machine must be idle"]
fn a_section_of_ten_years_is_shown_at_once() {
    let Some(mut desk) = Desk::open_with(TEXT, fill) else { return };
    let load = std::fs::read_to_string("/proc/loadavg").unwrap();
    println!("{EVENTS} events, {} photos, load {load}", EVENTS * PHOTOS);
    // The photos of the site are made meanwhile, as on the first day.
    println!("memory right after the start: {} MiB", memory(&desk, "VmRSS"));
    desk.go("#/events");
    desk.browser.until("document.querySelectorAll('.events-thumb img').length > 3");
    let list = shown(&desk, "#/events", ".events-row");
    shown(&desk, &format!("#/event/{}", FILE.replace('/', "%2F")), ".event");
    shown(&desk, "#/publish", "main h1");
    shown(&desk, "#/report", "main h1");
    shown(&desk, "#/history", ".history");
    desk.go("#/events");
    desk.browser.until("document.querySelector('.events-row') !== null");
    // To the end of the list, and a search in all of it.
    for _ in 0..EVENTS / 60 + 2 {
        desk.browser.value("scrollTo(0, document.body.scrollHeight)");
        std::thread::sleep(Duration::from_millis(120));
    }
    desk.browser
        .until(&format!("document.querySelectorAll('.events-row').length > {}", EVENTS - 1));
    let made = thumbnails(&desk);
    println!("thumbnails after the list was scrolled through: {made}");
    let start = Instant::now();
    desk.set("#events_search", "1999");
    desk.browser.until("document.querySelectorAll('.events-row').length === 1");
    println!("a search: {:.0} ms with the way there", start.elapsed().as_secs_f64() * 1000.0);
    let (now, most) = (memory(&desk, "VmRSS"), memory(&desk, "VmHWM"));
    println!("memory: {now} MiB, at most {most} MiB");
    // They are there at the next start.
    desk.kill();
    desk.restart();
    desk.reopen();
    desk.go("#/events");
    desk.browser.until("document.querySelectorAll('.events-thumb img').length > 3");
    let again = thumbnails(&desk);
    println!("thumbnails after a new start: {again}; memory: {} MiB", memory(&desk, "VmRSS"));
    assert!(again >= made, "{again} of {made} thumbnails");
    assert!(list <= ALLOWED.0, "{list:.0} ms");
    assert!(most <= ALLOWED.1, "{most} MiB");
}
