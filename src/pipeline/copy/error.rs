//! Why an event cannot be copied.

use std::fmt;
use std::path::PathBuf;

use crate::fs;
use crate::site::Event;

/// The reason why an event cannot be copied.
#[derive(Debug)]
pub enum CopyError {
    NotFound(String),
    /// The event is a draft, in this file.
    Draft(String),
    Several {
        text: String,
        /// A line for each: its title, date and file.
        events: Vec<String>,
    },
    /// The folder holds other files, or belongs to the site.
    Taken(PathBuf),
    /// The event is over, or is not held; its date.
    Over(String),
    /// A poster is no such file.
    NotWord(PathBuf),
    /// Another window copies.
    Busy,
    /// A newer version of the program has noted what was copied.
    NewerRecord,
}

impl CopyError {
    pub(super) fn several(text: &str, events: &[&Event]) -> Self {
        const SHOWN: usize = 10;
        let line = |event: &&Event| {
            let post = &event.document;
            format!("«{}», {}: `{}`", post.title, post.meta.date_text(), post.file)
        };
        let mut lines: Vec<_> = events.iter().take(SHOWN).map(line).collect();
        if events.len() > SHOWN {
            lines.push(format!("и\u{a0}ещё\u{a0}{}", events.len() - SHOWN));
        }
        Self::Several { text: text.to_owned(), events: lines }
    }

    /// Advice in Russian.
    pub fn hint(&self) -> String {
        match self {
            Self::NotFound(_) => {
                "назовите файл события, адрес его страницы или слова названия; все события: `rostok list`"
                    .to_owned()
            }
            Self::Draft(_) => {
                "когда событие готово, уберите в нём строку `черновик: да`".to_owned()
            }
            Self::Several { events, .. } => {
                format!("назовите файл одного из них:\n{}", events.join("\n"))
            }
            Self::Over(_) => {
                "афишу делают, пока событие впереди; о прошедшем расскажет `rostok copy`".to_owned()
            }
            Self::NotWord(_) => "имя файла кончается на `.docx`".to_owned(),
            Self::Taken(_) => {
                "выберите для копии новую папку: `--out kopiya`".to_owned()
            }
            Self::Busy => "дождитесь, пока оно закончит, и повторите".to_owned(),
            Self::NewerRecord => "обновите Росток".to_owned(),
        }
    }
}

impl fmt::Display for CopyError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound(text) => write!(out, "нет события «{text}»"),
            Self::Draft(file) => write!(out, "это черновик: `{file}`"),
            Self::Several { text, events } => {
                write!(out, "«{text}» есть в названиях нескольких событий ({})", events.len())
            }
            Self::Over(date) => write!(out, "событие уже прошло: {date}"),
            Self::NotWord(file) => {
                write!(out, "афиша — файл Word, а не `{}`", fs::shown_path(file))
            }
            Self::Taken(folder) => write!(out, "папка `{}` занята другим", fs::shown_path(folder)),
            Self::NewerRecord => {
                out.write_str("что уже скопировано, записала более новая версия Ростка")
            }
            Self::Busy => out.write_str("события сейчас копирует другое окно программы «Росток»"),
        }
    }
}
