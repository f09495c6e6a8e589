//! Photos: turns the files of phones and cameras into published pictures: small, upright, without
//! metadata.
//!
//! For each picture that a page shows:
//! 1. `format` detects the format by the content. Formats that browsers do not show are refused
//!    with a hint how to convert them.
//! 2. `decode` reads the header, so that `memory` can make the picture wait for its turn, then the
//!    pixels: JPEG at a reduced scale where that is enough, colours of an embedded profile
//!    converted to sRGB. `raster` turns them upright.
//! 3. For each size, `linear` shrinks the pixels by a whole factor and `raster` resizes them to the
//!    exact size.
//! 4. `encode` writes each size: JPEG (and WebP if the settings ask for it), PNG for graphics;
//!    `ssim` tells whether the quality is high enough. The encoders get pixels only, so no metadata
//!    can come out. `animation` copies the frames of an animated GIF and nothing else.
//!
//! `plan` lists what is needed, `prepare` makes it on all cores and stores it in `cache`;
//! `pictures` gives the result to the other modules.
//!
//! `thumbnail` makes one small picture of a file, for the editor.
//!
//! A file that cannot be published is a `PhotoError` and does not stop the others.

mod animation;
mod cache;
mod chunks;
mod complete;
mod decode;
mod encode;
mod error;
mod exif;
mod format;
mod linear;
mod memory;
mod notice;
mod order;
mod pictures;
mod placeholder;
mod plan;
mod prepare;
mod process;
mod profile;
mod raster;
mod recipe;
mod ssim;
mod thumbnail;

pub use cache::{INDEX_VERSION, create_cache_folder, remove_damaged};
pub use memory::save_memory;
pub use order::in_order;
pub use pictures::{EmbeddedImage, EmbeddedImages, Picture, Pictures, PublishedPicture, Summary};
pub use plan::{PhotoPlan, plan};
pub use prepare::{Progress, prepare};
pub use thumbnail::{RefusedPicture, Thumbnail, extensions, thumbnail, time_taken};

use error::PhotoError;
use memory::MemoryBudget;
use process::process;

/// Whether the metadata of a picture hold GPS coordinates; false for files that are none.
pub fn has_gps(bytes: &[u8]) -> bool {
    format::SourceFormat::detect(bytes).is_ok() && exif::ExifData::read(bytes).has_gps
}
