//! Links that need a server to show the main page of a folder: each link is to name a file.

use memchr::{memchr, memchr3, memmem};

use crate::config::kind;
use crate::output::Body;

/// A page with a link to a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FolderLink {
    /// The path of the page.
    pub page: String,
    /// The first such link on it, as it is written.
    pub link: String,
}

/// Finds links in pages. All pages are gone through in each build, so it is made once, and only a
/// link that is told of is read as text.
pub(super) struct Links {
    start: memmem::Finder<'static>,
}

impl Links {
    pub(super) fn new() -> Self {
        Self { start: memmem::Finder::new("href=\"") }
    }

    /// What is to be told of the file at `path`.
    pub(super) fn look_at(&self, path: &str, body: &Body) -> Option<FolderLink> {
        match body {
            Body::Bytes(bytes) if kind(path) == "html" => {
                let link = self.to_folder(bytes)?.to_owned();
                Some(FolderLink { page: path.to_owned(), link })
            }
            _ => None,
        }
    }

    /// The first link of an HTML page that leads to a folder of the same site.
    fn to_folder<'h>(&self, html: &'h [u8]) -> Option<&'h str> {
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
