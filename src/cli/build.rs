//! `rostok build`, and `rostok` without a command.

use std::path::Path;

use rayon::ThreadPoolBuilder;

use super::Exit;
use super::arguments::BuildArguments;
use super::report::{self, Task};
use super::terminal::{ProgressLine, Terminal};
use rostok::diagnostic::Diagnostic;
use rostok::pipeline::{self, Outcome, Request};

pub(super) fn run(root: &Path, args: &BuildArguments, terminal: &Terminal) -> Exit {
    let progress = terminal.progress("Собираю сайт");
    let outcome = build(root, args, &progress);
    drop(progress);
    report::report_outcome(outcome, args.site.format, Task::Build, terminal)
}

/// Builds the site and prints what to do next. This is what a double click on the program runs.
pub(super) fn run_by_double_click(root: &Path, terminal: &Terminal) -> Exit {
    let args = BuildArguments::default();
    let exit = run(root, &args, terminal);
    match exit {
        Exit::Done => terminal.print(&next_steps(&args.site.out(root))),
        Exit::Content => terminal.print("Поправьте эти места и запустите Росток снова\n"),
        Exit::Environment => {
            terminal.print("Сайт нового центра: `rostok init`; справка: `rostok --help`\n")
        }
    }
    #[cfg(windows)]
    wait_for_enter(terminal);
    exit
}

fn build(
    root: &Path,
    args: &BuildArguments,
    progress: &ProgressLine,
) -> Result<Outcome, Box<Diagnostic>> {
    let request = Request { adopt: args.adopt, ..super::request(root, &args.site)? };
    // This thread joins the pool instead of waiting for one more thread. If a global pool exists
    // already, this fails, and the thread waits.
    drop(ThreadPoolBuilder::new().use_current_thread().build_global());
    pipeline::build(&request, progress).map_err(|failure| super::failure_diagnostic(&failure))
}

fn next_steps(out: &Path) -> String {
    format!(
        "\nЧто дальше:\n  \
         посмотреть сайт: откройте `{}`\n  \
         видеть его, пока пишете: `rostok serve`\n  \
         добавить событие: `rostok new \"Название события\"`\n  \
         все команды: `rostok --help`\n",
        out.join("index.html").display()
    )
}

/// Keeps the window open: Windows closes it when a program started by a double click ends. `cmd`
/// sets `PROMPT` for its child processes, the desktop does not. From PowerShell the question appears
/// too, which does no harm.
#[cfg(windows)]
fn wait_for_enter(terminal: &Terminal) {
    use std::io::IsTerminal;

    if std::env::var_os("PROMPT").is_none() && std::io::stdin().is_terminal() {
        terminal.print("\nНажмите Enter, чтобы закрыть окно\n");
        drop(std::io::stdin().read_line(&mut String::new()));
    }
}
