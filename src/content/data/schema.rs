//! How a kind of data is declared: the keys of a row, what may stand there, how it is shown.

use crate::calendar::Forms;
use crate::yaml::Key;

/// A kind of data.
#[derive(Debug)]
pub struct Schema {
    /// Its English and Russian name: both are its short code, the English one is also that of its
    /// file.
    pub name: Key,
    /// What stands over its table, unless the file says it.
    pub title: &'static str,
    /// Whether its table numbers the rows.
    pub numbered: bool,
    /// Whether a row leads somewhere: to a file of the site or to a page of another one.
    pub leads: Leads,
    /// The columns, the first with the name of what the row is about.
    pub columns: &'static [Column],
}

/// Whether a row leads to a file or to another site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leads {
    /// It has no key for it.
    Nowhere,
    /// To one of the two, or to none.
    Maybe,
    /// To one of the two.
    Somewhere,
}

/// One key of a row, and its column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// The key, in both languages.
    pub key: Key,
    /// The head of the column.
    pub title: &'static str,
    /// Its width, in parts of the sum of all widths.
    pub width: u16,
    /// What may stand there.
    pub shape: Shape,
    /// What to write, where the value may not be missing.
    pub example: Option<&'static str>,
    /// Where it is shown.
    pub shown: Shown,
}

/// What may stand under a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A line of text.
    Text,
    /// A count.
    Number,
    /// A day, a month, a year.
    When,
    /// An address of another site.
    Address,
    /// An e-mail address.
    Mail,
    /// A telephone number.
    Phone,
    /// The path of a file beside the data.
    File,
    /// What an indicator is to come to.
    Target,
    /// What it came to, by date.
    Measures,
}

/// Where a value is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// In a column of its own, where any row has a value.
    Column,
    /// In brackets after the column before, with a noun: «(24 часа)».
    Bracketed(Forms),
    /// As the address of the first column, and in words in a column that all such keys share.
    Lead,
}

impl Column {
    const fn new(key: Key, title: &'static str, width: u16, shape: Shape) -> Self {
        Self { key, title, width, shape, example: None, shown: Shown::Column }
    }

    /// A line of text.
    pub(super) const fn text(key: Key, title: &'static str, width: u16) -> Self {
        Self::new(key, title, width, Shape::Text)
    }

    /// A count.
    pub(super) const fn number(key: Key, title: &'static str, width: u16) -> Self {
        Self::new(key, title, width, Shape::Number)
    }

    /// A day, a month or a year.
    pub(super) const fn when(key: Key, title: &'static str, width: u16) -> Self {
        Self::new(key, title, width, Shape::When)
    }

    /// Something else.
    pub(super) const fn of(shape: Shape, key: Key, title: &'static str, width: u16) -> Self {
        Self::new(key, title, width, shape)
    }

    /// The same, where the value may not be missing.
    pub(super) const fn needed(self, example: &'static str) -> Self {
        Self { example: Some(example), ..self }
    }

    /// The same, in brackets after the column before.
    pub(super) const fn bracketed(self, noun: Forms) -> Self {
        Self { shown: Shown::Bracketed(noun), ..self }
    }

    /// The file or page that a row leads to.
    pub(super) const FILE: Self =
        Self { shown: Shown::Lead, ..Self::new(("file", "файл"), "Файл", 3, Shape::File) };

    /// The page of another site that a row leads to.
    pub(super) const LINK: Self = Self {
        shown: Shown::Lead,
        ..Self::new(("link", "ссылка"), "Файл", 3, Shape::Address)
    };
}
