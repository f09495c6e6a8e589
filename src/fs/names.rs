//! Names that every disk accepts, and paths in the form that the rest of the program uses.

use std::borrow::Cow;
use std::path::Path;

use memchr::memchr;

/// Whether every system accepts `name` as the name of a file or folder and keeps it unchanged.
///
/// The rules are those of Windows, the strictest: no separators, no `<>:"|?*`, no control
/// characters, no dot or space at the end (cut off silently), no device names (with an extension
/// neither), at most 255 bytes.
/// <https://learn.microsoft.com/windows/win32/fileio/naming-a-file>
pub fn is_portable_name(name: &str) -> bool {
    let end = memchr(b'.', name.as_bytes()).unwrap_or(name.len());
    !name.is_empty()
        && name.len() <= 255
        && !name.ends_with(['.', ' '])
        && (name.bytes().all(is_plain) || !name.contains(is_not_portable))
        && !is_device(name[..end].trim_end_matches(' '))
}

/// The least and the greatest length of a device's name, in bytes: `con`, `com¹`.
const DEVICE: std::ops::RangeInclusive<usize> = 3..=5;

/// A quick check of bytes that settles most names.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-')
}

fn is_not_portable(char: char) -> bool {
    char.is_control() || matches!(char, '/' | '\\' | '<' | '>' | ':' | '"' | '|' | '?' | '*')
}

fn is_device(stem: &str) -> bool {
    if !DEVICE.contains(&stem.len()) {
        return false;
    }
    let is = |name: &&str| stem.eq_ignore_ascii_case(name);
    let is_port = |(name, number): (&str, &str)| {
        (name.eq_ignore_ascii_case("com") || name.eq_ignore_ascii_case("lpt"))
            && number.chars().count() == 1
            && number.contains(|char: char| char.is_ascii_digit() || "¹²³".contains(char))
    };
    ["con", "prn", "aux", "nul"].iter().any(is) || stem.split_at_checked(3).is_some_and(is_port)
}

/// The path with `/` between names.
pub fn with_slashes(path: &Path) -> String {
    let text = path.to_string_lossy();
    // On other systems a backslash may be part of a name.
    if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() }
}

/// The path as people write it, seen from the folder in which the program runs.
pub fn shown_path(path: &Path) -> String {
    let below = path.strip_prefix(".").ok().filter(|below| *below != Path::new(""));
    let text = below.unwrap_or(path).to_string_lossy();
    if cfg!(windows) { shown_by_windows(&text) } else { text.into_owned() }
}

/// Without the prefix of long paths. A path of the site has `/` between names, as in all messages; a
/// whole one is for Explorer.
fn shown_by_windows(text: &str) -> String {
    let text = match (text.strip_prefix(r"\\?\UNC\"), text.strip_prefix(r"\\?\")) {
        (Some(share), _) => format!(r"\\{share}"),
        (None, plain) => plain.unwrap_or(text).to_owned(),
    };
    let is_whole = text.starts_with('\\') || text.as_bytes().get(1) == Some(&b':');
    if is_whole { text.replace('/', "\\") } else { text.replace('\\', "/") }
}

/// The form in which this system's disk compares paths: the path itself, or its lower case on
/// Windows and macOS.
pub fn disk_key(relative: &str) -> Cow<'_, str> {
    if cfg!(any(windows, target_os = "macos")) {
        relative.to_lowercase().into()
    } else {
        relative.into()
    }
}

/// The path of `path` below `root` with `/` between names, and whether all of it is Unicode.
pub(super) fn relative_to(root: &Path, path: &Path) -> (String, bool) {
    let below = path.strip_prefix(root).unwrap_or(path);
    (with_slashes(below), below.to_str().is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_a_path_as_it_is_written() {
        assert_eq!(shown_path(Path::new("./content/site.yaml")), "content/site.yaml");
        assert_eq!(shown_path(Path::new(".")), ".");
        assert_eq!(shown_path(Path::new("../сайт")), "../сайт");
        for (path, shown) in [
            (r"public\2022/a.html", "public/2022/a.html"),
            (r"C:\Сайт\content/site.yaml", r"C:\Сайт\content\site.yaml"),
            (r"\\?\D:\Сайт", r"D:\Сайт"),
            (r"\\?\UNC\server\Общая папка", r"\\server\Общая папка"),
            (r"\\server\Общая папка", r"\\server\Общая папка"),
        ] {
            assert_eq!(shown_by_windows(path), shown);
        }
    }

    #[test]
    fn refuses_what_windows_refuses() {
        let sound =
            ["a", "index.html", ".htaccess", "con-1", "com", "com10", "фото 1.jpg", "a.con"];
        for name in sound {
            assert!(is_portable_name(name), "{name}");
        }
        let long = "x".repeat(256);
        let unsound = [
            "",
            ".",
            "..",
            "a/b",
            r"a\b",
            "c:",
            "a?",
            "a\n",
            "a.",
            "a ",
            "con",
            "Con.html",
            "aux.tar.gz",
            "nul",
            "COM1",
            "lpt9.txt",
            "com²",
            "con .txt",
            &long,
        ];
        for name in unsound {
            assert!(!is_portable_name(name), "{name}");
        }
    }
}
