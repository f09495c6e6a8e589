//! A site in a temporary folder and the real program run in it.
//!
//! ```ignore
//! let site = Site::new();
//! site.post("2022-23/turnir.md", "---\nназвание: Турнир\n…");
//! site.build().wrote(&["+ 2022/turnir.html", "~ index.html", "- 2022/staroe.html"]);
//! assert!(site.public("index.html").contains("Турнир"));
//! ```
#![expect(clippy::disallowed_methods, reason = "tests make and read files of their own")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// The least settings that a site can have.
pub(crate) const SETTINGS: &str = "\
title: Точка роста
school: МКОУ «СОШ № 7»
base_url: http://example.org/tochka/
directions:
  - id: sovmestnye
    title: Проведение совместных мероприятий
  - id: konferentsii
    title: Конференции, фестивали, форумы
";

/// A post with all that a post must have.
pub(crate) fn post_text(title: &str, date: &str, direction: &str) -> String {
    format!(
        "---\nназвание: {title}\nдата: {date}\nнаправление: {direction}\n---\n\nРассказ о событии.\n"
    )
}

/// The files that the program keeps for itself in the output folder.
const RECORDS: [&str; 2] = [".rostok-manifest", ".rostok-addresses"];

/// A site in a folder of its own, removed at the end.
pub(crate) struct Site {
    folder: TempDir,
}

impl Site {
    /// A site with the least settings and no posts.
    pub(crate) fn new() -> Self {
        let site = Self::empty();
        site.file("content/site.yaml", SETTINGS);
        site
    }

    /// A folder with nothing in it.
    pub(crate) fn empty() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// The repository's own site.
    pub(crate) fn repository() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let site = Self::empty();
        for folder in ["content", "themes"] {
            for (path, bytes) in tree(&root.join(folder)) {
                site.file(&format!("{folder}/{path}"), bytes);
            }
        }
        site
    }

    /// The site's folder.
    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file, making its folders; `path` is counted from the site's root.
    pub(crate) fn file(&self, path: &str, bytes: impl AsRef<[u8]>) -> &Self {
        let path = self.root().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
        self
    }

    /// Writes a post; `path` is counted from `content/posts`.
    pub(crate) fn post(&self, path: &str, text: &str) -> &Self {
        self.file(&format!("content/posts/{path}"), text)
    }

    /// Copies the files of `folder`, at the same paths counted from the site's root.
    pub(crate) fn copy(&self, folder: &Path) -> &Self {
        for (path, bytes) in tree(folder) {
            self.file(&path, bytes);
        }
        self
    }

    /// Removes a file.
    pub(crate) fn remove(&self, path: &str) -> &Self {
        std::fs::remove_file(self.root().join(path)).unwrap();
        self
    }

    /// A file of the site.
    pub(crate) fn read(&self, path: &str) -> String {
        let path = self.root().join(path);
        std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// A file of the output.
    pub(crate) fn public(&self, path: &str) -> String {
        self.read(&format!("public/{path}"))
    }

    /// All files of the output, the program's own records among them.
    pub(crate) fn output(&self) -> Tree {
        tree(&self.root().join("public"))
    }

    /// All files of the output but the program's own records.
    pub(crate) fn pages(&self) -> Tree {
        let mut files = self.output();
        files.retain(|path, _| !RECORDS.contains(&path.as_str()));
        files
    }

    /// `rostok build`.
    pub(crate) fn build(&self) -> Run {
        self.run(&["build"])
    }

    /// Runs the program in the site's folder, as in a pipe: no colours, no progress.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        self.run_with(arguments, &[])
    }

    /// The program, to be started in the site's folder with nothing of the caller's environment
    /// that it would heed.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rostok"));
        command.current_dir(self.root());
        for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "TZ", "RAYON_NUM_THREADS"] {
            command.env_remove(name);
        }
        command
    }

    /// Runs the program with these variables set in its environment.
    pub(crate) fn run_with(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Run {
        let before = snapshot(&self.root().join("public"));
        let mut command = self.command();
        command.args(arguments);
        let output = command.envs(environment.iter().copied()).output().unwrap();
        Run {
            code: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
            wrote: differences(&before, &snapshot(&self.root().join("public"))),
        }
    }
}

