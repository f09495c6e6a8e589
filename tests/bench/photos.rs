//! Publishes 40 photos of 12 Mpx with Rostok and makes the same sizes with sharp, side by side.
//!
//! `cargo bench --bench photos -- [--rounds 3] [--sharp FOLDER]`; sharp is looked for in
//! `FOLDER/node_modules` (`npm install --prefix FOLDER sharp`).
//!
//! First the photos are made: slopes, shapes and noise, so that they compress as photos do. In each
//! round both run, with a cold cache. With a warm cache and 400 photos, a build that changes
//! nothing is compared with that of the same site without photos.
#![expect(clippy::disallowed_methods, reason = "the rule is for the program, not its yardstick")]
#![expect(clippy::print_stdout, reason = "the bench is a program of its own; this is its output")]

#[path = "measure.rs"]
#[expect(dead_code, reason = "the other bench counts pages too")]
mod measure;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use clap::Parser;
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use measure::{Result, Sample};
use rayon::prelude::*;

const PHOTOS: usize = 40;
const SIZE: (u16, u16) = (4000, 3000);
const MANY: usize = 400;
/// All three widths are made of it.
const WIDE_ENOUGH: (u16, u16) = (1700, 1275);

/// A part of what was measured.
type Part = fn(&Sample) -> Duration;

/// What is told of each run.
const PARTS: [(&str, Part); 2] =
    [("time", |sample| sample.time), ("processors", |sample| sample.processor)];

#[derive(Parser)]
struct Arguments {
    /// How many times each is run.
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// Where sharp is installed.
    #[arg(long, default_value = concat!(env!("CARGO_TARGET_TMPDIR"), "/sharp"))]
    sharp: PathBuf,
    /// Where the photos and the outputs are made.
    #[arg(long, default_value = concat!(env!("CARGO_TARGET_TMPDIR"), "/photos"))]
    folder: PathBuf,
    /// `cargo bench` passes it; `cargo test --all-targets` does not.
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    if !arguments.bench {
        println!("nothing is measured: run `cargo bench --bench photos`");
        return Ok(());
    }
    let folder = &arguments.folder;
    let site = folder.join("site");
    let photos = photos(&site, PHOTOS, SIZE)?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..arguments.rounds {
        clean(&site)?;
        ours.push(measure::run(rostok(&site), &folder.join("log.txt"))?);
        let out = folder.join("sharp-out");
        fs::remove_dir_all(&out).or_else(not_there)?;
        fs::create_dir_all(&out)?;
        match measure::run(sharp(&arguments.sharp, &out, &photos), &folder.join("log.txt")) {
            Ok(sample) => theirs.push(sample),
            Err(why) => println!("sharp is not measured: {why}"),
        }
    }
    println!("{PHOTOS} photos of {} × {}, cold cache, 1600, 960 and 480 pixels", SIZE.0, SIZE.1);
    tell("Rostok, with the pages", &ours);
    tell("sharp, two jobs of one thread", &theirs);
    for (what, of) in PARTS {
        if let (Some(ours), Some(theirs)) = (median(&ours, of), median(&theirs, of)) {
            println!("  Rostok / sharp, {what}: {:.2}", ours.as_secs_f64() / theirs.as_secs_f64());
        }
    }

    let (many, none) = (folder.join("many"), folder.join("none"));
    self::photos(&many, MANY, WIDE_ENOUGH)?;
    self::photos(&none, 0, SIZE)?;
    let (mut with, mut without) = (Vec::new(), Vec::new());
    for site in [&many, &none] {
        measure::run(rostok(site), &folder.join("log.txt"))?;
    }
    for _ in 0..arguments.rounds.max(5) {
        with.push(measure::run(rostok(&many), &folder.join("log.txt"))?);
        without.push(measure::run(rostok(&none), &folder.join("log.txt"))?);
    }
    println!("{MANY} photos, nothing changed");
    tell("with photos", &with);
    tell("without", &without);
    for (what, of) in PARTS {
        if let (Some(with), Some(without)) = (median(&with, of), median(&without, of)) {
            let more = with.saturating_sub(without).as_secs_f64() * 1e3;
            println!("  for the photos, {what}: {more:.0} ms (to reach: 50)");
        }
    }
    Ok(())
}

