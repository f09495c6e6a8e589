//! Reads Excel workbooks sheet by sheet; merged cells are repeated where they are visible.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{
    DataRef, Dimensions, Reader, SheetType, SheetVisible, Style, Xlsx, XlsxError,
    open_workbook_from_rs,
};
use jiff::civil::Date;
use quick_xml::events::Event;

use super::ImportError;
use super::archive::attribute;
use super::rows::{Budget, MAX_COLUMNS, RowLocation, SourceCell, SourceRow, normalize_spaces};
use crate::calendar::EventDate;

/// The non-empty cells of a sheet, by row and column, counted from 0. Sparse, because a sheet may
/// have a single cell a million rows down.
type SheetCells = BTreeMap<u32, BTreeMap<u32, SourceCell>>;

/// The rows of all visible sheets of the workbook `bytes`, whose parts must have passed
/// [`check_ranges`], and the names of the hidden ones.
pub(super) fn read(bytes: &[u8]) -> Result<(Vec<SourceRow>, Vec<String>), ImportError> {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).map_err(xlsx_error)?;
    let mut budget = Budget::default();
    let mut rows = Vec::new();
    let sheets = book.sheets_metadata().to_vec();
    let sheets = sheets.into_iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let (visible, hidden): (Vec<_>, Vec<_>) =
        sheets.partition(|sheet| sheet.visible == SheetVisible::Visible);
    for (table, sheet) in visible.into_iter().enumerate() {
        let name = sheet.name;
        let mut cells = read_cells(&mut book, &name, &mut budget)?;
        for link in book.hyperlinks_by_sheet_name(&name).map_err(xlsx_error)? {
            if let Some(target) = link.target {
                add_link(&mut cells, link.range, &target, &mut budget)?;
            }
        }
        for merged in book.merge_cells_by_sheet_name(&name).map_err(xlsx_error)? {
            apply_merge(&mut cells, merged, &mut budget)?;
        }
        rows.extend(cells.into_iter().map(|(row, cells)| SourceRow {
            location: RowLocation::Sheet { name: name.clone(), row: row.saturating_add(1) },
            table: Some(table),
            cells: cells.into_values().collect(),
        }));
    }
    Ok((rows, hidden.into_iter().map(|sheet| sheet.name).collect()))
}

