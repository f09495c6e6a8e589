//! Packs: their folders, their manifest, and their confirmation.

use super::*;
use crate::output::FileMap;
use crate::publish::manifest::ContentHash;

/// Files that contain their own paths.
struct Paths;

impl Source for Paths {
    fn bytes(&self, path: &str, _: ContentHash) -> Result<Vec<u8>, PublishError> {
        Ok(path.into())
    }
}

fn manifest(files: &[(&str, &str)]) -> SectionManifest {
    let hash = |(path, text): &(&str, &str)| {
        ((*path).to_owned(), Some(ContentHash::from_bytes(text.as_bytes())))
    };
    SectionManifest { files: files.iter().map(hash).collect(), ..SectionManifest::default() }
}

fn edition(number: u64) -> Edition {
    Edition { number, author: "Иванова".to_owned(), time: 7 }
}

fn target(edition: &Edition) -> PackTarget<'_> {
    PackTarget { folder: "/tochka", record_extension: "js", edition }
}

fn packed(built: &SectionManifest, server: &SectionManifest) -> FileMap<FileContent> {
    let plan = plan(built, server);
    let sink = MemorySink::default();
    fill(&sink, built, &plan, &Paths, target(&edition(1))).unwrap();
    sink.into_files()
}

#[test]
fn folders_are_numbered_in_upload_order_and_the_manifest_comes_last() {
    let server = manifest(&[("index.html", "1"), ("2021/b.html", "1"), ("old.html", "1")]);
    let built = manifest(&[
        ("index.html", "2"),
        ("2021/b.html", "2"),
        ("2022/a.html", "1"),
        ("2022/a.jpg", "1"),
    ]);
    let files = packed(&built, &server);
    let paths: Vec<_> = files.iter().map(|(path, _)| path).collect();
    assert_eq!(
        paths,
        [
            "1-fayly/2022/a.jpg",
            "2-novye-stranitsy/2022/a.html",
            "3-sobytiya/2021/b.html",
            "4-glavnaya/index.html",
            "4-glavnaya/rostok-data/manifest.js",
            NOTE,
        ]
    );
    let Some(FileContent::Bytes(note)) = files.get(NOTE) else { panic!("no note") };
    let note = String::from_utf8(note.to_vec()).unwrap();
    let at = |text: &str| note.find(text).unwrap_or_else(|| panic!("{text} in {note}"));
    assert!(at("4-glavnaya") < at("old.html") && at("old.html") < at("pack --done"), "{note}");
    let Some(FileContent::Bytes(record)) = files.get(paths[4]) else { panic!("no record") };
    let record = SectionManifest::from_file(record).unwrap();
    assert_eq!(record.files.get("old.html"), Some(&None), "ours until the next upload");
    assert_eq!(record.files.get("index.html"), Some(&Some(ContentHash::from_bytes(b"2"))));
}

#[test]
fn the_note_names_only_the_first_files_of_a_folder() {
    let paths: Vec<_> = (0..1000).map(|number| format!("2022/{number}.jpg")).collect();
    let built: Vec<_> = paths.iter().map(|path| (path.as_str(), "1")).collect();
    let files = packed(&manifest(&built), &SectionManifest::default());
    let Some(FileContent::Bytes(note)) = files.get(NOTE) else { panic!("no note") };
    let note = String::from_utf8(note.to_vec()).unwrap();
    assert!(note.contains("и ещё 98") && note.lines().count() < 50, "{note}");
}

#[test]
fn files_on_the_disk_are_copied_and_must_be_unchanged() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.pdf");
    fs::replace(&file, b"1").unwrap();
    let built = manifest(&[("a.pdf", "1")]);
    let plan = plan(&built, &SectionManifest::default());
    let edition = edition(1);
    let site = BuiltSite {
        out: folder.path().to_owned(),
        manifest: built,
        lock: None,
        unsound_drafts: Vec::new(),
    };
    let sink = MemorySink::default();
    fill(&sink, &site.manifest, &plan, &site, target(&edition)).unwrap();
    let copy = FileContent::Copy { source: file.as_path().into(), size: 1, digest: None };
    assert_eq!(sink.into_files().get("1-fayly/a.pdf"), Some(&copy));
    fs::replace(&file, b"2").unwrap();
    let sink = MemorySink::default();
    let error = fill(&sink, &site.manifest, &plan, &site, target(&edition)).unwrap_err();
    assert!(matches!(error, PublishError::Source(path) if path == "a.pdf"));
}

#[test]
fn a_pack_of_removals_only_has_the_manifest() {
    let files = packed(&manifest(&[]), &manifest(&[("a.html", "1")]));
    let paths: Vec<_> = files.iter().map(|(path, _)| path).collect();
    assert_eq!(paths, ["1-spisok/rostok-data/manifest.js", NOTE]);
}

#[test]
fn only_a_confirmed_pack_counts_and_only_once() {
    let folder = tempfile::tempdir().unwrap();
    let local = LocalState::open(folder.path(), "", "здесь").unwrap();
    assert!(local.confirm_pack().unwrap().is_none());
    let built = manifest(&[("index.html", "1")]);
    local.set_packed(&built, &edition(1)).unwrap();
    assert!(local.manifest().unwrap().is_none());
    assert_eq!(local.confirm_pack().unwrap().unwrap().files, built.files);
    assert_eq!(local.manifest().unwrap().unwrap().files, built.files);
    assert!(local.confirm_pack().unwrap().is_none());
    // A pack for a state that the server has left.
    local.set_packed(&manifest(&[]), &edition(1)).unwrap();
    assert!(local.confirm_pack().unwrap().is_none());
    assert_eq!(local.manifest().unwrap().unwrap().files, built.files);
}
