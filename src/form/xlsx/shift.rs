//! What inserted rows change in references to cells: in formulas, ranges and names.

use std::fmt::Write;

/// The rows inserted into a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Shift {
    /// Before which former row how many are inserted, by row.
    points: Vec<(u32, u32)>,
}

impl Shift {
    pub(super) fn insert(&mut self, before: u32, count: u32) {
        if count > 0 {
            self.points.push((before, count));
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.points.is_empty()
    }

    /// Where a row is now.
    pub(super) fn row(&self, row: u32) -> u32 {
        let above = self.points.iter().filter(|(before, _)| *before <= row);
        above.fold(row, |row, (_, count)| row.saturating_add(*count))
    }

    /// Where a row that is inserted right before the former row `row` is now, if it is the first.
    pub(super) fn row_before(&self, row: u32) -> u32 {
        let above = self.points.iter().filter(|(before, _)| *before < row);
        above.fold(row, |row, (_, count)| row.saturating_add(*count))
    }

    /// Where the last row of a range is now. Rows inserted right below it belong to it: they continue
    /// the table.
    fn last_row(&self, row: u32) -> u32 {
        self.row(row.saturating_add(1)).saturating_sub(1)
    }

    /// Where the cell `A7` or the range `A7:D9` is now; a part of a table grows with it.
    pub(super) fn range(&self, range: &str) -> String {
        map_formula(range, &mut |_, rows, _| self.rows(rows))
    }

    /// As [`Self::range`], for what does not grow: a link, a merge in one row.
    pub(super) fn fixed_range(&self, range: &str) -> String {
        map_formula(range, &mut |_, (first, last), _| (self.row(first), self.row(last)))
    }

    /// The formula after the insertion of the rows into the sheet `name`; `own` is the sheet that the
    /// formula is in.
    pub(super) fn formula(&self, formula: &str, name: &str, own: &str) -> String {
        map_formula(formula, &mut |sheet, rows, is_column| {
            let is_meant = sheet.unwrap_or(own).to_lowercase() == name.to_lowercase();
            match rows {
                _ if !is_meant => rows,
                // One cell does not grow, nor do several cells of one row.
                (first, last) if first == last && !is_column => (self.row(first), self.row(first)),
                rows => self.rows(rows),
            }
        })
    }

    fn rows(&self, (first, last): (u32, u32)) -> (u32, u32) {
        (self.row(first), self.last_row(last))
    }
}

/// The formula of a cell for another cell, `down` rows below and `right` columns to the right.
pub(super) fn relocate(formula: &str, down: i64, right: i64) -> String {
    let mut out = String::with_capacity(formula.len());
    walk(formula, &mut |token| match token {
        FormulaToken::Text(text) => out.push_str(text),
        FormulaToken::Reference { parts, .. } => {
            for (at, part) in parts.iter().enumerate() {
                if at > 0 {
                    out.push(':');
                }
                part.moved(down, right).write(&mut out);
            }
        }
    });
    out
}

/// Gives the first and the last row of a reference anew. It comes with the name of the sheet that it
/// names, and with whether it is a range within one column.
type RowMap<'a> = dyn FnMut(Option<&str>, (u32, u32), bool) -> (u32, u32) + 'a;

/// Changes the rows of each reference.
fn map_formula(formula: &str, map: &mut RowMap<'_>) -> String {
    let mut out = String::with_capacity(formula.len());
    walk(formula, &mut |token| match token {
        FormulaToken::Text(text) => out.push_str(text),
        FormulaToken::Reference { sheet, parts } => {
            let rows = (parts[0].row, parts.last().map_or(parts[0].row, |last| last.row));
            let is_range = parts.len() > 1;
            let is_column = is_range && parts[0].column == parts[parts.len() - 1].column;
            let (first, last) = map(sheet, rows, is_column);
            Reference { row: first, ..parts[0] }.write(&mut out);
            if is_range || first != last {
                out.push(':');
                Reference { row: last, ..parts[parts.len() - 1] }.write(&mut out);
            }
        }
    });
    out
}

enum FormulaToken<'f> {
    Text(&'f str),
    Reference { sheet: Option<&'f str>, parts: &'f [Reference<'f>] },
}

/// `$A$7`, or the row `7` of a range of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Reference<'f> {
    /// With its `$`; empty in a range of rows.
    column: &'f str,
    /// Letters for a column that has moved, from 0.
    moved_column: Option<usize>,
    is_absolute: bool,
    row: u32,
}

impl<'f> Reference<'f> {
    /// The reference that `text` is, whole.
    fn parse(text: &'f str) -> Option<Self> {
        let letters_at = usize::from(text.starts_with('$'));
        let letters = text[letters_at..].bytes().take_while(u8::is_ascii_alphabetic).count();
        let (column, rest) =
            if letters == 0 { ("", text) } else { text.split_at(letters_at + letters) };
        let digits = rest.strip_prefix('$');
        let is_absolute = digits.is_some();
        let digits = digits.unwrap_or(rest);
        let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        let row = digits.parse().ok().filter(|row| (1..=1 << 20).contains(row))?;
        let is_reference = letters <= 3 && is_number && digits.len() <= 7;
        is_reference.then_some(Self { column, moved_column: None, is_absolute, row })
    }

    fn moved(self, down: i64, right: i64) -> Self {
        let row = i64::from(self.row) + if self.is_absolute { 0 } else { down };
        let is_fixed = self.column.is_empty() || self.column.starts_with('$');
        let moved = column_number(self.column).and_then(|column| {
            let column = i64::try_from(column).ok()? + right;
            usize::try_from(column).ok()
        });
        Self {
            row: u32::try_from(row).unwrap_or(1).max(1),
            moved_column: moved.filter(|_| !is_fixed && right != 0),
            ..self
        }
    }

    fn write(self, out: &mut String) {
        match self.moved_column {
            Some(column) => out.push_str(&column_letters(column)),
            None => out.push_str(self.column),
        }
        let sign = if self.is_absolute { "$" } else { "" };
        // Writing to a text does not fail.
        let _ = write!(out, "{sign}{}", self.row);
    }
}

/// The number of the column `A`, from 0.
pub(super) fn column_number(letters: &str) -> Option<usize> {
    let letters = letters.trim_start_matches('$');
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    letters
        .bytes()
        .try_fold(0, |number, byte| {
            byte.is_ascii_alphabetic()
                .then(|| number * 26 + usize::from(byte.to_ascii_uppercase() - b'A') + 1)
        })?
        .checked_sub(1)
}

/// The letters of a column, from 0.
pub(super) fn column_letters(column: usize) -> String {
    let before = (column / 26).checked_sub(1).map(column_letters).unwrap_or_default();
    format!("{before}{}", char::from(b'A' + (column % 26) as u8))
}

fn is_name_letter(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '.' | '$' | '\\' | '?')
}

/// Passes the references of `formula` and the text between them to `token`.
fn walk(formula: &str, token: &mut dyn FnMut(FormulaToken<'_>)) {
    let mut rest = formula;
    let mut sheet: Option<&str> = None;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' => quoted(rest, '"'),
            '\'' => {
                let length = quoted(rest, '\'');
                if rest[length..].starts_with('!') {
                    sheet = Some(rest[..length].trim_matches('\''));
                    token(FormulaToken::Text(&rest[..=length]));
                    rest = &rest[length + 1..];
                    continue;
                }
                length
            }
            '[' => bracketed(rest),
            c if is_name_letter(c) => {
                let length = rest.find(|c| !is_name_letter(c)).unwrap_or(rest.len());
                let after = &rest[length..];
                if after.starts_with('!') {
                    sheet = Some(&rest[..length]);
                    token(FormulaToken::Text(&rest[..=length]));
                    rest = &rest[length + 1..];
                    continue;
                }
                let taken = references(rest, length, sheet, token);
                if taken > 0 {
                    (rest, sheet) = (&rest[taken..], None);
                    continue;
                }
                length
            }
            c => c.len_utf8(),
        };
        token(FormulaToken::Text(&rest[..length]));
        (rest, sheet) = (&rest[length..], None);
    }
}

