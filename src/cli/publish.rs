//! `rostok publish` and `rostok undo`.

mod messages;
mod probe;
mod progress;
mod refusal;

use std::path::Path;

use rostok::pipeline::{self, Request, Settings};
use rostok::publish::{
    self, Audit, BuiltSite, Confirmation, FtpTarget, Publication, Publisher, RunOptions,
    UndoOptions,
};

pub(super) use probe::run as probe;
use progress::ProgressHost;
pub(super) use refusal::{Refusal, finish};

use super::arguments::{
    PublishArguments, ReportFormat, SiteArguments, UndoArguments, UploadArguments,
};
use super::terminal::Terminal;
use super::{Exit, problem, summary};

/// Publishes the site of `root`.
pub(super) fn run(root: &Path, args: &PublishArguments, terminal: &Terminal) -> Exit {
    let format = format(&args.site, &args.upload);
    finish(publish(root, args, format, terminal), format, terminal)
}

/// Restores what the server held before the last upload from this computer.
pub(super) fn undo(root: &Path, args: &UndoArguments, terminal: &Terminal) -> Exit {
    let format = format(&args.site, &args.upload);
    finish(restore(root, args, format, terminal), format, terminal)
}

fn publish(
    root: &Path,
    args: &PublishArguments,
    format: ReportFormat,
    terminal: &Terminal,
) -> Result<String, Refusal> {
    let request = request_to_publish(root, &args.site)?;
    let settings = pipeline::settings_to_publish(&request)?;
    let target = FtpTarget::new(&settings.config)?;
    let site = build(&request, &settings, !args.no_build, terminal)?;
    let publication = Publication { root, target, publisher: Publisher::from_environment() };
    let options = RunOptions {
        confirmation: confirmation(&args.upload, format),
        break_lock: args.upload.break_lock,
        adopt: args.adopt,
        removals: args.allow_removals,
        audit: match (args.audit, args.audit_http) {
            (_, true) => Audit::Contents,
            (true, false) => Audit::Sizes,
            (false, false) => Audit::None,
        },
        check_live: !args.no_http_check,
    };
    let timezone = &settings.config.timezone;
    let mut host = ProgressHost::new(terminal, format == ReportFormat::Json, timezone);
    let outcome = publish::run(&publication, &site, options, &mut host)?;
    messages::outcome(&outcome, format, timezone, terminal)
}

fn restore(
    root: &Path,
    args: &UndoArguments,
    format: ReportFormat,
    terminal: &Terminal,
) -> Result<String, Refusal> {
    let request = super::request(root, &args.site)?;
    let settings = pipeline::settings_to_publish(&request)?;
    let target = FtpTarget::new(&settings.config)?;
    let publication = Publication { root, target, publisher: Publisher::from_environment() };
    let confirmation = confirmation(&args.upload, format);
    let options = UndoOptions {
        confirmation,
        break_lock: args.upload.break_lock,
        removals: args.allow_removals,
    };
    let timezone = &settings.config.timezone;
    let mut host = ProgressHost::new(terminal, format == ReportFormat::Json, timezone);
    let outcome = publish::undo(&publication, options, &mut host)?;
    messages::outcome(&outcome, format, timezone, terminal)
}

fn format(site: &SiteArguments, upload: &UploadArguments) -> ReportFormat {
    if upload.json { ReportFormat::Json } else { site.format }
}

/// JSON is for programs, which are not asked.
fn confirmation(upload: &UploadArguments, format: ReportFormat) -> Confirmation {
    match upload {
        UploadArguments { dry_run: true, .. } => Confirmation::DryRun,
        UploadArguments { yes: true, .. } => Confirmation::Given,
        _ if format == ReportFormat::Json => Confirmation::Given,
        _ => Confirmation::Ask,
    }
}

/// The request for a site without drafts.
pub(super) fn request_to_publish(root: &Path, site: &SiteArguments) -> Result<Request, Refusal> {
    if site.drafts {
        return Err(problem("черновики не публикуются", "уберите ключ `--drafts`").into());
    }
    Ok(super::request(root, site)?)
}

pub(super) fn build(
    request: &Request,
    settings: &Settings,
    rebuild: bool,
    terminal: &Terminal,
) -> Result<BuiltSite, Refusal> {
    let progress = terminal.progress("Собираю сайт");
    let site = pipeline::build_to_publish(request, settings, rebuild, &progress)?;
    drop(progress);
    // Not among what programs read.
    terminal.print_error(&summary::unsound_drafts(&site.unsound_drafts));
    Ok(site)
}

/// Asks a question. Returns whether the user says yes.
pub(super) fn ask(question: &str, terminal: &Terminal) -> bool {
    terminal.print(&format!("{question} (да/нет) "));
    let mut answer = String::new();
    let read = std::io::stdin().read_line(&mut answer);
    let answer = answer.trim().to_lowercase();
    read.is_ok() && ["да", "д", "yes", "y"].contains(&answer.as_str())
}
