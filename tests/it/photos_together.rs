//! Photos that two runs need: one that is killed and the next, or two at once.
#![cfg(target_os = "linux")]
#![expect(clippy::disallowed_methods, reason = "tests look at the cache")]

use std::collections::BTreeMap;
use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::editor_large::photo;
use crate::sandbox::{Site, files, post_text};
use rostok::diagnostic::Diagnostics;
use rostok::photos::{Picture, Progress};
use rostok::pipeline;

const PHOTOS: u32 = 8;
const CACHE: &str = ".rostok-cache/photos";

fn site() -> Site {
    let site = Site::new();
    let text = post_text("Съезд", "14.10.2022", "sovmestnye");
    site.post("sezd/index.md", &text.replace("---\n\n", "описание_фото: Зал\n---\n\n"));
    for number in 0..PHOTOS {
        site.file(&format!("content/posts/sezd/{number}.jpg"), photo((800, 600), number, 3));
    }
    site
}

/// The files of the cache with this extension, and which file of the disk each is.
fn cached(site: &Site, extension: &str) -> BTreeMap<PathBuf, u64> {
    let found = files(&site.root().join(CACHE)).into_iter();
    let wanted = found.filter(|path| path.extension().is_some_and(|found| found == extension));
    let wanted = wanted.filter_map(|path| Some((path.clone(), path.metadata().ok()?.ino())));
    wanted.collect()
}

#[test]
fn what_a_killed_build_has_made_is_not_made_again() {
    let site = site();
    let mut child = site.command().args(["build", "--today", "2023-01-15"]).spawn().unwrap();
    let start = Instant::now();
    // The first pictures have their records.
    while cached(&site, "json").len() < 3 && start.elapsed() < Duration::from_secs(60) {
        std::thread::sleep(Duration::from_millis(5));
    }
    child.kill().unwrap();
    assert!(!child.wait().unwrap().success(), "the build was faster than its kill");
    let records = cached(&site, "json").len();
    let made = cached(&site, "jpg");
    // One is not what was written, as after a power cut.
    let damaged = made.keys().next().unwrap();
    let length = damaged.metadata().unwrap().len() as usize;
    std::fs::write(damaged, vec![0; length]).unwrap();
    site.run(&["build", "--today", "2023-01-15"]).ok();
    assert!(std::fs::read(damaged).unwrap().starts_with(b"\xff\xd8"), "zeros are published");
    let after = cached(&site, "jpg");
    let kept = made.iter().filter(|(path, file)| after.get(*path) == Some(file)).count();
    // Those of the damaged picture and of the pictures that had no record yet are new.
    assert!(kept >= (records - 1) * 2, "{kept} of {} files, {records} records", made.len());
    let index = site.root().join(CACHE).join("index.json");
    let left: Vec<_> = cached(&site, "json").into_keys().collect();
    assert_eq!(left, [index]);
    // What is published is what a build makes that nobody killed.
    let whole = self::site();
    whole.run(&["build", "--today", "2023-01-15"]).ok();
    crate::sandbox::assert_same(&whole.output(), &site.output());
}

/// Notes which file of the disk each finished picture is.
struct Files<'a>(&'a Mutex<BTreeMap<PathBuf, Vec<u64>>>);

impl Progress for Files<'_> {
    fn finished(&self, _: &str, picture: &Arc<Picture>, _: usize) {
        let mut seen = self.0.lock().unwrap();
        for file in &picture.files {
            let source = file.source();
            let number = source.metadata().unwrap().ino();
            seen.entry(source).or_default().push(number);
        }
    }
}

#[test]
fn two_runs_at_once_make_each_picture_once() {
    let site = site();
    let request = site.request(jiff::civil::date(2023, 1, 15));
    let assembled = pipeline::read_site(&request, &mut Diagnostics::new()).unwrap().unwrap();
    let plan = rostok::photos::plan(&assembled);
    let seen = Mutex::default();
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let mut diagnostics = Diagnostics::new();
                let (progress, root) = (Files(&seen), site.root());
                rostok::photos::prepare(&plan, root, &progress, &mut diagnostics).unwrap();
            });
        }
    });
    let seen = seen.into_inner().unwrap();
    assert!(seen.len() >= PHOTOS as usize * 2, "{} files", seen.len());
    for (path, numbers) in seen {
        assert!(numbers.len() == 2 && numbers[0] == numbers[1], "{}: {numbers:?}", path.display());
    }
    assert_eq!(cached(&site, "json").len(), 1, "records are left");
}
