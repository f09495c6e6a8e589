//! Where the links of a body lead: to one of its headings, to another document, or to a file.

use super::files::no_picture;
use super::path::{candidates, equal_ignoring_case, nearest, other_form, relative};
use super::{Address, DocumentView, Linking, Origin, Resolver};
use crate::content::markdown::{Link, LinkKind};
use crate::diagnostic::{Diagnostic, Place};

impl<'a> Resolver<'a> {
    /// Resolves `link`, in the body of `document`.
    pub(super) fn link(&mut self, document: Linking<'_>, link: &Link) -> Address {
        if link.target.is_empty() {
            let fragment = link.fragment.clone().unwrap_or_default();
            let ids = || document.body.headings.iter().map(|heading| &*heading.id);
            if !fragment.is_empty() && !ids().any(|id| id == fragment) {
                let problem = no_heading(&fragment, ids(), &link.place);
                self.diagnostics.push(problem);
                return Address::Broken;
            }
            return Address::Here(format!("#{fragment}"));
        }
        if link.kind == LinkKind::Page {
            return self.page_link(document.origin, link);
        }
        match self.attachment(document.origin, &link.target) {
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
        let Some(document) = self.document(&candidates) else {
            // An invalid document has diagnostics of its own.
            if !candidates.iter().any(|file| self.invalid.contains(&**file)) {
                let problem = self.no_document(origin, &link.target, &candidates);
                self.diagnostics.push(problem.at(link.place.clone()));
            }
            return Address::Broken;
        };
        let ids = || document.body.headings.iter().map(|heading| &*heading.id);
        match &link.fragment {
            Some(fragment) if !ids().any(|id| id == fragment) => {
                let problem = no_heading(fragment, ids(), &link.place);
                self.diagnostics.push(problem);
                Address::Broken
            }
            Some(fragment) => Address::Inside(format!("{}#{fragment}", document.path)),
            None => Address::Inside(document.path.to_owned()),
        }
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

    /// The document that one of `candidates` names, regardless of case, as on Windows.
    pub(super) fn document(&self, candidates: &[String]) -> Option<&DocumentView<'a>> {
        candidates.iter().find_map(|file| self.by_file().get(&**file)).or_else(|| {
            let is_same =
                |file: &&&str| candidates.iter().any(|named| equal_ignoring_case(named, file));
            // Of two files that differ only in case, the first, so that every run gives the same.
            self.by_file().get(*self.by_file().keys().filter(is_same).min()?)
        })
    }
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
