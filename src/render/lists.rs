//! Pages that list events: the index, directions, tags.

use tera::{Context, Value};

use super::page_error::PageError;
use super::renderer::Renderer;
use super::views::{
    CountedView, DateView, Figure, PageLink, PageView, Pagination, TagView, TitledPath,
};
use crate::config::DirectionId;
use crate::site::{ARCHIVE, EventId, INDEX, List, ListPage, TAGS};

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
    /// Whether it is the first screen; that of all events is the front page.
    first: bool,
    path: &'a str,
    title: &'a str,
    heading: &'a str,
}

pub(super) type PageBytes = Result<Vec<u8>, PageError>;

impl Renderer {
    /// The page of the section itself. It stands under the section's name in a row of tabs.
    pub(super) fn front_page(&self, path: &str) -> PageBytes {
        let (list, page) = (&self.site.all, ListPage::Newest);
        let title = &*self.site.config.title;
        let listing = ListView { list, page, first: true, path, title, heading: title };
        self.list_page("index.html", &listing, self.news_view(), |context| {
            context.insert("front", &self.front());
            context.insert("reports", &self.report_links());
            context.insert_value("posts", self.held_on(list, page).into());
        })
    }

    /// A page of the list of all events.
    pub(super) fn news_page(&self, page: ListPage, path: &str) -> PageBytes {
        let list = &self.site.all;
        let listing = ListView { list, page, first: false, path, title: NEWS, heading: NEWS };
        self.list_page("index.html", &listing, self.news_view(), |_| ())
    }

    fn news_view(&self) -> PageView<'_> {
        PageView {
            description: Some(&*self.site.config.description).filter(|text| !text.is_empty()),
            feed: self.feed_of(&self.site.all),
            ..PageView::default()
        }
        .with_shared(self.shared(None))
    }

    pub(super) fn direction_page(
        &self,
        direction: DirectionId,
        page: ListPage,
        path: &str,
    ) -> PageBytes {
        let names = self.site.config.direction(direction);
        let list = self.site.direction_list(direction);
        let lead = Some(&*names.title).filter(|title| *title != names.short);
        let (title, heading) = (&*names.short, &*names.short);
        let first = page == ListPage::Newest;
        let listing = ListView { list, page, first, path, title, heading };
        let feed = self.feed_of(list);
        let view = PageView { lead, description: lead, feed, ..PageView::default() };
        let view = view.with_shared(self.shared(Some(direction)));
        self.list_page("list.html", &listing, view, |context| {
            context.insert_value("direction", self.directions[direction.index()].clone());
            context.insert("crumbs", &[TitledPath { title: NEWS, path: INDEX }]);
        })
    }

    pub(super) fn tag_page(&self, tag: usize, page: ListPage, path: &str) -> PageBytes {
        let with_tag = &self.site.tags[tag];
        let title = format!("Метка «{}»", with_tag.title);
        let (list, first) = (&with_tag.list, page == ListPage::Newest);
        let listing = ListView { list, page, first, path, title: &title, heading: &title };
        let view = PageView::default().with_shared(self.shared(None));
        self.list_page("list.html", &listing, view, |context| {
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
        let &ListView { list, page, path, title, heading, .. } = listing;
        let numbered = |text: &str| match list.number(page) {
            None | Some(1) => text.to_owned(),
            Some(number) => format!("{text}, страница\u{a0}{number}"),
        };
        let view = PageView {
            title: numbered(title),
            heading: &numbered(heading),
            path,
            url: self.site.config.url(path),
            kind: "website",
            ..view
        };
        let pagination = self.pagination(listing);
        let posts: Vec<Value> = list.on(page).map(|id| self.card(id).clone()).collect();
        self.html(template, &view, posts.len() * CARD, |context| {
            insert_list(context, posts, &[], &pagination);
            if page == ListPage::Newest {
                context.insert("count", &self.count(&list.events));
            }
            fill(context);
        })
    }

    /// The place of a page in its list.
    fn pagination(&self, &ListView { list, page, first, .. }: &ListView<'_>) -> Pagination {
        let address = |page: Option<ListPage>| page.map(|page| list.path(page));
        let date = |id: Option<EventId>| {
            id.map(|id| {
                let post = &self.site.event(id).document.meta;
                DateView { text: post.date_text(), ..DateView::new(post) }
            })
        };
        Pagination {
            number: list.number(page),
            first,
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
            count: self.count(&tag.list.events),
        });
        let tags: Vec<_> = tags.collect();
        let lists = self.tags.iter().zip(self.site.tags.iter());
        let links: Vec<_> =
            lists.map(|(link, tag)| self.counted_link(link, &tag.list.events)).collect();
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

    /// A link to a list with the number of its events.
    pub(super) fn counted_link<'a>(&self, link: &'a Value, events: &[EventId]) -> CountedView<'a> {
        CountedView { link, count: Some(self.count(events)), figure: Some(self.figure(events)) }
    }

    /// How many of these events were held: «21 событие».
    pub(super) fn count(&self, events: &[EventId]) -> String {
        self.figure(events).to_string()
    }

    /// How many of these events were held. Of announcements alone, how many they are.
    pub(super) fn figure(&self, events: &[EventId]) -> Figure {
        let held = events.iter().filter(|&&id| !self.site.event(id).details.announcement).count();
        match held {
            0 if !events.is_empty() => {
                Figure::new(events.len() as u64, ["анонс", "анонса", "анонсов"])
            }
            _ => Figure::new(held as u64, ["событие", "события", "событий"]),
        }
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

/// Links to the pages around `page`, to the first and to the last one.
fn page_links(list: &List, page: ListPage) -> Vec<PageLink> {
    let Some(here) = list.number(page) else { return Vec::new() };
    let last = list.last_number();
    let near = here.saturating_sub(1)..=here + 1;
    let numbers = (1..=last).filter(|number| near.contains(number) || [1, last].contains(number));
    let mut previous = 0;
    let link = |number: usize| {
        let gap = number > previous + 1;
        previous = number;
        let path = list.path(list.numbered(number)?);
        Some(PageLink { number, path, current: number == here, gap })
    };
    numbers.filter_map(link).collect()
}

/// A link to a page that lists no events.
pub(super) fn plain_link(link: &Value) -> CountedView<'_> {
    CountedView { link, count: None, figure: None }
}
