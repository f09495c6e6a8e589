//! `rostok publish` and `rostok undo`: build, plan, ask, upload.

mod access;
mod arguments;
mod desk;
mod probe;
mod ready;
mod refusal;
mod told;

use std::path::Path;

use rostok::config::Config;
use rostok::publish::verify::live::{self, Page};
use rostok::publish::{
    self, Allowed, Failure, Http, Keep, Kept, Manifest, Output, Outside, Plan, Session, Source, Web,
};

use access::{connect, more_connections, random, target};
pub(super) use access::{keep, owner};
pub(super) use arguments::{PublishArguments, UndoArguments, UploadArguments};
use desk::Desk;
pub(super) use probe::run as probe;
use ready::settings;
pub(super) use ready::{built, sound_settings};
pub(super) use refusal::{Refusal, tell};

use super::Exit;
use super::arguments::ReportFormat;
use super::terminal::Terminal;

/// Publishes the site of `root`.
pub(super) fn run(root: &Path, asked: &PublishArguments, terminal: &Terminal) -> Exit {
    let format = format(asked.site.format, &asked.upload);
    let result = publish(asked, &Talk { root, terminal, format, upload: &asked.upload });
    tell(result, format, terminal)
}

/// Puts back what stood on the server before the last upload from this computer.
pub(super) fn undo(root: &Path, asked: &UndoArguments, terminal: &Terminal) -> Exit {
    let format = format(asked.site.format, &asked.upload);
    let result = put_back(asked, &Talk { root, terminal, format, upload: &asked.upload });
    tell(result, format, terminal)
}

fn format(format: ReportFormat, upload: &UploadArguments) -> ReportFormat {
    if upload.json { ReportFormat::Json } else { format }
}

/// Where the site is, and how this run talks to its user.
struct Talk<'a> {
    root: &'a Path,
    terminal: &'a Terminal,
    format: ReportFormat,
    upload: &'a UploadArguments,
}

fn publish(asked: &PublishArguments, talk: &Talk<'_>) -> Result<String, Refusal> {
    if asked.site.drafts {
        return Err(super::problem("черновики не публикуются", "уберите ключ `--drafts`").into());
    }
    let request = super::request(talk.root, &asked.site)?;
    let config = settings(&request)?;
    let built = built(&request, asked.no_build, talk.terminal)?;
    let allowed = Allowed {
        break_lock: asked.upload.break_lock,
        adopt: asked.adopt,
        undo: false,
        removals: asked.allow_removals,
        more_connections: more_connections(&config),
    };
    let keep = keep(talk.root, &config)?;
    let look = !asked.no_http_check;
    let audit = match (asked.audit, asked.audit_http) {
        (_, true) => Audit::Contents,
        (true, false) => Audit::Sizes,
        (false, false) => Audit::None,
    };
    let work = Work { wanted: &built, keep: &keep, allowed, audit, look };
    upload(&config, &work, &mut Output(request.out.clone()), talk)
}

fn put_back(asked: &UndoArguments, talk: &Talk<'_>) -> Result<String, Refusal> {
    let config = settings(&super::request(talk.root, &asked.site)?)?;
    let keep = keep(talk.root, &config)?;
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
    let work = Work { wanted: &state, keep: &keep, allowed, audit: Audit::None, look: false };
    let text = upload(&config, &work, &mut Kept(&keep), talk)?;
    if !asked.upload.dry_run {
        keep.forget_last_state()?;
    }
    Ok(text)
}

/// What is compared with the server beside the manifests.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Audit {
    None,
    Sizes,
    Contents,
}

/// What is to be brought about.
struct Work<'a> {
    wanted: &'a Manifest,
    keep: &'a Keep,
    allowed: Allowed,
    audit: Audit,
    /// Whether the pages are asked for over HTTP afterwards.
    look: bool,
}

fn upload(
    config: &Config,
    work: &Work<'_>,
    source: &mut dyn Source,
    talk: &Talk<'_>,
) -> Result<String, Refusal> {
    let Some(settings) = &config.hosting.ftp else { return Ok(String::new()) };
    let records = config.hosting.records.as_str();
    let mut remote = connect(talk.root, settings, talk.terminal)?;
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
        if work.allowed.undo {
            keep.may_undo(&server, desk.now())?;
        }
        let plan = publish::plan(work.wanted, &server);
        show(&plan);
        if talk.upload.dry_run {
            return Ok(if quiet { told::document(&plan, false, &[], &[]) } else { String::new() });
        }
        if plan.is_empty() && work.audit == Audit::None {
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
    let mut unserved = Vec::new();
    if work.audit >= Audit::Sizes {
        session = session.audit()?;
    }
    if work.audit == Audit::Contents {
        let address = |path: &str| config.url(path);
        let (mark, mut http) = (random(), Http::default());
        let mut web = Web { fetch: &mut http, address: &address, mark: &mark };
        (session, unserved) = session.audit_contents((work.wanted, source), &mut web)?;
    }
    let plan = publish::plan(work.wanted, &session.server);
    if !asks || work.audit != Audit::None {
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
    let mut unseen = if work.look { unseen(config, &plan, source, &mut desk)? } else { Vec::new() };
    unseen.extend(unserved);
    if !unseen.is_empty() && !quiet {
        talk.terminal.print_error(&told::unseen(&unseen));
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
    Ok(live::wait(pages, &random(), &mut Http::default(), desk))
}

/// Whether the user says yes.
pub(super) fn agrees(question: &str, terminal: &Terminal) -> bool {
    terminal.print(&format!("{question} (да/нет) "));
    let mut answer = String::new();
    let read = std::io::stdin().read_line(&mut answer);
    let answer = answer.trim().to_lowercase();
    read.is_ok() && ["да", "д", "yes", "y"].contains(&answer.as_str())
}
