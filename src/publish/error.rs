//! Errors of publishing, in Russian.

mod server_words;
mod words;

use std::fmt;
use std::path::PathBuf;

use super::manifest::Edition;
use super::remote::{Fault, printable};
use super::remote_state::claim::Owner;
use super::verify::preflight::NotReady;
use crate::diagnostic::Diagnostic;
use crate::fs;
use crate::output::{BadOutFolder, WriteError};
use crate::quantity::{count, first_paths};
pub use words::describe_fault;
pub(super) use words::describe_refusal;
use words::fault_hint;

/// The reason why nothing, or not everything, was published. What was sent stays on the server, and the next
/// upload continues there.
#[derive(Debug)]
pub enum PublishError {
    /// The settings or the built site.
    NotReady(NotReady),
    /// There is no password; the words of the [`Dialog`](super::Dialog).
    NoPassword(Box<Diagnostic>),
    /// The server or the connection.
    Server {
        /// The file or folder of the failed operation; empty if it concerns none.
        path: String,
        fault: Fault,
    },
    /// The disk of this computer.
    Disk(fs::Error),
    /// Someone else is publishing, or was interrupted.
    Locked {
        /// `None` if the claim is not written yet.
        owner: Option<Owner>,
        /// How long ago they began, in seconds by the two clocks.
        age: i64,
    },
    /// Another process of this computer is publishing.
    Busy,
    /// Someone published after the plan was made.
    ChangedMeanwhile {
        /// The edition of the plan.
        seen: Edition,
        /// The edition on the server.
        now: Edition,
    },
    /// Someone published after the upload that the user wants to undo.
    PublishedSince {
        edition: Edition,
        /// How long ago, in seconds by the two clocks.
        age: i64,
    },
    /// Another computer broke our lock.
    TakenOver,
    /// Foreign files at paths of the section.
    Foreign(Vec<String>),
    /// More files would be removed than is allowed.
    TooManyRemovals {
        removals: usize,
        /// How many files the section has on the server.
        of: usize,
    },
    /// An undo would remove more files than is allowed: all, if it undoes the first publication.
    UndoRemoves {
        removals: usize,
        /// How many files the section has on the server.
        of: usize,
    },
    /// A newer version of the program has published there.
    Newer,
    /// A file of the output folder was changed by another program.
    Source(String),
    /// A file that an undo needs is not kept any more.
    NotKept(String),
    /// No earlier state is kept on this computer.
    NothingToUndo,
    /// No pack waits for confirmation.
    NothingPacked,
    /// The folder for a pack holds something else.
    PackFolderTaken(PathBuf),
    /// A pack cannot be written to this folder.
    PackFolder(BadOutFolder),
    /// The output folder or a pack was not written.
    PackFiles(WriteError),
    /// The user stopped the upload.
    Stopped,
}

impl PublishError {
    pub(super) fn at(path: &str) -> impl Fn(Fault) -> Self + '_ {
        move |fault| match fault {
            Fault::Stopped => Self::Stopped,
            fault => Self::Server { path: path.to_owned(), fault },
        }
    }

    /// The error as a diagnostic for the user.
    pub fn into_diagnostic(self) -> Box<Diagnostic> {
        match self {
            Self::NoPassword(problem) | Self::NotReady(NotReady::ReservedFolder(problem)) => {
                problem
            }
            error => Box::new(Diagnostic::error(error.to_string()).hint(error.hint())),
        }
    }

    /// What the user can do, in Russian; may be empty.
    fn hint(&self) -> String {
        match self {
            Self::NotReady(error) => error.hint().to_owned(),
            Self::NoPassword(problem) => problem.hint.clone(),
            Self::Server { fault, .. } => fault_hint(fault),
            Self::Disk(_) => String::new(),
            Self::Locked { .. } => {
                "дождитесь конца; если та публикация оборвалась и её уже никто не закончит, добавьте ключ `--break-lock`".to_owned()
            }
            Self::Busy => "дождитесь её конца или закройте то окно".to_owned(),
            Self::ChangedMeanwhile { .. } => {
                "запустите публикацию ещё раз: план будет составлен заново".to_owned()
            }
            Self::PublishedSince { .. } => {
                "верните прежние тексты и опубликуйте раздел заново; или пусть ту публикацию сначала отменят на её компьютере: `rostok undo`".to_owned()
            }
            Self::TakenOver => {
                "договоритесь, кто публикует, и запустите публикацию ещё раз".to_owned()
            }
            Self::Foreign(_) => {
                "переименуйте или уберите их с сервера, выберите другую папку; если это прежние файлы раздела, добавьте ключ `--adopt`, и они будут заменены".to_owned()
            }
            Self::TooManyRemovals { removals, .. } => format!(
                "проверьте, всё ли на месте в `content`; если так и задумано, добавьте ключ `--allow-removals {removals}`"
            ),
            Self::UndoRemoves { removals, .. } => {
                format!("если так и задумано, добавьте ключ `--allow-removals {removals}`")
            }
            Self::Newer => "обновите Росток".to_owned(),
            Self::Source(_) => "соберите сайт заново: `rostok build`".to_owned(),
            Self::NotKept(_) => {
                "на сервере ничего не изменено; верните прежние тексты и опубликуйте раздел заново".to_owned()
            }
            Self::NothingToUndo => {
                "прежний вид хранится на том компьютере, с которого была публикация".to_owned()
            }
            Self::NothingPacked => "соберите новый набор: `rostok pack`".to_owned(),
            Self::PackFolderTaken(_) => "назовите для набора другую папку".to_owned(),
            Self::PackFolder(error) => error.hint().to_owned(),
            Self::PackFiles(error) => error.hint().to_owned(),
            Self::Stopped => "что отправлено, то отправлено; запустите публикацию ещё раз, и она продолжится".to_owned(),
        }
    }
}

