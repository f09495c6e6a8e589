//! An Excel workbook → rows, sheet by sheet; what is merged is put where it is seen.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{
    DataRef, Dimensions, Reader, SheetType, SheetVisible, Xlsx, XlsxError, open_workbook_from_rs,
};

use quick_xml::events::Event;

use super::Refusal;
use super::archive::attribute;
use super::rows::{At, Budget, Cell, MOST_COLUMNS, Row, tidy};

/// The cells of a sheet that are not empty, by row and column, counted from 0. Sheets may have a
/// single cell a million rows down: nothing here is as large as the sheet claims to be.
type Sheet = BTreeMap<u32, BTreeMap<u32, Cell>>;

/// The rows of all visible sheets of the workbook in `bytes`, whose parts were tried before.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Row>, Refusal> {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).map_err(refusal)?;
    let mut budget = Budget::default();
    let mut rows = Vec::new();
    let sheets = book.sheets_metadata().to_vec();
    let read = sheets.into_iter().filter(|sheet| {
        sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible
    });
    for (table, sheet) in read.enumerate() {
        let name = sheet.name;
        let mut cells = cells(&mut book, &name, &mut budget)?;
        for link in book.hyperlinks_by_sheet_name(&name).map_err(refusal)? {
            if let Some(target) = link.target {
                add_link(&mut cells, link.range, &target, &mut budget)?;
            }
        }
        for merged in book.merge_cells_by_sheet_name(&name).map_err(refusal)? {
            merge(&mut cells, merged, &mut budget)?;
        }
        rows.extend(cells.into_iter().map(|(row, cells)| Row {
            at: At::Sheet { name: name.clone(), row: row.saturating_add(1) },
            table: Some(table),
            cells: cells.into_values().collect(),
        }));
    }
    Ok(rows)
}

/// Whether every cell and range named in a part is one that a sheet can have: the reader reckons
/// with the names unchecked.
pub(super) fn check(xml: &str) -> Result<(), Refusal> {
    let mut reader = quick_xml::Reader::from_str(xml);
    loop {
        match reader.read_event().map_err(|_| Refusal::Broken)? {
            Event::Start(tag) | Event::Empty(tag) => {
                let name = match tag.local_name().as_ref() {
                    "c" | "row" => "r",
                    "mergeCell" | "hyperlink" | "dimension" | "f" => "ref",
                    _ => continue,
                };
                if attribute(&tag, name).is_some_and(|name| !is_range(&name)) {
                    return Err(Refusal::Broken);
                }
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// «B3», «A1:D4», a row's «3»; at most `XFD1048576`, the last cell of a sheet.
fn is_range(name: &str) -> bool {
    let place = |name: &str| {
        let digits = name.find(|c: char| c.is_ascii_digit())?;
        let (letters, number) = name.split_at(digits);
        let sound = letters.len() <= 3
            && letters.bytes().all(|byte| byte.is_ascii_alphabetic())
            && number.len() <= 7
            && number.bytes().all(|byte| byte.is_ascii_digit());
        let column = letters.to_ascii_uppercase();
        let row = number.parse::<u32>().ok().filter(|row| sound && (1..=1 << 20).contains(row))?;
        Some(((column.len(), column), row))
    };
    let ends: Option<Vec<_>> = name.split(':').map(place).collect();
    match ends.as_deref() {
        Some([_]) => true,
        Some([first, last]) => first.0 <= last.0 && first.1 <= last.1,
        _ => false,
    }
}

fn cells(
    book: &mut Xlsx<Cursor<&[u8]>>,
    sheet: &str,
    budget: &mut Budget,
) -> Result<Sheet, Refusal> {
    let mut reader = book.worksheet_cells_reader(sheet).map_err(refusal)?;
    let mut cells = Sheet::new();
    while let Some(read) = reader.next_cell().map_err(refusal)? {
        let (row, column) = read.get_position();
        let place = column as usize;
        if place >= MOST_COLUMNS {
            continue;
        }
        let text = text(read.get_value());
        let lines = text.lines().map(tidy).filter(|line| !line.is_empty()).collect();
        let cell = Cell { lines, ..Cell::new(place, 1) };
        budget.cell(&cell)?;
        if !cell.is_empty() {
            cells.entry(row).or_default().insert(column, cell);
        }
    }
    Ok(cells)
}

fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::DateTime(date) if date.is_datetime() => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            format!("{day:02}.{month:02}.{year}")
        }
        DataRef::DateTimeIso(text) => text.split('T').next().unwrap_or_default().to_owned(),
        DataRef::DateTime(_)
        | DataRef::Bool(_)
        | DataRef::DurationIso(_)
        | DataRef::Error(_)
        | DataRef::Empty => String::new(),
    }
}

fn add_link(
    cells: &mut Sheet,
    range: Dimensions,
    target: &str,
    budget: &mut Budget,
) -> Result<(), Refusal> {
    let (columns, rows) = (range.start.1..=range.end.1, range.start.0..=range.end.0);
    if rows.is_empty() || columns.is_empty() {
        return Ok(());
    }
    for (_, row) in cells.range_mut(rows) {
        for (_, cell) in row.range_mut(columns.clone()) {
            budget.text(target.len() + 1)?;
            cell.links.push(target.to_owned());
        }
    }
    Ok(())
}

/// Widens the first cell of `merged` over its columns and repeats it in the rows below.
fn merge(cells: &mut Sheet, merged: Dimensions, budget: &mut Budget) -> Result<(), Refusal> {
    let ((top, left), (bottom, right)) = (merged.start, merged.end);
    if bottom < top || right < left {
        return Ok(());
    }
    let Some(cell) = cells.get_mut(&top).and_then(|row| row.get_mut(&left)) else { return Ok(()) };
    cell.width = (right - left) as usize + 1;
    let below = cell.below();
    for (_, row) in cells.range_mut(top..=bottom).skip(1) {
        budget.cell(&below)?;
        row.insert(left, below.clone());
    }
    Ok(())
}

fn refusal(error: XlsxError) -> Refusal {
    match error {
        XlsxError::Password => Refusal::Protected,
        _ => Refusal::Broken,
    }
}
