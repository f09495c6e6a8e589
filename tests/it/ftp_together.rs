//! An upload over several connections: the same result and the same order of stages as over one.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use rostok::publish::ftp::FtpRemote;
use rostok::publish::{
    ContentHash, Host, LocalState, Owner, PublishError, SectionManifest, Source, UploadContext,
    UploadEvent, UploadOptions, UploadSession, plan,
};
use tempfile::TempDir;

use crate::ftp_script::{Break, Scripted, State};

const FILES: usize = 60;

/// A site of photos, posts, lists and an index.
#[derive(Clone)]
pub(crate) struct Pages(pub(crate) BTreeMap<String, Vec<u8>>);

impl Pages {
    fn new(word: &str) -> Self {
        let page = |number: usize| match number % 3 {
            0 => format!("2022/{number}.jpg"),
            1 => format!("2022/{number}.html"),
            _ => format!("metka/{number}.html"),
        };
        let paths = (0..FILES).map(page).chain(["index.html".to_owned()]);
        Self(paths.map(|path| (path.clone(), format!("{word} {path}").into_bytes())).collect())
    }

    pub(crate) fn manifest(&self) -> SectionManifest {
        let files =
            self.0.iter().map(|(path, bytes)| (path.clone(), Some(ContentHash::from_bytes(bytes))));
        SectionManifest { files: files.collect(), ..SectionManifest::default() }
    }

    /// Fails unless the server has exactly these files and the manifest.
    fn assert_held(&self, server: &Scripted) {
        let mut held = server.state().files.clone();
        assert!(held.remove("tochka/rostok-data/manifest.js").is_some());
        let held: BTreeMap<_, _> = held
            .into_iter()
            .map(|(path, bytes)| (path.replacen("tochka/", "", 1), bytes))
            .collect();
        assert!(held == self.0, "{:?} {:#?}", held.keys(), server.state().commands);
    }
}

impl Source for Pages {
    fn bytes(&self, path: &str, _: ContentHash) -> Result<Vec<u8>, PublishError> {
        Ok(self.0[path].clone())
    }
}

/// A host whose clock advances only by pauses. It records the files that were sent.
#[derive(Default)]
pub(crate) struct Desk {
    seconds: u64,
    sent: Vec<String>,
    stop_after: Option<usize>,
}

impl Host for Desk {
    fn now(&mut self) -> i64 {
        self.seconds as i64
    }

    fn pause(&mut self, time: Duration) {
        self.seconds += time.as_secs();
    }

    fn report(&mut self, event: UploadEvent<'_>) {
        if let UploadEvent::Sent { path, .. } = event {
            self.sent.push(path.to_owned());
        }
    }

    fn is_stopped(&mut self) -> bool {
        self.stop_after.is_some_and(|most| self.sent.len() >= most)
    }
}

/// Publishes over four connections; returns the files in the order they were sent.
fn publish(
    server: &Scripted,
    folder: &TempDir,
    pages: &Pages,
    stop_after: Option<usize>,
) -> (Vec<String>, Result<(), PublishError>) {
    let mut desk = Desk { stop_after, ..Desk::default() };
    let local = LocalState::open(folder.path(), "section", "here").unwrap();
    let id = server.state().commands.len().to_string();
    let owner = Owner { name: "a".to_owned(), site_copy: local.site_copy().to_owned(), id };
    let mut ftp = FtpRemote::connect(server.options()).unwrap();
    let options = UploadOptions { more_connections: 3, ..UploadOptions::default() };
    let context = UploadContext { local: &local, owner, record_extension: "js", options };
    let done = UploadSession::begin(&mut ftp, &mut desk, context).and_then(|session| {
        let plan = plan(&pages.manifest(), &session.server);
        session.apply(&plan, pages).map(drop)
    });
    (desk.sent, done)
}

fn start(more: State) -> Scripted {
    let folders = ["tochka".to_owned()].into();
    Scripted::start(State { folders, ..more })
}

fn count(server: &Scripted, command: &str) -> usize {
    server.state().commands.iter().filter(|line| line.starts_with(command)).count()
}

