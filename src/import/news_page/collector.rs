//! Walks the tags of a page and collects its texts by the role of the element they stand in.

use std::cell::RefCell;
use std::rc::Rc;

use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult};

use super::roles::{PageRole, is_block, is_void, role};
use crate::calendar::EventDate;
use crate::import::html::raw_text_kind;
use crate::import::items::{NewsItem, file_name};
use crate::import::rows::normalize_spaces;
use crate::url;

/// Deeper nesting is an attack.
const MAX_DEPTH: usize = 2000;
/// Places are told apart by so many elements.
const DEEPEST: usize = 100;

#[derive(Clone, Debug, Default)]
pub(super) struct PagePiece {
    pub(super) role: Option<PageRole>,
    pub(super) lines: Vec<String>,
    pub(super) link: String,
    pub(super) pictures: Vec<PagePicture>,
    /// Where it begins.
    pub(super) place: Ancestors,
    /// `datetime` of a `time` element.
    pub(super) moment: String,
}

/// A picture, and where it stands.
#[derive(Clone, Debug)]
pub(super) struct PagePicture {
    pub(super) name: String,
    pub(super) place: Ancestors,
}

/// The numbers of the elements around a place of a page, the outermost first.
#[derive(Clone, Debug, Default)]
pub(super) struct Ancestors(Rc<[u32]>);

impl Ancestors {
    /// How many elements are around both places.
    pub(super) fn in_common(&self, other: &Self) -> usize {
        self.0.iter().zip(&*other.0).take_while(|(one, other)| one == other).count()
    }
}

struct PageElement {
    name: String,
    role: Option<PageRole>,
    number: u32,
}

#[derive(Default)]
pub(super) struct NewsPage {
    /// Open elements that are not void.
    open: Vec<PageElement>,
    /// The number of elements so far.
    elements: u32,
    pub(super) pieces: Vec<PagePiece>,
    piece: PagePiece,
    line: String,
    /// The target of the open link.
    anchor: String,
    /// The address that the page was saved from.
    address: String,
    og_title: String,
    published: String,
    pub(super) is_too_deep: bool,
}

#[derive(Default)]
pub(super) struct PieceCollector {
    pub(super) page: RefCell<NewsPage>,
}

