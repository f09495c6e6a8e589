//! Writes a text as a YAML value: in quotes only where YAML would read something else without them.

use crate::characters::printable;
use crate::yaml::syntax_error::is_block_header;
use crate::yaml::{Value, YamlDocument};

/// Where a value stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot {
    /// In brackets.
    pub(super) flow: bool,
    /// An item of a list.
    pub(super) item: bool,
    /// Whether something follows on its line, so that it cannot have several.
    pub(super) followed: bool,
    /// The blanks before each line of a text of several lines.
    pub(super) indent: usize,
}

/// A value without the white space that no reader of the files keeps.
pub(super) fn clean(value: &str) -> String {
    let value = printable(value, ' ').replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<_> = value.lines().map(str::trim_end).collect();
    lines.join("\n").trim().to_owned()
}

/// Writes `value` in the place of `old`, the value as written, whose text is `old_text`. Needless quotes
/// of the author's and a text of several lines stay what they are.
pub(super) fn write(value: &str, old: &str, old_text: Option<&str>, slot: Slot) -> String {
    let value = clean(value);
    let is_one_line = slot.flow || slot.followed;
    if value.is_empty() {
        return if slot.flow { "''".to_owned() } else { String::new() };
    }
    if value.contains('\n') {
        return if is_one_line {
            in_double_quotes(&value)
        } else {
            block("|", &value, slot.indent)
        };
    }
    let (header, rest) = old.split_once('\n').unwrap_or((old, ""));
    if is_block_header(header) && !is_one_line && !header.contains(|c: char| c.is_ascii_digit()) {
        let indent = rest.lines().find(|line| !line.trim().is_empty());
        let indent = indent.map_or(slot.indent, |line| line.len() - line.trim_start().len());
        return block(header.trim_end(), &value, indent);
    }
    let quote = old.chars().next().filter(|quote| matches!(quote, '"' | '\''));
    let was_needless = || old_text.is_some_and(|text| is_plain(text, slot));
    if is_plain(&value, slot) && !(quote.is_some() && was_needless()) {
        value
    } else if quote == Some('"') {
        in_double_quotes(&value)
    } else {
        format!("'{}'", value.replace('\'', "''"))
    }
}

fn block(header: &str, value: &str, indent: usize) -> String {
    let mut text = header.to_owned();
    for line in value.lines() {
        text.push('\n');
        if !line.is_empty() {
            text.push_str(&" ".repeat(indent));
            text.push_str(line);
        }
    }
    text
}

fn in_double_quotes(value: &str) -> String {
    let escaped = value.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{}\"", escaped.replace('\n', "\\n").replace('\t', "\\t"))
}

/// Whether YAML reads `value` without quotes as it is. The repairs of this program do not count: other
/// readers of the file do not know them.
fn is_plain(value: &str, slot: Slot) -> bool {
    if value.is_empty() || value.contains(['\n', '\t']) {
        return false;
    }
    let text = match (slot.flow, slot.item) {
        (true, _) => format!("a: [{value}]\n"),
        (false, true) => format!("a:\n  - {value}\n"),
        (false, false) => format!("a: {value}\n"),
    };
    let document = YamlDocument::whole("", &text);
    let Ok(node) = document.parse_by_libraries() else { return false };
    let Value::Map(entries) = &node.value else { return false };
    let [entry] = entries.as_slice() else { return false };
    let read = match &entry.value.value {
        Value::List(items) => match items.as_slice() {
            [item] if slot.flow || slot.item => item.as_text(),
            _ => None,
        },
        _ if slot.flow || slot.item => None,
        _ => entry.value.as_text(),
    };
    read == Some(value)
}
