//! The settings and the built site, fit to go out; the library's `ready` looks into the files.

use std::sync::Arc;

use rostok::config::Config;
use rostok::diagnostic::{Diagnostic, Severity};
use rostok::output;
use rostok::pipeline::{self, Request};
use rostok::publish::verify::preflight;
use rostok::publish::{Failure, Manifest, compatibility};

use super::refusal::Refusal;
use crate::cli::problem;
use crate::cli::terminal::Terminal;

/// The settings, with all that is needed to publish.
pub(in crate::cli) fn settings(request: &Request) -> Result<Arc<Config>, Refusal> {
    let config = sound_settings(request)?;
    if config.hosting.ftp.is_none() {
        return Err(problem(
            "в файле настроек не указано, куда публиковать",
            "добавьте туда `хостинг:`, под ним `ftp:`, а под ним строки `сервер`, `логин` и `папка`; их значения показывает панель управления хостинга",
        )
        .into());
    }
    Ok(config)
}

/// The settings, fit for a section that others can see, however it gets to the server.
pub(in crate::cli) fn sound_settings(request: &Request) -> Result<Arc<Config>, Refusal> {
    let config = pipeline::read_settings(request)?.map_err(Refusal::Content)?;
    if let Some(unfit) = compatibility::target(&config.hosting) {
        return Err(Refusal::Problem(Box::new(Diagnostic { severity: Severity::Error, ..unfit })));
    }
    if preflight::is_local(&config.base_url) {
        return Err(problem(
            format!("адрес раздела `{}` виден только на этом компьютере", config.base_url),
            "укажите настоящий адрес в строке `адрес_сайта` файла настроек",
        )
        .into());
    }
    Ok(config)
}

/// The built site, fit to go out.
pub(in crate::cli) fn built(
    request: &Request,
    no_build: bool,
    terminal: &Terminal,
) -> Result<Manifest, Refusal> {
    let progress = terminal.progress("Собираю сайт");
    let outcome = if no_build {
        pipeline::check(request, &progress)?
    } else {
        pipeline::build(request, &progress)?
    };
    drop(progress);
    if outcome.diagnostics.iter().any(Diagnostic::is_error) {
        return Err(Refusal::Content(outcome.diagnostics));
    }
    let written = output::Manifest::read(&request.out)
        .map_err(|error| problem(error.to_string(), error.hint()))?;
    let built = Manifest::of_output(&written);
    if built.files.is_empty() {
        let hint = "соберите его: `rostok build`";
        return Err(problem("готового сайта ещё нет", hint).into());
    }
    let drafts = pipeline::drafts(request)?;
    if let Some(path) = drafts.iter().find(|path| built.files.contains_key(*path)) {
        return Err(problem(
            format!("в папке готового сайта есть черновик: `{path}`"),
            "соберите сайт без черновиков: `rostok build`",
        )
        .into());
    }
    let unfit = preflight::check(&request.out, &built)?;
    if let Some(path) = unfit.changed.first() {
        return Err(Failure::Source(path.clone()).into());
    }
    if let Some(path) = unfit.local.first() {
        return Err(problem(
            format!("страница `{path}` ведёт на этот компьютер (`localhost`)"),
            "поправьте ссылку, а если сайт собран с ключом `--base-url`, соберите его без этого ключа",
        )
        .into());
    }
    Ok(built)
}
