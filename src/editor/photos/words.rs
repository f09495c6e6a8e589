//! What a build would refuse, said where it can be put right, in the words of the page.

use super::listing::{EventPhoto, EventPhotos};
use crate::content::gallery::{self, People, WrittenPhoto};
use crate::diagnostic::Severity;
use crate::site;

/// The longest text about one photo, in characters: descriptions are read aloud as a whole.
const MAX_TEXT: usize = 1000;

/// Something that is missing from what is said of photos.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Need {
    pub(super) text: String,
    /// Whether a build refuses the event because of it.
    pub(super) is_error: bool,
}

/// What is missing, by field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Needs {
    pub(super) alt: Option<Need>,
    pub(super) people: Option<Need>,
    pub(super) consent: Option<Need>,
}

/// What `photo` lacks by itself.
pub(super) fn of_photo(photos: &EventPhotos, photo: &EventPhoto, said: &WrittenPhoto) -> Needs {
    if !photos.shows(photo) {
        return Needs::default();
    }
    let alt = said.alt.as_deref().unwrap_or_default();
    let alt = match alt {
        "" if photos.written.alt.is_none() => Some(
            "Напишите, что видно на этом снимке, или опишите все снимки сразу в начале раздела"
                .to_owned(),
        ),
        "" => None,
        alt if gallery::is_description(alt, &photo.name) => None,
        alt => Some(says_nothing(alt)),
    };
    let given = said.consent.or(photos.written.consent) == Some(true);
    let own = said.people.map(|people| consent(photos, Some(people), given)).unwrap_or_default();
    Needs { alt: alt.map(error), ..own }
}

/// What is missing from what holds for all photos.
pub(super) fn of_all(photos: &EventPhotos, said: &[WrittenPhoto]) -> Needs {
    let written = &photos.written;
    let common: Vec<_> =
        photos.photos.iter().zip(said).filter(|(photo, _)| photos.shows(photo)).collect();
    let alt = match written.alt.as_deref() {
        Some(alt) if !gallery::is_description(alt, "") => Some(says_nothing(alt)),
        Some(_) => None,
        None if common.iter().any(|(_, said)| said.alt.is_none()) => Some(
            "Напишите, что видно на снимках: это услышит тот, кто их не видит. \
             Без описания событие не опубликовать"
                .to_owned(),
        ),
        None => None,
    };
    let has_common =
        common.iter().any(|(_, said)| said.people.is_none() && said.consent != Some(true));
    let needs = match has_common {
        true => consent(photos, written.people, written.consent == Some(true)),
        false => Needs::default(),
    };
    Needs { alt: alt.map(error), ..needs }
}

fn consent(photos: &EventPhotos, people: Option<People>, is_given: bool) -> Needs {
    let Some(problem) = site::missing_consent(people, is_given, photos.rule) else {
        return Needs::default();
    };
    let is_error = problem.severity == Severity::Error;
    let need = |text: &str| Some(Need { text: text.to_owned(), is_error });
    match people {
        None => Needs {
            people: need("Отметьте, кого можно узнать на снимках: так решено в настройках раздела"),
            ..Needs::default()
        },
        Some(People::Child) => Needs {
            consent: need(
                "Снимок, где крупно ребёнок, без согласия родителей не публикуют. \
                 Согласия нет — уберите снимок",
            ),
            ..Needs::default()
        },
        Some(_) if is_error => Needs {
            consent: need("По настройкам раздела и снимкам группы нужно согласие родителей"),
            ..Needs::default()
        },
        Some(_) => Needs {
            consent: need("Если согласие родителей есть, отметьте его"),
            ..Needs::default()
        },
    }
}

fn error(text: String) -> Need {
    Need { text, is_error: true }
}

fn says_nothing(alt: &str) -> String {
    format!("«{alt}» ничего не говорит о снимке: напишите, кто и что на нём")
}

/// `text` on one line, as front matter has it; `None` if nothing is left.
pub(super) fn one_line(text: &str) -> Option<String> {
    let printable = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter });
    let printable: String = printable.take(MAX_TEXT).collect();
    let words: Vec<_> = printable.split([' ', '\t']).filter(|word| !word.is_empty()).collect();
    Some(words.join(" ")).filter(|line| !line.is_empty())
}

#[test]
fn texts_are_put_on_one_line() {
    assert_eq!(one_line(" Ребята\n за\u{a0}досками \t").as_deref(), Some("Ребята за\u{a0}досками"));
    assert_eq!(one_line(" \r\n"), None);
    assert_eq!(one_line(&"я".repeat(5000)).map(|line| line.chars().count()), Some(MAX_TEXT));
}
