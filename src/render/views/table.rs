//! Values of `table.html`, which renders every table of the section.

use pulldown_cmark_escape::escape_html;
use serde::Serialize;
use tera::Value;

use crate::report::{Cell, Row, Table};

/// The table whose rows stand in groups by their first cell: the timetable, by days.
const BY_FIRST_CELL: &str = "schedule";

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
        let by_first = table.name == BY_FIRST_CELL && table.columns.len() > 1;
        let first = usize::from(by_first);
        // The heading of a row follows its number.
        let numbered = table.columns.first().is_some_and(|column| column.title.starts_with('№'));
        let head = if numbered && table.columns.len() > 1 { 1 } else { first };
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
            let row = RowView {
                total,
                cells: (first..table.columns.len())
                    .map(|at| CellView::new(cells.get(at), at == head))
                    .collect(),
            };
            let title = cells.first().filter(|_| by_first && !total).map(|cell| cell.text.as_str());
            let group = match groups.iter_mut().find(|group| by_first && group.title == title) {
                Some(group) => Some(group),
                None if by_first => {
                    groups.push(GroupView { title, rows: Vec::new() });
                    groups.last_mut()
                }
                None => groups.last_mut(),
            };
            if let Some(group) = group {
                group.rows.push(row);
            }
        }
        groups.retain(|group| group.title.is_some() || !group.rows.is_empty());
        let columns = table.columns.iter().skip(first);
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
        let is_outside = |link: &&str| {
            link.contains("://") || link.starts_with("mailto:") || link.starts_with("tel:")
        };
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
    use crate::report::Column;

    #[test]
    fn a_timetable_stands_in_groups_by_day() {
        let row = |cells: [&str; 3]| Row::Cells(cells.map(Cell::from).into());
        let table = Table {
            name: BY_FIRST_CELL.to_owned(),
            title: String::new(),
            columns: ["День", "Время", "Занятие"].map(|title| Column::new(title, 1)).into(),
            rows: vec![
                row(["пн", "14:00", "Роботы"]),
                row(["вт", "14:00", "Физика"]),
                row(["пн", "15:00", "Шахматы"]),
            ],
        };
        let view = TableView::new(&table);
        let titles: Vec<_> = view.columns.iter().map(|column| column.title).collect();
        assert_eq!(titles, ["Время", "Занятие"]);
        let groups: Vec<_> =
            view.groups.iter().map(|group| (group.title, group.rows.len())).collect();
        assert_eq!(groups, [(Some("пн"), 2), (Some("вт"), 1)]);
        let first = &view.groups[0].rows[1].cells;
        assert!(first.len() == 2 && first[0].head && !first[1].head);
    }

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
