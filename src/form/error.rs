//! Why a form cannot be filled: messages and hints in Russian.

use std::fmt;

use zip::result::ZipError;

use crate::import::{ImportError, SourceRow, TableColumn};
use crate::quantity::first_paths;

/// Why a form cannot be filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormError {
    /// The file cannot be read.
    File(ImportError),
    Broken,
    /// A part is in another encoding than UTF-8.
    Encoding,
    /// No head is that of a table of events.
    NoTable {
        /// The first rows of its tables.
        seen: Vec<String>,
    },
    /// The form has no such table of events.
    NoSuchTable {
        wanted: String,
        /// The tables of events.
        found: Vec<String>,
    },
}

/// How many heads a message shows.
const MAX_SEEN: usize = 4;
/// How many letters of one.
const MAX_LETTERS: usize = 30;

impl FormError {
    pub(super) fn no_table(rows: &[SourceRow]) -> Self {
        let mut seen: Vec<(Option<usize>, String)> = Vec::new();
        for row in rows.iter().filter(|row| row.table.is_some()) {
            let texts: Vec<_> = row
                .cells
                .iter()
                .filter(|cell| !cell.is_empty() && !cell.repeated)
                .map(|cell| format!("„{}“", shortened(&cell.text(), MAX_LETTERS)))
                .collect();
            if texts.len() > 1 && !seen.iter().any(|(table, _)| *table == row.table) {
                seen.push((row.table, format!("{}: {}", row.location, texts.join(", "))));
            }
        }
        Self::NoTable { seen: seen.into_iter().take(MAX_SEEN).map(|(_, head)| head).collect() }
    }

    /// What the author can do, in Russian.
    pub fn hint(&self) -> String {
        match self {
            Self::File(error) => error.hint(),
            Self::Broken | Self::Encoding => {
                "откройте форму в Word или Excel и сохраните её заново".to_owned()
            }
            Self::NoTable { seen } => {
                let words = "в шапке нужны столбец с названием („Мероприятие“, „Название \
                             мероприятия“, „Событие“) и хотя бы ещё один: „Дата“, „Участники“, \
                             „Количество“, „Ссылка“";
                match &seen[..] {
                    [] => words.to_owned(),
                    seen => format!("{words}\nв форме: {}", seen.join("; ")),
                }
            }
            Self::NoSuchTable { found, .. } if found.is_empty() => {
                "таблиц мероприятий в форме нет".to_owned()
            }
            Self::NoSuchTable { found, .. } => {
                format!("подходят: {}", first_paths(found, found.len()))
            }
        }
    }
}

impl fmt::Display for FormError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(ImportError::Unsupported { name, .. }) => {
                write!(f, "это {name}, такую форму не заполнить")
            }
            Self::File(ImportError::Unknown) => {
                f.write_str("это не документ Word и не книга Excel")
            }
            Self::File(error) => error.fmt(f),
            Self::Broken => f.write_str("файл повреждён или обрезан"),
            Self::Encoding => f.write_str("текст формы записан в необычной кодировке"),
            Self::NoTable { .. } => f.write_str("в форме не нашлась таблица мероприятий"),
            Self::NoSuchTable { wanted, .. } => {
                write!(f, "в форме нет таблицы мероприятий «{wanted}»")
            }
        }
    }
}

impl std::error::Error for FormError {}

impl From<ImportError> for FormError {
    fn from(error: ImportError) -> Self {
        Self::File(error)
    }
}

impl From<ZipError> for FormError {
    fn from(_: ZipError) -> Self {
        Self::Broken
    }
}

impl From<quick_xml::Error> for FormError {
    fn from(_: quick_xml::Error) -> Self {
        Self::Broken
    }
}

/// The name of a column in a message.
pub(super) fn column_name(column: &TableColumn) -> String {
    match &*column.head {
        "" => format!("столбец {} без названия", column.range.start + 1),
        head => shortened(head, 2 * MAX_LETTERS),
    }
}

/// A long head, cut for a message.
fn shortened(head: &str, letters: usize) -> String {
    match head.char_indices().nth(letters) {
        Some((end, _)) => format!("{}…", head[..end].trim_end()),
        None => head.to_owned(),
    }
}
