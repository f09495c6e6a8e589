//! Why an upload stopped, in Russian.

mod words;

use std::fmt;

use super::manifest::Edition;
use super::remote::Fault;
use super::remote_state::claim::Owner;
use crate::fs;
pub use words::describe_fault;
pub(super) use words::describe_refusal;
use words::fault_hint;

/// Why an upload stopped. What was sent until then is kept, and the next one goes on from there.
#[derive(Debug)]
pub enum Failure {
    /// The server or the line.
    Server {
        /// The file or folder that was being worked on; empty where there was none.
        path: String,
        /// What happened.
        fault: Fault,
    },
    /// The disk of this computer.
    Disk(fs::Error),
    /// Someone else is publishing, or was and did not finish.
    Locked {
        /// Who, and since when; unknown where they had no time to say.
        owner: Option<Owner>,
        /// How long ago they began, in seconds by the two clocks.
        age: i64,
    },
    /// Another window of this computer is publishing.
    Busy,
    /// Someone published after the plan had been made.
    ChangedMeanwhile {
        /// What the plan was made for.
        seen: Edition,
        /// What is there now.
        now: Edition,
    },
    /// Someone published after the upload that was to be undone.
    PublishedSince {
        /// What they published.
        edition: Edition,
        /// How long ago, in seconds by the two clocks.
        age: i64,
    },
    /// Someone broke our lock.
    TakenOver,
    /// Files that are not ours stand where ours belong.
    Foreign(Vec<String>),
    /// More files would be removed than is usual.
    TooManyRemovals {
        /// How many.
        removals: usize,
        /// How many files are there.
        of: usize,
    },
    /// A newer version of the program published there.
    Newer,
    /// A file of the built site is not what the build wrote.
    Source(String),
    /// What an earlier upload replaced is not kept any more.
    NotKept(String),
    /// The user stopped it.
    Stopped,
}

impl Failure {
    pub(super) fn at(path: &str) -> impl Fn(Fault) -> Self + '_ {
        move |fault| Self::Server { path: path.to_owned(), fault }
    }

    /// What the user can do, in Russian; may be empty.
    pub fn hint(&self) -> String {
        match self {
            Self::Server { fault, .. } => fault_hint(fault).to_owned(),
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
            Self::Newer => "обновите Росток".to_owned(),
            Self::Source(_) => "соберите сайт заново: `rostok build`".to_owned(),
            Self::NotKept(_) => {
                "на сервере ничего не изменено; верните прежние тексты и опубликуйте раздел заново".to_owned()
            }
            Self::Stopped => "что отправлено, то отправлено; запустите публикацию ещё раз, и она продолжится".to_owned(),
        }
    }
}

impl std::error::Error for Failure {}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Server { path, fault } if path.is_empty() => {
                out.write_str(&describe_fault(fault))
            }
            Self::Server { path, fault } => write!(out, "`{path}`: {}", describe_fault(fault)),
            Self::Disk(error) => error.fmt(out),
            Self::Locked { owner: Some(owner), age } => {
                write!(out, "раздел уже публикует {}, начало {} назад", owner.name, minutes(*age))
            }
            Self::Locked { owner: None, .. } => out.write_str("раздел уже публикует кто-то ещё"),
            Self::Busy => out.write_str("публикация этого сайта уже идёт в другом окне"),
            Self::ChangedMeanwhile { seen, now } => write!(
                out,
                "пока вы смотрели план, раздел опубликовал {} (публикация №\u{a0}{}, а план составлен для №\u{a0}{})",
                now.author, now.number, seen.number
            ),
            Self::PublishedSince { edition, age } => {
                let who = if edition.author.is_empty() { "кто-то" } else { &edition.author };
                write!(
                    out,
                    "после публикации с этого компьютера раздел опубликовал {who}, {} назад (публикация №\u{a0}{}): вместе с вашими изменениями пропали бы и те",
                    minutes(*age),
                    edition.number
                )
            }
            Self::TakenOver => out.write_str("публикацию перенял другой компьютер"),
            Self::Foreign(paths) => {
                let named: Vec<_> = paths.iter().take(3).map(|path| format!("`{path}`")).collect();
                let more = if paths.len() > 3 {
                    format!(" и ещё {}", paths.len() - 3)
                } else {
                    String::new()
                };
                write!(
                    out,
                    "на сервере уже есть чужие файлы с нужными именами: {}{more}",
                    named.join(", ")
                )
            }
            Self::TooManyRemovals { removals, of } => {
                write!(out, "с сервера пришлось бы удалить {removals} из {of} файлов раздела")
            }
            Self::Newer => out.write_str("раздел опубликован более новой версией Ростка"),
            Self::Source(path) => {
                write!(out, "файл `{path}` в папке готового сайта изменён другой программой")
            }
            Self::NotKept(path) => write!(out, "прежний вид файла `{path}` уже не хранится"),
            Self::Stopped => out.write_str("публикация остановлена"),
        }
    }
}

/// «5 мин», «3 ч», «2 дн.», of seconds.
fn minutes(seconds: i64) -> String {
    match seconds.max(0) / 60 {
        minutes @ 0..=119 => format!("{minutes}\u{a0}мин"),
        minutes @ 120..=2879 => format!("{}\u{a0}ч", minutes / 60),
        minutes => format!("{}\u{a0}дн.", minutes / 1440),
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Self::Server { path: String::new(), fault }
    }
}

impl From<fs::Error> for Failure {
    fn from(error: fs::Error) -> Self {
        Self::Disk(error)
    }
}
