//! Draws charts as PNG, with a font that the program brings.
//!
//! The font is Golos Text (SIL Open Font License, `chart_font/OFL.txt`), reduced to Cyrillic and
//! Latin letters, digits and punctuation, without hinting and layout features:
//! `pyftsubset --no-hinting --layout-features=''`.

use tiny_skia::{Color, FillRule, Paint, PathBuilder, Pixmap, Point, Rect, Transform};
use ttf_parser::{Face, GlyphId, OutlineBuilder};

use super::ExportError;
use crate::report::Chart;
use crate::report::chart::{ChartMark, LabelRole, Layout, TEXT_SIZE, WidthShare, series_colour};

const FONT: &[u8] = include_bytes!("chart_font/golos-text.ttf");

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
    let face = Face::parse(FONT, 0).map_err(|error| failed(&error))?;
    for mark in &layout.marks {
        draw(&mut picture, &face, mark);
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

fn draw(picture: &mut Pixmap, face: &Face<'_>, mark: &ChartMark) {
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
            draw_text(picture, face, Point::from_xy(x, *baseline as f32), text);
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

/// Draws `text` from `start` on its baseline. Characters that the font lacks become its empty box.
fn draw_text(picture: &mut Pixmap, face: &Face<'_>, start: Point, text: &str) {
    let scale = TEXT_SIZE as f32 / f32::from(face.units_per_em());
    let mut outline = TextOutline { path: PathBuilder::new(), scale, x: start.x, y: start.y };
    for letter in text.chars() {
        let glyph = face.glyph_index(letter).unwrap_or(GlyphId(0));
        face.outline_glyph(glyph, &mut outline);
        outline.x += f32::from(face.glyph_hor_advance(glyph).unwrap_or_default()) * scale;
    }
    if let Some(path) = outline.path.finish() {
        let scale = Transform::from_scale(SCALE, SCALE);
        picture.fill_path(&path, &paint(TEXT_COLOUR), FillRule::Winding, scale, None);
    }
}

fn paint([red, green, blue]: [u8; 3]) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color_rgba8(red, green, blue, 255);
    paint
}

/// The outline of a line of text; (`x`, `y`) is the origin of the next letter.
struct TextOutline {
    path: PathBuilder,
    scale: f32,
    x: f32,
    y: f32,
}

impl TextOutline {
    fn to_layout(&self, x: f32, y: f32) -> (f32, f32) {
        (self.x + x * self.scale, self.y - y * self.scale)
    }
}

impl OutlineBuilder for TextOutline {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.to_layout(x, y);
        self.path.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.to_layout(x, y);
        self.path.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let ((x1, y1), (x, y)) = (self.to_layout(x1, y1), self.to_layout(x, y));
        self.path.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let ((x1, y1), (x2, y2), (x, y)) =
            (self.to_layout(x1, y1), self.to_layout(x2, y2), self.to_layout(x, y));
        self.path.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.path.close();
    }
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

    #[test]
    fn the_font_has_the_letters_of_russian_and_their_signs() {
        let face = Face::parse(FONT, 0).unwrap();
        let letters = ('А'..='я').chain("ёЁ«»–—№ \u{a0}\u{2011}…0123456789%()I,.:;-'\"/&+".chars());
        for letter in letters {
            assert!(face.glyph_index(letter).is_some(), "{letter:?}");
        }
    }
}
