//! Makes blocks of the text of a Word document. It is read as it would print with all changes accepted.

mod tags;

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use super::block::{WordBlock, WordRun, lines, typed_item};
use super::numbering::WordNumbering;
use super::styles::WordStyles;
use super::{MAX_PICTURES, MAX_TEXT, PICTURE, WordPicture};
use crate::import::ImportError;
use crate::import::archive::attribute;
use crate::url;

/// More cells than a table in a story has.
const MAX_CELLS: usize = 20_000;

const MERGED: &str = "Объединённые ячейки таблицы стали отдельными: проверьте её.";
const NESTED: &str = "Таблица внутри ячейки стала строками текста.";
const TOO_MANY: &str = "Вставлены первые 50 картинок: остальные перетащите сюда файлами.";

/// A paragraph that is being read.
#[derive(Debug, Default)]
struct OpenParagraph {
    style: Option<String>,
    list: Option<String>,
    level: Option<usize>,
    heading: Option<usize>,
    runs: Vec<WordRun>,
}

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

/// What a field does: `HYPERLINK "http://…"`.
#[derive(Debug, Default)]
struct WordField {
    instruction: String,
    shows_result: bool,
}

pub(super) struct WordReader {
    styles: WordStyles,
    numbering: WordNumbering,
    links: HashMap<String, String>,
    /// Parts of pictures by their relations.
    parts: HashMap<String, String>,
    blocks: Vec<WordBlock>,
    pictures: Vec<WordPicture>,
    notes: Vec<String>,
    paragraphs: Vec<OpenParagraph>,
    tables: Vec<OpenWordTable>,
    fields: Vec<WordField>,
    link: Option<String>,
    run: WordRun,
    is_hidden: bool,
    in_text: bool,
    in_instruction: bool,
    /// Within properties of a paragraph: its own mark has a look too.
    in_properties: bool,
    alt: String,
    size: usize,
    cells: usize,
}

impl WordReader {
    pub(super) fn new(
        styles: WordStyles,
        numbering: WordNumbering,
        links: HashMap<String, String>,
        parts: HashMap<String, String>,
    ) -> Self {
        Self {
            styles,
            numbering,
            links,
            parts,
            blocks: Vec::new(),
            pictures: Vec::new(),
            notes: Vec::new(),
            paragraphs: Vec::new(),
            tables: Vec::new(),
            fields: Vec::new(),
            link: None,
            run: WordRun::default(),
            is_hidden: false,
            in_text: false,
            in_instruction: false,
            in_properties: false,
            alt: String::new(),
            size: 0,
            cells: 0,
        }
    }

    pub(super) fn finish(self) -> (Vec<WordBlock>, Vec<WordPicture>, Vec<String>) {
        (self.blocks, self.pictures, self.notes)
    }

    fn note(&mut self, words: &str) {
        if !self.notes.iter().any(|known| known == words) {
            self.notes.push(words.to_owned());
        }
    }

    /// Adds words of the look of the open run.
    fn push(&mut self, text: &str) -> Result<(), ImportError> {
        if self.is_hidden {
            return Ok(());
        }
        self.size += text.len();
        if self.size > MAX_TEXT {
            return Err(ImportError::TooLarge);
        }
        let Some(paragraph) = self.paragraphs.last_mut() else { return Ok(()) };
        let WordRun { bold, italic, .. } = self.run;
        let of_field = self.fields.iter().rev().find_map(|field| {
            let target = field.instruction.split("HYPERLINK").nth(1)?.split('"').nth(1)?;
            field.shows_result.then(|| target.to_owned())
        });
        let link = self.link.clone().or(of_field).filter(|link| is_address(link));
        match paragraph.runs.last_mut() {
            Some(last) if (last.bold, last.italic, &last.link) == (bold, italic, &link) => {
                last.text.push_str(text);
            }
            _ => paragraph.runs.push(WordRun { text: text.to_owned(), bold, italic, link }),
        }
        Ok(())
    }

    fn push_picture(&mut self, tag: &BytesStart<'_>, name: &str) -> Result<(), ImportError> {
        let part = attribute(tag, name).and_then(|id| self.parts.get(&id).cloned());
        let Some(part) = part.filter(|_| !self.is_hidden) else { return Ok(()) };
        if self.pictures.len() >= MAX_PICTURES {
            self.note(TOO_MANY);
            return Ok(());
        }
        let alt = std::mem::take(&mut self.alt);
        self.pictures.push(WordPicture { part, alt });
        self.push(PICTURE.encode_utf8(&mut [0; 4]))
    }

    fn end_paragraph(&mut self) {
        let Some(paragraph) = self.paragraphs.pop() else { return };
        let style = paragraph.style.as_deref().map(|id| self.styles.get(id)).unwrap_or_default();
        let has_text = paragraph.runs.iter().any(|run| !run.text.trim().is_empty());
        let list = paragraph.list.or(style.list).filter(|list| list != "0");
        let level = paragraph.level.or(style.level).unwrap_or(0);
        // Empty items are counted too.
        let number = list.as_ref().and_then(|list| self.numbering.next(list, level));
        if !has_text {
            return;
        }
        let mut runs = paragraph.runs;
        let heading = paragraph.heading.or(style.heading);
        if heading.is_none() {
            let bold = style.bold.unwrap_or(false);
            let italic = style.italic.unwrap_or(false);
            for run in &mut runs {
                run.bold |= bold;
                run.italic |= italic;
            }
        }
        let block = match (heading, list) {
            (Some(level), _) => {
                runs.iter_mut().for_each(|run| run.bold = false);
                WordBlock::Heading(level, runs)
            }
            (None, Some(_)) => WordBlock::Item { level, number, runs },
            (None, None) => typed_item(runs),
        };
        self.add(block);
    }

    fn add(&mut self, block: WordBlock) {
        match self.tables.last_mut() {
            Some(table) => table.cell.push(block),
            None => self.blocks.push(block),
        }
    }

    fn end_cell(&mut self) -> Result<(), ImportError> {
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

    fn end_table(&mut self) {
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

/// Addresses that readers can follow.
fn is_address(link: &str) -> bool {
    url::is_absolute(link) || link.starts_with("mailto:") || link.starts_with("tel:")
}
