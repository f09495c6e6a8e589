//! `rostok serve`: runs the preview and reports its changes on the terminal.

use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr};
use std::path::Path;
use std::sync::{Arc, mpsc};
use std::time::Duration;

use jiff::tz::TimeZone;

use super::arguments::ServeArguments;
use super::terminal::Terminal;
use super::{Exit, draw, memory, problems, report};
use rostok::diagnostic::Diagnostic;
use rostok::quantity::count;
use rostok::serve::engine::{Engine, EngineOptions, Snapshot};
use rostok::serve::{ListenOptions, Preview};

/// Shows the site of `root` until Ctrl-C.
pub(super) fn run(root: &Path, args: &ServeArguments, terminal: &Terminal) -> Exit {
    memory::return_soon();
    match start(root, args, terminal) {
        Ok((preview, engine)) => show(&preview, &engine, args, terminal),
        Err(problem) => report::report_failure(&problem, terminal),
    }
}

fn start(
    root: &Path,
    args: &ServeArguments,
    terminal: &Terminal,
) -> Result<(Preview, Arc<Engine>), Box<Diagnostic>> {
    let options = EngineOptions {
        root: root.to_owned(),
        now: super::now,
        today: args.today.as_deref().map(super::day).transpose()?,
        poll: args.poll,
    };
    let progress = terminal.progress("Читаю сайт");
    let engine = Engine::start(options).map_err(|failure| super::failure_diagnostic(&failure))?;
    drop(progress);
    let engine = Arc::new(engine);
    let host = args.host.unwrap_or(Ipv4Addr::LOCALHOST.into());
    let options = ListenOptions { host, port: args.port, framed_by: None };
    let preview = Preview::start(Arc::clone(&engine), root.to_owned(), &options)
        .map_err(|error| cannot_listen(host, args.port, &error))?;
    Ok((preview, engine))
}

/// The error for an address that cannot be bound.
fn cannot_listen(host: IpAddr, port: u16, error: &std::io::Error) -> Box<Diagnostic> {
    let (message, hint) = match error.kind() {
        ErrorKind::AddrInUse => (
            format!("порт {port} и порты после него заняты другими программами"),
            "укажите другой порт: `rostok serve --port 8080`",
        ),
        ErrorKind::PermissionDenied => (
            format!("система не даёт программе порт {port}"),
            "укажите порт больше 1023: `rostok serve --port 8080`",
        ),
        ErrorKind::AddrNotAvailable => (
            format!("у этого компьютера нет адреса {host}"),
            "укажите адрес, который есть, или 0.0.0.0: все адреса сразу",
        ),
        _ => (format!("сайт нельзя показать по адресу {host}, порт {port}: {error}"), ""),
    };
    super::problem(message, hint)
}

fn show(
    preview: &Preview,
    engine: &Arc<Engine>,
    args: &ServeArguments,
    terminal: &Terminal,
) -> Exit {
    let (interrupted, end) = mpsc::channel();
    // Without a handler the system ends the program at once.
    drop(ctrlc::set_handler(move || interrupted.send(()).unwrap_or_default()));
    let first = engine.snapshot();
    print_problems(&first, terminal);
    terminal.print(&greeting(preview, args));
    if !args.no_open {
        open(preview.url());
    }
    let reported = Arc::clone(engine);
    let report_terminal = Terminal { ..*terminal };
    std::thread::spawn(move || report_changes(&reported, first, &report_terminal));
    // The handler keeps its sender until the program ends, so only Ctrl-C ends this. The threads
    // end with the program.
    end.recv().unwrap_or_default();
    terminal.print("\nПросмотр закончен\n");
    Exit::Done
}

fn greeting(preview: &Preview, args: &ServeArguments) -> String {
    let url = preview.url();
    let mut text = String::new();
    if preview.port() != args.port && args.port != 0 {
        text += &format!("Порт {} занят другой программой, взят {}\n", args.port, preview.port());
    }
    if args.host.is_some_and(|host| !host.is_loopback()) {
        text += "Сайт с черновиками видят все, кто есть в вашей сети\n";
    }
    text += &format!(
        "Сайт открыт для просмотра: {url}\n\
         Все события и черновики: {url}_rostok/\n\
         Закончить: Ctrl+C\n"
    );
    text
}

/// Opens the browser. If there is none, the reader has the address on the terminal.
pub(super) fn open(url: String) {
    std::thread::spawn(move || drop(opener::open_browser(url)));
}

/// Prints a line for each change, after the problems if they have changed.
fn report_changes(engine: &Engine, mut last: Snapshot, terminal: &Terminal) {
    /// `wait_newer` needs a bound; nothing depends on its length.
    const WAIT: Duration = Duration::from_secs(3600);
    loop {
        let Some(snapshot) = engine.wait_newer(last.generation(), WAIT) else { continue };
        if snapshot.changed().problems > last.generation() {
            print_problems(&snapshot, terminal);
        }
        let time = TimeZone::system().to_datetime(super::now()).strftime("%H:%M:%S");
        terminal.print(&format!("{time} {}\n", summary(&snapshot)));
        last = snapshot;
    }
}

fn print_problems(snapshot: &Snapshot, terminal: &Terminal) {
    let mut problems = snapshot.diagnostics().to_vec();
    draw::sort(&mut problems);
    problems::print_problems(&problems, terminal);
}

fn summary(snapshot: &Snapshot) -> String {
    let problems = snapshot.diagnostics();
    let errors = problems.iter().filter(|problem| problem.is_error()).count();
    let warnings = problems.len() - errors;
    let mut parts = Vec::new();
    if errors > 0 {
        parts.push(count(errors, "ошибка", "ошибки", "ошибок"));
    }
    if warnings > 0 {
        parts.push(count(warnings, "предупреждение", "предупреждения", "предупреждений"));
    }
    let state = match errors {
        0 => "сайт обновлён",
        _ if snapshot.is_held_up() => "показан прежний сайт",
        _ => "остальное обновлено",
    };
    parts.push(state.to_owned());
    parts.join(", ")
}
