//! Reads saved pages of news: lists and single pieces of uCoz and Госвеб, and of others that mark
//! their titles and dates.
//!
//! 1. [`PieceCollector`] walks the tags and collects texts by the role of the element they stand in.
//! 2. [`assemble`] begins an item with each title and gives it the date and the texts around it. What
//!    has a title and no date (a menu, a block at the side) is no news.

mod roles;

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

use super::ImportError;
use super::html::raw_text_kind;
use super::items::{NewsItem, file_name};
use super::rows::normalize_spaces;
use crate::calendar::{EventDate, Precision};
use crate::html::overlong_tag;
use crate::url;
use roles::{PageRole, is_block, is_void, role};

/// Deeper nesting is an attack.
const MAX_DEPTH: usize = 2000;

/// The news on the page `text`; empty if it has none.
pub(super) fn read(text: &str) -> Result<Vec<NewsItem>, ImportError> {
    if overlong_tag(text).is_some() {
        return Err(ImportError::TooManyAttributes);
    }
    let sink = PieceCollector::default();
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(text));
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    let mut page = tokenizer.sink.page.into_inner();
    if page.is_too_deep {
        return Err(ImportError::TooLarge);
    }
    page.end_piece();
    let mut items = assemble(&page);
    if items.is_empty() {
        items.extend(page.described());
    }
    let is_single = items.len() == 1;
    for (item, number) in items.iter_mut().zip(1..) {
        item.row = format!("новость {number}");
        if is_single || !item.link.is_empty() {
            item.link = page.absolute(&item.link);
        }
    }
    Ok(items)
}

#[derive(Clone, Debug, Default)]
struct PagePiece {
    role: Option<PageRole>,
    lines: Vec<String>,
    link: String,
    pictures: Vec<String>,
    /// `datetime` of a `time` element.
    moment: String,
}

#[derive(Default)]
struct NewsPage {
    /// Open elements that are not void, with their own roles.
    open: Vec<(String, Option<PageRole>)>,
    pieces: Vec<PagePiece>,
    piece: PagePiece,
    line: String,
    /// The target of the open link.
    anchor: String,
    /// The address that the page was saved from.
    address: String,
    og_title: String,
    published: String,
    is_too_deep: bool,
}

#[derive(Default)]
struct PieceCollector {
    page: RefCell<NewsPage>,
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
        if self.open.iter().any(|(_, role)| *role == Some(PageRole::Skipped)) {
            return Some(PageRole::Skipped);
        }
        self.open.iter().rev().find_map(|(_, role)| *role)
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
                self.piece.pictures.extend(file_name(&value("src")));
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
        let role = role(name, &value("class"), &value("itemprop"));
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
        self.open.push((name.to_owned(), role));
        self.piece.role = self.role();
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
        let Some(at) = self.open.iter().rposition(|(open, _)| open == name) else { return };
        let has_role = self.open[at..].iter().any(|(_, role)| role.is_some());
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
        if self.open.last().is_some_and(|(open, _)| open == name) {
            self.close(name);
        }
    }

    fn end_line(&mut self) {
        let line = normalize_spaces(&std::mem::take(&mut self.line));
        if !line.is_empty() {
            self.piece.lines.push(line);
        }
    }

    fn end_piece(&mut self) {
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
    fn described(&self) -> Option<NewsItem> {
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
    fn absolute(&self, link: &str) -> String {
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

fn assemble(page: &NewsPage) -> Vec<NewsItem> {
    let mut items: Vec<NewsItem> = Vec::new();
    let mut current: Option<NewsItem> = None;
    let mut date_before = String::new();
    let mut pictures_before = Vec::new();
    let finish = |item: Option<NewsItem>, items: &mut Vec<NewsItem>| {
        if let Some(mut item) = item {
            if item.date.is_empty() {
                item.date = date_in_address(&item.link).unwrap_or_default();
            }
            if !item.date.is_empty() {
                items.push(item);
            }
        }
    };
    // Whether dates stand above the titles.
    let first = page.pieces.iter().find(|piece| {
        piece.role == Some(PageRole::Title)
            || piece.role == Some(PageRole::Date) && date_of(piece).is_some()
    });
    let dates_first = first.is_some_and(|piece| piece.role == Some(PageRole::Date));
    for piece in &page.pieces {
        match piece.role {
            Some(PageRole::Title) => {
                let title = piece.lines.join(" ");
                if title.is_empty() {
                    continue;
                }
                finish(current.take(), &mut items);
                current = Some(NewsItem {
                    title,
                    date: std::mem::take(&mut date_before),
                    link: piece.link.clone(),
                    pictures: std::mem::take(&mut pictures_before),
                    ..NewsItem::default()
                });
            }
            Some(PageRole::Date | PageRole::Details) => {
                let Some(date) = date_of(piece) else { continue };
                if dates_first && piece.role == Some(PageRole::Date) {
                    finish(current.take(), &mut items);
                    date_before = date;
                } else if let Some(item) = &mut current
                    && item.date.is_empty()
                {
                    item.date = date;
                }
            }
            // A picture above the date.
            None if dates_first => pictures_before.extend(piece.pictures.iter().cloned()),
            None => {
                if let Some(item) = &mut current {
                    item.pictures.extend(piece.pictures.iter().cloned());
                }
            }
            _ => {
                if let Some(item) = &mut current {
                    item.text.extend(piece.lines.iter().filter(|line| is_text(line)).cloned());
                    item.pictures.extend(piece.pictures.iter().cloned());
                }
            }
        }
    }
    finish(current, &mut items);
    items
}

/// Whether a line is more than dots and the remains of a link to the rest.
fn is_text(line: &str) -> bool {
    line.contains(char::is_alphanumeric)
}

/// The date in a piece: `datetime`, the whole text, or «08.02.2023» among other words.
fn date_of(piece: &PagePiece) -> Option<String> {
    let moment = piece.moment.split(['T', ' ']).next().unwrap_or_default();
    if EventDate::one_day(moment).is_ok() {
        return Some(moment.to_owned());
    }
    let is_day = |text: &str| {
        EventDate::parse(text, None).is_ok_and(|date| date.precision() == Precision::Day)
    };
    let text = piece.lines.join(" ");
    if text.len() < 60 && is_day(text.trim_end_matches('.')) {
        return Some(text);
    }
    let words: Vec<&str> = text.split([' ', ',', '|', '(', ')']).collect();
    let short = words.iter().find(|word| word.matches('.').count() == 2 && is_day(word));
    let spoken = || words.windows(3).map(|words| words.join(" ")).find(|text| is_day(text));
    short.map(|word| (*word).to_owned()).or_else(spoken)
}

/// The day in an address of uCoz: `/news/turnir/2022-12-07-56`.
fn date_in_address(link: &str) -> Option<String> {
    let name = link.split(['#', '?']).next()?.rsplit('/').next()?;
    let parts: Vec<&str> = name.split('-').collect();
    let [year, month, day, _] = parts[..] else { return None };
    let day = format!("{year}-{month}-{day}");
    (year.len() == 4 && EventDate::one_day(&day).is_ok()).then_some(day)
}

#[cfg(test)]
mod tests;