#[test]
fn stages_run_one_after_another_each_over_all_connections() {
    // The last photo by name, which all later stages have to wait for.
    let server = start(State { slow: Some("RNTO 2022/9.jpg"), ..State::default() });
    let folder = tempfile::tempdir().unwrap();
    let (old, new) = (Pages::new("old"), Pages::new("new"));
    for pages in [&old, &new] {
        let (_, done) = publish(&server, &folder, pages, None);
        done.unwrap();
        pages.assert_held(&server);
    }
    assert_eq!(count(&server, "USER"), 2 * 4);
    // The order in which the second upload put the files in place.
    let commands = server.state().commands.clone();
    let placed: Vec<_> = commands.iter().filter_map(|line| line.strip_prefix("RNTO ")).collect();
    let stage = |path: &str| match path {
        "index.html" => 3,
        _ if path.starts_with("metka/") => 2,
        _ if path.ends_with(".html") => 1,
        _ => 0,
    };
    let pages = placed.iter().filter(|path| !path.starts_with("rostok-data/"));
    let stages: Vec<_> = pages.skip(FILES + 1).map(|path| stage(path)).collect();
    assert!(stages.len() == FILES + 1 && stages.is_sorted(), "{stages:?}");
}

#[test]
fn a_server_that_accepts_few_clients_gets_few_connections() {
    for most in [1, 2] {
        let server = start(State { max_clients: Some(most), ..State::default() });
        let folder = tempfile::tempdir().unwrap();
        let pages = Pages::new("new");
        let (sent, done) = publish(&server, &folder, &pages, None);
        done.unwrap();
        assert_eq!(sent.len(), FILES + 1);
        pages.assert_held(&server);
        assert_eq!(count(&server, "USER"), most);
    }
}

#[test]
fn files_that_a_connection_leaves_go_over_the_first_one() {
    let server = start(State { single_client_after: Some(150), ..State::default() });
    let folder = tempfile::tempdir().unwrap();
    let pages = Pages::new("new");
    let (sent, done) = publish(&server, &folder, &pages, None);
    done.unwrap();
    assert_eq!(sent.len(), FILES + 1);
    pages.assert_held(&server);
}

#[test]
fn files_sent_before_a_stop_are_not_sent_again() {
    let server = start(State::default());
    let folder = tempfile::tempdir().unwrap();
    let pages = Pages::new("new");
    let (first, done) = publish(&server, &folder, &pages, Some(7));
    assert!(matches!(done, Err(PublishError::Stopped)), "{done:?}");
    assert!(first.len() >= 7 && first.len() < FILES, "{first:?}");
    let (second, done) = publish(&server, &folder, &pages, None);
    done.unwrap();
    assert_eq!(first.len() + second.len(), FILES + 1);
    assert!(first.iter().all(|path| !second.contains(path)), "{first:?} {second:?}");
    pages.assert_held(&server);
}

#[test]
fn a_broken_connection_delays_only_its_file() {
    let smooth = start(State::default());
    let pages = Pages::new("new");
    publish(&smooth, &tempfile::tempdir().unwrap(), &pages, None).1.unwrap();
    let commands = smooth.state().commands.len();
    // Break at every seventh command from the first file on. In parallel, because the time goes to
    // waiting.
    let begin = smooth.state().commands.iter().position(|line| line.starts_with("RNFR")).unwrap();
    let breaks = [Break::LostBefore, Break::LostAfter, Break::Half, Break::Busy, Break::DataSilent];
    let next = AtomicUsize::new(0);
    let work = || {
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let at = begin + number * 7;
            if at >= commands {
                return;
            }
            let how = breaks[number % breaks.len()];
            let server = start(State { fail: Some((at, how)), ..State::default() });
            let folder = tempfile::tempdir().unwrap();
            let (sent, done) = publish(&server, &folder, &pages, None);
            assert!(done.is_ok(), "{how:?} at {at}: {done:?} {:#?}", server.state().commands);
            assert_eq!(sent.len(), FILES + 1, "{how:?} at {at}");
            pages.assert_held(&server);
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(work);
        }
    });
}
