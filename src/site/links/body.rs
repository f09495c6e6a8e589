//! Where the links of a body lead: to one of its headings, to another document, or to a file.

use super::files::no_picture;
use super::path::{candidates, is_same_file, nearest, relative};
use super::{Address, DocumentView, Linking, Origin, Resolver};
use crate::content::markdown::{Body, Link, LinkKind};
use crate::content::other_form;
use crate::diagnostic::{Diagnostic, Place};

impl<'a> Resolver<'a> {
    /// Resolves `link`, in the body of `document`.
    pub(super) fn link(&mut self, document: Linking<'a>, link: &Link) -> Address {
        let whole = link.whole_name();
        if let Some(whole) = whole.filter(|whole| whole.to_lowercase().ends_with(".md"))
            && self.document(&candidates(document.origin.file, &whole)).is_some()
        {
            let whole = Link { target: whole, fragment: None, ..link.clone() };
            return self.page_link(document.origin, &whole);
        }
        if link.target.is_empty() {
            let fragment = link.fragment.clone().unwrap_or_default();
            if !fragment.is_empty()
                && !self.has_heading(document.origin.file, document.body, &fragment)
            {
                // «#1.pdf» may be a file.
                if let Some(file) = self.linked_file(document.origin, link) {
                    return Address::Inside(self.publish(document.origin, file));
                }
                let problem = no_heading(&fragment, document.body, &link.place);
                self.diagnostics.push(problem);
                return Address::Broken;
            }
            return Address::Here(format!("#{fragment}"));
        }
        if link.kind == LinkKind::Page {
            return self.page_link(document.origin, link);
        }
        match self.linked_file(document.origin, link) {
            Some(attachment) => {
                if link.kind == LinkKind::Image && !attachment.is_picture() {
                    self.diagnostics.push(no_picture(attachment, &link.target, &link.place));
                }
                Address::Inside(self.publish(document.origin, attachment))
            }
            None => {
                let what = match link.kind {
                    LinkKind::Image => "нет картинки",
                    LinkKind::Page | LinkKind::File => "нет файла",
                };
                let problem = self.no_file(what, document.origin, &link.target, &link.place);
                self.diagnostics.push(problem);
                Address::Broken
            }
        }
    }

    fn page_link(&mut self, origin: Origin<'_>, link: &Link) -> Address {
        let candidates = candidates(origin.file, &link.target);
        let Some(document) = self.document(&candidates).copied() else {
            // An invalid document has diagnostics of its own.
            if !candidates.iter().any(|file| self.invalid.contains(&**file)) {
                let problem = self.no_document(origin, &link.target, &candidates);
                self.diagnostics.push(problem.at(link.place.clone()));
            }
            return Address::Broken;
        };
        match &link.fragment {
            Some(fragment) if !self.has_heading(document.file, document.body, fragment) => {
                let problem = no_heading(fragment, document.body, &link.place);
                self.diagnostics.push(problem);
                Address::Broken
            }
            Some(fragment) => Address::Inside(format!("{}#{fragment}", document.path)),
            None => Address::Inside(document.path.to_owned()),
        }
    }

    /// Whether `body`, the text of `file`, has the heading `id`. The ids are collected once: a text may
    /// have thousands of headings and of links to them.
    fn has_heading(&mut self, file: &'a str, body: &'a Body, id: &str) -> bool {
        let collect = || body.headings.iter().map(|heading| &*heading.id).collect();
        self.headings.entry(file).or_insert_with(collect).contains(id)
    }

    /// The error for a link to `target`: none of `candidates`, which it may mean, is published.
    fn no_document(&self, origin: Origin<'_>, target: &str, candidates: &[String]) -> Diagnostic {
        if candidates.iter().any(|file| self.empty.contains(&&**file)) {
            return Diagnostic::error(format!(
                "ссылка ведёт на страницу `{target}`, на которой пока пусто"
            ))
            .hint("заполните её таблицы в папке `content/data` или уберите ссылку");
        }
        if candidates.iter().any(|file| self.is_left_out(file)) {
            return Diagnostic::error(format!("ссылка ведёт на черновик `{target}`"))
                .hint("уберите ссылку или опубликуйте черновик");
        }
        let moved = candidates.iter().filter_map(|file| other_form(file));
        let moved = moved.filter_map(|file| self.by_file().get_key_value(&*file));
        let moved = moved.map(|(file, _)| relative(origin.file, file)).next();
        let known = self.by_file().keys().map(|file| relative(origin.file, file));
        let hint = match moved.or_else(|| nearest(target, known)) {
            Some(near) => format!("вероятно, это `{near}`"),
            None => "напишите путь к файлу `.md` от папки этого файла".to_owned(),
        };
        Diagnostic::error(format!("ссылка никуда не ведёт: нет файла `{target}`")).hint(hint)
    }

    /// The document that one of `candidates` names, regardless of case, as on Windows, and of the form
    /// of its letters.
    pub(super) fn document(&self, candidates: &[String]) -> Option<&DocumentView<'a>> {
        candidates.iter().find_map(|file| self.by_file().get(&**file)).or_else(|| {
            let is_same = |file: &&&str| candidates.iter().any(|named| is_same_file(named, file));
            // Of two files that differ only in case, the first, so that every run gives the same.
            self.by_file().get(*self.by_file().keys().filter(is_same).min()?)
        })
    }
}

/// The most headings that a hint lists.
const MAX_LISTED: usize = 12;

fn no_heading(fragment: &str, body: &Body, place: &Place) -> Diagnostic {
    let ids = body.headings.iter().map(|heading| &*heading.id);
    let hint = if body.headings.is_empty() {
        "на той странице нет заголовков; уберите часть после `#`".to_owned()
    } else if body.headings.len() <= MAX_LISTED {
        format!("там есть: {}", ids.collect::<Vec<_>>().join(", "))
    } else {
        let first: Vec<_> = ids.take(MAX_LISTED).collect();
        format!("там есть: {} и\u{a0}другие", first.join(", "))
    };
    Diagnostic::error(format!("на странице нет заголовка `#{fragment}`"))
        .at(place.clone())
        .hint(hint)
}
