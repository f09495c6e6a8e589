//! The arguments of `pack`, `probe` and `fragment`.

use std::ffi::OsString;

use clap::{Args, ValueEnum};

use super::SiteArguments;

/// `rostok pack`.
#[derive(Debug, Args)]
#[command(next_help_heading = "Параметры")]
pub(crate) struct PackArguments {
    /// Папка или файл .zip (если не указано, папка `upload` в папке сайта)
    #[arg(value_name = "КУДА", help_heading = "Что указать")]
    pub(crate) to: Vec<OsString>,

    /// Всё собранное в прошлый раз уже на сайте
    #[arg(long)]
    pub(crate) done: bool,

    /// Не спрашивать
    #[arg(long)]
    pub(crate) yes: bool,

    /// Весь раздел, а не только то, что изменилось
    #[arg(long)]
    pub(crate) all: bool,

    #[command(flatten)]
    pub(crate) site: SiteArguments,
}

/// `rostok probe`.
#[derive(Debug, Args)]
#[command(next_help_heading = "Параметры")]
pub(crate) struct ProbeArguments {
    /// Не спрашивать
    #[arg(long)]
    pub(crate) yes: bool,

    #[command(flatten)]
    pub(crate) site: SiteArguments,
}

/// `rostok fragment`.
#[derive(Debug, Args)]
#[command(next_help_heading = "Параметры")]
pub(crate) struct FragmentArguments {
    /// Что вставить: latest (последние события), direction (события направления) или report (отчёт)
    #[arg(value_name = "ЧТО", help_heading = "Что указать")]
    pub(crate) kind: FragmentKind,

    /// Какое направление (название, его часть или короткое имя) или какой отчёт (имя файла)
    #[arg(value_name = "ИМЯ", help_heading = "Что указать")]
    pub(crate) id: Vec<String>,

    /// Сколько событий (если не указано, 5)
    #[arg(
        long,
        value_name = "ЧИСЛО",
        default_value_t = 5,
        hide_default_value = true,
        value_parser = clap::value_parser!(u16).range(1..)
    )]
    pub(crate) count: u16,

    /// Скопировать в буфер обмена
    #[arg(long)]
    pub(crate) copy: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FragmentKind {
    #[value(alias = "последние")]
    Latest,
    #[value(alias = "направление")]
    Direction,
    #[value(aliases = ["отчёт", "отчет"])]
    Report,
}
