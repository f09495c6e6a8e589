//! The arguments of `publish` and `undo`.

use clap::Args;

use super::SiteArguments;

/// The arguments of both commands.
#[derive(Debug, Default, Args)]
pub(crate) struct UploadArguments {
    /// Не спрашивать, а сразу отправлять
    #[arg(long)]
    pub(crate) yes: bool,

    /// Только показать план
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// То же, что `--format json`
    #[arg(long)]
    pub(crate) json: bool,

    /// Перенять публикацию, которую начал и не закончил кто-то другой
    #[arg(long)]
    pub(crate) break_lock: bool,
}

/// `rostok publish`.
#[derive(Debug, Args)]
#[command(next_help_heading = "Параметры")]
pub(crate) struct PublishArguments {
    #[command(flatten)]
    pub(crate) site: SiteArguments,

    #[command(flatten)]
    pub(crate) upload: UploadArguments,

    /// Не собирать сайт заново, отправить то, что лежит в папке готового сайта
    #[arg(long)]
    pub(crate) no_build: bool,

    /// Заменить на сервере файлы с нужными именами, даже если отправил их не Росток
    #[arg(long)]
    pub(crate) adopt: bool,

    /// Разрешить удалить столько файлов (если не указано, пятую часть раздела)
    #[arg(long, value_name = "ЧИСЛО")]
    pub(crate) allow_removals: Option<usize>,

    /// Не проверять, видны ли страницы в интернете
    #[arg(long)]
    pub(crate) no_http_check: bool,

    /// Сверить размеры всех файлов на сервере и восстановить испорченные и удалённые
    #[arg(long)]
    pub(crate) audit: bool,

    /// То же, и открыть каждый файл в интернете: сверить и содержимое
    #[arg(long)]
    pub(crate) audit_http: bool,
}

/// `rostok undo`.
#[derive(Debug, Args)]
#[command(next_help_heading = "Параметры")]
pub(crate) struct UndoArguments {
    #[command(flatten)]
    pub(crate) site: SiteArguments,

    #[command(flatten)]
    pub(crate) upload: UploadArguments,

    /// Разрешить удалить столько файлов (если не указано, половину раздела)
    #[arg(long, value_name = "ЧИСЛО")]
    pub(crate) allow_removals: Option<usize>,
}
