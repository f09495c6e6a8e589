//! Why a file cannot be imported: messages and hints in Russian.

use std::fmt;

/// Why a file could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportError {
    Empty,
    /// The file or its unpacked content.
    TooLarge,
    /// An HTML tag that no program writes.
    TooManyAttributes,
    Broken,
    /// Protected with a password.
    Protected,
    /// A known format without a reader.
    Unsupported {
        /// In Russian.
        name: &'static str,
        /// In Russian, in the accusative.
        save_as: &'static str,
    },
    Unknown,
    /// A folder without files to import.
    NoFiles,
    /// A document with neither words nor pictures.
    NoText,
}

impl ImportError {
    /// What the author can do, in Russian.
    pub fn hint(&self) -> String {
        match self {
            Self::Empty => "укажите файл с таблицей мероприятий".to_owned(),
            Self::TooLarge | Self::TooManyAttributes => {
                "скопируйте таблицу мероприятий в отдельный документ и укажите его".to_owned()
            }
            Self::Broken => {
                "откройте файл в программе, в которой он сделан, и сохраните его заново".to_owned()
            }
            Self::Protected => {
                "откройте файл, введите пароль и сохраните копию без пароля".to_owned()
            }
            Self::NoText => "проверьте, тот ли это файл".to_owned(),
            Self::Unsupported { save_as, .. } => {
                format!("откройте файл и сохраните его как {save_as}")
            }
            Self::Unknown | Self::NoFiles => {
                "подходят документы .docx и .odt, таблицы .xlsx, .ods и .csv, страницы \
                              .html, ленты .xml и текст, в котором строки начинаются с даты"
                    .to_owned()
            }
        }
    }
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("файл пуст"),
            Self::TooLarge => f.write_str("файл слишком велик для отчёта"),
            Self::TooManyAttributes => {
                write!(f, "в теге HTML больше {} атрибутов", crate::html::MAX_ATTRIBUTES)
            }
            Self::Broken => f.write_str("файл повреждён или обрезан"),
            Self::Protected => f.write_str("файл закрыт паролем"),
            Self::Unsupported { name, .. } => write!(f, "это {name}, такие файлы не читаются"),
            Self::Unknown => f.write_str("не удалось понять, что это за файл"),
            Self::NoText => f.write_str("в документе нет текста"),
            Self::NoFiles => f.write_str("это папка, и в ней нет файлов с мероприятиями"),
        }
    }
}

impl std::error::Error for ImportError {}
