//! CodeMirror as it is in the repository is what its script makes of the packages, and the pages as the program holds
//! them are what their sources say.
#![expect(clippy::disallowed_methods, reason = "tests read their own files")]

use std::io::Read;
use std::path::Path;
use std::process::Command;

use crate::{page, tools};

#[test]
fn the_bundle_of_codemirror_can_be_made_anew() {
    let Some(modules) = tools::installed("editor/installed.json", "editor/package-lock.json")
    else {
        return;
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    let mut node = Command::new("node");
    node.arg(root.join("tests/tools/editor/build.mjs")).arg(modules).arg(folder.path());
    let output = node.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let kept = root.join("src/editor/web/codemirror");
    for (name, is_packed) in [("codemirror.js.gz", true), ("licenses/codemirror.txt", false)] {
        let [made, kept] = [folder.path(), &kept].map(|place| {
            let bytes = std::fs::read(place.join(name)).unwrap();
            if is_packed { unpacked(&bytes) } else { bytes }
        });
        assert!(made == kept, "{name} differs: CONTRIBUTING.md tells how it is made");
    }
}

fn unpacked(bytes: &[u8]) -> Vec<u8> {
    let mut text = Vec::new();
    flate2::read::GzDecoder::new(bytes).read_to_end(&mut text).unwrap();
    text
}

#[test]
fn packed_pages_mean_what_their_sources_do() {
    let Some(modules) = tools::installed("editor/installed.json", "editor/package-lock.json")
    else {
        return;
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (folder, name, least) in [("web", "page", 100), ("phone/page", "phone", 2)] {
        let mut node = Command::new("node");
        node.arg(root.join("tests/tools/editor/compare.mjs")).arg(&modules);
        node.arg(root.join("src/editor").join(folder)).arg(Path::new(env!("OUT_DIR")).join(name));
        let output = node.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let pairs: usize = String::from_utf8(output.stdout).unwrap().trim().parse().unwrap();
        assert!(pairs >= least, "{pairs} in {folder}");
    }
}

#[test]
fn a_folder_is_packed_anew_as_a_whole() {
    let folder = tempfile::tempdir().unwrap();
    let [from, to] = ["from", "to"].map(|name| folder.path().join(name));
    std::fs::create_dir_all(from.join("inner")).unwrap();
    std::fs::create_dir_all(&to).unwrap();
    std::fs::write(to.join("removed.js.gz"), "").unwrap();
    std::fs::write(from.join("inner/a.js"), "// a\n  b();\n").unwrap();
    std::fs::write(from.join("c.txt"), "  // c").unwrap();
    std::fs::write(from.join("d.js.gz"), "d").unwrap();
    page::pack(&from, &to).unwrap();
    let read = |path: &str| std::fs::read(to.join(path)).unwrap();
    assert_eq!(unpacked(&read("inner/a.js.gz")), b"b();\n");
    assert_eq!(unpacked(&read("c.txt.gz")), b"  // c");
    assert_eq!(read("d.js.gz"), b"d");
    assert!(!to.join("removed.js.gz").exists());
}
