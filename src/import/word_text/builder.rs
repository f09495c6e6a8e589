//! What the readers of documents make: blocks, tables, pictures and notes, within limits.

use super::block::{WordBlock, WordRun, lines};
use super::{MAX_PICTURES, MAX_TEXT, WordPicture};
use crate::import::ImportError;

/// Tables within tables within tables are an attack.
const MAX_NESTED: usize = 16;
/// More cells than a table in a story has.
const MAX_CELLS: usize = 20_000;

const MERGED: &str = "Объединённые ячейки таблицы стали отдельными: проверьте её.";
const NESTED: &str = "Таблица внутри ячейки стала строками текста.";
const TOO_MANY: &str = "Вставлены первые 50 картинок: остальные перетащите сюда файлами.";

/// Of a picture that the document only names.
pub(super) const LINKED: &str =
    "Картинки, которые лежат отдельно от документа, не вставлены: перетащите их сюда файлами.";
pub(super) const FOOTNOTES: &str = "Сноски не вставлены.";

/// A table that is being read.
#[derive(Debug, Default)]
struct OpenWordTable {
    rows: Vec<Vec<Vec<WordRun>>>,
    row: Vec<Vec<WordRun>>,
    /// The blocks of the open cell.
    cell: Vec<WordBlock>,
    width: usize,
    is_continued: bool,
}

/// The text of a document that is being read.
#[derive(Debug, Default)]
pub(super) struct BlockBuilder {
    pub(super) blocks: Vec<WordBlock>,
    pub(super) pictures: Vec<WordPicture>,
    pub(super) notes: Vec<String>,
    tables: Vec<OpenWordTable>,
    size: usize,
    cells: usize,
}

impl BlockBuilder {
    pub(super) fn note(&mut self, words: &str) {
        if !self.notes.iter().any(|known| known == words) {
            self.notes.push(words.to_owned());
        }
    }

    /// Counts a piece of the text.
    pub(super) fn count(&mut self, text: &str) -> Result<(), ImportError> {
        self.size += text.len();
        if self.size > MAX_TEXT { Err(ImportError::TooLarge) } else { Ok(()) }
    }

    /// Whether there was room for the picture.
    pub(super) fn add_picture(&mut self, part: String, alt: String) -> bool {
        let has_room = self.pictures.len() < MAX_PICTURES;
        if has_room {
            self.pictures.push(WordPicture { part, alt });
        } else {
            self.note(TOO_MANY);
        }
        has_room
    }

    /// The block that was added last, in the open cell or outside of tables.
    pub(super) fn last(&mut self) -> Option<&mut WordBlock> {
        self.tables.last_mut().map_or(&mut self.blocks, |table| &mut table.cell).last_mut()
    }

    pub(super) fn start_table(&mut self) -> Result<(), ImportError> {
        if self.tables.len() >= MAX_NESTED {
            return Err(ImportError::TooLarge);
        }
        self.tables.push(OpenWordTable { width: 1, ..OpenWordTable::default() });
        Ok(())
    }

    /// The cell that is open next is so many columns wide.
    pub(super) fn set_width(&mut self, width: usize) {
        if let Some(table) = self.tables.last_mut() {
            table.width = width.max(1);
        }
    }

    /// The cell that is open next belongs to the one above it, or not.
    pub(super) fn set_continued(&mut self, is_continued: bool) {
        if let Some(table) = self.tables.last_mut() {
            table.is_continued = is_continued;
        }
    }

    pub(super) fn end_row(&mut self) {
        if let Some(table) = self.tables.last_mut() {
            let row = std::mem::take(&mut table.row);
            table.rows.push(row);
        }
    }

    pub(super) fn add(&mut self, block: WordBlock) {
        match self.tables.last_mut() {
            Some(table) => table.cell.push(block),
            None => self.blocks.push(block),
        }
    }

    pub(super) fn end_cell(&mut self) -> Result<(), ImportError> {
        self.cells += 1;
        if self.cells > MAX_CELLS {
            return Err(ImportError::TooLarge);
        }
        let Some(table) = self.tables.last_mut() else { return Ok(()) };
        let cell = lines(&std::mem::take(&mut table.cell));
        let is_merged = table.is_continued || table.width > 1;
        table.row.push(if table.is_continued { Vec::new() } else { cell });
        for _ in 1..table.width.min(64) {
            table.row.push(Vec::new());
        }
        if is_merged {
            self.note(MERGED);
        }
        Ok(())
    }

    pub(super) fn end_table(&mut self) {
        let Some(table) = self.tables.pop() else { return };
        if self.tables.is_empty() {
            let rows: Vec<_> = table.rows.into_iter().filter(|row| !row.is_empty()).collect();
            // A frame around a text.
            let is_frame = rows.iter().all(|row| row.len() < 2);
            if is_frame {
                let cells = rows.into_iter().flatten().filter(|runs| !runs.is_empty());
                self.blocks.extend(cells.map(WordBlock::Paragraph));
            } else {
                self.blocks.push(WordBlock::Table(rows));
            }
            return;
        }
        self.note(NESTED);
        for row in table.rows {
            let cells = row.into_iter().filter(|runs| !runs.is_empty());
            let runs = cells.reduce(|mut all, cell| {
                all.push(WordRun { text: "; ".to_owned(), ..WordRun::default() });
                all.extend(cell);
                all
            });
            self.add(WordBlock::Paragraph(runs.unwrap_or_default()));
        }
    }
}
