//! Links that need a server to show the main page of a folder.

use memchr::memmem;

/// What an address follows.
const START: &str = "href=\"";

/// The first link of an HTML page that leads to a folder of the same site.
pub(super) fn to_folder(html: &[u8]) -> Option<&str> {
    // All pages are gone through in each build, so only the links are read as text.
    memmem::find_iter(html, START).find_map(|at| {
        let rest = &html[at + START.len()..];
        let link = &rest[..memchr::memchr(b'"', rest)?];
        is_folder(link).then(|| std::str::from_utf8(link).ok())?
    })
}

fn is_folder(link: &[u8]) -> bool {
    let path = &link[..memchr::memchr2(b'?', b'#', link).unwrap_or(link.len())];
    let mut names = path.rsplit(|&byte| byte == b'/');
    if path.is_empty() || !matches!(names.next(), Some(b"" | b"." | b"..")) {
        return false;
    }
    let first = names.next_back().unwrap_or(path);
    !first.contains(&b':') && !path.starts_with(b"//")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_to_a_folder_is_told_from_one_to_a_file() {
        for folder in ["../2022/", "./", "..", "../..", "/", "a/?b", "a/#c"] {
            assert!(is_folder(folder.as_bytes()), "{folder}");
        }
        for file in ["", "#a", "?b", "a.html", "../a", "http://a/", "//a/b/", "mailto:a@b.ru"] {
            assert!(!is_folder(file.as_bytes()), "{file}");
        }
        let html = br#"<a href="a.html">1</a> <a class="x" href="../b/">2</a>"#;
        assert_eq!(to_folder(html), Some("../b/"));
        assert_eq!(to_folder(b"<a href=\"c.html\">"), None);
    }
}
