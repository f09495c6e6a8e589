//! How soon a key is seen: as a letter in the field, and, in a browser at a fourth of the processor's speed, in
//! the page beside it. 1,000 and 10,000 events:
//! `cargo test --release --test it -- --ignored editor_speed --nocapture`.
#![cfg(target_os = "linux")]
#![expect(clippy::print_stdout, reason = "the figures are what it is run for")]
#![expect(clippy::disallowed_methods, reason = "tests write their own files")]

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use rostok::editor::documents::{Documents, Edit};
use serde_json::{Value, json};

use crate::editor_desk::{Desk, HEAD, STORY, TEXT};
use crate::sandbox::Site;
use crate::serving::until;

const KEYS: usize = 30;
/// The time between the keys of a quick typist.
const KEY: Duration = Duration::from_millis(150);
/// Other programs run too: the best of so many runs is the editor's own time.
const RUNS: usize = 4;

/// Tells the editor's page how many letters `ж` the page beside it has.
const IN_FRAME: &str =
    "if (parent !== window) addEventListener('DOMContentLoaded', () => {
    const tell = () => {
        const runs = document.body.textContent.match(/ж+/g) ?? [];
        parent.postMessage({ letters: Math.max(0, ...runs.map((run) => run.length)) }, '*');
    };
    new MutationObserver(tell).observe(document.body, { subtree: true, childList: true, characterData: true });
    tell();
})";

/// Records when each key came, how long its letter took, and when which number of letters was seen beside.
const WATCH: &str = "(() => {
    window.keys = [], window.worked = [], window.drawn = [], window.seen = [];
    const letters = new Map();
    const painted = (then) => requestAnimationFrame((start) => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => then(performance.now(), start);
        channel.port2.postMessage(0);
    });
    const look = () => {
        const frame = document.querySelector('.page-frames iframe.is-shown');
        const count = letters.get(frame?.contentWindow);
        if (!count || seen.at(-1)?.count === count) return;
        painted((time) => seen.push({ count, time }));
    };
    addEventListener('message', ({ source, data }) => {
        if (data?.letters === undefined) return;
        letters.set(source, data.letters);
        look();
    });
    const frames = document.querySelector('.page-frames');
    new MutationObserver(look).observe(frames, { subtree: true, childList: true, attributeFilter: ['class'] });
    addEventListener('keydown', ({ timeStamp }) => keys.push(timeStamp), true);
    document.activeElement.addEventListener('input', ({ timeStamp }) => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => {
            const worked = performance.now() - timeStamp;
            // Without the wait for the screen, which takes up to 16.7 ms whoever draws.
            requestAnimationFrame(() => {
                const start = performance.now();
                const after = new MessageChannel();
                after.port1.onmessage = () => {
                    window.worked.push(worked + performance.now() - start);
                    drawn.push(performance.now() - timeStamp);
                };
                after.port2.postMessage(0);
            });
        };
        channel.port2.postMessage(0);
    });
    return true;
})()";

/// Fills a site with events of some two hundred words.
fn fill(site: &Site, count: usize) {
    let words: Vec<String> = (0..500)
        .map(|number| {
            let syllables = ["ко", "ра", "ми", "сте", "ло", "ну", "ва", "три"];
            (0..2 + number % 3).map(|at| syllables[(number >> (at * 2)) % 8]).collect()
        })
        .collect();
    for number in 0..count {
        let word = |at: usize| &*words[(number * 31 + at * 7 + at * at) % words.len()];
        let mut text = format!(
            "---\nназвание: {} {} {number}\nдата: {}.{}.{}\nнаправление: {}\nучастники: {}\n---\n\n",
            word(1),
            word(2),
            1 + number % 28,
            1 + number / 28 % 12,
            2013 + number / 336 % 10,
            ["sovmestnye", "konferentsii"][number % 2],
            1 + number % 90,
        );
        for at in 0..200 {
            let end = if at % 60 == 59 { ".\n\n" } else { " " };
            write!(text, "{}{end}", word(at)).unwrap();
        }
        site.post(&format!("{}/{number}.md", 2013 + number % 10), &text);
    }
}

/// The share of `times` that is at most the result, in milliseconds.
fn percentile(times: &[f64], share: f64) -> f64 {
    let mut times = times.to_vec();
    times.sort_by(f64::total_cmp);
    times[((times.len() as f64 * share).ceil() as usize).clamp(1, times.len()) - 1]
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().filter_map(Value::as_f64).collect()
}

