//! The weight of pages and their Lighthouse scores on a slow phone, as the median of three runs.

use std::path::Path;

use serde_json::Value;

use crate::node::{module, node};
use crate::theme_viewer::{REPORT, build_every_kind};

/// An event without photos, a list, the front page, and a report.
const PAGES: [&str; 4] =
    ["2022/khakaton.html", "napravlenie/sovmestnye.html", "index.html", REPORT];

#[test]
fn pages_are_light_fast_and_accessible() {
    if module("lighthouse/core/index.js").is_none() {
        return;
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let site = build_every_kind("tochka", &[]);
    let mut arguments = vec![site.root().join("public")];
    arguments.extend(PAGES.map(Into::into));
    let output = node(&root.join("tests/readers/lighthouse.mjs"), &arguments);
    let report: Value = serde_json::from_str(&output).unwrap();
    for page in PAGES {
        let result = &report[page];
        let score = |name: &str| result["scores"][name].as_u64().unwrap();
        for name in ["accessibility", "best-practices", "seo"] {
            assert_eq!(score(name), 100, "{page}: {name}: {result}");
        }
        assert!(score("performance") >= 98, "{page}: {result}");
        let bytes = |name: &str| result["bytes"][name].as_u64().unwrap();
        assert!(bytes("first") <= 14 * 1024, "{page}: before the first paint: {result}");
        assert!(bytes("script") <= 10 * 1024, "{page}: scripts: {result}");
    }
    assert!(report[PAGES[0]]["bytes"]["all"].as_u64().unwrap() <= 40 * 1024, "{report}");
}
