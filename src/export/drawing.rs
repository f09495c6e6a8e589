//! Pictures of few shades: what others show of a page without photos (1200 × 630 pixels, the size that
//! <https://ogp.me> and messengers expect), and the icon of the section.
//!
//! Shapes are drawn in white on black; the grey of a pixel is then its place between two colours. So a
//! picture is one byte for each pixel, and quickly packed.

use tiny_skia::{
    Color, FillRule, LineCap, LineJoin, Paint, Path, PathBuilder, Pixmap, Point, Rect, Stroke,
    Transform,
};

use super::letters::Letters;

/// Width and height of the picture of a page, in pixels.
pub const PICTURE_SIZE: (u32, u32) = (1200, 630);
/// Width and height of the icon: what Yandex asks for.
const ICON_SIDE: u32 = 120;

/// Changes when pictures of the same words look different.
const VERSION: u32 = 1;

const MARGIN: f32 = 72.0;
/// The right edge of the words; the drawing is to the right of it.
const TEXT_RIGHT: f32 = 800.0;
const SIZES: [f32; 5] = [76.0, 68.0, 60.0, 52.0, 44.0];
const MAX_LINES: usize = 4;
const SMALL: f32 = 34.0;

/// Red, green, blue.
type Rgb = [u8; 3];

/// What a picture shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PictureSpec {
    /// A title in large letters, a line above it and one below it.
    Words { above: String, title: String, below: String, colour: Rgb, pattern: Option<usize> },
    /// The growing dots, on white.
    Icon { colour: Rgb },
}

impl PictureSpec {
    /// Everything that the bytes depend on.
    pub fn description(&self) -> String {
        format!("{VERSION} {self:?}")
    }

    /// The picture as a PNG; `None` only if memory runs out.
    pub fn png(&self) -> Option<Vec<u8>> {
        match self {
            Self::Words { above, title, below, colour, pattern } => {
                let (width, height) = PICTURE_SIZE;
                let mut canvas = Canvas::new(width, height)?;
                canvas.pattern(*pattern);
                canvas.words(above, title, below);
                canvas.png(*colour, [0xff; 3])
            }
            Self::Icon { colour } => {
                let mut canvas = Canvas::new(ICON_SIDE, ICON_SIDE)?;
                canvas.dots(1.0, Transform::from_row(0.74, 0.0, 0.0, 0.74, -1.0, 22.0));
                canvas.png([0xff; 3], *colour)
            }
        }
    }
}

struct Canvas(Pixmap);

impl Canvas {
    fn new(width: u32, height: u32) -> Option<Self> {
        let mut pixmap = Pixmap::new(width, height)?;
        pixmap.fill(Color::BLACK);
        Some(Self(pixmap))
    }

    fn fill(&mut self, path: Option<Path>, opacity: f32, transform: Transform) {
        if let Some(path) = path {
            self.0.fill_path(&path, &white(opacity), FillRule::Winding, transform, None);
        }
    }

    fn stroke(&mut self, path: Option<Path>, width: f32, opacity: f32, transform: Transform) {
        let line_join = LineJoin::Miter;
        let stroke = Stroke { width, line_cap: LineCap::Butt, line_join, ..Stroke::default() };
        if let Some(path) = path {
            self.0.stroke_path(&path, &white(opacity), &stroke, transform, None);
        }
    }

    /// The drawing of a direction at the right edge, as on the pages; without one the growing dots.
    /// Coordinates are those of the style sheet: 160 × 90.
    fn pattern(&mut self, pattern: Option<usize>) {
        let place = Transform::from_row(5.6, 0.0, 0.0, 5.6, 560.0, 63.0);
        match pattern.map(|number| number % 6) {
            None => self.dots(0.3, Transform::from_row(5.2, 0.0, 0.0, 5.2, 690.0, 90.0)),
            Some(0) => {
                for x in [68.0, 96.0, 124.0] {
                    self.fill(PathBuilder::from_circle(x, 45.0, 26.0), 0.3, place);
                }
            }
            Some(1) => {
                for radius in [22.0, 44.0, 66.0] {
                    self.stroke(PathBuilder::from_circle(118.0, 90.0, radius), 8.0, 0.34, place);
                }
            }
            Some(2) => {
                for (y, diameter) in
                    [(82.0, 2.0), (64.0, 4.0), (46.0, 7.0), (28.0, 10.0), (10.0, 14.0)]
                {
                    for column in 0..4_u8 {
                        let x = 56.0 + 18.0 * f32::from(column);
                        self.fill(PathBuilder::from_circle(x, y, diameter / 2.0), 0.4, place);
                    }
                }
            }
            Some(3) => {
                for (x, head_y, head, foot_y, across, up) in
                    [(70.0, 27.0, 15.0, 92.0, 34.0, 44.0), (106.0, 47.0, 10.0, 92.0, 23.0, 30.0)]
                {
                    self.fill(PathBuilder::from_circle(x, head_y, head), 0.32, place);
                    let body = Rect::from_xywh(x - across, foot_y - up, across * 2.0, up * 2.0);
                    self.fill(body.and_then(PathBuilder::from_oval), 0.32, place);
                }
            }
            Some(4) => {
                for x in [48.0, 78.0, 108.0] {
                    let mut path = PathBuilder::new();
                    path.move_to(x, 98.0);
                    path.line_to(x + 53.0, 45.0);
                    path.line_to(x, -8.0);
                    self.stroke(path.finish(), 11.0, 0.34, place);
                }
            }
            Some(_) => {
                for (x, y) in [(40.0, 72.0), (60.0, 56.0), (80.0, 38.0), (100.0, 18.0)] {
                    let bar = Rect::from_xywh(x, y, 16.0, 90.0 - y).map(PathBuilder::from_rect);
                    self.fill(bar, 0.32, place);
                }
                self.fill(PathBuilder::from_circle(48.0, 56.0, 7.0), 0.32, place);
            }
        }
    }

