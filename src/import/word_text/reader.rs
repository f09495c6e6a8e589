//! Walks the text of a Word document and makes blocks of it. It is read as it would print with all changes accepted.

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use super::numbering::WordNumbering;
use super::styles::WordStyles;
use super::{MAX_PICTURES, MAX_TEXT, PICTURE, WordPicture};
use crate::import::ImportError;
use crate::import::archive::attribute;
use crate::import::xml::{ElementContent, XmlHandler};
use crate::url;

/// Tables within tables within tables are an attack.
const MAX_NESTED: usize = 16;
/// More cells than a table in a story has.
const MAX_CELLS: usize = 20_000;

const MERGED: &str = "Объединённые ячейки таблицы стали отдельными: проверьте её.";
const NESTED: &str = "Таблица внутри ячейки стала строками текста.";
const FOOTNOTES: &str = "Сноски не вставлены.";
const TOO_MANY: &str = "Вставлены первые 50 картинок: остальные перетащите сюда файлами.";

/// Words of one look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct WordRun {
    /// A line break is `\n`.
    pub(super) text: String,
    pub(super) bold: bool,
    pub(super) italic: bool,
    /// An absolute address.
    pub(super) link: Option<String>,
}

/// A part of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum WordBlock {
    /// The level from 1.
    Heading(usize, Vec<WordRun>),
    Paragraph(Vec<WordRun>),
    /// An item of a list: its level from 0, its number if it has one.
    Item {
        level: usize,
        number: Option<usize>,
        runs: Vec<WordRun>,
    },
    /// Rows of cells, each of lines.
    Table(Vec<Vec<Vec<WordRun>>>),
}

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

impl XmlHandler for WordReader {
    fn start(&mut self, tag: &BytesStart<'_>) -> Result<ElementContent, ImportError> {
        match tag.local_name().as_ref() {
            // The fallback repeats its alternative for older programs.
            "del" | "moveFrom" | "Fallback" | "rPrChange" | "pPrChange" => {
                return Ok(ElementContent::Skip);
            }
            "p" => self.paragraphs.push(OpenParagraph::default()),
            "pPr" => self.in_properties = true,
            "tbl" => {
                if self.tables.len() >= MAX_NESTED {
                    return Err(ImportError::TooLarge);
                }
                self.tables.push(OpenWordTable { width: 1, ..OpenWordTable::default() });
            }
            "tc" => {
                if let Some(table) = self.tables.last_mut() {
                    (table.width, table.is_continued) = (1, false);
                }
            }
            "gridSpan" => {
                if let Some(table) = self.tables.last_mut() {
                    table.width = number(tag).unwrap_or(1).max(1);
                }
            }
            "vMerge" if attribute(tag, "val").as_deref() != Some("restart") => {
                if let Some(table) = self.tables.last_mut() {
                    table.is_continued = true;
                }
            }
            _ if self.in_properties => self.property(tag),
            "r" => {
                self.run = WordRun::default();
                self.is_hidden = false;
            }
            "b" => self.run.bold = is_on(tag),
            "i" => self.run.italic = is_on(tag),
            "vanish" => self.is_hidden = is_on(tag),
            "rStyle" => {
                let style = self.styles.get(&attribute(tag, "val").unwrap_or_default());
                self.run.bold |= style.bold.unwrap_or(false);
                self.run.italic |= style.italic.unwrap_or(false);
            }
            "t" => self.in_text = true,
            "instrText" => self.in_instruction = true,
            "tab" => self.push("\t")?,
            "noBreakHyphen" => self.push("-")?,
            "br" if matches!(attribute(tag, "type").as_deref(), None | Some("textWrapping")) => {
                self.push("\n")?;
            }
            "cr" => self.push("\n")?,
            "hyperlink" => {
                self.link = attribute(tag, "id").and_then(|id| self.links.get(&id).cloned());
            }
            "fldChar" => match attribute(tag, "fldCharType").as_deref() {
                Some("begin") => self.fields.push(WordField::default()),
                Some("separate") => {
                    if let Some(field) = self.fields.last_mut() {
                        field.shows_result = true;
                    }
                }
                _ => drop(self.fields.pop()),
            },
            "fldSimple" => self.fields.push(WordField {
                instruction: attribute(tag, "instr").unwrap_or_default(),
                shows_result: true,
            }),
            "footnoteReference" | "endnoteReference" => self.note(FOOTNOTES),
            "docPr" => self.alt = said(&attribute(tag, "descr").unwrap_or_default()),
            "blip" => self.push_picture(tag, "embed")?,
            "imagedata" => self.push_picture(tag, "id")?,
            _ => {}
        }
        Ok(ElementContent::Read)
    }

