//! Words within a line as Markdown: bold, italic, links, and a backslash before what would be taken for a mark.

use super::PICTURE;
use super::block::WordRun;

/// A line of Markdown; line breaks are a backslash at the end.
pub(super) fn inline(runs: &[WordRun]) -> String {
    let mut lines: Vec<Vec<WordRun>> = vec![Vec::new()];
    for run in runs {
        for (number, text) in run.text.split('\n').enumerate() {
            if number > 0 {
                lines.push(Vec::new());
            }
            if let Some(line) = lines.last_mut().filter(|_| !text.is_empty()) {
                line.push(WordRun { text: text.replace('\t', " "), ..run.clone() });
            }
        }
    }
    let written = lines.iter().map(|line| one_line(line)).filter(|line| !line.is_empty());
    written.collect::<Vec<_>>().join("\\\n")
}

fn one_line(runs: &[WordRun]) -> String {
    let joined = joined(runs);
    let text: String = joined.chunk_by(|a, b| a.link == b.link).map(link).collect();
    escape_start(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// A space alone has the look of what stands before it.
fn joined(runs: &[WordRun]) -> Vec<WordRun> {
    let mut all: Vec<WordRun> = Vec::new();
    for run in runs {
        let is_space = run.text.trim().is_empty() && run.link.is_none();
        match all.last_mut() {
            Some(last)
                if is_space
                    || (last.bold, last.italic, &last.link)
                        == (run.bold, run.italic, &run.link) =>
            {
                last.text.push_str(&run.text);
            }
            _ => all.push(run.clone()),
        }
    }
    all
}

fn link(runs: &[WordRun]) -> String {
    let text = enclosed(runs, "**", &|run| run.bold, &|runs| {
        enclosed(runs, "*", &|run| run.italic, &|runs| {
            runs.iter().map(|run| escape(&run.text)).collect()
        })
    });
    let Some(address) = runs.first().and_then(|run| run.link.as_deref()) else { return text };
    let shown: String = runs.iter().map(|run| run.text.as_str()).collect();
    let shown = shown.trim();
    let is_itself = shown == address
        || format!("{shown}/") == address
        || address.strip_prefix("mailto:") == Some(shown);
    let (before, words, after) = trimmed(&text);
    if words.is_empty() || shown.contains(PICTURE) {
        return text;
    }
    if is_itself {
        return format!("{before}{shown}{after}");
    }
    let address = address.replace(' ', "%20").replace('<', "%3C").replace('>', "%3E");
    let target = if address.contains(['(', ')']) { format!("<{address}>") } else { address };
    format!("{before}[{words}]({target}){after}")
}

/// Runs as `inner` writes them; those that `has` tells stand between marks.
fn enclosed(
    runs: &[WordRun],
    mark: &str,
    has: &dyn Fn(&WordRun) -> bool,
    inner: &dyn Fn(&[WordRun]) -> String,
) -> String {
    let groups: Vec<&[WordRun]> = runs.chunk_by(|a, b| has(a) == has(b)).collect();
    let mut text = String::new();
    for (number, group) in groups.iter().enumerate() {
        let words = inner(group);
        let next = groups.get(number + 1).and_then(|group| group.first());
        let next = next.and_then(|run| run.text.chars().next());
        if group.first().is_some_and(has) {
            text.push_str(&marked(&words, mark, next.is_some_and(char::is_alphanumeric)));
        } else {
            text.push_str(&words);
        }
    }
    text
}

/// The words between marks; signs alone need none. Outer spaces stand outside, as does a comma after which a
/// mark would not begin, or not end where words follow at once.
fn marked(text: &str, mark: &str, is_tight: bool) -> String {
    const SIGNS: [char; 10] = [',', '.', ';', ':', '!', '?', '…', '–', '—', ')'];
    let is_outer = |c: char| c.is_whitespace() || SIGNS.contains(&c);
    let start = text.trim_start_matches(is_outer);
    let is_tight = is_tight && !text.ends_with(char::is_whitespace);
    let words = if is_tight { start.trim_end_matches(is_outer) } else { start.trim_end() };
    if !words.contains(char::is_alphanumeric) {
        return text.to_owned();
    }
    let before = &text[..text.len() - start.len()];
    let after = &start[words.len()..];
    format!("{before}{mark}{words}{mark}{after}")
}

fn trimmed(text: &str) -> (&str, &str, &str) {
    let words = text.trim();
    let before = text.len() - text.trim_start().len();
    (&text[..before], words, &text[before + words.len()..])
}

/// Words within a line; addresses stay as they are.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for (number, word) in text.split(' ').enumerate() {
        if number > 0 {
            escaped.push(' ');
        }
        let start =
            ["https://", "http://", "www."].iter().filter_map(|start| word.find(start)).min();
        match start {
            Some(start) => {
                escape_signs(&word[..start], &mut escaped);
                escaped.push_str(&word[start..]);
            }
            None => escape_signs(word, &mut escaped),
        }
    }
    // A link in brackets may have spaces in it.
    for end in ["](", "][", "]:"] {
        if escaped.contains(end) {
            escaped = escaped.replace(end, &format!(r"\{end}"));
        }
    }
    escaped.replace("[^", r"\[^").replace("{{", "{ {")
}

