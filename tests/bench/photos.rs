//! Publishes 40 photos of 12 Mpx with Rostok and makes the same sizes with sharp, for comparison.
//!
//! `cargo bench --bench photos -- [--rounds 3] [--sharp FOLDER]`; sharp is looked for in
//! `FOLDER/node_modules` (`npm install --prefix FOLDER sharp`).
//!
//! 1. Generates photos with gradients, shapes and noise, so that they compress as real photos do.
//! 2. Runs Rostok and sharp in each round, with a cold cache.
//! 3. With a warm cache and 400 photos, compares a build that changes nothing with a build of the
//!    same site without photos.
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
/// Wide enough for all three widths.
const MANY_SIZE: (u16, u16) = (1700, 1275);

/// One figure of a sample.
type Figure = fn(&Sample) -> Duration;

/// The figures reported for each run.
const FIGURES: [(&str, Figure); 2] =
    [("time", |sample| sample.time), ("processors", |sample| sample.processor)];

#[derive(Parser)]
struct Arguments {
    /// Number of rounds.
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// Folder with an installation of sharp.
    #[arg(long, default_value = concat!(env!("CARGO_TARGET_TMPDIR"), "/sharp"))]
    sharp: PathBuf,
    /// Folder for the photos and the outputs.
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
    let photos = write_site(&site, PHOTOS, SIZE)?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..arguments.rounds {
        remove_output(&site)?;
        ours.push(measure::run(rostok(&site), &folder.join("log.txt"))?);
        let out = folder.join("sharp-out");
        fs::remove_dir_all(&out).or_else(ignore_not_found)?;
        fs::create_dir_all(&out)?;
        match measure::run(sharp(&arguments.sharp, &out, &photos), &folder.join("log.txt")) {
            Ok(sample) => theirs.push(sample),
            Err(error) => println!("sharp is not measured: {error}"),
        }
    }
    println!("{PHOTOS} photos of {} × {}, cold cache, 1600, 960 and 480 pixels", SIZE.0, SIZE.1);
    print_figures("Rostok, with the pages", &ours);
    print_figures("sharp, two jobs of one thread", &theirs);
    for (what, figure) in FIGURES {
        if let (Some(ours), Some(theirs)) = (median(&ours, figure), median(&theirs, figure)) {
            println!("  Rostok / sharp, {what}: {:.2}", ours.as_secs_f64() / theirs.as_secs_f64());
        }
    }

    let (many, none) = (folder.join("many"), folder.join("none"));
    write_site(&many, MANY, MANY_SIZE)?;
    write_site(&none, 0, SIZE)?;
    let (mut with, mut without) = (Vec::new(), Vec::new());
    for site in [&many, &none] {
        measure::run(rostok(site), &folder.join("log.txt"))?;
    }
    for _ in 0..arguments.rounds.max(5) {
        with.push(measure::run(rostok(&many), &folder.join("log.txt"))?);
        without.push(measure::run(rostok(&none), &folder.join("log.txt"))?);
    }
    println!("{MANY} photos, nothing changed");
    print_figures("with photos", &with);
    print_figures("without", &without);
    for (what, figure) in FIGURES {
        if let (Some(with), Some(without)) = (median(&with, figure), median(&without, figure)) {
            let more = with.saturating_sub(without).as_secs_f64() * 1e3;
            println!("  for the photos, {what}: {more:.0} ms (to reach: 50)");
        }
    }
    Ok(())
}

/// Writes a site with one post of `count` photos; existing photos are kept.
fn write_site(site: &Path, count: usize, size: (u16, u16)) -> Result<Vec<PathBuf>> {
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
                if path.exists() { Ok(()) } else { write_photo(path, number as u32, size) }
            },
        )
        .map_err(|error: jpeg_encoder::EncodingError| error.to_string())?;
    Ok(paths)
}

fn write_photo(
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
        let near: Vec<_> = shapes
            .iter()
            .filter(|(_, centre, square, _)| y.abs_diff(*centre).pow(2) < *square)
            .collect();
        for x in 0..across {
            let inside = |shape: &&&(u32, u32, u32, [u8; 4])| {
                x.abs_diff(shape.0).pow(2) + y.abs_diff(shape.1).pow(2) < shape.2
            };
            let slope = [x * 200 / across, y * 200 / down, (x + y) * 200 / (across + down)];
            let colour = near.iter().find(inside).map_or(slope, |shape| {
                [0, 1, 2].map(|at| u32::from(shape.3[at]) * 3 / 4 + slope[at] / 8)
            });
            // The sum of four small random numbers is close to sensor noise.
            let noise = random().to_le_bytes().iter().map(|byte| u32::from(byte % 8)).sum::<u32>();
            samples.extend(colour.map(|value| (value + noise).min(255) as u8));
        }
    }
    let mut encoder = Encoder::new_file(path, 92)?;
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    encoder.encode(&samples, width, height, ColorType::Rgb)
}

fn remove_output(site: &Path) -> Result<()> {
    for name in [".rostok-cache", "public"] {
        fs::remove_dir_all(site.join(name)).or_else(ignore_not_found)?;
    }
    Ok(())
}

fn ignore_not_found(error: std::io::Error) -> std::io::Result<()> {
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

fn print_figures(what: &str, samples: &[Sample]) {
    let times =
        FIGURES.map(|(_, figure)| median(samples, figure).unwrap_or_default().as_secs_f64());
    if samples.is_empty() {
        return;
    }
    let memory = samples.iter().map(|sample| sample.memory).max().unwrap_or_default();
    let mebibytes = memory as f64 / f64::from(1 << 20);
    let [time, processor] = times;
    println!("  {what}: {time:.3} s, {processor:.3} s of processors, {mebibytes:.0} MiB");
}

fn median(samples: &[Sample], figure: Figure) -> Option<Duration> {
    let mut times: Vec<_> = samples.iter().map(figure).collect();
    times.sort_unstable();
    times.get(times.len() / 2).copied()
}
