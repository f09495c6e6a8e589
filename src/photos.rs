//! Photos: from the file of a phone to what is published, small, upright and without secrets.
//!
//! For each picture that a page shows:
//! 1. `format` tells by the content what the file is; what browsers do not show is named with the
//!    way to mend it.
//! 2. `decode` reads it: the header first, so that `memory` can make it wait for its turn, then the
//!    pixels, no more of them than are needed, with the colours of an embedded profile turned into
//!    sRGB; `raster` turns them upright.
//! 3. For each size `linear` shrinks them by a whole factor, and `raster` brings them to the size.
//! 4. `encode` writes each size: JPEG (and WebP where asked for), PNG for graphics; `likeness` tells
//!    whether the quality is enough. Only pixels go
//!    in, so that no metadata can come out. `animation` copies the frames of an animated GIF, which
//!    are all that it copies.
//!
//! `plan` says what is needed, `prepare` makes it on all cores and keeps it in `cache`; `print` takes
//! of it what documents show.
//!
//! A file that cannot be used is a `Trouble` of its own: it never stops the others.

mod animation;
mod cache;
mod decode;
mod encode;
mod exif;
mod format;
mod likeness;
mod linear;
mod memory;
mod pictures;
mod placeholder;
mod plan;
mod prepare;
mod print;
mod process;
mod profile;
mod raster;
mod recipe;
mod trouble;

pub use pictures::{Picture, Pictures, PublishedPicture, Summary};
pub use plan::{PhotoPlan, plan};
pub use prepare::{Watch, prepare};
pub use print::{Print, Prints};

use memory::Memory;
use process::process;
use trouble::Trouble;
