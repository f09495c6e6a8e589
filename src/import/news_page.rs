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
use collector::{Ancestors, NewsPage, PagePicture, PagePiece, PieceCollector};
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

/// Pictures whose item is not known yet.
struct WaitingPictures {
    /// How many elements are around all items, if there are several.
    around_items: Option<usize>,
    /// With whether the next item has them if neither item is nearer.
    pictures: Vec<(PagePicture, bool)>,
}

impl WaitingPictures {
    fn add(&mut self, pictures: &[PagePicture], is_of_next: bool) {
        self.pictures.extend(pictures.iter().map(|picture| (picture.clone(), is_of_next)));
    }

    /// Gives each picture to the item that it stands in, `current` or the one whose title is at `next`.
    fn share(&mut self, current: Option<&mut OpenItem>, next: Option<&Ancestors>) -> Vec<String> {
        let mut of_next = Vec::new();
        let mut of_current = Vec::new();
        for (picture, is_of_next) in self.pictures.drain(..) {
            let near =
                |place: Option<&Ancestors>| place.map(|place| picture.place.in_common(place));
            let goes_on = match (near(current.as_ref().map(|item| &item.place)), near(next)) {
                // What stands above the first item may be the head of the page.
                (None, Some(there)) => match self.around_items {
                    Some(around) => there > around || is_of_next && there == around,
                    None => is_of_next,
                },
                (here, there) if here == there => is_of_next,
                (here, there) => here < there,
            };
            if goes_on { of_next.push(picture.name) } else { of_current.push(picture.name) }
        }
        if let Some(item) = current {
            item.item.pictures.extend(of_current);
        }
        of_next
    }
}

/// An item, and where its title stands.
struct OpenItem {
    item: NewsItem,
    place: Ancestors,
}

fn assemble(page: &NewsPage) -> Vec<NewsItem> {
    let mut items: Vec<NewsItem> = Vec::new();
    let mut current: Option<OpenItem> = None;
    let mut date_before = String::new();
    let mut is_closed = false;
    let titles = page.pieces.iter().filter(|piece| piece.role == Some(PageRole::Title));
    let pairs = titles.clone().zip(titles.skip(1));
    let around_items = pairs.map(|(one, next)| one.place.in_common(&next.place)).max();
    let mut waiting = WaitingPictures { around_items, pictures: Vec::new() };
    let finish = |item: Option<OpenItem>, items: &mut Vec<NewsItem>| {
        if let Some(OpenItem { mut item, .. }) = item {
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
                waiting.add(&piece.pictures, true);
                if title.is_empty() {
                    continue;
                }
                is_closed = false;
                let pictures = waiting.share(current.as_mut(), Some(&piece.place));
                finish(current.take(), &mut items);
                let item = NewsItem {
                    title,
                    date: std::mem::take(&mut date_before),
                    link: piece.link.clone(),
                    pictures,
                    ..NewsItem::default()
                };
                current = Some(OpenItem { item, place: piece.place.clone() });
            }
            Some(PageRole::Date | PageRole::Details) => {
                waiting.add(&piece.pictures, dates_first);
                let Some(date) = date_of(piece) else { continue };
                if dates_first && piece.role == Some(PageRole::Date) {
                    (date_before, is_closed) = (date, true);
                } else if let Some(OpenItem { item, .. }) = &mut current
                    && item.date.is_empty()
                {
                    item.date = date;
                }
            }
            None => waiting.add(&piece.pictures, dates_first),
            _ => {
                waiting.add(&piece.pictures, false);
                if let Some(OpenItem { item, .. }) = current.as_mut().filter(|_| !is_closed) {
                    item.text.extend(piece.lines.iter().filter(|line| is_text(line)).cloned());
                }
            }
        }
    }
    waiting.share(current.as_mut(), None);
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
