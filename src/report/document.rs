//! The blocks of a document, which are written as Word, Excel, CSV or HTML.

use jiff::civil::Date;

/// A report or a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportDocument {
    /// Stored in the properties of files; the text has it only if a block does.
    pub title: String,
    /// The date of the document as the content states it. Files carry it instead of the time of
    /// writing.
    pub date: Date,
    pub blocks: Vec<Block>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    Heading {
        /// From 1, the title of the document.
        level: u8,
        /// A `\n` is a line break.
        spans: Spans,
    },
    /// A `\n` is a line break.
    Paragraph(Spans),
    List(ListBlock),
    Table(Table),
    Chart(Chart),
    Picture(PictureBlock),
    Signature(Signature),
    Approval(Approval),
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListBlock {
    /// The number of the first item; `None` for bullets.
    pub start: Option<u32>,
    /// The blocks of each item: a paragraph, then further paragraphs and nested lists.
    pub items: Vec<Vec<Block>>,
}

/// A line of text as spans of uniform formatting.
pub type Spans = Vec<TextSpan>;

/// Text of uniform formatting.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextSpan {
    pub text: String,
    pub bold: bool,
    pub italic: bool,
    /// An absolute URL.
    pub link: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The name in file names, of `[a-z0-9-]`.
    pub name: String,
    /// The caption; may be empty.
    pub title: String,
    /// At least one.
    pub columns: Vec<Column>,
    /// The rows below the head.
    pub rows: Vec<Row>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub title: String,
    /// The width relative to the sum of all widths.
    pub width: u16,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// A heading for the following rows, across all columns.
    Section(String),
    /// One cell per column; missing ones are empty.
    Cells(Vec<Cell>),
    /// Like `Cells`, with the totals of the rows above.
    Total(Vec<Cell>),
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// A `\n` is a line break.
    pub text: String,
    /// The number that a spreadsheet stores instead of the text, for calculations.
    pub value: Option<u64>,
    /// An absolute URL.
    pub link: Option<String>,
}

/// A picture of the site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PictureBlock {
    /// Its path in the site.
    pub path: String,
    /// The alternative text.
    pub alt: String,
    /// May be empty.
    pub caption: String,
}

/// A bar chart: one group per category, with one bar per series.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chart {
    /// The name in ids and file names, of `[a-z0-9-]`, unique on a page.
    pub name: String,
    /// «Участия по направлениям»
    pub title: String,
    /// The chart in words, for readers who cannot see it.
    pub description: String,
    /// What the categories are: «Направление», «Месяц».
    pub axis: String,
    /// What is compared: directions, months.
    pub categories: Vec<String>,
    /// What is counted.
    pub series: Vec<Series>,
}

/// One value per category of a chart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Series {
    /// What it counts: «участий».
    pub name: String,
    /// One value per category; missing ones are 0.
    pub values: Vec<u64>,
}

/// The signature line: a position, space for the signature, and a name; below it the date.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signature {
    /// «Руководитель центра»
    pub position: String,
    /// «И. О. Фамилия»
    pub name: String,
    /// The date of signing as shown; may be empty.
    pub date: String,
}

/// «УТВЕРЖДАЮ» above a document: a position, space for the signature and a name, and the order or the
/// date.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Approval {
    /// «Директор»
    pub position: String,
    /// «И. О. Фамилия»; may be empty.
    pub name: String,
    /// «Приказ от 30.08.2024 г. № 45», or room for a date.
    pub order: String,
}

/// The text of a cell without a value.
pub(super) const EMPTY_CELL: &str = "—";

impl ReportDocument {
    /// Whether one of its tables has rows.
    pub fn has_rows(&self) -> bool {
        let rows = |block: &Block| matches!(block, Block::Table(table) if !table.rows.is_empty());
        self.blocks.iter().any(rows)
    }

    /// All pictures, including those in lists.
    pub fn pictures(&self) -> Vec<&PictureBlock> {
        pictures(&self.blocks)
    }
}

/// All pictures of `blocks`, including those in lists.
pub fn pictures(blocks: &[Block]) -> Vec<&PictureBlock> {
    let mut pictures = Vec::new();
    collect_pictures(blocks, &mut pictures);
    pictures
}

fn collect_pictures<'b>(blocks: &'b [Block], pictures: &mut Vec<&'b PictureBlock>) {
    for block in blocks {
        match block {
            Block::Picture(picture) => pictures.push(picture),
            Block::List(list) => {
                list.items.iter().for_each(|item| collect_pictures(item, pictures))
            }
            _ => {}
        }
    }
}

impl PictureBlock {
    /// The description that replaces a picture: «\[Дети за досками\] Турнир».
    pub fn as_text(&self) -> String {
        format!("[{}] {}", self.alt, self.caption).trim_end().to_owned()
    }
}

impl Column {
    pub fn new(title: &str, width: u16) -> Self {
        Self { title: title.to_owned(), width }
    }
}

impl From<&str> for TextSpan {
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
    /// The value of the category with this index.
    pub fn value(&self, index: usize) -> u64 {
        self.values.get(index).copied().unwrap_or_default()
    }
}

impl Cell {
    /// A cell with a number that a spreadsheet can calculate with.
    pub fn number(value: u64) -> Self {
        Self { text: value.to_string(), value: Some(value), link: None }
    }

    /// The number of a row, shown as «1.».
    pub(super) fn row_number(number: u64) -> Self {
        Self { text: format!("{number}."), ..Self::number(number) }
    }
}
