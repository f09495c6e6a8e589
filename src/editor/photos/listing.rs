//! The photos of one event as the disk has them now, in the order in which its gallery shows them, with
//! what its front matter says of each.

use std::collections::HashSet;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::refusal;
use crate::config::{self, Config, Consent, Order};
use crate::content::gallery::{self, WrittenGallery};
use crate::content::markdown::{Link, LinkKind};
use crate::content::{
    Attachment, CONTENT, ConflictCopy, Content, InvalidDocument, Post, is_markdown, own_folder,
};
use crate::diagnostic::Diagnostics;
use crate::editor::api::ApiError;
use crate::file_kind::FileKind;
use crate::fs::{self, FileStat};
use crate::photos;
use crate::site;

/// How much of a file is read for the time at which it was taken: cameras write it first.
const START_BYTES: u64 = 256 * 1024;

/// An event and its photos.
#[derive(Debug)]
pub(super) struct EventPhotos {
    /// Its file, relative to the site's root.
    pub(super) file: String,
    /// The whole text of the file.
    pub(super) text: String,
    pub(super) written: WrittenGallery,
    /// In the order of the gallery; those that it does not show stand where they are named.
    pub(super) photos: Vec<EventPhoto>,
    /// When photos of people need consent.
    pub(super) rule: Consent,
}

/// A photo of an event: a file, an entry of the front matter, or both.
#[derive(Clone, Debug)]
pub(super) struct EventPhoto {
    /// The path from the folder of the event: what an entry calls it, and what tells it from the others.
    pub(super) name: String,
    /// Where it is; `None` where only an entry knows of it.
    pub(super) on_disk: Option<OnDisk>,
    /// The index of its first entry.
    pub(super) entry: Option<usize>,
    /// Whether the text of the event shows it.
    pub(super) in_text: bool,
    /// When it was taken, by the camera's clock.
    pub(super) taken: Option<String>,
}

/// A file of a photo.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct OnDisk {
    pub(super) path: PathBuf,
    pub(super) stamp: FileStat,
}

impl EventPhotos {
    /// The photos of the event `file` with this `text`, in the site at `root`.
    ///
    /// # Errors
    /// If its front matter cannot be read, or a folder cannot be listed.
    pub(super) fn read(root: &Path, file: &str, text: String) -> Result<Self, ApiError> {
        let Some(written) = gallery::written(&text) else { return Err(refusal::unreadable()) };
        let config = settings(root);
        let files = pictures(root, file).map_err(|error| refusal::disk(error, root))?;
        let links = config.as_ref().map(|config| links(file, &text, config)).unwrap_or_default();
        let folder = super::folder_of(file);
        let mut unnamed: Vec<(String, EventPhoto)> = Vec::new();
        for Attachment { file: picture, path, stamp, .. } in files {
            let photo = EventPhoto {
                name: picture.strip_prefix(folder).unwrap_or(&picture).to_owned(),
                in_text: links
                    .iter()
                    .any(|target| site::link_path::names_file(file, target, &picture)),
                taken: start_of(&path).as_deref().and_then(photos::time_taken),
                on_disk: Some(OnDisk { path, stamp }),
                entry: None,
            };
            unnamed.push((picture, photo));
        }
        let mut photos: Vec<EventPhoto> = Vec::new();
        for (entry, said) in written.photos.iter().enumerate() {
            let is_meant =
                |(picture, _): &(String, _)| site::link_path::names_file(file, &said.file, picture);
            match unnamed.iter().position(is_meant) {
                Some(at) => {
                    photos.push(EventPhoto { entry: Some(entry), ..unnamed.remove(at).1 });
                }
                // A second entry for one photo says nothing.
                None if photos.iter().any(|photo| is_same(file, folder, photo, &said.file)) => {}
                None if said.file.is_empty() => {}
                None => photos.push(EventPhoto {
                    name: said.file.clone(),
                    on_disk: elsewhere(root, folder, &said.file),
                    entry: Some(entry),
                    in_text: false,
                    taken: None,
                }),
            }
        }
        let by_time = config.as_ref().is_some_and(|config| config.photos.order == Order::Taken);
        let mut unnamed: Vec<_> = unnamed.into_iter().map(|(_, photo)| photo).collect();
        // Of those that are not shown, what follows the last one with a place has none.
        let is_shown = |photo: &EventPhoto| {
            let said = photo.entry.and_then(|entry| written.photos.get(entry));
            said.is_some_and(|said| said.shown != Some(false))
        };
        let placed = photos.iter().rposition(is_shown).map_or(0, |last| last + 1);
        unnamed.extend(photos.drain(placed..));
        unnamed.sort_by(|a, b| in_order(a, b, by_time));
        photos.append(&mut unnamed);
        let rule = config.map_or(Consent::Usual, |config| config.photos.consent);
        Ok(Self { file: file.to_owned(), text, written, photos, rule })
    }

