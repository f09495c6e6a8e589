//! How photos are published.

use crate::diagnostic::Diagnostics;
use crate::yaml::{Fields, Key};

const PHOTOS: &[Key] = &[
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

/// Widths for phones, tablets and large windows.
const WIDTHS: [u32; 3] = [1600, 960, 480];

/// How photos are published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Photos {
    /// The widths in pixels, the largest first, each once.
    pub widths: Vec<u32>,
    /// The quality of JPEG and WebP.
    pub quality: Quality,
    /// Whether WebP stands beside JPEG, for browsers that take it.
    pub webp: bool,
    /// The order of photos to which a post gives none.
    pub order: Order,
    /// When photos of people need consent.
    pub consent: Consent,
}

/// The quality of JPEG and WebP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quality {
    /// As much as each photo needs to look like its original.
    Enough,
    /// The same for all, 1 to 100.
    Given(u8),
}

/// The order of photos to which a post gives none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// By the names of their files.
    Names,
    /// By the time at which they were taken; those without one come last.
    Taken,
}

/// When photos of people need consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consent {
    /// A child must have it; of a group without it a warning is given.
    Usual,
    /// A group must have it too, and of each photo it must be said who can be seen.
    Strict,
}

/// What the settings say, and the usual where they say nothing.
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
