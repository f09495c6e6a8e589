//! Which words and numbers must stay on one line with their neighbour.

use super::token::Token;

/// The kind of a token, which decides whether the gap after it may break.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum WordKind {
    /// Does not bind the next word.
    #[default]
    Other,
    /// A preposition, conjunction or particle, which must not end a line.
    Short,
    /// A number, also with an ending («5-х», «7А»). It binds its unit.
    Number,
    /// «№» or «§».
    Sign,
    /// Initials, or «г.» of a town. They bind the name.
    Initial,
    /// «т.» of «т. е.» and similar abbreviations.
    Abbreviation,
}

impl WordKind {
    /// Classifies `token`, which follows a token of the kind `previous`.
    pub(super) fn classify(token: &Token<'_>, previous: Self) -> Self {
        if !token.begins_word() {
            return Self::Other;
        }
        let core = token.without_opening();
        match core.as_bytes() {
            [.., b'0'..=b'9'] => Self::Number,
            [.., b'.'] => match core {
                "т." => Self::Abbreviation,
                "г." if previous != Self::Number => Self::Initial,
                _ if is_initials(core) => Self::Initial,
                _ => Self::Other,
            },
            // At most three Russian letters.
            [first, ..] if core.len() <= 6 && *first >= 0x80 => match core {
                "№" | "§" => Self::Sign,
                _ if is_short(core) => Self::Short,
                _ => Self::Other,
            },
            [b'0'..=b'9', ..] if core.ends_with(char::is_alphabetic) => Self::Number,
            _ => Self::Other,
        }
    }

    /// Whether the space between a word of this kind and `token` must not break.
    pub(super) fn binds(self, token: &Token<'_>) -> bool {
        let first = match token.text.chars().next().or(token.after) {
            Some(first) if !first.is_whitespace() => first,
            _ => return false,
        };
        let bound = match self {
            Self::Short | Self::Sign => true,
            Self::Initial => first.is_uppercase(),
            Self::Number => matches!(first, '%' | '°') || is_counted(token.leading_letters()),
            Self::Abbreviation => token
                .text
                .strip_prefix(['е', 'д', 'п', 'к', 'ч', 'н', 'о'])
                .is_some_and(|rest| rest.starts_with('.')),
            Self::Other => false,
        };
        let particle = || matches!(first, 'ж' | 'б' | 'л') && is_particle(token.leading_letters());
        bound || token.is_dash() || particle()
    }
}

/// «Н.», «Н.А.»
fn is_initials(text: &str) -> bool {
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        if !letter.is_uppercase() || letters.next() != Some('.') {
            return false;
        }
    }
    true
}

/// Prepositions, conjunctions and particles of up to three letters.
fn is_short(word: &str) -> bool {
    let mut letters = ['\0'; 3];
    for (place, letter) in letters.iter_mut().zip(word.chars()) {
        *place = match letter {
            // Faster than `to_lowercase`, which handles all scripts.
            'А'..='Я' => char::from_u32(u32::from(letter) + 0x20).unwrap_or(letter),
            _ => letter,
        };
    }
    matches!(
        letters,
        ['в' | 'к' | 'с' | 'о' | 'у' | 'и' | 'а', '\0', '\0']
            | ['в' | 'к' | 'с' | 'н' | 'д' | 'п', 'о', '\0']
            | ['н' | 'з', 'а', '\0']
            | ['н', 'е' | 'и', '\0']
            | ['и', 'з', '\0']
            | ['о', 'т' | 'б', '\0']
            | ['о', 'б', 'о']
            | ['о', 'т', 'о']
            | ['и', 'з', 'о']
            | ['и', 'л', 'и']
            | ['д', 'л', 'я']
            | ['п', 'р', 'и' | 'о']
            | ['п', 'о', 'д']
            | ['н', 'а', 'д']
            | ['б', 'е', 'з']
    )
}

fn is_particle(word: &str) -> bool {
    matches!(word, "ж" | "же" | "б" | "бы" | "ли" | "ль")
}

/// Words that stay with the number before them: units, months, classes.
fn is_counted(word: &str) -> bool {
    let listed = matches!(
        word,
        "г" | "гг"
            | "чел"
            | "уч"
            | "руб"
            | "коп"
            | "тыс"
            | "млн"
            | "млрд"
            | "шт"
            | "мг"
            | "кг"
            | "т"
            | "мм"
            | "см"
            | "м"
            | "км"
            | "мл"
            | "л"
            | "ч"
            | "мин"
            | "января"
            | "февраля"
            | "марта"
            | "апреля"
            | "мая"
            | "июня"
            | "июля"
            | "августа"
            | "сентября"
            | "октября"
            | "ноября"
            | "декабря"
    );
    listed || word.starts_with("класс")
}
