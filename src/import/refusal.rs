//! Why a file cannot be read at all, in words.

use std::fmt;

/// Why no table of events could be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The file is empty.
    Empty,
    /// The file, or what it unfolds to, is too large.
    TooLarge,
    /// The file is damaged or cut off.
    Broken,
    /// The file is protected with a password.
    Protected,
    /// The file is of a kind that is not read: what it is, and what to save it as.
    Foreign(&'static str, &'static str),
    /// The file is none of the kinds that are known.
    Unknown,
    /// No table of the file has the columns of a table of events.
    NoTable,
}

impl Refusal {
    /// What the user can do, in Russian.
    pub fn hint(&self) -> String {
        match self {
            Self::Empty => "укажите файл с таблицей мероприятий".to_owned(),
            Self::TooLarge => {
                "скопируйте таблицу мероприятий в отдельный документ и укажите его".to_owned()
            }
            Self::Broken => {
                "откройте файл в программе, в которой он сделан, и сохраните его заново".to_owned()
            }
            Self::Protected => {
                "откройте файл, введите пароль и сохраните копию без пароля".to_owned()
            }
            Self::Foreign(_, kind) => format!("откройте файл и сохраните его как {kind}"),
            Self::Unknown => {
                "подходят документ .docx, книга .xlsx, таблица .csv, страница .html и текст с \
                 табуляцией"
                    .to_owned()
            }
            Self::NoTable => "в первой строке таблицы назовите столбцы: «Мероприятие», «Целевая \
                              аудитория, количество участников», «Дата проведения», «Ссылка»"
                .to_owned(),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("файл пуст"),
            Self::TooLarge => f.write_str("файл слишком велик для отчёта"),
            Self::Broken => f.write_str("файл повреждён или обрезан"),
            Self::Protected => f.write_str("файл закрыт паролем"),
            Self::Foreign(what, _) => write!(f, "это {what}, такие файлы не читаются"),
            Self::Unknown => f.write_str("не удалось понять, что это за файл"),
            Self::NoTable => f.write_str("в файле нет таблицы мероприятий"),
        }
    }
}

impl std::error::Error for Refusal {}
