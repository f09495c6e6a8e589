//! Front matter and Markdown → [`Post`].

use super::Post;
use super::photo::people;
use crate::calendar::{EventDate, SchoolYear};
use crate::config::{self, Config};
use crate::content::participants::Participants;
use crate::content::{self, Form, Unsound, front_matter, markdown};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Severity};
use crate::yaml::{Fields, Key, Node, Span, Value};

const KEYS: &[Key] = &[
    ("title", "название"),
    ("date", "дата"),
    ("direction", "направление"),
    ("audience", "аудитория"),
    ("participants", "участники"),
    ("summary", "кратко"),
    ("place", "место"),
    ("classes", "классы"),
    ("teachers", "педагоги"),
    ("results", "итоги"),
    ("tags", "метки"),
    ("link", "ссылка"),
    ("photos", "фото"),
    ("photos_alt", "описание_фото"),
    ("cover", "обложка"),
    ("report", "в_отчёт"),
    ("draft", "черновик"),
    ("slug", "адрес"),
    ("aliases", "прежние_адреса"),
    ("updated", "обновлено"),
    ("school_year", "учебный_год"),
    ("responsible", "ответственный"),
    ("people", "люди"),
    ("consent", "согласие"),
    ("held", "проведено"),
];
const GROUP: &[Key] = &[("count", "количество"), ("who", "кто")];

impl Post {
    /// The post in `text`, the text of `file`.
    pub fn parse(
        file: &str,
        text: &str,
        config: &Config,
        diagnostics: &mut Diagnostics,
    ) -> Result<Self, Box<Unsound>> {
        let form = Form { keys: KEYS, codes: None };
        let found_before = diagnostics.len();
        content::read((file, text), config, &form, diagnostics, |fields, body, diagnostics| {
            let mut reader = Reader { fields, config, diagnostics };
            let mut post = Self { body, ..reader.post(file) };
            if post.summary.is_some() {
                // Nobody asks for it then, and of many posts it takes much memory.
                post.body.lead = String::new();
            }
            // What is missing was reported above; the fillers are never published.
            let sound = !diagnostics.has_errors_since(found_before);
            if sound { Ok(post) } else { Err(Box::new(post.into())) }
        })
    }
}

impl From<Post> for Unsound {
    fn from(post: Post) -> Self {
        let Post { file, body, photos, cover, draft, .. } = post;
        Self { file, body, photos, cover, draft }
    }
}

pub(super) struct Reader<'a> {
    pub(super) fields: Fields<'a>,
    config: &'a Config,
    pub(super) diagnostics: &'a mut Diagnostics,
}