impl std::error::Error for PublishError {}

impl fmt::Display for PublishError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotReady(error) => error.fmt(out),
            Self::NoPassword(problem) => out.write_str(&problem.message),
            Self::Server { path, fault } if path.is_empty() => {
                out.write_str(&describe_fault(fault))
            }
            Self::Server { path, fault } => write!(out, "`{path}`: {}", describe_fault(fault)),
            Self::Disk(error) => error.fmt(out),
            Self::Locked { owner: Some(owner), age } => {
                let name = printable(&owner.name);
                write!(out, "раздел уже публикует {name}, начало {} назад", duration(*age))
            }
            Self::Locked { owner: None, .. } => out.write_str("раздел уже публикует кто-то ещё"),
            Self::Busy => out.write_str("публикация этого сайта уже идёт в другом окне"),
            Self::ChangedMeanwhile { seen, now } => write!(
                out,
                "пока вы смотрели план, раздел опубликовал {} (публикация №\u{a0}{}, а план составлен для №\u{a0}{})",
                printable(&now.author),
                now.number,
                seen.number
            ),
            Self::PublishedSince { edition, age } => {
                let author = printable(&edition.author);
                let who = if author.is_empty() { "кто-то" } else { &author };
                write!(
                    out,
                    "после публикации с этого компьютера раздел опубликовал {who}, {} назад (публикация №\u{a0}{}): вместе с вашими изменениями пропали бы и те",
                    duration(*age),
                    edition.number
                )
            }
            Self::TakenOver => out.write_str("публикацию перенял другой компьютер"),
            Self::Foreign(paths) => {
                let paths = first_paths(paths, 3);
                write!(out, "на сервере уже есть чужие файлы с нужными именами: {paths}")
            }
            Self::TooManyRemovals { removals, of } => {
                write!(out, "с сервера пришлось бы удалить {removals} из {of} файлов раздела")
            }
            Self::UndoRemoves { removals, of } if removals == of => {
                let files = count(*of, "файл", "файла", "файлов");
                write!(out, "отмена первой публикации удалит с сервера весь раздел, {files}")
            }
            Self::UndoRemoves { removals, of } => {
                write!(out, "отмена удалит с сервера {removals} из {of} файлов раздела")
            }
            Self::Newer => out.write_str("раздел опубликован более новой версией Ростка"),
            Self::Source(path) => {
                write!(out, "файл `{path}` в папке готового сайта изменён другой программой")
            }
            Self::NotKept(path) => write!(out, "прежний вид файла `{path}` уже не хранится"),
            Self::NothingToUndo => out.write_str("вернуть нечего"),
            Self::NothingPacked => out.write_str(
                "подтверждать нечего: набора нет, или после него раздел опубликован иначе",
            ),
            Self::PackFolderTaken(folder) => {
                write!(out, "папка `{}` занята", fs::shown_path(folder))
            }
            Self::PackFolder(error) => error.fmt(out),
            Self::PackFiles(error) => error.fmt(out),
            Self::Stopped => out.write_str("публикация остановлена"),
        }
    }
}

/// Formats seconds as «5 мин», «3 ч» or «2 дн.».
fn duration(seconds: i64) -> String {
    match seconds.max(0) / 60 {
        minutes @ 0..=119 => format!("{minutes}\u{a0}мин"),
        minutes @ 120..=2879 => format!("{}\u{a0}ч", minutes / 60),
        minutes => format!("{}\u{a0}дн.", minutes / 1440),
    }
}

impl From<Fault> for PublishError {
    fn from(fault: Fault) -> Self {
        Self::Server { path: String::new(), fault }
    }
}

impl From<fs::Error> for PublishError {
    fn from(error: fs::Error) -> Self {
        Self::Disk(error)
    }
}

impl From<NotReady> for PublishError {
    fn from(error: NotReady) -> Self {
        Self::NotReady(error)
    }
}

impl From<BadOutFolder> for PublishError {
    fn from(error: BadOutFolder) -> Self {
        Self::PackFolder(error)
    }
}

impl From<WriteError> for PublishError {
    fn from(error: WriteError) -> Self {
        Self::PackFiles(error)
    }
}
