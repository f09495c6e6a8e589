//! `rostok publish` and `rostok undo`: build, plan, ask, upload.

mod arguments;
mod desk;
mod probe;
mod told;

use std::hash::{BuildHasher, Hasher};
use std::io::IsTerminal;
use std::path::Path;

use rostok::config::{Config, Ftp as Settings};
use rostok::diagnostic::Diagnostic;
use rostok::output;
use rostok::pipeline::{self, Request};
use rostok::publish::ftp::{Ftp, Options, Password, Protection};
use rostok::publish::served::Page;
use rostok::publish::{
    self, Allowed, Failure, Http, Keep, Kept, Manifest, Output, Owner, Plan, Session, Source, fit,
    ready, served,
};

pub(super) use arguments::{PublishArguments, UndoArguments, UploadArguments};
use desk::Desk;
pub(super) use probe::run as probe;

use super::Exit;
use super::arguments::ReportFormat;
use super::report;
use super::terminal::Terminal;

/// The variable that a script gives the password in.
const PASSWORD: &str = "ROSTOK_FTP_PASSWORD";

/// Why nothing was published.
pub(super) enum Refusal {
    /// The content, told already or to be told.
    Content(Vec<Diagnostic>),
    /// Everything else.
    Problem(Box<Diagnostic>),
    /// The user said no.
    Declined,
}

impl From<Box<Diagnostic>> for Refusal {
    fn from(problem: Box<Diagnostic>) -> Self {
        Self::Problem(problem)
    }
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        Self::Problem(super::problem(failure.to_string(), failure.hint()))
    }
}

impl From<pipeline::Failure> for Refusal {
    fn from(failure: pipeline::Failure) -> Self {
        Self::Problem(super::failed(&failure))
    }
}

/// Publishes the site of `root`.
pub(super) fn run(root: &Path, asked: &PublishArguments, terminal: &Terminal) -> Exit {
    let format = format(asked.site.format, &asked.upload);
    let result = publish(root, asked, &Talk { terminal, format, upload: &asked.upload });
    tell(result, format, terminal)
}

/// Puts back what stood on the server before the last upload from this computer.
pub(super) fn undo(root: &Path, asked: &UndoArguments, terminal: &Terminal) -> Exit {
    let format = format(asked.site.format, &asked.upload);
    let result = put_back(root, asked, &Talk { terminal, format, upload: &asked.upload });
    tell(result, format, terminal)
}

fn format(format: ReportFormat, upload: &UploadArguments) -> ReportFormat {
    if upload.json { ReportFormat::Json } else { format }
}

pub(super) fn tell(
    result: Result<String, Refusal>,
    format: ReportFormat,
    terminal: &Terminal,
) -> Exit {
    match (result, format) {
        (Ok(text), _) => {
            terminal.print(&text);
            Exit::Done
        }
        (Err(Refusal::Declined), _) => {
            terminal.print("Ничего не отправлено\n");
            Exit::Done
        }
        (Err(Refusal::Content(problems)), ReportFormat::Text) => {
            report::complain(problems, terminal)
        }
        (Err(Refusal::Problem(problem)), ReportFormat::Text) => report::refuse(&problem, terminal),
        (Err(Refusal::Content(problems)), ReportFormat::Json) => {
            terminal.print(&report::document(&problems));
            Exit::Content
        }
        (Err(Refusal::Problem(problem)), ReportFormat::Json) => {
            terminal.print(&report::document(&[*problem]));
            Exit::Environment
        }
    }
}

/// How this run talks to its user.
struct Talk<'a> {
    terminal: &'a Terminal,
    format: ReportFormat,
    upload: &'a UploadArguments,
}

fn publish(root: &Path, asked: &PublishArguments, talk: &Talk<'_>) -> Result<String, Refusal> {
    if asked.site.drafts {
        return Err(super::problem("черновики не публикуются", "уберите ключ `--drafts`").into());
    }
    let request = super::request(root, &asked.site)?;
    let config = settings(&request)?;
    let built = built(&request, asked.no_build, talk.terminal)?;
    let allowed = Allowed {
        break_lock: asked.upload.break_lock,
        adopt: asked.adopt,
        undo: false,
        removals: asked.allow_removals,
        more_connections: more_connections(&config),
    };
    let keep = keep(root, &config)?;
    let look = !asked.no_http_check;
    let work = Work { wanted: &built, keep: &keep, allowed, audit: asked.audit, look };
    upload(&config, &work, &mut Output(request.out.clone()), talk)
}

