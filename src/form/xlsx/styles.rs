//! Which cell styles show numbers as dates.

use std::collections::{HashMap, HashSet};

use jiff::civil::{Date, date};

use super::super::FormError;
use super::super::xml::{PieceKind, Pieces, attribute, local_name};
use crate::import::number_format_letters;

#[derive(Debug, Default)]
pub(super) struct Styles {
    /// The numbers of styles that show a day.
    dates: HashSet<String>,
    /// The numbers of styles that break long texts into lines.
    wrapped: HashSet<String>,
    /// Whether the days are counted from 1904.
    pub(super) from_1904: bool,
}

impl Styles {
    pub(super) fn read(styles: &str, workbook: &str) -> Result<Self, FormError> {
        let mut codes: HashMap<String, String> = HashMap::new();
        let (mut in_cells, mut count) = (false, 0_usize);
        let (mut dates, mut wrapped) = (HashSet::new(), HashSet::new());
        let mut pieces = Pieces::of(styles);
        while let Some((kind, place)) = pieces.next()? {
            let tag = &styles[place];
            match (local_name(tag), kind) {
                ("numFmt", PieceKind::Open | PieceKind::Empty) => {
                    let code = attribute(tag, "formatCode").unwrap_or_default();
                    codes.insert(attribute(tag, "numFmtId").unwrap_or_default(), code);
                }
                ("cellXfs", _) => in_cells = kind == PieceKind::Open,
                ("xf", PieceKind::Open | PieceKind::Empty) if in_cells => {
                    let id = attribute(tag, "numFmtId").unwrap_or_default();
                    let is_date = match codes.get(&id) {
                        Some(code) => shows_day(code),
                        None => matches!(&*id, "14" | "15" | "16" | "22"),
                    };
                    if is_date {
                        dates.insert(count.to_string());
                    }
                    count += 1;
                }
                ("alignment", PieceKind::Open | PieceKind::Empty)
                    if in_cells && attribute(tag, "wrapText").is_some_and(|on| is_on(&on)) =>
                {
                    wrapped.insert((count - 1).to_string());
                }
                _ => {}
            }
        }
        let from_1904 = super::super::package::tags(workbook)?.iter().any(|tag| {
            local_name(tag) == "workbookPr"
                && attribute(tag, "date1904").is_some_and(|on| is_on(&on))
        });
        Ok(Self { dates, wrapped, from_1904 })
    }

    pub(super) fn is_date(&self, style: Option<&str>) -> bool {
        style.is_some_and(|style| self.dates.contains(style))
    }

    pub(super) fn is_wrapped(&self, style: Option<&str>) -> bool {
        style.is_some_and(|style| self.wrapped.contains(style))
    }

    /// The number by which a workbook stores `day`.
    pub(super) fn serial(&self, day: Date) -> i32 {
        let start = if self.from_1904 { date(1904, 1, 1) } else { date(1899, 12, 30) };
        start.until(day).map_or(0, |span| span.get_days())
    }
}

fn is_on(value: &str) -> bool {
    matches!(value, "1" | "true")
}

/// Whether a number format has a day.
fn shows_day(code: &str) -> bool {
    let plain = number_format_letters(code);
    !plain.contains("general") && plain.contains(['d', 'д'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_of_days_are_told_from_others() {
        let styles = "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"dd/mm/yy;@\"/>\
             <numFmt numFmtId=\"165\" formatCode=\"0&quot; дн&quot;\"/></numFmts><cellStyleXfs>\
             <xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/>\
             <xf numFmtId=\"164\"><alignment wrapText=\"1\"/></xf><xf numFmtId=\"165\"/></cellXfs></styleSheet>";
        let read = Styles::read(styles, "<workbook><workbookPr/></workbook>").unwrap();
        let is_date = |style| read.is_date(Some(style));
        assert_eq!(["0", "1", "2", "3"].map(is_date), [false, true, true, false]);
        assert!(read.is_wrapped(Some("2")) && !read.is_wrapped(Some("1")));
        assert_eq!(read.serial(date(2022, 12, 7)), 44902);
    }
}
