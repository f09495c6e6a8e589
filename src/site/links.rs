//! Where links lead, and which files are published because something points to them.
//!
//! A link is written as a path to the other file, from the folder of the file that holds it, as
//! editors complete it; a path from `content/` is understood too. A file is published at the
//! address of the post or page whose folder it lies in, else of the one that points to it.

mod consent;
mod gallery;
mod menu;
mod path;
mod tables;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

pub use gallery::ShownPhoto;
pub use menu::MenuItem;
pub(super) use menu::check_menu;
use path::{candidates, other_form, relative};

use super::{Event, PublishedFile, ReportPage, SectionTable, StandingPage, bodies, data};
use crate::config::Config;
use crate::content::markdown::{Body, Heading, Link, LinkKind};
use crate::content::post::Photo;
use crate::content::{Attachment, Content, Page, Post};
use crate::diagnostic::{Diagnostic, Place};
use crate::slug;

/// The resolved links of one post or page, each in the order of what it belongs to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    /// For each link of the body.
    pub body: Vec<Address>,
    /// The gallery.
    pub photos: Vec<ShownPhoto>,
    /// The picture for lists: the cover, else the first photo of the gallery.
    pub cover: Option<ShownPhoto>,
}

/// Where a link of a body leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// To a heading of the same page: `#heading`.
    Here(String),
    /// To an address from the section's root, perhaps with `#heading`.
    Inside(String),
    /// Nowhere: the diagnostics say why.
    Broken,
}

/// What came of the links.
pub(super) struct Resolved {
    /// The files that are published, by their addresses.
    pub(super) files: Vec<PublishedFile>,
    /// The menu.
    pub(super) menu: Vec<MenuItem>,
    /// The tables with the files that their rows lead to.
    pub(super) tables: Vec<SectionTable>,
}

/// All texts that are published.
pub(super) struct Texts<'t> {
    pub(super) events: &'t mut [Event],
    pub(super) pages: &'t mut [StandingPage],
    pub(super) reports: &'t mut [ReportPage],
}

/// Resolves everything that `texts` and the tables of `content` point to.
pub(super) fn resolve(
    texts: Texts<'_>,
    content: &Content,
    (config, drafts): (&Config, bool),
    diagnostics: &mut Vec<Diagnostic>,
) -> Resolved {
    let Texts { events, pages, reports } = texts;
    let mut resolver = Resolver::new(events, pages, reports, content);
    let event_links: Vec<Links> = events
        .iter()
        .map(|event| {
            let post = &event.post;
            let owner = Owner {
                file: &post.file,
                path: Some(&event.path),
                body: &post.body,
                photos: &post.photos,
                cover: post.cover.as_ref(),
                gallery: Some(post),
            };
            let links = resolver.owner(&owner);
            resolver.consent(post, &links, config.photos.consent);
            links
        })
        .collect();
    let standing = |file, path, body| {
        let path = Some(path);
        Owner { file, path, body, photos: &[], cover: None, gallery: None }
    };
    let page_links: Vec<Links> = pages
        .iter()
        .map(|page| resolver.owner(&standing(&page.page.file, &page.path, &page.page.body)))
        .collect();
    let report_links: Vec<Links> = reports
        .iter()
        .map(|page| resolver.owner(&standing(&page.report.file, &page.path, &page.report.body)))
        .collect();
    for text in content.unsound.iter().filter(|text| drafts || !text.draft) {
        resolver.owner(&Owner {
            file: &text.file,
            path: None,
            body: &text.body,
            photos: &text.photos,
            cover: text.cover.as_ref(),
            gallery: None,
        });
    }
    let tables = resolver.tables(&content.data, &data::shown(bodies(pages, reports)));
    let menu = resolver.menu(pages, config);
    resolver.unnamed();
    let Resolver { published, diagnostics: problems, .. } = resolver;
    diagnostics.extend(problems);
    for (event, links) in events.iter_mut().zip(event_links) {
        event.links = links;
    }
    for (page, links) in pages.iter_mut().zip(page_links) {
        page.links = links;
    }
    for (report, links) in reports.iter_mut().zip(report_links) {
        report.links = links;
    }
    Resolved { files: published.into_values().collect(), menu, tables }
}

