//! The terminal's side of an upload: the clock, the pauses, the bar, Ctrl-C.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use rostok::publish::{Event, Outside, describe_fault};
use rostok::quantity::kilobytes;

use super::told;

const BAR: &str = "{wide_bar} {sent} из {all}, {speed} в секунду, осталось {left}  {msg}";

/// What a user sees of an upload.
pub(super) struct Desk {
    bar: ProgressBar,
    /// How many bytes of files are in their places, and of those that are being sent.
    whole: u64,
    under_way: BTreeMap<String, u64>,
    stopped: Arc<AtomicBool>,
}

impl Desk {
    /// A bar for `bytes`, on a terminal only. Ctrl-C ends the work after the file under way.
    pub(super) fn new(quiet: bool) -> Self {
        let target =
            if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let bar = ProgressBar::with_draw_target(Some(0), target);
        if let Ok(style) = ProgressStyle::with_template(BAR) {
            // What the template knows by itself has English units.
            type State<'s> = &'s ProgressState;
            let put = |out: &mut dyn Write, text: String| {
                let _ = out.write_str(&text);
            };
            let style = style
                .with_key("sent", move |state: State<'_>, out: &mut dyn Write| {
                    put(out, kilobytes(state.pos()));
                })
                .with_key("all", move |state: State<'_>, out: &mut dyn Write| {
                    put(out, kilobytes(state.len().unwrap_or_default()));
                })
                .with_key("speed", move |state: State<'_>, out: &mut dyn Write| {
                    put(out, kilobytes(state.per_sec() as u64));
                })
                .with_key("left", move |state: State<'_>, out: &mut dyn Write| {
                    put(out, told::time(state.eta().as_secs()));
                });
            bar.set_style(style);
        }
        let stopped = Arc::new(AtomicBool::new(false));
        let stop = Arc::clone(&stopped);
        // Without a handler the system ends the program; the next upload goes on from there.
        drop(ctrlc::set_handler(move || stop.store(true, Ordering::Relaxed)));
        Self { bar, whole: 0, under_way: BTreeMap::new(), stopped }
    }

    /// The bar itself, for whoever knows how many bytes there are before anything is sent.
    pub(super) fn bar(&self) -> ProgressBar {
        self.bar.clone()
    }

    /// The bar is taken away. Bytes per second, where it took long enough to tell.
    pub(super) fn end(&self) -> Option<u64> {
        let seconds = self.bar.elapsed().as_secs_f64();
        self.bar.finish_and_clear();
        (seconds > 1.0 && self.whole > 0).then(|| (self.whole as f64 / seconds) as u64)
    }
}

impl Outside for Desk {
    fn now(&mut self) -> i64 {
        crate::cli::now().as_second()
    }

    fn pause(&mut self, time: Duration) {
        let end = Instant::now() + time;
        while Instant::now() < end && !self.is_stopped() {
            std::thread::sleep(Duration::from_millis(100).min(time));
        }
    }

    fn tell(&mut self, event: Event<'_>) {
        match event {
            Event::Sending { path, sent } => {
                // Records have no name: they are not counted.
                if !path.is_empty() {
                    self.under_way.insert(path.to_owned(), sent);
                    self.bar.set_position(self.whole + self.under_way.values().sum::<u64>());
                    self.bar.set_message(path.to_owned());
                }
            }
            Event::Sent { path, size } => {
                self.under_way.remove(path);
                self.whole += size;
                self.bar.set_position(self.whole + self.under_way.values().sum::<u64>());
            }
            Event::Checking { path } => self.bar.set_message(format!("сверка {path}")),
            Event::Removed { path } => self.bar.set_message(format!("удалён {path}")),
            Event::Waiting { fault, pause } => {
                let fault = describe_fault(fault);
                let text = format!("{fault}; следующая попытка через {}\u{a0}с", pause.as_secs());
                self.bar.set_message(text);
            }
        }
    }

    fn is_stopped(&mut self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }
}