impl TokenSink for PieceCollector {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut page = self.page.borrow_mut();
        match token {
            Token::TagToken(tag) => {
                page.tag(&tag);
                return raw_text_kind(&tag)
                    .map_or(TokenSinkResult::Continue, TokenSinkResult::RawData);
            }
            Token::CharacterTokens(text) if page.role() != Some(PageRole::Skipped) => {
                page.line.push_str(&text);
            }
            // `<!-- saved from url=(0042)https://… -->`
            Token::CommentToken(text) => {
                if let Some((_, address)) = text.split_once("saved from url=") {
                    let address = address.split_once(')').map_or(address, |(_, rest)| rest);
                    page.address = address.trim().to_owned();
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl NewsPage {
    /// The role of the text that comes next: that of the innermost element with one, unless an outer
    /// one is skipped.
    fn role(&self) -> Option<PageRole> {
        if self.open.iter().any(|element| element.role == Some(PageRole::Skipped)) {
            return Some(PageRole::Skipped);
        }
        self.open.iter().rev().find_map(|element| element.role)
    }

    /// Cells and items of lists in an article are its text.
    fn part_of_article(&self, name: &str) -> Option<PageRole> {
        let is_part = matches!(name, "td" | "th" | "li" | "blockquote");
        let in_article = || self.open.iter().any(|open| open.name == "article");
        (is_part && in_article()).then_some(PageRole::Body)
    }

    /// Where the page is read. Nobody nests an item of a list deeper.
    fn place(&self) -> Ancestors {
        Ancestors(self.open.iter().take(DEEPEST).map(|element| element.number).collect())
    }

    fn tag(&mut self, tag: &Tag) {
        let value = |name: &str| {
            let attribute = tag.attrs.iter().find(|attribute| &*attribute.name.local == name);
            attribute.map(|attribute| attribute.value.to_string()).unwrap_or_default()
        };
        let name = &*tag.name;
        if tag.kind == TagKind::EndTag {
            self.close(name);
            return;
        }
        match name {
            "br" => self.end_line(),
            "img" if self.role() != Some(PageRole::Skipped) => {
                if let Some(name) = file_name(&value("src")) {
                    self.piece.pictures.push(PagePicture { name, place: self.place() });
                }
            }
            "meta" => match &*(value("property") + &value("name")) {
                "og:title" => self.og_title = value("content"),
                "og:url" if self.address.is_empty() => self.address = value("content"),
                "article:published_time" => self.published = value("content"),
                _ => {}
            },
            "base" | "link" => {
                let is_address = name == "base" || value("rel") == "canonical";
                if is_address && self.address.is_empty() && url::is_absolute(&value("href")) {
                    self.address = value("href");
                }
            }
            _ => {}
        }
        if is_void(name) {
            return;
        }
        // A paragraph and a cell end the one before.
        if matches!(name, "p" | "li" | "tr" | "td") {
            self.close_implied(name);
        }
        let role =
            role(name, &value("class"), &value("itemprop")).or_else(|| self.part_of_article(name));
        if role.is_some() && role != Some(PageRole::Body) || is_block(name) {
            self.end_line();
        }
        if role.is_some() && role != self.role() {
            self.end_piece();
        }
        if self.open.len() >= MAX_DEPTH {
            self.is_too_deep = true;
            return;
        }
        self.elements += 1;
        self.open.push(PageElement { name: name.to_owned(), role, number: self.elements });
        self.piece.role = self.role();
        if matches!(role, Some(PageRole::Title | PageRole::Date)) {
            self.piece.place = self.place();
        }
        if name == "a" {
            self.anchor = value("href");
        }
        if self.piece.link.is_empty() && self.role() != Some(PageRole::Skipped) {
            self.piece.link = self.anchor.clone();
        }
        if name == "time" {
            self.piece.moment = value("datetime");
        }
    }

    fn close(&mut self, name: &str) {
        if is_block(name) {
            self.end_line();
        }
        if name == "a" {
            self.anchor.clear();
        }
        let Some(at) = self.open.iter().rposition(|open| open.name == name) else { return };
        let has_role = self.open[at..].iter().any(|open| open.role.is_some());
        let before = self.role();
        self.open.truncate(at);
        // Two titles side by side are two pieces.
        if has_role
            && (self.role() != before || matches!(before, Some(PageRole::Title | PageRole::Date)))
        {
            self.end_piece();
        }
        self.piece.role = self.role();
    }

    fn close_implied(&mut self, name: &str) {
        if self.open.last().is_some_and(|open| open.name == name) {
            self.close(name);
        }
    }

    fn end_line(&mut self) {
        let line = normalize_spaces(&std::mem::take(&mut self.line));
        if !line.is_empty() {
            self.piece.lines.push(line);
        }
    }

    pub(super) fn end_piece(&mut self) {
        self.end_line();
        let piece = std::mem::take(&mut self.piece);
        let says_something =
            !piece.lines.is_empty() || !piece.pictures.is_empty() || !piece.moment.is_empty();
        let has_role = piece.role.is_some() || !piece.pictures.is_empty();
        if says_something && has_role && piece.role != Some(PageRole::Skipped) {
            self.pieces.push(piece);
        }
        self.piece.role = self.role();
    }

    /// The item that the page describes to social networks.
    pub(super) fn described(&self) -> Option<NewsItem> {
        let date = self.published.split('T').next().unwrap_or_default();
        let is_news = !self.og_title.is_empty() && EventDate::one_day(date).is_ok();
        is_news.then(|| NewsItem {
            title: normalize_spaces(&self.og_title),
            date: date.to_owned(),
            text: self
                .pieces
                .iter()
                .filter(|piece| piece.role == Some(PageRole::Body))
                .flat_map(|piece| piece.lines.clone())
                .collect(),
            link: self.address.clone(),
            ..NewsItem::default()
        })
    }

    /// `link` with the scheme and the host of the page, if they are known.
    pub(super) fn absolute(&self, link: &str) -> String {
        let Some((scheme, rest)) = self.address.split_once("://") else { return link.to_owned() };
        let host = rest.split('/').next().unwrap_or_default();
        if url::has_scheme(link) || link.starts_with('#') || link.contains(':') {
            link.to_owned()
        } else if let Some(rest) = link.strip_prefix("//") {
            format!("{scheme}://{rest}")
        } else if link.starts_with('/') {
            format!("{scheme}://{host}{link}")
        } else if link.is_empty() {
            self.address.clone()
        } else {
            let folder = rest.rsplit_once('/').map_or(rest, |(folder, _)| folder);
            format!("{scheme}://{folder}/{}", link.trim_start_matches("./"))
        }
    }
}
