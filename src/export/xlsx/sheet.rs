//! A table on a sheet.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Url, Worksheet, XlsxError};

use crate::report::{Cell, Row, Table, wrapped};

/// The width of a sheet, in the figures of the usual font that fit side by side: what A4, lying,
/// holds.
const WIDTH: f64 = 140.0;
/// The narrowest column.
const NARROWEST: f64 = 6.0;
/// The letters of our font that stand in the width of ten figures of the usual one.
const LETTERS: f64 = 10.5;
/// The height of a line of text, in points.
const LINE: f64 = 16.0;
/// The most lines that a row is made high for: Excel knows no higher rows.
const MOST_LINES: usize = 25;
/// The longest text of a cell and the longest address, in letters, that Excel reads.
const LONGEST_TEXT: usize = 32_767;
const LONGEST_LINK: usize = 2_079;
/// The longest title over a printed page: Excel reads 255 letters there, and `&` takes two.
const LONGEST_TITLE: usize = 120;
/// A4, in the numbering of Excel.
const A4: u8 = 9;

/// How cells look.
pub(super) struct Looks {
    head: Format,
    section: Format,
    cell: Format,
    total: Format,
}

impl Looks {
    pub(super) fn new() -> Self {
        let cell = Format::new()
            .set_font_name("Times New Roman")
            .set_font_size(12)
            .set_text_wrap()
            .set_border(FormatBorder::Thin)
            .set_align(FormatAlign::Top);
        let bold = cell.clone().set_bold();
        let head = bold
            .clone()
            .set_align(FormatAlign::Center)
            .set_align(FormatAlign::VerticalCenter)
            .set_background_color(0x00F2_F2F2);
        let section =
            bold.clone().set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter);
        Self { head, section, cell, total: bold }
    }
}

/// A sheet that a table is written on.
pub(super) struct Sheet<'a> {
    sheet: &'a mut Worksheet,
    looks: &'a Looks,
    /// Of the columns, in figures of the usual font.
    widths: Vec<f64>,
}

impl<'a> Sheet<'a> {
    pub(super) fn new(sheet: &'a mut Worksheet, looks: &'a Looks, table: &Table) -> Self {
        let total: u32 = table.columns.iter().map(|column| u32::from(column.width)).sum();
        let share = |width| WIDTH * f64::from(width) / f64::from(total.max(1));
        let widths = table.columns.iter().map(|column| share(column.width).max(NARROWEST));
        Self { widths: widths.collect(), sheet, looks }
    }

    /// Writes `table` and how it is printed.
    pub(super) fn write(&mut self, table: &Table) -> Result<(), XlsxError> {
        self.page(table)?;
        let looks = self.looks;
        let heads: Vec<Cell> =
            table.columns.iter().map(|column| Cell::from(&*column.title)).collect();
        self.line(0, &heads, &looks.head)?;
        for (row, of) in (1..).zip(&table.rows) {
            match of {
                Row::Section(title) => self.section(row, title)?,
                Row::Cells(cells) => self.line(row, cells, &looks.cell)?,
                Row::Total(cells) => self.line(row, cells, &looks.total)?,
            }
        }
        Ok(())
    }

