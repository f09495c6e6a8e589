//! `rostok copy`: an event for VK, MAX, Telegram, OK or the editor of another site.

use std::path::Path;

use rostok::copy::{Channel, text_length};
use rostok::diagnostic::{Diagnostic, Diagnostics};
use rostok::fs::shown_path;
use rostok::pipeline::{self, CopyChoice, CopyRequest, SavedCopy};
use rostok::quantity::{count, first_paths};
use rostok::typography;

use super::arguments::{CopyArguments, SiteArguments};
use super::terminal::Terminal;
use super::{Exit, clipboard, report};

pub(super) fn run(root: &Path, args: CopyArguments, terminal: &Terminal) -> Exit {
    let progress = terminal.progress("Копирую");
    let mut problems = Diagnostics::new();
    let channel = Channel::from(args.channel);
    let outcome = write_copies(root, args, &mut problems);
    drop(progress);
    match outcome {
        Ok(saved) => {
            match saved.as_deref() {
                Some([]) => terminal
                    .print("Новых событий нет: остальные уже скопированы или прошли давно\n"),
                Some([one]) => {
                    let is_copied = clipboard::copy(&one.copy.text).is_ok();
                    terminal.print(&describe(one, channel, is_copied));
                }
                Some(several) => {
                    for one in several {
                        terminal.print(&describe(one, channel, false));
                    }
                }
                None => {}
            }
            report::report_problems(problems, terminal)
        }
        Err(problem) => report::report_failure(&problem, terminal),
    }
}

fn write_copies(
    root: &Path,
    args: CopyArguments,
    problems: &mut Diagnostics,
) -> Result<Option<Vec<SavedCopy>>, Box<Diagnostic>> {
    let CopyArguments { event, channel, since, out, overrides } = args;
    let site = SiteArguments { overrides, ..SiteArguments::default() };
    let request = super::request(root, &site)?;
    let choice = match since {
        Some(_) => CopyChoice::SinceLast,
        None => CopyChoice::Event(event.join(" ")),
    };
    let wanted = CopyRequest { channel: channel.into(), choice, out, is_noted: true };
    pipeline::copy(&request, &wanted, problems)
        .map_err(|failure| super::failure_diagnostic(&failure))
}

/// What was copied, and what was not.
fn describe(saved: &SavedCopy, channel: Channel, is_in_clipboard: bool) -> String {
    /// How many photos a line names.
    const SHOWN: usize = 5;
    let SavedCopy { copy, folder, text_file, left_out } = saved;
    let length = count(text_length(&copy.text), "знак", "знака", "знаков");
    let limit = copy.limit.map(|limit| format!(", помещается {limit}")).unwrap_or_default();
    let place = if is_in_clipboard { "в буфере обмена и " } else { "" };
    let mut lines = vec![
        format!("{} для {}", typography::titled(&copy.title), channel.name()),
        format!("Текст ({length}{limit}): {place}в файле `{}`", shown_path(text_file)),
    ];
    if copy.is_cut {
        lines.push(
            "Весь текст не поместился: он оборван знаком «…», дальше ссылка на страницу".to_owned(),
        );
    }
    if !copy.pictures.is_empty() {
        let photos = count(copy.pictures.len(), "фотография", "фотографии", "фотографий");
        lines.push(format!(
            "{photos} без сведений о месте съёмки: в папке `{}`",
            shown_path(folder)
        ));
    }
    if !left_out.is_empty() {
        lines.push(format!("Не поместились: {}", first_paths(left_out, SHOWN)));
    }
    lines.join("\n") + "\n"
}
