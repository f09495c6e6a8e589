//! The arguments of all commands, with their help in Russian.
//!
//! Values are kept as they were typed: the library, which knows the site, parses dates and directions.

mod content;
mod copy;
mod hosting;
mod publish;
mod site;
mod words;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::Styles;
use clap::builder::styling::{AnsiColor, Style};
use clap::{ArgAction, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

pub(crate) use content::{
    ImportArguments, InitArguments, ListArguments, NewArguments, ThemeArguments,
};
pub(crate) use copy::{CopyArguments, PosterArguments};
pub(crate) use hosting::{FragmentArguments, FragmentKind, PackArguments, ProbeArguments};
pub(crate) use publish::{PublishArguments, UndoArguments, UploadArguments};
pub(crate) use site::{
    BuildArguments, CheckArguments, DocumentArguments, EditArguments, ReportArguments,
    ServeArguments, SiteArguments, SiteOverrides,
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
    about = "Росток собирает раздел новостей центра «Точка роста» из текстовых файлов",
    after_help = "Без команды: открыть раздел в браузере, чтобы писать о событиях и публиковать их.\n\
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
    /// Without a command the editor is opened.
    #[command(subcommand)]
    pub(crate) command: Option<Command>,

    /// Папка сайта, в ней лежат `content` и `themes` (если не указана, эта папка)
    #[arg(long, global = true, value_name = "ПАПКА", display_order = 90)]
    pub(crate) root: Vec<PathBuf>,

    /// Показать эту справку
    #[arg(short, long, global = true, action = ArgAction::HelpShort, display_order = 98)]
    help: Option<bool>,

    /// Показать номер версии и какие записи она понимает
    #[arg(short = 'V', long, display_order = 99)]
    pub(crate) version: bool,
}

impl Arguments {
    /// Parses a command line, which begins with the program's name. `rostok help init` means
    /// `rostok init --help`: the help command of clap is in English.
    pub(crate) fn read(line: &[OsString]) -> Result<Self, clap::Error> {
        let mut line = words::with_plain_dashes(line, &Self::command());
        if line.get(1).is_some_and(|word| word == "help") {
            line.remove(1);
            line.push("--help".into());
        }
        let matches = Self::command().try_get_matches_from(line)?;
        words::check_order(&matches)?;
        Self::from_arg_matches(&matches).map_err(|error| error.with_cmd(&Self::command()))
    }
}

impl Arguments {
    /// The folder of the site; `None` if there are several.
    pub(crate) fn only_root(&self) -> Option<PathBuf> {
        match &self.root[..] {
            [] => Some(PathBuf::from(".")),
            [root] => Some(root.clone()),
            _ => None,
        }
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Писать о событиях и публиковать их в браузере
    #[command(override_usage = "rostok edit [ПАРАМЕТРЫ]", help_template = HELP)]
    Edit(EditArguments),
    /// Создать сайт нового центра
    #[command(override_usage = "rostok init [ПАРАМЕТРЫ] [ПАПКА]", help_template = HELP)]
    Init(InitArguments),
    /// Создать файл для нового события
    #[command(override_usage = "rostok new [ПАРАМЕТРЫ] <НАЗВАНИЕ>", help_template = HELP)]
    New(NewArguments),
    /// Записать в `themes` файлы темы, чтобы сделать из неё свою
    #[command(override_usage = "rostok theme [ПАРАМЕТРЫ] <ТЕМА> [ИМЯ]", help_template = HELP)]
    Theme(ThemeArguments),
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
    Report(ReportArguments),
    /// Составить план мероприятий на учебный год или другой период
    #[command(override_usage = "rostok plan [ПАРАМЕТРЫ] <ПЕРИОД>", help_template = HELP)]
    Plan(DocumentArguments),
    /// Скопировать событие для ВКонтакте, MAX, Telegram, OK или другого сайта
    #[command(override_usage = "rostok copy [ПАРАМЕТРЫ] <СОБЫТИЕ> --for <КУДА>", help_template = HELP)]
    Copy(CopyArguments),
    /// Сделать афишу анонса: лист А4 с QR-кодом страницы
    #[command(override_usage = "rostok poster [ПАРАМЕТРЫ] <СОБЫТИЕ>", help_template = HELP)]
    Poster(PosterArguments),
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

/// The format of messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
}

/// The format of the list of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    /// For people.
    Table,
    /// For programs.
    Json,
    /// For spreadsheets.
    Csv,
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn the_definition_is_sound() {
        Arguments::command().debug_assert();
    }

    fn read(line: &str) -> Result<Arguments, clap::Error> {
        let line: Vec<OsString> = line.split(' ').map(OsString::from).collect();
        Arguments::read(&line)
    }

    #[test]
    fn words_without_quotes_are_one_title_or_name() {
        let Some(Command::New(new)) =
            read("rostok new --date 7.12.2022 Турнир по шахматам").unwrap().command
        else {
            panic!("another command")
        };
        assert_eq!(new.title.join(" "), "Турнир по шахматам");
        let Some(Command::Fragment(fragment)) =
            read("rostok fragment direction Совместные мероприятия --copy").unwrap().command
        else {
            panic!("another command")
        };
        assert_eq!(fragment.id.join(" "), "Совместные мероприятия");
        for line in [
            "rostok new Турнир --direction Совместные мероприятия",
            "rostok report 2022/23 --out мой отчёт.docx",
            "rostok import отчёт.docx --year 2022/23 г.",
        ] {
            assert!(read(line).is_err(), "{line}");
        }
    }

    #[test]
    fn dashes_of_other_kinds_begin_options_too() {
        for line in ["rostok build —drafts", "rostok build –drafts", "rostok build -drafts"] {
            let Some(Command::Build(build)) = read(line).unwrap().command else { panic!("{line}") };
            assert!(build.site.drafts, "{line}");
        }
        assert_eq!(read("rostok build —root=а").unwrap().root, [Path::new("а")]);
        assert!(read("rostok build —drfts").is_err());
        let Some(Command::New(new)) = read("rostok new Шахматы — это игра").unwrap().command
        else {
            panic!("another command")
        };
        assert_eq!(new.title.join(" "), "Шахматы — это игра");
    }

    #[test]
    fn the_root_stands_before_or_after_the_command() {
        for line in ["rostok --root а build", "rostok build --root а"] {
            assert_eq!(read(line).unwrap().only_root().unwrap(), Path::new("а"));
        }
    }
}