/// A post or a page, as far as its links go.
struct Owner<'a> {
    file: &'a str,
    /// Its address; none if it is not published.
    path: Option<&'a str>,
    body: &'a Body,
    photos: &'a [Photo],
    cover: Option<&'a Photo>,
    /// The post, where the pictures of its folder form a gallery.
    gallery: Option<&'a Post>,
}

/// What a link to a published post or page needs to know of it.
struct Text<'a> {
    path: &'a str,
    headings: &'a [Heading],
}

struct Resolver<'a> {
    /// Published posts and pages by their files.
    texts: HashMap<&'a str, Text<'a>>,
    /// Posts that are drafts, by their files.
    drafts: Vec<&'a str>,
    /// Pages that show nothing yet, by their files.
    empty: Vec<&'a str>,
    /// Folders of posts and pages, with their addresses without the ending.
    folders: BTreeMap<&'a str, &'a str>,
    attachments: &'a [Attachment],
    /// Texts that have problems of their own.
    unsound: HashSet<&'a str>,
    /// The files that something points to.
    named: HashSet<&'a str>,
    published: BTreeMap<(String, String), PublishedFile>,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Resolver<'a> {
    fn new(
        events: &'a [Event],
        pages: &'a [StandingPage],
        reports: &'a [ReportPage],
        content: &'a Content,
    ) -> Self {
        let posts = events.iter().map(|event| {
            let post = &event.post;
            (&*post.file, &post.folder, &*event.path, &*post.body.headings)
        });
        let pages = pages.iter().map(|page| {
            let of = &page.page;
            (&*of.file, &of.folder, &*page.path, &*of.body.headings)
        });
        let reports = reports.iter().map(|page| {
            let of = &page.report;
            (&*of.file, &of.folder, &*page.path, &*of.body.headings)
        });
        let mut texts = HashMap::with_capacity(events.len());
        let mut folders = BTreeMap::new();
        for (file, folder, path, headings) in posts.chain(pages).chain(reports) {
            texts.insert(file, Text { path, headings });
            if let Some(folder) = folder {
                folders.insert(&**folder, base(path));
            }
        }
        folders.insert(tables::FOLDER, base(tables::DOCUMENTS));
        let unseen = |page: &&Arc<Page>| !page.draft && !texts.contains_key(&*page.file);
        let empty = content.pages.iter().filter(unseen).map(|page| &*page.file).collect();
        let all = content.posts.iter().map(|post| &*post.file);
        let all = all.chain(content.pages.iter().map(|page| &*page.file));
        let all = all.chain(content.reports.iter().map(|report| &*report.file));
        let drafts = all.filter(|file| !texts.contains_key(file)).collect();
        Self {
            texts,
            drafts,
            empty,
            folders,
            attachments: &content.attachments,
            unsound: content.unsound.iter().map(|text| &*text.file).collect(),
            named: HashSet::new(),
            published: BTreeMap::new(),
            diagnostics: Vec::new(),
        }
    }

    fn owner(&mut self, owner: &Owner<'_>) -> Links {
        let body = owner.body.links.iter().map(|link| self.link(owner, link)).collect();
        let (photos, cover) = self.gallery(owner);
        Links { body, photos, cover }
    }

    fn link(&mut self, owner: &Owner<'_>, link: &Link) -> Address {
        if link.target.is_empty() {
            let fragment = link.fragment.clone().unwrap_or_default();
            let ids = || owner.body.headings.iter().map(|heading| &*heading.id);
            if !fragment.is_empty() && !ids().any(|id| id == fragment) {
                let problem = no_heading(&fragment, ids(), &link.place);
                self.diagnostics.push(problem);
                return Address::Broken;
            }
            return Address::Here(format!("#{fragment}"));
        }
        if link.kind == LinkKind::Page {
            return self.page_link(owner, link);
        }
        match self.attachment(owner, &link.target) {
            Some(attachment) => {
                if link.kind == LinkKind::Image && !is_picture(&attachment.file) {
                    self.diagnostics.push(no_picture(&link.target, &link.place));
                }
                Address::Inside(self.publish(owner, attachment))
            }
            None => {
                let what = match link.kind {
                    LinkKind::Image => "нет картинки",
                    LinkKind::Page | LinkKind::File => "нет файла",
                };
                let problem = self.no_file(what, owner, &link.target, &link.place);
                self.diagnostics.push(problem);
                Address::Broken
            }
        }
    }

    fn page_link(&mut self, owner: &Owner<'_>, link: &Link) -> Address {
        let candidates = candidates(owner.file, &link.target);
        let Some(text) = self.text(&candidates) else {
            if candidates.iter().any(|file| self.unsound.contains(&**file)) {
                return Address::Broken;
            }
            let empty = candidates.iter().any(|file| self.empty.contains(&&**file));
            let draft = candidates.iter().any(|file| self.drafts.contains(&&**file));
            let problem = if empty {
                let target = &link.target;
                Diagnostic::error(format!(
                    "ссылка ведёт на страницу `{target}`, на которой пока пусто"
                ))
                .hint("заполните её таблицы в папке `content/data` или уберите ссылку")
            } else if draft {
                Diagnostic::error(format!("ссылка ведёт на черновик `{}`", link.target))
                    .hint("уберите ссылку или опубликуйте черновик")
            } else {
                let moved = candidates.iter().filter_map(|file| other_form(file));
                let moved = moved.filter_map(|file| self.texts.get_key_value(&*file));
                let moved = moved.map(|(file, _)| relative(owner.file, file)).next();
                let known = self.texts.keys().map(|file| relative(owner.file, file));
                let hint = match moved.or_else(|| nearest(&link.target, known)) {
                    Some(near) => format!("вероятно, это `{near}`"),
                    None => "напишите путь к файлу `.md` от папки этого файла".to_owned(),
                };
                Diagnostic::error(format!("ссылка никуда не ведёт: нет файла `{}`", link.target))
                    .hint(hint)
            };
            self.diagnostics.push(problem.at(link.place.clone()));
            return Address::Broken;
        };
        let ids = || text.headings.iter().map(|heading| &*heading.id);
        match &link.fragment {
            Some(fragment) if !ids().any(|id| id == fragment) => {
                let problem = no_heading(fragment, ids(), &link.place);
                self.diagnostics.push(problem);
                Address::Broken
            }
            Some(fragment) => Address::Inside(format!("{}#{fragment}", text.path)),
            None => Address::Inside(text.path.to_owned()),
        }
    }

    /// The text that one of `candidates` names; its case may differ, as it may on Windows.
    fn text(&self, candidates: &[String]) -> Option<&Text<'a>> {
        candidates.iter().find_map(|file| self.texts.get(&**file)).or_else(|| {
            let same = |file: &&&str| candidates.iter().any(|named| alike(named, file));
            // Two files may differ in nothing but case: the first of them, on every run.
            self.texts.get(*self.texts.keys().filter(same).min()?)
        })
    }

    /// The file that `target` names; its case may differ, as it may on Windows.
    fn attachment(&self, owner: &Owner<'_>, target: &str) -> Option<&'a Attachment> {
        let candidates = candidates(owner.file, target);
        let exact = candidates.iter().find_map(|file| {
            let at = self.attachments.binary_search_by(|known| known.file.cmp(file)).ok()?;
            Some(&self.attachments[at])
        });
        exact.or_else(|| {
            let same =
                |known: &&Attachment| candidates.iter().any(|named| alike(named, &known.file));
            self.attachments.iter().find(same)
        })
    }

    /// Publishes `attachment`, unless its owner is not published, and gives its address.
    fn publish(&mut self, owner: &Owner<'_>, attachment: &'a Attachment) -> String {
        let file = &attachment.file;
        self.named.insert(file);
        let Some(owner) = owner.path else { return String::new() };
        let (base, inner) = match self.home(file) {
            Some((folder, base)) => (base, &file[folder.len()..]),
            None => (base(owner), file.rsplit('/').next().unwrap_or_default()),
        };
        let names: Vec<_> = inner.split('/').map(slug::file_name).collect();
        let path = format!("{base}/{}", names.join("/"));
        let published = PublishedFile {
            path: path.clone(),
            file: file.clone(),
            source: attachment.path.clone(),
            stamp: attachment.stamp,
        };
        self.published.insert((path.clone(), file.clone()), published);
        path
    }

    /// Warns of documents that lie in the folder of a post or page and that nothing names: they
    /// are not published, for nobody said that they may be. Pictures are the gallery's matter.
    fn unnamed(&mut self) {
        for attachment in self.attachments {
            let file = &*attachment.file;
            if self.named.contains(file) || is_picture(file) {
                continue;
            }
            let Some((folder, _)) = self.home(file) else { continue };
            let name = &file[folder.len()..];
            let stem = name.rsplit('/').next().unwrap_or_default();
            let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
            let hint = if folder == tables::FOLDER {
                format!(
                    "если он для читателей, назовите его в `documents.yaml`: `файл: {name}`; если нет, уберите его из этой папки"
                )
            } else {
                let target = if name.contains(' ') { format!("<{name}>") } else { name.to_owned() };
                format!(
                    "если он для читателей, напишите в тексте `[{stem}]({target})`; если нет, уберите его из этой папки"
                )
            };
            self.diagnostics.push(
                Diagnostic::warning(format!("файл `{name}` никто не увидит: на него нет ссылки"))
                    .at(Place::file(file))
                    .hint(hint),
            );
        }
    }

    /// The folder of the post or page that `file` lies in, with the address it goes under.
    fn home<'f>(&self, file: &'f str) -> Option<(&'f str, &'a str)> {
        let mut folders = file.match_indices('/').rev().map(|(at, _)| &file[..=at]);
        folders.find_map(|folder| Some((folder, *self.folders.get(folder)?)))
    }

    fn no_file(&self, what: &str, owner: &Owner<'_>, target: &str, place: &Place) -> Diagnostic {
        let address = target.trim_start_matches("../");
        let pages = self.texts.iter().filter(|(_, text)| text.path == address);
        let page = pages.map(|(file, _)| file).min();
        let known = self.attachments.iter().map(|known| relative(owner.file, &known.file));
        let hint = match (page, nearest(target, known)) {
            (Some(file), _) => {
                format!("напишите путь к файлу этой страницы: `{}`", relative(owner.file, file))
            }
            (None, Some(near)) => format!("вероятно, это `{near}`"),
            (None, None) => "положите его в папку этого текста и проверьте имя".to_owned(),
        };
        Diagnostic::error(format!("{what} `{target}`")).at(place.clone()).hint(hint)
    }
}

