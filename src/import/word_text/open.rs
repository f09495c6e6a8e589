//! Makes blocks of the text of an OpenDocument file, as LibreOffice and MyOffice write it. It is read as it would
//! print with all changes accepted.

mod styles;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use quick_xml::events::BytesStart;

use super::PICTURE;
use super::block::{WordBlock, WordRun, block_of, is_address, plain, push_run, said};
use super::builder::{BlockBuilder, FOOTNOTES, LINKED};
use crate::import::ImportError;
use crate::import::archive::{Archive, attribute};
use crate::import::opendocument;
use crate::import::xml::{ElementContent, XmlHandler, read_xml};
use styles::OpenStyles;

/// More levels than lists have.
const MAX_LEVELS: usize = 10;
/// More spaces in a row than somebody types.
const MAX_SPACES: usize = 64;

/// Reads the text of an OpenDocument archive.
pub(super) fn read(archive: &mut Archive<'_>) -> Result<BlockBuilder, ImportError> {
    let content = opendocument::content(archive)?;
    let mut styles = OpenStyles::default();
    if let Some(xml) = archive.read_text("styles.xml")? {
        read_xml(&xml, &mut styles)?;
    }
    styles.begin_content();
    read_xml(&content, &mut styles)?;
    let parts = archive.names().map(Cow::into_owned).collect();
    let mut reader = OpenReader { styles, parts, ..OpenReader::default() };
    read_xml(&content, &mut reader)?;
    Ok(reader.made)
}

/// A paragraph that is being read.
#[derive(Debug, Default)]
struct OpenLine {
    style: String,
    heading: Option<usize>,
    runs: Vec<WordRun>,
}

/// A list that is being read.
#[derive(Debug, Default)]
struct OpenList {
    style: String,
    count: usize,
    /// Whether its open item has had a paragraph.
    has_words: bool,
}

#[derive(Debug, Default)]
struct OpenReader {
    styles: OpenStyles,
    /// The names of all parts.
    parts: HashSet<String>,
    made: BlockBuilder,
    lines: Vec<OpenLine>,
    lists: Vec<OpenList>,
    /// How far lists of a style were counted at a level: a list may go on after words between.
    counted: HashMap<(String, usize), usize>,
    /// The styles of the open spans.
    spans: Vec<String>,
    link: Option<String>,
    /// Whether the open frame has had its picture: further ones are the same for other programs.
    has_picture: bool,
    /// The open title or description of a picture: entities divide it into pieces.
    description: Option<String>,
}

impl XmlHandler for OpenReader {
    fn start(&mut self, tag: &BytesStart<'_>) -> Result<ElementContent, ImportError> {
        let own = |name| attribute(tag, name).unwrap_or_default();
        let number = |name| attribute(tag, name).and_then(|value| value.parse::<usize>().ok());
        match tag.local_name().as_ref() {
            "tracked-changes" | "annotation" | "automatic-styles" | "font-face-decls" | "forms"
            | "table-of-content" | "scripts" => return Ok(ElementContent::Skip),
            "note" => {
                self.made.note(FOOTNOTES);
                return Ok(ElementContent::Skip);
            }
            "h" | "p" => {
                let is_heading = tag.local_name().as_ref() == "h";
                let heading = is_heading.then(|| number("outline-level").unwrap_or(1).max(1));
                self.lines.push(OpenLine { style: own("style-name"), heading, runs: Vec::new() });
            }
            "span" => self.spans.push(own("style-name")),
            "a" => self.link = attribute(tag, "href").filter(|link| is_address(link)),
            "s" => self.push(&" ".repeat(number("c").unwrap_or(1).min(MAX_SPACES)))?,
            "tab" => self.push("\t")?,
            "line-break" => self.push("\n")?,
            "list" => self.start_list(own("style-name"), own("continue-numbering") == "true")?,
            "list-item" => {
                let level = self.lists.len().saturating_sub(1);
                if let Some(list) = self.lists.last_mut() {
                    let first = self.styles.list_start(&list.style, level);
                    let next = if list.count == 0 { first } else { list.count.saturating_add(1) };
                    list.count = number("start-value").unwrap_or(next);
                    list.has_words = false;
                }
            }
            "frame" => self.has_picture = false,
            "image" => self.picture(&own("href"))?,
            // The title of a document may be a field of its text.
            "title" | "desc" if tag.name().as_ref().starts_with("svg:") => {
                self.description = Some(String::new());
            }
            "table" => self.made.start_table()?,
            "table-cell" | "covered-table-cell" => {
                self.made.set_width(number("number-columns-repeated").unwrap_or(1));
                self.made.set_continued(tag.local_name().as_ref() == "covered-table-cell");
            }
            _ => {}
        }
        Ok(ElementContent::Read)
    }

