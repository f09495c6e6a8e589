//! `rostok build`, and `rostok` without a command.

use std::path::Path;

use rayon::ThreadPoolBuilder;

use super::Exit;
use super::arguments::BuildArguments;
use super::report::{self, Work};
use super::terminal::{Progress, Terminal};
use rostok::diagnostic::Diagnostic;
use rostok::pipeline::{self, Outcome, Request};

/// Builds the site of `root`.
pub(super) fn run(root: &Path, asked: &BuildArguments, terminal: &Terminal) -> Exit {
    let progress = terminal.progress("Собираю сайт");
    let outcome = build(root, asked, &progress);
    drop(progress);
    report::tell(outcome, asked.site.format, Work::Build, terminal)
}

/// Builds the site and says what to do next, as a double click asks.
pub(super) fn run_by_double_click(root: &Path, terminal: &Terminal) -> Exit {
    let asked = BuildArguments::default();
    let exit = run(root, &asked, terminal);
    match exit {
        Exit::Done => terminal.print(&next_steps(&asked.site.out(root))),
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
    asked: &BuildArguments,
    progress: &Progress,
) -> Result<Outcome, Box<Diagnostic>> {
    let request = Request { adopt: asked.adopt, ..super::request(root, &asked.site)? };
    // This thread works with the others, where it would wait for one more. That fails where they work
    // already, and then it waits.
    drop(ThreadPoolBuilder::new().use_current_thread().build_global());
    pipeline::build(&request, progress).map_err(|failure| super::failed(&failure))
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

/// Keeps the window open: Windows closes it as soon as a program started by a double click ends.
/// `cmd` sets `PROMPT` for what it starts, the desktop does not; from PowerShell the question is
/// asked too, which does no harm.
#[cfg(windows)]
fn wait_for_enter(terminal: &Terminal) {
    use std::io::IsTerminal;

    if std::env::var_os("PROMPT").is_none() && std::io::stdin().is_terminal() {
        terminal.print("\nНажмите Enter, чтобы закрыть окно\n");
        drop(std::io::stdin().read_line(&mut String::new()));
    }
}
