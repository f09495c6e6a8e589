//! Uploads to a server in memory that breaks at every command in turn.

mod audit;
mod locked;
mod undo;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::time::Duration;

use tempfile::TempDir;

use super::{Allowed, Session, look};
use crate::publish::failure::Failure;
use crate::publish::host::{Event, Outside};
use crate::publish::local_state::Keep;
use crate::publish::manifest::{Manifest, Stamp};
use crate::publish::plan::plan;
use crate::publish::remote::Remote;
use crate::publish::remote::memory::{Break, Limits, Memory, Server};
use crate::publish::remote_state;
use crate::publish::remote_state::claim::Owner;
use crate::publish::source::Source;

type Files = BTreeMap<String, String>;
type Shared = Rc<RefCell<Server>>;

/// A clock that pauses move on.
#[derive(Default)]
struct Desk {
    seconds: i64,
    sent: Vec<String>,
    stop_after: Option<usize>,
}

impl Outside for Desk {
    fn now(&mut self) -> i64 {
        self.seconds += 1;
        self.seconds
    }

    fn pause(&mut self, time: Duration) {
        self.seconds += i64::try_from(time.as_secs()).unwrap();
    }

    fn tell(&mut self, event: Event<'_>) {
        if let Event::Sent { path, .. } = event {
            self.sent.push(path.to_owned());
        }
    }

    fn is_stopped(&mut self) -> bool {
        self.stop_after.is_some_and(|most| self.sent.len() >= most)
    }
}

impl Source for Files {
    fn bytes(&mut self, path: &str, _: Stamp) -> Result<Vec<u8>, Failure> {
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

    fn keep(&self) -> Keep {
        Keep::open(self.folder.path(), "раздел", self.name).unwrap()
    }

    fn owner(&mut self, keep: &Keep) -> Owner {
        self.uploads += 1;
        Owner {
            name: self.name.to_owned(),
            place: keep.place().to_owned(),
            id: format!("{}-{}", self.name, self.uploads),
        }
    }

    fn begin<'a>(
        &mut self,
        remote: &'a mut Memory<'_>,
        desk: &'a mut Desk,
        keep: &'a Keep,
        allowed: Allowed,
    ) -> Result<Session<'a>, Failure> {
        let owner = self.owner(keep);
        let pair: (&mut dyn Remote, &mut dyn Outside) = (remote, desk);
        Session::begin(pair, keep, owner, "js", allowed)
    }

    fn publish(
        &mut self,
        remote: &mut Memory<'_>,
        desk: &mut Desk,
        files: &Files,
        allowed: Allowed,
    ) -> Result<Manifest, Failure> {
        let keep = self.keep();
        let session = self.begin(remote, desk, &keep, allowed)?;
        let plan = plan(&manifest(files), &session.server);
        session.apply(&plan, &mut files.clone())
    }

    /// Publishes to a server that does not break.
    fn publishes(&mut self, server: &Shared, files: &Files) -> Result<Vec<String>, Failure> {
        self.publishes_with(server, files, Allowed { removals: Some(99), ..Allowed::default() })
    }

    fn publishes_with(
        &mut self,
        server: &Shared,
        files: &Files,
        allowed: Allowed,
    ) -> Result<Vec<String>, Failure> {
        let mut desk = Desk::default();
        self.publish(&mut Memory::new(server), &mut desk, files, allowed)?;
        Ok(desk.sent)
    }
}

fn manifest(files: &Files) -> Manifest {
    let stamps = files.iter().map(|(path, text)| (path.clone(), Some(Stamp::of(text.as_bytes()))));
    Manifest { files: stamps.collect(), ..Manifest::default() }
}

/// Pages are lists of the files that they refer to.
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

/// The server holds `files`, what is foreign, the manifest, and nothing else.
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
    let manifest = Manifest::from_file(&server.files["rostok-data/manifest.js"]).unwrap();
    assert_eq!(manifest.files, self::manifest(files).files);
}

/// Every page that can be reached from the index has what it refers to.
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

