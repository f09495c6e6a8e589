//! Links that need a server to show the main page of a folder.

use memchr::{memchr, memchr3, memmem};

/// Finds links in pages. All pages are gone through in each build, so it is made once, and only a
/// link that is told of is read as text.
pub(super) struct Links {
    start: memmem::Finder<'static>,
}

impl Links {
    pub(super) fn new() -> Self {
        Self { start: memmem::Finder::new("href=\"") }
    }

    /// The first link of an HTML page that leads to a folder of the same site.
    pub(super) fn to_folder<'h>(&self, html: &'h [u8]) -> Option<&'h str> {
        self.start.find_iter(html).find_map(|at| {
            let rest = &html[at + self.start.needle().len()..];
            let path = &rest[..memchr3(b'"', b'?', b'#', rest)?];
            if !is_folder(path) {
                return None;
            }
            std::str::from_utf8(&rest[..memchr(b'"', rest)?]).ok()
        })
    }
}

/// Whether a path names a folder, not a file, and of this site.
fn is_folder(path: &[u8]) -> bool {
    let mut names = path.rsplit(|&byte| byte == b'/');
    if !matches!(path.last(), Some(b'/' | b'.'))
        || !matches!(names.next(), Some(b"" | b"." | b".."))
    {
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
        let links = Links::new();
        let first = |link: &str| {
            let html = format!("<a href=\"a.html\">1</a> <a class=\"x\" href=\"{link}\">2</a>");
            links.to_folder(html.as_bytes()).map(str::to_owned)
        };
        for folder in ["../2022/", "./", "..", "../..", "/", "a/?b", "a/#c"] {
            assert_eq!(first(folder).as_deref(), Some(folder));
        }
        let files = [
            "",
            "#a",
            "?b",
            "a.html",
            "../a",
            "http://a/",
            "//a/b/",
            "mailto:a@b.ru",
            "a.",
            "a?b/",
        ];
        for file in files {
            assert_eq!(first(file), None, "{file}");
        }
        assert_eq!(links.to_folder(b"<a href=\"c/"), None);
    }
}
