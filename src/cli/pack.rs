//! `rostok pack`: a pack of files to upload by hand.

use std::path::Path;

use rostok::fs::shown_path;
use rostok::pipeline;
use rostok::publish::pack::{self, PackRequest};
use rostok::publish::verify::preflight;
use rostok::publish::{Plan, Publisher};
use rostok::quantity::count;
use serde_json::json;

use super::Exit;
use super::arguments::{PackArguments, ReportFormat};
use super::publish::{Refusal, ask, build, finish, request_to_publish};
use super::terminal::Terminal;

/// Packs what changed in the site of `root`, or records that the last pack is uploaded.
pub(super) fn run(root: &Path, args: &PackArguments, terminal: &Terminal) -> Exit {
    let result =
        if args.done { confirm(root, args, terminal) } else { create(root, args, terminal) };
    finish(result, args.site.format, terminal)
}

fn create(root: &Path, args: &PackArguments, terminal: &Terminal) -> Result<String, Refusal> {
    let request = request_to_publish(root, &args.site)?;
    let settings = pipeline::settings_to_publish(&request)?;
    preflight::check_settings(&settings.config)?;
    let site = build(&request, &settings, true, terminal)?;
    let to = super::joined_path(&args.to).unwrap_or_else(|| root.join(pack::FOLDER));
    let pack = pack::create(PackRequest {
        root,
        config: &settings.config,
        publisher: &Publisher::from_environment(),
        site: &site,
        now: request.now.as_second(),
        to: &to,
        all: args.all,
    })?;
    Ok(match (pack, args.site.format) {
        (None, ReportFormat::Json) => document(&Plan::default(), None),
        (None, ReportFormat::Text) => {
            "Отправлять нечего: на сайте уже всё, что есть в разделе\n".to_owned()
        }
        (Some(pack), ReportFormat::Text) => text(&pack.plan, &to),
        (Some(pack), ReportFormat::Json) => document(&pack.plan, Some(&to)),
    })
}

fn text(plan: &Plan, to: &Path) -> String {
    let sent = count(plan.send.len(), "файл", "файла", "файлов");
    let mut text = format!("Набор для отправки: `{}`, {sent}", shown_path(to));
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

/// The document for programs: paths relative to the section, in the order to upload; `pack` is `null` where
/// nothing has changed.
fn document(plan: &Plan, to: Option<&Path>) -> String {
    let sent: Vec<&String> = plan.send.iter().map(|file| &file.path).collect();
    let removed: Vec<&String> = plan.clear.iter().chain(&plan.remove).collect();
    let to = to.map(|to| to.display().to_string());
    let document = json!({ "version": 1, "pack": to, "upload": sent, "remove": removed });
    format!("{document:#}\n")
}

fn confirm(root: &Path, args: &PackArguments, terminal: &Terminal) -> Result<String, Refusal> {
    let asks = !args.yes && args.site.format == ReportFormat::Text;
    if asks && !ask("Всё из последнего набора уже на сайте?", terminal)
    {
        return Ok("Ничего не записано\n".to_owned());
    }
    let settings = pipeline::settings_to_publish(&super::request(root, &args.site)?)?;
    preflight::check_settings(&settings.config)?;
    let server = pack::confirm(root, &settings.config, &Publisher::from_environment())?;
    if args.site.format == ReportFormat::Json {
        return Ok(format!("{:#}\n", json!({ "version": 1, "files": server.files.len() })));
    }
    let files = count(server.files.len(), "файл", "файла", "файлов");
    Ok(format!("Записано: на сайте {files}. Следующий набор — только то, что изменится\n"))
}