/// Breaks an upload of `new` over `old` at each command in turn in the way `how`, and lets `second`
/// finish. Gives how many commands there were.
fn break_everywhere(old: Option<&Files>, how: Break, limits: Limits, same_computer: bool) -> usize {
    let new = after();
    let start = old.map_or_else(|| Server::with(&FOREIGN), server_with);
    for at in 0.. {
        let server = Rc::new(RefCell::new(start.borrow().clone()));
        server.borrow_mut().limits = limits;
        server.borrow_mut().fail = Some((at, how));
        // A server that refuses a rename once gets its files another way, which has a gap.
        let strict = limits == Limits::default() && how != Break::Refused;
        let look = |server: &Server| {
            foreign_is_untouched(server);
            if strict {
                assert_whole(server);
            }
        };
        let mut first = Computer::new("второй");
        let mut desk = Desk::default();
        let allowed = Allowed { removals: Some(99), ..Allowed::default() };
        let result = first.publish(&mut Memory::observed(&server, &look), &mut desk, &new, allowed);
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
        let allowed = Allowed { break_lock: !same_computer, ..allowed };
        second
            .publish(&mut Memory::observed(&server, &look), &mut again, &new, allowed)
            .unwrap_or_else(|failure| {
                panic!("{how:?} at {at}: {failure}\n{:#?}", server.borrow().commands)
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
fn broken_anywhere_a_second_run_finishes() {
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
    let kinds: Vec<_> = commands.iter().map(|line| line.split(' ').next().unwrap()).collect();
    let expected = [
        "make_folder", // the lock
        "write",       // whose it is
        "read",        // the manifest
        "write",       // the claim
        "remove",      // what said whose it is
        "read",        // what is replaced, as another computer sent it
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
        let failure = second.publishes(&server, &after()).unwrap_err();
        assert!(matches!(&failure, Failure::Foreign(paths) if paths[..] == ["2022/c.html"]));
        assert_eq!(server.borrow().files["2022/c.html"], b"alien");
        assert!(!server.borrow().files.contains_key("metka/y.html"));
        assert!(!server.borrow().folders.contains("rostok-data/lock"));
        let allowed = Allowed { adopt: true, removals: Some(9), ..Allowed::default() };
        second.publishes_with(&server, &after(), allowed).unwrap();
        server.borrow_mut().limits = Limits::default();
        assert_holds(&server, &after());
    }
}

#[test]
fn a_manifest_that_changed_after_the_plan_stops_before_the_first_write() {
    let server = server_with(&before());
    let mut second = Computer::new("второй");
    let keep = second.keep();
    let mut desk = Desk::default();
    let seen = look(&mut Memory::new(&server), &mut desk, &keep, "js").unwrap();
    Computer::new("третий").publishes(&server, &after()).unwrap();
    let mut remote = Memory::new(&server);
    let session = second.begin(&mut remote, &mut desk, &keep, Allowed::default()).unwrap();
    let failure = session.agree(&seen).unwrap_err();
    let text = failure.to_string();
    assert!(text.contains("третий") && text.contains("№\u{a0}1"), "{text}");
    assert_holds(&server, &after());
}

#[test]
fn more_than_a_fifth_is_removed_only_when_it_is_allowed() {
    let server = server_with(&before());
    let mut second = Computer::new("второй");
    let failure = second.publishes_with(&server, &after(), Allowed::default()).unwrap_err();
    assert!(matches!(failure, Failure::TooManyRemovals { removals: 3, of: 6 }), "{failure}");
    assert_holds(&server, &before());
}

#[test]
fn a_damaged_manifest_is_made_up_for_by_what_the_computer_remembers() {
    for spoil in [&b"//rostok-manifest 1 0"[..], b"", b"<html>"] {
        let server = Server::with(&FOREIGN);
        let mut first = Computer::new("первый");
        first.publishes(&server, &before()).unwrap();
        let path = "rostok-data/manifest.js";
        server.borrow_mut().files.insert(path.to_owned(), spoil.to_vec());
        assert_eq!(first.publishes(&server, &after()).unwrap().len(), 6);
        assert_holds(&server, &after());
        // One that remembers nothing takes all that is there for foreign.
        server.borrow_mut().files.insert(path.to_owned(), spoil.to_vec());
        let failure = Computer::new("второй").publishes(&server, &after()).unwrap_err();
        assert!(matches!(&failure, Failure::Foreign(paths) if paths.len() == 6), "{failure}");
    }
}

#[test]
fn a_newer_version_s_manifest_stops_it() {
    let server = server_with(&before());
    let path = "rostok-data/manifest.js";
    server.borrow_mut().files.insert(path.to_owned(), b"//rostok-manifest 2 0\n//".to_vec());
    let failure = Computer::new("второй").publishes(&server, &after()).unwrap_err();
    assert!(matches!(failure, Failure::Newer), "{failure}");
    assert!(!server.borrow().folders.contains("rostok-data/lock"));
}

#[test]
fn a_user_may_stop_it_and_another_computer_go_on() {
    let server = server_with(&before());
    let mut desk = Desk { stop_after: Some(2), ..Desk::default() };
    let mut second = Computer::new("второй");
    let allowed = Allowed { removals: Some(9), ..Allowed::default() };
    let failure =
        second.publish(&mut Memory::new(&server), &mut desk, &after(), allowed).unwrap_err();
    assert!(matches!(failure, Failure::Stopped), "{failure}");
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
