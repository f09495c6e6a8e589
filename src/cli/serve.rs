//! `rostok serve`: the preview, and its short account on the terminal.

use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr};
use std::path::Path;
use std::sync::{Arc, mpsc};
use std::time::Duration;

use jiff::tz::TimeZone;

use super::arguments::ServeArguments;
use super::report;
use super::terminal::Terminal;
use super::{Exit, draw};
use rostok::diagnostic::Diagnostic;
use rostok::quantity::count;
use rostok::serve::engine::{Engine, EngineOptions, Snapshot};
use rostok::serve::{Listening, Preview};

/// Shows the site of `root` until Ctrl-C.
pub(super) fn run(root: &Path, asked: &ServeArguments, terminal: &Terminal) -> Exit {
    match start(root, asked, terminal) {
        Ok((preview, engine)) => show(&preview, &engine, asked, terminal),
        Err(problem) => report::refuse(&problem, terminal),
    }
}

fn start(
    root: &Path,
    asked: &ServeArguments,
    terminal: &Terminal,
) -> Result<(Preview, Arc<Engine>), Box<Diagnostic>> {
    let options = EngineOptions {
        root: root.to_owned(),
        now: super::now,
        today: asked.today.as_deref().map(super::day).transpose()?,
        poll: asked.poll,
    };
    let progress = terminal.progress("Читаю сайт");
    let engine = Engine::start(options).map_err(|failure| super::failed(&failure))?;
    drop(progress);
    let engine = Arc::new(engine);
    let host = asked.host.unwrap_or(Ipv4Addr::LOCALHOST.into());
    let listening = Listening { host, port: asked.port };
    let preview = Preview::start(Arc::clone(&engine), root.to_owned(), &listening)
        .map_err(|error| cannot_listen(host, asked.port, &error))?;
    Ok((preview, engine))
}

/// Why nothing can be shown at that address.
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
    asked: &ServeArguments,
    terminal: &Terminal,
) -> Exit {
    let (interrupted, end) = mpsc::channel();
    // Without a handler the system ends the program, as roughly as it always does.
    drop(ctrlc::set_handler(move || interrupted.send(()).unwrap_or_default()));
    let first = engine.snapshot();
    tell_problems(&first, terminal);
    terminal.print(&greeting(preview, asked));
    if !asked.no_open {
        open(preview.url());
    }
    let account = Arc::clone(engine);
    let account_terminal = Terminal { ..*terminal };
    std::thread::spawn(move || keep_account(&account, first, &account_terminal));
    // The handler lives as long as the program, so this ends with Ctrl-C alone; the threads end
    // with the program.
    end.recv().unwrap_or_default();
    terminal.print("\nПросмотр закончен\n");
    Exit::Done
}

fn greeting(preview: &Preview, asked: &ServeArguments) -> String {
    let url = preview.url();
    let mut text = String::new();
    if preview.port() != asked.port && asked.port != 0 {
        text += &format!("Порт {} занят другой программой, взят {}\n", asked.port, preview.port());
    }
    if asked.host.is_some_and(|host| !host.is_loopback()) {
        text += "Сайт с черновиками видят все, кто есть в вашей сети\n";
    }
    text += &format!(
        "Сайт открыт для просмотра: {url}\n\
         Все события и черновики: {url}_rostok/\n\
         Закончить: Ctrl+C\n"
    );
    text
}

/// Opens the browser. Where there is none, the address on the terminal has to do.
fn open(url: String) {
    std::thread::spawn(move || drop(opener::open_browser(url)));
}

/// One line for each change, after the problems if those have changed.
fn keep_account(engine: &Engine, mut last: Snapshot, terminal: &Terminal) {
    /// The engine speaks sooner; this only bounds how long one question lasts.
    const LONG: Duration = Duration::from_secs(3600);
    loop {
        let Some(snapshot) = engine.wait_newer(last.generation(), LONG) else { continue };
        if snapshot.changed().problems > last.generation() {
            tell_problems(&snapshot, terminal);
        }
        let time = TimeZone::system().to_datetime(super::now()).strftime("%H:%M:%S");
        terminal.print(&format!("{time} {}\n", verdict(snapshot.diagnostics())));
        last = snapshot;
    }
}

fn tell_problems(snapshot: &Snapshot, terminal: &Terminal) {
    let mut problems = snapshot.diagnostics().to_vec();
    draw::sort(&mut problems);
    report::draw_all(&problems, terminal);
}

fn verdict(problems: &[Diagnostic]) -> String {
    let errors = problems.iter().filter(|problem| problem.is_error()).count();
    let warnings = problems.len() - errors;
    let mut found = Vec::new();
    if errors > 0 {
        found.push(count(errors, "ошибка", "ошибки", "ошибок"));
    }
    if warnings > 0 {
        found.push(count(warnings, "предупреждение", "предупреждения", "предупреждений"));
    }
    let state = if errors > 0 {
        "показан прежний сайт"
    } else {
        "сайт обновлён"
    };
    found.push(state.to_owned());
    found.join(", ")
}
