//! The arguments of the commands that create and list content.

use std::ffi::OsString;

use clap::Args;

use super::{ListFormat, ReportFormat};

/// `rostok init`.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Параметры")]
pub(crate) struct InitArguments {
    /// Где создать сайт (если не указана, в папке сайта)
    #[arg(value_name = "ПАПКА", help_heading = "Что указать")]
    pub(crate) folder: Vec<OsString>,
}

/// `rostok new`.
#[derive(Debug, Args)]
#[command(next_help_heading = "Параметры")]
pub(crate) struct NewArguments {
    /// Название события, например "Турнир по шахматам"
    #[arg(value_name = "НАЗВАНИЕ", required = true, help_heading = "Что указать")]
    pub(crate) title: Vec<String>,

    /// Дата события, например 07.12.2022 или "7 декабря 2022 г." (если не указана, сегодня)
    #[arg(long, value_name = "ДАТА")]
    pub(crate) date: Option<String>,

    /// Направление: название, его часть или короткое имя из файла настроек
    #[arg(long, value_name = "НАПРАВЛЕНИЕ")]
    pub(crate) direction: Option<String>,

    /// Адрес страницы латинскими буквами (если не указан, по названию)
    #[arg(long, value_name = "АДРЕС")]
    pub(crate) slug: Option<String>,
}

/// `rostok theme`.
#[derive(Debug, Args)]
#[command(next_help_heading = "Параметры")]
pub(crate) struct ThemeArguments {
    /// Тема, которая есть в программе: plain или tochka
    #[arg(value_name = "ТЕМА", help_heading = "Что указать")]
    pub(crate) theme: String,

    /// Имя вашей темы, латинскими буквами (если не указано, то же)
    #[arg(value_name = "ИМЯ", help_heading = "Что указать")]
    pub(crate) name: Option<String>,
}

/// `rostok import`.
#[derive(Debug, Args)]
#[command(next_help_heading = "Параметры")]
pub(crate) struct ImportArguments {
    /// Отчёт, план или новости: .docx, .odt, .xlsx, .ods, .csv, .html, лента .xml, текст; или папка с ними
    #[arg(value_name = "ФАЙЛ", required = true, help_heading = "Что указать")]
    pub(crate) file: Vec<OsString>,

    /// Учебный год дат, в которых год не назван, например 2022/23 (если не указан, из заголовка отчёта)
    #[arg(long, value_name = "ГОД")]
    pub(crate) year: Option<String>,

    /// Направление событий, у которых оно не узнано: название, его часть или короткое имя
    #[arg(long, value_name = "НАПРАВЛЕНИЕ")]
    pub(crate) direction: Option<String>,

    /// Не спрашивать, если черновиков больше 100
    #[arg(long)]
    pub(crate) yes: bool,

    /// Вид сообщений: text (для чтения) или json (для программ)
    #[arg(long, value_name = "ВИД", default_value = "text", hide_default_value = true)]
    pub(crate) format: ReportFormat,
}

/// `rostok list`.
#[derive(Debug, Args)]
#[command(next_help_heading = "Параметры")]
pub(crate) struct ListArguments {
    /// Только это направление: название, его часть или короткое имя
    #[arg(long, value_name = "НАПРАВЛЕНИЕ")]
    pub(crate) direction: Option<String>,

    /// Только этот учебный год, например 2022/23
    #[arg(long, value_name = "ГОД")]
    pub(crate) year: Option<String>,

    /// Только прошедшие события, о которых ещё не рассказано
    #[arg(long)]
    pub(crate) waiting: bool,

    /// Вид списка: table (для чтения), csv (для Excel) или json (для программ)
    #[arg(long, value_name = "ВИД", default_value = "table", hide_default_value = true)]
    pub(crate) format: ListFormat,
}
