//! What has to be sent and removed so that the server holds the built site.
//!
//! The order keeps every reachable page complete: a file is on the server before a page that refers to
//! it.
//!
//! 1. photos and other files;
//! 2. new posts and new lists: no page on the server links to them yet;
//! 3. changed posts, which may link to new ones;
//! 4. changed lists and feeds; the index last;
//! 5. removals, pages before the files that they show.

mod summary;

use super::manifest::{ContentHash, SectionManifest};
use crate::file_kind::extension;
pub use summary::{Changes, PlanSummary, PlannedEvent};

/// Files to send and to remove, in the order of the upload.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Files where a folder must be, or in a folder where a file must be: removed first.
    pub clear: Vec<String>,
    /// Files to send.
    pub send: Vec<FileToSend>,
    /// Files to remove at the end.
    pub remove: Vec<String>,
    /// How many files need no change.
    pub unchanged: usize,
}

/// A file to send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileToSend {
    pub path: String,
    pub hash: ContentHash,
    /// Whether the server holds no file of ours at this path; an existing file is foreign.
    pub new: bool,
    pub(super) stage: UploadStage,
}

/// The stages of an upload, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum UploadStage {
    Asset,
    NewPage,
    Post,
    List,
    Index,
}

impl Plan {
    /// How many bytes are sent.
    pub fn bytes(&self) -> u64 {
        self.send.iter().map(|file| file.hash.size).sum()
    }

    /// The paths of posts that are new on the server.
    pub fn new_posts(&self) -> impl Iterator<Item = &str> {
        let paths = self.send.iter().filter(|file| file.new).map(|file| file.path.as_str());
        paths.filter(|path| is_of_a_year(path) && stage(path, false) == UploadStage::Post)
    }

    /// How many files are removed.
    pub fn removals(&self) -> usize {
        self.clear.len() + self.remove.len()
    }

    /// Whether a file must be removed before `folder` can be created.
    pub(super) fn is_blocked(&self, folder: &str) -> bool {
        self.clear.iter().any(|path| is_within(folder, path))
    }

    /// Whether a file replaces `folder` or a folder around it.
    pub(super) fn replaces_folder(&self, folder: &str) -> bool {
        self.send.iter().any(|file| is_within(folder, &file.path))
    }

    pub fn is_empty(&self) -> bool {
        self.send.is_empty() && self.removals() == 0
    }
}

/// The plan that turns `server` into `local`.
///
/// A file of `local` without a hash, which a build did not finish, is left out: callers build first.
pub fn plan(local: &SectionManifest, server: &SectionManifest) -> Plan {
    let mut plan = Plan::default();
    for (path, hash) in &local.files {
        let Some(hash) = *hash else { continue };
        match server.files.get(path) {
            Some(Some(existing)) if *existing == hash => plan.unchanged += 1,
            existing => {
                // A file that may be missing is sent as early as a new one: no page may link to it before.
                let stage = stage(path, !matches!(existing, Some(Some(_))));
                let new = existing.is_none();
                plan.send.push(FileToSend { path: path.clone(), hash, new, stage });
            }
        }
    }
    // Stable: within a stage the files stay sorted by path.
    plan.send.sort_by_key(|file| file.stage);
    let (clear, mut remove): (Vec<_>, Vec<_>) = server
        .files
        .keys()
        .filter(|path| !local.files.contains_key(*path))
        .cloned()
        .partition(|path| is_obstacle(path, local));
    remove.sort_by_cached_key(|path| (std::cmp::Reverse(stage(path, false)), path.clone()));
    Plan { clear, remove, ..plan }
}

/// Whether a file at `path` prevents a file of `local` from being written.
fn is_obstacle(path: &str, local: &SectionManifest) -> bool {
    holds_below(local, path) || folders(path).any(|folder| local.files.contains_key(folder))
}

