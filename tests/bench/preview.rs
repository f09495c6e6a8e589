//! Measures the time from the end of an editor's write until the preview serves the new page, with the
//! default theme and the search.
//!
//! `cargo bench --bench preview -- [--posts 1000,10000] [--edits 60]`. On Linux it also reports the
//! memory, when the background work is finished, and the processor's time at rest.
#![expect(clippy::disallowed_methods, reason = "the rule is for the program, not for its bench")]
#![expect(clippy::print_stdout, reason = "the bench is a program of its own; this is its output")]

#[expect(dead_code, reason = "the bench of builds uses the rest")]
mod generate;
mod words;

use clap::Parser;
use generate::{Dialect, Post};
use rostok::serve::engine::{Engine, EngineOptions};
use rostok::serve::{ListenOptions, Preview};
use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The allocator of the program.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// The site without its posts and with another theme.
const SITE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/bench/sites/rostok");

#[derive(Parser)]
struct Arguments {
    /// How many posts, one measurement for each number.
    #[arg(long, value_delimiter = ',', default_value = "1000,10000")]
    posts: Vec<usize>,
    /// How many edits of each kind.
    #[arg(long, default_value_t = 60)]
    edits: usize,
    /// The pause between two edits, in milliseconds.
    #[arg(long, default_value_t = 300)]
    pause: u64,
    /// How long to edit at [`RATE`], in seconds.
    #[arg(long, default_value_t = 10)]
    burst: u64,
    /// How long to measure the processor while nothing happens, in seconds.
    #[arg(long, default_value_t = 20)]
    idle: u64,
    /// Where the sites are made.
    #[arg(long, default_value = concat!(env!("CARGO_TARGET_TMPDIR"), "/preview"))]
    folder: PathBuf,
    /// `cargo bench` passes it; `cargo test --all-targets` does not.
    #[arg(long, hide = true)]
    bench: bool,
}

/// Edits per second in a burst, as an editor in the browser saves them.
const RATE: u64 = 20;

/// The number of edits that count as right after the start.
const FIRST: usize = 10;

/// What an edit changes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Body,
    Title,
    /// The order of events, and with it lists, neighbours and the archive.
    Date,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    if !arguments.bench {
        println!("nothing is measured: run `cargo bench --bench preview`");
        return Ok(());
    }
    for &posts in &arguments.posts {
        let root = arguments.folder.join(posts.to_string());
        if root.exists() {
            fs::remove_dir_all(&root)?;
        }
        write_site(&root, posts)?;
        // A file that was read right after it was written is read once more: it may have changed again
        // without a change of its stamp. Nobody starts a preview in that moment.
        std::thread::sleep(Duration::from_secs(4));
        measure(&root, posts, &arguments)?;
        fs::remove_dir_all(&root)?;
    }
    Ok(())
}

