//! Runs a tool as a whole process, measures it, and counts the files it wrote.

use std::fs;
use std::ops::RangeInclusive;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use wait4::Wait4 as _;
use walkdir::WalkDir;

pub(crate) type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// The figures of one run.
#[derive(Clone, Copy)]
pub(crate) struct Sample {
    /// From before the process is started to its end.
    pub(crate) time: Duration,
    /// Processor time of all cores, which other load changes less.
    pub(crate) processor: Duration,
    /// The largest resident set, in bytes. On Linux at least that of the bench itself, a few MiB: a
    /// new process starts as a copy of its parent.
    pub(crate) memory: u64,
}

/// Runs `command`; its messages go to `log` and into the error if it fails.
pub(crate) fn run(mut command: Command, log: &Path) -> Result<Sample> {
    // Writes of the run before must not slow this one down.
    if cfg!(unix) {
        Command::new("sync").status()?;
    }
    let messages = fs::File::create(log)?;
    command.stdin(Stdio::null()).stdout(messages.try_clone()?).stderr(messages);
    let start = Instant::now();
    let ended = command.spawn()?.wait4()?;
    let time = start.elapsed();
    if !ended.status.success() {
        let text = fs::read_to_string(log)?;
        let text: String = text.chars().take(2000).collect();
        return Err(
            format!("{} ({})\n{text}", ended.status, command.get_program().display()).into()
        );
    }
    let processor = ended.rusage.utime + ended.rusage.stime;
    Ok(Sample { time, processor, memory: ended.rusage.maxrss })
}

/// The content of an output folder.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(crate) struct Output {
    pub(crate) files: usize,
    pub(crate) bytes: u64,
    /// Pages in folders named after calendar years.
    pub(crate) posts: usize,
    /// Other pages.
    pub(crate) lists: usize,
    /// Entries of the whole site's feed.
    pub(crate) feed: usize,
    /// Addresses in the sitemap.
    pub(crate) sitemap: usize,
}

impl Output {
    pub(crate) fn count(folder: &Path) -> Result<Self> {
        let mut output = Self::default();
        if !folder.exists() {
            return Ok(output);
        }
        for entry in WalkDir::new(folder) {
            let entry = entry?;
            if !entry.file_type().is_file() {
                continue;
            }
            output.files += 1;
            output.bytes += entry.metadata()?.len();
            let path = entry.path().strip_prefix(folder)?;
            if path.extension().is_some_and(|extension| extension == "html") {
                match path.parent().and_then(Path::to_str) {
                    Some(year) if year.parse::<u16>().is_ok() => output.posts += 1,
                    _ => output.lists += 1,
                }
            }
            match path.to_str() {
                Some("feed.xml") => output.feed = occurrences(entry.path(), "<entry>")?,
                Some("index.xml") => output.feed = occurrences(entry.path(), "<item>")?,
                // A large sitemap has several files.
                Some(name) if name.starts_with("sitemap") => {
                    output.sitemap += occurrences(entry.path(), "<url>")?;
                }
                _ => {}
            }
        }
        Ok(output)
    }

    /// Whether this is a news section of `posts` posts: a page for each, lists of 20 for all of them
    /// and for each direction, a feed of 20, a sitemap.
    pub(crate) fn check(&self, posts: usize) -> Result<()> {
        self.check_pages(posts)?;
        expect("entries of the feed", self.feed, posts.min(20)..=posts.min(20))
    }

    /// The same without the feed.
    pub(crate) fn check_pages(&self, posts: usize) -> Result<()> {
        self.check_posts(posts)?;
        // The lists of the directions are at least as many pages as one list of them all.
        expect("list pages", self.lists, 2 * posts.div_ceil(20)..=usize::MAX)?;
        expect("addresses in the sitemap", self.sitemap, posts..=usize::MAX)
    }

    /// Whether there is a page for each post.
    pub(crate) fn check_posts(&self, posts: usize) -> Result<()> {
        expect("post pages", self.posts, posts..=posts)
    }
}

fn expect(what: &str, found: usize, expected: RangeInclusive<usize>) -> Result<()> {
    if expected.contains(&found) {
        return Ok(());
    }
    Err(format!("not the same work: {found} {what}, expected {}", expected.start()).into())
}

fn occurrences(file: &Path, what: &str) -> Result<usize> {
    Ok(fs::read_to_string(file)?.matches(what).count())
}
