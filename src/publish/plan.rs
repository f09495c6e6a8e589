//! What has to be done so that the server holds the built site.
//!
//! The order keeps every page that can be reached whole: what a page refers to is there before it.
//!
//! 1. photos and other files;
//! 2. new posts and new lists: nothing that is on the server leads to them yet;
//! 3. posts that changed, which may lead to new ones;
//! 4. lists that changed, and feeds; the index last;
//! 5. removals, pages before the files they show.

use super::manifest::{Manifest, Stamp};
use crate::config::kind;

/// Files to send and to remove, each in the order in which it is to be done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// What stands where a folder must be, or in a folder where a file must be: removed first.
    pub clear: Vec<String>,
    /// What is sent.
    pub send: Vec<Sending>,
    /// What is removed at the end.
    pub remove: Vec<String>,
    /// How many files are there as they should be.
    pub unchanged: usize,
}

/// A file that is to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sending {
    /// Where it belongs.
    pub path: String,
    /// What it holds.
    pub stamp: Stamp,
    /// Whether the server has no file of ours at that path; any that is there is foreign.
    pub new: bool,
    /// When its turn comes.
    pub(super) stage: Stage,
}

/// The stages, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stage {
    Asset,
    NewPage,
    Post,
    List,
    Index,
}

impl Plan {
    /// How many bytes are to be sent.
    pub fn bytes(&self) -> u64 {
        self.send.iter().map(|sending| sending.stamp.size).sum()
    }

    /// The addresses of posts that the server does not have yet.
    pub fn new_posts(&self) -> impl Iterator<Item = &str> {
        let new = self.send.iter().filter(|sending| sending.new);
        let paths = new.map(|sending| sending.path.as_str());
        paths.filter(|path| is_of_a_year(path) && stage(path, false) == Stage::Post)
    }

    /// How many files are removed.
    pub fn removals(&self) -> usize {
        self.clear.len() + self.remove.len()
    }

    /// Whether `folder` can only be made once the way is cleared.
    pub(super) fn is_in_the_way(&self, folder: &str) -> bool {
        self.clear.iter().any(|path| is_within(folder, path))
    }

    /// Whether `folder`, or one that it lies in, has to give its place to a file.
    pub(super) fn is_wanted(&self, folder: &str) -> bool {
        self.send.iter().any(|sending| is_within(folder, &sending.path))
    }

    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.send.is_empty() && self.removals() == 0
    }
}

/// What turns `server` into `local`.
///
/// A file of `local` without a stamp, which a build did not finish, is left out: the caller
/// builds first.
pub fn plan(local: &Manifest, server: &Manifest) -> Plan {
    let mut plan = Plan::default();
    for (path, stamp) in &local.files {
        let Some(stamp) = *stamp else { continue };
        match server.files.get(path) {
            Some(Some(there)) if *there == stamp => plan.unchanged += 1,
            there => {
                // What may be missing is sent as if it were new: nothing may lead to it before.
                let stage = stage(path, !matches!(there, Some(Some(_))));
                let new = there.is_none();
                plan.send.push(Sending { path: path.clone(), stamp, new, stage });
            }
        }
    }
    // By path within each stage, as they are here already.
    plan.send.sort_by_key(|sending| sending.stage);
    let (clear, mut remove): (Vec<_>, Vec<_>) = server
        .files
        .keys()
        .filter(|path| !local.files.contains_key(*path))
        .cloned()
        .partition(|path| in_the_way(path, local));
    remove.sort_by_cached_key(|path| (std::cmp::Reverse(stage(path, false)), path.clone()));
    Plan { clear, remove, ..plan }
}

/// Whether a file of ours at `path` keeps one of `local` from its place.
fn in_the_way(path: &str, local: &Manifest) -> bool {
    holds_below(local, path) || folders(path).any(|folder| local.files.contains_key(folder))
}

/// The folders that a path goes through, the outermost first.
pub(super) fn folders(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

/// Whether files of `manifest` lie below `folder`.
pub(super) fn holds_below(manifest: &Manifest, folder: &str) -> bool {
    let below = format!("{folder}/");
    let next = manifest.files.range(below.clone()..).next();
    next.is_some_and(|(inner, _)| inner.starts_with(&below))
}

/// Whether `path` is `folder` or lies in it.
fn is_within(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Whether a path lies in the folder of a year, as events do.
fn is_of_a_year(path: &str) -> bool {
    let folder = path.split_once('/').map(|(folder, _)| folder);
    folder.is_some_and(|name| name.len() == 4 && name.bytes().all(|byte| byte.is_ascii_digit()))
}

fn stage(path: &str, new: bool) -> Stage {
    let first = path.split('/').next().unwrap_or_default();
    let is_year = is_of_a_year(path);
    let page = matches!(&*kind(path), "html" | "htm");
    match &*kind(path) {
        _ if path == "index.html" => Stage::Index,
        "html" | "htm" | "xml" if new => Stage::NewPage,
        "xml" => Stage::List,
        // What a search reads tells of posts, wherever it stands but in the theme's folder.
        "js" | "json" if !new && first != "static" && !is_year => Stage::List,
        _ if !page => Stage::Asset,
        _ if is_year || !path.contains('/') && !first.starts_with("index") => Stage::Post,
        _ => Stage::List,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(files: &[(&str, &str)]) -> Manifest {
        let files = files.iter().map(|(path, text)| {
            let stamp = (*text != "?").then(|| Stamp::of(text.as_bytes()));
            ((*path).to_owned(), stamp)
        });
        Manifest { files: files.collect(), ..Manifest::default() }
    }

    #[test]
    fn only_what_differs_is_done_and_in_order() {
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
        let sent: Vec<_> = plan.send.iter().map(|sending| &*sending.path).collect();
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
    fn what_stands_in_the_way_is_cleared_first() {
        let server = manifest(&[("a", "1"), ("b/c/d.html", "2"), ("ab", "3")]);
        let plan = plan(&manifest(&[("a/x.html", "1"), ("b/c", "2")]), &server);
        assert_eq!(plan.clear, ["a", "b/c/d.html"]);
        assert_eq!(plan.remove, ["ab"]);
    }
}
