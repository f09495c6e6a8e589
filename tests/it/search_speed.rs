//! How soon the search answers a key on a slow phone: a browser at a fourth of the processor's
//! speed, a thousand events. `cargo test --test it -- --ignored search_speed --nocapture` prints the
//! figures; it is ignored by default because they mean nothing on a busy machine.
#![expect(clippy::print_stdout, reason = "the figures are what it is run for")]

use std::time::Duration;

use serde_json::{Value, json};

use crate::browser::Browser;
use crate::sandbox::Site;
use crate::search::thousand;

/// The most milliseconds for an answer.
const ALLOWED: f64 = 50.0;
/// The time between the keys of a quick typist.
const KEY: Duration = Duration::from_millis(120);

/// Records for each key when its answer was in the page and when it was drawn, in milliseconds after
/// the key.
const WATCH: &str = "(() => {
    window.answered = [], window.drawn = [];
    const since = event => performance.now() - event.timeStamp;
    addEventListener('input', event => {
        answered.push(since(event));
        requestAnimationFrame(() => {
            const channel = new MessageChannel();
            channel.port1.onmessage = () => drawn.push(since(event));
            channel.port2.postMessage(0);
        });
    });
    search_query.focus();
    return true;
})()";

/// Opens the search on a slow phone.
fn open(browser: &Browser, site: &Site) {
    browser.devtools("Emulation.setCPUThrottlingRate", &json!({ "rate": 4 }));
    browser.open(&format!("file://{}/public/poisk.html", site.root().display()));
    assert_eq!(browser.value(WATCH), true);
}

fn type_in(browser: &Browser, text: &str) {
    for letter in text.chars() {
        let key = |kind: &str, text: &str| {
            let event = json!({ "type": kind, "text": text, "key": text });
            browser.devtools("Input.dispatchKeyEvent", &event);
        };
        key("keyDown", &letter.to_string());
        key("keyUp", "");
        std::thread::sleep(KEY);
    }
}

/// The figures called `name` of all keys since the page was opened, in their order.
fn times(browser: &Browser, name: &str) -> Vec<f64> {
    let found = browser.value(name);
    found.as_array().unwrap().iter().filter_map(Value::as_f64).collect()
}

/// Types `query` at once, and more when all words are loaded; gives the figures called `name`.
fn measure(browser: &Browser, site: &Site, query: &str, name: &str) -> Vec<f64> {
    open(browser, site);
    type_in(browser, query);
    browser.until("search_results.ariaBusy === 'false'");
    type_in(browser, " на");
    times(browser, name)
}

#[test]
#[ignore = "measures: the machine must be idle"]
fn a_key_is_answered_at_once_also_while_words_are_loaded() {
    let Some(browser) = Browser::start() else { return };
    let site = thousand();
    let post = |number: usize| site.read(&format!("content/posts/{number}.md"));
    let last_words = |text: &str, count: usize| {
        let words: Vec<_> = text.split_whitespace().collect();
        words[words.len() - count..].join(" ")
    };
    let title = post(990).lines().nth(1).unwrap().trim_start_matches("название: ").to_owned();
    // The earliest event's words come last.
    let (early, late) = (last_words(&post(3), 2), last_words(&post(997), 3));
    let queries = [title.as_str(), &early, &late, "при на по", "шестаконопрежник"];
    for name in ["answered", "drawn"] {
        let mut all: Vec<f64> = Vec::new();
        for query in queries {
            // Other programs run too: the least of three runs is the page's own time.
            let runs = [(); 3].map(|()| measure(&browser, &site, query, name));
            let keys = runs.iter().map(Vec::len).min().unwrap();
            all.extend(
                (0..keys).map(|key| runs.iter().map(|run| run[key]).fold(f64::MAX, f64::min)),
            );
        }
        all.sort_by(f64::total_cmp);
        let (median, worst) = (all[all.len() / 2], all[all.len() - 1]);
        println!("{name}: {} keys, median {median:.0} ms, worst {worst:.0} ms", all.len());
        assert!(name != "answered" || worst < ALLOWED, "{name}: {worst:.0} ms");
    }
}
