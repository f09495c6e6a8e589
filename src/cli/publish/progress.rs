//! The terminal's side of an upload: the clock, the questions, the progress bar, Ctrl-C.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use jiff::tz::TimeZone;
use rostok::config;
use rostok::diagnostic::Diagnostic;
use rostok::publish::ftp::Password;
use rostok::publish::{Dialog, Host, UploadEvent, describe_fault, words};
use rostok::quantity::kilobytes;

use super::messages;
use crate::cli::problem;
use crate::cli::terminal::Terminal;

/// The environment variable with the password, for scripts.
const PASSWORD: &str = "ROSTOK_FTP_PASSWORD";

const BAR: &str = "{wide_bar} {sent} из {all}, {speed} в секунду, осталось {left}  {msg}";

/// Shows an upload on the terminal.
pub(super) struct ProgressHost<'t> {
    terminal: &'t Terminal,
    /// Whether plans and progress are not shown.
    is_quiet: bool,
    /// The site's.
    timezone: &'t TimeZone,
    /// What is asked about the last plan.
    question: &'static str,
    bar: ProgressBar,
    /// How many bytes of files are in place.
    sent: u64,
    /// How many bytes are sent of each file in transfer.
    in_transfer: BTreeMap<String, u64>,
    /// Set by Ctrl-C; `None` until the handler is installed.
    stopped: Option<Arc<AtomicBool>>,
}

impl<'t> ProgressHost<'t> {
    pub(super) fn new(terminal: &'t Terminal, is_quiet: bool, timezone: &'t TimeZone) -> Self {
        let target =
            if is_quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let bar = ProgressBar::with_draw_target(Some(0), target);
        if let Ok(style) = ProgressStyle::with_template(BAR) {
            bar.set_style(with_russian_units(style));
        }
        Self {
            terminal,
            is_quiet,
            timezone,
            question: messages::PUBLISH,
            bar,
            sent: 0,
            in_transfer: BTreeMap::new(),
            stopped: None,
        }
    }

    /// The flag that Ctrl-C sets. The handler is installed when it is first needed: a question before the
    /// upload is ended by Ctrl-C as usual.
    fn stopped(&mut self) -> &AtomicBool {
        self.stopped.get_or_insert_with(|| {
            let stopped = Arc::new(AtomicBool::new(false));
            let stop = Arc::clone(&stopped);
            // Without a handler Ctrl-C ends the program; the next upload continues from there.
            drop(ctrlc::set_handler(move || stop.store(true, Ordering::Relaxed)));
            stopped
        })
    }

    fn update_position(&self) {
        self.bar.set_position(self.sent + self.in_transfer.values().sum::<u64>());
    }
}

/// Replaces the units of indicatif, which are English.
fn with_russian_units(style: ProgressStyle) -> ProgressStyle {
    type State<'s> = &'s ProgressState;
    let write = |out: &mut dyn Write, text: String| {
        let _ = out.write_str(&text);
    };
    style
        .with_key("sent", move |state: State<'_>, out: &mut dyn Write| {
            write(out, kilobytes(state.pos()));
        })
        .with_key("all", move |state: State<'_>, out: &mut dyn Write| {
            write(out, kilobytes(state.len().unwrap_or_default()));
        })
        .with_key("speed", move |state: State<'_>, out: &mut dyn Write| {
            write(out, kilobytes(state.per_sec() as u64));
        })
        .with_key("left", move |state: State<'_>, out: &mut dyn Write| {
            write(out, words::time(state.eta().as_secs()));
        })
}

impl Host for ProgressHost<'_> {
    fn now(&mut self) -> i64 {
        crate::cli::now().as_second()
    }

    fn pause(&mut self, time: Duration) {
        let end = Instant::now() + time;
        while Instant::now() < end && !self.is_stopped() {
            std::thread::sleep(Duration::from_millis(100).min(time));
        }
    }

    fn report(&mut self, event: UploadEvent<'_>) {
        match event {
            UploadEvent::Unencrypted => {
                self.terminal.print_error(&format!("{}\n", words::UNENCRYPTED));
            }
            UploadEvent::Planned { plan, summary, undo, target, speed } => {
                if undo.is_some() {
                    self.question = messages::UNDO;
                }
                if !self.is_quiet {
                    let head = messages::plan_head(target, undo, self.timezone);
                    self.terminal.print(&messages::plan(&head, plan, summary, speed));
                }
            }
            UploadEvent::Started { bytes } => {
                self.bar.set_length(bytes);
                self.bar.reset_elapsed();
            }
            UploadEvent::Sending { path, sent } => {
                // Records have no path and are not counted.
                if !path.is_empty() {
                    self.in_transfer.insert(path.to_owned(), sent);
                    self.update_position();
                    self.bar.set_message(path.to_owned());
                }
            }
            UploadEvent::Sent { path, size } => {
                self.in_transfer.remove(path);
                self.sent += size;
                self.update_position();
            }
            UploadEvent::Checking { path } => self.bar.set_message(format!("сверка {path}")),
            UploadEvent::LineEnds { files } => {
                self.terminal.print_error(&format!("{}\n", words::line_ends(files)));
            }
            UploadEvent::Probing { done, of } if done < of => {
                self.bar.set_message(format!("проверка: файл {} из {of}", done + 1));
            }
            UploadEvent::Probing { .. } => self.bar.set_message("жду, когда страницы станут видны"),
            UploadEvent::Interrupted => self.bar.set_message("останавливаю"),
            UploadEvent::Removed { path } => self.bar.set_message(format!("удалён {path}")),
            UploadEvent::Waiting { fault, pause } => {
                let (what, seconds) = (describe_fault(fault), pause.as_secs());
                self.bar.set_message(format!("{what}; следующая попытка через {seconds}\u{a0}с"));
            }
        }
    }

    fn is_stopped(&mut self) -> bool {
        self.stopped().load(Ordering::Relaxed)
    }
}

impl Dialog for ProgressHost<'_> {
    /// From the environment or the user; never stored.
    fn password(&mut self, server: &config::Ftp) -> Result<Password, Box<Diagnostic>> {
        if let Ok(password) = std::env::var(PASSWORD) {
            return Ok(Password::new(&password));
        }
        let hint =
            format!("введите его, когда Росток спросит, или задайте переменную `{PASSWORD}`");
        if !std::io::stdin().is_terminal() {
            return Err(problem("не указан пароль FTP", hint));
        }
        let question = format!("Пароль FTP для {} на {}: ", server.login, server.host);
        match rpassword::prompt_password(question) {
            Ok(password) => Ok(Password::new(&password)),
            Err(_) => Err(problem("пароль FTP не прочитан", hint)),
        }
    }

    fn confirm(&mut self) -> bool {
        super::ask(self.question, self.terminal)
    }

    fn finished(&mut self) -> Option<u64> {
        let seconds = self.bar.elapsed().as_secs_f64();
        self.bar.finish_and_clear();
        (seconds > 1.0 && self.sent > 0).then(|| (self.sent as f64 / seconds) as u64)
    }
}
