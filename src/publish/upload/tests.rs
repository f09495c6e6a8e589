//! Uploads to a server in memory that fails at every command in turn.

mod audit;
mod full;
mod locked;
mod undo;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::time::Duration;

use tempfile::TempDir;

use super::{UploadContext, UploadOptions, UploadSession, read_server_state};
use crate::publish::error::PublishError;
use crate::publish::host::{Host, UploadEvent};
use crate::publish::local_state::LocalState;
use crate::publish::manifest::{ContentHash, SectionManifest};
use crate::publish::plan::plan;
use crate::publish::remote::memory::{Break, Limits, Memory, Server};
use crate::publish::remote_state;
use crate::publish::remote_state::claim::Owner;
use crate::publish::source::Source;

type Files = BTreeMap<String, String>;
type Shared = Rc<RefCell<Server>>;

/// A clock that advances by pauses and by each reading.
#[derive(Default)]
struct Desk {
    seconds: i64,
    sent: Vec<String>,
    /// How many files have other line ends, as it was told.
    line_ends: usize,
    stop_after: Option<usize>,
}

impl Host for Desk {
    fn now(&mut self) -> i64 {
        self.seconds += 1;
        self.seconds
    }

    fn pause(&mut self, time: Duration) {
        self.seconds += i64::try_from(time.as_secs()).unwrap();
    }

    fn report(&mut self, event: UploadEvent<'_>) {
        match event {
            UploadEvent::Sent { path, .. } => self.sent.push(path.to_owned()),
            UploadEvent::LineEnds { files } => self.line_ends = files,
            _ => {}
        }
    }

    fn is_stopped(&mut self) -> bool {
        self.stop_after.is_some_and(|most| self.sent.len() >= most)
    }
}

impl Source for Files {
    fn bytes(&self, path: &str, _: ContentHash) -> Result<Vec<u8>, PublishError> {
        Ok(self[path].as_bytes().to_vec())
    }
}

/// A computer with a copy of the site.
struct Computer {
    name: &'static str,
    folder: TempDir,
    uploads: u32,
}

impl Computer {
    fn new(name: &'static str) -> Self {
        Self { name, folder: tempfile::tempdir().unwrap(), uploads: 0 }
    }

    fn local(&self) -> LocalState {
        LocalState::open(self.folder.path(), "раздел", self.name).unwrap()
    }

    fn owner(&mut self, local: &LocalState) -> Owner {
        self.uploads += 1;
        Owner {
            name: self.name.to_owned(),
            site_copy: local.site_copy().to_owned(),
            id: format!("{}-{}", self.name, self.uploads),
        }
    }

    fn begin<'a>(
        &mut self,
        remote: &'a mut Memory<'_>,
        desk: &'a mut Desk,
        local: &'a LocalState,
        options: UploadOptions,
    ) -> Result<UploadSession<'a>, PublishError> {
        let owner = self.owner(local);
        let context = UploadContext { local, owner, record_extension: "js", options };
        UploadSession::begin(remote, desk, context)
    }

    fn publish(
        &mut self,
        remote: &mut Memory<'_>,
        desk: &mut Desk,
        files: &Files,
        options: UploadOptions,
    ) -> Result<SectionManifest, PublishError> {
        let local = self.local();
        let session = self.begin(remote, desk, &local, options)?;
        let plan = plan(&manifest(files), &session.server);
        session.apply(&plan, files)
    }

    /// Publishes to a server that does not fail. Returns the sent files.
    fn publishes(&mut self, server: &Shared, files: &Files) -> Result<Vec<String>, PublishError> {
        self.publishes_with(
            server,
            files,
            UploadOptions { removals: Some(99), ..UploadOptions::default() },
        )
    }

    fn publishes_with(
        &mut self,
        server: &Shared,
        files: &Files,
        options: UploadOptions,
    ) -> Result<Vec<String>, PublishError> {
        let mut desk = Desk::default();
        self.publish(&mut Memory::new(server), &mut desk, files, options)?;
        Ok(desk.sent)
    }
}

fn manifest(files: &Files) -> SectionManifest {
    let hashes = files
        .iter()
        .map(|(path, text)| (path.clone(), Some(ContentHash::from_bytes(text.as_bytes()))));
    SectionManifest { files: hashes.collect(), ..SectionManifest::default() }
}

