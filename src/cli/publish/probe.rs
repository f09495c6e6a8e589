//! `rostok probe`: asks, probes the hosting, and prints the findings.

use std::path::Path;

use rostok::pipeline;
use rostok::publish::probe::{
    self, Findings, FtpAbilities, ServedContent, TrialResult, TrialSubject,
};
use rostok::publish::{FtpTarget, Publication, Publisher};
use rostok::quantity::{count, first_paths};
use serde_json::{Value, json};

use super::{ProgressHost, Refusal, ask, finish};
use crate::cli::Exit;
use crate::cli::arguments::{ProbeArguments, ReportFormat};
use crate::cli::terminal::Terminal;

/// Probes the hosting of the site of `root`.
pub(in crate::cli) fn run(root: &Path, args: &ProbeArguments, terminal: &Terminal) -> Exit {
    finish(probe(root, args, terminal), args.site.format, terminal)
}

fn probe(root: &Path, args: &ProbeArguments, terminal: &Terminal) -> Result<String, Refusal> {
    let settings = pipeline::settings_to_publish(&crate::cli::request(root, &args.site)?)?;
    let target = FtpTarget::new(&settings.config)?;
    let is_json = args.site.format == ReportFormat::Json;
    if !args.yes && !is_json {
        let ftp = target.ftp();
        terminal.print(&format!(
            "На {} в папке `/{}` будет создана папка с тремя десятками крошечных файлов; после проверки она будет удалена\n",
            ftp.host, ftp.folder
        ));
        if !ask("Проверить?", terminal) {
            return Err(Refusal::Declined);
        }
    }
    let publication = Publication { root, target, publisher: Publisher::from_environment() };
    let mut host = ProgressHost::new(terminal, true, &settings.config.timezone);
    let findings = probe::run(&publication, &mut host)?;
    Ok(if is_json { document(&findings) } else { text(&findings) })
}

/// The findings as a table, and the settings that follow.
fn text(findings: &Findings) -> String {
    let mut text = match findings.delay {
        Some(0..=2) => "Страницы видны сразу после отправки\n".to_owned(),
        Some(seconds) => format!("Страницы видны через {seconds}\u{a0}с после отправки\n"),
        None => "Отправленная страница в интернете не видна: проверьте `адрес_сайта` и папку на сервере\n".to_owned(),
    };
    text.push('\n');
    for trial in &findings.trials {
        text += &format!("  {:<24}{}\n", name(trial), outcome(trial));
    }
    text += &format!("\nFTP: {}\n", abilities(findings.ftp));
    if let Some(charset) = findings.wrong_charset() {
        text += &format!(
            "Сервер объявляет кодировку {charset}, а страницы раздела в UTF-8: попросите поддержку хостинга исправить заголовок\n"
        );
    }
    if !findings.left.is_empty() {
        let left = count(findings.left.len(), "файл", "файла", "файлов");
        text += &format!("Удалить не удалось {left}: {}\n", first_paths(&findings.left, 5));
    }
    let settings = findings.settings();
    if !settings.is_empty() {
        text += "\nВпишите в файл настроек:\nхостинг:\n";
        for line in settings {
            text += &format!("  {line}\n");
        }
    }
    text
}

fn name(trial: &TrialResult) -> String {
    match trial.subject {
        TrialSubject::Extension(extension) => format!(".{extension}"),
        TrialSubject::Cyrillic => "имя по-русски".to_owned(),
        TrialSubject::Case => "другой регистр имени".to_owned(),
        TrialSubject::FolderIndex => "папка без index.html".to_owned(),
        TrialSubject::Template => "шаблоны $…$ и <?…?>".to_owned(),
        TrialSubject::LongName(letters) => format!("имя в {letters}\u{a0}знаков"),
    }
}

fn outcome(trial: &TrialResult) -> String {
    if let Some(reason) = &trial.refused {
        return format!("не принят: {reason}");
    }
    let Some(response) = &trial.response else { return "принят".to_owned() };
    let what = match trial.content {
        ServedContent::Missing => return format!("принят, не показан ({})", response.status),
        ServedContent::Same => "без изменений".to_owned(),
        ServedContent::Added(bytes) => format!("добавлено {bytes}\u{a0}Б"),
        ServedContent::Changed => "изменён".to_owned(),
    };
    format!("{what}; {}", response.content_type).trim_end_matches("; ").to_owned()
}

fn abilities(ftp: FtpAbilities) -> String {
    let abilities = [
        (ftp.size, "размер файла"),
        (ftp.list, "список папки"),
        (ftp.overwrite, "запись поверх файла"),
        (ftp.rename, "переименование"),
        (ftp.rename_over, "переименование поверх файла"),
        (ftp.resume, "продолжение с места обрыва"),
    ];
    let names = |wanted: bool| -> String {
        let abilities = abilities.iter().filter(|(can, _)| *can == wanted);
        abilities.map(|(_, name)| *name).collect::<Vec<_>>().join(", ")
    };
    match (names(true), names(false)) {
        (can, cannot) if cannot.is_empty() => format!("умеет {can}"),
        (can, cannot) if can.is_empty() => format!("не умеет {cannot}"),
        (can, cannot) => format!("умеет {can}; не умеет {cannot}"),
    }
}

/// The document for programs: `delay` in seconds or `null`; for each of `files` why the FTP server refused it,
/// the `status`, the `content_type` and what the web server made of the content.
fn document(findings: &Findings) -> String {
    let file = |trial: &TrialResult| -> Value {
        let response = trial.response.as_ref();
        json!({
            "path": trial.path,
            "refused": trial.refused,
            "status": response.map(|response| response.status),
            "content_type": response.map(|response| &response.content_type),
            "content": match trial.content {
                ServedContent::Same => "same",
                ServedContent::Added(_) => "added",
                ServedContent::Changed => "changed",
                ServedContent::Missing => "missing",
            },
        })
    };
    let FtpAbilities { size, list, overwrite, rename, rename_over, resume } = findings.ftp;
    let document = json!({
        "version": 1,
        "delay": findings.delay,
        "files": findings.trials.iter().map(file).collect::<Vec<_>>(),
        "ftp": {
            "size": size, "list": list, "write_over": overwrite,
            "rename": rename, "rename_over": rename_over, "resume": resume,
        },
        "left": findings.left,
        "settings": findings.settings().iter().map(ToString::to_string).collect::<Vec<_>>(),
    });
    format!("{document:#}\n")
}
