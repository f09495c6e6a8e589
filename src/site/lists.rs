//! A list of events cut into pages.
//!
//! Files are numbered from the oldest page, so that a full one keeps its address. The first screen, at
//! the list's own address, shows the newest events together with the last full page, so that it is never
//! almost empty. Readers see other numbers: 1 is the first screen. So all pages of a list change when
//! another page is full, and none of them in between.

use std::ops::Range;

use super::{EventId, addresses};

/// A list of events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// The address without its extension: `stranica/index`, `napravlenie/proekty`.
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
    /// The page of a file with this number; 1 is the oldest.
    Number(usize),
}

impl List {
    pub(super) fn new(base: String, events: Vec<EventId>, per_page: usize) -> Self {
        Self { base, events, per_page: per_page.max(1) }
    }

    /// How many pages there are. The last full one is part of the first screen.
    fn page_count(&self) -> usize {
        (self.events.len() / self.per_page).max(1)
    }

    /// All pages.
    pub fn pages(&self) -> impl Iterator<Item = ListPage> {
        std::iter::once(ListPage::Newest).chain((1..self.page_count()).map(ListPage::Number))
    }

    /// The events of a page, the newest first.
    pub fn on(&self, page: ListPage) -> impl Iterator<Item = EventId> {
        self.events[self.range(page)].iter().rev().copied()
    }

    fn range(&self, page: ListPage) -> Range<usize> {
        let newest = self.page_count() - 1;
        match page {
            ListPage::Number(number) if (1..=newest).contains(&number) => {
                let end = number * self.per_page;
                end - self.per_page..end
            }
            ListPage::Newest | ListPage::Number(_) => newest * self.per_page..self.events.len(),
        }
    }

    /// The number that readers see, 1 for the first screen; `None` where all events are on one page.
    pub fn number(&self, page: ListPage) -> Option<usize> {
        let count = self.page_count();
        (count > 1).then_some(match page {
            ListPage::Newest => 1,
            ListPage::Number(number) => (count + 1).saturating_sub(number),
        })
    }

    /// The page that readers know by this number.
    pub fn numbered(&self, number: usize) -> Option<ListPage> {
        match number {
            1 => Some(ListPage::Newest),
            _ if (2..=self.page_count()).contains(&number) => {
                Some(ListPage::Number(self.page_count() + 1 - number))
            }
            _ => None,
        }
    }

    /// The number of the page with the earliest events.
    pub fn last_number(&self) -> usize {
        self.page_count()
    }

    /// The page with earlier events.
    pub fn older(&self, page: ListPage) -> Option<ListPage> {
        self.numbered(self.number(page)? + 1)
    }

    /// The page with later events.
    pub fn newer(&self, page: ListPage) -> Option<ListPage> {
        self.numbered(self.number(page)?.checked_sub(1)?)
    }

    /// The address of `page`.
    pub fn path(&self, page: ListPage) -> String {
        match page {
            ListPage::Newest => format!("{}.html", self.base),
            ListPage::Number(number) if self.base == addresses::NEWS => addresses::numbered(number),
            ListPage::Number(number) => format!("{}-{number}.html", self.base),
        }
    }

    /// The address of the list's feed.
    pub fn feed(&self) -> String {
        match &*self.base {
            addresses::NEWS => addresses::FEED.to_owned(),
            base => format!("{base}.xml"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn list(count: usize) -> List {
        List::new("stranica/index".to_owned(), (0..count).map(EventId::new).collect(), 20)
    }

    fn on(count: usize, page: ListPage) -> Vec<usize> {
        list(count).on(page).map(EventId::index).collect()
    }

    #[test]
    fn few_events_stand_on_one_page() {
        assert_eq!(list(39).pages().collect::<Vec<_>>(), [ListPage::Newest]);
        assert_eq!(on(3, ListPage::Newest), [2, 1, 0]);
        assert_eq!(list(0).pages().count(), 1);
        assert_eq!(list(39).number(ListPage::Newest), None);
    }

    #[test]
    fn the_first_screen_holds_a_page_and_what_came_since() {
        assert_eq!(on(41, ListPage::Newest), (20..41).rev().collect::<Vec<_>>());
        assert_eq!(list(41).older(ListPage::Newest), Some(ListPage::Number(1)));
        assert_eq!(list(20).older(ListPage::Newest), None);
        assert_eq!(list(61).path(ListPage::Number(2)), "stranica/2.html");
    }

    #[test]
    fn readers_count_from_the_newest() {
        let list = list(85);
        let numbers: Vec<_> =
            list.pages().map(|page| (list.path(page), list.number(page))).collect();
        let expected = [("index", 1), ("1", 4), ("2", 3), ("3", 2)];
        let expected =
            expected.map(|(name, number)| (format!("stranica/{name}.html"), Some(number)));
        assert_eq!(numbers, expected);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn a_full_page_changes_only_when_another_is_full(count in 0_usize..300, more in 0_usize..100) {
            let (now, later) = (list(count), list(count + more));
            for page in now.pages().filter(|page| *page != ListPage::Newest) {
                prop_assert_eq!(now.on(page).collect::<Vec<_>>(), later.on(page).collect::<Vec<_>>());
                if count / 20 == (count + more) / 20 {
                    prop_assert_eq!(now.older(page), later.older(page));
                    prop_assert_eq!(now.newer(page), later.newer(page));
                    prop_assert_eq!(now.number(page), later.number(page));
                }
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
        fn every_link_leads_to_a_page_and_back(count in 0_usize..300) {
            let list = list(count);
            let pages: Vec<_> = list.pages().collect();
            for page in &pages {
                let newer = list.newer(*page);
                prop_assert!(newer.is_none_or(|newer| pages.contains(&newer)));
                prop_assert!(newer.is_none_or(|newer| list.older(newer) == Some(*page)));
            }
        }
    }
}
