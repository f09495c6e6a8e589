//! The arguments of the commands that build, check, show and report.

use std::net::IpAddr;
use std::path::{Path, PathBuf};

use clap::Args;
use rostok::editor::PORT;

use super::ReportFormat;

/// What holds for one run instead of the settings and the clock.
#[derive(Debug, Default, Args)]
pub(crate) struct SiteOverrides {
    /// Адрес раздела в интернете вместо указанного в файле настроек
    #[arg(long, value_name = "АДРЕС")]
    pub(crate) base_url: Option<String>,

    /// Считать сегодняшним этот день, например 2022-12-30
    #[arg(long, value_name = "ДАТА")]
    pub(crate) today: Option<String>,
}

/// The arguments that building, checking and publishing share.
#[derive(Debug, Default, Args)]
pub(crate) struct SiteArguments {
    /// Папка готового сайта (если не указана, `public` в папке сайта)
    #[arg(long, value_name = "ПАПКА")]
    pub(crate) out: Option<PathBuf>,

    /// Вместе с черновиками
    #[arg(long)]
    pub(crate) drafts: bool,

    #[command(flatten)]
    pub(crate) overrides: SiteOverrides,

    /// Вид сообщений: text (для чтения) или json (для программ)
    #[arg(long, value_name = "ВИД", default_value = "text", hide_default_value = true)]
    pub(crate) format: ReportFormat,
}

impl SiteArguments {
    /// The output folder; `public` in `root` if none is given.
    pub(crate) fn out(&self, root: &Path) -> PathBuf {
        self.out.clone().unwrap_or_else(|| root.join("public"))
    }
}

/// `rostok build`.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Параметры")]
pub(crate) struct BuildArguments {
    #[command(flatten)]
    pub(crate) site: SiteArguments,

    /// Заменить файлы, которые лежат в папке готового сайта, но созданы не Ростком
    #[arg(long)]
    pub(crate) adopt: bool,
}

/// `rostok check`.
#[derive(Debug, Args)]
#[command(next_help_heading = "Параметры")]
pub(crate) struct CheckArguments {
    #[command(flatten)]
    pub(crate) site: SiteArguments,

    /// Считать предупреждения ошибками
    #[arg(long)]
    pub(crate) strict: bool,

    /// Сказать и то, что известно о хостинге
    #[arg(long)]
    pub(crate) hosting: bool,

    /// Проверить и правописание: слова, которых нет в словаре
    #[arg(long)]
    pub(crate) spelling: bool,

    /// Показать каждую ошибку, сколько бы их ни было
    #[arg(long)]
    pub(crate) all: bool,
}

/// `rostok edit`.
#[derive(Debug, Args)]
#[command(next_help_heading = "Параметры")]
pub(crate) struct EditArguments {
    /// Порт, с которого начать поиск свободного
    #[arg(long, value_name = "ПОРТ", default_value_t = PORT, hide_default_value = true)]
    pub(crate) port: u16,

    /// Не открывать браузер, а напечатать адрес
    #[arg(long)]
    pub(crate) no_open: bool,

    /// Считать сегодняшним этот день, например 2022-12-30
    #[arg(long, value_name = "ДАТА")]
    pub(crate) today: Option<String>,
}

impl Default for EditArguments {
    fn default() -> Self {
        Self { port: PORT, no_open: false, today: None }
    }
}

/// `rostok serve`.
#[derive(Debug, Args)]
#[command(next_help_heading = "Параметры")]
pub(crate) struct ServeArguments {
    /// Порт, с которого начать поиск свободного
    #[arg(long, value_name = "ПОРТ", default_value_t = 4000, hide_default_value = true)]
    pub(crate) port: u16,

    /// Не открывать браузер
    #[arg(long)]
    pub(crate) no_open: bool,

    /// Часто просматривать папку сайта: для сетевых дисков, которые не сообщают об изменениях
    #[arg(long)]
    pub(crate) poll: bool,

    /// Показать сайт и другим компьютерам сети: адрес этого компьютера в ней или 0.0.0.0
    #[arg(long, value_name = "АДРЕС")]
    pub(crate) host: Option<IpAddr>,

    /// Считать сегодняшним этот день, например 2022-12-30
    #[arg(long, value_name = "ДАТА")]
    pub(crate) today: Option<String>,
}

/// What `rostok report` and `rostok plan` share.
#[derive(Debug, Args)]
#[command(next_help_heading = "Параметры")]
pub(crate) struct DocumentArguments {
    /// Учебный год (2022/23), полугодие (2022/23 I), четверть (II четверть 2022/23), календарный год
    /// (2022), квартал (IV квартал 2022), месяц (октябрь 2022) или дни (1.09.2022–15.10.2022)
    #[arg(value_name = "ПЕРИОД", required_unless_present = "to", help_heading = "Что указать")]
    pub(crate) period: Vec<String>,

    /// Первый день вместо периода, например 1.09.2022. Без --to: откуда взять события других центров —
    /// файл events.json, папка с такими файлами или их список .txt
    #[arg(long, value_name = "ДАТА")]
    pub(crate) from: Vec<String>,

    /// Последний день, например 15.10.2022
    #[arg(long, value_name = "ДАТА", requires = "from", conflicts_with = "period")]
    pub(crate) to: Option<String>,

    /// Куда записать: имя кончается на .docx, .xlsx, .odt, .ods или .csv (если не указан, .docx в этой папке)
    #[arg(long, value_name = "ФАЙЛ")]
    pub(crate) out: Option<PathBuf>,

    /// Колонки таблицы мероприятий, например "№, дата, название, уровень, обучающиеся, ссылка"
    #[arg(long, value_name = "КОЛОНКИ")]
    pub(crate) columns: Option<String>,

    /// По чему подвести итоги, например "направление, уровень, месяц"
    #[arg(long, value_name = "КОЛОНКИ")]
    pub(crate) totals: Option<String>,

    /// Заменить файл, если такой уже есть
    #[arg(long)]
    pub(crate) force: bool,

    #[command(flatten)]
    pub(crate) overrides: SiteOverrides,
}

/// `rostok report`.
#[derive(Debug, Args)]
#[command(next_help_heading = "Параметры")]
pub(crate) struct ReportArguments {
    #[command(flatten)]
    pub(crate) document: DocumentArguments,

    /// Заполнить присланную форму .docx или .xlsx; сама она не изменится
    #[arg(long, value_name = "ФАЙЛ")]
    pub(crate) form: Option<PathBuf>,

    /// Какую таблицу формы заполнить: её номер или имя листа (если не указана, самую подходящую)
    #[arg(long, value_name = "ТАБЛИЦА", requires = "form")]
    pub(crate) table: Option<String>,

    /// Составить отчёт нескольких центров и без тех, которые не удалось прочитать
    #[arg(long)]
    pub(crate) partial: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_output_folder_is_public_of_the_root_unless_given() {
        let mut site = SiteArguments::default();
        assert_eq!(site.out(Path::new("сайт")), Path::new("сайт/public"));
        site.out = Some("готово".into());
        assert_eq!(site.out(Path::new("сайт")), Path::new("готово"));
    }
}
