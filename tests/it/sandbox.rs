//! A site in a temporary folder, in which the real program runs.
//!
//! ```ignore
//! let site = Site::new();
//! site.post("2022-23/turnir.md", "---\nназвание: Турнир\n…");
//! site.build().wrote(&["+ 2022/turnir.html", "~ index.html", "- 2022/staroe.html"]);
//! assert!(site.public("index.html").contains("Турнир"));
//! ```
#![expect(clippy::disallowed_methods, reason = "tests write and read their own files")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// A command that starts the program: this system's, or where the variable names it the one for
/// Windows, in Wine.
pub(crate) fn program() -> Command {
    let Some(exe) = std::env::var_os("ROSTOK_EXE") else {
        return Command::new(env!("CARGO_BIN_EXE_rostok"));
    };
    let mut command = Command::new("wine");
    command.arg(exe);
    command
}

/// The minimal settings of a site.
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

/// A minimal post.
pub(crate) fn post_text(title: &str, date: &str, direction: &str) -> String {
    format!(
        "---\nназвание: {title}\nдата: {date}\nнаправление: {direction}\n---\n\nРассказ о событии.\n"
    )
}

/// The program's own files in the output folder.
const RECORDS: [&str; 2] = [".rostok-manifest", ".rostok-addresses"];

/// The file that changes with any event: like the program's own, it is not named for each test.
pub(crate) const EVENTS_FILE: &str = "events.json";

/// A site in a temporary folder, removed on drop.
pub(crate) struct Site {
    folder: TempDir,
}

impl Site {
    /// A site with minimal settings and no posts.
    pub(crate) fn new() -> Self {
        let site = Self::empty();
        site.file("content/site.yaml", SETTINGS);
        site
    }

    /// An empty folder.
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

    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    /// The request of the library for a build into `public`.
    pub(crate) fn request(&self, today: jiff::civil::Date) -> rostok::pipeline::Request {
        rostok::pipeline::Request {
            root: self.root().to_owned(),
            out: self.root().join("public"),
            now: jiff::Timestamp::UNIX_EPOCH,
            today: Some(today),
            drafts: false,
            base_url: None,
            adopt: false,
        }
    }

    /// Writes a file and its folders; `path` is relative to the site's root.
    pub(crate) fn file(&self, path: &str, bytes: impl AsRef<[u8]>) -> &Self {
        let path = self.root().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
        self
    }

    /// Writes a post; `path` is relative to `content/posts`.
    pub(crate) fn post(&self, path: &str, text: &str) -> &Self {
        self.file(&format!("content/posts/{path}"), text)
    }

    /// Copies the content of `folder` into the site's root.
    pub(crate) fn copy(&self, folder: &Path) -> &Self {
        for (path, bytes) in tree(folder) {
            self.file(&path, bytes);
        }
        self
    }

    pub(crate) fn remove(&self, path: &str) -> &Self {
        std::fs::remove_file(self.root().join(path)).unwrap();
        self
    }

    /// Reads a file of the site.
    pub(crate) fn read(&self, path: &str) -> String {
        let path = self.root().join(path);
        std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// Reads a file of the output.
    pub(crate) fn public(&self, path: &str) -> String {
        self.read(&format!("public/{path}"))
    }

    /// All files of the output, the program's own included.
    pub(crate) fn output(&self) -> Tree {
        tree(&self.root().join("public"))
    }

    /// All files of the output except the program's own.
    pub(crate) fn pages(&self) -> Tree {
        let mut files = self.output();
        files.retain(|path, _| !RECORDS.contains(&path.as_str()));
        files
    }

    /// Runs `rostok build`.
    pub(crate) fn build(&self) -> Run {
        self.run(&["build"])
    }

    /// Runs the program in the site's folder. Its output is a pipe: no colours, no progress.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        self.run_with(arguments, &[])
    }

    /// A command that starts the program in the site's folder without the caller's environment
    /// variables that it reads.
    pub(crate) fn command(&self) -> Command {
        let mut command = program();
        command.current_dir(self.root());
        for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "TZ", "RAYON_NUM_THREADS"] {
            command.env_remove(name);
        }
        command
    }

    /// Runs the program with these environment variables.
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

/// The result of a run of the program.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    /// As in [`Self::wrote`].
    wrote: Vec<String>,
}

impl Run {
    /// Asserts success; a failure shows the program's messages.
    #[track_caller]
    pub(crate) fn ok(&self) -> &Self {
        self.exits(0)
    }

    /// Asserts the exit code.
    #[track_caller]
    pub(crate) fn exits(&self, code: i32) -> &Self {
        assert_eq!(self.code, code, "\n{}{}", self.stdout, self.stderr);
        self
    }

    /// Asserts that exactly these files of `public/` were created (`+ path`), rewritten, even with the
    /// same bytes (`~ path`), or removed (`- path`). The program's own files are left out: they change
    /// with any of them.
    #[track_caller]
    pub(crate) fn wrote(&self, expected: &[&str]) -> &Self {
        let mut expected: Vec<&str> = expected.to_vec();
        expected.sort_unstable_by_key(|change| &change[2..]);
        assert_eq!(self.wrote, expected, "\n{}{}", self.stdout, self.stderr);
        self
    }
}

/// Files with their bytes and times; the time shows a rewrite with the same bytes.
type Snapshot = BTreeMap<String, (Vec<u8>, std::time::SystemTime)>;

fn snapshot(folder: &Path) -> Snapshot {
    files(folder)
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
            let modified = std::fs::metadata(&path).unwrap().modified().unwrap();
            (name, (std::fs::read(&path).unwrap(), modified))
        })
        .filter(|(name, _)| !RECORDS.contains(&name.as_str()) && name != EVENTS_FILE)
        .collect()
}

/// A photo of 64 × 48 pixels.
pub(crate) const PHOTO: &[u8] = include_bytes!("../photos/small.jpg");

/// Files by path, with `/` between names.
pub(crate) type Tree = BTreeMap<String, Vec<u8>>;

/// All files under a folder with their bytes.
pub(crate) fn tree(folder: &Path) -> Tree {
    let relative = |path: &Path| path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
    let bytes = |path: &PathBuf| std::fs::read(path).unwrap();
    files(folder).iter().map(|path| (relative(path).replace('\\', "/"), bytes(path))).collect()
}

/// Fails with the paths that differ instead of both trees.
#[track_caller]
pub(crate) fn assert_same(one: &Tree, other: &Tree) {
    let paths: std::collections::BTreeSet<_> = one.keys().chain(other.keys()).collect();
    let differ: Vec<_> =
        paths.into_iter().filter(|path| one.get(*path) != other.get(*path)).collect();
    assert!(differ.is_empty(), "these files differ: {differ:?}");
}

/// All files under a folder, sorted; empty if it is missing.
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
