//! The plain text of a rendered body.

use memchr::{memchr, memchr3};

use crate::characters::floor_char_boundary;

/// How many bytes of one text are kept for showing words in context.
const LONGEST: usize = 56 * 1024;

/// Appends the text of `html` to `text`, without tags and the content of scripts and styles; a line
/// break is a space. Inline elements part no words, others do.
pub(super) fn push_plain(text: &mut String, html: &str) {
    let begin = text.len();
    let mut rest = html;
    while let Some(at) = memchr3(b'<', b'&', b'\n', rest.as_bytes()) {
        push(text, begin, &rest[..at]);
        rest = &rest[at..];
        let length = match rest.as_bytes()[0] {
            b'<' => skip_tag(text, begin, rest),
            b'&' => push_entity(text, begin, rest),
            _ => {
                push_space(text, begin);
                1
            }
        };
        rest = &rest[length..];
    }
    push(text, begin, rest);
    text.truncate(begin + text[begin..].trim_end().len());
}

/// `text` up to a space before its limit for a file.
pub(super) fn bounded(text: &str) -> &str {
    if text.len() <= LONGEST {
        return text;
    }
    let end = floor_char_boundary(text, LONGEST);
    &text[..text[..end].rfind(' ').unwrap_or(end)]
}

/// Appends a piece without line breaks.
fn push(text: &mut String, begin: usize, piece: &str) {
    let is_parted = text.len() == begin || text.ends_with(' ');
    text.push_str(if is_parted { piece.trim_start() } else { piece });
}

fn push_space(text: &mut String, begin: usize) {
    if text.len() > begin && !text.ends_with(' ') {
        text.push(' ');
    }
}

/// Gives the length of the tag at the beginning of `rest`, for an element without text that of the
/// whole element but its end tag.
fn skip_tag(text: &mut String, begin: usize, rest: &str) -> usize {
    let name = rest[1..].trim_start_matches('/');
    let end = name.bytes().position(|byte| !byte.is_ascii_alphanumeric());
    let name = &name[..end.unwrap_or(name.len())];
    let hidden = ["script", "style"].iter().find(|hidden| name.eq_ignore_ascii_case(hidden));
    let end = match hidden.filter(|_| !rest.starts_with("</")) {
        Some(hidden) => rest.find(&format!("</{hidden}")),
        None => memchr(b'>', rest.as_bytes()).map(|end| end + 1),
    };
    let end = end.unwrap_or(rest.len());
    if is_inline(name) {
        return end;
    }
    push_space(text, begin);
    // Most tags of blocks end a line, which would be another space.
    end + usize::from(rest[end..].starts_with('\n'))
}

/// Whether the element stands inside a word without parting it.
fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr" | "b" | "code" | "del" | "em" | "i" | "mark" | "s" | "span" | "strong" | "sup"
    )
}

/// Appends the character that is written as an entity at the beginning of `rest`; gives the
/// entity's length.
fn push_entity(text: &mut String, begin: usize, rest: &str) -> usize {
    let known = [
        ("&amp;", "&"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&nbsp;", " "),
    ];
    match known.iter().find(|(entity, _)| rest.starts_with(entity)) {
        Some((entity, " ")) => {
            push_space(text, begin);
            entity.len()
        }
        Some((entity, sign)) => {
            text.push_str(sign);
            entity.len()
        }
        None => {
            text.push('&');
            1
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(html: &str) -> String {
        let mut text = "до ".to_owned();
        push_plain(&mut text, html);
        text.split_off("до ".len())
    }

    #[test]
    fn tags_are_left_out_and_blocks_part_words() {
        let html = "<h2 id=\"a\">Итоги</h2>\n<ul>\n<li>сл<em>ово</em></li><li>R&amp;D&nbsp;&lt;5</li></ul>";
        assert_eq!(plain(html), "Итоги слово R&D <5");
        assert_eq!(plain("а<br>б<script>x < 1</script>в"), "а б в");
        assert_eq!(plain("<p>14\u{a0}октября &unknown; <"), "14\u{a0}октября &unknown;");
        assert_eq!(plain(""), "");
    }

    #[test]
    fn a_long_text_is_cut_at_a_space() {
        let long = "слово ".repeat(20_000);
        let text = bounded(&long);
        assert!(text.len() <= LONGEST && text.ends_with("слово"), "{}", text.len());
    }
}