    fn end(&mut self, name: &str) -> Result<(), ImportError> {
        match name {
            "p" => self.end_paragraph(),
            "pPr" => self.in_properties = false,
            "t" => self.in_text = false,
            "instrText" => self.in_instruction = false,
            "hyperlink" => self.link = None,
            "fldSimple" => drop(self.fields.pop()),
            "tc" => self.end_cell()?,
            "tr" => {
                if let Some(table) = self.tables.last_mut() {
                    let row = std::mem::take(&mut table.row);
                    table.rows.push(row);
                }
            }
            "tbl" => self.end_table(),
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), ImportError> {
        if self.in_instruction {
            if let Some(field) = self.fields.last_mut().filter(|field| !field.shows_result) {
                field.instruction.push_str(text);
            }
        } else if self.in_text {
            let is_sign = |c: char| {
                c == PICTURE || matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{200b}' | '\u{ad}')
            };
            let text = text.replace(['\u{a0}', '\n', '\r'], " ");
            self.push(&text.replace(is_sign, ""))?;
        }
        Ok(())
    }
}

impl WordReader {
    /// A property of the open paragraph.
    fn property(&mut self, tag: &BytesStart<'_>) {
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        match tag.local_name().as_ref() {
            "pStyle" => paragraph.style = attribute(tag, "val"),
            "numId" => paragraph.list = attribute(tag, "val"),
            "ilvl" => paragraph.level = number(tag).map(|level| level.min(8)),
            "outlineLvl" => {
                let level = number(tag).filter(|level| *level < 9);
                paragraph.heading = level.map(|level| level + 1);
            }
            _ => {}
        }
    }
}

/// Whether a property that may be switched off is on.
pub(super) fn is_on(tag: &BytesStart<'_>) -> bool {
    !matches!(attribute(tag, "val").as_deref(), Some("0" | "false" | "off" | "none"))
}

/// The attribute `val` as a number.
pub(super) fn number(tag: &BytesStart<'_>) -> Option<usize> {
    attribute(tag, "val")?.parse().ok()
}

/// Addresses that readers can follow.
fn is_address(link: &str) -> bool {
    url::is_absolute(link) || link.starts_with("mailto:") || link.starts_with("tel:")
}

/// What the author says of a picture; programs describe pictures by themselves.
fn said(alt: &str) -> String {
    let alt = alt.split_whitespace().collect::<Vec<_>>().join(" ");
    let folded = alt.to_lowercase();
    let is_machine = ["автоматически", "выглядит как", "описание:", "созда"]
        .iter()
        .any(|word| folded.contains(word))
        || folded
            .rsplit_once('.')
            .is_some_and(|(_, end)| matches!(end.len(), 3 | 4) && end.is_ascii());
    if is_machine { String::new() } else { alt.chars().take(300).collect() }
}

/// A paragraph, or the item that «1.⇥Текст», «–⇥Текст» or «• Текст» is.
fn typed_item(mut runs: Vec<WordRun>) -> WordBlock {
    let Some(first) = runs.iter().position(|run| !run.text.trim().is_empty()) else {
        return WordBlock::Paragraph(runs);
    };
    let text = runs[first].text.trim_start();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = match text[digits..].strip_prefix(['.', ')']) {
        Some(rest) if (1..=3).contains(&digits) => (text[..digits].parse().ok(), rest),
        _ => match text.strip_prefix(['•', '●', '▪', '■', '◦', '·']) {
            Some(rest) if rest.starts_with([' ', '\t']) => (None, rest),
            _ => match text.strip_prefix(['-', '–', '—', '*', '§']) {
                Some(rest) => (None, rest),
                None => return WordBlock::Paragraph(runs),
            },
        },
    };
    let is_bullet = text.starts_with(['•', '●', '▪', '■', '◦', '·']);
    if !is_bullet && !rest.trim_start_matches(' ').starts_with('\t') {
        return WordBlock::Paragraph(runs);
    }
    runs[first].text = rest.trim_start().to_owned();
    runs.drain(..first);
    WordBlock::Item { level: 0, number, runs }
}

/// The blocks of a cell as lines.
fn lines(blocks: &[WordBlock]) -> Vec<WordRun> {
    let mut all = Vec::new();
    for block in blocks {
        let (sign, runs) = match block {
            WordBlock::Heading(_, runs) | WordBlock::Paragraph(runs) => (String::new(), runs),
            WordBlock::Item { number: Some(number), runs, .. } => (format!("{number}. "), runs),
            WordBlock::Item { runs, .. } => ("• ".to_owned(), runs),
            WordBlock::Table(_) => continue,
        };
        let start = if all.is_empty() { sign } else { format!("\n{sign}") };
        if !start.is_empty() {
            all.push(WordRun { text: start, ..WordRun::default() });
        }
        all.extend(runs.iter().cloned());
    }
    all
}