/// Passes on the reference that `text` begins with, whose first word has `length` bytes; returns the
/// length of the whole, 0 if it is none.
fn references(
    text: &str,
    length: usize,
    sheet: Option<&str>,
    token: &mut dyn FnMut(FormulaToken<'_>),
) -> usize {
    let after = &text[length..];
    let Some(first) = Reference::parse(&text[..length]).filter(|_| !after.starts_with('(')) else {
        return 0;
    };
    let second = after.strip_prefix(':').and_then(|rest| {
        let length = rest.find(|c| !is_name_letter(c)).unwrap_or(rest.len());
        let last = Reference::parse(&rest[..length])?;
        (last.column.is_empty() == first.column.is_empty()).then_some((last, length + 1))
    });
    match second {
        Some((last, more)) => {
            token(FormulaToken::Reference { sheet, parts: &[first, last] });
            length + more
        }
        // A number alone is no row.
        None if first.column.is_empty() => 0,
        None => {
            token(FormulaToken::Reference { sheet, parts: &[first] });
            length
        }
    }
}

/// The length of the quoted text at the beginning; a doubled quote belongs to it.
fn quoted(text: &str, quote: char) -> usize {
    let mut at = 1;
    while let Some(end) = text[at..].find(quote) {
        at += end + 1;
        if !text[at..].starts_with(quote) {
            return at;
        }
        at += 1;
    }
    text.len()
}

/// The length of the part in brackets at the beginning.
fn bracketed(text: &str) -> usize {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '[' => depth += 1,
            ']' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests;
