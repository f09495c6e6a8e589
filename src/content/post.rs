//! Posts: one event of the centre each.

mod dates;

use super::child_data::{self, ChildData};
use super::date_words::{DateWords, Planned};
use super::document::{Document, Meta};
use super::front_matter::FrontMatter;
use super::gallery::PHOTO;
use super::markdown::{Body, BodySource};
use super::participants::Participants;
use super::short_code::ShortcodeContext;
use super::story::Story;
use crate::calendar::{DayTime, EventDate, SchoolYear};
use crate::config::{Config, DirectionId, EVENT_KEYS, OwnKey, OwnKeyId};
use crate::diagnostic::Place;
use crate::url;
use crate::yaml::{Key, Node, Span, Value};

/// A post about an event.
pub type Post = Document<PostMeta>;

/// The keys that only posts have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostMeta {
    pub date: EventDate,
    /// The date in words where `date` does not say it; `None` in most posts.
    pub date_words: Option<Box<DateWords>>,
    /// The term of the approved plan, where the event has another date.
    pub planned: Option<Box<Planned>>,
    pub direction: DirectionId,
    pub audience: Option<String>,
    pub participants: Option<Participants>,
    /// When on its day, in words: «после уроков».
    pub time: Option<String>,
    /// Where the event takes place.
    pub place: Option<String>,
    /// In which form it is held: «викторина», «экскурсия».
    pub form: Option<String>,
    /// Of a school, a district, a region or the whole country.
    pub level: Option<String>,
    /// The classes that took part.
    pub classes: Vec<String>,
    /// The teachers who prepared it.
    pub teachers: Vec<String>,
    /// What was achieved; a sentence each.
    pub results: Vec<String>,
    /// Each with its place in the file.
    pub tags: Vec<(String, Place)>,
    /// A page of another site about the event.
    pub link: Option<String>,
    /// Whether reports include the event.
    pub report: bool,
    /// The school year that the post or its folder names.
    pub school_year: Option<SchoolYear>,
    /// Who is responsible for it, in plans.
    pub responsible: Option<String>,
    /// Whether the event took place; `None` in most posts.
    pub held: Option<bool>,
    /// The own keys that it has, with at least one value each, in the order of the settings.
    pub own: Vec<(OwnKeyId, Vec<String>)>,
    /// What the text tells of the event.
    pub story: Story,
    /// What seems to be personal data of children. Some names are those of grown-ups that only the
    /// whole site knows.
    pub child_data: Vec<ChildData>,
}

/// The keys of the maps in the values of a key.
pub(super) const NESTED: &[(&str, &[Key])] =
    &[("photos", PHOTO), ("cover", PHOTO), ("participants", GROUP)];

/// The keys of one group of participants.
const GROUP: &[Key] = &[("count", "количество"), ("who", "кто")];

impl Meta for PostMeta {
    fn examine(&mut self, body: &Body, source: &BodySource<'_>) {
        self.story = Story::read(body);
        self.child_data = child_data::find_in(source);
    }

    const KEYS: &'static [Key] = EVENT_KEYS;
    const SHORT_CODES: Option<ShortcodeContext> = None;
    const TITLE_HINT: Option<&'static str> = Some("добавьте строку `название: Турнир по шахматам`");

    fn own_keys(config: &Config) -> &[OwnKey] {
        &config.own_keys
    }

    /// `None` with any error: reports must not cite an event that was read in part.
    fn read(front_matter: &mut FrontMatter<'_>) -> Option<Self> {
        let school_year = front_matter.school_year();
        let mut term = front_matter.date(school_year);
        let mut time = front_matter.prose("time");
        // «время: 14:30» is the time of day, as beside the date.
        if let (Some(term), Some(of_day)) = (&mut term, time.as_deref().and_then(DayTime::parse))
            && let Some(date) = term.date.with_time(of_day)
        {
            (term.date, time) = (date, None);
        }
        let direction = front_matter.direction();
        let meta = Self {
            audience: front_matter.prose("audience"),
            participants: front_matter.participants(),
            time,
            place: front_matter.prose("place"),
            form: front_matter.prose("form"),
            level: front_matter.prose("level"),
            classes: front_matter.list("classes"),
            teachers: front_matter.list("teachers"),
            results: front_matter.list("results"),
            tags: front_matter.tags(),
            link: front_matter.link(),
            report: front_matter.flag("report").unwrap_or(true),
            school_year,
            responsible: front_matter.prose("responsible"),
            held: front_matter.flag("held"),
            own: front_matter.own(),
            planned: front_matter.planned(school_year),
            story: Story::default(),
            child_data: Vec::new(),
            // Last, so that the keys above are read even if one of these is missing.
            date: term.as_ref()?.date,
            date_words: term.and_then(|term| front_matter.date_words(term)),
            direction: direction?,
        };
        (!front_matter.has_errors()).then_some(meta)
    }
}