/// What a run of the program did.
#[derive(Debug)]
pub(crate) struct Run {
    /// The exit code.
    pub(crate) code: i32,
    /// What it answered.
    pub(crate) stdout: String,
    /// What it complained of.
    pub(crate) stderr: String,
    wrote: Vec<String>,
}

impl Run {
    /// The work was done; otherwise the test fails and shows what was said.
    #[track_caller]
    pub(crate) fn ok(&self) -> &Self {
        self.exits(0)
    }

    /// The program ended with `code`.
    #[track_caller]
    pub(crate) fn exits(&self, code: i32) -> &Self {
        assert_eq!(self.code, code, "\n{}{}", self.stdout, self.stderr);
        self
    }

    /// Exactly these files of `public/` were created (`+ path`), given new bytes or written anew
    /// (`~ path`) or removed (`- path`). The program's own records are left out: they change with
    /// any of them.
    #[track_caller]
    pub(crate) fn wrote(&self, expected: &[&str]) -> &Self {
        let mut expected: Vec<&str> = expected.to_vec();
        expected.sort_unstable_by_key(|change| &change[2..]);
        assert_eq!(self.wrote, expected, "\n{}{}", self.stdout, self.stderr);
        self
    }
}

/// Files as they were: one written anew with the same bytes shows in its time.
type Snapshot = BTreeMap<String, (Vec<u8>, std::time::SystemTime)>;

fn snapshot(folder: &Path) -> Snapshot {
    files(folder)
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
            let modified = std::fs::metadata(&path).unwrap().modified().unwrap();
            (name, (std::fs::read(&path).unwrap(), modified))
        })
        .filter(|(name, _)| !RECORDS.contains(&name.as_str()))
        .collect()
}

/// A photo of 64 × 48 pixels.
pub(crate) const PHOTO: &[u8] = include_bytes!("../photos/small.jpg");

/// Files by their paths, which have `/` between names.
pub(crate) type Tree = BTreeMap<String, Vec<u8>>;

/// All the files under a folder with their bytes.
pub(crate) fn tree(folder: &Path) -> Tree {
    let relative = |path: &Path| path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
    let bytes = |path: &PathBuf| std::fs::read(path).unwrap();
    files(folder).iter().map(|path| (relative(path).replace('\\', "/"), bytes(path))).collect()
}

/// Fails with the paths that differ: whole trees are too much to look at.
#[track_caller]
pub(crate) fn assert_same(one: &Tree, other: &Tree) {
    let paths: std::collections::BTreeSet<_> = one.keys().chain(other.keys()).collect();
    let differ: Vec<_> =
        paths.into_iter().filter(|path| one.get(*path) != other.get(*path)).collect();
    assert!(differ.is_empty(), "these files differ: {differ:?}");
}

/// All the files under a folder, in order; none if there is no folder.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}

fn differences(before: &Snapshot, after: &Snapshot) -> Vec<String> {
    let mut changes: Vec<String> = Vec::new();
    for (name, state) in after {
        match before.get(name) {
            None => changes.push(format!("+ {name}")),
            Some(old) if old != state => changes.push(format!("~ {name}")),
            Some(_) => {}
        }
    }
    changes.extend(
        before.keys().filter(|name| !after.contains_key(*name)).map(|name| format!("- {name}")),
    );
    changes.sort_unstable_by(|a, b| a[2..].cmp(&b[2..]));
    changes
}

#[test]
fn the_sandbox_sees_each_kind_of_change() {
    let site = Site::empty();
    let folder = site.root().join("public");
    site.file("public/a", "1").file("public/b/c", "2").file("public/d", "3");
    let before = snapshot(&folder);
    site.remove("public/a").file("public/b/c", "4").file("public/e", "5");
    site.file("public/.rostok-manifest", "").file("public/.rostok-addresses", "");
    assert_eq!(differences(&before, &snapshot(&folder)), ["- a", "~ b/c", "+ e"]);
}
