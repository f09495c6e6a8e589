//! `rostok theme`: writes the files of a theme that is inside the program, to be changed.

use std::path::Path;

use rostok::fs::with_slashes;
use rostok::pipeline;

use super::arguments::ThemeArguments;
use super::terminal::Terminal;
use super::{Exit, report};

pub(super) fn run(root: &Path, args: &ThemeArguments, terminal: &Terminal) -> Exit {
    let name = args.name.as_deref().unwrap_or(&args.theme);
    match pipeline::write_theme(root, &args.theme, name) {
        Ok(files) => {
            let files: String =
                files.iter().map(|file| format!("  {}\n", with_slashes(file))).collect();
            terminal.print(&format!(
                "Записаны файлы темы:\n{files}\n\
                 Напишите `тема: {name}` в `content/site.yaml` и запустите `rostok serve`: страница\n\
                 в браузере меняется сразу, как вы сохранили файл. О темах: THEMES.md\n"
            ));
            Exit::Done
        }
        Err(problem) => report::report_failure(&problem, terminal),
    }
}
