//! Builds the same news section with Rostok and with other tools, and compares them.
//!
//! `cargo bench --bench build -- [--posts 1000,10000] [--peers hugo,bare,cp]`; see README.md.
//!
//! For each size: 1. make the sites; 2. in each round run every tool once, as a whole process,
//! into a fresh folder, after Rostok's run the unchanged rebuild and the plain copy of its
//! output; 3. check that all did the same work; 4. print the table and the ratios.
#![expect(clippy::disallowed_methods, reason = "the rule is for the program, not its yardstick")]
#![expect(clippy::print_stdout, reason = "the bench is a program of its own; this is its output")]

mod generate;
mod measure;
mod peers;
mod report;
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
    #[arg(long, value_delimiter = ',', default_value = "hugo,bare,cp")]
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
    let mut tools = vec![Tool::rostok()];
    let mut missing = Vec::new();
    for (peer, name) in [(Peer::Hugo, "Hugo"), (Peer::Bare, "bare loop")] {
        if !arguments.peers.contains(&peer) {
            continue;
        }
        let found = match peer {
            Peer::Hugo => Tool::hugo(),
            _ => Tool::bare(),
        };
        match found {
            Ok(tool) => tools.push(tool),
            Err(why) => missing.push((name, why.to_string())),
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
        let bytes = peers::write_sites(&sites, posts)?;
        let mib = bytes as f64 / (1 << 20) as f64;
        println!("\n{posts} posts, {mib:.1} MiB of Markdown, {cores} cores, {rounds} rounds");
        let copy = arguments.peers.contains(&Peer::Cp);
        let mut rows = measure_all(&tools, &folder, posts, rounds, copy)?;
        rows.extend(missing.iter().map(|(name, why)| Row::failed(*name, why)));
        report::table(&rows);
        let row = |kind| Some(&rows[tools.iter().position(|tool| tool.kind == kind)?]);
        report::ratios(&rows[0], row(Kind::Hugo), row(Kind::Bare));
        sizes.push((posts, rows));
    }
    report::proportion(&sizes);
    // Nothing is removed before: what a disk has to forget makes runs up to four times as long, those
    // of the next minutes too.
    fs::remove_dir_all(&folder)?;
    Ok(())
}

/// Runs the tools by turns; the rows come in the order of `tools`, then the rebuild, then the copy.
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
            // No tool is always the one that runs after the same other.
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
                Err(why) => {
                    row.failure = Some(why.to_string());
                    continue;
                }
            }
            if tool.kind == Kind::Rostok {
                again.samples.push(measure::run(tool.command(&sites, &out), &log)?);
                again.output = Some(Output::of(&out)?);
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

/// One build and the count of what came of it.
fn run_once(
    tool: &Tool,
    sites: &Path,
    out: &Path,
    posts: usize,
    log: &Path,
) -> Result<(measure::Sample, Output)> {
    let sample = measure::run(tool.command(sites, out), log)?;
    let output = Output::of(out)?;
    match tool.kind {
        Kind::Bare if output.posts == posts => {}
        _ => output.check(posts)?,
    }
    Ok((sample, output))
}
