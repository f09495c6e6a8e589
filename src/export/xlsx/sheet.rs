//! Writes a table to a sheet.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Url, Worksheet, XlsxError};

use crate::export::sheets::{LINE_HEIGHT, SHEET_WIDTH, SignedLines, column_widths, count_lines};
use crate::report::{Cell, Row, Table};
use crate::url;

/// Rows are made high enough for at most this many lines, because Excel limits the height of rows.
const MAX_LINES: usize = 25;
/// Excel's limits for the text and the link of a cell, in characters.
const MAX_TEXT: usize = 32_767;
const MAX_LINK: usize = 2_079;
/// Excel's limit for the links of a sheet; further ones are plain text.
const MAX_LINKS: usize = 65_530;
/// The longest title in a page header: Excel's limit is 255 characters, and `&` takes two.
const MAX_TITLE: usize = 120;
/// The number of the A4 format in Excel.
const A4: u8 = 9;

pub(super) struct CellFormats {
    head: RowFormats,
    section: Format,
    cell: RowFormats,
    total: RowFormats,
    /// Outside the table.
    line: Format,
}

/// The formats of a row's cells. Each is made once: a format is large.
struct RowFormats {
    plain: Format,
    number: Format,
    link: Format,
    /// Of a text that would become a formula when someone edits the cell.
    quoted: Format,
}

impl RowFormats {
    fn new(plain: Format) -> Self {
        let (link, quoted) = (plain.clone().set_hyperlink(), plain.clone().set_quote_prefix());
        Self { number: plain.clone().set_align(FormatAlign::Center), plain, link, quoted }
    }
}

impl CellFormats {
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
        let line = Format::new().set_font_name("Times New Roman").set_font_size(12);
        let [head, cell, total] = [head, cell, bold].map(RowFormats::new);
        Self { head, section, cell, total, line }
    }
}

/// Writes a table to a sheet.
pub(super) struct SheetWriter<'a> {
    sheet: &'a mut Worksheet,
    formats: &'a CellFormats,
    /// Widths of the columns, in digits of the default font.
    widths: Vec<f64>,
    links_left: usize,
}

impl<'a> SheetWriter<'a> {
    pub(super) fn new(sheet: &'a mut Worksheet, formats: &'a CellFormats, table: &Table) -> Self {
        Self { widths: column_widths(table), sheet, formats, links_left: MAX_LINKS }
    }

    /// Writes `table` with the lines around it, and the page setup for printing.
    pub(super) fn write(&mut self, table: &Table, signed: &SignedLines) -> Result<(), XlsxError> {
        let formats = self.formats;
        let last = self.last_column()?;
        let mut head_row = 0;
        for line in &signed.above {
            self.write_line(head_row, last.saturating_sub(last / 3), line)?;
            head_row += 1;
        }
        head_row += u32::from(!signed.above.is_empty());
        self.set_up_page(table, head_row)?;
        let heads: Vec<Cell> =
            table.columns.iter().map(|column| Cell::from(&*column.title)).collect();
        self.write_row(head_row, &heads, &formats.head)?;
        let mut row = head_row;
        for content in &table.rows {
            row += 1;
            match content {
                Row::Section(title) => self.write_section(row, title)?,
                Row::Cells(cells) => self.write_row(row, cells, &formats.cell)?,
                Row::Total(cells) => self.write_row(row, cells, &formats.total)?,
            }
        }
        for line in &signed.below {
            row += 2;
            self.write_line(row, 0, line)?;
        }
        Ok(())
    }

    /// Writes a line outside the table, from `column` to its right edge.
    fn write_line(&mut self, row: u32, column: u16, line: &str) -> Result<(), XlsxError> {
        let (text, format) = (truncated(line), &self.formats.line);
        match self.last_column()? {
            last if last > column => {
                self.sheet.merge_range(row, column, row, last, text, format)?;
            }
            _ => {
                self.sheet.write_string_with_format(row, column, text, format)?;
            }
        }
        self.set_row_height(row, 1)
    }