/// The folders around a path, the outermost first.
pub(super) fn folders(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

/// Whether `manifest` has files below `folder`.
pub(super) fn holds_below(manifest: &SectionManifest, folder: &str) -> bool {
    let below = format!("{folder}/");
    let next = manifest.files.range(below.clone()..).next();
    next.is_some_and(|(inner, _)| inner.starts_with(&below))
}

/// Whether `path` is `folder` or lies in it.
fn is_within(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Whether a path is in the folder of a year, as events are.
fn is_of_a_year(path: &str) -> bool {
    let folder = path.split_once('/').map(|(folder, _)| folder);
    folder.is_some_and(|name| name.len() == 4 && name.bytes().all(|byte| byte.is_ascii_digit()))
}

fn stage(path: &str, new: bool) -> UploadStage {
    let first = path.split('/').next().unwrap_or_default();
    let is_year = is_of_a_year(path);
    let page = matches!(&*extension(path), "html" | "htm");
    match &*extension(path) {
        _ if path == "index.html" => UploadStage::Index,
        "html" | "htm" | "xml" if new => UploadStage::NewPage,
        "xml" => UploadStage::List,
        // The data of the search lists posts; it may be anywhere but in the folder of the theme.
        "js" | "json" if !new && first != "static" && !is_year => UploadStage::List,
        _ if !page => UploadStage::Asset,
        _ if is_year || !path.contains('/') && !first.starts_with("index") => UploadStage::Post,
        _ => UploadStage::List,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(files: &[(&str, &str)]) -> SectionManifest {
        let files = files.iter().map(|(path, text)| {
            let hash = (*text != "?").then(|| ContentHash::from_bytes(text.as_bytes()));
            ((*path).to_owned(), hash)
        });
        SectionManifest { files: files.collect(), ..SectionManifest::default() }
    }

    #[test]
    fn only_differences_are_planned_in_order() {
        let local = manifest(&[
            ("2022/foto.jpg", "новое"),
            ("2022/novyy.html", "новое"),
            ("2022/staryy.html", "правка"),
            ("2022/tot-zhe.html", "то же"),
            ("feed.xml", "правка"),
            ("god/index.html", "правка"),
            ("index.html", "правка"),
            ("metka/novaya.html", "новое"),
            ("poisk.js", "правка"),
            ("static/style.css", "правка"),
            ("zadachi.html", "правка"),
            ("neyasno.html", "то же"),
            ("o-nas.html", "новое"),
        ]);
        let server = manifest(&[
            ("2021/foto.jpg", "старое"),
            ("2021/ushel.html", "старое"),
            ("2022/staryy.html", "старое"),
            ("2022/tot-zhe.html", "то же"),
            ("feed.xml", "старое"),
            ("god/index.html", "старое"),
            ("index.html", "старое"),
            ("metka/staraya.html", "старое"),
            ("poisk.js", "старое"),
            ("static/style.css", "старое"),
            ("zadachi.html", "старое"),
            ("neyasno.html", "?"),
        ]);
        let plan = plan(&local, &server);
        let sent: Vec<_> = plan.send.iter().map(|file| &*file.path).collect();
        assert_eq!(
            sent,
            [
                "2022/foto.jpg",
                "static/style.css",
                "2022/novyy.html",
                "metka/novaya.html",
                "neyasno.html",
                "o-nas.html",
                "2022/staryy.html",
                "zadachi.html",
                "feed.xml",
                "god/index.html",
                "poisk.js",
                "index.html",
            ]
        );
        assert_eq!(plan.remove, ["metka/staraya.html", "2021/ushel.html", "2021/foto.jpg"]);
        assert_eq!((plan.unchanged, plan.clear.len()), (1, 0));
        assert_eq!(plan.new_posts().collect::<Vec<_>>(), ["2022/novyy.html"]);
        assert!(super::plan(&local, &local).is_empty());
    }

    #[test]
    fn obstacles_are_removed_first() {
        let server = manifest(&[("a", "1"), ("b/c/d.html", "2"), ("ab", "3")]);
        let plan = plan(&manifest(&[("a/x.html", "1"), ("b/c", "2")]), &server);
        assert_eq!(plan.clear, ["a", "b/c/d.html"]);
        assert_eq!(plan.remove, ["ab"]);
    }
}
