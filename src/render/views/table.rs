//! A table, for the component that every table of the section is shown by.

use pulldown_cmark_escape::escape_html;
use serde::Serialize;
use tera::Value;

use crate::report::{Cell, Row, Table};

/// `table`: what stands over it, its columns, its rows, and the files it can be had as.
#[derive(Debug, Serialize)]
pub(in crate::render) struct TableView<'a> {
    /// Its name, of `[a-z0-9-]`.
    name: &'a str,
    /// What stands over it; may be empty.
    title: &'a str,
    /// Its columns.
    columns: Vec<ColumnView<'a>>,
    /// Its rows, in groups.
    groups: Vec<GroupView<'a>>,
    /// The files it can be had as; may be none.
    files: Vec<TableFileView>,
}

/// A column.
#[derive(Debug, Serialize)]
struct ColumnView<'a> {
    /// Its head.
    title: &'a str,
    /// Its width, in parts of the sum of all widths.
    width: u16,
}

/// Rows that belong together.
#[derive(Debug, Serialize)]
struct GroupView<'a> {
    /// The heading over them, if they have one.
    title: Option<&'a str>,
    /// The rows.
    rows: Vec<RowView<'a>>,
}

/// A row.
#[derive(Debug, Serialize)]
struct RowView<'a> {
    /// Whether it says what the rows above come to.
    total: bool,
    /// Its cells, one for each column.
    cells: Vec<CellView<'a>>,
}

/// A cell.
#[derive(Debug, Serialize)]
struct CellView<'a> {
    /// Its text, line by line; at least one. In addresses it is marked where a line may end.
    lines: Vec<Value>,
    /// Whether it says what the row is about.
    head: bool,
    /// Whether it is a number.
    number: bool,
    /// A file or page of the section that it leads to.
    path: Option<&'a str>,
    /// A page of another site, an address of mail, that it leads to.
    url: Option<&'a str>,
}

/// A file that a table can be had as.
#[derive(Debug, Serialize)]
pub(in crate::render) struct TableFileView {
    /// «Excel».
    pub(in crate::render) title: &'static str,
    /// `xlsx` or `csv`.
    pub(in crate::render) format: &'static str,
    /// The file.
    pub(in crate::render) path: String,
}

impl<'a> TableView<'a> {
    /// The view of `table`, whose links inside the section are counted from its root.
    pub(in crate::render) fn new(table: &'a Table) -> Self {
        // The rows are about what stands after their numbers.
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

    /// The same, to be had as `files`.
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

/// A line of a cell. A whole address is long, and would be cut anywhere or widen its column: it may
/// be cut between its parts. What is copied from a page has nothing of that.
fn line(text: &str) -> Value {
    if !text.contains("://") {
        return text.into();
    }
    let mut html = String::with_capacity(text.len() * 2);
    let mut rest = text;
    while let Some(end) = part_end(rest) {
        // Writing into a text does not fail.
        let _ = escape_html(&mut html, &rest[..end]);
        html.push_str("<wbr>");
        rest = &rest[end..];
    }
    let _ = escape_html(&mut html, rest);
    Value::safe_string(&html)
}

/// Where the first part of `address` ends; none where there is but one.
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
    fn an_address_may_be_cut_between_its_parts_and_nothing_else_may() {
        let shown = |text| line(text).as_str().map(str::to_owned).unwrap();
        assert_eq!(
            shown("https://school.example/2022/a-b.html?x=1&y"),
            "https://<wbr>school.<wbr>example/<wbr>2022/<wbr>a-<wbr>b.<wbr>html?<wbr>x=<wbr>1&amp;<wbr>y"
        );
        assert_eq!(shown("http://a/<script>/"), "http://<wbr>a/<wbr>&lt;script&gt;/");
        assert_eq!(shown("5–11 кл. / <б>"), "5–11 кл. / <б>");
    }
}
