//! Finds links to folders, which only some servers open: every link should name a file.

use std::sync::LazyLock;

use memchr::memmem::Finder;
use memchr::{memchr, memchr3};

use crate::file_kind::extension;
use crate::output::FileContent;

/// A page with a link to a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FolderLink {
    /// Its path.
    pub page: String,
    /// The first such link, as written.
    pub link: String,
}

/// The first link to a folder in the file at `path`, if it is a page.
pub(super) fn find_folder_link(path: &str, content: &FileContent) -> Option<FolderLink> {
    match content {
        FileContent::Bytes(bytes) if extension(path) == "html" => {
            let link = first_folder_link(bytes)?.to_owned();
            Some(FolderLink { page: path.to_owned(), link })
        }
        _ => None,
    }
}

/// The first link in HTML to a folder of the same site.
fn first_folder_link(html: &[u8]) -> Option<&str> {
    /// Two of its letters are so rare in Russian pages that little else is looked at.
    static LINK: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"href=\""));
    LINK.find_iter(html).find_map(|at| {
        let rest = &html[at + LINK.needle().len()..];
        let path = &rest[..memchr3(b'"', b'?', b'#', rest)?];
        if !is_folder(path) {
            return None;
        }
        std::str::from_utf8(&rest[..memchr(b'"', rest)?]).ok()
    })
}

/// Whether a path names a folder of this site.
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
    fn links_to_folders_are_found_and_links_to_files_are_not() {
        let first = |link: &str| {
            let html = format!("<a href=\"a.html\">1</a> <a class=\"x\" href=\"{link}\">2</a>");
            first_folder_link(html.as_bytes()).map(str::to_owned)
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
        assert_eq!(first_folder_link(b"<a href=\"c/"), None);
    }
}