impl FrontMatter<'_> {
    fn list(&mut self, key: &str) -> Vec<String> {
        self.spanned_list(key).into_iter().map(|(text, _)| text).collect()
    }

    fn own(&mut self) -> Vec<(OwnKeyId, Vec<String>)> {
        let config = self.config;
        let mut own = Vec::new();
        for (id, key) in OwnKey::with_ids(&config.own_keys) {
            let texts = self.fields.texts(&key.id, self.diagnostics).into_iter();
            let typeset =
                |text: String| if url::is_absolute(&text) { text } else { config.typeset(text) };
            let texts: Vec<String> = texts.map(|(text, _)| typeset(text)).collect();
            if !texts.is_empty() {
                own.push((id, texts));
            }
        }
        own
    }

    fn tags(&mut self) -> Vec<(String, Place)> {
        let tags = self.spanned_list("tags").into_iter();
        tags.map(|(text, span)| (text, self.fields.document().place(span))).collect()
    }

    fn spanned_list(&mut self, key: &str) -> Vec<(String, Span)> {
        // One line may hold several values: «физика, информатика»; a result is a sentence.
        let split = |text: String| match key {
            "results" => vec![text],
            _ => text.split([',', ';']).map(|part| part.trim().to_owned()).collect(),
        };
        let words = self.fields.words(key, split, self.diagnostics).into_iter();
        words.map(|(text, span)| (self.config.typeset(text), span)).collect()
    }

    fn direction(&mut self) -> Option<DirectionId> {
        let config = self.config;
        let text = self.fields.node("direction").and_then(Node::as_text).unwrap_or_default();
        if let Some(direction) = config.find_direction(text) {
            return Some(direction);
        }
        let hint = format!("добавьте строку `направление: …`; {}", config.list_directions());
        let text = self.required("direction", "не указано направление", &hint)?;
        match config.resolve_direction(&text) {
            Ok(direction) => Some(direction),
            Err(error) => {
                self.push_error("direction", error.message, error.hint);
                None
            }
        }
    }

    fn participants(&mut self) -> Option<Participants> {
        let node = self.fields.node("participants")?;
        let parsed = match &node.value {
            Value::List(items) if items.iter().all(|item| matches!(item.value, Value::Map(_))) => {
                let groups = self.fields.items("participants", GROUP, self.diagnostics);
                let pairs: Vec<_> = groups
                    .iter()
                    .map(|group| {
                        let mut text = |key| group.text(key, self.diagnostics).unwrap_or_default();
                        (text("count"), text("who"))
                    })
                    .collect();
                Participants::from_list(pairs.iter().map(|(count, who)| (&**count, &**who)))
            }
            Value::List(_) => {
                let texts = self.fields.texts("participants", self.diagnostics);
                let joined: Vec<_> = texts.into_iter().map(|(text, _)| text).collect();
                Participants::parse(&joined.join(", "))
            }
            _ => Participants::parse(&self.text("participants")?),
        };
        match parsed {
            Ok(participants) => Some(participants),
            Err(error) => {
                self.push_error("participants", error.message(), error.hint());
                None
            }
        }
    }

    fn link(&mut self) -> Option<String> {
        let url = self.text("link")?;
        if !url::is_absolute(&url) {
            self.push_error(
                "link",
                format!("«{url}» — не полный адрес страницы"),
                "адрес начинается с `http://` или `https://`; о страницах этого раздела пишите в тексте",
            );
            return None;
        }
        Some(url)
    }
}

#[cfg(test)]
mod tests;
