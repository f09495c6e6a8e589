//! What the program prints to: two streams, perhaps with colours, a width and someone watching.
//!
//! Rust writes to a Windows console as UTF-16 whatever its code page, so Cyrillic needs no care of
//! ours there; into a pipe or a file go UTF-8 bytes. anstream turns colours into what the console
//! knows, and drops them where `NO_COLOR` is set or nobody watches.

use std::io::Write;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::Duration;

use anstream::{AutoStream, ColorChoice};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rostok::photos::{self, Picture};

/// Columns taken for granted where there is no terminal to ask.
const DEFAULT_WIDTH: usize = 100;

/// A message is not drawn wider than this: long lines are hard to read.
const MAX_WIDTH: usize = 120;

/// Work shorter than this shows no progress: a flash only disturbs.
const PATIENCE: Duration = Duration::from_millis(300);

/// The line of progress while photos are made, and the same where it would not fit.
const PHOTOS: &str = "{spinner} {msg} {bar:30} {pos} из {len} фото";
const PHOTOS_NARROW: &str = "{spinner} {msg} {wide_bar} {pos} из {len} фото";

/// The columns that the line takes, and some for large numbers.
const WIDE: usize = 72;

/// The two streams, and what is known of them.
#[derive(Debug)]
pub(crate) struct Terminal {
    /// Whether problems may be drawn in colour.
    pub(crate) colour: bool,
    /// How many columns a problem may take; at least 40.
    pub(crate) width: usize,
}

impl Terminal {
    /// What this process is connected to.
    pub(crate) fn of_this_process() -> Self {
        let stderr = std::io::stderr();
        let colour = AutoStream::choice(&stderr) != ColorChoice::Never;
        let columns = terminal_size::terminal_size_of(&stderr)
            .map_or(DEFAULT_WIDTH, |(width, _)| usize::from(width.0));
        Self { colour, width: columns.clamp(40, MAX_WIDTH) }
    }

    /// Prints what was asked for. A reader that has gone away is not a problem.
    pub(crate) fn print(&self, text: &str) {
        let mut stdout = anstream::stdout();
        // A question has no end of line, and would not be seen before the answer.
        drop(write!(stdout, "{text}").and_then(|()| stdout.flush()));
    }

    /// Prints what is wrong.
    pub(crate) fn complain(&self, text: &str) {
        drop(write!(anstream::stderr(), "{text}"));
    }

    /// Says what is being done, from now until the value is dropped; only to a terminal, and only
    /// if it takes long.
    pub(crate) fn progress(&self, doing: &'static str) -> Progress {
        let line = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden())
            .with_style(ProgressStyle::default_spinner())
            .with_message(format!("{doing}…"));
        let (done, waiting) = mpsc::channel();
        let shown = line.clone();
        let thread = std::thread::spawn(move || {
            if waiting.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                shown.set_draw_target(ProgressDrawTarget::stderr());
                shown.enable_steady_tick(Duration::from_millis(100));
                // Ends as soon as the other end is dropped.
                waiting.recv().unwrap_or_default();
                shown.finish_and_clear();
            }
        });
        let photos = if self.width < WIDE { PHOTOS_NARROW } else { PHOTOS };
        Progress { line, photos, done: Some(done), thread: Some(thread) }
    }
}

/// A line that says what is being done, and how far it is.
#[derive(Debug)]
pub(crate) struct Progress {
    line: ProgressBar,
    /// What the line looks like while photos are made.
    photos: &'static str,
    done: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl photos::Progress for Progress {
    fn finished(&self, _: &str, _: &Picture, all: usize) {
        if self.line.length().is_none() {
            self.line.set_length(all as u64);
            if let Ok(style) = ProgressStyle::with_template(self.photos) {
                self.line.set_style(style);
            }
        }
        self.line.inc(1);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        drop(self.done.take());
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}
