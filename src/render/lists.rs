//! Pages that list events: the index, directions, tags, the archive.

use std::collections::HashSet;

use tera::{Context, Value};

use super::renderer::{INDEX, Renderer};
use super::views::{
    CountedView, DateView, HalfYearView, PageLink, PageView, Pagination, TagView, TitledPath,
    YearView,
};
use crate::calendar::SchoolYear;
use crate::diagnostic::Diagnostic;
use crate::quantity;
use crate::site::{ARCHIVE, HalfYearEvents, List, ListPage, TAGS, YearEvents};

/// The heading of the list of all events.
pub(super) const NEWS: &str = "Новости";
/// The heading of the archive.
pub(super) const ARCHIVE_TITLE: &str = "Архив";

pub(super) const ARCHIVE_LINK: TitledPath<'_> = TitledPath { title: ARCHIVE_TITLE, path: ARCHIVE };
/// The heading of the list of tags.
const TAGS_TITLE: &str = "Метки";

/// About what a card takes, in bytes.
const CARD: usize = 700;

/// A page of a list, and what it is called.
struct Listing<'a> {
    list: &'a List,
    page: ListPage,
    path: &'a str,
    title: &'a str,
    heading: &'a str,
}

type Bytes = Result<Vec<u8>, Vec<Diagnostic>>;

impl Renderer<'_> {
    pub(super) fn all(&self, page: ListPage, path: &str) -> Bytes {
        // Nobody looks for «Новости» in a row of tabs.
        let title = match page {
            ListPage::Newest => &self.site.config.title,
            ListPage::Number(_) => NEWS,
        };
        let list = &self.site.all;
        let feed = self.feed_of(list);
        let listing = Listing { list, page, path, title, heading: title };
        let view = PageView {
            description: Some(&*self.site.config.description).filter(|text| !text.is_empty()),
            feed: feed.as_deref(),
            ..PageView::default()
        };
        self.list("index.html", &listing, view, |context| {
            if page == ListPage::Newest {
                context.insert("front", &self.front());
                context.insert("reports", &self.report_links());
                context.insert_value("posts", self.held_on(list, page).into());
            }
        })
    }

    pub(super) fn direction(&self, direction: usize, page: ListPage, path: &str) -> Bytes {
        let of = &self.site.config.directions[direction];
        let list = &self.site.directions[direction];
        let feed = self.feed_of(list);
        let lead = Some(&*of.title).filter(|title| *title != of.short);
        let listing = Listing { list, page, path, title: &of.short, heading: &of.short };
        let view =
            PageView { lead, description: lead, feed: feed.as_deref(), ..PageView::default() };
        self.list("list.html", &listing, view, |context| {
            context.insert_value("direction", self.directions[direction].clone());
            context.insert("crumbs", &[TitledPath { title: NEWS, path: INDEX }]);
        })
    }

    pub(super) fn tag(&self, tag: usize, page: ListPage, path: &str) -> Bytes {
        let of = &self.site.tags[tag];
        let title = format!("Метка «{}»", of.title);
        let listing = Listing { list: &of.list, page, path, title: &title, heading: &title };
        self.list("list.html", &listing, PageView::default(), |context| {
            context.insert_value("tag", self.tags[tag].clone());
            context.insert("crumbs", &[TitledPath { title: TAGS_TITLE, path: TAGS }]);
        })
    }

    /// The address of the list's feed, if the hosting takes one.
    fn feed_of(&self, list: &List) -> Option<String> {
        self.site.config.hosting.takes("xml").then(|| list.feed())
    }

    /// A page of a list; `view` is the rest of its head.
    fn list(
        &self,
        template: &str,
        listing: &Listing<'_>,
        view: PageView<'_>,
        fill: impl FnOnce(&mut Context),
    ) -> Bytes {
        let &Listing { list, page, path, title, heading } = listing;
        let numbered = |text: &str| match page {
            ListPage::Newest => text.to_owned(),
            ListPage::Number(number) => format!("{text}, страница\u{a0}{number}"),
        };
        // The page that is still being filled shows what the first screen shows.
        let canonical = if list.repeats_newest(page) { &list.path(ListPage::Newest) } else { path };
        let view = PageView {
            title: numbered(title),
            heading: &numbered(heading),
            path,
            url: self.site.config.url(canonical),
            kind: "website",
            ..view
        };
        let pagination = self.pagination(list, page);
        let posts: Vec<Value> = list.on(page).map(|id| self.card(id).clone()).collect();
        self.html(template, &view, posts.len() * CARD, |context| {
            insert_list(context, posts, &[], &pagination);
            if page == ListPage::Newest {
                context.insert("count", &count(list.events.len()));
            }
            fill(context);
        })
    }

    /// Where a page stands in its list. What a full page says never changes.
    fn pagination(&self, list: &List, page: ListPage) -> Pagination {
        let address = |page: Option<ListPage>| page.map(|page| list.path(page));
        let date = |id: Option<usize>| id.map(|id| DateView::new(&self.site.events[id].post.date));
        Pagination {
            number: list.number(page),
            first: page == ListPage::Newest,
            newest: (page != ListPage::Newest).then(|| list.path(ListPage::Newest)),
            newer: address(list.newer(page)),
            older: address(list.older(page)),
            pages: page_links(list, page),
            from: date(list.on(page).last()),
            to: date(list.on(page).next()),
        }
    }

    pub(super) fn tags_page(&self, path: &str) -> Bytes {
        let tags = self.site.tags.iter().map(|tag| TagView {
            title: &tag.title,
            path: tag.list.path(ListPage::Newest),
            count: count(tag.list.events.len()),
        });
        let tags: Vec<_> = tags.collect();
        let lists = self.tags.iter().zip(&self.site.tags);
        let links: Vec<_> = lists.map(|(link, tag)| counted(link, &tag.list.events)).collect();
        self.html(
            "tags.html",
            &self.page_view(TAGS_TITLE.to_owned(), TAGS_TITLE, path),
            0,
            |context| {
                context.insert("tags", &tags);
                insert_list(context, Vec::new(), &links, &Pagination::default());
            },
        )
    }

    pub(super) fn archive(&self, path: &str) -> Bytes {
        let years = self.site.years.iter().map(|year| YearView {
            title: year_title(year.year),
            path: year.path(),
            count: count(year.events.len()),
            half_years: year.halves.iter().rev().map(|half| half_view(half, Vec::new())).collect(),
        });
        let years: Vec<_> = years.collect();
        let view = self.page_view(ARCHIVE_TITLE.to_owned(), ARCHIVE_TITLE, path);
        let reports = self.report_links();
        let reports: Vec<_> = reports.iter().map(Value::from_serializable).collect();
        let mut links: Vec<_> = self
            .site
            .years
            .iter()
            .filter_map(|of| Some(counted(self.years.get(&of.year)?, &of.events)))
            .collect();
        links.extend(reports.iter().map(uncounted));
        self.html("archive.html", &view, 0, |context| {
            context.insert("years", &years);
            context.insert("reports", &reports);
            insert_list(context, Vec::new(), &links, &Pagination::default());
        })
    }

    pub(super) fn year(&self, year: &YearEvents, path: &str) -> Bytes {
        let mut groups = Vec::new();
        // Months that the settings give to no half-year are the last of the school year.
        let in_halves: HashSet<usize> =
            year.halves.iter().flat_map(|half| &half.events).copied().collect();
        let rest = year.events.iter().rev().filter(|id| !in_halves.contains(id));
        let rest: Vec<Value> = rest.map(|&id| self.card(id).clone()).collect();
        if !rest.is_empty() {
            groups.push(HalfYearView {
                title: None,
                path: None,
                count: count(rest.len()),
                posts: rest,
            });
        }
        groups.extend(year.halves.iter().rev().map(|half| half_view(half, self.cards_of(half))));
        let title = year_title(year.year);
        let crumbs = [ARCHIVE_LINK];
        let posts = year.events.iter().rev().map(|&id| self.card(id).clone()).collect();
        let halves = year.halves.iter().rev();
        let links: Vec<_> = halves
            .filter_map(|of| Some(counted(self.half_years.get(&of.half_year)?, &of.events)))
            .collect();
        self.html(
            "year.html",
            &self.page_view(title.clone(), &title, path),
            year.events.len() * CARD,
            |context| {
                context.insert("half_years", &groups);
                insert_list(context, posts, &links, &Pagination::default());
                context.insert("crumbs", &crumbs);
            },
        )
    }

    pub(super) fn half_year(&self, year: &YearEvents, half: usize, path: &str) -> Bytes {
        let half = &year.halves[half];
        let title = half.half_year.to_string();
        let crumbs = [
            Value::from_serializable(&ARCHIVE_LINK),
            self.years.get(&year.year).cloned().unwrap_or_else(Value::none),
        ];
        self.html(
            "year.html",
            &self.page_view(title.clone(), &title, path),
            half.events.len() * CARD,
            |context| {
                let posts = self.cards_of(half);
                context.insert("half_years", &[half_view(half, posts.clone())]);
                insert_list(context, posts, &[], &Pagination::default());
                context.insert("crumbs", &crumbs);
            },
        )
    }

    fn cards_of(&self, half: &HalfYearEvents) -> Vec<Value> {
        half.events.iter().rev().map(|&id| self.card(id).clone()).collect()
    }
}

