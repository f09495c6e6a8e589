//! The theme's colours, adjusted so that text keeps its contrast whatever a site chooses.
//!
//! The ratio is that of WCAG 2.2 for text, 4.5:1 (1.4.3). Luminance follows its definition: <https://www.w3.org/TR/WCAG22/#dfn-relative-luminance>.

use std::collections::BTreeMap;

use serde::Serialize;
use tera::Value;

use crate::diagnostic::{Diagnostic, Diagnostics};

/// The least contrast of text with its background: a little over 4.5, because colours are rounded.
const READABLE: f64 = 4.55;

/// `palette`: the colours of the theme's options, readable on light and dark backgrounds.
#[derive(Debug, Serialize)]
pub(super) struct Palette {
    /// For large shapes, as chosen.
    accent: Colour,
    link: Shades,
    /// Text on a light background.
    text: Colour,
    /// Used by the directions in turn.
    #[serde(skip)]
    directions: Vec<Shades>,
}

/// What becomes of a chosen colour.
#[derive(Clone, Debug, PartialEq)]
pub struct ShownColour {
    /// `#D0151C`.
    pub chosen: String,
    /// Of letters in it with the least favourable light background, from 1 to 21.
    pub contrast: f64,
    /// On a light background; as chosen if no letters have it.
    pub light: String,
    /// On a dark one.
    pub dark: String,
}

/// A colour in two readable shades.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Shades {
    /// For a light background.
    light: Colour,
    /// For a dark background.
    dark: Colour,
}

/// Red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Colour([u8; 3]);

impl Palette {
    /// The palette of the theme's `options`; none without the option `accent`. Values that are not
    /// colours are diagnostics.
    pub(super) fn new(
        options: &BTreeMap<String, Value>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let mut first = |key: &str| colours(options, key, diagnostics).first().copied();
        let (accent, link, text) = (first("accent"), first("link"), first("text"));
        let (light, dark) = (first("light"), first("dark"));
        let directions = colours(options, "directions", diagnostics);
        let shades = |colour: Colour| {
            let (light, dark) = (light.unwrap_or(Colour::WHITE), dark.unwrap_or(Colour::BLACK));
            Shades { light: colour.readable_on(light), dark: colour.readable_on(dark) }
        };
        accent.map(|accent| Self {
            accent,
            link: shades(link.unwrap_or(accent)),
            text: shades(text.unwrap_or(Colour::BLACK)).light,
            directions: directions.into_iter().map(shades).collect(),
        })
    }

    /// What becomes of the colours of an option; none where it is no colour of the palette.
    pub(super) fn shown(
        &self,
        options: &BTreeMap<String, Value>,
        key: &str,
    ) -> Option<Vec<ShownColour>> {
        let mut ignored = Diagnostics::new();
        let chosen = colours(options, key, &mut ignored);
        let ground = colours(options, "light", &mut ignored).first().copied();
        let ground = ground.unwrap_or(Colour::WHITE);
        let shades: Vec<Shades> = match key {
            "accent" => vec![Shades { light: self.accent, dark: self.accent }],
            "link" => vec![self.link],
            "text" => vec![Shades { light: self.text, dark: self.text }],
            "directions" => self.directions.clone(),
            _ => return None,
        };
        let shown = |(chosen, shades): (&Colour, &Shades)| ShownColour {
            chosen: chosen.hex(),
            contrast: chosen.contrast(ground),
            light: shades.light.hex(),
            dark: shades.dark.hex(),
        };
        Some(chosen.iter().zip(&shades).map(shown).collect())
    }

    pub(super) fn accent(&self) -> [u8; 3] {
        self.accent.0
    }

    /// The colour of text on a light background: white can be read on it.
    pub(super) fn text(&self) -> [u8; 3] {
        self.text.0
    }

    /// The colour of the direction at `place` in the settings.
    pub(super) fn direction(&self, place: usize) -> Option<Shades> {
        self.directions.get(place.checked_rem(self.directions.len())?).copied()
    }
}

/// The colours of one option: a text with one or several colours, or a list.
fn colours(
    options: &BTreeMap<String, Value>,
    key: &str,
    diagnostics: &mut Diagnostics,
) -> Vec<Colour> {
    let Some(value) = options.get(key) else { return Vec::new() };
    let texts: Vec<&str> = match value.as_array() {
        Some(items) => items.iter().filter_map(Value::as_str).collect(),
        None => value.as_str().into_iter().collect(),
    };
    let words = texts.iter().flat_map(|text| text.split([',', ';', ' ']));
    let mut colours = Vec::new();
    for word in words.filter(|word| !word.is_empty()) {
        match Colour::parse(word) {
            Some(colour) => colours.push(colour),
            None => diagnostics.push(
                Diagnostic::error(format!("«{word}» — не цвет: так задана настройка темы `{key}`"))
                    .hint("цвет пишется в кавычках: решётка и шесть знаков, например `'#D0151C'`"),
            ),
        }
    }
    colours
}

