//! The parts of a text of Word or OpenDocument.

use super::PICTURE;
use crate::url;

/// Words of one look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct WordRun {
    /// A line break is `\n`.
    pub(super) text: String,
    pub(super) bold: bool,
    pub(super) italic: bool,
    /// An absolute address.
    pub(super) link: Option<String>,
}

/// A part of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum WordBlock {
    /// The level from 1.
    Heading(usize, Vec<WordRun>),
    Paragraph(Vec<WordRun>),
    /// An item of a list: its level from 0, its number if it has one.
    Item {
        level: usize,
        number: Option<usize>,
        runs: Vec<WordRun>,
    },
    /// Rows of cells, each of lines.
    Table(Vec<Vec<Vec<WordRun>>>),
}

/// Adds words to a line; words of one look are one run.
pub(super) fn push_run(runs: &mut Vec<WordRun>, run: WordRun) {
    match runs.last_mut() {
        Some(last) if (last.bold, last.italic, &last.link) == (run.bold, run.italic, &run.link) => {
            last.text.push_str(&run.text);
        }
        _ => runs.push(run),
    }
}

/// The block that a paragraph is: `heading` is its level, `item` its level and number in a list, `look` whether its
/// style is bold and italic.
pub(super) fn block_of(
    mut runs: Vec<WordRun>,
    heading: Option<usize>,
    item: Option<(usize, Option<usize>)>,
    (bold, italic): (bool, bool),
) -> WordBlock {
    if let Some(level) = heading {
        runs.iter_mut().for_each(|run| run.bold = false);
        return WordBlock::Heading(level, runs);
    }
    for run in &mut runs {
        run.bold |= bold;
        run.italic |= italic;
    }
    match item {
        Some((level, number)) => WordBlock::Item { level, number, runs },
        None => typed_item(runs),
    }
}

/// Addresses that readers can follow.
pub(super) fn is_address(link: &str) -> bool {
    url::is_absolute(link) || link.starts_with("mailto:") || link.starts_with("tel:")
}

/// A paragraph, or the item that «1.⇥Текст», «–⇥Текст» or «• Текст» is.
fn typed_item(mut runs: Vec<WordRun>) -> WordBlock {
    let Some(first) = runs.iter().position(|run| !run.text.trim().is_empty()) else {
        return WordBlock::Paragraph(runs);
    };
    let text = runs[first].text.trim_start();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = match text[digits..].strip_prefix(['.', ')']) {
        Some(rest) if (1..=3).contains(&digits) => (text[..digits].parse().ok(), rest),
        _ => match text.strip_prefix(['•', '●', '▪', '■', '◦', '·']) {
            Some(rest) if rest.starts_with([' ', '\t']) => (None, rest),
            _ => match text.strip_prefix(['-', '–', '—', '*', '§']) {
                Some(rest) => (None, rest),
                None => return WordBlock::Paragraph(runs),
            },
        },
    };
    let is_bullet = text.starts_with(['•', '●', '▪', '■', '◦', '·']);
    if !is_bullet && !rest.trim_start_matches(' ').starts_with('\t') {
        return WordBlock::Paragraph(runs);
    }
    runs[first].text = rest.trim_start().to_owned();
    runs.drain(..first);
    WordBlock::Item { level: 0, number, runs }
}

/// The blocks of a cell as lines.
pub(super) fn lines(blocks: &[WordBlock]) -> Vec<WordRun> {
    let mut all = Vec::new();
    for block in blocks {
        let (sign, runs) = match block {
            WordBlock::Heading(_, runs) | WordBlock::Paragraph(runs) => (String::new(), runs),
            WordBlock::Item { number: Some(number), runs, .. } => (format!("{number}. "), runs),
            WordBlock::Item { runs, .. } => ("• ".to_owned(), runs),
            WordBlock::Table(_) => continue,
        };
        let start = if all.is_empty() { sign } else { format!("\n{sign}") };
        if !start.is_empty() {
            all.push(WordRun { text: start, ..WordRun::default() });
        }
        all.extend(runs.iter().cloned());
    }
    all
}

/// Text without signs of programs; of hard spaces and line ends of the file only a space is left.
pub(super) fn plain(text: &str) -> String {
    let is_sign =
        |c: char| c == PICTURE || matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{200b}' | '\u{ad}');
    text.replace(['\u{a0}', '\n', '\r'], " ").replace(is_sign, "")
}

/// What the author says of a picture; programs describe pictures by themselves.
pub(super) fn said(alt: &str) -> String {
    let alt = alt.split_whitespace().collect::<Vec<_>>().join(" ");
    let folded = alt.to_lowercase();
    let is_machine = ["автоматически", "выглядит как", "описание:", "созда"]
        .iter()
        .any(|word| folded.contains(word))
        || folded
            .rsplit_once('.')
            .is_some_and(|(_, end)| matches!(end.len(), 3 | 4) && end.is_ascii());
    if is_machine { String::new() } else { alt.chars().take(300).collect() }
}
