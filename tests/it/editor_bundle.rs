//! CodeMirror as it is in the repository is what its script makes of the packages.
#![expect(clippy::disallowed_methods, reason = "tests read their own files")]

use std::io::Read;
use std::path::Path;
use std::process::Command;

use crate::tools;

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
