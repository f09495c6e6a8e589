//! «Проверить соединение»: what the hosting really does, in words, and the settings that follow.

use serde_json::Value;

use super::dialog::JobDialog;
use super::trouble::Trouble;
use super::{request, start, stopped};
use crate::config::setting;
use crate::editor::api::{ApiError, Call, Reply, sentence};
use crate::editor::app::App;
use crate::editor::jobs::{JobEnd, JobKind, RunningJob};
use crate::editor::json::json;
use crate::pipeline;
use crate::publish::probe::{self, Findings, FtpAbilities, ServedContent, TrialSubject};
use crate::publish::remote::Fault;
use crate::publish::{FtpTarget, Publication, PublishError, Publisher, describe_fault, words};
use crate::quantity::{count, first_paths};

pub(super) fn start_probe(call: &Call<'_>) -> Result<Reply, ApiError> {
    start(call, JobKind::Probe, run)
}

fn run(app: &App, job: &RunningJob) -> Result<JobEnd, Trouble> {
    let settings = pipeline::settings_to_publish(&request(app))?;
    let config = &settings.config;
    let target = FtpTarget::new(config).map_err(PublishError::from)?;
    let publication =
        Publication { root: &app.root, target, publisher: Publisher::from_environment() };
    let mut dialog = JobDialog::new(app, job, &config.timezone, None, false);
    loop {
        job.say("Соединяюсь с сервером");
        job.only_looks(true);
        match probe::run(&publication, &mut dialog) {
            Ok(findings) => return Ok(JobEnd::Done(told(&findings, dialog.is_open))),
            Err(PublishError::Stopped) => return Ok(stopped()),
            Err(_) if job.is_stopped() => return Ok(stopped()),
            Err(PublishError::NoPassword(_)) if dialog.is_declined => return Ok(stopped()),
            Err(PublishError::Server { fault: fault @ Fault::Login(_), .. }) => {
                app.passwords.forget();
                dialog.refused = Some(sentence(&describe_fault(&fault)));
            }
            Err(error) => return Err(error.into()),
        }
    }
}

/// What was found out: lines, each good or not, and settings.
fn told(findings: &Findings, is_open: bool) -> Value {
    let mut lines = vec![line(true, "Сервер пускает и принимает файлы", "")];
    if is_open {
        lines.push(line(false, words::UNENCRYPTED, ""));
    }
    lines.push(match findings.delay {
        Some(0..=2) => line(true, "Страницы видны на сайте сразу после отправки", ""),
        Some(seconds) => {
            let after = format!("Страницы видны на сайте через {seconds}\u{a0}с после отправки");
            line(true, &after, "")
        }
        None => line(
            false,
            "Отправленная страница на сайте не видна",
            "Проверьте «Адрес раздела на сайте школы» и «Папку раздела на сервере»: адрес должен вести в эту папку.",
        ),
    });
    let settings = findings.settings();
    match settings.iter().find(|found| found.key == "refused") {
        Some(refused) => {
            let kinds = refused.values.join(", ");
            lines.push(line(
                false,
                &format!("Сайт не принимает или не показывает файлы: {kinds}"),
                "Запишите это в настройки: «Росток» обойдётся без них.",
            ));
        }
        None if findings.delay.is_some() => {
            lines.push(line(true, "Сайт принимает все виды файлов, нужные разделу", ""));
        }
        None => {}
    }
    let page = findings
        .trials
        .iter()
        .find(|trial| trial.subject == TrialSubject::Extension("html"))
        .map(|trial| trial.content);
    if matches!(page, Some(ServedContent::Added(_))) {
        let words = "Сайт добавляет на страницы своё, например рекламу";
        lines.push(line(true, words, "Разделу это не мешает."));
    }
    if let Some(charset) = findings.wrong_charset() {
        lines.push(line(
            false,
            &format!("Сайт объявляет кодировку {charset}, а страницы раздела в UTF-8"),
            "Попросите поддержку сайта исправить заголовок: иначе вместо букв будут значки.",
        ));
    }
    let FtpAbilities { size, list, overwrite, rename, rename_over, resume } = findings.ftp;
    if ![size, list, overwrite, rename, rename_over, resume].contains(&false) {
        lines.push(line(true, "Сервер умеет всё, что бережёт и ускоряет отправку", ""));
    } else {
        let words = "Сервер умеет не всё, что бережёт и ускоряет отправку";
        lines.push(line(true, words, "Отправка получится, но может идти дольше."));
    }
    if !findings.left.is_empty() {
        let left = count(findings.left.len(), "пробный файл", "пробных файла", "пробных файлов");
        let names = first_paths(&findings.left, 3);
        let words = format!("Не удалось убрать с сервера {left}: {names}");
        lines.push(line(false, &words, "Удалите их в файловом менеджере сайта."));
    }
    let settings = settings.iter().filter_map(|found| {
        let key = format!("hosting.{}", found.key);
        let value = if found.is_list { json!(found.values) } else { found.values.concat().into() };
        Some(json!({ "label": setting(&key)?.label, "key": key, "value": value }))
    });
    json!({ "lines": lines, "settings": settings.collect::<Vec<_>>() })
}

fn line(is_good: bool, text: &str, hint: &str) -> Value {
    json!({ "good": is_good, "text": sentence(text), "hint": hint })
}
