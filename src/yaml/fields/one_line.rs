//! Texts on one line.

/// White space at which a line may break.
const BREAKING: [char; 4] = [' ', '\n', '\t', '\r'];

pub(super) trait OneLine {
    /// The text on one line: each run of breaking white space becomes one space.
    fn split_whitespace_keeping_nbsp(&self) -> String;
}

impl OneLine for str {
    fn split_whitespace_keeping_nbsp(&self) -> String {
        let text = self.trim_matches(BREAKING);
        if !text.contains("  ") && !text.bytes().any(|byte| matches!(byte, b'\n' | b'\t' | b'\r')) {
            return text.to_owned();
        }
        let mut words = text.split(BREAKING).filter(|word| !word.is_empty());
        let mut line = words.next().unwrap_or_default().to_owned();
        for word in words {
            line.push(' ');
            line.push_str(word);
        }
        line
    }
}
