//! Pages that list events: the index, directions, tags, the archive.

use std::collections::HashSet;

use tera::{Context, Value};

use super::page_error::PageError;
use super::renderer::{INDEX, Renderer};
use super::views::{
    CountedView, DateView, HalfYearView, PageLink, PageView, Pagination, TagView, TitledPath,
    YearView,
};
use crate::calendar::SchoolYear;
use crate::config::DirectionId;
use crate::quantity;
use crate::site::{ARCHIVE, EventId, HalfYearEvents, List, ListPage, TAGS, YearEvents};

pub(super) const NEWS: &str = "Новости";
pub(super) const ARCHIVE_TITLE: &str = "Архив";

pub(super) const ARCHIVE_LINK: TitledPath<'_> = TitledPath { title: ARCHIVE_TITLE, path: ARCHIVE };
const TAGS_TITLE: &str = "Метки";

/// PageBytes of a rendered card, roughly.
const CARD: usize = 700;

/// A page of a list.
struct ListView<'a> {
    list: &'a List,
    page: ListPage,
    path: &'a str,
    title: &'a str,
    heading: &'a str,
}

type PageBytes = Result<Vec<u8>, PageError>;

impl Renderer {
    pub(super) fn all_page(&self, page: ListPage, path: &str) -> PageBytes {
        // The first screen stands under the section's name in a row of tabs.
        let title = match page {
            ListPage::Newest => &self.site.config.title,
            ListPage::Number(_) => NEWS,
        };
        let list = &self.site.all;
        let feed = self.feed_of(list);
        let listing = ListView { list, page, path, title, heading: title };
        let view = PageView {
            description: Some(&*self.site.config.description).filter(|text| !text.is_empty()),
            feed: feed.as_deref(),
            ..PageView::default()
        };
        self.list_page("index.html", &listing, view, |context| {
            if page == ListPage::Newest {
                context.insert("front", &self.front());
                context.insert("reports", &self.report_links());
                context.insert_value("posts", self.held_on(list, page).into());
            }
        })
    }

    pub(super) fn direction_page(
        &self,
        direction: DirectionId,
        page: ListPage,
        path: &str,
    ) -> PageBytes {
        let names = self.site.config.direction(direction);
        let list = self.site.direction_list(direction);
        let feed = self.feed_of(list);
        let lead = Some(&*names.title).filter(|title| *title != names.short);
        let listing = ListView { list, page, path, title: &names.short, heading: &names.short };
        let view =
            PageView { lead, description: lead, feed: feed.as_deref(), ..PageView::default() };
        self.list_page("list.html", &listing, view, |context| {
            context.insert_value("direction", self.directions[direction.index()].clone());
            context.insert("crumbs", &[TitledPath { title: NEWS, path: INDEX }]);
        })
    }

    pub(super) fn tag_page(&self, tag: usize, page: ListPage, path: &str) -> PageBytes {
        let with_tag = &self.site.tags[tag];
        let title = format!("Метка «{}»", with_tag.title);
        let listing = ListView { list: &with_tag.list, page, path, title: &title, heading: &title };
        self.list_page("list.html", &listing, PageView::default(), |context| {
            context.insert_value("tag", self.tags[tag].clone());
            context.insert("crumbs", &[TitledPath { title: TAGS_TITLE, path: TAGS }]);
        })
    }

    /// The address of the list's feed, if the hosting takes one.
    fn feed_of(&self, list: &List) -> Option<String> {
        self.site.config.hosting.takes("xml").then(|| list.feed())
    }

    /// A page of a list; `view` has the values of `page` that `listing` lacks.
    fn list_page(
        &self,
        template: &str,
        listing: &ListView<'_>,
        view: PageView<'_>,
        fill: impl FnOnce(&mut Context),
    ) -> PageBytes {
        let &ListView { list, page, path, title, heading } = listing;
        let numbered = |text: &str| match page {
            ListPage::Newest => text.to_owned(),
            ListPage::Number(number) => format!("{text}, страница\u{a0}{number}"),
        };
        // The last numbered page repeats the first screen until it is full.
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

    /// The place of a page in its list. It never changes for a full page.
    fn pagination(&self, list: &List, page: ListPage) -> Pagination {
        let address = |page: Option<ListPage>| page.map(|page| list.path(page));
        let date = |id: Option<EventId>| {
            id.map(|id| DateView::new(&self.site.event(id).document.meta.date))
        };
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

    pub(super) fn tags_page(&self, path: &str) -> PageBytes {
        let tags = self.site.tags.iter().map(|tag| TagView {
            title: &tag.title,
            path: tag.list.path(ListPage::Newest),
            count: count(tag.list.events.len()),
        });
        let tags: Vec<_> = tags.collect();
        let lists = self.tags.iter().zip(&self.site.tags);
        let links: Vec<_> = lists.map(|(link, tag)| counted_link(link, &tag.list.events)).collect();
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

    pub(super) fn archive_page(&self, path: &str) -> PageBytes {
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
            .filter_map(|year| Some(counted_link(self.years.get(&year.year)?, &year.events)))
            .collect();
        links.extend(reports.iter().map(plain_link));
        self.html("archive.html", &view, 0, |context| {
            context.insert("years", &years);
            context.insert("reports", &reports);
            insert_list(context, Vec::new(), &links, &Pagination::default());
        })
    }

    pub(super) fn year_page(&self, year: &YearEvents, path: &str) -> PageBytes {
        let mut groups = Vec::new();
        // Months outside both half-years are the last of the school year.
        let in_halves: HashSet<EventId> =
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
            .filter_map(|half| {
                Some(counted_link(self.half_years.get(&half.half_year)?, &half.events))
            })
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

    pub(super) fn half_year_page(&self, year: &YearEvents, half: usize, path: &str) -> PageBytes {
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

/// The full name of a school year.
pub(super) fn year_title(year: SchoolYear) -> String {
    format!("{year} учебный\u{a0}год")
}

/// Inserts the values of `list.html`, which is the fallback of several templates.
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

/// Links to the pages around `page` and to the oldest page.
fn page_links(list: &List, page: ListPage) -> Vec<PageLink> {
    let Some(here) = list.number(page) else { return Vec::new() };
    let newer = list.newer(page).is_some().then_some(here + 1);
    let mut numbers: Vec<usize> =
        newer.into_iter().chain((here.saturating_sub(2).max(1)..=here).rev()).collect();
    numbers.extend((!numbers.contains(&1)).then_some(1));
    let mut previous = here + 2 - usize::from(newer.is_none());
    let link = |number: usize| {
        let gap = previous > number + 1;
        previous = number;
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

/// A link to a list with the number of its events.
pub(super) fn counted_link<'a>(link: &'a Value, events: &[EventId]) -> CountedView<'a> {
    CountedView { link, count: Some(count(events.len())) }
}

/// A link to a page that lists no events.
pub(super) fn plain_link(link: &Value) -> CountedView<'_> {
    CountedView { link, count: None }
}

fn count(events: usize) -> String {
    quantity::count(events, "событие", "события", "событий")
}
