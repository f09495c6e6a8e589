//! What a document consists of, whatever it is written as: a Word file, a spreadsheet, a page.

use jiff::civil::Date;

/// A document: a report, a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Its title, which stands in the properties of a file; in the text only where a block has it.
    pub title: String,
    /// The date of its making, as the content states it. Files carry it in place of the clock's.
    pub date: Date,
    /// What it says, in order.
    pub blocks: Vec<Block>,
}

/// A part of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading.
    Heading {
        /// From 1, the title of the document.
        level: u8,
        /// Its text; a `\n` in it is a line break.
        spans: Spans,
    },
    /// A paragraph; a `\n` in it is a line break.
    Paragraph(Spans),
    /// A list.
    List(List),
    /// A table.
    Table(Table),
    /// A chart.
    Chart(Chart),
    /// A picture.
    Picture(Picture),
    /// The line that is signed by hand.
    Signature(Signature),
}

/// A list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List {
    /// The number of the first item; none where items are not numbered.
    pub start: Option<u32>,
    /// What each item consists of: a paragraph, then perhaps others, and lists in the list.
    pub items: Vec<Vec<Block>>,
}

/// A line of text in pieces of one look each.
pub type Spans = Vec<Span>;

/// A piece of text of one look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// Its text.
    pub text: String,
    /// Whether it is bold.
    pub bold: bool,
    /// Whether it is in italics.
    pub italic: bool,
    /// The absolute address that it leads to.
    pub link: Option<String>,
}

/// A table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Its name in file names, of `[a-z0-9-]`.
    pub name: String,
    /// What stands over it; may be empty.
    pub title: String,
    /// Its columns, at least one.
    pub columns: Vec<Column>,
    /// Its rows, but for the head.
    pub rows: Vec<Row>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its head.
    pub title: String,
    /// Its width, in parts of the sum of all widths.
    pub width: u16,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// A heading for the rows under it, over the full width.
    Section(String),
    /// One cell per column; missing ones are empty.
    Cells(Vec<Cell>),
    /// The same, for what the rows above come to.
    Total(Vec<Cell>),
}

/// A cell of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// What is read in it; a `\n` is a line break.
    pub text: String,
    /// The number that a spreadsheet gets in place of the text, to count with.
    pub value: Option<u64>,
    /// The absolute address that it leads to.
    pub link: Option<String>,
}

/// A picture of the site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picture {
    /// Where the model of the site places it.
    pub path: String,
    /// What is seen in it, for those who cannot see it.
    pub alt: String,
    /// What stands under it; may be empty.
    pub caption: String,
}

/// Bars: one group per category, in it one bar per series.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chart {
    /// Its name in ids and file names, of `[a-z0-9-]`, unique on a page.
    pub name: String,
    /// What it shows: «Участия по направлениям».
    pub title: String,
    /// The same told in words, for those who cannot see it.
    pub description: String,
    /// What the categories are: «Направление», «Месяц».
    pub axis: String,
    /// What is compared: directions, months.
    pub categories: Vec<String>,
    /// What is counted.
    pub series: Vec<Series>,
}

/// One thing counted over the categories of a chart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Series {
    /// What it counts: «участий».
    pub name: String,
    /// A value per category; missing ones are 0.
    pub values: Vec<u64>,
}

/// The line that is signed by hand: a position, a place for the signature, a name; under it the
/// date.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signature {
    /// «Руководитель центра».
    pub position: String,
    /// «И. О. Фамилия».
    pub name: String,
    /// The date of signing as it is read, may be empty.
    pub date: String,
}

/// What stands in a cell where there is nothing to tell.
pub(super) const NOTHING: &str = "—";

impl Document {
    /// Whether there is anything in its tables.
    pub fn has_rows(&self) -> bool {
        let rows = |block: &Block| matches!(block, Block::Table(table) if !table.rows.is_empty());
        self.blocks.iter().any(rows)
    }

    /// The pictures that it shows, in lists too.
    pub fn pictures(&self) -> Vec<&Picture> {
        let mut pictures = Vec::new();
        gather(&self.blocks, &mut pictures);
        pictures
    }
}

fn gather<'b>(blocks: &'b [Block], pictures: &mut Vec<&'b Picture>) {
    for block in blocks {
        match block {
            Block::Picture(picture) => pictures.push(picture),
            Block::List(list) => list.items.iter().for_each(|item| gather(item, pictures)),
            _ => {}
        }
    }
}

impl Picture {
    /// The same in words, where it cannot be shown: «\[Дети за досками\] Турнир».
    pub fn in_words(&self) -> String {
        format!("[{}] {}", self.alt, self.caption).trim_end().to_owned()
    }
}

impl Column {
    /// A column of this head and width.
    pub fn new(title: &str, width: u16) -> Self {
        Self { title: title.to_owned(), width }
    }
}

impl From<&str> for Span {
    fn from(text: &str) -> Self {
        Self { text: text.to_owned(), ..Self::default() }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self { text: text.to_owned(), ..Self::default() }
    }
}

impl Series {
    /// What was counted in the category at `place`.
    pub fn value(&self, place: usize) -> u64 {
        self.values.get(place).copied().unwrap_or_default()
    }
}

impl Cell {
    /// A cell that shows `value`, and is a number in a spreadsheet.
    pub fn number(value: u64) -> Self {
        Self { text: value.to_string(), value: Some(value), link: None }
    }

    /// The same as the number of a row: «1.».
    pub(super) fn place(number: u64) -> Self {
        Self { text: format!("{number}."), ..Self::number(number) }
    }
}