/// Checks that each cell and range named in a part is possible in a sheet: the reader computes with
/// them unchecked.
pub(super) fn check_ranges(xml: &str) -> Result<(), ImportError> {
    let mut reader = quick_xml::Reader::from_str(xml);
    loop {
        match reader.read_event().map_err(|_| ImportError::Broken)? {
            Event::Start(tag) | Event::Empty(tag) => {
                let name = match tag.local_name().as_ref() {
                    "c" | "row" => "r",
                    "mergeCell" | "hyperlink" | "dimension" | "f" => "ref",
                    _ => continue,
                };
                if attribute(&tag, name).is_some_and(|name| !is_range(&name)) {
                    return Err(ImportError::Broken);
                }
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// Cells «B3», ranges «A1:D4», rows «3»; at most `XFD1048576`, the last cell of a sheet.
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

fn read_cells(
    book: &mut Xlsx<Cursor<&[u8]>>,
    sheet: &str,
    budget: &mut Budget,
) -> Result<SheetCells, ImportError> {
    let mut reader = book.worksheet_cells_reader(sheet).map_err(xlsx_error)?;
    let mut cells = SheetCells::new();
    let formats: Vec<DateFormat> = reader.styles().iter().map(DateFormat::of).collect();
    while let Some((read, style)) = reader.next_cell_with_style_id().map_err(xlsx_error)? {
        let format = formats.get(style).copied().unwrap_or_default();
        let (row, column) = read.get_position();
        let place = column as usize;
        if place >= MAX_COLUMNS {
            continue;
        }
        let text = cell_text(read.get_value(), format);
        let lines = text.lines().map(normalize_spaces).filter(|line| !line.is_empty()).collect();
        let cell = SourceCell { lines, ..SourceCell::new(place, 1) };
        budget.add_cell(&cell)?;
        if !cell.is_empty() {
            cells.entry(row).or_default().insert(column, cell);
        }
    }
    Ok(cells)
}

/// The letters of a number format, in lower case, that stand for parts of a number or a date: text in
/// quotes, escaped letters and «[$-419]» do not.
pub(crate) fn number_format_letters(code: &str) -> String {
    let mut plain = String::new();
    let mut letters = code.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => while letters.next().is_some_and(|end| end != '"') {},
            '[' => while letters.next().is_some_and(|end| end != ']') {},
            '\\' => {
                letters.next();
            }
            ';' => break,
            letter => plain.extend(letter.to_lowercase()),
        }
    }
    plain
}

/// How much of a date a number format shows.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum DateFormat {
    #[default]
    Day,
    /// «дек.22»: Excel has turned a month into the first of the month.
    Month,
}

impl DateFormat {
    fn of(style: &Style) -> Self {
        let Some(format) = &style.number_format else { return Self::Day };
        let code = number_format_letters(&format.format_code);
        let has = |letter| code.contains(letter);
        let is_month = format.format_id == Some(17)
            || has('m') && !has('d') && !has('h') && !has('s') && !code.contains("general");
        if is_month { Self::Month } else { Self::Day }
    }
}

fn cell_text(value: &DataRef<'_>, format: DateFormat) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::DateTime(date) if date.is_datetime() => {
            let (year, month, day, hour, minute, ..) = date.to_ymd_hms_milli();
            // A time without a day counts from the day before Excel's calendar.
            if date.as_f64() < 1.0 {
                return format!("{hour:02}:{minute:02}");
            }
            let day = if format == DateFormat::Month {
                return month_text(year, month);
            } else {
                format!("{day:02}.{month:02}.{year}")
            };
            if (hour, minute) == (0, 0) { day } else { format!("{day} {hour:02}:{minute:02}") }
        }
        DataRef::DateTimeIso(text) => text.split('T').next().unwrap_or_default().to_owned(),
        DataRef::DateTime(_)
        | DataRef::Bool(_)
        | DataRef::DurationIso(_)
        | DataRef::Error(_)
        | DataRef::Empty => String::new(),
    }
}

/// «декабрь 2022 г.»
fn month_text(year: u16, month: u8) -> String {
    let day = i16::try_from(year)
        .ok()
        .zip(i8::try_from(month).ok())
        .and_then(|(year, month)| Date::new(year, month, 1).ok());
    day.map(|day| EventDate::month_of(day).to_string()).unwrap_or_default()
}

fn add_link(
    cells: &mut SheetCells,
    range: Dimensions,
    target: &str,
    budget: &mut Budget,
) -> Result<(), ImportError> {
    let (columns, rows) = (range.start.1..=range.end.1, range.start.0..=range.end.0);
    if rows.is_empty() || columns.is_empty() {
        return Ok(());
    }
    for (_, row) in cells.range_mut(rows) {
        for (_, cell) in row.range_mut(columns.clone()) {
            budget.add_text(target.len() + 1)?;
            cell.links.push(target.to_owned());
        }
    }
    Ok(())
}

/// Widens the first cell of `merged` over its columns and repeats it in the rows below.
fn apply_merge(
    cells: &mut SheetCells,
    merged: Dimensions,
    budget: &mut Budget,
) -> Result<(), ImportError> {
    let ((top, left), (bottom, right)) = (merged.start, merged.end);
    if bottom < top || right < left {
        return Ok(());
    }
    let Some(cell) = cells.get_mut(&top).and_then(|row| row.get_mut(&left)) else { return Ok(()) };
    cell.width = (right - left) as usize + 1;
    let repeated = cell.repeated_below();
    for (_, row) in cells.range_mut(top..=bottom).skip(1) {
        budget.add_cell(&repeated)?;
        row.insert(left, repeated.clone());
    }
    Ok(())
}

fn xlsx_error(error: XlsxError) -> ImportError {
    match error {
        XlsxError::Password => ImportError::Protected,
        _ => ImportError::Broken,
    }
}