/// A site of one post with so many photos; those that are there stay.
fn photos(site: &Path, count: usize, size: (u16, u16)) -> Result<Vec<PathBuf>> {
    let post = site.join("content/posts/sezd");
    fs::create_dir_all(&post)?;
    fs::write(
        site.join("content/site.yaml"),
        "title: Центр\nbase_url: http://school.example/tochka/\n\
         directions: [{id: proekty, title: Проекты}]\n",
    )?;
    let paths: Vec<_> = (0..count).map(|number| post.join(format!("{number:03}.jpg"))).collect();
    let mut text = "---\ntitle: Съезд\ndate: 14.10.2022\ndirection: proekty\nphotos:\n".to_owned();
    for number in 0..count {
        text += &format!("  - {{file: {number:03}.jpg, alt: Ребята у доски}}\n");
    }
    if count == 0 {
        text = text.replace("photos:\n", "");
    }
    fs::write(post.join("index.md"), text + "---\nТекст.\n")?;
    paths
        .par_iter()
        .enumerate()
        .try_for_each(
            |(number, path)| {
                if path.exists() { Ok(()) } else { photo(path, number as u32, size) }
            },
        )
        .map_err(|error: jpeg_encoder::EncodingError| error.to_string())?;
    Ok(paths)
}

fn photo(
    path: &Path,
    number: u32,
    (width, height): (u16, u16),
) -> std::result::Result<(), jpeg_encoder::EncodingError> {
    let mut state = number.wrapping_mul(0x9e37_79b9) | 1;
    let mut random = move || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state
    };
    let across = u32::from(width);
    let down = u32::from(height);
    let shapes: Vec<_> = (0..120)
        .map(|_| {
            let (x, y, radius) = (random() % across, random() % down, 20 + random() % (across / 8));
            (x, y, radius * radius, random().to_le_bytes())
        })
        .collect();
    let mut samples = Vec::with_capacity(across as usize * down as usize * 3);
    for y in 0..down {
        let near: Vec<_> =
            shapes.iter().filter(|(_, of, square, _)| y.abs_diff(*of).pow(2) < *square).collect();
        for x in 0..across {
            let inside = |shape: &&&(u32, u32, u32, [u8; 4])| {
                x.abs_diff(shape.0).pow(2) + y.abs_diff(shape.1).pow(2) < shape.2
            };
            let slope = [x * 200 / across, y * 200 / down, (x + y) * 200 / (across + down)];
            let colour = near.iter().find(inside).map_or(slope, |shape| {
                [0, 1, 2].map(|at| u32::from(shape.3[at]) * 3 / 4 + slope[at] / 8)
            });
            // Four small numbers together are nearly as sensors' noise is.
            let noise = random().to_le_bytes().iter().map(|byte| u32::from(byte % 8)).sum::<u32>();
            samples.extend(colour.map(|value| (value + noise).min(255) as u8));
        }
    }
    let mut encoder = Encoder::new_file(path, 92)?;
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    encoder.encode(&samples, width, height, ColorType::Rgb)
}

fn clean(site: &Path) -> Result<()> {
    for name in [".rostok-cache", "public"] {
        fs::remove_dir_all(site.join(name)).or_else(not_there)?;
    }
    Ok(())
}

fn not_there(error: std::io::Error) -> std::io::Result<()> {
    if error.kind() == std::io::ErrorKind::NotFound { Ok(()) } else { Err(error) }
}

fn rostok(site: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rostok"));
    command.args(["build", "--today", "2023-01-01", "--root"]).arg(site);
    command
}

fn sharp(folder: &Path, out: &Path, photos: &[PathBuf]) -> Command {
    let mut command = Command::new("node");
    command
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/bench/sharp.js"))
        .arg(out)
        .args(photos)
        .env("SHARP", folder.join("node_modules/sharp"));
    command
}

fn tell(what: &str, samples: &[Sample]) {
    let times = PARTS.map(|(_, of)| median(samples, of).unwrap_or_default().as_secs_f64());
    if samples.is_empty() {
        return;
    }
    let memory = samples.iter().map(|sample| sample.memory).max().unwrap_or_default();
    let mebibytes = memory as f64 / f64::from(1 << 20);
    let [time, processor] = times;
    println!("  {what}: {time:.3} s, {processor:.3} s of processors, {mebibytes:.0} MiB");
}

fn median(samples: &[Sample], of: Part) -> Option<Duration> {
    let mut times: Vec<_> = samples.iter().map(of).collect();
    times.sort_unstable();
    times.get(times.len() / 2).copied()
}