    fn dots(&mut self, opacity: f32, transform: Transform) {
        for (x, y, radius) in [(14.0, 78.0, 6.0), (40.0, 64.0, 13.0), (98.0, 42.0, 40.0)] {
            self.fill(PathBuilder::from_circle(x, y, radius), opacity, transform);
        }
    }

    fn words(&mut self, above: &str, title: &str, below: &str) {
        // The font is part of the program.
        let Ok(letters) = Letters::new() else { return };
        let (_, height) = PICTURE_SIZE;
        let height = height as f32;
        let wrapped = SIZES.map(|size| (size, wrapped(&letters, title, size)));
        let fits = |(_, lines): &&(f32, Vec<String>)| lines.len() <= MAX_LINES;
        let Some((size, lines)) = wrapped.iter().find(fits).or(wrapped.last()) else { return };
        let step = size * 1.2;
        let shown = lines.len().min(MAX_LINES) as f32;
        let top = (height - step * shown) / 2.0 + size * 0.9;
        self.line(&letters, above, SMALL, MARGIN + SMALL);
        for (number, line) in lines.iter().take(MAX_LINES).enumerate() {
            self.line(&letters, line, *size, top + step * number as f32);
        }
        self.line(&letters, below, SMALL, height - MARGIN);
    }

    /// Writes a line that begins at the margin. A little bolder than the font is.
    fn line(&mut self, letters: &Letters, text: &str, size: f32, baseline: f32) {
        let outline = letters.outline(text, size, Point::from_xy(MARGIN, baseline));
        self.stroke(outline.clone(), size / 32.0, 1.0, Transform::identity());
        self.fill(outline, 1.0, Transform::identity());
    }

    /// The picture between the two colours; `None` if memory runs out.
    fn png(&self, black: Rgb, white: Rgb) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, self.0.width(), self.0.height());
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_filter(png::Filter::NoFilter);
        encoder.set_compression(png::Compression::Balanced);
        let shade = |grey: u8| {
            let grey = u16::from(grey);
            [0, 1, 2].map(|at| {
                let (from, to) = (u16::from(black[at]), u16::from(white[at]));
                ((from * (255 - grey) + to * grey) / 255) as u8
            })
        };
        encoder.set_palette((0..=u8::MAX).flat_map(shade).collect::<Vec<_>>());
        let mut writer = encoder.write_header().ok()?;
        let greys: Vec<u8> = self.0.pixels().iter().map(|pixel| pixel.red()).collect();
        writer.write_image_data(&greys).ok()?;
        writer.finish().ok()?;
        Some(bytes)
    }
}

fn white(opacity: f32) -> Paint<'static> {
    let mut paint = Paint { anti_alias: true, ..Paint::default() };
    paint.set_color(Color::from_rgba(1.0, 1.0, 1.0, opacity).unwrap_or(Color::WHITE));
    paint
}

/// The lines of `text` in letters of `size`. A word that is longer than a line stays whole.
fn wrapped(letters: &Letters, text: &str, size: f32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if letters.width(&format!("{line} {word}"), size) <= TEXT_RIGHT - MARGIN => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(title: &str, pattern: Option<usize>) -> PictureSpec {
        PictureSpec::Words {
            above: "Точка роста".to_owned(),
            title: title.to_owned(),
            below: "МКОУ «СОШ № 7»".to_owned(),
            colour: [0x0b, 0x6e, 0x75],
            pattern,
        }
    }

    #[test]
    fn a_picture_has_the_size_that_others_show_and_the_colour_of_its_direction() {
        for pattern in [None, Some(0), Some(1), Some(2), Some(3), Some(4), Some(5)] {
            let drawing = words("Популяризация нацпроекта", pattern);
            let png = drawing.png().unwrap();
            assert!(png.len() < 60_000, "{}", png.len());
            assert_eq!(png, drawing.png().unwrap(), "the same bytes");
            let picture = Pixmap::decode_png(&png).unwrap();
            assert_eq!((picture.width(), picture.height()), PICTURE_SIZE);
            let at = |x, y| {
                let pixel = picture.pixel(x, y).unwrap();
                [pixel.red(), pixel.green(), pixel.blue()]
            };
            assert_eq!(at(3, 3), [0x0b, 0x6e, 0x75]);
            let drawn = |from, to| (from..to).any(|x| (0..630).any(|y| at(x, y) != at(3, 3)));
            assert!(drawn(72, 800) && drawn(850, 1200), "{pattern:?}");
        }
    }

    #[test]
    fn a_long_title_takes_smaller_letters_and_stays_on_the_picture() {
        let title =
            "Центр образования естественно-научной и технологической направленностей «Точка роста»";
        let letters = Letters::new().unwrap();
        let lines = SIZES.map(|size| wrapped(&letters, title, size).len());
        assert!(lines[0] > MAX_LINES && lines[4] <= MAX_LINES, "{lines:?}");
        assert!(words(title, None).png().is_some());
    }

    #[test]
    fn the_icon_is_a_square_of_dots() {
        let png = PictureSpec::Icon { colour: [0xed, 0x1c, 0x24] }.png().unwrap();
        let icon = Pixmap::decode_png(&png).unwrap();
        assert_eq!((icon.width(), icon.height()), (120, 120));
        assert!(icon.pixels().iter().any(|pixel| (pixel.red(), pixel.green()) == (0xed, 0x1c)));
        assert!(png.len() < 4_000, "{}", png.len());
    }
}
