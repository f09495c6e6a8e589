//! Pages that list events: the index, directions, tags.

use tera::{Context, Value};

use super::page_error::PageError;
use super::renderer::{INDEX, Renderer};
use super::views::{CountedView, DateView, PageLink, PageView, Pagination, TagView, TitledPath};
use crate::config::DirectionId;
use crate::quantity;
use crate::site::{ARCHIVE, EventId, List, ListPage, TAGS};

pub(super) const NEWS: &str = "Новости";
pub(super) const ARCHIVE_TITLE: &str = "Архив";

pub(super) const ARCHIVE_LINK: TitledPath<'_> = TitledPath { title: ARCHIVE_TITLE, path: ARCHIVE };
const TAGS_TITLE: &str = "Метки";

/// PageBytes of a rendered card, roughly.
pub(super) const CARD: usize = 700;

/// A page of a list.
struct ListView<'a> {
    list: &'a List,
    page: ListPage,
    path: &'a str,
    title: &'a str,
    heading: &'a str,
}

pub(super) type PageBytes = Result<Vec<u8>, PageError>;

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
            id.map(|id| {
                let post = &self.site.event(id).document.meta;
                DateView { text: post.date_text(), ..DateView::new(post) }
            })
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

/// A link to a list with the number of its events.
pub(super) fn counted_link<'a>(link: &'a Value, events: &[EventId]) -> CountedView<'a> {
    CountedView { link, count: Some(count(events.len())) }
}

/// A link to a page that lists no events.
pub(super) fn plain_link(link: &Value) -> CountedView<'_> {
    CountedView { link, count: None }
}

pub(super) fn count(events: usize) -> String {
    quantity::count(events, "событие", "события", "событий")
}
