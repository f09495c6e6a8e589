//! Checks the links of a built site. Other tests call [`assert_sound`] for every site they build.

use std::collections::HashSet;

use crate::html::{self, Tag};
use crate::sandbox::Tree;

/// Pages that are served at any depth, where relative links would not work.
const AT_ANY_DEPTH: &str = "404.html";

/// Fails unless every link of every page is relative and leads to a file of `tree`, and `#id` to an
/// id in it. Absolute URLs of the site appear only where they have to, and lead to files too. File
/// names are valid on every hosting.
#[track_caller]
pub(crate) fn assert_sound(tree: &Tree, base_url: &str) {
    let mut wrong = names(tree);
    for (path, bytes) in tree {
        let text = || str::from_utf8(bytes).unwrap();
        if path.ends_with(".html") {
            wrong.extend(page(tree, path, text(), base_url));
        } else if path.ends_with(".xml") {
            wrong.extend(absolute(tree, path, text(), base_url));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn names(tree: &Tree) -> Vec<String> {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-/".contains(c);
    let mut folded = HashSet::new();
    let mut wrong = Vec::new();
    for path in tree.keys() {
        if !path.chars().all(allowed) {
            wrong.push(format!("{path}: a name that not every hosting takes"));
        }
        if !folded.insert(path.to_lowercase()) {
            wrong.push(format!("{path}: the same as another but for case"));
        }
    }
    wrong
}

fn page(tree: &Tree, path: &str, text: &str, base_url: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    for tag in html::tags(text) {
        let may_be_absolute = tag.get("rel") == "canonical"
            || tag.get("property").starts_with("og:")
            || path == AT_ANY_DEPTH;
        for (key, value) in &tag.attributes {
            if value.contains(base_url) && !may_be_absolute {
                wrong.push(format!("{path}: absolute `{key}={value}`"));
            }
        }
        for link in tag.links() {
            let problem = match link.strip_prefix(base_url) {
                Some(inside) if may_be_absolute => relative(tree, "", &tag, inside),
                _ => relative(tree, path, &tag, link),
            };
            wrong.extend(problem.map(|problem| format!("{path}: `{link}`: {problem}")));
        }
    }
    wrong
}

/// The problem of a link of the page at `path`, if it has one.
fn relative(tree: &Tree, path: &str, tag: &Tag, link: &str) -> Option<String> {
    if let Some((scheme, _)) = link.split_once(':') {
        let outside = tag.name == "a" && ["http", "https", "mailto", "tel"].contains(&scheme);
        return (!outside).then(|| "asked of another server".to_owned());
    }
    if link.starts_with('/') {
        return Some("counted from the server's root".to_owned());
    }
    let (target, fragment) = link.split_once('#').unwrap_or((link, ""));
    let target = target.split('?').next().unwrap_or_default();
    let mut names: Vec<&str> = path.split('/').collect();
    names.pop();
    for name in target.split('/') {
        match name {
            ".." if names.pop().is_none() => return Some("leads out of the section".to_owned()),
            ".." | "." | "" => {}
            name => names.push(name),
        }
    }
    let target = if target.is_empty() { path.to_owned() } else { names.join("/") };
    missing(tree, &target).or_else(|| {
        let ids = || html::ids(str::from_utf8(&tree[&target]).unwrap());
        (!fragment.is_empty() && !ids().iter().any(|id| id == fragment))
            .then(|| "there is no such id".to_owned())
    })
}

fn missing(tree: &Tree, target: &str) -> Option<String> {
    (!tree.contains_key(target)).then(|| format!("there is no `{target}`"))
}

/// The problems of a feed or a sitemap: every URL of the site in it has to be absolute and lead to a
/// file. A feed contains the texts of events as HTML.
fn absolute(tree: &Tree, path: &str, text: &str, base_url: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let texts = text.split("<content type=\"html\">").skip(1);
    let texts = texts.map(|rest| html::decode(rest.split("</content>").next().unwrap_or_default()));
    for part in texts.chain([text.to_owned()]) {
        for tag in html::tags(&part) {
            for link in tag.links() {
                match link.strip_prefix(base_url) {
                    Some("") => {}
                    Some(inside) => {
                        let target = inside.split(['#', '?']).next().unwrap_or_default();
                        wrong.extend(missing(tree, target));
                    }
                    None if link.contains(':') => {}
                    None => wrong.push(format!("`{link}` is not absolute")),
                }
            }
        }
    }
    let named = text.split("<loc>").skip(1).filter_map(|rest| rest.split("</loc>").next());
    for address in named {
        match address.strip_prefix(base_url) {
            Some(inside) => wrong.extend(missing(tree, inside)),
            None => wrong.push(format!("`{address}` is not of the section")),
        }
    }
    wrong.into_iter().map(|problem| format!("{path}: {problem}")).collect()
}

#[test]
fn broken_links_are_found() {
    let base_url = "http://example.org/tochka/";
    let tree = |html: &str| -> Tree {
        let files = [("a/b.html", html), ("c.html", "<p id=\"d\">"), ("e.css", "")];
        files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).into()
    };
    let count = |html: &str| page(&tree(html), "a/b.html", html, base_url).len();
    for sound in [
        "<a href=\"../c.html\">",
        "<a href=\"../c.html#d\">",
        "<link href=\"../e.css?v=1\">",
        "<a href=\"b.html\"><a href=\"https://school.example/\">",
        "<link rel=\"canonical\" href=\"http://example.org/tochka/c.html\">",
    ] {
        assert_eq!(count(sound), 0, "{sound}");
    }
    for unsound in [
        "<a href=\"c.html\">",
        "<a href=\"/c.html\">",
        "<a href=\"../../c.html\">",
        "<a href=\"../c.html#e\">",
        "<a href=\"#e\">",
        "<a href=\"javascript:a\">",
        "<script src=\"https://cdn.example/a.js\"></script>",
        "<img src=\"../f.jpg\">",
        "<link rel=\"canonical\" href=\"http://example.org/tochka/f.html\">",
    ] {
        assert_eq!(count(unsound), 1, "{unsound}");
    }
    // Without a scheme: an absolute link to another host.
    assert_eq!(count("<a href=\"http://example.org/tochka/c.html\">"), 1);
    let upper: Tree = [("A.html".to_owned(), Vec::new()), ("a.html".to_owned(), Vec::new())].into();
    assert_eq!(names(&upper).len(), 2);
}
