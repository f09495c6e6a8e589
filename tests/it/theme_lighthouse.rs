//! The weight of pages, and what Lighthouse says of them on a slow phone: median of three.

use std::path::Path;

use serde_json::Value;

use crate::node::{module, node};
use crate::theme_viewer::{REPORT, whole};

/// An event without photos, a list, the front page, and a report.
const PAGES: [&str; 4] =
    ["2022/khakaton.html", "napravlenie/sovmestnye.html", "index.html", REPORT];

#[test]
fn pages_are_light_quick_and_for_everyone() {
    if module("lighthouse/core/index.js").is_none() {
        return;
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let site = whole("tochka", &[]);
    let mut arguments = vec![site.root().join("public")];
    arguments.extend(PAGES.map(Into::into));
    let said = node(&root.join("tests/readers/lighthouse.mjs"), &arguments);
    let report: Value = serde_json::from_str(&said).unwrap();
    for page in PAGES {
        let of = &report[page];
        let score = |name: &str| of["scores"][name].as_u64().unwrap();
        for name in ["accessibility", "best-practices", "seo"] {
            assert_eq!(score(name), 100, "{page}: {name}: {of}");
        }
        assert!(score("performance") >= 98, "{page}: {of}");
        let bytes = |name: &str| of["bytes"][name].as_u64().unwrap();
        assert!(bytes("first") <= 14 * 1024, "{page}: before the first paint: {of}");
        assert!(bytes("script") <= 10 * 1024, "{page}: scripts: {of}");
    }
    assert!(report[PAGES[0]]["bytes"]["all"].as_u64().unwrap() <= 40 * 1024, "{report}");
}
