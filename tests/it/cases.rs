//! Cases as folders: `tests/cases/<feature>/<case>/in` is a site, what stands beside it is what
//! has to come of it.
//!
//! `ROSTOK_REFRESH=1 cargo test` writes what came instead of comparing; look at it in the
//! difference that git shows before you keep it.

#![expect(clippy::disallowed_methods, reason = "tests make and read files of their own")]

use std::path::{Path, PathBuf};

use crate::sandbox::{SETTINGS, Site, Tree, tree};

/// A case: a site of its own, and what is expected of it.
pub(crate) struct Case {
    folder: PathBuf,
    /// The site, made of `in` over the least settings.
    pub(crate) site: Site,
}

/// The cases of a feature, in the order of their names.
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
    /// The case's name.
    pub(crate) fn name(&self) -> &str {
        self.folder.file_name().unwrap().to_str().unwrap()
    }

    /// What is wrong with the files that came of the case: one that differs, is missing, or is
    /// expected and did not come.
    pub(crate) fn compare(&self, came: &Tree) -> Vec<String> {
        let mut expected = tree(&self.folder);
        expected.retain(|path, _| !path.starts_with("in/"));
        if std::env::var_os("ROSTOK_REFRESH").is_some() {
            for path in expected.keys().filter(|path| !came.contains_key(*path)) {
                std::fs::remove_file(self.folder.join(path)).unwrap();
            }
            for (path, bytes) in
                came.iter().filter(|(path, bytes)| expected.get(*path) != Some(*bytes))
            {
                let path = self.folder.join(path);
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                std::fs::write(path, bytes).unwrap();
            }
            return Vec::new();
        }
        let mut wrong = Vec::new();
        let name = self.name();
        for (path, bytes) in came {
            let came = String::from_utf8_lossy(bytes);
            match expected.remove(path) {
                None => wrong.push(format!("{name}/{path} is not expected:\n{came}")),
                Some(other) if other != *bytes => {
                    let other = String::from_utf8_lossy(&other);
                    wrong.push(format!("{name}/{path}\n{}", difference(&other, &came)));
                }
                Some(_) => {}
            }
        }
        wrong.extend(
            expected.keys().map(|path| format!("{name}/{path} is expected and did not come")),
        );
        wrong
    }
}

/// The lines that differ, with the first line of difference told.
fn difference(expected: &str, came: &str) -> String {
    let (expected, came): (Vec<_>, Vec<_>) = (expected.lines().collect(), came.lines().collect());
    let same = expected.iter().zip(&came).take_while(|(a, b)| a == b).count();
    let rest = |lines: &[&str], sign: &str| -> String {
        lines[same..].iter().take(20).map(|line| format!("{sign} {line}\n")).collect()
    };
    format!("from line {}:\n{}{}", same + 1, rest(&expected, "-"), rest(&came, "+"))
}

#[test]
fn a_case_that_differs_lacks_or_has_too_much_is_seen() {
    let site = Site::empty();
    site.file("in/content/site.yaml", "").file("out.txt", "а\nб\n").file("old.txt", "");
    let case = Case { folder: site.root().to_owned(), site: Site::empty() };
    let came = |files: &[(&str, &str)]| -> usize {
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
        case.compare(&files.collect()).len()
    };
    if std::env::var_os("ROSTOK_REFRESH").is_none() {
        assert_eq!(came(&[("out.txt", "а\nб\n"), ("old.txt", "")]), 0);
        assert_eq!(came(&[("out.txt", "а\nв\n"), ("old.txt", "")]), 1);
        assert_eq!(came(&[("out.txt", "а\nб\n")]), 1);
        assert_eq!(came(&[("out.txt", "а\nб\n"), ("old.txt", ""), ("new.txt", "")]), 1);
    }
}