    /// With a further photo, whose file is about to be put in its place.
    pub(super) fn with(mut self, name: &str) -> Self {
        let name = name.to_owned();
        let (on_disk, entry, taken) = (None, None, None);
        self.photos.push(EventPhoto { name, on_disk, entry, in_text: false, taken });
        self
    }

    /// The photo called `name`.
    ///
    /// # Errors
    /// If the event has none of this name.
    pub(super) fn named(&self, name: &str) -> Result<&EventPhoto, ApiError> {
        self.photos.iter().find(|photo| photo.name == name).ok_or_else(|| refusal::gone(name))
    }

    /// Whether the gallery shows `photo`.
    pub(super) fn shows(&self, photo: &EventPhoto) -> bool {
        match photo.entry.and_then(|entry| self.written.photos.get(entry)) {
            Some(said) => said.shown != Some(false),
            None => !photo.in_text,
        }
    }
}

/// The order of photos that no entry orders.
pub(super) fn in_order(a: &EventPhoto, b: &EventPhoto, by_time: bool) -> std::cmp::Ordering {
    let time = |photo: &EventPhoto| (photo.taken.is_none(), photo.taken.clone());
    let by_name = || site::natural_order(&a.name, &b.name);
    if by_time { time(a).cmp(&time(b)).then_with(by_name) } else { by_name() }
}

/// Whether an entry that calls its file `written` means `photo`.
fn is_same(file: &str, folder: &str, photo: &EventPhoto, written: &str) -> bool {
    site::link_path::names_file(file, written, &format!("{folder}{}", photo.name))
        || photo.name == written
}

/// The settings; `None` while they cannot be read.
pub(super) fn settings(root: &Path) -> Option<Config> {
    let text = fs::read_text(&root.join(config::FILE)).ok()?;
    Config::parse(config::FILE, &text, &mut Diagnostics::new())
}

/// The pictures that belong to the event `file`.
fn pictures(root: &Path, file: &str) -> Result<Vec<Attachment>, fs::Error> {
    let folder = own_folder(file).or_else(|| Some(&file[..=file.rfind('/')?])).unwrap_or_default();
    let (entries, _) = fs::walk(root, folder.trim_end_matches('/'))?;
    let is_copy = |file: &str| {
        let is_there = |other: &str| fs::exists(&root.join(other));
        ConflictCopy::certain(file, is_there).is_some()
    };
    let mut content = Content::default();
    for entry in entries {
        // The site does not have it either.
        if is_copy(&entry.relative) {
            continue;
        }
        if is_markdown(&entry.relative) {
            let document = InvalidDocument { file: entry.relative, ..InvalidDocument::default() };
            content.invalid.push(Arc::new(document));
        } else {
            content.attachments.push(Arc::new(Attachment {
                kind: FileKind::from_name(&entry.relative).unwrap_or(FileKind::Other),
                file: entry.relative,
                path: entry.path,
                stamp: FileStat { size: entry.size, touched: entry.touched },
            }));
        }
    }
    let own: HashSet<&str> = site::files_of(&content, file).into_iter().collect();
    let files = content.attachments.iter().filter(|known| own.contains(&*known.file));
    let files = files.filter(|known| known.is_picture() || is_picture(known));
    Ok(files.map(|known| Attachment::clone(known)).collect())
}

/// Whether a file that is not called a picture is one.
fn is_picture(file: &Attachment) -> bool {
    let kind = fs::open(&file.path)
        .ok()
        .and_then(|(mut opened, size)| FileKind::detect(&file.file, &mut opened, size).ok());
    kind == Some(FileKind::Picture)
}

/// The files that the body of an event shows or links to, as written.
fn links(file: &str, text: &str, config: &Config) -> Vec<String> {
    let links = match Post::parse(file, text, config, &mut Diagnostics::new()) {
        Ok(post) => post.body.links,
        Err(invalid) => invalid.body.links,
    };
    let files = links.iter().filter(|link| link.kind != LinkKind::Page);
    let names = |link: &Link| std::iter::once(link.target.clone()).chain(link.whole_name());
    files.flat_map(names).filter(|target| !target.is_empty()).collect()
}

/// The beginning of a file, as far as it can be read.
fn start_of(path: &Path) -> Option<Vec<u8>> {
    let (file, _) = fs::open(path).ok()?;
    let mut start = Vec::new();
    file.take(START_BYTES).read_to_end(&mut start).ok()?;
    Some(start)
}

/// A picture that lies with another event, named by a path.
fn elsewhere(root: &Path, folder: &str, name: &str) -> Option<OnDisk> {
    let name = name.replace('\\', "/");
    [format!("{folder}{name}"), format!("{}/{name}", CONTENT), name].iter().find_map(|file| {
        let path = fs::resolve(&root.join(file)).ok()?;
        // Nothing outside the section is shown.
        let inside = fs::resolve(&root.join(CONTENT)).ok()?;
        let stamp = fs::stat(&path).ok().filter(|_| path.starts_with(inside))?;
        Some(OnDisk { path, stamp })
    })
}
