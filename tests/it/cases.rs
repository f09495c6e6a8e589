//! Cases as folders: `tests/cases/<feature>/<case>/in` is a site; the files beside `in` are the
//! expected results.
//!
//! `ROSTOK_REFRESH=1 cargo test` writes the actual results instead of comparing. Review them with
//! `git diff` before you commit them.

#![expect(clippy::disallowed_methods, reason = "tests make and read files of their own")]

use std::path::{Path, PathBuf};

use crate::sandbox::{SETTINGS, Site, Tree, tree};

pub(crate) struct Case {
    folder: PathBuf,
    /// The files of `in`, with the minimal settings where `in` has none.
    pub(crate) site: Site,
}

/// The cases of a feature, sorted by name.
pub(crate) fn cases(feature: &str) -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(feature);
    let mut folders: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    let case = |folder: PathBuf| {
        let site = Site::empty();
        site.file("content/site.yaml", SETTINGS).copy(&folder.join("in"));
        assert!(folder.join("in").is_dir(), "{}: no folder `in`", folder.display());
        Case { folder, site }
    };
    folders.into_iter().map(case).collect()
}

impl Case {
    pub(crate) fn name(&self) -> &str {
        self.folder.file_name().unwrap().to_str().unwrap()
    }

    /// The differences between the actual and the expected files: changed, unexpected or missing.
    pub(crate) fn compare(&self, actual: &Tree) -> Vec<String> {
        let mut expected = tree(&self.folder);
        expected.retain(|path, _| !path.starts_with("in/"));
        if std::env::var_os("ROSTOK_REFRESH").is_some() {
            for path in expected.keys().filter(|path| !actual.contains_key(*path)) {
                std::fs::remove_file(self.folder.join(path)).unwrap();
            }
            for (path, bytes) in
                actual.iter().filter(|(path, bytes)| expected.get(*path) != Some(*bytes))
            {
                let path = self.folder.join(path);
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                std::fs::write(path, bytes).unwrap();
            }
            return Vec::new();
        }
        let mut wrong = Vec::new();
        let name = self.name();
        for (path, bytes) in actual {
            let actual = String::from_utf8_lossy(bytes);
            match expected.remove(path) {
                None => wrong.push(format!("{name}/{path} is not expected:\n{actual}")),
                Some(other) if other != *bytes => {
                    let other = String::from_utf8_lossy(&other);
                    wrong.push(format!("{name}/{path}\n{}", difference(&other, &actual)));
                }
                Some(_) => {}
            }
        }
        wrong.extend(expected.keys().map(|path| format!("{name}/{path} is missing")));
        wrong
    }
}

/// The first lines that differ, with their line number.
fn difference(expected: &str, actual: &str) -> String {
    let expected: Vec<_> = expected.lines().collect();
    let actual: Vec<_> = actual.lines().collect();
    let same = expected.iter().zip(&actual).take_while(|(a, b)| a == b).count();
    let rest = |lines: &[&str], sign: &str| -> String {
        lines[same..].iter().take(20).map(|line| format!("{sign} {line}\n")).collect()
    };
    format!("from line {}:\n{}{}", same + 1, rest(&expected, "-"), rest(&actual, "+"))
}

#[test]
fn changed_missing_and_unexpected_files_are_reported() {
    let site = Site::empty();
    site.file("in/content/site.yaml", "").file("out.txt", "а\nб\n").file("old.txt", "");
    let case = Case { folder: site.root().to_owned(), site: Site::empty() };
    let differences = |files: &[(&str, &str)]| -> usize {
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
        case.compare(&files.collect()).len()
    };
    if std::env::var_os("ROSTOK_REFRESH").is_none() {
        assert_eq!(differences(&[("out.txt", "а\nб\n"), ("old.txt", "")]), 0);
        assert_eq!(differences(&[("out.txt", "а\nв\n"), ("old.txt", "")]), 1);
        assert_eq!(differences(&[("out.txt", "а\nб\n")]), 1);
        assert_eq!(differences(&[("out.txt", "а\nб\n"), ("old.txt", ""), ("new.txt", "")]), 1);
    }
}
