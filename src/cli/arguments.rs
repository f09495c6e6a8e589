//! What can be asked of the program, in Russian.
//!
//! Values are kept as they were typed: dates and directions are understood by the library, which
//! knows the site.

mod hosting;
mod site;

use std::ffi::OsString;
use std::path::PathBuf;

use super::publish::{PublishArguments, UndoArguments};
use clap::builder::Styles;
use clap::builder::styling::{AnsiColor, Style};
use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};

pub(crate) use hosting::{FragmentArguments, FragmentKind, PackArguments, ProbeArguments};
pub(crate) use site::{
    BuildArguments, CheckArguments, DocumentArguments, ServeArguments, SiteArguments,
};

const HELP: &str = "\
{about}

\u{1b}[1mИспользование:\u{1b}[0m {usage}

{all-args}{after-help}";

const STYLES: Styles = Styles::styled()
    .header(Style::new().bold())
    .literal(AnsiColor::BrightCyan.on_default())
    .placeholder(AnsiColor::Cyan.on_default());

/// The whole command line.
#[derive(Debug, Parser)]
#[command(
    name = "rostok",
    bin_name = "rostok",
    version,
    about = "Росток собирает раздел новостей центра «Точка роста» из текстовых файлов",
    after_help = "Без команды: собрать сайт и сказать, что делать дальше.\n\
                  О каждой команде подробнее: `rostok КОМАНДА --help`",
    override_usage = "rostok [ПАРАМЕТРЫ] [КОМАНДА]",
    help_template = HELP,
    styles = STYLES,
    subcommand_help_heading = "Команды",
    next_help_heading = "Параметры",
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true,
    hide_possible_values = true
)]
pub(crate) struct Arguments {
    /// What to do; without it the site is built.
    #[command(subcommand)]
    pub(crate) command: Option<Command>,

    /// Папка сайта, в ней лежат `content` и `themes` (если не указана, эта папка)
    #[arg(
        long,
        global = true,
        value_name = "ПАПКА",
        default_value = ".",
        hide_default_value = true,
        display_order = 90
    )]
    pub(crate) root: PathBuf,

    /// Показать эту справку
    #[arg(short, long, global = true, action = ArgAction::HelpShort, display_order = 98)]
    help: Option<bool>,

    /// Показать номер версии
    #[arg(short = 'V', long, action = ArgAction::Version, display_order = 99)]
    version: Option<bool>,
}

impl Arguments {
    /// Reads the command line, the program's name first. `rostok help init` is
    /// `rostok init --help`: clap's own command of this name speaks English.
    pub(crate) fn read(line: &[OsString]) -> Result<Self, clap::Error> {
        match line {
            [program, help, rest @ ..] if help == "help" => {
                let asked = OsString::from("--help");
                Self::try_parse_from([program].into_iter().chain(rest).chain([&asked]))
            }
            line => Self::try_parse_from(line),
        }
    }
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Создать сайт нового центра
    #[command(override_usage = "rostok init [ПАРАМЕТРЫ] [ПАПКА]", help_template = HELP)]
    Init(InitArguments),
    /// Создать файл для нового события
    #[command(override_usage = "rostok new [ПАРАМЕТРЫ] <НАЗВАНИЕ>", help_template = HELP)]
    New(NewArguments),
    /// Создать черновики по таблице мероприятий из готового отчёта
    #[command(override_usage = "rostok import [ПАРАМЕТРЫ] <ФАЙЛ>", help_template = HELP)]
    Import(ImportArguments),
    /// Собрать сайт в папку `public`
    #[command(override_usage = "rostok build [ПАРАМЕТРЫ]", help_template = HELP)]
    Build(BuildArguments),
    /// Найти ошибки, ничего не записывая
    #[command(override_usage = "rostok check [ПАРАМЕТРЫ]", help_template = HELP)]
    Check(CheckArguments),
    /// Показать сайт в браузере и обновлять его при каждом сохранении
    #[command(override_usage = "rostok serve [ПАРАМЕТРЫ]", help_template = HELP)]
    Serve(ServeArguments),
    /// Отправить сайт на хостинг
    #[command(override_usage = "rostok publish [ПАРАМЕТРЫ]", help_template = HELP)]
    Publish(PublishArguments),
    /// Вернуть на хостинг то, что было до последней публикации
    #[command(override_usage = "rostok undo [ПАРАМЕТРЫ]", help_template = HELP)]
    Undo(UndoArguments),
    /// Составить отчёт за полугодие, год или другой период
    #[command(override_usage = "rostok report [ПАРАМЕТРЫ] <ПЕРИОД>", help_template = HELP)]
    Report(DocumentArguments),
    /// Составить план мероприятий из анонсов и черновиков
    #[command(override_usage = "rostok plan [ПАРАМЕТРЫ] <ПЕРИОД>", help_template = HELP)]
    Plan(DocumentArguments),
    /// Показать список событий
    #[command(override_usage = "rostok list [ПАРАМЕТРЫ]", help_template = HELP)]
    List(ListArguments),
    /// Собрать то, что нужно отправить на сайт вручную
    #[command(override_usage = "rostok pack [ПАРАМЕТРЫ] [КУДА]", help_template = HELP)]
    Pack(PackArguments),
    /// Узнать, что принимает и показывает хостинг
    #[command(override_usage = "rostok probe [ПАРАМЕТРЫ]", help_template = HELP)]
    Probe(ProbeArguments),
    /// Показать кусок страницы, который вставляют в редактор страниц uCoz
    #[command(override_usage = "rostok fragment [ПАРАМЕТРЫ] <ЧТО> [ИМЯ]", help_template = HELP)]
    Fragment(FragmentArguments),
}

