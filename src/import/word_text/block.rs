//! The parts of a text of Word.

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

/// A paragraph, or the item that «1.⇥Текст», «–⇥Текст» or «• Текст» is.
pub(super) fn typed_item(mut runs: Vec<WordRun>) -> WordBlock {
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