/// Types letters; gives the milliseconds until each was in the field and until it was seen beside.
fn type_keys(desk: &Desk) -> [Vec<f64>; 3] {
    desk.browser.value("(keys.length = worked.length = drawn.length = seen.length = 0)");
    let before = desk.browser.value(&format!("{STORY}.value.match(/ж/g)?.length ?? 0"));
    let before = before.as_u64().unwrap() as usize;
    for _ in 0..KEYS {
        for (kind, text) in [("keyDown", "ж"), ("keyUp", "")] {
            let event = json!({ "type": kind, "text": text, "key": "ж" });
            desk.browser.devtools("Input.dispatchKeyEvent", &event);
        }
        std::thread::sleep(KEY);
    }
    let all = before + KEYS;
    until(|| (desk.browser.value("seen.at(-1)?.count") == all).then_some(()));
    let keys = numbers(&desk.browser.value("keys"));
    let seen = desk.browser.value("seen");
    let seen: Vec<(usize, f64)> = seen
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["count"].as_u64().unwrap() as usize, one["time"].as_f64().unwrap()))
        .collect();
    let beside = keys.iter().enumerate().map(|(at, key)| {
        let first = seen.iter().find(|(count, _)| *count > before + at).unwrap();
        first.1 - key
    });
    [
        beside.collect(),
        numbers(&desk.browser.value("worked")),
        numbers(&desk.browser.value("drawn")),
    ]
}

#[test]
#[ignore = "measures: the machine must be idle"]
fn a_key_is_a_letter_at_once_and_in_the_page_soon() {
    for (posts, allowed) in [(1_000, 150.0), (10_000, 300.0)] {
        let text = format!("{HEAD}\nРассказ о событии.\n\nж");
        let Some(desk) = Desk::open_with(&text, |site| fill(site, posts)) else { return };
        desk.browser
            .devtools("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": IN_FRAME }));
        desk.reopen();
        desk.until_page("Рассказ о событии.");
        desk.caret_at_end("#event_story");
        desk.browser.until("document.activeElement.id === 'event_story'");
        assert_eq!(desk.browser.value(WATCH), true);
        // The page beside it has learnt what the program sent once it changes in place.
        desk.type_text("ж");
        let best = |runs: &[[Vec<f64>; 3]], at: usize, share: f64| {
            runs.iter().map(|run| percentile(&run[at], share)).fold(f64::MAX, f64::min)
        };
        let measured = [1, 4].map(|rate| {
            desk.browser.devtools("Emulation.setCPUThrottlingRate", &json!({ "rate": rate }));
            let runs: Vec<_> = (0..RUNS).map(|_| type_keys(&desk)).collect();
            println!(
                "{posts} events, {KEYS} keys, 1/{rate} of the speed, best of {RUNS}: \
                 seen beside median {:.0} ms, p95 {:.0} ms; letter: own time median {:.1} ms, p95 {:.1} ms, \
                 drawn median {:.1} ms, p95 {:.1} ms",
                best(&runs, 0, 0.5),
                best(&runs, 0, 0.95),
                best(&runs, 1, 0.5),
                best(&runs, 1, 0.95),
                best(&runs, 2, 0.5),
                best(&runs, 2, 0.95),
            );
            for run in &runs {
                println!("  p95 beside {:.0} ms", percentile(&run[0], 0.95));
            }
            (best(&runs, 0, 0.95), best(&runs, 1, 0.95))
        });
        let [(_, letter), (beside, _)] = measured;
        assert!(beside <= allowed, "{beside:.0} ms");
        assert!(letter <= 16.0, "{letter:.1} ms");
    }
}

/// On the disk of `target/tmp`, and of `/dev/shm` in memory.
#[test]
#[ignore = "measures"]
fn a_save_is_on_the_disk_soon() {
    const SAVES: usize = 200;
    let places = [concat!(env!("CARGO_MANIFEST_DIR"), "/target"), "/dev/shm"];
    for place in places {
        let folder = tempfile::tempdir_in(place).unwrap();
        let file = "content/posts/2022-23/turnir/index.md";
        let path = folder.path().join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, TEXT).unwrap();
        let documents = Documents::new(folder.path(), jiff::Timestamp::now);
        let mut base = documents.open(file).unwrap().hash;
        let times: Vec<f64> = (0..SAVES)
            .map(|number| {
                let body = Some(format!("Рассказ номер {number}."));
                let edit = Edit { body, ..Edit::default() };
                let started = Instant::now();
                base = documents.save(file, &base, &edit).unwrap().hash;
                started.elapsed().as_secs_f64() * 1000.0
            })
            .collect();
        let (median, p95) = (percentile(&times, 0.5), percentile(&times, 0.95));
        println!("{place}: a save takes {median:.2} ms, p95 {p95:.2} ms");
    }
}