fn no_picture(target: &str, place: &Place) -> Diagnostic {
    Diagnostic::error(format!("файл `{target}` — не картинка"))
        .at(place.clone())
        .hint(format!("чтобы его могли открыть, напишите в тексте ссылку: `[Положение]({target})`"))
}

fn no_heading<'b>(fragment: &str, ids: impl Iterator<Item = &'b str>, place: &Place) -> Diagnostic {
    let ids: Vec<_> = ids.collect();
    let hint = if ids.is_empty() {
        "на той странице нет заголовков; уберите часть после `#`".to_owned()
    } else {
        format!("там есть: {}", ids.join(", "))
    };
    Diagnostic::error(format!("на странице нет заголовка `#{fragment}`"))
        .at(place.clone())
        .hint(hint)
}

/// The address without `.html`: what files of a page lie under.
fn base(path: &str) -> &str {
    path.strip_suffix(".html").unwrap_or(path)
}

fn nearest(target: &str, known: impl Iterator<Item = String>) -> Option<String> {
    let limit = target.chars().count() / 3;
    known
        .map(|known| (strsim::osa_distance(target, &known), known))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, known)| known)
}

/// Whether two paths differ in nothing but case.
fn alike(a: &str, b: &str) -> bool {
    a.chars().flat_map(char::to_lowercase).eq(b.chars().flat_map(char::to_lowercase))
}

/// Whether pictures lie in `folder`.
pub(super) fn has_pictures(attachments: &[Attachment], folder: &str) -> bool {
    let from = attachments.partition_point(|known| *known.file < *folder);
    let mut inside = attachments[from..].iter().take_while(|known| known.file.starts_with(folder));
    inside.any(|known| is_picture(&known.file))
}

pub(super) fn is_picture(name: &str) -> bool {
    const PICTURES: [&str; 12] =
        ["jpg", "jpeg", "png", "gif", "webp", "bmp", "tif", "tiff", "heic", "heif", "svg", "avif"];
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension).to_lowercase();
    PICTURES.contains(&extension.as_str())
}
