//! Whether photos of children may be published: a child in the foreground needs the parents'
//! consent (art. 152.1 of the Civil Code), and so may a group, by the school's own rules.

use super::{Links, Resolver, is_picture};
use crate::config::Consent;
use crate::content::Post;
use crate::content::markdown::LinkKind;
use crate::content::post::People;
use crate::diagnostic::{Diagnostic, Place};

const HINT: &str =
    "если согласие на публикацию есть, добавьте строку `согласие: да`; если нет, уберите снимок";

impl Resolver<'_> {
    /// Tells of the photos of a published post that lack consent.
    pub(super) fn consent(&mut self, post: &Post, links: &Links, rule: Consent) {
        let mut of_post = links.photos.iter().any(|photo| !photo.named);
        of_post |= post
            .body
            .links
            .iter()
            .any(|link| link.kind == LinkKind::Image && is_picture(&link.target));
        let shown = post.photos.iter().filter(|photo| photo.shown);
        // A bare cover repeats a photo.
        for photo in shown.chain(post.cover.as_ref().filter(|cover| cover.people.is_some())) {
            match photo.people {
                Some(people) => {
                    let given = photo.consent.or(post.consent) == Some(true);
                    self.diagnostics.extend(lack(Some(people), given, rule, &photo.place));
                }
                None => of_post |= photo.consent != Some(true),
            }
        }
        if of_post {
            let whole = Place::file(&*post.file);
            let place = post.people_place.as_ref().unwrap_or(&whole);
            let given = post.consent == Some(true);
            self.diagnostics.extend(lack(post.people, given, rule, place));
        }
    }
}

fn lack(people: Option<People>, given: bool, rule: Consent, place: &Place) -> Option<Diagnostic> {
    if given {
        return None;
    }
    let problem = match (people, rule) {
        (Some(People::Child), _) => {
            Diagnostic::error("на снимке крупно ребёнок, а согласия родителей нет").hint(HINT)
        }
        (Some(People::Group), Consent::Usual) => {
            Diagnostic::warning("на снимке группа, а о согласии родителей не сказано").hint(HINT)
        }
        (Some(People::Group), Consent::Strict) => {
            Diagnostic::error("на снимке группа, а согласия родителей нет").hint(HINT)
        }
        (None, Consent::Strict) => Diagnostic::error("не сказано, кто виден на снимках")
            .hint("добавьте строку `люди:` — `нет`, `группа` или `ребёнок`"),
        (None, Consent::Usual) | (Some(People::None), _) => return None,
    };
    Some(problem.at(place.clone()))
}
