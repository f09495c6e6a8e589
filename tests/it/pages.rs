//! Snapshots of whole pages: `tests/cases/pages/<case>/in` is a site, `out` its expected pages. See
//! `cases` for how to refresh them.

use crate::cases::{Case, cases};
use crate::links;
use crate::sandbox::{EVENTS_FILE, Tree};

#[test]
fn pages_equal_their_snapshots() {
    let came = |case: &Case| {
        let run = case.site.run(&["build", "--today", "2022-12-10"]);
        assert_eq!(run.ok().stderr, "", "{}", case.name());
        let mut files = case.site.pages();
        files.remove(EVENTS_FILE);
        links::assert_sound(&files, "http://example.org/tochka/");
        let files = files.into_iter().filter(|(path, _)| !path.starts_with("static/"));
        let files: Tree =
            files.map(|(path, bytes)| (format!("out/{path}"), unversioned(bytes))).collect();
        case.compare(&files)
    };
    let wrong: Vec<_> = cases("pages").iter().flat_map(came).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// A page without the versions of static files, so that a changed style sheet does not change it.
fn unversioned(bytes: Vec<u8>) -> Vec<u8> {
    let Ok(text) = str::from_utf8(&bytes) else { return bytes };
    let mut parts = text.split("?v=");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain.push_str("?v=…");
        plain.push_str(part.trim_start_matches(|c: char| c.is_ascii_hexdigit()));
    }
    plain.into_bytes()
}
