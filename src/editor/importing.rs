//! «Импорт»: a file with events is sent, what is found in it is corrected, drafts are made of it, and taken back.
//!
//! The file that was sent last is kept until another one comes, so that it need not be sent again with the
//! corrections. Nothing is written before the teacher has seen what comes.

mod undo;
mod view;

use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Deserialize;
use serde_json::Value;

use super::api::{ApiError, Bound, Call, Reply, Route, Upload, sentence};
use super::app::App;
use super::publishing::{self, problem_json};
use super::titles::Titles;
use super::{events, settings};
use crate::calendar::SchoolYear;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::editor::json::json;
use crate::fs;
use crate::import::{ImportedEvent, YearOfDates};
use crate::pipeline::{
    self, CorrectedImport, Corrections, EventCorrection, ImportUpload, ReviewOptions,
};
use undo::MadeImport;

pub(super) const ROUTES: &[Route] = &[
    Route::upload("/api/import", Bound::Import, receive),
    Route::post("/api/import/read", read_again),
    Route::post("/api/import/date", read_date),
    Route::post("/api/import/create", create),
    Route::post("/api/import/undo", undo::undo),
];

/// More drafts than this are made only if the teacher says so: something else may have been taken for events.
const MANY: usize = 100;

/// The file that was sent last, and what was made of it.
#[derive(Debug, Default)]
pub(super) struct ImportDesk {
    state: Mutex<DeskState>,
}

#[derive(Debug, Default)]
struct DeskState {
    number: u64,
    file: Option<ImportedFile>,
    made: Option<MadeImport>,
}

#[derive(Debug)]
struct ImportedFile {
    name: String,
    upload: Upload,
}

impl ImportDesk {
    fn lock(&self) -> MutexGuard<'_, DeskState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps a file instead of the one before it, and gives its number.
    fn keep(&self, name: String, upload: Upload) -> u64 {
        let mut state = self.lock();
        state.number += 1;
        state.file = Some(ImportedFile { name, upload });
        state.number
    }

    /// The name and the bytes of the file with this number.
    fn file(&self, number: u64) -> Result<(String, Vec<u8>), ApiError> {
        let state = self.lock();
        let file = state.file.as_ref().filter(|_| state.number == number);
        let file = file.ok_or_else(|| {
            ApiError::new(409, "Этого файла у программы больше нет").hint("выберите его ещё раз")
        })?;
        Ok((file.name.clone(), fs::read(file.upload.path())?))
    }
}

/// What holds for the whole file; both may be empty.
#[derive(Debug, Default, Deserialize)]
struct ImportChoice {
    #[serde(default)]
    year: String,
    #[serde(default)]
    direction: String,
}

impl ImportChoice {
    fn options(&self) -> Result<ReviewOptions<'_>, ApiError> {
        let year = match self.year.trim() {
            "" => None,
            text => Some(SchoolYear::parse(text).map_err(|error| {
                ApiError::new(422, sentence(&error.message()))
                    .hint(error.hint())
                    .data(json!({ "field": "year" }))
            })?),
        };
        let direction = Some(self.direction.trim()).filter(|direction| !direction.is_empty());
        Ok(ReviewOptions { year, direction })
    }
}

/// `POST /api/import?name=`: what is found in a file.
fn receive(call: &Call<'_>) -> Result<Reply, ApiError> {
    let name = call.query.required("name")?;
    let name = name.rsplit(['/', '\\']).next().unwrap_or(&name).to_owned();
    let number = call.app.importing.keep(name, call.take_upload()?);
    found(call.app, number, &ImportChoice::default())
}

#[derive(Deserialize)]
struct ReadRequest {
    id: u64,
    #[serde(flatten)]
    choice: ImportChoice,
}

/// `POST /api/import/read`: the same file, with another year or direction.
fn read_again(call: &Call<'_>) -> Result<Reply, ApiError> {
    let ReadRequest { id, choice } = call.json()?;
    found(call.app, id, &choice)
}

fn found(app: &App, number: u64, choice: &ImportChoice) -> Result<Reply, ApiError> {
    let (name, bytes) = app.importing.file(number)?;
    let options = choice.options()?;
    let upload = ImportUpload { name: &name, bytes: &bytes };
    let mut problems = Diagnostics::new();
    let preview =
        pipeline::preview_import(&publishing::request(app), upload, options, &mut problems)?;
    let preview = preview.ok_or_else(|| unusable(app, &problems))?;
    let (config, _) = settings::read(&app.root)?;
    let config = config.ok_or_else(events::no_site)?;
    let mut answer = view::preview(&preview, &config);
    answer["id"] = number.into();
    answer["name"] = name.into();
    answer["problems"] = problems_json(app, &problems, false);
    Ok(Reply::Json(answer))
}