/// Whether all words of the option are colours.
pub(super) fn are_colours(options: &BTreeMap<String, Value>, key: &str) -> bool {
    let mut wrong = Diagnostics::new();
    colours(options, key, &mut wrong);
    wrong.is_empty()
}

impl Shades {
    /// The shade for a light background: white can be read on it.
    pub(super) fn light(&self) -> [u8; 3] {
        self.light.0
    }
}

impl Colour {
    const WHITE: Self = Self([255; 3]);
    const BLACK: Self = Self([0; 3]);

    /// Reads `#D0151C`.
    fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
        let part = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
        Some(Self([part(0)?, part(2)?, part(4)?]))
    }

    fn hex(self) -> String {
        let [red, green, blue] = self.0;
        format!("#{red:02X}{green:02X}{blue:02X}")
    }

    fn luminance(self) -> f64 {
        let linear = self.0.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }

    /// From 1 for equal colours to 21 for black and white.
    fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// The nearest shade that is readable on `ground`: darker on a light one, else lighter.
    fn readable_on(self, ground: Self) -> Self {
        let towards =
            if ground.contrast(Self::BLACK) > ground.contrast(Self::WHITE) { 0 } else { 255 };
        let shade = |share: u16| {
            let mix = |part: u8| {
                let mixed = u16::from(part) * (100 - share) + towards * share;
                u8::try_from(mixed / 100).unwrap_or(u8::MAX)
            };
            Self(self.0.map(mix))
        };
        let readable = (0..100).map(shade).find(|shade| shade.contrast(ground) >= READABLE);
        readable.unwrap_or_else(|| shade(100))
    }
}

impl Serialize for Colour {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.hex())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::{any, proptest};

    fn colour(text: &str) -> Colour {
        Colour::parse(text).unwrap()
    }

    #[test]
    fn contrast_is_counted_as_others_count_it() {
        let white = |text: &str| (colour(text).contrast(Colour::WHITE) * 100.0).round() / 100.0;
        for (text, ratio) in [
            ("#000000", 21.0),
            ("#FFFFFF", 1.0),
            ("#767676", 4.54),
            ("#ED1C24", 4.38),
            ("#D0151C", 5.52),
            ("#333E48", 10.9),
        ] {
            assert!((white(text) - ratio).abs() < 0.02, "{text}: {}", white(text));
        }
    }

    #[test]
    fn a_readable_colour_stays_as_it_was_chosen() {
        assert_eq!(colour("#D0151C").readable_on(Colour::WHITE), colour("#D0151C"));
        assert_ne!(colour("#ED1C24").readable_on(Colour::WHITE), colour("#ED1C24"));
    }

    #[test]
    fn a_value_that_is_no_colour_is_an_error() {
        for wrong in ["красный", "#FFF", "#12345G", "ED1C24", "#ЯЯЯ"] {
            let options = BTreeMap::from([("accent".to_owned(), Value::from(wrong))]);
            let mut problems = Diagnostics::new();
            let palette = Palette::new(&options, &mut problems);
            assert!(palette.is_none() && problems.len() == 1, "{wrong}: {problems:?}");
            assert!(problems[0].message.contains(wrong), "{problems:?}");
        }
    }

    #[test]
    fn directions_take_colours_in_turn() {
        let options = BTreeMap::from([
            ("accent".to_owned(), Value::from("#ED1C24")),
            ("directions".to_owned(), Value::from("#0B6E75, #4B4FA6")),
        ]);
        let palette = Palette::new(&options, &mut Diagnostics::new()).unwrap();
        assert_eq!(palette.direction(0), palette.direction(2));
        assert_ne!(palette.direction(0), palette.direction(1));
        assert_eq!(palette.direction(1).unwrap().light, colour("#4B4FA6"));
    }

    proptest! {
        #![proptest_config(proptest::test_runner::Config { failure_persistence: None, ..proptest::test_runner::Config::default() })]
        #[test]
        fn any_colour_can_be_read_on_any_ground(one in any::<[u8; 3]>(), ground in any::<[u8; 3]>()) {
            let ground = Colour(ground);
            assert!(Colour(one).readable_on(ground).contrast(ground) >= 4.5);
        }
    }
}
