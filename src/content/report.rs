//! Reports: the period one covers, who signs it, and the narrative around the generated parts.

use jiff::civil::Date;

use super::document::{Document, Meta};
use super::front_matter::FrontMatter;
use super::gallery::Gallery;
use super::markdown::Body;
use super::short_code::ShortcodeContext;
use crate::calendar::Period;
use crate::config::{EventColumn, OwnKey, Signatory, UnknownColumn};
use crate::diagnostic::Diagnostic;
use crate::yaml::Key;

const KINDS: &[(Key, ReportKind)] =
    &[(("report", "отчёт"), ReportKind::Report), (("plan", "план"), ReportKind::Plan)];
const ORDERS: &[(Key, EventOrder)] =
    &[(("date", "по дате"), EventOrder::Date), (("plan", "как в плане"), EventOrder::Plan)];
const NUMBERING: &[(Key, Numbering)] = &[
    (("directions", "по направлениям"), Numbering::Directions),
    (("running", "подряд"), Numbering::Running),
];
const EMPTY: &[(Key, EmptyDirections)] = &[
    (("show", "показать"), EmptyDirections::Shown),
    (("skip", "пропустить"), EmptyDirections::LeftOut),
];
const LINKS: &[(Key, ReportLinks)] =
    &[(("own", "свои"), ReportLinks::Own), (("outside", "внешние"), ReportLinks::Outside)];

/// A report. Its body is the narrative; where that is empty, the table and the totals stand alone.
pub type Report = Document<ReportMeta>;

/// The keys that only reports have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportMeta {
    pub kind: ReportKind,
    /// The time it covers.
    pub period: Period,
    /// Whether «УТВЕРЖДАЮ» stands above it; a plan has that anyway, where the settings say who approves.
    pub approved: Option<bool>,
    pub signatory: Option<Signatory>,
    /// The day of signing.
    pub signed: Option<Date>,
    pub options: ReportOptions,
}

/// What a document of `content/reports` is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReportKind {
    /// Of events that were held.
    #[default]
    Report,
    /// Of all events, held or not.
    Plan,
}

/// How the table of a report is made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportOptions {
    /// Of the table of events; empty for the usual ones.
    pub columns: Vec<EventColumn>,
    /// What totals are counted by, a table each; empty for directions.
    pub totals: Vec<EventColumn>,
    pub order: EventOrder,
    /// `None` for what is usual with these columns.
    pub numbering: Option<Numbering>,
    pub empty: EmptyDirections,
    pub links: ReportLinks,
}

/// The order of events within a direction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EventOrder {
    /// By the day on which they were held.
    #[default]
    Date,
    /// By the term of the plan.
    Plan,
}

/// What the numbers in the table count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numbering {
    /// Directions: the first event of each has the number, the others have none.
    Directions,
    /// All events.
    Running,
}

/// Whether the table shows directions without events.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EmptyDirections {
    /// With a line that there were no events.
    #[default]
    Shown,
    LeftOut,
}

/// Where the events of the table link to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReportLinks {
    /// To their own pages.
    #[default]
    Own,
    /// To the page of another site that the post names, if it names one.
    Outside,
}

impl Meta for ReportMeta {
    const KEYS: &'static [Key] = &[
        ("period", "период"),
        ("title", "название"),
        ("summary", "кратко"),
        ("head", "руководитель"),
        ("position", "должность"),
        ("signed", "дата_подписания"),
        ("kind", "вид"),
        ("approved", "утверждаю"),
        ("columns", "колонки"),
        ("totals", "итоги"),
        ("order", "порядок"),
        ("numbering", "нумерация"),
        ("empty", "пустые_направления"),
        ("links", "ссылки"),
        ("draft", "черновик"),
        ("slug", "адрес"),
        ("updated", "обновлено"),
        ("lines", "строки"),
    ];
    const SHORT_CODES: Option<ShortcodeContext> = Some(ShortcodeContext::Report);
    const TITLE_HINT: Option<&'static str> = None;

    fn read(front_matter: &mut FrontMatter<'_>) -> Option<Self> {
        let head = front_matter.prose("head");
        let position = front_matter.prose("position");
        let period = read_period(front_matter);
        let signed = front_matter.day("signed");
        let kind = front_matter.choice("kind", KINDS).unwrap_or_default();
        let approved = front_matter.flag("approved");
        let options = ReportOptions {
            columns: front_matter.columns("columns", EventColumn::resolve),
            totals: front_matter.columns("totals", EventColumn::resolve_group),
            order: front_matter.choice("order", ORDERS).unwrap_or_default(),
            numbering: front_matter.choice("numbering", NUMBERING),
            empty: front_matter.choice("empty", EMPTY).unwrap_or_default(),
            links: front_matter.choice("links", LINKS).unwrap_or_default(),
        };
        let signatory = (head.is_some() || position.is_some()).then(|| Signatory {
            position: position.unwrap_or_else(|| "Руководитель".to_owned()),
            name: head.unwrap_or_default(),
        });
        Some(Self { kind, period: period?, approved, signatory, signed, options })
    }

    fn default_title(&self) -> Option<String> {
        Some(title_of(self.kind, &self.period))
    }
}

