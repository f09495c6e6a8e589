//! A post: one event of the centre.

mod photo;
mod read;

use jiff::civil::Date;

use super::markdown::Body;
use super::participants::Participants;
use crate::calendar::{EventDate, SchoolYear};
use crate::diagnostic::Place;

pub use photo::{Focus, People, Photo};

/// One event, as its post tells it. Texts are typeset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    /// Its file, relative to the site's root.
    pub file: String,
    /// The folder that is its own, with `/` at its end, if it has one.
    pub folder: Option<String>,
    /// Its name in addresses.
    pub slug: String,
    /// What the event is called.
    pub title: String,
    /// When it takes place.
    pub date: EventDate,
    /// Which of the site's directions it belongs to.
    pub direction: usize,
    /// Who it is for.
    pub audience: Option<String>,
    /// How many took part.
    pub participants: Option<Participants>,
    /// A sentence or two for lists.
    pub summary: Option<String>,
    /// Where it takes place.
    pub place: Option<String>,
    /// The classes that took part.
    pub classes: Vec<String>,
    /// The teachers who prepared it.
    pub teachers: Vec<String>,
    /// What came of it.
    pub results: Vec<String>,
    /// Words to find it by, each with its place in the file.
    pub tags: Vec<(String, Place)>,
    /// A page of another site about it.
    pub link: Option<String>,
    /// The photos that its head names, in their order.
    pub photos: Vec<Photo>,
    /// What is to be seen on all photos of which nothing else is said.
    pub photos_alt: Option<String>,
    /// The photo for lists.
    pub cover: Option<Photo>,
    /// Whether reports take it in.
    pub report: bool,
    /// Whether it is not to be published yet.
    pub draft: bool,
    /// Former addresses, each with its place in the file.
    pub aliases: Vec<(String, Place)>,
    /// The day of the last change.
    pub updated: Option<Date>,
    /// The school year that the post or its folder names.
    pub school_year: Option<SchoolYear>,
    /// Who answers for it, in plans.
    pub responsible: Option<String>,
    /// Who can be seen on its photos.
    pub people: Option<People>,
    /// Where that is said.
    pub people_place: Option<Place>,
    /// Whether the parents' consent to publish is there.
    pub consent: Option<bool>,
    /// Whether it was held; nothing is said of most.
    pub held: Option<bool>,
    /// The text.
    pub body: Body,
}