    fn page(&mut self, table: &Table) -> Result<(), XlsxError> {
        let sheet = &mut *self.sheet;
        sheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0);
        // In inches: 2, 1, 1.5 and 1.5 cm, the title and the number of the page inside them.
        sheet.set_margins(0.79, 0.39, 0.59, 0.59, 0.3, 0.3);
        sheet.set_repeat_rows(0, 0)?.set_freeze_panes(1, 0)?;
        let title = table.title.split_whitespace().collect::<Vec<_>>().join(" ");
        let title: String = title.chars().take(LONGEST_TITLE).collect();
        if !title.is_empty() {
            // `&` begins a code there.
            sheet.set_header(format!("&C{}", title.replace('&', "&&")));
        }
        sheet.set_footer("&C&P");
        for (column, width) in (0..).zip(&self.widths) {
            sheet.set_column_width(column, *width)?;
        }
        Ok(())
    }

    fn section(&mut self, row: u32, title: &str) -> Result<(), XlsxError> {
        let (text, look) = (bounded(title), &self.looks.section);
        match self.last_column()? {
            0 => self.sheet.write_string_with_format(row, 0, text, look)?,
            last => self.sheet.merge_range(row, 0, row, last, text, look)?,
        };
        self.height(row, lines(title, self.widths.iter().sum()))
    }

    fn line(&mut self, row: u32, cells: &[Cell], look: &Format) -> Result<(), XlsxError> {
        let empty = Cell::default();
        let mut most = 1;
        for column in 0..=self.last_column()? {
            let place = usize::from(column);
            let cell = cells.get(place).unwrap_or(&empty);
            self.cell((row, column), cell, look)?;
            most = most.max(lines(&cell.text, self.widths.get(place).copied().unwrap_or(WIDTH)));
        }
        self.height(row, most)
    }

    fn last_column(&self) -> Result<u16, XlsxError> {
        u16::try_from(self.widths.len().saturating_sub(1))
            .map_err(|_| XlsxError::RowColumnLimitError)
    }

    /// Makes `row` as high as its text: LibreOffice does not do it by itself, and Excel not for
    /// merged cells.
    fn height(&mut self, row: u32, lines: usize) -> Result<(), XlsxError> {
        self.sheet.set_row_height(row, LINE * lines.clamp(1, MOST_LINES) as f64)?;
        Ok(())
    }

    fn cell(
        &mut self,
        (row, column): (u32, u16),
        cell: &Cell,
        look: &Format,
    ) -> Result<(), XlsxError> {
        let (sheet, text) = (&mut *self.sheet, bounded(&cell.text));
        if let Some(value) = cell.value {
            // Exact up to 2^53, more than anyone counts.
            sheet.write_number_with_format(row, column, value as f64, look)?;
        } else if text.is_empty() {
            sheet.write_blank(row, column, look)?;
        } else if let Some(link) = cell.link.as_deref().filter(|link| is_address(link)) {
            let look = look.clone().set_hyperlink();
            sheet.write_url_with_format(row, column, Url::new(link).set_text(text), &look)?;
        } else if text.starts_with(['=', '+', '-', '@']) {
            // Else it would become a formula when someone edits it.
            let look = look.clone().set_quote_prefix();
            sheet.write_string_with_format(row, column, text, &look)?;
        } else {
            sheet.write_string_with_format(row, column, text, look)?;
        }
        Ok(())
    }
}

/// How many lines `text` takes in a column of `width`; an address is broken anywhere.
fn lines(text: &str, width: f64) -> usize {
    let letters = ((width * LETTERS / 10.0) as usize).max(1);
    wrapped(text, letters).iter().map(|line| line.chars().count().div_ceil(letters)).sum()
}

/// Whether Excel takes `link`: others make the whole workbook unreadable to it.
fn is_address(link: &str) -> bool {
    let web = link.starts_with("http://") || link.starts_with("https://");
    (web || link.starts_with("mailto:")) && link.chars().count() <= LONGEST_LINK
}

/// As much of `text` as a cell holds.
fn bounded(text: &str) -> &str {
    text.char_indices().nth(LONGEST_TEXT / 2).map_or(text, |(end, _)| &text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_as_high_as_its_text() {
        assert_eq!(lines("", 20.0), 0);
        assert_eq!(lines("Турнир по шахматам", 30.0), 1);
        assert_eq!(lines("Турнир по шахматам", 15.0), 2);
        assert_eq!(lines("https://school.example/2022/turnir.html", 20.0), 2);
        assert_eq!(lines("один\nдва", 20.0), 2);
    }

    #[test]
    fn only_addresses_become_links() {
        assert!(is_address("https://a.example/b.html") && is_address("mailto:a@b.example"));
        for link in ["javascript:alert(1)", "file:///etc", "", "a.html", "internal:A1"] {
            assert!(!is_address(link), "{link}");
        }
        assert!(!is_address(&format!("https://a.example/{}", "a".repeat(3_000))));
    }
}
