//! Posts: one event of the centre each.

use super::date_words::{DateWords, Planned};
use super::document::{Document, Meta};
use super::front_matter::FrontMatter;
use super::gallery::PHOTO;
use super::markdown::Body;
use super::participants::Participants;
use super::short_code::ShortcodeContext;
use super::story::Story;
use crate::calendar::{DateError, DayTime, EventDate, SchoolYear, Term};
use crate::config::{Config, DirectionId, EVENT_KEYS, OwnKey, OwnKeyId};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Severity};
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
}

/// The keys of the maps in the values of a key.
pub(super) const NESTED: &[(&str, &[Key])] =
    &[("photos", PHOTO), ("cover", PHOTO), ("participants", GROUP)];

/// The keys of one group of participants.
const GROUP: &[Key] = &[("count", "количество"), ("who", "кто")];

impl Meta for PostMeta {
    fn examine(&mut self, body: &Body) {
        self.story = Story::read(body);
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

    /// The school year of `school_year:`, else of the nearest folder named like one (`2022-23`).
    fn school_year(&mut self) -> Option<SchoolYear> {
        if let Some(text) = self.text("school_year") {
            return match SchoolYear::parse(&text) {
                Ok(year) => Some(year),
                Err(error) => {
                    self.push_error("school_year", error.message(), error.hint());
                    None
                }
            };
        }
        let has_digit = |folder: &&str| folder.bytes().any(|byte| byte.is_ascii_digit());
        let folders = self.file().rsplit('/').skip(1).filter(has_digit);
        folders.filter_map(|folder| SchoolYear::parse(folder).ok()).next()
    }

    fn date(&mut self, school_year: Option<SchoolYear>) -> Option<Term> {
        let hint = "добавьте строку `дата: 14 октября 2022 г.`";
        // A planned event has no other date than that of the plan.
        let key = if self.fields.node("date").is_none() && self.fields.node("planned").is_some() {
            "planned"
        } else {
            "date"
        };
        let text = self.required(key, "не указана дата", hint)?;
        let term = match Term::parse(&text, school_year, &self.config.bounds) {
            Ok(term) => term,
            // Who plans may not know more yet.
            Err(DateError::NoYear) if self.is_draft() => Term::undated(&text),
            Err(error) => {
                let mut hint = error.hint();
                if self.is_draft() {
                    hint += "; в черновике можно и срок: «в течение года», «3 неделя ноября»";
                }
                self.push_error(key, error.message(), hint);
                return None;
            }
        };
        if term.date.is_unknown() && !self.is_draft() {
            let error = DateError::NoYear;
            self.push_error(key, error.message(), error.hint());
            return None;
        }
        if term.date.is_unknown() {
            let problem = self.fields.error(key, DateError::NoYear.message());
            let hint =
                "добавьте строку `учебный_год: 2022/23` или положите файл в папку с таким именем";
            self.diagnostics.push(Diagnostic { severity: Severity::Warning, ..problem.hint(hint) });
        } else if let Some(year) =
            school_year.filter(|year| !term.date.overlaps(&year.with_august()))
        {
            let date = &term.date;
            let year_of_date = SchoolYear::containing(date.first());
            let message = format!("{date} — это {year_of_date} учебный год, а не {year}");
            self.diagnostics.push(Diagnostic {
                severity: Severity::Warning,
                ..self
                    .fields
                    .error(key, message)
                    .hint("проверьте дату или папку, в которой лежит файл")
            });
        }
        Some(term)
    }

    /// Whether the post says that it is a draft. [`Document`] reads the key and tells its mistakes.
    fn is_draft(&self) -> bool {
        self.fields.flag("draft", &mut Diagnostics::new()).unwrap_or(false)
    }

    fn date_words(&self, term: Term) -> Option<Box<DateWords>> {
        let node = self.fields.node("date").or_else(|| self.fields.node("planned"));
        let place = node.map(|node| self.fields.document().place(node.span));
        let text = term.words?;
        let text = if term.is_exact { text } else { self.config.typeset(text) };
        Some(Box::new(DateWords { text, is_exact: term.is_exact, place: place? }))
    }

    /// The planned term: any words will do, since the plan was approved with them.
    fn planned(&mut self, school_year: Option<SchoolYear>) -> Option<Box<Planned>> {
        let text = self.text("planned")?;
        let term = Term::parse(&text, school_year, &self.config.bounds);
        let term = term.unwrap_or_else(|_| Term::undated(&text));
        let words = match term {
            Term { words: Some(words), is_exact: true, .. } => words,
            Term { words: Some(_), .. } => self.config.typeset(text),
            Term { words: None, date, .. } => date.to_string(),
        };
        Some(Box::new(Planned { date: term.date, is_exact: term.is_exact, text: words }))
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
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::yaml::{Fields, YamlDocument};

    #[test]
    fn other_words_for_a_key_are_answered_with_the_key() {
        for (written, meant) in [
            ("кол-во участников", "участники"),
            ("Количество участников", "участники"),
            ("Охват", "участники"),
            ("дата проведения", "дата"),
            ("Когда", "дата"),
            ("Заголовок", "название"),
            ("название мероприятия", "название"),
            ("тема", "название"),
            ("рубрика", "направление"),
            ("описание", "кратко"),
            ("начало", "время"),
            ("во сколько", "время"),
            ("место проведения", "место"),
            ("форма проведения", "форма"),
            ("уровень мероприятия", "уровень"),
            ("где", "место"),
            ("класс", "классы"),
            ("учителя", "педагоги"),
            ("организатор", "ответственный"),
            ("результаты", "итоги"),
            ("тег", "метки"),
            ("хэштеги", "метки"),
            ("источник", "ссылка"),
            ("фотографии", "фото"),
            ("галерея", "фото"),
            ("превью", "обложка"),
            ("отчёт", "в_отчёт"),
            ("не публиковать", "черновик"),
            ("старый адрес", "прежние_адреса"),
            ("год", "учебный_год"),
            ("согласие родителей", "согласие"),
            ("состоялось", "проведено"),
            ("целевая аудитория", "аудитория"),
            ("дата обновления", "обновлено"),
            ("author", "teachers"),
            ("description", "summary"),
        ] {
            let text = format!("{written}: а\n");
            let document = YamlDocument::whole("a", &text);
            let mut diagnostics = Diagnostics::new();
            let node = document.parse(&mut diagnostics).unwrap();
            Fields::new(&document, &node, PostMeta::KEYS, &mut diagnostics);
            assert_eq!(diagnostics[0].hint, format!("похоже на `{meant}`"), "{written}");
        }
    }
}
