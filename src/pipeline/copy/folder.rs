//! The folder of a copy.

use std::path::{Path, PathBuf};

use super::CopyError;
use crate::copy::{self, Channel, EventCopy};
use crate::fs;
use crate::output::{self, FileContent, Manifest, OutputLock, Sink, SitePath};
use crate::output::{Transaction, WriteError, WriteOptions};
use crate::photos::{self, Pictures};
use crate::pipeline::{Failure, Request};

/// The folder of copies in the site's root, unless the user names another.
pub const COPIES: &str = "copy";

const TEXT: &str = "text.txt";
const HTML: &str = "text.html";

/// Writes `copy` into `folder`, in the place of an earlier copy; gives the file of the text.
pub(super) fn write(
    request: &Request,
    folder: &Path,
    channel: Channel,
    copy: &EventCopy,
    pictures: &Pictures,
) -> Result<PathBuf, Failure> {
    let taken = || CopyError::Taken(folder.to_owned());
    output::check_out_folder(&request.root, folder).map_err(|_| taken())?;
    // What lies in the finished site would be published.
    if fs::resolve(folder)?.starts_with(fs::resolve(&request.out)?) {
        return Err(taken().into());
    }
    let _lock = OutputLock::acquire(folder)?;
    let other = |(path, _): (&str, _)| path.contains('/') || path == "index.html";
    let manifest = Manifest::read(folder)?;
    let is_copy = manifest.iter().any(|(path, _)| path == TEXT || path == HTML);
    if manifest.iter().any(other) || (!is_copy && manifest.iter().next().is_some()) {
        return Err(taken().into());
    }
    let transaction = Transaction::begin(folder)?;
    let put = |name: &str, content| {
        let path = SitePath::parse(name.to_owned()).ok();
        path.and_then(|path| transaction.put(path, content).ok()).ok_or_else(taken)
    };
    let (name, text) = match channel {
        Channel::Html => (HTML, copy::page(&copy.title, &copy.text)),
        // Notepad of older versions of Windows shows other line ends as none.
        _ => (TEXT, copy.text.replace('\n', "\r\n") + "\r\n"),
    };
    put(name, FileContent::Bytes(text.into()))?;
    for picture in &copy.pictures {
        let file = pictures.get(&picture.path).and_then(|found| found.uncropped().next());
        if let Some(file) = file {
            put(&picture.name, file.content())?;
        }
    }
    match transaction.commit(WriteOptions::default()) {
        Ok(_) => Ok(folder.join(name)),
        Err(WriteError::InTheWay { .. }) => Err(taken().into()),
        // The photo is made anew by the next run.
        Err(WriteError::Damaged(file)) => {
            photos::remove_damaged(&request.root)?;
            Err(WriteError::Damaged(file).into())
        }
        Err(error) => Err(error.into()),
    }
}