/// Pages are lists of the files that they link to.
fn site(files: &[(&str, &str)]) -> Files {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

fn before() -> Files {
    site(&[
        ("index.html", "2021/a.html 2022/b.html metka/x.html static/style.css"),
        ("2021/a.html", "2021/a.jpg static/style.css"),
        ("2021/a.jpg", "фото"),
        ("2022/b.html", "index.html metka/x.html"),
        ("metka/x.html", "2022/b.html"),
        ("static/style.css", "оформление"),
    ])
}

fn after() -> Files {
    site(&[
        ("index.html", "2022/b.html 2022/c.html metka/y.html static/style.css"),
        ("2022/b.html", "index.html metka/y.html 2022/c.html"),
        ("2022/c.html", "2022/c/1.jpg metka/y.html"),
        ("2022/c/1.jpg", "новое фото"),
        ("metka/y.html", "2022/b.html 2022/c.html"),
        ("static/style.css", "новое оформление"),
    ])
}

const FOREIGN: [(&str, &str); 2] = [("forum.html", "чужое"), ("2021/chuzhoe.html", "тоже чужое")];

fn server_with(files: &Files) -> Shared {
    let server = Server::with(&FOREIGN);
    Computer::new("первый").publishes(&server, files).unwrap();
    server.borrow_mut().commands.clear();
    server
}

/// The server holds `files`, the foreign files, the manifest, and nothing else.
#[track_caller]
fn assert_holds(server: &Shared, files: &Files) {
    let mut expected = files.clone();
    expected.extend(site(&FOREIGN));
    let server = server.borrow();
    let records = format!("{}/", remote_state::FOLDER);
    let text = |bytes: &Vec<u8>| String::from_utf8(bytes.clone()).unwrap();
    let (ours, rest): (Vec<_>, Vec<_>) =
        server.files.iter().partition(|(path, _)| path.starts_with(&records));
    let held: Files = rest.iter().map(|(path, bytes)| ((*path).clone(), text(bytes))).collect();
    assert_eq!(held, expected, "\n{:#?}", server.commands);
    let names: Vec<_> = ours.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(names, ["rostok-data/manifest.js"], "\n{:#?}", server.commands);
    assert!(!server.folders.contains("rostok-data/lock"));
    let manifest = SectionManifest::from_file(&server.files["rostok-data/manifest.js"]).unwrap();
    assert_eq!(manifest.files, self::manifest(files).files);
}

/// Every page that is reachable from the index has the files that it links to.
fn assert_whole(server: &Server) {
    let mut seen = BTreeSet::new();
    let mut next: Vec<String> = Vec::from(["index.html".to_owned()]);
    while let Some(path) = next.pop() {
        let Some(bytes) = server.files.get(&path) else {
            assert_eq!(path, "index.html", "missing\n{:#?}", server.commands);
            continue;
        };
        if path.ends_with(".html") && seen.insert(path) {
            let text = String::from_utf8(bytes.clone()).unwrap();
            next.extend(text.split_whitespace().map(str::to_owned));
        }
    }
}

fn foreign_is_untouched(server: &Server) {
    for (path, text) in FOREIGN {
        assert_eq!(server.files[path], text.as_bytes(), "{path}");
    }
}

/// Lets an upload over `old` fail at each command in turn in the way `how`, and a second one finish it, from
/// the same computer or another one. Returns the number of commands.
fn break_everywhere(old: Option<&Files>, how: Break, limits: Limits, same_computer: bool) -> usize {
    let new = after();
    let start = old.map_or_else(|| Server::with(&FOREIGN), server_with);
    for at in 0.. {
        let server = Rc::new(RefCell::new(start.borrow().clone()));
        server.borrow_mut().limits = limits;
        server.borrow_mut().fail = Some((at, how));
        // After a refused rename the files are replaced with a gap.
        let strict = limits == Limits::default() && how != Break::Refused;
        let look = |server: &Server| {
            foreign_is_untouched(server);
            if strict {
                assert_whole(server);
            }
        };
        let mut first = Computer::new("второй");
        let mut desk = Desk::default();
        let options = UploadOptions { removals: Some(99), ..UploadOptions::default() };
        let result = first.publish(&mut Memory::observed(&server, &look), &mut desk, &new, options);
        let commands = server.borrow().commands.len();
        if commands <= at {
            result.unwrap();
            assert_holds(&server, &new);
            return at;
        }
        server.borrow_mut().fail = None;
        server.borrow_mut().killed = false;
        let mut again = Desk::default();
        let mut other = Computer::new("третий");
        let second = if same_computer { &mut first } else { &mut other };
        let options = UploadOptions { break_lock: !same_computer, ..options };
        second
            .publish(&mut Memory::observed(&server, &look), &mut again, &new, options)
            .unwrap_or_else(|error| {
                panic!("{how:?} at {at}: {error}\n{:#?}", server.borrow().commands)
            });
        assert_holds(&server, &new);
        if same_computer {
            let twice: Vec<_> = again.sent.iter().filter(|path| desk.sent.contains(path)).collect();
            assert!(twice.is_empty(), "{how:?} at {at}: sent twice: {twice:?}");
        }
    }
    unreachable!()
}

#[test]
fn a_second_run_finishes_an_upload_that_failed_anywhere() {
    for how in Break::ALL {
        for same_computer in [true, false] {
            let commands = break_everywhere(Some(&before()), how, Limits::default(), same_computer);
            assert!(commands > 20, "{commands}");
        }
    }
}

#[test]
fn a_first_upload_broken_anywhere_is_finished_from_any_computer() {
    for how in Break::ALL {
        for same_computer in [true, false] {
            break_everywhere(None, how, Limits::default(), same_computer);
        }
    }
}

#[test]
fn poor_servers_get_the_same_files() {
    let limits = [
        Limits { rename_over: true, ..Limits::default() },
        Limits { rename: true, ..Limits::default() },
        Limits { rename: true, write_over: true, ..Limits::default() },
        Limits { rename_over: true, write_over: true, ..Limits::default() },
        Limits { list: true, ..Limits::default() },
        Limits { size: true, ..Limits::default() },
        Limits {
            rename_over: true,
            rename: true,
            write_over: true,
            list: true,
            size: true,
            resume: true,
            storage: None,
        },
    ];
    for limits in limits {
        for how in [Break::LostAfter, Break::Half, Break::Killed] {
            break_everywhere(Some(&before()), how, limits, true);
        }
    }
}

#[test]
fn two_computers_publish_in_turn_and_send_only_what_changed() {
    let server = Server::with(&FOREIGN);
    let (mut first, mut second) = (Computer::new("первый"), Computer::new("второй"));
    assert_eq!(first.publishes(&server, &before()).unwrap().len(), 6);
    assert_eq!(second.publishes(&server, &before()).unwrap(), [""; 0]);
    let mut changed = before();
    changed.insert("2022/b.html".to_owned(), "index.html".to_owned());
    assert_eq!(second.publishes(&server, &changed).unwrap(), ["2022/b.html"]);
    assert_eq!(first.publishes(&server, &changed).unwrap(), [""; 0]);
    assert_holds(&server, &changed);
}

#[test]
fn one_changed_page_asks_little_of_the_server() {
    let server = server_with(&before());
    let mut changed = before();
    changed.insert("2022/b.html".to_owned(), "index.html".to_owned());
    let mut first = Computer::new("первый");
    first.publishes(&server, &before()).unwrap();
    server.borrow_mut().commands.clear();
    first.publishes(&server, &changed).unwrap();
    let commands: Vec<_> = server.borrow().commands.clone();
    let kinds: Vec<_> = commands.iter().map(|remote| remote.split(' ').next().unwrap()).collect();
    let expected = [
        "make_folder", // the lock
        "write",       // the claim without paths
        "read",        // the manifest
        "write",       // the claim
        "remove",      // the claim without paths
        "read",        // the old page, which another computer sent
        "write",       // the page
        "rename",
        "write", // the manifest
        "rename",
        "remove", // the claim
        "remove_folder",
    ];
    assert_eq!(kinds, expected, "{commands:#?}");
}

#[test]
fn a_foreign_file_in_the_way_stops_the_upload_before_anything_is_sent() {
    for limits in [Limits::default(), Limits { list: true, size: true, ..Limits::default() }] {
        let server = server_with(&before());
        server.borrow_mut().limits = limits;
        server.borrow_mut().files.insert("2022/c.html".to_owned(), b"alien".to_vec());
        let mut second = Computer::new("второй");
        let error = second.publishes(&server, &after()).unwrap_err();
        assert!(matches!(&error, PublishError::Foreign(paths) if paths[..] == ["2022/c.html"]));
        assert_eq!(server.borrow().files["2022/c.html"], b"alien");
        assert!(!server.borrow().files.contains_key("metka/y.html"));
        assert!(!server.borrow().folders.contains("rostok-data/lock"));
        let options = UploadOptions { adopt: true, removals: Some(9), ..UploadOptions::default() };
        second.publishes_with(&server, &after(), options).unwrap();
        server.borrow_mut().limits = Limits::default();
        assert_holds(&server, &after());
    }
}

#[test]
fn a_manifest_that_changed_after_the_plan_stops_before_the_first_write() {
    let server = server_with(&before());
    let mut second = Computer::new("второй");
    let local = second.local();
    let mut desk = Desk::default();
    let seen = read_server_state(&mut Memory::new(&server), &mut desk, &local, "js").unwrap();
    Computer::new("третий").publishes(&server, &after()).unwrap();
    let mut remote = Memory::new(&server);
    let session = second.begin(&mut remote, &mut desk, &local, UploadOptions::default()).unwrap();
    let error = session.expect_unchanged(&seen).unwrap_err();
    let text = error.to_string();
    assert!(text.contains("третий") && text.contains("№\u{a0}1"), "{text}");
    assert_holds(&server, &after());
}

#[test]
fn more_than_a_fifth_is_removed_only_when_it_is_allowed() {
    let server = server_with(&before());
    let mut second = Computer::new("второй");
    let error = second.publishes_with(&server, &after(), UploadOptions::default()).unwrap_err();
    assert!(matches!(error, PublishError::TooManyRemovals { removals: 3, of: 6 }), "{error}");
    assert_holds(&server, &before());
}

#[test]
fn the_memory_of_the_computer_replaces_a_damaged_manifest() {
    for spoil in [&b"//rostok-manifest 1 0"[..], b"", b"<html>"] {
        let server = Server::with(&FOREIGN);
        let mut first = Computer::new("первый");
        first.publishes(&server, &before()).unwrap();
        let path = "rostok-data/manifest.js";
        server.borrow_mut().files.insert(path.to_owned(), spoil.to_vec());
        assert_eq!(first.publishes(&server, &after()).unwrap().len(), 6);
        assert_holds(&server, &after());
        // For a computer that remembers nothing, all files are foreign.
        server.borrow_mut().files.insert(path.to_owned(), spoil.to_vec());
        let error = Computer::new("второй").publishes(&server, &after()).unwrap_err();
        assert!(matches!(&error, PublishError::Foreign(paths) if paths.len() == 6), "{error}");
    }
}

#[test]
fn a_newer_version_s_manifest_stops_it() {
    let server = server_with(&before());
    let path = "rostok-data/manifest.js";
    server.borrow_mut().files.insert(path.to_owned(), b"//rostok-manifest 2 0\n//".to_vec());
    let error = Computer::new("второй").publishes(&server, &after()).unwrap_err();
    assert!(matches!(error, PublishError::Newer), "{error}");
    assert!(!server.borrow().folders.contains("rostok-data/lock"));
}

#[test]
fn a_user_may_stop_it_and_another_computer_go_on() {
    let server = server_with(&before());
    let mut desk = Desk { stop_after: Some(2), ..Desk::default() };
    let mut second = Computer::new("второй");
    let options = UploadOptions { removals: Some(9), ..UploadOptions::default() };
    let error =
        second.publish(&mut Memory::new(&server), &mut desk, &after(), options).unwrap_err();
    assert!(matches!(error, PublishError::Stopped), "{error}");
    let sent = Computer::new("третий").publishes(&server, &after()).unwrap();
    assert_eq!(sent.len(), 4, "{sent:?}");
    assert_holds(&server, &after());
}

#[test]
fn files_give_place_to_folders_and_folders_to_files() {
    let old = site(&[("a", "1"), ("b/c/d.html", ""), ("index.html", "")]);
    let new = site(&[("a/x.html", "1"), ("b/c", "2"), ("index.html", "")]);
    let server = server_with(&old);
    Computer::new("второй").publishes(&server, &new).unwrap();
    assert_holds(&server, &new);
    Computer::new("третий").publishes(&server, &old).unwrap();
    assert_holds(&server, &old);
}
