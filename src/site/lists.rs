//! A list of events cut into pages.
//!
//! Pages are numbered from the oldest: page 1 holds the first events, and once full it never changes
//! again. The first screen, at the list's own address, shows the newest events together with the
//! last full page, so that it is never almost empty. The page that is still being filled exists
//! under its number too, with the same content as the first screen, so that the last full page has a
//! permanent link to it.

use std::ops::Range;

use super::{EventId, addresses};

/// A list of events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// The address without its extension: `index`, `napravlenie/proekty`.
    base: String,
    /// The earliest first.
    pub events: Vec<EventId>,
    per_page: usize,
}

/// A page of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ListPage {
    /// The first screen, with the newest events.
    Newest,
    /// A numbered page; 1 is the oldest.
    Number(usize),
}

impl List {
    pub(super) fn new(base: String, events: Vec<EventId>, per_page: usize) -> Self {
        Self { base, events, per_page: per_page.max(1) }
    }

    fn full_pages(&self) -> usize {
        self.events.len() / self.per_page
    }

    /// The number of the page that is still being filled.
    fn open_page(&self) -> usize {
        self.full_pages() + 1
    }

    /// All pages.
    pub fn pages(&self) -> impl Iterator<Item = ListPage> {
        let numbered = if self.full_pages() == 0 { 0 } else { self.open_page() };
        std::iter::once(ListPage::Newest).chain((1..=numbered).map(ListPage::Number))
    }

    /// The events of a page, the newest first.
    pub fn on(&self, page: ListPage) -> impl Iterator<Item = EventId> {
        self.events[self.range(page)].iter().rev().copied()
    }

    fn range(&self, page: ListPage) -> Range<usize> {
        match page {
            ListPage::Number(number) if number < self.open_page() => {
                let end = number * self.per_page;
                end - self.per_page..end
            }
            ListPage::Newest | ListPage::Number(_) => {
                self.full_pages().saturating_sub(1) * self.per_page..self.events.len()
            }
        }
    }

    /// The number that readers see; `None` where all events are on one page.
    pub fn number(&self, page: ListPage) -> Option<usize> {
        match page {
            ListPage::Number(number) if number < self.open_page() => Some(number),
            _ => (self.full_pages() > 0).then(|| self.open_page()),
        }
    }

    /// The page with earlier events.
    pub fn older(&self, page: ListPage) -> Option<ListPage> {
        let number = match page {
            ListPage::Number(number) if number < self.open_page() => number,
            // The first screen includes the last full page.
            _ => self.full_pages(),
        };
        (number > 1).then(|| ListPage::Number(number - 1))
    }

    /// The page with later events. For a full page, the one with the next number, full or not, so
    /// that the link never changes.
    pub fn newer(&self, page: ListPage) -> Option<ListPage> {
        match page {
            ListPage::Number(number) if number < self.open_page() => {
                Some(ListPage::Number(number + 1))
            }
            ListPage::Newest | ListPage::Number(_) => None,
        }
    }

    /// Whether `page` has the content of the first screen.
    pub fn repeats_newest(&self, page: ListPage) -> bool {
        page == ListPage::Number(self.open_page())
    }

    /// The address of `page`.
    pub fn path(&self, page: ListPage) -> String {
        match page {
            ListPage::Newest => format!("{}.html", self.base),
            ListPage::Number(number) if self.base == addresses::INDEX => {
                addresses::numbered(number)
            }
            ListPage::Number(number) => format!("{}-{number}.html", self.base),
        }
    }

    /// The address of the list's feed.
    pub fn feed(&self) -> String {
        match &*self.base {
            addresses::INDEX => addresses::FEED.to_owned(),
            base => format!("{base}.xml"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn list(count: usize) -> List {
        List::new("index".to_owned(), (0..count).map(EventId::new).collect(), 20)
    }

    fn on(count: usize, page: ListPage) -> Vec<usize> {
        list(count).on(page).map(EventId::index).collect()
    }

    #[test]
    fn few_events_stand_on_one_page() {
        assert_eq!(list(19).pages().collect::<Vec<_>>(), [ListPage::Newest]);
        assert_eq!(on(3, ListPage::Newest), [2, 1, 0]);
        assert_eq!(list(0).pages().count(), 1);
        assert_eq!(list(19).number(ListPage::Newest), None);
    }

    #[test]
    fn the_first_screen_holds_a_page_and_what_came_since() {
        assert_eq!(on(41, ListPage::Newest), (20..41).rev().collect::<Vec<_>>());
        assert_eq!(list(41).older(ListPage::Newest), Some(ListPage::Number(1)));
        assert_eq!(list(20).older(ListPage::Newest), None);
        assert_eq!(list(41).path(ListPage::Number(2)), "stranica/2.html");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn a_full_page_never_changes(count in 0_usize..300, more in 0_usize..100) {
            let (now, later) = (list(count), list(count + more));
            for page in now.pages().filter(|page| matches!(page, ListPage::Number(n) if *n <= count / 20)) {
                prop_assert_eq!(now.on(page).collect::<Vec<_>>(), later.on(page).collect::<Vec<_>>());
                prop_assert_eq!(now.older(page), later.older(page));
                prop_assert_eq!(now.newer(page), later.newer(page));
                prop_assert_eq!(now.number(page), later.number(page));
            }
        }

        #[test]
        fn walking_back_from_the_first_screen_meets_every_event_once(count in 0_usize..300) {
            let list = list(count);
            let mut met = Vec::new();
            let mut page = Some(ListPage::Newest);
            while let Some(at) = page {
                prop_assert!(list.pages().any(|known| known == at));
                met.extend(list.on(at).map(EventId::index));
                page = list.older(at);
            }
            prop_assert_eq!(met, (0..count).rev().collect::<Vec<_>>());
        }

        #[test]
        fn every_link_leads_to_a_page(count in 0_usize..300) {
            let list = list(count);
            let pages: Vec<_> = list.pages().collect();
            for page in &pages {
                prop_assert!(list.newer(*page).is_none_or(|newer| pages.contains(&newer)));
            }
        }
    }
}
