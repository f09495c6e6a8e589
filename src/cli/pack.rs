//! `rostok pack`: what is to be uploaded by hand.

use std::path::Path;

use rostok::config::Config;
use rostok::diagnostic::Diagnostic;
use rostok::output::{self, MemorySink, Transaction, WriteOptions};
use rostok::publish::pack::{self, Target};
use rostok::publish::{self, Edition, Manifest, Output, Plan};
use rostok::quantity::count;
use serde_json::json;

use super::arguments::{PackArguments, ReportFormat};
use super::publish::{Refusal, agrees, built, keep, owner, sound_settings, tell};
use super::terminal::Terminal;
use super::{Exit, problem};

/// Where a pack goes unless it is said.
const FOLDER: &str = "upload";

/// Packs what changed in the site of `root`, or takes the last pack for uploaded.
pub(super) fn run(root: &Path, args: &PackArguments, terminal: &Terminal) -> Exit {
    let result = if args.done { confirm(root, args, terminal) } else { make(root, args, terminal) };
    tell(result, args.site.format, terminal)
}

fn make(root: &Path, args: &PackArguments, terminal: &Terminal) -> Result<String, Refusal> {
    if args.site.drafts {
        return Err(problem("черновики не публикуются", "уберите ключ `--drafts`").into());
    }
    let request = super::request(root, &args.site)?;
    let config = sound_settings(&request)?;
    let built = built(&request, false, terminal)?;
    let keep = keep(root, &config)?;
    let server = keep.manifest().map_err(publish::Failure::from)?.unwrap_or_default();
    let edition = Edition {
        number: server.edition.number + 1,
        author: owner(&keep).name,
        time: request.now.as_second(),
    };
    let before = if args.all { Manifest::default() } else { server };
    let plan = publish::plan(&built, &before);
    if plan.is_empty() {
        return Ok("Отправлять нечего: на сайте уже всё, что есть в разделе\n".to_owned());
    }
    let folder = format!("/{}", folder(&config));
    let target = Target { folder: &folder, records: &config.hosting.records, edition: &edition };
    let to = args.to.clone().unwrap_or_else(|| root.join(FOLDER));
    let source = &mut Output(request.out.clone());
    if to.extension().is_some_and(|kind| kind.eq_ignore_ascii_case("zip")) {
        let sink = MemorySink::default();
        pack::pack((&built, &plan), source, &target, &sink)?;
        pack::zip(&sink.into_files(), &to)?;
    } else {
        let transaction = begin(root, &to)?;
        pack::pack((&built, &plan), source, &target, &transaction)?;
        transaction.commit(WriteOptions::default()).map_err(|error| failure(&error))?;
    }
    keep.set_packed(&built, &edition)?;
    match args.site.format {
        ReportFormat::Text => Ok(account(&plan, &to)),
        ReportFormat::Json => Ok(document(&plan, &to)),
    }
}

/// The section's folder on the server.
fn folder(config: &Config) -> String {
    match &config.hosting.ftp {
        Some(ftp) => ftp.folder.clone(),
        None => {
            let path = config.base_url.splitn(4, '/').nth(3).unwrap_or_default();
            path.trim_matches('/').to_owned()
        }
    }
}

/// Begins to write the pack into the folder `to`, which may hold an earlier one.
fn begin(root: &Path, to: &Path) -> Result<Transaction, Refusal> {
    output::check_out_folder(root, to).map_err(|error| problem(error.to_string(), error.hint()))?;
    let there = output::Manifest::read(to).map_err(|error| failure(&error))?;
    if !pack::is_pack(&there) {
        let message = format!("папка `{}` занята", to.display());
        return Err(problem(message, "назовите для набора другую папку").into());
    }
    Ok(Transaction::begin(to).map_err(|error| failure(&error))?)
}

fn failure(error: &output::WriteError) -> Box<Diagnostic> {
    problem(error.to_string(), error.hint())
}

fn account(plan: &Plan, to: &Path) -> String {
    let sent = count(plan.send.len(), "файл", "файла", "файлов");
    let mut text = format!("Набор для отправки: `{}`, {sent}", to.display());
    if plan.removals() > 0 {
        let removed = count(plan.removals(), "файл", "файла", "файлов");
        text += &format!("; удалить на сайте {removed}");
    }
    text += &format!(
        "\nЧто делать дальше, написано там в файле `{}`\nКогда всё будет на сайте: `rostok pack --done`\n",
        pack::NOTE
    );
    text
}

/// The document for programs: paths are relative to the section, in the order to upload.
fn document(plan: &Plan, to: &Path) -> String {
    let sent: Vec<&String> = plan.send.iter().map(|sending| &sending.path).collect();
    let removed: Vec<&String> = plan.clear.iter().chain(&plan.remove).collect();
    let to = to.display().to_string();
    let document = json!({ "version": 1, "pack": to, "upload": sent, "remove": removed });
    format!("{document:#}\n")
}

fn confirm(root: &Path, args: &PackArguments, terminal: &Terminal) -> Result<String, Refusal> {
    let asks = !args.yes && args.site.format == ReportFormat::Text;
    if asks && !agrees("Всё из последнего набора уже на сайте?", terminal)
    {
        return Ok("Ничего не записано\n".to_owned());
    }
    let config = sound_settings(&super::request(root, &args.site)?)?;
    match keep(root, &config)?.confirm_pack()? {
        Some(server) => {
            let files = count(server.files.len(), "файл", "файла", "файлов");
            Ok(format!("Записано: на сайте {files}. Следующий набор — только то, что изменится\n"))
        }
        None => Err(problem(
            "подтверждать нечего: набора нет, или после него раздел опубликован иначе",
            "соберите новый набор: `rostok pack`",
        )
        .into()),
    }
}
