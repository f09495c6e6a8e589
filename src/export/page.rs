//! The page: the A4 sheet with the margins of GOST R 7.0.97-2016, upright or, for tables that are too
//! wide for that, on its side.

use super::columns::has_room_for_words;
use crate::report::{Block, ListBlock};

/// The width of the text on an upright sheet, in twips (twentieths of a point): 21 cm minus margins of 3
/// and 1.5 cm.
pub(super) const TEXT_WIDTH: u32 = 9_354;

/// How the sheet lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SheetOrientation {
    Portrait,
    Landscape,
}

/// Less text than this, in characters, joins the wide table beside it instead of a page of its own.
const SHORT_TEXT: usize = 1_500;

impl SheetOrientation {
    /// The width of the text, in twips. On its side the wide margin, where sheets are bound, is at the
    /// top.
    pub(super) fn text_width(self) -> u32 {
        match self {
            Self::Portrait => TEXT_WIDTH,
            Self::Landscape => 14_570,
        }
    }
}

/// The orientation of each of `blocks`: on its side for tables whose words do not fit upright, and for
/// short texts beside them.
pub(super) fn orientations(blocks: &[Block]) -> Vec<SheetOrientation> {
    let width = SheetOrientation::Portrait.text_width();
    let is_wide =
        |block: &Block| matches!(block, Block::Table(table) if !has_room_for_words(table, width));
    let wide: Vec<bool> = blocks.iter().map(is_wide).collect();
    if !wide.contains(&true) {
        return vec![SheetOrientation::Portrait; blocks.len()];
    }
    let mut orientations = Vec::with_capacity(blocks.len());
    while orientations.len() < blocks.len() {
        let start = orientations.len();
        let run = wide[start..].iter().take_while(|next| **next == wide[start]).count();
        let text: usize = blocks[start..start + run].iter().map(text_length).sum();
        let is_landscape = wide[start] || text < SHORT_TEXT;
        let orientation =
            if is_landscape { SheetOrientation::Landscape } else { SheetOrientation::Portrait };
        orientations.extend(std::iter::repeat_n(orientation, run));
    }
    orientations
}

/// The characters of running text. A table stands on any sheet; a picture may be too high for one that
/// lies on its side.
fn text_length(block: &Block) -> usize {
    match block {
        Block::Heading { spans, .. } | Block::Paragraph(spans) => {
            spans.iter().map(|span| span.text.chars().count()).sum()
        }
        Block::List(ListBlock { items, .. }) => items.iter().flatten().map(text_length).sum(),
        Block::Chart(_) | Block::Picture(_) => SHORT_TEXT,
        Block::Table(_) | Block::Signature(_) | Block::Approval(_) => 0,
    }
}
