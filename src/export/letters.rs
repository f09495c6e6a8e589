//! Letters as outlines, in the font that the program brings.
//!
//! The font is Golos Text (SIL Open Font License, `chart_font/OFL.txt`), reduced to Cyrillic and
//! Latin letters, digits and punctuation, without hinting and layout features:
//! `pyftsubset --no-hinting --layout-features=''`.

use tiny_skia::{Path, PathBuilder, Point};
use ttf_parser::{Face, FaceParsingError, GlyphId, OutlineBuilder};

const FONT: &[u8] = include_bytes!("chart_font/golos-text.ttf");

/// The font.
pub(super) struct Letters(Face<'static>);

impl Letters {
    pub(super) fn new() -> Result<Self, FaceParsingError> {
        Face::parse(FONT, 0).map(Self)
    }

    /// The outline of `text` in letters of `size`, from `start` on its baseline; `None` if it has none.
    /// Characters that the font lacks become its empty box.
    pub(super) fn outline(&self, text: &str, size: f32, start: Point) -> Option<Path> {
        let mut outline = LetterPen {
            path: PathBuilder::new(),
            scale: size / f32::from(self.0.units_per_em()),
            x: start.x,
            y: start.y,
        };
        for letter in text.chars() {
            self.0.outline_glyph(self.glyph(letter), &mut outline);
            outline.x += self.advance(letter) * outline.scale;
        }
        outline.path.finish()
    }

    /// The width of `text` in letters of `size`.
    pub(super) fn width(&self, text: &str, size: f32) -> f32 {
        let units: f32 = text.chars().map(|letter| self.advance(letter)).sum();
        units * size / f32::from(self.0.units_per_em())
    }

    fn glyph(&self, letter: char) -> GlyphId {
        self.0.glyph_index(letter).unwrap_or(GlyphId(0))
    }

    fn advance(&self, letter: char) -> f32 {
        f32::from(self.0.glyph_hor_advance(self.glyph(letter)).unwrap_or_default())
    }
}

/// The outline of a line of text; (`x`, `y`) is the origin of the next letter.
struct LetterPen {
    path: PathBuilder,
    scale: f32,
    x: f32,
    y: f32,
}

impl LetterPen {
    fn to_layout(&self, x: f32, y: f32) -> (f32, f32) {
        (self.x + x * self.scale, self.y - y * self.scale)
    }
}

impl OutlineBuilder for LetterPen {
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

    #[test]
    fn the_font_has_the_letters_of_russian_and_their_signs() {
        let face = Letters::new().unwrap().0;
        let letters = ('А'..='я').chain("ёЁ«»–—№ \u{a0}\u{2011}…0123456789%()I,.:;-'\"/&+".chars());
        for letter in letters {
            assert!(face.glyph_index(letter).is_some(), "{letter:?}");
        }
    }

    #[test]
    fn a_line_is_as_wide_as_its_letters() {
        let letters = Letters::new().unwrap();
        let outline = letters.outline("Точка", 20.0, Point::from_xy(5.0, 30.0)).unwrap().bounds();
        assert!(outline.left() >= 5.0 && outline.right() <= 5.0 + letters.width("Точка", 20.0));
        assert_eq!(letters.width("ТТ", 20.0), letters.width("Т", 40.0));
        assert!(letters.outline(" ", 20.0, Point::zero()).is_none());
    }
}
