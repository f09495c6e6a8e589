//! A chart as a picture, with the font that the program brings.
//!
//! The font is Golos Text (SIL Open Font License, `chart_font/OFL.txt`): its Cyrillic and Latin
//! letters, figures and signs, without what only screens need:
//! `pyftsubset --no-hinting --layout-features=''`.

use tiny_skia::{Color, FillRule, Paint, PathBuilder, Pixmap, Rect, Transform};
use ttf_parser::{Face, GlyphId, OutlineBuilder};

use super::Error;
use crate::report::Chart;
use crate::report::chart::{Layout, Mark, Role, Share, TEXT_SIZE, colour};

const FONT: &[u8] = include_bytes!("chart_font/golos-text.ttf");

/// The width of a picture, in the pixels of the layout: 16.5 cm at 96 to the inch, the width of
/// the text on a sheet.
pub(super) const WIDTH: u32 = 624;
/// A line of a label.
const LETTERS: usize = 70;
/// Pixels of the picture to a pixel of the layout: 192 to the inch, enough for a printer.
const SCALE: f32 = 2.0;
/// The highest picture, in the pixels of the layout: some 200 bars. What is below is cut off.
const HIGHEST: u32 = 6_000;

const TEXT: [u8; 3] = [0x20, 0x26, 0x2C];
/// `chart` as a PNG on white, 1248 pixels wide, to be shown at half that size.
///
/// # Errors
/// None that is known of: only memory could lack.
pub fn png(chart: &Chart) -> Result<Vec<u8>, Error> {
    let failed = Error::new("картинку диаграммы");
    let layout = Layout::of(chart, LETTERS);
    let scaled = |length: u32| length * SCALE as u32;
    let mut picture = Pixmap::new(scaled(WIDTH), scaled(height(&layout)))
        .ok_or_else(|| failed(&std::fmt::Error))?;
    picture.fill(Color::WHITE);
    let face = Face::parse(FONT, 0).map_err(|error| failed(&error))?;
    for mark in &layout.marks {
        draw(&mut picture, &face, mark);
    }
    picture.encode_png().map_err(|error| failed(&error))
}

/// The height of the picture of `chart`, in the pixels of the layout.
pub(super) fn height_of(chart: &Chart) -> u32 {
    height(&Layout::of(chart, LETTERS))
}

fn height(layout: &Layout) -> u32 {
    layout.height.clamp(1, HIGHEST)
}

fn draw(picture: &mut Pixmap, face: &Face<'_>, mark: &Mark) {
    match mark {
        Mark::Bar { series, left, length, top, height } => {
            let bar = (pixels(*left), *top as f32, pixels(*length), *height as f32);
            rectangle(picture, bar, colour(*series));
        }
        Mark::Square { series, top, side } => {
            let square = (0.0, *top as f32, *side as f32, *side as f32);
            rectangle(picture, square, colour(*series));
        }
        Mark::Text { role: Role::Key | Role::Label | Role::Value, left, shift, baseline, text } => {
            write(picture, face, (pixels(*left) + *shift as f32, *baseline as f32), text);
        }
    }
}

fn pixels(share: Share) -> f32 {
    WIDTH as f32 * share.0 as f32 / 10_000.0
}

fn rectangle(picture: &mut Pixmap, (x, y, width, height): (f32, f32, f32, f32), colour: [u8; 3]) {
    if let Some(rect) = Rect::from_xywh(x, y, width, height) {
        let scale = Transform::from_scale(SCALE, SCALE);
        picture.fill_rect(rect, &paint(colour), scale, None);
    }
}

/// Writes `text` from `start`, on the line its letters stand on. What the font lacks is drawn as
/// its empty box.
fn write(picture: &mut Pixmap, face: &Face<'_>, (x, y): (f32, f32), text: &str) {
    let scale = TEXT_SIZE as f32 / f32::from(face.units_per_em());
    let mut line = Line { path: PathBuilder::new(), scale, x, y };
    for letter in text.chars() {
        let glyph = face.glyph_index(letter).unwrap_or(GlyphId(0));
        face.outline_glyph(glyph, &mut line);
        line.x += f32::from(face.glyph_hor_advance(glyph).unwrap_or_default()) * scale;
    }
    if let Some(path) = line.path.finish() {
        let scale = Transform::from_scale(SCALE, SCALE);
        picture.fill_path(&path, &paint(TEXT), FillRule::Winding, scale, None);
    }
}

fn paint([red, green, blue]: [u8; 3]) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color_rgba8(red, green, blue, 255);
    paint
}

/// The outlines of a line of text; `x` is where its next letter stands.
struct Line {
    path: PathBuilder,
    scale: f32,
    x: f32,
    y: f32,
}

impl Line {
    fn at(&self, x: f32, y: f32) -> (f32, f32) {
        (self.x + x * self.scale, self.y - y * self.scale)
    }
}

impl OutlineBuilder for Line {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.path.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.path.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let ((x1, y1), (x, y)) = (self.at(x1, y1), self.at(x, y));
        self.path.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let ((x1, y1), (x2, y2), (x, y)) = (self.at(x1, y1), self.at(x2, y2), self.at(x, y));
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
        // The first bar goes from 36 to 84 % of the width, the second one half as far.
        assert_eq!(at(460, 18), colour(0));
        assert_eq!(at(1040, 18), colour(0));
        assert_eq!(at(740, 78), colour(0));
        assert_eq!(at(760, 78), [255; 3]);
        // The label stands to the left of the bar, the number to the right of it.
        let dark = |from, to| (from..to).any(|x| (0..36).any(|y| at(x, y) == TEXT));
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