    fn set_up_page(&mut self, table: &Table, head_row: u32) -> Result<(), XlsxError> {
        let sheet = &mut *self.sheet;
        sheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0);
        // In inches: 2, 1, 1.5 and 1.5 cm; the header and the page number are inside the margins.
        sheet.set_margins(0.79, 0.39, 0.59, 0.59, 0.3, 0.3);
        sheet.set_repeat_rows(head_row, head_row)?.set_freeze_panes(head_row + 1, 0)?;
        let title = table.title.split_whitespace().collect::<Vec<_>>().join(" ");
        let title: String = title.chars().take(MAX_TITLE).collect();
        if !title.is_empty() {
            // `&` starts a formatting code in headers.
            sheet.set_header(format!("&C{}", title.replace('&', "&&")));
        }
        sheet.set_footer("&C&P");
        for (column, width) in (0..).zip(&self.widths) {
            sheet.set_column_width(column, *width)?;
        }
        Ok(())
    }

    fn write_section(&mut self, row: u32, title: &str) -> Result<(), XlsxError> {
        let (text, format) = (truncated(title), &self.formats.section);
        match self.last_column()? {
            0 => self.sheet.write_string_with_format(row, 0, text, format)?,
            last => self.sheet.merge_range(row, 0, row, last, text, format)?,
        };
        self.set_row_height(row, count_lines(title, self.widths.iter().sum()))
    }

    fn write_row(
        &mut self,
        row: u32,
        cells: &[Cell],
        formats: &RowFormats,
    ) -> Result<(), XlsxError> {
        let empty = Cell::default();
        let mut max_lines = 1;
        for column in 0..=self.last_column()? {
            let index = usize::from(column);
            let cell = cells.get(index).unwrap_or(&empty);
            self.write_cell(row, column, cell, formats)?;
            let width = self.widths.get(index).copied().unwrap_or(SHEET_WIDTH);
            max_lines = max_lines.max(count_lines(&cell.text, width));
        }
        self.set_row_height(row, max_lines)
    }

    fn last_column(&self) -> Result<u16, XlsxError> {
        u16::try_from(self.widths.len().saturating_sub(1))
            .map_err(|_| XlsxError::RowColumnLimitError)
    }

    /// Sets the height for `lines` of text: LibreOffice never adjusts it, and Excel not for merged
    /// cells.
    fn set_row_height(&mut self, row: u32, lines: usize) -> Result<(), XlsxError> {
        self.sheet.set_row_height(row, LINE_HEIGHT * lines.clamp(1, MAX_LINES) as f64)?;
        Ok(())
    }

    fn write_cell(
        &mut self,
        row: u32,
        column: u16,
        cell: &Cell,
        formats: &RowFormats,
    ) -> Result<(), XlsxError> {
        let (sheet, text) = (&mut *self.sheet, truncated(&cell.text));
        let format = &formats.plain;
        if let Some(value) = cell.value {
            // Exact up to 2^53.
            sheet.write_number_with_format(row, column, value as f64, &formats.number)?;
        } else if text.is_empty() {
            sheet.write_blank(row, column, format)?;
        } else if self.links_left > 0
            && let Some(link) = cell.link.as_deref().filter(|link| is_allowed_link(link))
        {
            self.links_left -= 1;
            let url = Url::new(link).set_text(text);
            sheet.write_url_with_format(row, column, url, &formats.link)?;
        } else if text.starts_with(['=', '+', '-', '@']) {
            sheet.write_string_with_format(row, column, text, &formats.quoted)?;
        } else {
            sheet.write_string_with_format(row, column, text, format)?;
        }
        Ok(())
    }
}

/// Whether Excel accepts `link`; it cannot open a workbook with other links.
fn is_allowed_link(link: &str) -> bool {
    let is_web = url::has_scheme(link);
    (is_web || link.starts_with("mailto:")) && link.chars().count() <= MAX_LINK
}

fn truncated(text: &str) -> &str {
    text.char_indices().nth(MAX_TEXT / 2).map_or(text, |(end, _)| &text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_accepted_schemes_become_links() {
        assert!(
            is_allowed_link("https://a.example/b.html") && is_allowed_link("mailto:a@b.example")
        );
        for link in ["javascript:alert(1)", "file:///etc", "", "a.html", "internal:A1"] {
            assert!(!is_allowed_link(link), "{link}");
        }
        assert!(!is_allowed_link(&format!("https://a.example/{}", "a".repeat(3_000))));
    }
}
