//! Prints the figures: a table and the ratios for each size, and the time per post over the sizes.
#![expect(clippy::print_stdout, reason = "the bench is a program of its own; this is its output")]

use crate::measure::{Output, Sample};
use crate::peers::Kind;
use std::time::Duration;

const MIB: f64 = (1 << 20) as f64;

/// The runs of one tool with one size.
pub(crate) struct Row {
    pub(crate) name: String,
    /// A sample for each round.
    pub(crate) samples: Vec<Sample>,
    pub(crate) output: Option<Output>,
    /// Why it was not measured, or not to the end.
    pub(crate) failure: Option<String>,
}

impl Row {
    pub(crate) fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), samples: Vec::new(), output: None, failure: None }
    }

    pub(crate) fn failed(name: impl Into<String>, why: impl ToString) -> Self {
        Self { failure: Some(why.to_string()), ..Self::new(name) }
    }

    /// The median time, in seconds.
    pub(crate) fn median(&self) -> Option<f64> {
        middle(self.samples.iter().map(|sample| sample.time)).as_ref().map(Duration::as_secs_f64)
    }

    fn least(&self) -> Option<f64> {
        self.samples.iter().map(|sample| sample.time).min().as_ref().map(Duration::as_secs_f64)
    }

    /// The median processor time of all cores, in seconds.
    fn processors(&self) -> f64 {
        middle(self.samples.iter().map(|sample| sample.processor)).unwrap_or_default().as_secs_f64()
    }

    /// The median of the largest resident sets, in bytes.
    fn memory(&self) -> Option<f64> {
        middle(self.samples.iter().map(|sample| sample.memory)).map(|bytes| bytes as f64)
    }
}

fn middle<T: Ord>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut values: Vec<T> = values.collect();
    values.sort();
    let middle = values.len() / 2;
    values.into_iter().nth(middle)
}

/// Prints the rows of one size.
pub(crate) fn table(rows: &[Row]) {
    println!(
        "{:<32}{:>9}{:>9}{:>12}{:>11}{:>8}{:>9}{:>8}{:>7}",
        "", "median", "least", "processors", "memory", "files", "size", "posts", "lists"
    );
    for row in rows {
        if let (Some(median), Some(least), Some(memory)) = (row.median(), row.least(), row.memory())
        {
            let output = row.output.unwrap_or_default();
            println!(
                "{:<32}{median:>7.3} s{least:>7.3} s{:>10.3} s{:>7.0} MiB{:>8}{:>5.1} MiB{:>8}{:>7}",
                row.name,
                row.processors(),
                memory / MIB,
                output.files,
                output.bytes as f64 / MIB,
                output.posts,
                output.lists
            );
        }
        if let Some(why) = &row.failure {
            println!("{:<32}not measured: {why}", row.name);
        }
    }
}

/// Prints the ratios between rows, each with its goal. `row` finds the row of a tool.
pub(crate) fn ratios<'r>(row: impl Fn(Kind) -> Option<&'r Row>) {
    let time = |name: &str, slow: Kind, fast: Kind, goal: &str| {
        let (Some(slow), Some(fast)) = (row(slow), row(fast)) else { return };
        if let (Some(a), Some(b), Some(least_a), Some(least_b)) =
            (slow.median(), fast.median(), slow.least(), fast.least())
        {
            let (ratio, least) = (a / b, least_a / least_b);
            let processors = slow.processors() / fast.processors();
            println!(
                "{name:<36}{ratio:>7.2} (least runs {least:.2}, processors {processors:.2}), goal: {goal}"
            );
        }
    };
    time("Hugo / Rostok", Kind::Hugo, Kind::Init, "at least 8");
    time("Hugo / Rostok, plain theme", Kind::Hugo, Kind::Plain, "at least 9");
    time("Hugo + Pagefind / Rostok", Kind::Pagefind, Kind::Init, "at least 20");
    time("Rostok / Blades", Kind::Init, Kind::Blades, "at most 1");
    time("Rostok / without search", Kind::Init, Kind::InitWithoutSearch, "at most 1.4");
    time("Rostok, plain theme / bare loop", Kind::Plain, Kind::Bare, "at most 2.5");
    let memory = |kind| row(kind)?.memory();
    if let (Some(rostok), Some(hugo)) = (memory(Kind::Init), memory(Kind::Hugo)) {
        println!("{:<36}{:>7.2}, goal: at most 0.33", "memory, Rostok / Hugo", rostok / hugo);
    }
}

/// Prints the time per post of each tool over the sizes: constant if time is in proportion.
pub(crate) fn proportion(sizes: &[(usize, Vec<Row>)]) {
    let Some((_, first)) = sizes.first() else { return };
    println!("\nmicroseconds per post:");
    print!("{:<32}", "");
    for (posts, _) in sizes {
        print!("{posts:>10}");
    }
    println!();
    for row in first {
        print!("{:<32}", row.name);
        for (posts, rows) in sizes {
            let median = rows.iter().find(|other| other.name == row.name).and_then(Row::median);
            match median {
                Some(seconds) => print!("{:>10.1}", seconds * 1e6 / *posts as f64),
                None => print!("{:>10}", "-"),
            }
        }
        println!();
    }
}