#[derive(Deserialize)]
struct DateRequest {
    text: String,
    /// The year of dates without one, as the program told it.
    #[serde(default)]
    year: String,
}

/// `POST /api/import/date`: how a date is understood.
fn read_date(call: &Call<'_>) -> Result<Reply, ApiError> {
    let DateRequest { text, year } = call.json()?;
    let (config, _) = settings::read(&call.app.root)?;
    let config = config.ok_or_else(events::no_site)?;
    let calendar = || year.parse().ok().map(YearOfDates::Calendar);
    let year = SchoolYear::parse(&year).ok().map(YearOfDates::School).or_else(calendar);
    let understood = ImportedEvent::understood_date(&text, year, &config.bounds);
    let understood = understood
        .map_err(|error| ApiError::new(422, sentence(&error.message())).hint(error.hint()))?;
    Ok(Reply::Json(json!({ "date": understood })))
}

/// What the teacher says of an event that was found.
#[derive(Deserialize)]
struct CorrectionRequest {
    number: usize,
    taken: bool,
    title: Option<String>,
    date: Option<String>,
    direction: Option<String>,
}

#[derive(Deserialize)]
struct CreateRequest {
    id: u64,
    #[serde(flatten)]
    choice: ImportChoice,
    events: Vec<CorrectionRequest>,
    /// Whether tables and texts around the events are taken too.
    #[serde(default)]
    rest: bool,
    /// Whether many drafts are meant.
    #[serde(default)]
    many: bool,
}

/// `POST /api/import/create`: makes the drafts.
fn create(call: &Call<'_>) -> Result<Reply, ApiError> {
    let app = call.app;
    let CreateRequest { id, choice, events, rest, many } = call.json()?;
    let taken = events.iter().filter(|event| event.taken).count();
    if taken == 0 {
        return Err(ApiError::new(422, "Ни одно событие не отмечено")
            .hint("отметьте те, для которых нужны черновики"));
    }
    if taken > MANY && !many {
        return Err(ApiError::new(409, "Черновиков получится много").data(json!({ "many": taken })));
    }
    let (name, bytes) = app.importing.file(id)?;
    let corrections: Vec<EventCorrection> = events
        .into_iter()
        .map(|CorrectionRequest { number, taken, title, date, direction }| EventCorrection {
            number,
            left_out: !taken,
            title,
            date,
            direction,
        })
        .collect();
    let upload = ImportUpload { name: &name, bytes: &bytes };
    let mut problems = Diagnostics::new();
    let before = undo::TextsBefore::read(&app.root)?;
    let options = choice.options()?;
    let corrections = Corrections { events: &corrections, rest };
    let request = &publishing::request(app);
    let outcome = pipeline::import_corrected(request, upload, options, corrections, &mut problems)?;
    let imported = match outcome {
        CorrectedImport::Written(imported) => imported,
        CorrectedImport::Unusable => return Err(unusable(app, &problems)),
        CorrectedImport::Refused(refused) => {
            return Err(ApiError::new(422, "Ничего не создано: исправьте отмеченные строки")
                .data(json!({ "rows": view::refused(&refused) })));
        }
    };
    let made = MadeImport::new(app, id, &imported, before);
    app.importing.lock().made = Some(made);
    undo::settle(app, imported.created.iter().map(|event| &*event.file));
    let mut answer = view::imported(&imported);
    answer["problems"] = problems_json(app, &problems, true);
    answer["undo"] = id.into();
    Ok(Reply::Json(answer))
}

fn problems_json(app: &App, problems: &[Diagnostic], is_made: bool) -> Value {
    let titles = Titles::new(app);
    let one = |problem: &Diagnostic| {
        let mut told = problem_json(problem, &titles);
        told["hint"] = view::page_hint(&problem.hint, is_made).into();
        told["isError"] = problem.is_error().into();
        told
    };
    problems.iter().map(one).collect()
}

/// The settings cannot be read.
fn unusable(app: &App, problems: &[Diagnostic]) -> ApiError {
    ApiError::new(422, "Сначала исправьте настройки раздела")
        .data(json!({ "problems": problems_json(app, problems, false) }))
}