/// The signs of a word that Markdown would read.
fn escape_signs(word: &str, escaped: &mut String) {
    let mut signs = word.chars().peekable();
    let mut before = ' ';
    while let Some(sign) = signs.next() {
        let after = signs.peek().copied().unwrap_or(' ');
        let is_mark = match sign {
            '\\' => after.is_ascii_punctuation(),
            '*' => before != ' ' || after != ' ',
            // A line to write on is none.
            '_' if before == '_' || after == '_' => is_short_run(word),
            '_' => {
                !(before.is_alphanumeric() && after.is_alphanumeric())
                    && (before, after) != (' ', ' ')
            }
            '`' => true,
            '~' => after == '~',
            '<' => after.is_ascii_alphabetic() || matches!(after, '/' | '!' | '?'),
            '&' => word.contains(';') && (after == '#' || after.is_ascii_alphabetic()),
            _ => false,
        };
        if is_mark {
            escaped.push('\\');
        }
        escaped.push(sign);
        before = sign;
    }
}

fn is_short_run(word: &str) -> bool {
    word.contains("__") && !word.contains("___")
}

/// A line as it may begin a paragraph: no heading, list or quote that nobody meant.
fn escape_start(line: &str) -> String {
    let first = line.split(' ').next().unwrap_or_default();
    let digits = first.bytes().take_while(u8::is_ascii_digit).count();
    let is_number = (1..=9).contains(&digits) && matches!(&first[digits..], "." | ")");
    if is_number {
        return format!("{}\\{}", &line[..digits], &line[digits..]);
    }
    let is_heading = (1..=6).contains(&first.len()) && first.bytes().all(|sign| sign == b'#');
    let is_rule =
        line.len() > 1 && ['=', '-', '_'].iter().any(|sign| line.chars().all(|c| c == *sign));
    if is_heading || is_rule || matches!(first, "-" | "+" | "*") || line.starts_with('>') {
        return format!("\\{line}");
    }
    line.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(runs: &[(&str, &str)]) -> String {
        let run = |(look, text): &(&str, &str)| WordRun {
            text: (*text).to_owned(),
            bold: look.contains('b'),
            italic: look.contains('i'),
            link: look.split_once("->").map(|(_, link)| link.to_owned()),
        };
        inline(&runs.iter().map(run).collect::<Vec<_>>())
    }

    #[test]
    fn marks_stand_around_words_and_not_around_spaces() {
        assert_eq!(written(&[("b", "Итоги "), ("", "турнира")]), "**Итоги** турнира");
        assert_eq!(written(&[("b", "один"), ("", " "), ("b", "два")]), "**один два**");
        assert_eq!(written(&[("b", "и "), ("bi", "то"), ("b", " и это")]), "**и *то* и это**");
        assert_eq!(written(&[("b", " : ")]), ":");
        assert_eq!(written(&[("", "классов"), ("b", ", все")]), "классов, **все**");
        assert_eq!(written(&[("b", "Кто:"), ("", "дети")]), "**Кто**:дети");
        assert_eq!(written(&[("b", "Кто: "), ("", "дети")]), "**Кто:** дети");
        assert_eq!(
            written(&[("->https://a.ru/б (1)", "сайт"), ("", ".")]),
            "[сайт](<https://a.ru/б%20(1)>)."
        );
        assert_eq!(written(&[("->https://a.ru/", "https://a.ru")]), "https://a.ru");
        assert_eq!(written(&[("", "раз\nдва")]), "раз\\\nдва");
    }

    #[test]
    fn what_would_be_a_mark_gets_a_backslash_and_nothing_else_does() {
        for (text, expected) in [
            ("2 * 3 = 6, дом_школа", "2 * 3 = 6, дом_школа"),
            ("*сноска", r"\*сноска"),
            ("_слово_", r"\_слово\_"),
            ("Директор ________ Петрова", "Директор ________ Петрова"),
            ("https://a.ru/_x_/*", "https://a.ru/_x_/*"),
            ("1. Общее", r"1\. Общее"),
            ("2022 год", "2022 год"),
            ("# тема", r"\# тема"),
            ("#росток", "#росток"),
            ("- да", r"\- да"),
            ("-5 градусов", "-5 градусов"),
            ("> 5", r"\> 5"),
            ("a < b, <b>", r"a < b, \<b>"),
            ("[сайт](а.md)", r"[сайт\](а.md)"),
            ("[1]", "[1]"),
            ("{{ events() }}", "{ { events() }}"),
            ("===", r"\==="),
        ] {
            assert_eq!(written(&[("", text)]), expected);
        }
    }
}
