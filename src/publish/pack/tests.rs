//! Packs, from the first one to the next.

use super::*;
use crate::output::MemorySink;
use crate::publish::{Output, Stamp, plan};

struct Text;

impl Source for Text {
    fn bytes(&mut self, path: &str, _: Stamp) -> Result<Vec<u8>, Failure> {
        Ok(path.into())
    }
}

fn manifest(files: &[(&str, &str)]) -> Manifest {
    let stamp =
        |(path, text): &(&str, &str)| ((*path).to_owned(), Some(Stamp::of(text.as_bytes())));
    Manifest { files: files.iter().map(stamp).collect(), ..Manifest::default() }
}

fn edition(number: u64) -> Edition {
    Edition { number, author: "Иванова".to_owned(), time: 7 }
}

fn packed(built: &Manifest, server: &Manifest) -> FileMap<FileContent> {
    let plan = plan(built, server);
    let target = Target { folder: "/tochka", records: "js", edition: &edition(1) };
    let sink = MemorySink::default();
    pack((built, &plan), &mut Text, &target, &sink).unwrap();
    sink.into_files()
}

#[test]
fn folders_are_numbered_in_the_order_to_upload_and_the_record_comes_last() {
    let server = manifest(&[("index.html", "1"), ("2021/b.html", "1"), ("old.html", "1")]);
    let built = manifest(&[
        ("index.html", "2"),
        ("2021/b.html", "2"),
        ("2022/a.html", "1"),
        ("2022/a.jpg", "1"),
    ]);
    let set = packed(&built, &server);
    let paths: Vec<_> = set.iter().map(|(path, _)| path).collect();
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
    let Some(FileContent::Bytes(note)) = set.get(NOTE) else { panic!("no note") };
    let note = String::from_utf8(note.to_vec()).unwrap();
    let at = |text: &str| note.find(text).unwrap_or_else(|| panic!("{text} in {note}"));
    assert!(at("4-glavnaya") < at("old.html") && at("old.html") < at("pack --done"), "{note}");
    let Some(FileContent::Bytes(record)) = set.get(paths[4]) else { panic!("no record") };
    let record = Manifest::from_file(record).unwrap();
    assert_eq!(record.files.get("old.html"), Some(&None), "ours until the next upload");
    assert_eq!(record.files.get("index.html"), Some(&Some(Stamp::of(b"2"))));
}

#[test]
fn what_lies_on_the_disk_is_not_held_in_memory_and_must_be_what_was_built() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.pdf");
    fs::replace(&file, b"1").unwrap();
    let built = manifest(&[("a.pdf", "1")]);
    let plan = plan(&built, &Manifest::default());
    let target = Target { folder: "/tochka", records: "js", edition: &edition(1) };
    let mut output = Output(folder.path().to_owned());
    let sink = MemorySink::default();
    pack((&built, &plan), &mut output, &target, &sink).unwrap();
    let copy = FileContent::Copy { source: file.clone(), size: 1, digest: None };
    assert_eq!(sink.into_files().get("1-fayly/a.pdf"), Some(&copy));
    fs::replace(&file, b"2").unwrap();
    let sink = MemorySink::default();
    let failure = pack((&built, &plan), &mut output, &target, &sink).unwrap_err();
    assert!(matches!(failure, Failure::Source(path) if path == "a.pdf"));
}

#[test]
fn a_pack_of_removals_alone_has_its_record() {
    let set = packed(&manifest(&[]), &manifest(&[("a.html", "1")]));
    let paths: Vec<_> = set.iter().map(|(path, _)| path).collect();
    assert_eq!(paths, ["1-spisok/rostok-data/manifest.js", NOTE]);
}

#[test]
fn only_a_confirmed_pack_counts_and_only_once() {
    let folder = tempfile::tempdir().unwrap();
    let keep = Keep::open(folder.path(), "", "здесь").unwrap();
    assert!(keep.confirm_pack().unwrap().is_none());
    let built = manifest(&[("index.html", "1")]);
    keep.set_packed(&built, &edition(1)).unwrap();
    assert!(keep.manifest().unwrap().is_none());
    assert_eq!(keep.confirm_pack().unwrap().unwrap().files, built.files);
    assert_eq!(keep.manifest().unwrap().unwrap().files, built.files);
    assert!(keep.confirm_pack().unwrap().is_none());
    // Made for a state that is no longer there.
    keep.set_packed(&manifest(&[]), &edition(1)).unwrap();
    assert!(keep.confirm_pack().unwrap().is_none());
    assert_eq!(keep.manifest().unwrap().unwrap().files, built.files);
}
