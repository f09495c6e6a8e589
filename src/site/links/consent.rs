//! Consent to publishing photos of children: a child in the foreground needs the parents' consent
//! (art. 152.1 of the Civil Code), a group may need it by the school's own rules.

use super::{Linking, Links, Resolver};
use crate::config::Consent;
use crate::content::gallery::People;
use crate::content::markdown::LinkKind;
use crate::diagnostic::{Diagnostic, Place};

const HINT: &str =
    "если согласие на публикацию есть, добавьте строку `согласие: да`; если нет, уберите снимок";

impl Resolver<'_> {
    /// Reports the photos of a published event that lack consent.
    pub(super) fn check_consent(&mut self, event: Linking<'_>, links: &Links, rule: Consent) {
        let Linking { origin, body, gallery, .. } = event;
        // Whether there are photos to which the keys of the whole post apply.
        let mut has_common = links.photos.iter().any(|photo| !photo.named);
        let mut images = body.links.iter().filter(|link| link.kind == LinkKind::Image);
        has_common |=
            images.any(|link| self.linked_file(origin, link).is_some_and(|file| file.is_picture()));
        let shown = gallery.photos.iter().filter(|photo| photo.shown);
        // A cover without `people` repeats a photo.
        for photo in shown.chain(gallery.cover.as_ref().filter(|cover| cover.people.is_some())) {
            match photo.people {
                Some(people) => {
                    let is_given = photo.consent.or(gallery.consent) == Some(true);
                    let problem = missing_consent(Some(people), is_given, rule);
                    self.diagnostics.extend(problem.map(|problem| problem.at(photo.place.clone())));
                }
                None => has_common |= photo.consent != Some(true),
            }
        }
        if has_common {
            let place = gallery.people_place.clone().unwrap_or_else(|| Place::file(origin.file));
            let is_given = gallery.consent == Some(true);
            let problem = missing_consent(gallery.people, is_given, rule);
            self.diagnostics.extend(problem.map(|problem| problem.at(place)));
        }
    }
}

/// The problem of photos that show `people`, if by `rule` they may not be published like this.
pub(crate) fn missing_consent(
    people: Option<People>,
    is_given: bool,
    rule: Consent,
) -> Option<Diagnostic> {
    if is_given {
        return None;
    }
    Some(match (people, rule) {
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
    })
}
