//! `photos:` in the settings: how photos are published.

use crate::diagnostic::Diagnostics;
use crate::yaml::{Fields, Key};

pub(super) const PHOTOS: &[Key] = &[
    ("widths", "ширина"),
    ("quality", "качество"),
    ("webp", "webp_рядом"),
    ("order", "порядок"),
    ("consent", "согласие"),
];

const ORDERS: &[(Key, Order)] =
    &[(("names", "имена"), Order::Names), (("taken", "время"), Order::Taken)];
const CONSENTS: &[(Key, Consent)] =
    &[(("usual", "обычно"), Consent::Usual), (("strict", "строго"), Consent::Strict)];

/// Defaults for large windows, tablets and phones.
const WIDTHS: [u32; 3] = [1600, 960, 480];

/// How photos are published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Photos {
    /// In pixels, the largest first, without repetition.
    pub widths: Vec<u32>,
    pub quality: Quality,
    /// Whether each JPEG has a WebP beside it, for browsers that accept it.
    pub webp: bool,
    pub order: Order,
    pub consent: Consent,
}

/// The quality of JPEG and WebP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quality {
    /// For each photo, as much as it needs to look like its original.
    Enough,
    /// The same for all photos, 1 to 100.
    Given(u8),
}

/// The order of photos that a post does not order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// By file names.
    Names,
    /// By the time of taking; photos without one come last.
    Taken,
}

/// When photos of people need consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consent {
    /// For a child; a group without it causes a warning.
    Usual,
    /// For a group too; each photo must state who can be seen.
    Strict,
}

/// Reads `photos:`, with defaults for what is missing.
pub(super) fn read(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Photos {
    let mut photos = Photos {
        widths: WIDTHS.to_vec(),
        quality: Quality::Enough,
        webp: false,
        order: Order::Names,
        consent: Consent::Usual,
    };
    let Some(item) = fields.map("photos", PHOTOS, diagnostics) else { return photos };
    let widths = widths(&item, diagnostics);
    if !widths.is_empty() {
        photos.widths = widths;
    }
    if let Some(quality) = item.number("quality", 1..=100, diagnostics) {
        photos.quality = Quality::Given(quality as u8);
    }
    photos.webp = item.flag("webp", diagnostics).unwrap_or(false);
    photos.order = item.choice("order", ORDERS, diagnostics).unwrap_or(Order::Names);
    photos.consent = item.choice("consent", CONSENTS, diagnostics).unwrap_or(Consent::Usual);
    photos
}

fn widths(item: &Fields<'_>, diagnostics: &mut Diagnostics) -> Vec<u32> {
    let mut widths: Vec<u32> = Vec::new();
    for (text, _) in item.texts("widths", diagnostics) {
        match text.parse() {
            Ok(width) if (100..=4000).contains(&width) => widths.push(width),
            _ => diagnostics.push(
                item.error("widths", format!("«{text}» — не ширина фотографии"))
                    .hint("ширина в точках, от 100 до 4000; например, `ширина: [1600, 960, 480]`"),
            ),
        }
    }
    widths.sort_unstable_by(|a, b| b.cmp(a));
    widths.dedup();
    widths
}
