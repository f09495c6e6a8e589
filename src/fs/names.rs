//! What names a disk takes, and which it holds to be the same.

use std::borrow::Cow;

/// Whether every system takes `name` as the name of a file or folder, and gives it back as it is.
///
/// The rules are those of Windows, the strictest: no separators, no `<>:"|?*`, no control
/// characters, no dot or space at the end (cut off silently), no names of devices (also not with
/// an extension), at most 255 bytes.
/// <https://learn.microsoft.com/windows/win32/fileio/naming-a-file>
pub fn is_portable_name(name: &str) -> bool {
    const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
    let stem = name.split('.').next().unwrap_or_default().trim_end_matches(' ').to_lowercase();
    let is_port = stem
        .strip_prefix("com")
        .or_else(|| stem.strip_prefix("lpt"))
        .is_some_and(|rest| matches!(rest, "¹" | "²" | "³") || is_port_number(rest));
    !name.is_empty()
        && name.len() <= 255
        && !name.ends_with(['.', ' '])
        && !name.contains(|char: char| char.is_control() || r#"/\<>:"|?*"#.contains(char))
        && !DEVICES.contains(&stem.as_str())
        && !is_port
}

fn is_port_number(text: &str) -> bool {
    text.len() == 1 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// What the disk of this system compares when it looks for `relative`: the path itself, or its
/// lower case on Windows and macOS.
pub fn disk_key(relative: &str) -> Cow<'_, str> {
    if cfg!(any(windows, target_os = "macos")) {
        relative.to_lowercase().into()
    } else {
        relative.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
