//! The arguments of `copy`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use rostok::copy::Channel;

use super::SiteOverrides;

/// `rostok copy`.
#[derive(Debug, Args)]
#[command(next_help_heading = "Параметры")]
pub(crate) struct CopyArguments {
    /// Какое событие: его файл, адрес страницы или слова названия
    #[arg(value_name = "СОБЫТИЕ", required_unless_present = "since", help_heading = "Что указать")]
    pub(crate) event: Vec<String>,

    /// Для чего: vk, max, telegram, ok или html (редактор другого сайта: Госвеб, WordPress, Tilda, uCoz)
    #[arg(long = "for", value_name = "КУДА")]
    pub(crate) channel: CopyChannel,

    /// last: все события, которых там ещё не было
    #[arg(long, value_name = "КОГДА", conflicts_with = "event")]
    pub(crate) since: Option<Since>,

    /// Папка для текста и фотографий (если не указана, своя в папке `copy`)
    #[arg(long, value_name = "ПАПКА")]
    pub(crate) out: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) overrides: SiteOverrides,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Since {
    #[value(aliases = ["последнего", "последней"])]
    Last,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CopyChannel {
    #[value(aliases = ["вк", "вконтакте", "vkontakte"])]
    Vk,
    #[value(aliases = ["макс", "мах"])]
    Max,
    #[value(aliases = ["телеграм", "tg"])]
    Telegram,
    #[value(aliases = ["ок", "одноклассники"])]
    Ok,
    #[value(aliases = ["сайт", "госвеб"])]
    Html,
}

impl From<CopyChannel> for Channel {
    fn from(channel: CopyChannel) -> Self {
        match channel {
            CopyChannel::Vk => Self::Vk,
            CopyChannel::Max => Self::Max,
            CopyChannel::Telegram => Self::Telegram,
            CopyChannel::Ok => Self::Ok,
            CopyChannel::Html => Self::Html,
        }
    }
}

/// `rostok poster`.
#[derive(Debug, Args)]
#[command(next_help_heading = "Параметры")]
pub(crate) struct PosterArguments {
    /// Какой анонс: его файл, адрес страницы или слова названия
    #[arg(value_name = "СОБЫТИЕ", required = true, help_heading = "Что указать")]
    pub(crate) event: Vec<String>,

    /// Куда записать: имя кончается на .docx (если не указан, afisha-….docx в этой папке)
    #[arg(long, value_name = "ФАЙЛ")]
    pub(crate) out: Option<PathBuf>,

    /// Заменить файл, если такой уже есть
    #[arg(long)]
    pub(crate) force: bool,

    #[command(flatten)]
    pub(crate) overrides: SiteOverrides,
}