fn put_back(root: &Path, asked: &UndoArguments, talk: &Talk<'_>) -> Result<String, Refusal> {
    let config = settings(&super::request(root, &asked.site)?)?;
    let keep = keep(root, &config)?;
    let Some(mut state) = keep.last_state()? else {
        let hint = "прежний вид хранится на том компьютере, с которого была публикация";
        return Err(super::problem("вернуть нечего", hint).into());
    };
    state.files.retain(|_, stamp| stamp.is_some());
    let allowed = Allowed {
        break_lock: asked.upload.break_lock,
        adopt: false,
        undo: true,
        removals: Some(usize::MAX),
        more_connections: more_connections(&config),
    };
    let work = Work { wanted: &state, keep: &keep, allowed, audit: false, look: false };
    let text = upload(&config, &work, &mut Kept(&keep), talk)?;
    if !asked.upload.dry_run {
        keep.forget_last_state()?;
    }
    Ok(text)
}

/// The settings, with all that is needed to publish.
pub(super) fn settings(request: &Request) -> Result<std::sync::Arc<Config>, Refusal> {
    let config = sound_settings(request)?;
    if config.hosting.ftp.is_none() {
        return Err(super::problem(
            "в файле настроек не указано, куда публиковать",
            "добавьте туда `хостинг:`, под ним `ftp:`, а под ним строки `сервер`, `логин` и `папка`; их значения показывает панель управления хостинга",
        )
        .into());
    }
    Ok(config)
}

/// The settings, fit for a section that others can see, however it gets to the server.
pub(super) fn sound_settings(request: &Request) -> Result<std::sync::Arc<Config>, Refusal> {
    let config = pipeline::read_settings(request)?.map_err(Refusal::Content)?;
    if let Some(problem) = fit::target(&config.hosting) {
        return Err(Refusal::Problem(Box::new(Diagnostic {
            severity: rostok::diagnostic::Severity::Error,
            ..problem
        })));
    }
    if ready::is_local(&config.base_url) {
        return Err(super::problem(
            format!("адрес раздела `{}` виден только на этом компьютере", config.base_url),
            "укажите настоящий адрес в строке `адрес_сайта` файла настроек",
        )
        .into());
    }
    Ok(config)
}

/// The built site, fit to go out.
pub(super) fn built(
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
        .map_err(|error| super::problem(error.to_string(), error.hint()))?;
    let built = Manifest::of_output(&written);
    if built.files.is_empty() {
        let hint = "соберите его: `rostok build`";
        return Err(super::problem("готового сайта ещё нет", hint).into());
    }
    let drafts = pipeline::drafts(request)?;
    if let Some(path) = drafts.iter().find(|path| built.files.contains_key(*path)) {
        return Err(super::problem(
            format!("в папке готового сайта есть черновик: `{path}`"),
            "соберите сайт без черновиков: `rostok build`",
        )
        .into());
    }
    let unfit = ready::check(&request.out, &built)?;
    if let Some(path) = unfit.changed.first() {
        return Err(Failure::Source(path.clone()).into());
    }
    if let Some(path) = unfit.local.first() {
        return Err(super::problem(
            format!("страница `{path}` ведёт на этот компьютер (`localhost`)"),
            "поправьте ссылку, а если сайт собран с ключом `--base-url`, соберите его без этого ключа",
        )
        .into());
    }
    Ok(built)
}

pub(super) fn keep(root: &Path, config: &Config) -> Result<Keep, Failure> {
    Keep::open(root, &target(config), &random())
}

/// Where the section goes, in words; no password in it.
fn target(config: &Config) -> String {
    let Some(Settings { host, port, folder, .. }) = &config.hosting.ftp else {
        return String::new();
    };
    let port = if *port == 21 { String::new() } else { format!(":{port}") };
    format!("ftp://{host}{port}/{folder}")
}

/// How many connections the settings allow beside the first.
fn more_connections(config: &Config) -> usize {
    config.hosting.ftp.as_ref().map_or(0, |ftp| ftp.connections.saturating_sub(1))
}

/// A number that no other run has. The standard library seeds its hashes with it.
fn random() -> String {
    let number = std::collections::hash_map::RandomState::new().build_hasher().finish();
    format!("{number:016x}")
}

pub(super) fn owner(keep: &Keep) -> Owner {
    let first = |names: &[&str]| names.iter().find_map(|name| std::env::var(name).ok());
    let user = first(&["USERNAME", "USER"]).unwrap_or_else(|| "кто-то".to_owned());
    let computer = first(&["COMPUTERNAME", "HOSTNAME"]).unwrap_or_default();
    let name = if computer.is_empty() { user } else { format!("{user} ({computer})") };
    Owner { name, place: format!("{computer}-{}", keep.place()), id: random() }
}

/// What is to be brought about.
struct Work<'a> {
    wanted: &'a Manifest,
    keep: &'a Keep,
    allowed: Allowed,
    audit: bool,
    /// Whether the pages are asked for over HTTP afterwards.
    look: bool,
}

