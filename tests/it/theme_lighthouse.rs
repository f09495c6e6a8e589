//! The weight of pages and their Lighthouse scores.

use std::path::Path;

use serde_json::Value;

use crate::node::{module, node};
use crate::theme_viewer::{REPORT, build_every_kind};

/// An event without photos, a list, the front page, and a report.
const PAGES: [&str; 4] =
    ["2022/khakaton.html", "napravlenie/sovmestnye.html", "index.html", REPORT];

#[test]
fn pages_are_light_and_accessible() {
    let Some(report) = run_lighthouse(1) else { return };
    for page in PAGES {
        let result = &report[page];
        for name in ["accessibility", "best-practices", "seo"] {
            assert_eq!(score(result, name), 100, "{page}: {name}: {result}");
        }
        let bytes = |name: &str| result["bytes"][name].as_u64().unwrap();
        assert!(bytes("first") <= 14 * 1024, "{page}: before the first paint: {result}");
        assert!(bytes("script") <= 10 * 1024, "{page}: scripts: {result}");
    }
    assert!(report[PAGES[0]]["bytes"]["all"].as_u64().unwrap() <= 40 * 1024, "{report}");
}

/// On a slow phone, as Lighthouse simulates it from the times it has seen.
#[test]
#[ignore = "measures: the machine must be idle"]
#[expect(clippy::print_stderr, reason = "the scores are told")]
fn pages_are_fast() {
    let report = run_lighthouse(3).unwrap();
    for page in PAGES {
        let performance = score(&report[page], "performance");
        eprintln!("{page}: {performance}");
        assert!(performance >= 98, "{page}: {}", report[page]);
    }
}

/// What `tests/readers/lighthouse.mjs` prints; none without Lighthouse.
fn run_lighthouse(runs: u32) -> Option<Value> {
    module("lighthouse/core/index.js")?;
    let site = build_every_kind("tochka", &[]);
    let mut arguments = vec![runs.to_string().into(), site.root().join("public")];
    arguments.extend(PAGES.map(Into::into));
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/readers/lighthouse.mjs");
    Some(serde_json::from_str(&node(&script, &arguments)).unwrap())
}

fn score(result: &Value, category: &str) -> u64 {
    result["scores"][category].as_u64().unwrap()
}