impl Report {
    /// A report or a plan for `period` that has no file.
    pub fn without_narrative(kind: ReportKind, period: Period) -> Self {
        Self {
            file: String::new(),
            slug: period.slug(),
            title: title_of(kind, &period),
            summary: None,
            gallery: Gallery::default(),
            draft: false,
            aliases: Vec::new(),
            updated: None,
            body: Body::default(),
            meta: ReportMeta {
                kind,
                period,
                approved: None,
                signatory: None,
                signed: None,
                options: ReportOptions::default(),
            },
        }
    }
}

impl FrontMatter<'_> {
    /// The columns in the list of `key`.
    fn columns(
        &mut self,
        key: &str,
        resolve: fn(&str, &[OwnKey]) -> Result<EventColumn, UnknownColumn>,
    ) -> Vec<EventColumn> {
        let own = &self.config.own_keys;
        let mut columns = Vec::new();
        for (text, span) in self.fields.texts(key, self.diagnostics) {
            // A name may have a comma: «Целевая аудитория, количество участников».
            let found = match resolve(&text, own) {
                Ok(column) => Ok(vec![column]),
                Err(error) if !text.contains([',', ';']) => Err(error),
                Err(_) => EventColumn::resolve_list(&text, own, resolve),
            };
            match found {
                Ok(found) => columns.extend(found),
                Err(UnknownColumn { message, hint }) => {
                    let place = self.fields.document().place(span);
                    self.diagnostics.push(Diagnostic::error(message).at(place).hint(hint));
                }
            }
        }
        columns
    }
}

fn title_of(kind: ReportKind, period: &Period) -> String {
    match kind {
        ReportKind::Report => format!("Отчёт {}", period.during()),
        ReportKind::Plan => format!("План мероприятий на\u{a0}{period}"),
    }
}

fn read_period(front_matter: &mut FrontMatter<'_>) -> Option<Period> {
    let hint = "добавьте строку `период: 2022/23 I`";
    let text = front_matter.required("period", "не указан период отчёта", hint)?;
    match Period::parse(&text, &front_matter.config.bounds) {
        Ok(period) => Some(period),
        Err(error) => {
            front_matter.push_error("period", error.message(), error.hint());
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::content::InvalidDocument;
    use crate::diagnostic::Diagnostics;

    fn parse(text: &str) -> (Result<Report, Box<InvalidDocument>>, Vec<String>) {
        let settings = "название: Центр\nадрес_сайта: http://a.example/\nнаправления:\n- код: a\n  название: А\n";
        let mut diagnostics = Diagnostics::new();
        let config = Config::parse("site.yaml", settings, &mut diagnostics).unwrap();
        let file = "content/reports/2022-2023-1.md";
        let report = Report::parse(file, text, &config, &mut diagnostics);
        let told = diagnostics.iter().map(|problem| {
            format!(
                "{}: {} | {}",
                problem.place.as_ref().unwrap().line,
                problem.message,
                problem.hint
            )
        });
        (report, told.collect())
    }

    #[test]
    fn a_report_needs_no_more_than_its_period() {
        let (report, diagnostics) = parse("---\nпериод: 2022/23 I\n---\n");
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        let report = report.unwrap();
        assert_eq!(report.slug, "2022-2023-1");
        assert_eq!(
            report.title.replace('\u{a0}', " "),
            "Отчёт за I полугодие 2022/23 учебного года"
        );
        assert_eq!((report.meta.signatory, report.meta.options), (None, ReportOptions::default()));
    }

    #[test]
    fn what_it_chooses_is_read_in_both_languages() {
        let head = "period: 2022/23\nколонки: [№, уровень]\ntotals: month\nнумерация: Подряд\nempty: skip\nссылки: внешние\n\
                    руководитель: И. О. Фамилия\nдата_подписания: 30.12.2022\n";
        let (report, diagnostics) = parse(&format!("---\n{head}---\n\n{{{{ events() }}}}\n"));
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        let report = report.unwrap();
        let options = ReportOptions {
            columns: vec![EventColumn::Number, EventColumn::Level],
            totals: vec![EventColumn::Month],
            order: EventOrder::Date,
            numbering: Some(Numbering::Running),
            empty: EmptyDirections::LeftOut,
            links: ReportLinks::Outside,
        };
        assert_eq!(report.meta.options, options);
        assert_eq!(report.meta.signatory.unwrap().position, "Руководитель");
        assert_eq!(report.meta.signed, Some(jiff::civil::date(2022, 12, 30)));
        assert_eq!(report.body.codes.len(), 1);
    }

    #[test]
    fn mistakes_are_told_at_their_lines() {
        let (report, diagnostics) =
            parse("---\nпериод: когда-то\nнумерация: никак\nдата_подписания: май 2023\n---\n");
        assert!(report.is_err());
        assert_eq!(diagnostics.len(), 3, "{diagnostics:?}");
        assert!(diagnostics[0].starts_with("2: не удалось прочитать период «когда-то»"));
        assert!(diagnostics[1].starts_with("4: нужен один день"), "{diagnostics:?}");
        assert!(diagnostics[2].ends_with("бывают: `по направлениям`, `подряд`"));
    }
}
