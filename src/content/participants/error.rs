//! Errors in counts of participants, in Russian.

/// Why a text is not a count of participants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParticipantsError {
    /// No number at all.
    Missing,
    /// Not a whole number, or a range of numbers.
    NotACount { text: String },
    /// The number is not known yet, or a typing error.
    Zero,
    /// A number that must be a typing error.
    TooMany { text: String },
    /// A number that may not be a count of people.
    Unclear { text: String },
}

impl ParticipantsError {
    pub fn message(&self) -> String {
        match self {
            Self::Missing => "число участников не указано".to_owned(),
            Self::NotACount { text } => format!("не удалось прочитать число участников «{text}»"),
            Self::Zero => "число участников равно нулю".to_owned(),
            Self::TooMany { text } => format!("слишком большое число участников: {text}"),
            Self::Unclear { text } => format!("непонятно, сколько участников в записи «{text}»"),
        }
    }

    pub fn hint(&self) -> String {
        match self {
            Self::Missing | Self::NotACount { .. } => {
                "напишите одно целое число цифрами и, если известно, кто это: «21», «3 педагога», \
                 «20 обучающихся, 3 педагога»"
            }
            Self::Zero => "если число неизвестно, уберите эту строку",
            Self::TooMany { .. } => "проверьте, нет ли лишних цифр",
            Self::Unclear { .. } => {
                "перечислите участников списком: \
                 `[{count: 20, who: обучающиеся 5 и 6 классов}, {count: 3, who: педагоги}]`"
            }
        }
        .to_owned()
    }
}