/// Connects, and says where the line can be listened to.
fn connect(settings: &Settings, terminal: &Terminal) -> Result<Ftp, Refusal> {
    let options = Options::new(settings, password(settings)?);
    let remote =
        Ftp::connect(options).map_err(|fault| super::problem(fault.to_string(), fault.hint()))?;
    if remote.protection() == Protection::None {
        terminal.complain(
            "Соединение с сервером не зашифровано: пароль и файлы идут открытым текстом\n",
        );
    }
    Ok(remote)
}

fn upload(
    config: &Config,
    work: &Work<'_>,
    source: &mut dyn Source,
    talk: &Talk<'_>,
) -> Result<String, Refusal> {
    let Some(settings) = &config.hosting.ftp else { return Ok(String::new()) };
    let records = config.hosting.records.as_str();
    let mut remote = connect(settings, talk.terminal)?;
    let quiet = talk.format == ReportFormat::Json;
    let mut desk = Desk::new(quiet);
    let keep = work.keep;
    let show = |plan: &Plan| {
        if !quiet {
            talk.terminal.print(&told::plan(plan, &target(config), keep.speed()));
        }
    };
    let asks = !talk.upload.yes && !quiet;
    let bar = desk.bar();
    let mut seen = None;
    if talk.upload.dry_run || asks {
        let server = publish::look(&mut remote, &mut desk, keep, records)?;
        let plan = publish::plan(work.wanted, &server);
        show(&plan);
        if talk.upload.dry_run {
            return Ok(if quiet { told::document(&plan, false, &[], &[]) } else { String::new() });
        }
        if plan.is_empty() && !work.audit {
            return Ok(String::new());
        }
        if !agrees("Опубликовать?", talk.terminal) {
            return Err(Refusal::Declined);
        }
        seen = Some(server);
    }
    let mut session =
        Session::begin((&mut remote, &mut desk), keep, owner(keep), records, work.allowed)?;
    if let Some(seen) = seen {
        session = session.agree(&seen)?;
    }
    if work.audit {
        session = session.audit()?;
    }
    let plan = publish::plan(work.wanted, &session.server);
    if !asks || work.audit {
        show(&plan);
    }
    let addresses: Vec<String> = plan.new_posts().map(|path| config.url(path)).collect();
    bar.set_length(plan.bytes());
    bar.reset_elapsed();
    let result = session.apply(&plan, source);
    let speed = desk.end();
    result?;
    if let Some(speed) = speed {
        keep.set_speed(speed)?;
    }
    let unseen = if work.look { unseen(config, &plan, source, &mut desk)? } else { Vec::new() };
    if !unseen.is_empty() && !quiet {
        talk.terminal.complain(&told::unseen(&unseen));
    }
    Ok(if quiet {
        told::document(&plan, true, &addresses, &unseen)
    } else if plan.is_empty() {
        String::new()
    } else {
        told::done(&plan, &addresses)
    })
}

/// The addresses of sent pages that readers do not see yet. Of many, those that come last in the
/// plan are asked for: the index, lists, posts that changed.
fn unseen(
    config: &Config,
    plan: &Plan,
    source: &mut dyn Source,
    desk: &mut Desk,
) -> Result<Vec<String>, Failure> {
    const MOST: usize = 30;
    let sent = plan.send.iter().rev();
    let html = sent.filter(|sending| sending.path.ends_with(".html")).take(MOST);
    let page = |sending: &publish::Sending| {
        let bytes = source.bytes(&sending.path, sending.stamp)?;
        Ok(Page { url: config.url(&sending.path), bytes })
    };
    let pages = html.map(page).collect::<Result<Vec<_>, Failure>>()?;
    Ok(served::wait(pages, &random(), &mut Http::default(), desk))
}

/// The password, from the environment or from the user; kept nowhere.
fn password(settings: &Settings) -> Result<Password, Box<Diagnostic>> {
    if let Ok(password) = std::env::var(PASSWORD) {
        return Ok(Password::new(&password));
    }
    let hint = format!("введите его, когда Росток спросит, или задайте переменную `{PASSWORD}`");
    if !std::io::stdin().is_terminal() {
        return Err(super::problem("не указан пароль FTP", hint));
    }
    let question = format!("Пароль FTP для {} на {}: ", settings.login, settings.host);
    match rpassword::prompt_password(question) {
        Ok(password) => Ok(Password::new(&password)),
        Err(_) => Err(super::problem("пароль FTP не прочитан", hint)),
    }
}

pub(super) fn agrees(question: &str, terminal: &Terminal) -> bool {
    terminal.print(&format!("{question} (да/нет) "));
    let mut answer = String::new();
    let read = std::io::stdin().read_line(&mut answer);
    let answer = answer.trim().to_lowercase();
    read.is_ok() && ["да", "д", "yes", "y"].contains(&answer.as_str())
}