/// The name of a school year where nothing else stands by it.
pub(super) fn year_title(year: SchoolYear) -> String {
    format!("{year} учебный\u{a0}год")
}

/// What `list.html` shows, on all pages that it may have to show.
pub(super) fn insert_list(
    context: &mut Context,
    posts: Vec<Value>,
    links: &[CountedView<'_>],
    pagination: &Pagination,
) {
    context.insert_value("posts", posts.into());
    context.insert("links", links);
    context.insert("pagination", pagination);
}

/// Links to the pages around `page` and to the oldest.
fn page_links(list: &List, page: ListPage) -> Vec<PageLink> {
    let Some(here) = list.number(page) else { return Vec::new() };
    let newer = list.newer(page).is_some().then_some(here + 1);
    let mut numbers: Vec<usize> =
        newer.into_iter().chain((here.saturating_sub(2).max(1)..=here).rev()).collect();
    numbers.extend((!numbers.contains(&1)).then_some(1));
    let mut before = here + 2 - usize::from(newer.is_none());
    let link = |number: usize| {
        let gap = before > number + 1;
        before = number;
        let current = number == here;
        let path = list.path(if current { page } else { ListPage::Number(number) });
        PageLink { number, path, current, gap }
    };
    numbers.into_iter().map(link).collect()
}

fn half_view(half: &HalfYearEvents, posts: Vec<Value>) -> HalfYearView {
    HalfYearView {
        title: Some(half.half_year.short()),
        path: Some(half.path()),
        count: count(half.events.len()),
        posts,
    }
}

/// A list of events with their number.
pub(super) fn counted<'a>(link: &'a Value, events: &[usize]) -> CountedView<'a> {
    CountedView { link, count: Some(count(events.len())) }
}

/// A page that holds no events.
pub(super) fn uncounted(link: &Value) -> CountedView<'_> {
    CountedView { link, count: None }
}

fn count(events: usize) -> String {
    quantity::count(events, "событие", "события", "событий")
}
