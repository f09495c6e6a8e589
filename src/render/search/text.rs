//! The plain text of a rendered body.

/// How many bytes of one text are kept for showing words in context.
const LONGEST: usize = 56 * 1024;

/// Elements that stand inside a word without parting it.
const INLINE: [&str; 12] =
    ["a", "abbr", "b", "code", "del", "em", "i", "mark", "s", "span", "strong", "sup"];

/// The text of `html` without tags, spaces never two together. What scripts and styles hold is no
/// text.
pub(super) fn plain(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        push(&mut text, &rest[..at]);
        rest = &rest[at..];
        if rest.starts_with('<') {
            rest = tag(&mut text, rest);
        } else {
            rest = entity(&mut text, rest);
        }
    }
    push(&mut text, rest);
    text.truncate(text.trim_end().len());
    text
}

/// `text`, cut at a space where it is too long for its file.
pub(super) fn bounded(mut text: String) -> String {
    if text.len() > LONGEST {
        let end = (0..=LONGEST).rev().find(|&at| text.is_char_boundary(at)).unwrap_or_default();
        text.truncate(text[..end].rfind(' ').unwrap_or(end));
    }
    text
}

/// What follows the tag at the beginning of `rest`; between blocks stands a space.
fn tag<'a>(text: &mut String, rest: &'a str) -> &'a str {
    let name = rest[1..].trim_start_matches('/');
    let name = &name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())];
    let hidden = ["script", "style"].iter().find(|hidden| name.eq_ignore_ascii_case(hidden));
    let end = match hidden.filter(|_| !rest.starts_with("</")) {
        Some(hidden) => rest.find(&format!("</{hidden}")),
        None => rest.find('>').map(|end| end + 1),
    };
    if !INLINE.contains(&name) {
        push(text, " ");
    }
    &rest[end.unwrap_or(rest.len())..]
}

/// What follows the sign that is written as an entity at the beginning of `rest`.
fn entity<'a>(text: &mut String, rest: &'a str) -> &'a str {
    let known = [
        ("&amp;", "&"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&nbsp;", " "),
    ];
    let found = known.iter().find_map(|(entity, sign)| Some((rest.strip_prefix(entity)?, sign)));
    let (rest, sign) = found.unwrap_or((&rest[1..], &"&"));
    push(text, sign);
    rest
}

fn push(text: &mut String, piece: &str) {
    for letter in piece.chars() {
        if !letter.is_whitespace() {
            text.push(letter);
        } else if !text.is_empty() && !text.ends_with(' ') {
            text.push(' ');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_left_out_and_blocks_part_words() {
        let html = "<h2 id=\"a\">Итоги</h2>\n<ul>\n<li>сл<em>ово</em></li><li>R&amp;D&nbsp;&lt;5</li></ul>";
        assert_eq!(plain(html), "Итоги слово R&D <5");
        assert_eq!(plain("а<br>б<script>x < 1</script>в"), "а б в");
        assert_eq!(plain("<p>14\u{a0}октября &unknown; <"), "14 октября &unknown;");
        assert_eq!(plain(""), "");
    }

    #[test]
    fn a_long_text_is_cut_at_a_space() {
        let text = bounded("слово ".repeat(20_000));
        assert!(text.len() <= LONGEST && text.ends_with("слово"), "{}", text.len());
    }
}
