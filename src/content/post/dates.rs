//! The keys of a post that say when its event takes place.

use crate::calendar::{DateError, SchoolYear, Term};
use crate::content::date_words::{DateWords, Planned};
use crate::content::front_matter::FrontMatter;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};

impl FrontMatter<'_> {
    /// The school year of `school_year:`, else of the nearest folder named like one (`2022-23`).
    pub(super) fn school_year(&mut self) -> Option<SchoolYear> {
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

    pub(super) fn date(&mut self, school_year: Option<SchoolYear>) -> Option<Term> {
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
            let hint = match self.fields.node("school_year") {
                Some(_) => "проверьте дату и строку `учебный_год`",
                None => {
                    "проверьте дату; если она верна, положите файл в папку его учебного года или назовите этот год в строке `учебный_год`"
                }
            };
            let problem = self.fields.error(key, message).hint(hint);
            self.diagnostics.push(Diagnostic { severity: Severity::Warning, ..problem });
        }
        Some(term)
    }

    /// Whether the post says that it is a draft. [`Document`](super::Document) reads the key and tells its mistakes.
    fn is_draft(&self) -> bool {
        self.fields.flag("draft", &mut Diagnostics::new()).unwrap_or(false)
    }

    pub(super) fn date_words(&self, term: Term) -> Option<Box<DateWords>> {
        let text = term.words?;
        let node = self.fields.node("date").or_else(|| self.fields.node("planned"));
        let place = node.map(|node| self.fields.document().place(node.span));
        let text = if term.is_exact { text } else { self.config.typeset(text) };
        let parts = term.parts;
        Some(Box::new(DateWords { text, parts, is_exact: term.is_exact, place: place? }))
    }

    /// The planned term: any words will do, since the plan was approved with them.
    pub(super) fn planned(&mut self, school_year: Option<SchoolYear>) -> Option<Box<Planned>> {
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
}
