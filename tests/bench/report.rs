//! The figures as text: a table for each size, the ratios, and the time per post over the sizes.
#![expect(clippy::print_stdout, reason = "the bench is a program of its own; this is its output")]

use crate::measure::{Output, Sample};
use std::time::Duration;

const MIB: f64 = (1 << 20) as f64;

/// What one tool did with one size.
pub(crate) struct Row {
    pub(crate) name: String,
    /// One for each round.
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

    /// Seconds, of the middle run.
    pub(crate) fn median(&self) -> Option<f64> {
        middle(self.samples.iter().map(|sample| sample.time)).as_ref().map(Duration::as_secs_f64)
    }

    fn least(&self) -> Option<f64> {
        self.samples.iter().map(|sample| sample.time).min().as_ref().map(Duration::as_secs_f64)
    }

    /// Seconds of all processors together, of the middle run.
    fn processors(&self) -> f64 {
        middle(self.samples.iter().map(|sample| sample.processor)).unwrap_or_default().as_secs_f64()
    }

    /// Bytes, of the middle run.
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
        "{:<28}{:>9}{:>9}{:>12}{:>11}{:>8}{:>9}{:>8}{:>7}",
        "", "median", "least", "processors", "memory", "files", "size", "posts", "lists"
    );
    for row in rows {
        if let (Some(median), Some(least), Some(memory)) = (row.median(), row.least(), row.memory())
        {
            let output = row.output.unwrap_or_default();
            println!(
                "{:<28}{median:>7.3} s{least:>7.3} s{:>10.3} s{:>7.0} MiB{:>8}{:>5.1} MiB{:>8}{:>7}",
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
            println!("{:<28}not measured: {why}", row.name);
        }
    }
}

/// Prints how Rostok stands to Hugo and to the bare loop, with what is to be reached.
pub(crate) fn ratios(rostok: &Row, hugo: Option<&Row>, bare: Option<&Row>) {
    let ratio = |name: &str, a: Option<f64>, b: Option<f64>, least: Option<f64>, goal: &str| {
        if let (Some(a), Some(b)) = (a, b) {
            let beside = least.map(|least| format!(" (least runs {least:.2})")).unwrap_or_default();
            println!("{name:<28}{:>9.2}{beside}, to reach: {goal}", a / b);
        }
    };
    let least = |a: &Row, b: &Row| Some(a.least()? / b.least()?);
    if let Some(hugo) = hugo {
        ratio("Hugo / Rostok", hugo.median(), rostok.median(), least(hugo, rostok), "at least 8");
        ratio("memory, Rostok / Hugo", rostok.memory(), hugo.memory(), None, "at most 0.5");
    }
    if let Some(bare) = bare {
        let reach = "at most 2.5";
        ratio("Rostok / bare loop", rostok.median(), bare.median(), least(rostok, bare), reach);
    }
}

/// Prints the time per post of each tool over the sizes: level where time is in proportion.
pub(crate) fn proportion(sizes: &[(usize, Vec<Row>)]) {
    let Some((_, first)) = sizes.first() else { return };
    println!("\nmicroseconds per post:");
    print!("{:<28}", "");
    for (posts, _) in sizes {
        print!("{posts:>10}");
    }
    println!();
    for row in first {
        print!("{:<28}", row.name);
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
