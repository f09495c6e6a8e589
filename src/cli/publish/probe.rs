//! `rostok probe`: ask, upload tiny files, tell what the hosting made of them.

use std::path::Path;

use rostok::publish::Http;
use rostok::publish::probe::{self, Can, Content, Findings, Shows, Tried};
use rostok::quantity::count;
use serde_json::{Value, json};

use super::{Desk, Refusal, agrees, connect, random, settings, tell};
use crate::cli::Exit;
use crate::cli::arguments::{ProbeArguments, ReportFormat};
use crate::cli::terminal::Terminal;

/// Probes the hosting of the site of `root`.
pub(in crate::cli) fn run(root: &Path, asked: &ProbeArguments, terminal: &Terminal) -> Exit {
    tell(probe(root, asked, terminal), asked.site.format, terminal)
}

fn probe(root: &Path, asked: &ProbeArguments, terminal: &Terminal) -> Result<String, Refusal> {
    let config = settings(&crate::cli::request(root, &asked.site)?)?;
    let Some(ftp) = &config.hosting.ftp else { return Ok(String::new()) };
    let is_json = asked.site.format == ReportFormat::Json;
    if !asked.yes && !is_json {
        terminal.print(&format!(
            "На {} в папке `/{}` будет создана папка с тремя десятками крошечных файлов; после проверки она будет удалена\n",
            ftp.host, ftp.folder
        ));
        if !agrees("Проверить?", terminal) {
            return Err(Refusal::Declined);
        }
    }
    let mut remote = connect(root, ftp, terminal)?;
    let mut desk = Desk::new(true);
    let folder = format!("rostok-proba-{}", &random()[..8]);
    let url = format!("{}{folder}/", config.base_url);
    let found = probe::probe((&mut remote, &mut desk), &mut Http::default(), &folder, &url)?;
    Ok(if is_json { document(&found) } else { told(&found) })
}

/// The findings as a table, and the settings that follow.
fn told(found: &Findings) -> String {
    let mut text = match found.delay {
        Some(0..=2) => "Страницы видны сразу после отправки\n".to_owned(),
        Some(seconds) => format!("Страницы видны через {seconds}\u{a0}с после отправки\n"),
        None => "Отправленная страница в интернете не видна: проверьте `адрес_сайта` и папку на сервере\n".to_owned(),
    };
    text.push('\n');
    for tried in &found.tried {
        text += &format!("  {:<24}{}\n", name(tried), outcome(tried));
    }
    text += &format!("\nFTP: {}\n", abilities(found.can));
    if let Some(charset) = found.overruled() {
        text += &format!(
            "Сервер объявляет кодировку {charset}, а страницы раздела в UTF-8: попросите поддержку хостинга исправить заголовок\n"
        );
    }
    if !found.left.is_empty() {
        let left = count(found.left.len(), "файл", "файла", "файлов");
        text += &format!("Удалить не удалось {left}: {}\n", found.left.join(", "));
    }
    let settings = found.settings();
    if !settings.is_empty() {
        text += "\nВпишите в файл настроек:\nхостинг:\n";
        for line in settings {
            text += &format!("  {line}\n");
        }
    }
    text
}

fn name(tried: &Tried) -> String {
    match tried.shows {
        Shows::Kind(kind) => format!(".{kind}"),
        Shows::Cyrillic => "имя по-русски".to_owned(),
        Shows::Case => "другой регистр имени".to_owned(),
        Shows::FolderIndex => "папка без index.html".to_owned(),
        Shows::Template => "шаблоны $…$ и <?…?>".to_owned(),
        Shows::LongName(letters) => format!("имя в {letters}\u{a0}знаков"),
    }
}

fn outcome(tried: &Tried) -> String {
    if let Some(why) = &tried.refused {
        return format!("не принят: {why}");
    }
    let Some(answer) = &tried.answer else { return "принят".to_owned() };
    let what = match tried.content {
        Content::Missing => return format!("принят, не показан ({})", answer.status),
        Content::Same => "без изменений".to_owned(),
        Content::Added(bytes) => format!("добавлено {bytes}\u{a0}Б"),
        Content::Changed => "изменён".to_owned(),
    };
    format!("{what}; {}", answer.content_type).trim_end_matches("; ").to_owned()
}

fn abilities(can: Can) -> String {
    let told = [
        (can.size, "размер файла"),
        (can.list, "список папки"),
        (can.write_over, "запись поверх файла"),
        (can.rename, "переименование"),
        (can.rename_over, "переименование поверх файла"),
        (can.resume, "продолжение с места обрыва"),
    ];
    let of = |which: bool| -> String {
        let named: Vec<_> =
            told.iter().filter(|(can, _)| *can == which).map(|(_, name)| *name).collect();
        named.join(", ")
    };
    match (of(true), of(false)) {
        (can, cannot) if cannot.is_empty() => format!("умеет {can}"),
        (can, cannot) if can.is_empty() => format!("не умеет {cannot}"),
        (can, cannot) => format!("умеет {can}; не умеет {cannot}"),
    }
}

/// The document for programs: `delay` in seconds or `null`; for each of `files` what it shows, what
/// FTP refused it with, the `status`, the `content_type` and what became of the content.
fn document(found: &Findings) -> String {
    let file = |tried: &Tried| -> Value {
        let answer = tried.answer.as_ref();
        json!({
            "path": tried.path,
            "refused": tried.refused,
            "status": answer.map(|answer| answer.status),
            "content_type": answer.map(|answer| &answer.content_type),
            "content": match tried.content {
                Content::Same => "same",
                Content::Added(_) => "added",
                Content::Changed => "changed",
                Content::Missing => "missing",
            },
        })
    };
    let Can { size, list, write_over, rename, rename_over, resume } = found.can;
    let document = json!({
        "version": 1,
        "delay": found.delay,
        "files": found.tried.iter().map(file).collect::<Vec<_>>(),
        "ftp": {
            "size": size, "list": list, "write_over": write_over,
            "rename": rename, "rename_over": rename_over, "resume": resume,
        },
        "left": found.left,
        "settings": found.settings(),
    });
    format!("{document:#}\n")
}
