//! Finished pictures for documents: of each one file, with its bytes.

use std::collections::HashMap;
use std::sync::Arc;

use super::pictures::{Picture, Pictures, PublishedPicture};
use crate::fs;

/// The widest file that is taken where there are narrower ones, in pixels: across a sheet it is as
/// sharp as offices print.
const WIDEST: u32 = 1600;

/// The pictures of a document, by the addresses that the model gives them.
pub type Prints = HashMap<String, Arc<Print>>;

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
    pub fn prints(&self, paths: &[&str]) -> Prints {
        let print = |path: &&str| Some(((*path).to_owned(), self.get(path)?.print.clone()?));
        paths.iter().filter_map(print).collect()
    }
}

impl Picture {
    /// Reads the file for documents: the widest that is not too wide, else the narrowest.
    pub(super) fn read_print(&mut self) -> Result<(), fs::Error> {
        let file = self.whole().find(|file| file.width <= WIDEST).or_else(|| self.whole().last());
        self.print = file.map(Print::read).transpose()?.map(Arc::new);
        Ok(())
    }
}

impl Print {
    fn read(file: &PublishedPicture) -> Result<Self, fs::Error> {
        let extension = file.path.rsplit('.').next().unwrap_or_default().to_owned();
        let (width, height) = (file.width, file.height);
        Ok(Self { extension, width, height, bytes: fs::read(&file.source)? })
    }
}
