//! Reads saved pages of news: lists and single pieces of uCoz and Госвеб, and of others that mark
//! their titles and dates.
//!
//! 1. [`PieceCollector`] walks the tags and collects texts by the role of the element they stand in.
//! 2. [`assemble`] begins an item with each title and gives it the date and the texts around it. What
//!    has a title and no date (a menu, a block at the side) is no news.

mod collector;
mod roles;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Tokenizer, TokenizerOpts};

use super::ImportError;
use super::items::NewsItem;
use crate::calendar::{EventDate, Precision};
use crate::html::overlong_tag;
use collector::{NewsPage, PagePiece, PieceCollector};
use roles::PageRole;

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
