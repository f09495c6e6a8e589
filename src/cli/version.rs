//! `rostok --version`: the version, what it reads and writes, and what in this folder is newer.

use std::path::Path;

use rostok::config::CONTENT_VERSION;
use rostok::output::MANIFEST_VERSION;
use rostok::photos::INDEX_VERSION;
use rostok::pipeline;
use rostok::publish::RECORD_VERSION;
use rostok::render::CONTRACT;
use rostok::report::CENTRE_FILE_VERSION;

use super::Exit;
use super::arguments::SiteArguments;
use super::terminal::Terminal;

pub(super) fn run(root: &Path, terminal: &Terminal) -> Exit {
    let version = env!("CARGO_PKG_VERSION");
    let forms = format!(
        "rostok {version}\n\n\
         Вид записей, которые он делает:\n\
         \x20 тексты и настройки раздела      {CONTENT_VERSION} (понимает и прежние)\n\
         \x20 список готовых файлов           {MANIFEST_VERSION} (понимает и прежние)\n\
         \x20 память о публикациях            {RECORD_VERSION}\n\
         \x20 готовые фотографии              {INDEX_VERSION} (другие делает заново)\n\
         \x20 события для общего отчёта       {CENTRE_FILE_VERSION}\n\
         \x20 темы оформления                 {CONTRACT}\n\
         Встретив более новый вид, он скажет об этом и ничего не изменит.\n"
    );
    terminal.print(&forms);
    let Ok(request) = super::request(root, &SiteArguments::default()) else {
        return Exit::Environment;
    };
    for problem in pipeline::written_by_newer(&request) {
        terminal.print(&format!("\nВ этой папке: {}; {}\n", problem.message, problem.hint));
    }
    Exit::Done
}
