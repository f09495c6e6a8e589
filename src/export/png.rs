//! Draws charts as PNG.

use tiny_skia::{Color, FillRule, Paint, Pixmap, Point, Rect, Transform};

use super::ExportError;
use super::letters::Letters;
use crate::report::Chart;
use crate::report::chart::{ChartMark, LabelRole, Layout, TEXT_SIZE, WidthShare, series_colour};

/// The width of the layout in pixels: 16.5 cm at 96 to the inch, the width of the text on a sheet.
pub(super) const WIDTH: u32 = 624;
/// Maximum length of a line in a label.
const MAX_LABEL_LETTERS: usize = 70;
/// Picture pixels per layout pixel: 192 to the inch, enough for a printer.
const SCALE: f32 = 2.0;
/// Maximum height in layout pixels: about 200 bars. The rest is cut off.
const MAX_HEIGHT: u32 = 6_000;

const TEXT_COLOUR: [u8; 3] = [0x20, 0x26, 0x2C];

/// Draws `chart` on white, 1248 pixels wide, to be shown at half that size.
///
/// # Errors
/// Only if memory runs out.
pub fn png(chart: &Chart) -> Result<Vec<u8>, ExportError> {
    let failed = ExportError::new("картинку диаграммы");
    let layout = Layout::new(chart, MAX_LABEL_LETTERS);
    let scaled = |length: u32| length * SCALE as u32;
    let mut picture = Pixmap::new(scaled(WIDTH), scaled(clamped_height(&layout)))
        .ok_or_else(|| failed(&std::fmt::Error))?;
    picture.fill(Color::WHITE);
    let letters = Letters::new().map_err(|error| failed(&error))?;
    for mark in &layout.marks {
        draw(&mut picture, &letters, mark);
    }
    picture.encode_png().map_err(|error| failed(&error))
}

/// The height of the picture of `chart`, in layout pixels.
pub(super) fn chart_height(chart: &Chart) -> u32 {
    clamped_height(&Layout::new(chart, MAX_LABEL_LETTERS))
}

fn clamped_height(layout: &Layout) -> u32 {
    layout.height.clamp(1, MAX_HEIGHT)
}

fn draw(picture: &mut Pixmap, letters: &Letters, mark: &ChartMark) {
    match mark {
        ChartMark::Bar { series, left, length, top, height } => {
            let bar = Rect::from_xywh(pixels(*left), *top as f32, pixels(*length), *height as f32);
            fill_rectangle(picture, bar, series_colour(*series));
        }
        ChartMark::Square { series, top, side } => {
            let square = Rect::from_xywh(0.0, *top as f32, *side as f32, *side as f32);
            fill_rectangle(picture, square, series_colour(*series));
        }
        ChartMark::Text {
            role: LabelRole::Legend | LabelRole::Category | LabelRole::Value,
            anchor,
            baseline,
            text,
        } => {
            let x = pixels(anchor.left) + anchor.shift as f32;
            draw_text(picture, letters, Point::from_xy(x, *baseline as f32), text);
        }
    }
}

fn pixels(share: WidthShare) -> f32 {
    WIDTH as f32 * share.0 as f32 / 10_000.0
}

/// `None` is a rectangle without area.
fn fill_rectangle(picture: &mut Pixmap, rectangle: Option<Rect>, colour: [u8; 3]) {
    if let Some(rectangle) = rectangle {
        let scale = Transform::from_scale(SCALE, SCALE);
        picture.fill_rect(rectangle, &paint(colour), scale, None);
    }
}

/// Draws `text` from `start` on its baseline.
fn draw_text(picture: &mut Pixmap, letters: &Letters, start: Point, text: &str) {
    if let Some(path) = letters.outline(text, TEXT_SIZE as f32, start) {
        let scale = Transform::from_scale(SCALE, SCALE);
        picture.fill_path(&path, &paint(TEXT_COLOUR), FillRule::Winding, scale, None);
    }
}

fn paint([red, green, blue]: [u8; 3]) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color_rgba8(red, green, blue, 255);
    paint
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Series;

    fn chart() -> Chart {
        Chart {
            categories: vec!["сентябрь".to_owned(), "октябрь".to_owned()],
            series: vec![Series { name: "участий".to_owned(), values: vec![120, 60] }],
            ..Chart::default()
        }
    }

    #[test]
    fn bars_and_letters_are_on_the_picture() {
        let picture = Pixmap::decode_png(&png(&chart()).unwrap()).unwrap();
        assert_eq!((picture.width(), picture.height()), (1248, 96));
        let at = |x, y| {
            let pixel = picture.pixel(x, y).unwrap();
            [pixel.red(), pixel.green(), pixel.blue()]
        };
        // The first bar extends from 36 to 84 % of the width, the second one half as far.
        assert_eq!(at(460, 18), series_colour(0));
        assert_eq!(at(1040, 18), series_colour(0));
        assert_eq!(at(740, 78), series_colour(0));
        assert_eq!(at(760, 78), [255; 3]);
        // The label is to the left of the bar, the number to its right.
        let dark = |from, to| (from..to).any(|x| (0..36).any(|y| at(x, y) == TEXT_COLOUR));
        assert!(dark(0, 200) && dark(1055, 1110) && !dark(1150, 1248));
    }

    #[test]
    fn a_chart_without_numbers_is_an_empty_picture() {
        assert!(Pixmap::decode_png(&png(&Chart::default()).unwrap()).is_ok());
    }
}