/// `rostok init`.
#[derive(Debug, Args)]
#[command(next_help_heading = "Параметры")]
pub(crate) struct InitArguments {
    /// Где создать сайт (если не указана, в папке сайта)
    #[arg(value_name = "ПАПКА", help_heading = "Что указать")]
    pub(crate) folder: Option<PathBuf>,
}

/// `rostok new`.
#[derive(Debug, Args)]
#[command(next_help_heading = "Параметры")]
pub(crate) struct NewArguments {
    /// Название события, например "Турнир по шахматам"
    #[arg(value_name = "НАЗВАНИЕ", help_heading = "Что указать")]
    pub(crate) title: String,

    /// Дата события, например 07.12.2022 или "7 декабря 2022 г." (если не указана, сегодня)
    #[arg(long, value_name = "ДАТА")]
    pub(crate) date: Option<String>,

    /// Направление: короткое имя или название из файла настроек
    #[arg(long, value_name = "НАПРАВЛЕНИЕ")]
    pub(crate) direction: Option<String>,

    /// Адрес страницы латинскими буквами (если не указан, по названию)
    #[arg(long, value_name = "АДРЕС")]
    pub(crate) slug: Option<String>,
}

/// `rostok import`.
#[derive(Debug, Args)]
#[command(next_help_heading = "Параметры")]
pub(crate) struct ImportArguments {
    /// Отчёт: .docx, .xlsx, .csv, .html или текст с табуляцией
    #[arg(value_name = "ФАЙЛ", help_heading = "Что указать")]
    pub(crate) file: PathBuf,

    /// Учебный год дат, в которых год не назван, например 2022/23 (если не указан, из заголовка отчёта)
    #[arg(long, value_name = "ГОД")]
    pub(crate) year: Option<String>,

    /// Вид сообщений: text (для чтения) или json (для программ)
    #[arg(long, value_name = "ВИД", default_value = "text", hide_default_value = true)]
    pub(crate) format: ReportFormat,
}

/// `rostok list`.
#[derive(Debug, Args)]
#[command(next_help_heading = "Параметры")]
pub(crate) struct ListArguments {
    /// Только это направление: короткое имя или название
    #[arg(long, value_name = "НАПРАВЛЕНИЕ")]
    pub(crate) direction: Option<String>,

    /// Только этот учебный год, например 2022/23
    #[arg(long, value_name = "ГОД")]
    pub(crate) year: Option<String>,

    /// Вид списка: table (для чтения), csv (для Excel) или json (для программ)
    #[arg(long, value_name = "ВИД", default_value = "table", hide_default_value = true)]
    pub(crate) format: ListFormat,
}

/// How problems are told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// Drawn, for people.
    #[default]
    Text,
    /// A JSON document, for editors.
    Json,
}

/// How events are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    /// Columns, for people.
    Table,
    /// A JSON array, for programs.
    Json,
    /// For spreadsheets.
    Csv,
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_definition_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn the_root_stands_before_or_after_the_command() {
        for line in ["rostok --root а build", "rostok build --root а"] {
            let line: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            assert_eq!(Arguments::read(&line).unwrap().root, Path::new("а"));
        }
    }
}
