//! Writes blocks as Markdown, the way the editor's toolbar does.

use super::block::{WordBlock, WordRun};
use super::marks::inline;

/// Items of one list, and the lists within them.
pub(super) fn write(blocks: &[WordBlock]) -> String {
    let levels = blocks.iter().filter_map(|block| match block {
        WordBlock::Heading(level, _) => Some(*level),
        _ => None,
    });
    // The title of the page is the first level.
    let highest = levels.min().unwrap_or(2);
    let mut text = String::new();
    let mut list = ListWriter::default();
    for block in blocks {
        let is_item = matches!(block, WordBlock::Item { .. });
        let was_item = !list.levels.is_empty();
        if !is_item {
            list.levels.clear();
        }
        let written = match block {
            WordBlock::Heading(level, runs) => {
                let signs = (level + 2).saturating_sub(highest).clamp(2, 6);
                match inline(runs).replace("\\\n", " ") {
                    words if words.is_empty() => words,
                    words => format!("{} {words}", "#".repeat(signs)),
                }
            }
            WordBlock::Paragraph(runs) => inline(runs),
            WordBlock::Item { level, number, runs } => list.item(*level, *number, runs),
            WordBlock::Table(rows) => table(rows),
        };
        if written.is_empty() {
            continue;
        }
        if !text.is_empty() {
            text.push_str(if is_item && was_item && !list.begins_anew { "\n" } else { "\n\n" });
        }
        text.push_str(&written);
    }
    text
}

/// The levels that are open, with the widths of their signs.
#[derive(Debug, Default)]
struct ListWriter {
    /// The level in the document, whether it is numbered, and its indent.
    levels: Vec<(usize, bool, usize)>,
    begins_anew: bool,
}

impl ListWriter {
    fn item(&mut self, level: usize, number: Option<usize>, runs: &[WordRun]) -> String {
        while self.levels.len() > 1 && self.levels.last().is_some_and(|(open, ..)| *open > level) {
            self.levels.pop();
        }
        let sign = number.map_or_else(|| "- ".to_owned(), |number| format!("{number}. "));
        self.begins_anew = false;
        let indent = match self.levels.last().copied() {
            None => 0,
            Some((open, _, indent)) if open < level => indent,
            Some((_, ordered, _)) => {
                // Another kind of list at the same level.
                self.begins_anew = ordered != number.is_some() && self.levels.len() == 1;
                self.levels.pop();
                self.levels.last().map_or(0, |(.., indent)| *indent)
            }
        };
        self.levels.push((level, number.is_some(), indent + sign.len()));
        let inner = " ".repeat(indent + sign.len());
        let words = inline(runs).replace('\n', &format!("\n{inner}"));
        format!("{}{sign}{words}", " ".repeat(indent))
    }
}

fn table(rows: &[Vec<Vec<WordRun>>]) -> String {
    let rows: Vec<&Vec<Vec<WordRun>>> =
        rows.iter().filter(|row| row.iter().any(|cell| !cell.is_empty())).collect();
    let width = rows.iter().map(|row| row.len()).max().unwrap_or(0);
    let line = |row: &[Vec<WordRun>], is_head: bool| {
        let mut line = "|".to_owned();
        for column in 0..width {
            let runs = row.get(column).map(Vec::as_slice).unwrap_or_default();
            let words = if is_head {
                // Heads are bold by themselves.
                let plain: Vec<_> =
                    runs.iter().map(|run| WordRun { bold: false, ..run.clone() }).collect();
                inline(&plain)
            } else {
                inline(runs)
            };
            let words = words.replace("\\\n", "<br>").replace('|', r"\|");
            line.push_str(&if words.is_empty() { " |".to_owned() } else { format!(" {words} |") });
        }
        line
    };
    let mut lines: Vec<String> =
        rows.iter().enumerate().map(|(number, row)| line(row, number == 0)).collect();
    if !lines.is_empty() {
        lines.insert(1, format!("|{}", "---|".repeat(width)));
    }
    lines.join("\n")
}
