//! Builds the same news section with Rostok and with other tools, and compares them.
//!
//! `cargo bench --bench build -- [--posts 1000,10000] [--peers hugo,bare,cp]`; see README.md.
//!
//! For each size: 1. write the sites; 2. in each round run every tool once, as a whole process, into
//! a fresh folder, and after Rostok's first site the unchanged rebuild and a copy of its output;
//! 3. check that all did the same work; 4. print the table and the ratios.
#![expect(clippy::disallowed_methods, reason = "the rule is for the program, not its benchmark")]
#![expect(clippy::print_stdout, reason = "the bench is a program of its own; this is its output")]

mod generate;
mod measure;
mod peers;
mod report;
mod sites;
mod words;

use clap::Parser;
use measure::{Output, Result};
use peers::{Kind, Peer, Tool};
use report::Row;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const AGAIN: &str = "Rostok, nothing changed";
const COPY: &str = "cp -r of Rostok's output";

#[derive(Parser)]
struct Arguments {
    /// How many posts, one measurement for each number.
    #[arg(long, value_delimiter = ',', default_value = "1000,10000")]
    posts: Vec<usize>,
    /// What to run beside Rostok.
    #[arg(long, value_delimiter = ',', default_value = "hugo,pagefind,blades,bare,cp")]
    peers: Vec<Peer>,
    /// How many times each tool builds; by default 5 up to 1,000 posts, 3 up to 10,000, else 1.
    #[arg(long)]
    rounds: Option<usize>,
    /// Where the sites and the outputs are made; the disk matters.
    #[arg(long, default_value = concat!(env!("CARGO_TARGET_TMPDIR"), "/bench"))]
    folder: PathBuf,
    /// `cargo bench` passes it; `cargo test --all-targets` does not.
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    if !arguments.bench {
        println!("nothing is measured: run `cargo bench --bench build`");
        return Ok(());
    }
    let folder = arguments.folder.join(std::process::id().to_string());
    let mut tools = Vec::from(Tool::rostok());
    let mut missing = Vec::new();
    for (peer, name) in [
        (Peer::Hugo, "Hugo"),
        (Peer::Pagefind, "Hugo + Pagefind"),
        (Peer::Blades, "Blades"),
        (Peer::Bare, "bare loop"),
    ] {
        if arguments.peers.contains(&peer) {
            match Tool::find(peer) {
                Ok(tool) => tools.push(tool),
                Err(error) => missing.push((name, error.to_string())),
            }
        }
    }
    let cores = std::thread::available_parallelism()?;
    let mut sizes = Vec::new();
    for posts in arguments.posts {
        let rounds = arguments.rounds.unwrap_or(match posts {
            0..=1_000 => 5,
            1_001..=10_000 => 3,
            _ => 1,
        });
        let folder = folder.join(posts.to_string());
        let sites = folder.join("sites");
        let bytes = sites::write_sites(&sites, posts)?;
        let mib = bytes as f64 / (1 << 20) as f64;
        println!("\n{posts} posts, {mib:.1} MiB of Markdown, {cores} cores, {rounds} rounds");
        let copy = arguments.peers.contains(&Peer::Cp);
        let mut rows = measure_all(&tools, &folder, posts, rounds, copy)?;
        rows.extend(missing.iter().map(|(name, why)| Row::failed(*name, why)));
        report::table(&rows);
        report::ratios(|kind| Some(&rows[tools.iter().position(|tool| tool.kind == kind)?]));
        sizes.push((posts, rows));
    }
    report::proportion(&sizes);
    // Not earlier: a disk that has just removed files makes runs up to four times as long, for some
    // minutes.
    fs::remove_dir_all(&folder)?;
    Ok(())
}

/// Runs the tools in turn. Gives a row for each of `tools`, then the rebuild, then the copy.
fn measure_all(
    tools: &[Tool],
    folder: &Path,
    posts: usize,
    rounds: usize,
    copy: bool,
) -> Result<Vec<Row>> {
    let mut rows: Vec<Row> = tools.iter().map(|tool| Row::new(&tool.name)).collect();
    let (mut again, mut copied) = (Row::new(AGAIN), Row::new(COPY));
    let (sites, log) = (folder.join("sites"), folder.join("log.txt"));
    let outputs = folder.join("out");
    fs::create_dir(&outputs)?;
    for round in 0..rounds {
        for turn in 0..tools.len() {
            // A different tool begins each round, so slow spells of the machine hit all of them.
            let at = (turn + round) % tools.len();
            let (tool, row) = (&tools[at], &mut rows[at]);
            if row.failure.is_some() {
                continue;
            }
            let out = outputs.join(format!("{round}-{at}"));
            match run_once(tool, &sites, &out, posts, &log) {
                Ok((sample, output)) => {
                    row.samples.push(sample);
                    row.output = Some(output);
                }
                Err(error) => {
                    row.failure = Some(error.to_string());
                    continue;
                }
            }
            if tool.kind == Kind::Init {
                again.samples.push(measure::run(tool.command(&sites, &out)?, &log)?);
                again.output = Some(Output::count(&out)?);
                if again.output != row.output {
                    again.failure = Some("the second build wrote something else".into());
                }
                if copy {
                    let mut cp = Command::new("cp");
                    cp.arg("-r").arg(&out).arg(outputs.join(format!("{round}-copy")));
                    copied.samples.push(measure::run(cp, &log)?);
                    copied.output = row.output;
                }
            }
        }
    }
    rows.push(again);
    rows.push(copied);
    Ok(rows)
}

/// Builds once and checks the output.
fn run_once(
    tool: &Tool,
    sites: &Path,
    out: &Path,
    posts: usize,
    log: &Path,
) -> Result<(measure::Sample, Output)> {
    let sample = measure::run(tool.command(sites, out)?, log)?;
    let output = Output::count(out)?;
    match tool.kind {
        Kind::Bare => output.check_posts(posts)?,
        // It has no limit for a feed, so it makes none.
        Kind::Blades => output.check_pages(posts)?,
        _ => output.check(posts)?,
    }
    Ok((sample, output))
}
