//! A report: the period it is about, who signs it, and the narrative around the generated parts.

use jiff::civil::Date;

use super::markdown::Body;
use super::short_code::Home;
use super::{Form, Unsound, front_matter};
use crate::calendar::Period;
use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::yaml::{Fields, Key};

const KEYS: &[Key] = &[
    ("period", "период"),
    ("title", "название"),
    ("summary", "кратко"),
    ("head", "руководитель"),
    ("position", "должность"),
    ("signed", "дата_подписания"),
    ("numbering", "нумерация"),
    ("empty", "пустые_направления"),
    ("links", "ссылки"),
    ("draft", "черновик"),
    ("slug", "адрес"),
    ("updated", "обновлено"),
];

const NUMBERING: &[(Key, Numbering)] = &[
    (("directions", "по направлениям"), Numbering::Directions),
    (("running", "подряд"), Numbering::Running),
];
const EMPTY: &[(Key, Empty)] =
    &[(("show", "показать"), Empty::Shown), (("skip", "пропустить"), Empty::LeftOut)];
const LINKS: &[(Key, ReportLinks)] =
    &[(("own", "свои"), ReportLinks::Own), (("outside", "внешние"), ReportLinks::Outside)];

/// A report as its file says it. Texts are typeset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Its file, relative to the site's root.
    pub file: String,
    /// The folder that is its own, with `/` at its end, if it has one.
    pub folder: Option<String>,
    /// Its name in addresses.
    pub slug: String,
    /// What it is called.
    pub title: String,
    /// A sentence about it.
    pub summary: Option<String>,
    /// The time it is about.
    pub period: Period,
    /// Who signs it, if anybody.
    pub signatory: Option<Signatory>,
    /// The day of signing.
    pub signed: Option<Date>,
    /// How its table is made.
    pub options: ReportOptions,
    /// Whether it is not to be published yet.
    pub draft: bool,
    /// The day of the last change.
    pub updated: Option<Date>,
    /// The narrative; where it is empty, the table and the totals stand alone.
    pub body: Body,
}

/// Who signs a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signatory {
    /// «Руководитель центра».
    pub position: String,
    /// «И. О. Фамилия»; may be empty.
    pub name: String,
}

/// What a report may choose of its table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReportOptions {
    /// What the first column counts.
    pub numbering: Numbering,
    /// What becomes of directions without events.
    pub empty: Empty,
    /// Where events are linked to.
    pub links: ReportLinks,
}

/// What the first column of the table counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Numbering {
    /// Directions: the first event of each has the number, the others have none.
    #[default]
    Directions,
    /// Events, from the first to the last of all.
    Running,
}

/// What becomes of directions without events.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Empty {
    /// They stand in the table, and it is said that there were none.
    #[default]
    Shown,
    /// They are left out.
    LeftOut,
}

/// Where events are linked to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReportLinks {
    /// To their own pages.
    #[default]
    Own,
    /// To the page of another site that a post names, where it names one.
    Outside,
}

impl Report {
    /// The report in `text`, the text of `file`.
    pub fn parse(
        file: &str,
        text: &str,
        config: &Config,
        diagnostics: &mut Diagnostics,
    ) -> Result<Self, Box<Unsound>> {
        let form = Form { keys: KEYS, codes: Some(Home::Report) };
        super::read((file, text), config, &form, diagnostics, |fields, body, diagnostics| {
            Self::of(file, config, &fields, body, diagnostics)
        })
    }

    fn of(
        file: &str,
        config: &Config,
        fields: &Fields<'_>,
        body: Body,
        diagnostics: &mut Diagnostics,
    ) -> Result<Self, Box<Unsound>> {
        let prose = |key, diagnostics: &mut Diagnostics| {
            fields.text(key, diagnostics).map(|text| config.typeset(text))
        };
        let title = prose("title", diagnostics);
        let summary = prose("summary", diagnostics);
        let head = prose("head", diagnostics);
        let position = prose("position", diagnostics);
        let period = period(fields, config, diagnostics);
        let signed = front_matter::day(fields, "signed", diagnostics);
        let options = ReportOptions {
            numbering: fields.choice("numbering", NUMBERING, diagnostics).unwrap_or_default(),
            empty: fields.choice("empty", EMPTY, diagnostics).unwrap_or_default(),
            links: fields.choice("links", LINKS, diagnostics).unwrap_or_default(),
        };
        let draft = fields.flag("draft", diagnostics).unwrap_or(false);
        let updated = front_matter::updated(fields, diagnostics);
        let slug = front_matter::slug_of(file, fields, diagnostics);
        match (period, slug) {
            (Some(period), Some(slug)) => Ok(Self {
                file: file.to_owned(),
                folder: front_matter::own_folder(file),
                slug,
                title: title.unwrap_or_else(|| default_title(&period)),
                summary,
                period,
                signatory: (head.is_some() || position.is_some()).then(|| Signatory {
                    position: position.unwrap_or_else(|| "Руководитель".to_owned()),
                    name: head.unwrap_or_default(),
                }),
                signed,
                options,
                draft,
                updated,
                body,
            }),
            _ => Err(Box::new(Unsound { body, draft, ..Unsound::new(file) })),
        }
    }

    /// A report about `period` for which there is no file.
    pub fn without_narrative(period: Period) -> Self {
        Self {
            file: String::new(),
            folder: None,
            slug: period.slug(),
            title: default_title(&period),
            summary: None,
            period,
            signatory: None,
            signed: None,
            options: ReportOptions::default(),
            draft: false,
            updated: None,
            body: Body::default(),
        }
    }
}

fn default_title(period: &Period) -> String {
    format!("Отчёт {}", period.during())
}

fn period(fields: &Fields<'_>, config: &Config, diagnostics: &mut Diagnostics) -> Option<Period> {
    let hint = "добавьте строку `период: 2022/23 I`";
    let text = fields.required("period", "не указан период отчёта", hint, diagnostics)?;
    match Period::parse(&text, &config.half_years) {
        Ok(period) => Some(period),
        Err(error) => {
            diagnostics.push(fields.error("period", error.message()).hint(error.hint()));
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> (Result<Report, Box<Unsound>>, Vec<String>) {
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
        assert_eq!((report.signatory, report.options), (None, ReportOptions::default()));
    }

    #[test]
    fn what_it_chooses_is_read_in_both_languages() {
        let head = "period: 2022/23\nнумерация: Подряд\nempty: skip\nссылки: внешние\n\
                    руководитель: И. О. Фамилия\nдата_подписания: 30.12.2022\n";
        let (report, diagnostics) = parse(&format!("---\n{head}---\n\n{{{{ events() }}}}\n"));
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        let report = report.unwrap();
        let options = ReportOptions {
            numbering: Numbering::Running,
            empty: Empty::LeftOut,
            links: ReportLinks::Outside,
        };
        assert_eq!(report.options, options);
        assert_eq!(report.signatory.unwrap().position, "Руководитель");
        assert_eq!(report.signed, Some(jiff::civil::date(2022, 12, 30)));
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
