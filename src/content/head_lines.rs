//! What the front matter of a document with errors says, read line by line: it may be no YAML at all,
//! and yet it says whether the document is a draft, and what a list of documents shows of it.

use super::front_matter::is_fence;
use crate::yaml::{Key, fold_key, yes_or_no};

/// No front matter is longer; what comes after is the text.
const MAX_LINES: usize = 200;

/// The values that stand on a line with their key, as they are written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeadLines {
    pub title: Option<String>,
    pub date: Option<String>,
    pub direction: Option<String>,
    pub draft: bool,
    /// Whether it says that the event took place: reports count such a draft.
    pub held: bool,
}

impl HeadLines {
    /// Reads the lines of `text`, the text of a document.
    pub(super) fn read(text: &str) -> Self {
        let found = |key| value(text, key).filter(|value| !value.is_empty());
        let is_yes = |key| found(key).and_then(yes_or_no) == Some(true);
        let written = |key| found(key).map(str::to_owned);
        Self {
            title: written(("title", "название")),
            date: written(("date", "дата")),
            direction: written(("direction", "направление")),
            draft: is_yes(("draft", "черновик")),
            held: is_yes(("held", "проведено")),
        }
    }
}

/// The value on the first line of the head that begins with `key`.
fn value(text: &str, key: Key) -> Option<&str> {
    let text = text.trim_start();
    let mut lines = text.lines().take(MAX_LINES).peekable();
    let is_open = lines.next_if(|line| is_fence(line.trim_end())).is_some();
    // Without the line that opens a head, a blank one ends it.
    let is_head = |line: &&str| !is_fence(line.trim_end()) && (is_open || !line.trim().is_empty());
    lines.take_while(is_head).find_map(|line| {
        let (name, value) = line.split_once(':')?;
        let name = fold_key(name.trim_matches(['"', '\'', ' ', '\t', '\u{a0}']));
        (name == key.0 || name == fold_key(key.1)).then(|| without_quotes(without_comment(value)))
    })
}

fn without_comment(value: &str) -> &str {
    value.split_once(" #").map_or(value, |(value, _)| value).trim()
}

fn without_quotes(value: &str) -> &str {
    let within = |quote| value.strip_prefix(quote)?.strip_suffix(quote);
    within('"').or_else(|| within('\'')).unwrap_or(value).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_yaml_says_is_read_line_by_line() {
        for text in [
            "---\nназвание: \"Игра: финал\" да\nчерновик: да\n---\nТекст",
            "---\n\tдата: [\nЧерновик:  Да # потом допишу\n---\n",
            "---\ntitle: Игра\n'draft': \"true\"\n",
            "\n—\nназвание: *Игра*\nчерновик:да\n—\n",
            "название: Игра\nчерновик: да\n\nТекст",
        ] {
            assert!(HeadLines::read(text).draft, "{text:?}");
        }
        for text in [
            "",
            "---\nназвание: \"Игра: финал\" да\n---\nчерновик: да\n",
            "---\n# черновик: да\nчерновик:\n---\n",
            "---\nчерновик: нет\n---\n",
            "---\nчерновик: может быть\n---\n",
            "название: Игра\n\nчерновик: да\n",
        ] {
            assert!(!HeadLines::read(text).draft, "{text:?}");
        }
        let head = HeadLines::read("---\nназвание: 'Игра'\nдата: 3 мая\nпроведено: да\nместо: [\n");
        assert_eq!(head.title.as_deref(), Some("Игра"));
        assert_eq!(head.date.as_deref(), Some("3 мая"));
        assert_eq!((head.direction, head.draft, head.held), (None, false, true));
    }
}
