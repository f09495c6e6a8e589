//! Wraps text for formats in which the height of a text must be known in advance.

/// Wraps `text` into lines of at most `letters` characters, at its line breaks and at spaces. A
/// longer word gets a line of its own.
pub(crate) fn wrap_lines(text: &str, letters: usize) -> Vec<&str> {
    let mut lines = Vec::new();
    for line in text.lines() {
        let mut rest = line.trim();
        while !rest.is_empty() {
            let end = rest.char_indices().nth(letters).map_or(rest.len(), |(at, _)| at);
            let cut = match rest[..end].rfind(' ') {
                _ if end == rest.len() => end,
                Some(space) if !rest[end..].starts_with(' ') => space,
                Some(_) => end,
                None => rest.find(' ').unwrap_or(rest.len()),
            };
            lines.push(rest[..cut].trim_end());
            rest = rest[cut..].trim_start();
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_broken_at_spaces() {
        let cases: [(&str, &[&str]); 8] = [
            ("", &[]),
            ("один два\nтри", &["один два", "три"]),
            ("сентябрь", &["сентябрь"]),
            ("один два", &["один два"]),
            ("один два три", &["один два", "три"]),
            ("один-два три", &["один-два", "три"]),
            ("профориентация", &["профориентация"]),
            ("и профориентация — это", &["и", "профориентация", "— это"]),
        ];
        for (text, lines) in cases {
            assert_eq!(wrap_lines(text, 8), lines, "{text}");
        }
    }
}
