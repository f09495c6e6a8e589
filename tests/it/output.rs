//! Transactions on real folders.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "the tests look at the disk for themselves, and stop where it fails"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use rostok::output::{
    FileContent, Manifest, Sink, SitePath, Transaction, WriteError, WriteOptions, Written,
};

const MANIFEST: &str = ".rostok-manifest";

struct Public {
    // Removed when dropped.
    _folder: tempfile::TempDir,
    out: PathBuf,
}

impl Public {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { out: folder.path().join("public"), _folder: folder }
    }

    fn with(files: &[(&str, &str)]) -> Self {
        let public = Self::new();
        for (path, text) in files {
            public.put(path, text);
        }
        public
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.out.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn try_write(&self, files: &[(&str, &str)], adopt: bool) -> Result<Written, WriteError> {
        let contents = files.iter().map(|(path, text)| (*path, FileContent::Bytes((*text).into())));
        write(contents, &self.out, adopt)
    }

    #[track_caller]
    fn write(&self, files: &[(&str, &str)]) -> Written {
        self.try_write(files, false).unwrap()
    }

    /// All files except the manifest with their texts, and the folders, which end in `/`.
    fn tree(&self) -> BTreeMap<String, String> {
        let mut tree = tree(&self.out);
        tree.remove(MANIFEST);
        tree
    }

    /// Waits until the files are older than the manifest by a tick of the disk's clock.
    fn wait_a_tick(&self) {
        std::thread::sleep(Duration::from_millis(20));
        // The manifest is written last; after a fast build it is in the same tick as the files.
        let path = self.out.join(MANIFEST);
        let text = fs::read(&path).unwrap();
        fs::write(&path, text).unwrap();
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn write<P: Into<String>>(
    files: impl IntoIterator<Item = (P, FileContent)>,
    out: &Path,
    adopt: bool,
) -> Result<Written, WriteError> {
    let transaction = Transaction::begin(out)?;
    for (path, content) in files {
        transaction.put(SitePath::parse(path).unwrap(), content).unwrap();
    }
    transaction.commit(WriteOptions { adopt })
}

fn tree(out: &Path) -> BTreeMap<String, String> {
    let mut tree = BTreeMap::new();
    for entry in walkdir::WalkDir::new(out).min_depth(1) {
        let entry = entry.unwrap();
        let path = entry.path().strip_prefix(out).unwrap().to_str().unwrap().to_owned();
        if entry.file_type().is_dir() {
            tree.insert(format!("{path}/"), String::new());
        } else {
            tree.insert(path, fs::read_to_string(entry.path()).unwrap());
        }
    }
    tree
}

fn texts(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

#[track_caller]
fn wrote(written: &Written, created: &[&str], changed: &[&str], removed: &[&str], kept: usize) {
    assert_eq!(written.created, created, "created");
    assert_eq!(written.changed, changed, "changed");
    assert_eq!(written.removed, removed, "removed");
    assert_eq!(written.unchanged, kept, "unchanged");
}

#[test]
fn writes_what_differs_and_nothing_else() {
    let public = Public::new();
    let first = [("2022/a.html", "а"), ("2022/b.html", "б"), ("index.html", "и")];
    let written = public.write(&first);
    wrote(&written, &["2022/a.html", "2022/b.html", "index.html"], &[], &[], 0);
    assert_eq!(written.bytes, 6);

    let second = [("2022/a.html", "а"), ("2023/c.html", "в"), ("index.html", "й")];
    let written = public.write(&second);
    wrote(&written, &["2023/c.html"], &["index.html"], &["2022/b.html"], 1);
    assert_eq!(written.bytes, 4);
    assert_eq!(public.tree(), texts(&[&second[..], &[("2022/", ""), ("2023/", "")]].concat()));

    let written = public.write(&[]);
    wrote(&written, &[], &[], &["2022/a.html", "2023/c.html", "index.html"], 0);
    assert!(public.tree().is_empty());
    assert!(public.out.exists());
}

#[cfg(unix)]
#[test]
fn a_second_write_touches_nothing_not_even_the_manifest() {
    use std::os::unix::fs::MetadataExt;
    let public = Public::new();
    let files = [("2022/a.html", "а"), ("index.html", "и")];
    let inodes = || -> Vec<_> {
        ["", MANIFEST, "2022", "2022/a.html", "index.html"]
            .map(|path| fs::metadata(public.out.join(path)).unwrap())
            .map(|metadata| (metadata.ino(), metadata.ctime(), metadata.ctime_nsec()))
            .into()
    };
    public.write(&files);
    for _ in 0..2 {
        let before = inodes();
        wrote(&public.write(&files), &[], &[], &[], 2);
        assert_eq!(inodes(), before);
        public.wait_a_tick();
    }
}

#[test]
fn the_same_files_give_the_same_folder() {
    let (one, two) = (Public::new(), Public::new());
    let files = [("a.html", "а"), ("b/c.html", "в")];
    one.write(&files);
    two.write(&[("b/x", "х"), ("a.html", "прежний")]);
    two.write(&files);
    assert_eq!(tree(&one.out), tree(&two.out));
}

#[test]
fn foreign_files_are_left_alone() {
    let foreign =
        [(".gitignore", "*"), ("2022/моё.txt", "x"), ("index.html~", ""), ("old/x.html", "y")];
    let public = Public::with(&foreign);
    public.write(&[("2022/a.html", "а"), ("index.html", "и")]);
    wrote(&public.write(&[("index.html", "и")]), &[], &[], &["2022/a.html"], 1);
    public.write(&[]);
    let folders = [("2022/", ""), ("old/", "")];
    assert_eq!(public.tree(), texts(&[&foreign[..], &folders[..]].concat()));
    assert_eq!(Manifest::read(&public.out).unwrap(), Manifest::default());
}

#[test]
fn equal_files_are_adopted() {
    let public = Public::with(&[("a.html", "а"), ("b.html", "б"), ("c.html", "в")]);
    wrote(&public.write(&[("a.html", "а"), ("d.html", "г")]), &["d.html"], &[], &[], 1);
    // From now on this file is ours, and the others are not.
    wrote(&public.write(&[("d.html", "г")]), &[], &[], &["a.html"], 1);
    assert_eq!(public.tree(), texts(&[("b.html", "б"), ("c.html", "в"), ("d.html", "г")]));

    let whole = Public::with(&[("a.html", "а")]);
    wrote(&whole.write(&[("a.html", "а")]), &[], &[], &[], 1);
    assert!(whole.out.join(MANIFEST).exists());
}

#[test]
fn different_files_are_refused_before_anything_changes() {
    let public = Public::new();
    public.write(&[("old.html", "о"), ("z.html", "я")]);
    public.put("a.html", "моё");
    public.put("b/c.html", "моё");
    public.put("same.html", "с");
    public.put(".~rostok-1-1.tmp", "остаток");
    let before = tree(&public.out);
    let files =
        [("0.html", "0"), ("a.html", "а"), ("b/c.html", "в"), ("same.html", "с"), ("z.html", "ю")];
    let error = public.try_write(&files, false).unwrap_err();
    let WriteError::InTheWay { different, blocked } = &error else { panic!("{error}") };
    assert_eq!(different, &["a.html", "b/c.html"]);
    assert!(blocked.is_empty());
    assert_eq!(
        error.to_string(),
        "в папке готового сайта есть чужие файлы с именами его файлов: `a.html`, `b/c.html`"
    );
    assert!(error.hint().contains("`--adopt`"));
    assert_eq!(tree(&public.out), before);

    let written = public.try_write(&files, true).unwrap();
    wrote(&written, &["0.html"], &["a.html", "b/c.html", "z.html"], &["old.html"], 1);
    assert_eq!(public.tree(), texts(&[&files[..], &[("b/", "")]].concat()));
}

#[cfg(unix)]
#[test]
fn folders_and_links_are_never_overwritten() {
    let public = Public::with(&[("folder/x", ""), ("file", ""), ("elsewhere/y", "")]);
    std::os::unix::fs::symlink("elsewhere", public.out.join("link")).unwrap();
    std::os::unix::fs::symlink("elsewhere/y", public.out.join("y")).unwrap();
    let before = tree_without_links(&public);
    let files = [("folder", ""), ("file/a", ""), ("link/y", ""), ("y", ""), ("z", "")];
    let error = public.try_write(&files, true).unwrap_err();
    let WriteError::InTheWay { different, blocked } = &error else { panic!("{error}") };
    assert!(different.is_empty());
    assert_eq!(blocked, &["file/a", "folder", "link/y", "y"]);
    assert_eq!(tree_without_links(&public), before);
}

#[cfg(unix)]
fn tree_without_links(public: &Public) -> Vec<String> {
    let entries = walkdir::WalkDir::new(&public.out).sort_by_file_name().into_iter();
    entries.map(|entry| entry.unwrap().path().display().to_string()).collect()
}

#[test]
fn a_file_of_ours_becomes_a_folder_and_back() {
    let public = Public::new();
    public.write(&[("a", "файл"), ("b", "б")]);
    wrote(&public.write(&[("a/b/c", "в"), ("b", "б")]), &["a/b/c"], &[], &["a"], 1);
    wrote(&public.write(&[("a", "файл"), ("b", "б")]), &["a"], &[], &["a/b/c"], 1);
    assert_eq!(public.tree(), texts(&[("a", "файл"), ("b", "б")]));

    public.write(&[("a/b/c", "в")]);
    public.put("a/моё", "x");
    assert!(matches!(public.try_write(&[("a", "")], true), Err(WriteError::InTheWay { .. })));
}

#[test]
fn a_touched_file_of_ours_is_restored() {
    let files = [("a.html", "один"), ("b.html", "два")];
    for (case, is_old) in [("same tick", false), ("later", false), ("old time", true)] {
        let public = Public::new();
        public.write(&files);
        if case != "same tick" {
            public.wait_a_tick();
        }
        public.put("b.html", "ТРИ");
        if is_old {
            let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
            let file = fs::File::options().write(true).open(public.out.join("b.html")).unwrap();
            file.set_modified(long_ago).unwrap();
            // Only systems with a time of change can detect it.
            if !cfg!(unix) {
                continue;
            }
        }
        wrote(&public.write(&files), &[], &["b.html"], &[], 1);
        assert_eq!(public.tree(), texts(&files), "{case}");
    }

    let public = Public::new();
    public.write(&files);
    public.put("a.html", "длиннее");
    fs::remove_file(public.out.join("b.html")).unwrap();
    wrote(&public.write(&files), &["b.html"], &["a.html"], &[], 0);
}

#[test]
fn an_untouched_file_is_not_read() {
    // A manifest with the digest of other bytes than the file has is believed.
    let public = Public::new();
    public.write(&[("a.html", "один")]);
    let lie = fs::read_to_string(public.out.join(MANIFEST)).unwrap();
    public.write(&[("a.html", "ОДИН")]);
    std::thread::sleep(Duration::from_millis(20));
    fs::write(public.out.join(MANIFEST), lie).unwrap();
    wrote(&public.write(&[("a.html", "один")]), &[], &[], &[], 1);
    assert_eq!(public.tree(), texts(&[("a.html", "ОДИН")]));
}

#[test]
fn a_damaged_manifest_counts_as_missing() {
    let public = Public::new();
    public.write(&[("a.html", "а"), ("b.html", "б")]);
    let whole = fs::read(public.out.join(MANIFEST)).unwrap();
    for damaged in [&whole[..whole.len() - 1], b"", b"\0\xff", b"rostok-manifest 1\n../x\n"] {
        fs::write(public.out.join(MANIFEST), damaged).unwrap();
        wrote(&public.write(&[("a.html", "а")]), &[], &[], &[], 1);
        assert_eq!(public.tree().len(), 2, "nothing is removed on a guess");
        wrote(&public.write(&[("a.html", "а"), ("b.html", "б")]), &[], &[], &[], 2);
        assert_eq!(fs::read(public.out.join(MANIFEST)).unwrap(), whole);
    }

    fs::write(public.out.join(MANIFEST), "rostok-manifest 7\n?").unwrap();
    let error = public.try_write(&[("c.html", "")], true).unwrap_err();
    assert!(matches!(error, WriteError::NewerManifest { version: 7 }));
    assert_eq!(public.tree().len(), 2);
}

#[test]
fn copies_source_files() {
    let sources = Public::with(&[("фото.jpg", "снимок")]);
    let source = sources.out.join("фото.jpg");
    let public = Public::new();
    let write = || {
        let copy = FileContent::Copy { source: source.as_path().into(), size: 12, digest: None };
        write([("2022/foto.jpg", copy)], &public.out, false)
    };
    wrote(&write().unwrap(), &["2022/foto.jpg"], &[], &[], 0);
    wrote(&write().unwrap(), &[], &[], &[], 1);
    sources.put("фото.jpg", "другой");
    wrote(&write().unwrap(), &[], &["2022/foto.jpg"], &[], 0);
    assert_eq!(public.tree()["2022/foto.jpg"], "другой");

    fs::remove_file(&source).unwrap();
    let error = write().unwrap_err();
    assert!(error.to_string().starts_with("не удалось прочитать `"), "{error}");
    assert_eq!(public.tree()["2022/foto.jpg"], "другой");
}

#[test]
fn new_folders_are_created_beside_existing_ones() {
    let public = Public::with(&[("there/foreign.txt", "моё")]);
    public.write(&[("there/a", "1")]);
    let files =
        [("b/c/d/e", "2"), ("b/f", "3"), ("b-g/h", "4"), ("there/a", "1"), ("there/i/j/k", "5")];
    wrote(&public.write(&files), &["b-g/h", "b/c/d/e", "b/f", "there/i/j/k"], &[], &[], 1);
    let folders = ["b/", "b-g/", "b/c/", "b/c/d/", "there/", "there/i/", "there/i/j/"];
    let mut wanted = texts(&files);
    wanted.extend(texts(&folders.map(|folder| (folder, ""))));
    wanted.insert("there/foreign.txt".to_owned(), "моё".to_owned());
    assert_eq!(public.tree(), wanted);
}

#[test]
fn leftovers_of_a_killed_build_are_removed() {
    let public = Public::with(&[(".~rostok-12-3.tmp", "х"), ("a/.~rostok-12-4.tmp", "х")]);
    public.put("a/.~lock.tmp", "чужой");
    public.write(&[("a/b", "б")]);
    public.put("a/.~rostok-9-9.tmp", "х");
    public.put(".~rostok-9-8.tmp/c", "х");
    public.put(".~rostok-9-8.tmp/d/e", "х");
    wrote(&public.write(&[("a/b", "б")]), &[], &[], &[], 1);
    assert_eq!(public.tree(), texts(&[("a/", ""), ("a/.~lock.tmp", "чужой"), ("a/b", "б")]));
}

const VICTIM: &str = "ROSTOK_TEST_VICTIM";

/// The files of one version of a site: some in every version, some in a few, and a path that is a file
/// in some versions and a folder in others.
fn version(number: usize) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for file in 0..120 {
        if file % 3 == 0 || file % 5 == number % 5 {
            // Some keep their text over several versions.
            let text = format!("{file} {}\n", number / (1 + file % 4)).repeat(40 + file * 7 % 500);
            files.push((format!("god-{}/{file}.html", (file + number * (file % 2)) % 7), text));
        }
    }
    let turn = if number.is_multiple_of(2) { "turn" } else { "turn/now/here" };
    files.push((turn.to_owned(), format!("{number}")));
    files
}

fn write_version(number: usize, out: &Path) -> Result<Written, WriteError> {
    let files = version(number).into_iter();
    write(files.map(|(path, text)| (path, FileContent::Bytes(text.into()))), out, false)
}

#[test]
#[ignore = "the victim of `a_killed_write_leaves_whole_files`, which starts it"]
fn victim() {
    let Some(out) = std::env::var_os(VICTIM) else { return };
    fs::write(Path::new(&out).with_file_name("started"), "").unwrap();
    for number in 0..10_000 {
        write_version(number % 6, Path::new(&out)).unwrap();
    }
}

#[test]
fn a_killed_write_leaves_whole_files() {
    let public = Public::with(&[("god-1/foreign.txt", "моё")]);
    // The texts that each path may have.
    let mut sound = BTreeMap::<String, Vec<String>>::new();
    for (path, text) in (0..6).flat_map(version) {
        sound.entry(path).or_default().push(text);
    }
    let mut under_way = 0;
    for round in 0..40_u64 {
        let mut victim = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "output::victim", "--ignored", "--quiet"])
            .env(VICTIM, &public.out)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let started = public.out.with_file_name("started");
        while !started.exists() && victim.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(1));
        }
        fs::remove_file(started).unwrap();
        // The scheduler adds the randomness.
        std::thread::sleep(Duration::from_micros(round * 7_919 % 30_000));
        victim.kill().unwrap();
        assert!(!victim.wait().unwrap().success(), "the victim ended by itself");

        let found = public.tree();
        let listed: BTreeMap<_, _> = Manifest::read(&public.out)
            .unwrap()
            .iter()
            .map(|(path, record)| (path.to_owned(), record))
            .collect();
        under_way += usize::from(listed.values().any(Option::is_none));
        for (path, text) in &found {
            let is_temporary = path.split('/').any(|name| name.starts_with(".~rostok-"));
            let is_ours = !path.ends_with('/') && path != "god-1/foreign.txt";
            if is_ours && !is_temporary {
                assert!(sound[path].contains(text), "`{path}` is neither old nor new");
                assert!(listed.contains_key(path), "`{path}` would be taken for foreign");
            }
        }

        let last = usize::try_from(round).unwrap() % 6;
        write_version(last, &public.out).unwrap();
        let mut wanted: BTreeMap<_, _> = version(last).into_iter().collect();
        wanted.insert("god-1/foreign.txt".to_owned(), "моё".to_owned());
        let mut found = public.tree();
        found.retain(|path, _| !path.ends_with('/'));
        assert!(found == wanted, "the next write does not finish the work");
        let empty = public
            .tree()
            .into_keys()
            .filter(|path| path.ends_with('/'))
            .find(|folder| !found.keys().any(|path| path.starts_with(folder)));
        assert_eq!(empty, None, "an empty folder was left");
    }
    assert!(under_way > 0, "no write was ever killed under way");
}
