//! The steps that make one list of maps of another: rows that stay keep what is written about them.

use crate::config::RowColumn;

/// A row: keys and values; a list of lines in one text.
type SettingRow = Vec<(String, String)>;

/// A step, to be made after those before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ListEdit {
    Move { from: usize, to: usize },
    Insert { at: usize, pairs: SettingRow },
    Remove { at: usize },
    Set { at: usize, key: String, value: String },
    SetList { at: usize, key: String, values: Vec<String> },
}

/// The steps from `old` to `new`. A key that a new row leaves out stays as it is.
pub(super) fn edits(
    old: &[SettingRow],
    new: &[SettingRow],
    columns: &[RowColumn],
) -> Vec<ListEdit> {
    let pairs = pairs(old, new, columns);
    let mut edits = Vec::new();
    // The rows as they stand after the edits so far, by their numbers in `old`.
    let mut present: Vec<Option<usize>> = (0..old.len()).map(Some).collect();
    for (to, pair) in pairs.iter().enumerate() {
        match pair.and_then(|number| present.iter().position(|one| *one == Some(number))) {
            Some(from) => {
                if from != to {
                    edits.push(ListEdit::Move { from, to });
                    let moved = present.remove(from);
                    present.insert(to, moved);
                }
            }
            None => {
                let is_text = |(key, _): &&(String, String)| !is_list(key, columns);
                let pairs = new[to].iter().filter(is_text).cloned().collect();
                edits.push(ListEdit::Insert { at: to, pairs });
                present.insert(to, None);
            }
        }
    }
    edits.extend((new.len()..present.len()).rev().map(|at| ListEdit::Remove { at }));
    for (at, (row, pair)) in new.iter().zip(&pairs).enumerate() {
        for (key, value) in row {
            let before = pair.map_or("", |number| value_of(&old[number], key));
            let is_new = pair.is_none();
            if before.trim() == value.trim() {
                continue;
            }
            if is_list(key, columns) {
                let values = value.lines().map(|line| line.trim().to_owned());
                let values = values.filter(|line| !line.is_empty()).collect();
                edits.push(ListEdit::SetList { at, key: key.clone(), values });
            } else if !is_new {
                let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
                edits.push(ListEdit::Set { at, key: key.clone(), value });
            }
        }
    }
    edits
}

fn is_list(key: &str, columns: &[RowColumn]) -> bool {
    columns.iter().any(|column| column.key == key && column.is_list)
}

fn value_of<'r>(row: &'r SettingRow, key: &str) -> &'r str {
    row.iter().find(|(name, _)| name == key).map_or("", |(_, value)| value)
}

/// For each new row the number of the old one that it is: the same, or one with the same value of a column,
/// or the one that is left.
fn pairs(old: &[SettingRow], new: &[SettingRow], columns: &[RowColumn]) -> Vec<Option<usize>> {
    let mut pairs = vec![None; new.len()];
    let mut take = |is_it: &dyn Fn(&SettingRow, &SettingRow) -> bool| {
        for at in 0..new.len() {
            if pairs[at].is_none() {
                let free = |number: &usize| !pairs.contains(&Some(*number));
                pairs[at] =
                    (0..old.len()).filter(free).find(|number| is_it(&old[*number], &new[at]));
            }
        }
    };
    let same = |key: &str, a: &SettingRow, b: &SettingRow| {
        let value = value_of(a, key).trim();
        !value.is_empty() && value == value_of(b, key).trim()
    };
    take(&|a, b| columns.iter().all(|column| value_of(a, column.key) == value_of(b, column.key)));
    for column in columns {
        take(&|a, b| same(column.key, a, b));
    }
    let left = pairs.iter().filter(|pair| pair.is_none()).count();
    if old.len() == new.len() && left == 1 {
        let number = (0..old.len()).find(|number| !pairs.contains(&Some(*number)));
        if let Some(pair) = pairs.iter_mut().find(|pair| pair.is_none()) {
            *pair = number;
        }
    }
    pairs
}
