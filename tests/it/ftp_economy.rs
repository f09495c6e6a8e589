//! The bytes and round trips of publishing one changed post on a large site, counted by a proxy.
#![expect(clippy::disallowed_methods, reason = "the server's folder is filled by hand")]

use std::time::Duration;

use rostok::output::{FileContent, MemorySink};
use rostok::publish::ftp::{FtpOptions, FtpRemote};
use rostok::publish::pack::{self, PackTarget};
use rostok::publish::{
    self, Edition, LocalState, Owner, Plan, UploadContext, UploadOptions, UploadSession,
};

use crate::delay;
use crate::ftp_servers::{Kind, Server};
use crate::ftp_together::{Desk, Pages};

const FILES: usize = 10_000;

/// The files that a changed post changes on a site of this size, with the sizes of a real site: its
/// page and the search.
const CHANGED: [(&str, usize); 4] = [
    ("2021/sobytie-77.html", 9_500),
    ("poisk.html", 50_300),
    ("poisk/slova-4800.js", 17_000),
    ("poisk/teksty-4800.js", 34_000),
];

fn site(word: &str) -> Pages {
    let page = |number: usize| {
        let path = format!("{}/turnir-po-khimii-{number}.html", 2016 + number % 10);
        (path, number.to_string().into_bytes())
    };
    let text = |size: usize| word.bytes().cycle().take(size).collect();
    let changed = CHANGED.iter().map(|(path, size)| ((*path).to_owned(), text(*size)));
    Pages((0..FILES - CHANGED.len()).map(page).chain(changed).collect())
}

/// Publishes after a look at the plan (`looks`), or at once as `--yes` does.
fn publish(options: FtpOptions, local: &LocalState, pages: &Pages, looks: bool) {
    let (mut ftp, mut desk) = (FtpRemote::connect(options).unwrap(), Desk::default());
    let seen = looks.then(|| publish::read_server_state(&mut ftp, &mut desk, local, "js").unwrap());
    let owner =
        Owner { name: "a".to_owned(), site_copy: local.site_copy().to_owned(), id: "1".to_owned() };
    let options = UploadOptions::default();
    let context = UploadContext { local, owner, record_extension: "js", options };
    let mut session = UploadSession::begin(&mut ftp, &mut desk, context).unwrap();
    if let Some(seen) = seen {
        session = session.expect_unchanged(&seen).unwrap();
    }
    let plan = publish::plan(&pages.manifest(), &session.server);
    assert_eq!(plan.send.len(), CHANGED.len());
    session.apply(&plan, pages).unwrap();
}

#[test]
fn one_changed_post_takes_few_bytes_and_round_trips() {
    let Some(server) = Server::start(Kind::Vsftpd(""), false) else { return };
    // Everything is on the server already.
    let edition = Edition { number: 1, author: "a".to_owned(), time: 0 };
    let target = PackTarget { folder: "tochka", record_extension: "js", edition: &edition };
    let start = site("начало ");
    let sink = MemorySink::default();
    pack::fill(&sink, &start.manifest(), &Plan::default(), &start, target).unwrap();
    let packed = sink.into_files();
    let (_, manifest) = packed.iter().find(|(path, _)| path.ends_with(".js")).unwrap();
    let FileContent::Bytes(manifest) = manifest else { panic!("{manifest:?}") };
    let mut options = server.options.clone();
    let mut ftp = FtpRemote::connect(options.clone()).unwrap();
    let remote: &mut dyn publish::remote::Remote = &mut ftp;
    for folder in ["", "rostok-data", "2021", "poisk"] {
        remote.make_folder(folder).unwrap();
    }
    remote.write("rostok-data/manifest.js", manifest, &mut |_| true).unwrap();
    for (path, _) in CHANGED {
        remote.write(path, &start.0[path], &mut |_| true).unwrap();
    }

    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let (port, traffic) = delay::start(options.port, Duration::from_millis(20)).unwrap();
    options.host = "127.0.0.1".to_owned();
    options.port = port;
    // The first upload is from a computer without these files: it downloads the replaced ones.
    let [one, other] = &folders;
    for (word, folder, looks, most) in [
        ("правка ", one, false, 40),
        ("другая правка ", other, true, 48),
        ("ещё правка ", other, true, 40),
    ] {
        let (bytes, trips) = (traffic.bytes(), traffic.trips());
        let local = LocalState::open(folder.path(), "section", "here").unwrap();
        publish(options.clone(), &local, &site(word), looks);
        let (bytes, trips) = (traffic.bytes() - bytes, traffic.trips() - trips);
        assert!(bytes < 1_000_000, "{word}: {bytes} bytes");
        assert!(trips < most, "{word}: {trips} round trips");
    }
    let held = std::fs::read(server.site().join("tochka/poisk.html")).unwrap();
    assert_eq!(held, site("ещё правка ").0["poisk.html"]);
}
