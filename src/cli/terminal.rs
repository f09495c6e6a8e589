//! The terminal: printing, colours, width, progress.
//!
//! Rust writes UTF-16 to a Windows console, whatever its code page, so Cyrillic needs no special
//! care; pipes and files get UTF-8. anstream translates colours for old consoles, and drops them if
//! `NO_COLOR` is set or the output is no terminal.

use std::io::Write;
use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::Duration;

use anstream::{AutoStream, ColorChoice};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rostok::photos::{self, Picture};

/// The width without a terminal.
const DEFAULT_WIDTH: usize = 100;

/// The maximum width of messages: longer lines are hard to read.
const MAX_WIDTH: usize = 120;

/// Progress appears after this time: for shorter work it would only flicker.
const PROGRESS_DELAY: Duration = Duration::from_millis(300);

/// The progress line while photos are processed, for wide and narrow terminals.
const PHOTOS: &str = "{spinner} {msg} {bar:30} {pos} из {len} фото";
const PHOTOS_NARROW: &str = "{spinner} {msg} {wide_bar} {pos} из {len} фото";

/// The width that [`PHOTOS`] needs, with room for large numbers.
const WIDE: usize = 72;

/// The properties of the output streams.
#[derive(Debug)]
pub(crate) struct Terminal {
    /// Whether problems may be drawn in colour.
    pub(crate) colour: bool,
    /// The width of a drawn problem in columns; at least 40.
    pub(crate) width: usize,
}

impl Terminal {
    /// Detects the terminal of this process.
    pub(crate) fn detect() -> Self {
        let stderr = std::io::stderr();
        let colour = AutoStream::choice(&stderr) != ColorChoice::Never;
        let columns = terminal_size::terminal_size_of(&stderr)
            .map_or(DEFAULT_WIDTH, |(width, _)| usize::from(width.0));
        Self { colour, width: columns.clamp(40, MAX_WIDTH) }
    }

    /// Prints to stdout. A closed pipe is no error.
    pub(crate) fn print(&self, text: &str) {
        let mut stdout = anstream::stdout();
        // Flush: a question has no end of line and must be visible before the answer.
        drop(write!(stdout, "{text}").and_then(|()| stdout.flush()));
    }

    /// Prints to stderr.
    pub(crate) fn print_error(&self, text: &str) {
        drop(write!(anstream::stderr(), "{text}"));
    }

    /// Shows a progress line with the text `doing` until the returned value is dropped. Appears only
    /// on a terminal, and only if the work takes long.
    pub(crate) fn progress(&self, doing: &'static str) -> ProgressLine {
        let line = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden())
            .with_style(ProgressStyle::default_spinner())
            .with_message(format!("{doing}…"));
        let (done, waiting) = mpsc::channel();
        let shown = line.clone();
        let thread = std::thread::spawn(move || {
            if waiting.recv_timeout(PROGRESS_DELAY) == Err(RecvTimeoutError::Timeout) {
                shown.set_draw_target(ProgressDrawTarget::stderr());
                shown.enable_steady_tick(Duration::from_millis(100));
                // Returns when `ProgressLine` drops the sender.
                waiting.recv().unwrap_or_default();
                shown.finish_and_clear();
            }
        });
        let photos = if self.width < WIDE { PHOTOS_NARROW } else { PHOTOS };
        ProgressLine { line, photos, done: Some(done), thread: Some(thread) }
    }
}

/// A progress line.
#[derive(Debug)]
pub(crate) struct ProgressLine {
    line: ProgressBar,
    /// The template of the line while photos are processed.
    photos: &'static str,
    done: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl photos::Progress for ProgressLine {
    fn finished(&self, _: &str, _: &Arc<Picture>, all: usize) {
        if self.line.length().is_none() {
            self.line.set_length(all as u64);
            if let Ok(style) = ProgressStyle::with_template(self.photos) {
                self.line.set_style(style);
            }
        }
        self.line.inc(1);
    }
}

impl Drop for ProgressLine {
    fn drop(&mut self) {
        drop(self.done.take());
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}
