//! Values of `table.html`, which renders every table of the section.

use pulldown_cmark_escape::escape_html;
use serde::Serialize;
use tera::Value;

use crate::report::{Cell, Row, Table};

/// `table`.
#[derive(Debug, Serialize)]
pub(in crate::render) struct TableView<'a> {
    /// Matches `[a-z0-9-]+`.
    name: &'a str,
    /// The caption; may be empty.
    title: &'a str,
    columns: Vec<ColumnView<'a>>,
    groups: Vec<GroupView<'a>>,
    /// The table as files; may be empty.
    files: Vec<TableFileView>,
}

#[derive(Debug, Serialize)]
struct ColumnView<'a> {
    title: &'a str,
    /// Relative to the sum of all widths.
    width: u16,
}

/// Rows under a common heading.
#[derive(Debug, Serialize)]
struct GroupView<'a> {
    title: Option<&'a str>,
    rows: Vec<RowView<'a>>,
}

#[derive(Debug, Serialize)]
struct RowView<'a> {
    /// Whether it sums up the rows above.
    total: bool,
    /// One for each column.
    cells: Vec<CellView<'a>>,
}

#[derive(Debug, Serialize)]
struct CellView<'a> {
    /// At least one. Addresses have `<wbr>` where the browser may break them.
    lines: Vec<Value>,
    /// Whether it is the heading of the row.
    head: bool,
    number: bool,
    /// The target of its link inside the section.
    path: Option<&'a str>,
    /// The target of its link to another site or mail address.
    url: Option<&'a str>,
}

/// A table as a file.
#[derive(Debug, Serialize)]
pub(in crate::render) struct TableFileView {
    /// Such as «Excel».
    pub(in crate::render) title: &'static str,
    /// `xlsx` or `csv`.
    pub(in crate::render) format: &'static str,
    pub(in crate::render) path: String,
}

impl<'a> TableView<'a> {
    /// The links of `table` inside the section are root-relative.
    pub(in crate::render) fn new(table: &'a Table) -> Self {
        // The heading of a row follows its number.
        let numbered = table.columns.first().is_some_and(|column| column.title.starts_with('№'));
        let head = usize::from(numbered && table.columns.len() > 1);
        let mut groups = vec![GroupView { title: None, rows: Vec::new() }];
        for row in &table.rows {
            let (total, cells) = match row {
                Row::Section(title) => {
                    groups.push(GroupView { title: Some(title), rows: Vec::new() });
                    continue;
                }
                Row::Cells(cells) => (false, cells),
                Row::Total(cells) => (true, cells),
            };
            let cells = (0..table.columns.len())
                .map(|at| CellView::new(cells.get(at), at == head))
                .collect();
            if let Some(group) = groups.last_mut() {
                group.rows.push(RowView { total, cells });
            }
        }
        groups.retain(|group| group.title.is_some() || !group.rows.is_empty());
        let columns = table.columns.iter();
        let columns =
            columns.map(|column| ColumnView { title: &column.title, width: column.width });
        Self {
            name: &table.name,
            title: &table.title,
            columns: columns.collect(),
            groups,
            files: Vec::new(),
        }
    }

    pub(in crate::render) fn with_files(self, files: Vec<TableFileView>) -> Self {
        Self { files, ..self }
    }
}

impl<'a> CellView<'a> {
    fn new(cell: Option<&'a Cell>, head: bool) -> Self {
        let text = cell.map_or("", |cell| &cell.text);
        let link = cell.and_then(|cell| cell.link.as_deref());
        let is_outside = |link: &&str| link.contains("://") || link.starts_with("mailto:");
        Self {
            lines: text.split('\n').map(line).collect(),
            head,
            number: cell.is_some_and(|cell| cell.value.is_some()),
            path: link.filter(|link| !is_outside(link)),
            url: link.filter(is_outside),
        }
    }
}

/// A line of a cell. A long address would be cut anywhere or widen its column, so `<wbr>` lets the
/// browser break it between its parts; copied text does not contain it.
fn line(text: &str) -> Value {
    if !text.contains("://") {
        return text.into();
    }
    let mut html = String::with_capacity(text.len() * 2);
    let mut rest = text;
    while let Some(end) = part_end(rest) {
        // Writing to a string does not fail.
        let _ = escape_html(&mut html, &rest[..end]);
        html.push_str("<wbr>");
        rest = &rest[end..];
    }
    let _ = escape_html(&mut html, rest);
    Value::safe_string(&html)
}

/// The end of the first part of `address`; none if there is only one.
fn part_end(address: &str) -> Option<usize> {
    let signs = ['/', '.', '-', '_', '?', '&', '='];
    let sign = address.find(signs)?;
    let end = sign + address[sign..].find(|letter| !signs.contains(&letter))?;
    Some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_may_be_broken_and_only_between_their_parts() {
        let html = |text| line(text).as_str().map(str::to_owned).unwrap();
        assert_eq!(
            html("https://school.example/2022/a-b.html?x=1&y"),
            "https://<wbr>school.<wbr>example/<wbr>2022/<wbr>a-<wbr>b.<wbr>html?<wbr>x=<wbr>1&amp;<wbr>y"
        );
        assert_eq!(html("http://a/<script>/"), "http://<wbr>a/<wbr>&lt;script&gt;/");
        assert_eq!(html("5–11 кл. / <б>"), "5–11 кл. / <б>");
    }
}
