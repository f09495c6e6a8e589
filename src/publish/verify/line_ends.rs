//! Servers that rewrite the line ends of texts, as FTP's ASCII mode does: the file is not the one that was
//! sent, but no page shows the difference, and sending it again would not help.

use crate::file_kind::extension;

/// Whether files of this kind are texts to such a server.
pub(super) fn is_text(path: &str) -> bool {
    let kind = extension(path);
    ["html", "htm", "css", "js", "json", "xml", "txt", "svg", "csv"].contains(&&*kind)
}

/// Whether `size` is that of `sent` with other line ends.
pub(super) fn explains_size(sent: &[u8], size: u64) -> bool {
    let pairs = sent.windows(2).filter(|pair| pair == b"\r\n").count() as u64;
    let lines = sent.iter().filter(|&&byte| byte == b'\n').count() as u64;
    let length = sent.len() as u64;
    lines > 0 && (size == length + lines - pairs || pairs > 0 && size == length - pairs)
}

/// Whether `held` is `sent` with other line ends.
pub(super) fn is_same_text(held: &[u8], sent: &[u8]) -> bool {
    let bare =
        |text: &[u8]| -> Vec<u8> { text.iter().copied().filter(|&byte| byte != b'\r').collect() };
    bare(held) == bare(sent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_line_ends_are_recognised() {
        assert!(is_text("2022/a.HTML") && !is_text("2022/a.jpg"));
        assert!(explains_size(b"a\nb\n", 6));
        assert!(explains_size(b"a\r\nb\r\n", 4));
        for size in [0, 3, 5, 7] {
            assert!(!explains_size(b"a\nb\n", size), "{size}");
        }
        assert!(!explains_size(b"ab", 1));
        assert!(is_same_text(b"a\r\nb\r\n", b"a\nb\n"));
        assert!(!is_same_text(b"a\r\nc\r\n", b"a\nb\n"));
    }
}
