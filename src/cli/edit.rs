//! `rostok`, which a double click starts, and `rostok edit`: the editor in the browser.

use std::path::Path;

use super::arguments::EditArguments;
use super::terminal::Terminal;
use super::{Exit, memory, problem, report};
use rostok::diagnostic::Diagnostic;
use rostok::editor::{Editor, EditorOptions, StartedEditor};

/// Lets the teacher edit the site of `root` until the work is ended in the browser, or with Ctrl-C.
pub(super) fn run(root: &Path, args: &EditArguments, terminal: &Terminal) -> Exit {
    memory::return_soon();
    let exit = match start(root, args, terminal) {
        Ok(StartedEditor::Here(editor)) => edit(&editor, args, terminal),
        Ok(StartedEditor::Elsewhere { url }) => {
            show_address(
                &url,
                "Росток уже открыт для этой папки, вот ещё одна вкладка",
                args,
                terminal,
            );
            Exit::Done
        }
        Err(problem) => report::report_failure(&problem, terminal),
    };
    #[cfg(windows)]
    if exit != Exit::Done {
        wait_for_enter(terminal);
    }
    exit
}

fn start(
    root: &Path,
    args: &EditArguments,
    terminal: &Terminal,
) -> Result<StartedEditor, Box<Diagnostic>> {
    let options = EditorOptions {
        root: root.to_owned(),
        port: args.port,
        now: super::now,
        today: args.today.as_deref().map(super::day).transpose()?,
    };
    let _progress = terminal.progress("Читаю раздел");
    Editor::start(options).map_err(|error| problem(error.to_string(), error.hint()))
}

fn edit(editor: &Editor, args: &EditArguments, terminal: &Terminal) -> Exit {
    let stop = editor.stopper();
    // Without a handler the system ends the program at once, perhaps while it writes.
    drop(ctrlc::set_handler(move || stop.stop()));
    show_address(&editor.url(), "Росток открыт в браузере", args, terminal);
    if !args.no_open {
        terminal.print(
            "Не закрывайте это окно, пока работаете\n\
             Закончить: кнопка «Завершить» в браузере или Ctrl+C здесь\n",
        );
    }
    editor.wait_until_closed();
    if !args.no_open {
        terminal.print("Работа закончена\n");
    }
    Exit::Done
}

/// Opens the address in the browser, and prints it for whom no browser opens; the address alone if a
/// script is to open it.
fn show_address(url: &str, words: &str, args: &EditArguments, terminal: &Terminal) {
    if args.no_open {
        terminal.print(&format!("{url}\n"));
        return;
    }
    terminal.print(&format!("{words}: {url}\n"));
    super::serve::open(url.to_owned());
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