/// Writes a site with the default theme and the search, as `rostok init` sets them.
fn write_site(root: &Path, posts: usize) -> Result<()> {
    for entry in walkdir::WalkDir::new(SITE) {
        let entry = entry?;
        let target = root.join(entry.path().strip_prefix(SITE)?);
        if entry.file_type().is_dir() {
            fs::create_dir_all(target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    let settings = root.join("content/site.yaml");
    let text = fs::read_to_string(&settings)?;
    let is_default = |line: &&str| !line.starts_with("тема:") && !line.starts_with("поиск:");
    fs::write(settings, text.lines().filter(is_default).collect::<Vec<_>>().join("\n"))?;
    for index in 0..posts {
        let post = Post::new(index);
        let path = root.join("content/posts").join(&post.path);
        fs::create_dir_all(path.parent().unwrap_or(root))?;
        fs::write(path, post.source(Dialect::Rostok))?;
    }
    Ok(())
}

/// The running preview and its posts.
struct Edited {
    engine: Arc<Engine>,
    root: PathBuf,
    port: u16,
    /// The file of each post and the address of its page.
    files: Vec<(PathBuf, String)>,
    edits: usize,
}

impl Edited {
    /// Changes the next post, and waits until its page shows the change.
    fn edit(&mut self, kind: Kind) -> Result<Duration> {
        let number = self.edits;
        self.edits += 1;
        let (file, path) = &self.files[number * 7919 % self.files.len()];
        let mark = format!("Отметка{number}");
        let source = fs::read_to_string(file)?;
        let body = |source: &str| format!("{source}\n{mark}\n");
        let source = match kind {
            Kind::Body => body(&source),
            Kind::Title => source.replacen("название: ", &format!("название: {mark} "), 1),
            Kind::Date => body(&other_day(&source)),
        };
        fs::write(file, source)?;
        until_shown(self.port, path, &mark)
    }

    /// Edits `count` posts with a pause after each, and reports it.
    fn paced(&mut self, name: &str, count: usize, pause: Duration, kind: Kind) -> Result<()> {
        let before = processor()?;
        let mut times = Vec::new();
        for _ in 0..count {
            times.push(self.edit(kind)?);
            std::thread::sleep(pause);
        }
        report(name, times, processor()? - before);
        Ok(())
    }

    /// Makes a post that cannot be read.
    fn break_one(&mut self) -> Result<()> {
        let (file, _) = &self.files[self.edits * 7919 % self.files.len()];
        self.edits += 1;
        let source = fs::read_to_string(file)?;
        fs::write(file, source.replacen("дата: ", "дата: вчера ", 1))?;
        std::thread::sleep(Duration::from_millis(500));
        Ok(())
    }

    /// Edits at [`RATE`] for some seconds. An edit begins late where the one before took too long.
    fn burst(&mut self, seconds: u64) -> Result<Vec<Duration>> {
        let start = Instant::now();
        let mut times = Vec::new();
        for edit in 0..seconds * RATE {
            let due = Duration::from_millis(edit * 1000 / RATE);
            std::thread::sleep(due.saturating_sub(start.elapsed()));
            times.push(self.edit(Kind::Body)?);
        }
        Ok(times)
    }

    /// Types into one post at [`RATE`] for some seconds, as an editor in the browser does before it saves.
    fn typed(&mut self, seconds: u64) -> Result<Vec<Duration>> {
        let (path, page) = &self.files[self.edits * 7919 % self.files.len()];
        let file = path.strip_prefix(&self.root)?.to_string_lossy().replace('\\', "/");
        let source = fs::read_to_string(path)?;
        let start = Instant::now();
        let mut times = Vec::new();
        for change in 0..seconds * RATE {
            let due = Duration::from_millis(change * 1000 / RATE);
            std::thread::sleep(due.saturating_sub(start.elapsed()));
            let mark = format!("Знак{change}");
            let changed = Instant::now();
            self.engine.overlay(&file, Some(format!("{source}\n{mark}\n").into()));
            until_shown(self.port, page, &mark)?;
            times.push(changed.elapsed());
        }
        self.engine.overlay(&file, None);
        self.edits += 1;
        Ok(times)
    }
}

/// `source` with the date of another day of the month.
fn other_day(source: &str) -> String {
    let other = |day: &str| if day.trim_start_matches('0') == "1" { "02" } else { "01" };
    let line = |line: &str| match line.strip_prefix("дата: ") {
        None => line.to_owned(),
        Some(iso) if iso.as_bytes().get(4) == Some(&b'-') => {
            let (month, day) = iso.split_at(iso.len() - 2);
            format!("дата: {month}{}", other(day))
        }
        Some(date) => {
            let (day, rest) = date.split_at(date.find(['.', ' ']).unwrap_or(0));
            format!("дата: {}{rest}", other(day).trim_start_matches('0'))
        }
    };
    source.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// Prints the times of edits, which took `processor` seconds of the processor together.
fn report(name: &str, mut times: Vec<Duration>, processor: f64) {
    times.sort_unstable();
    if times.is_empty() {
        return;
    }
    let at = |share: usize| milliseconds(times[(times.len() - 1) * share / 100]);
    println!(
        "  {name}: median {:.1} ms, 90 % {:.1} ms, longest {:.1} ms; processor {:.0} ms each",
        at(50),
        at(90),
        at(100),
        processor * 1000.0 / times.len() as f64
    );
}

fn measure(root: &Path, posts: usize, arguments: &Arguments) -> Result<()> {
    let start = Instant::now();
    let options = EngineOptions {
        root: root.to_owned(),
        now: jiff::Timestamp::now,
        today: Some(jiff::civil::date(2026, 9, 1)),
        poll: false,
    };
    let engine = Arc::new(Engine::start(options)?);
    let preview = Preview::start(Arc::clone(&engine), root.to_owned(), &ListenOptions::default())?;
    let port = preview.port();
    until_shown(port, "index.html", "</html>")?;
    println!("\n{posts} posts: first page after {:.0} ms", milliseconds(start.elapsed()));
    let files = engine
        .snapshot()
        .events()
        .map(|event| (root.join(event.file), event.path.to_owned()))
        .collect();
    let (engine, root) = (Arc::clone(&engine), root.to_owned());
    let mut edited = Edited { engine, root, port, files, edits: 0 };
    let pause = Duration::from_millis(arguments.pause);

    let first = FIRST.min(arguments.edits);
    edited.paced("body, right after the start", first, pause, Kind::Body)?;
    edited.paced("body", arguments.edits - first, pause, Kind::Body)?;
    edited.paced("title", arguments.edits, pause, Kind::Title)?;
    edited.paced("date", arguments.edits, pause, Kind::Date)?;
    let before = processor()?;
    let times = edited.burst(arguments.burst)?;
    report(&format!("body, {RATE} a second"), times, processor()? - before);
    let before = processor()?;
    let times = edited.typed(arguments.burst)?;
    report(&format!("unsaved text, {RATE} a second"), times, processor()? - before);
    println!("  background finished after {:.1} s", until_rest()?.as_secs_f64());

    let before = processor()?;
    std::thread::sleep(Duration::from_secs(arguments.idle));
    let share = (processor()? - before) / arguments.idle as f64;
    println!(
        "  idle: {:.2} % of a core; memory: {:.0} MiB now, {:.0} MiB at most",
        share * 100.0,
        status("VmRSS")?,
        status("VmHWM")?
    );
    edited.break_one()?;
    edited.paced("body, another post has an error", arguments.edits, pause, Kind::Body)?;
    let everything = edited.engine.snapshot();
    let start = Instant::now();
    let pages = everything.paths().iter().filter(|path| everything.page(path).is_some()).count();
    println!(
        "  all {pages} pages: {:.0} ms; memory: {:.0} MiB",
        milliseconds(start.elapsed()),
        status("VmRSS")?
    );
    Ok(())
}

/// How long the process still works after the last edit: until it has used at most a tenth of a core
/// for a second.
fn until_rest() -> Result<Duration> {
    const STEP: Duration = Duration::from_millis(100);
    let start = Instant::now();
    let mut busy = Duration::ZERO;
    let mut before = processor()?;
    while start.elapsed() < busy + Duration::from_secs(1) {
        std::thread::sleep(STEP);
        let now = processor()?;
        if now - before > STEP.as_secs_f64() / 10.0 {
            busy = start.elapsed();
        }
        before = now;
    }
    Ok(busy)
}

/// How long it takes from now until the page served at `path` shows `mark`, requested over HTTP every
/// 2 ms.
fn until_shown(port: u16, path: &str, mark: &str) -> Result<Duration> {
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(10) {
        let mut stream = TcpStream::connect(("127.0.0.1", port))?;
        write!(
            stream,
            "GET /{path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"
        )?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        if answer.windows(mark.len()).any(|window| window == mark.as_bytes()) {
            return Ok(start.elapsed());
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    Err(format!("{path} never shows {mark}").into())
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// The processor's time of this process, in seconds; 0 if the system has no `/proc`.
fn processor() -> Result<f64> {
    let Ok(stat) = fs::read_to_string("/proc/self/stat") else { return Ok(0.0) };
    let fields: Vec<&str> =
        stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    // Fields 14 and 15 of proc(5), in hundredths of a second.
    Ok((fields[11].parse::<f64>()? + fields[12].parse::<f64>()?) / 100.0)
}

/// A memory size of this process in MiB; 0 if the system has no `/proc`.
fn status(key: &str) -> Result<f64> {
    let Ok(status) = fs::read_to_string("/proc/self/status") else { return Ok(0.0) };
    let line = status.lines().find_map(|line| line.strip_prefix(key)).unwrap_or(": 0");
    let kib = line.trim_start_matches(':').split_whitespace().next().unwrap_or("0");
    Ok(kib.parse::<f64>()? / 1024.0)
}