    fn end(&mut self, name: &str) -> Result<(), ImportError> {
        match name {
            "h" | "p" => self.end_line(),
            "span" => drop(self.spans.pop()),
            "a" => self.link = None,
            "list" => {
                let level = self.lists.len().saturating_sub(1);
                if let Some(list) = self.lists.pop() {
                    self.counted.insert((list.style, level), list.count);
                }
            }
            "title" | "desc" => self.describe(),
            "table-cell" | "covered-table-cell" => self.made.end_cell()?,
            "table-row" => self.made.end_row(),
            "table" => self.made.end_table(),
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), ImportError> {
        if let Some(description) = &mut self.description {
            description.push_str(text);
            return self.made.count(text);
        }
        self.push(&plain(text))
    }
}

impl OpenReader {
    fn push(&mut self, text: &str) -> Result<(), ImportError> {
        self.made.count(text)?;
        let Some(line) = self.lines.last_mut() else { return Ok(()) };
        let looks = self.spans.iter().map(|name| self.styles.get("text", name));
        let (mut bold, mut italic) = (false, false);
        for look in looks {
            if look.is_hidden {
                return Ok(());
            }
            bold = look.bold.unwrap_or(bold);
            italic = look.italic.unwrap_or(italic);
        }
        let link = self.link.clone();
        push_run(&mut line.runs, WordRun { text: text.to_owned(), bold, italic, link });
        Ok(())
    }

    fn describe(&mut self) {
        let description = self.description.take().filter(|words| !words.trim().is_empty());
        let picture = self.made.pictures.last_mut().filter(|_| self.has_picture);
        if let (Some(description), Some(picture)) = (description, picture) {
            // What describes it is better than its title, which stands before.
            picture.alt = said(&description);
        }
    }

    fn picture(&mut self, href: &str) -> Result<(), ImportError> {
        let part = href.trim_start_matches("./");
        if self.has_picture || part.is_empty() || self.lines.is_empty() {
            return Ok(());
        }
        if !self.parts.contains(part) {
            self.made.note(LINKED);
            return Ok(());
        }
        self.has_picture = self.made.add_picture(part.to_owned(), String::new());
        if self.has_picture { self.push(PICTURE.encode_utf8(&mut [0; 4])) } else { Ok(()) }
    }

    fn start_list(&mut self, style: String, goes_on: bool) -> Result<(), ImportError> {
        let level = self.lists.len();
        if level >= MAX_LEVELS {
            return Err(ImportError::TooLarge);
        }
        // Lists within a list have its style.
        let outer = self.lists.last().filter(|_| style.is_empty());
        let style = outer.map_or(style, |list| list.style.clone());
        let count = self.counted.get(&(style.clone(), level)).filter(|_| goes_on);
        self.lists.push(OpenList { count: count.copied().unwrap_or(0), style, has_words: false });
        Ok(())
    }

    fn end_line(&mut self) {
        let Some(line) = self.lines.pop() else { return };
        if !line.runs.iter().any(|run| !run.text.trim().is_empty()) {
            return;
        }
        let style = self.styles.get("paragraph", &line.style);
        if style.is_hidden {
            return;
        }
        let heading = line.heading.or(style.heading);
        let level = self.lists.len().saturating_sub(1);
        let item = self
            .lists
            .last()
            .map(|list| (level, self.styles.is_numbered(&list.style, level).then_some(list.count)));
        let look = (style.bold.unwrap_or(false), style.italic.unwrap_or(false));
        let block = block_of(line.runs, heading, item, look);
        // A further paragraph of an item is a further line of it.
        let goes_on = self.lists.last().is_some_and(|list| list.has_words);
        match (block, self.made.last()) {
            (WordBlock::Item { runs, .. }, Some(WordBlock::Item { runs: last, .. })) if goes_on => {
                last.push(WordRun { text: "\n".to_owned(), ..WordRun::default() });
                last.extend(runs);
            }
            (block, _) => self.made.add(block),
        }
        if let Some(list) = self.lists.last_mut() {
            list.has_words = true;
        }
    }
}