impl Reader<'_> {
    /// The post without its body, with fillers for what is missing.
    fn post(&mut self, file: &str) -> Post {
        let title = self.required(
            "title",
            "не указано название",
            "добавьте строку `название: Турнир по шахматам`",
        );
        let title = title.map(|title| self.typeset(title));
        let school_year = self.school_year(file);
        let date = self.date(school_year);
        let direction = self.direction();
        let slug = front_matter::slug_of(file, &self.fields, self.diagnostics);
        let photos_alt = self.photos_alt();
        let described = photos_alt.is_some();
        Post {
            file: file.to_owned(),
            folder: front_matter::own_folder(file),
            slug: slug.unwrap_or_default(),
            title: title.unwrap_or_default(),
            date: date.unwrap_or_else(|| EventDate::day(jiff::civil::Date::default())),
            direction: direction.unwrap_or_default(),
            audience: self.prose("audience"),
            participants: self.participants(),
            summary: self.prose("summary"),
            place: self.prose("place"),
            classes: self.list("classes"),
            teachers: self.list("teachers"),
            results: self.list("results"),
            tags: self.tags(),
            link: self.link(),
            photos: self.photos(described),
            photos_alt,
            cover: self.cover(described),
            report: self.flag("report").unwrap_or(true),
            draft: self.flag("draft").unwrap_or(false),
            aliases: front_matter::aliases(&self.fields, self.diagnostics),
            updated: front_matter::updated(&self.fields, self.diagnostics),
            school_year,
            responsible: self.prose("responsible"),
            people: people(&self.fields, self.diagnostics),
            people_place: self
                .fields
                .node("people")
                .map(|node| self.fields.document().place(node.span)),
            consent: self.flag("consent"),
            held: self.flag("held"),
            body: markdown::Body::default(),
        }
    }

    fn required(&mut self, key: &str, message: &str, hint: &str) -> Option<String> {
        self.fields.required(key, message, hint, self.diagnostics)
    }

    fn flag(&mut self, key: &str) -> Option<bool> {
        self.fields.flag(key, self.diagnostics)
    }

    pub(super) fn typeset(&self, text: String) -> String {
        self.config.typeset(text)
    }

    pub(super) fn prose(&mut self, key: &str) -> Option<String> {
        let text = self.fields.text(key, self.diagnostics)?;
        Some(self.typeset(text))
    }

    fn list(&mut self, key: &str) -> Vec<String> {
        self.spanned_list(key).into_iter().map(|(text, _)| text).collect()
    }

    fn tags(&mut self) -> Vec<(String, Place)> {
        let tags = self.spanned_list("tags").into_iter();
        tags.map(|(text, span)| (text, self.fields.document().place(span))).collect()
    }

    fn spanned_list(&mut self, key: &str) -> Vec<(String, Span)> {
        let texts = self.fields.texts(key, self.diagnostics);
        // One line may hold several: «физика, информатика». What came of an event is a sentence.
        let apart = |text: String| match key {
            "results" => vec![text],
            _ => text.split([',', ';']).map(|part| part.trim().to_owned()).collect(),
        };
        texts
            .into_iter()
            .flat_map(|(text, span)| apart(text).into_iter().map(move |text| (text, span)))
            .filter(|(text, _)| !text.is_empty())
            .map(|(text, span)| (self.typeset(text), span))
            .collect()
    }

    /// The school year of `school_year:`, else of the nearest folder named like one (`2022-23`).
    fn school_year(&mut self, file: &str) -> Option<SchoolYear> {
        if let Some(text) = self.fields.text("school_year", self.diagnostics) {
            return match SchoolYear::parse(&text) {
                Ok(year) => Some(year),
                Err(error) => {
                    let problem = self.fields.error("school_year", error.message());
                    self.diagnostics.push(problem.hint(error.hint()));
                    None
                }
            };
        }
        let named = |folder: &&str| folder.bytes().any(|byte| byte.is_ascii_digit());
        let folders = file.rsplit('/').skip(1).filter(named);
        folders.filter_map(|folder| SchoolYear::parse(folder).ok()).next()
    }

    fn date(&mut self, school_year: Option<SchoolYear>) -> Option<EventDate> {
        let hint = "добавьте строку `дата: 14 октября 2022 г.`";
        let text = self.required("date", "не указана дата", hint)?;
        let date = match EventDate::parse(&text, school_year) {
            Ok(date) => date,
            Err(error) => {
                self.diagnostics
                    .push(self.fields.error("date", error.message()).hint(error.hint()));
                return None;
            }
        };
        if let Some(year) = school_year.filter(|year| !date.overlaps(&year.days())) {
            let of_date = SchoolYear::containing(date.first());
            self.diagnostics.push(Diagnostic {
                severity: Severity::Warning,
                ..self
                    .fields
                    .error("date", format!("{date} — это {of_date} учебный год, а не {year}"))
                    .hint("проверьте дату или папку, в которой лежит файл")
            });
        }
        Some(date)
    }

    fn direction(&mut self) -> Option<usize> {
        let config = self.config;
        let text = self.fields.node("direction").and_then(Node::as_text).unwrap_or_default();
        if let Some(direction) = config.direction(text) {
            return Some(direction);
        }
        // The words are put together only where they are needed: there are many posts.
        let ids: Vec<_> = config.directions.iter().map(|direction| &*direction.id).collect();
        let ids = format!("направления этого сайта: {}", ids.join(", "));
        let hint = format!("добавьте строку `направление: …`; {ids}");
        let text = self.required("direction", "не указано направление", &hint)?;
        let problem = self.fields.error("direction", format!("неизвестное направление «{text}»"));
        self.diagnostics.push(problem.hint(ids));
        None
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
            _ => Participants::parse(&self.fields.text("participants", self.diagnostics)?),
        };
        match parsed {
            Ok(participants) => Some(participants),
            Err(error) => {
                let problem = self.fields.error("participants", error.message());
                self.diagnostics.push(problem.hint(error.hint()));
                None
            }
        }
    }

    fn link(&mut self) -> Option<String> {
        let url = self.fields.text("link", self.diagnostics)?;
        if !config::is_address(&url) {
            self.diagnostics.push(
                self.fields
                    .error("link", format!("«{url}» — не полный адрес страницы"))
                    .hint("адрес начинается с `http://` или `https://`; о страницах этого раздела пишите в тексте"),
            );
            return None;
        }
        Some(url)
    }
}
