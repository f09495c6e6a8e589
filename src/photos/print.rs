//! Finished pictures for documents: of each one file, with its bytes.

use std::collections::HashMap;

use super::pictures::{Picture, Pictures, PublishedPicture};
use crate::fs;

/// The widest file that is taken where there are narrower ones, in pixels: across a sheet it is as
/// sharp as offices print.
const WIDEST: u32 = 1600;

/// The pictures of a document, by the addresses that the model gives them.
pub type Prints = HashMap<String, Print>;

/// A picture of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Print {
    /// The ending that tells its format: `jpg`, `png`, `gif`.
    pub extension: String,
    /// The width in pixels.
    pub width: u32,
    /// The height in pixels.
    pub height: u32,
    /// The file.
    pub bytes: Vec<u8>,
}

impl Pictures {
    /// Those at `paths` for a document; those that are not finished are left out.
    ///
    /// # Errors
    /// Where a finished file cannot be read.
    pub fn prints(&self, paths: &[&str]) -> Result<Prints, fs::Error> {
        let mut prints = Prints::new();
        for &path in paths {
            if let Some(file) = self.get(path).and_then(Picture::to_print) {
                prints.insert(path.to_owned(), Print::read(file)?);
            }
        }
        Ok(prints)
    }
}

impl Picture {
    /// The widest file that is not too wide, else the narrowest.
    fn to_print(&self) -> Option<&PublishedPicture> {
        self.whole().find(|file| file.width <= WIDEST).or_else(|| self.whole().last())
    }
}

impl Print {
    fn read(file: &PublishedPicture) -> Result<Self, fs::Error> {
        let extension = file.path.rsplit('.').next().unwrap_or_default().to_owned();
        let (width, height) = (file.width, file.height);
        Ok(Self { extension, width, height, bytes: fs::read(&file.source)? })
    }
}
