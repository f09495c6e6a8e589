//! Why a job of publishing failed, in words for the page, and what the page may offer against it.

use std::borrow::Cow;

use serde_json::Value;

use crate::config;
use crate::diagnostic::{Diagnostic, Place};
use crate::editor::api::{ApiError, sentence};
use crate::editor::document_api::hint_of_event;
use crate::editor::jobs::JobEnd;
use crate::editor::json::json;
use crate::editor::titles::{Titles, is_text};
use crate::pipeline::{Failure, NotPublishable};
use crate::publish::PublishError;
use crate::publish::verify::preflight::NotReady;
use crate::quantity::count;

/// Why nothing, or not everything, was published.
#[derive(Debug)]
pub(super) enum Trouble {
    /// Errors of the settings or the content.
    Content(Vec<Diagnostic>),
    Environment(Failure),
    Publishing(PublishError),
}

impl Trouble {
    /// The end of a job. `titles` names events.
    pub(super) fn into_end(self, titles: &Titles<'_>) -> JobEnd {
        match self {
            Self::Content(problems) => JobEnd::Failed(content(&problems, titles)),
            Self::Environment(Failure::Stopped) => super::stopped(),
            Self::Environment(failure) => JobEnd::Failed(
                json!({ "message": sentence(&failure.to_string()), "hint": failure.hint() }),
            ),
            Self::Publishing(PublishError::Stopped) => super::stopped_midway(),
            Self::Publishing(error) => JobEnd::Failed(of_publishing(error)),
        }
    }
}

impl Trouble {
    /// The answer to a request that is no job.
    pub(super) fn into_error(self, titles: &Titles<'_>) -> ApiError {
        let (JobEnd::Done(words) | JobEnd::Stopped(words) | JobEnd::Failed(words)) =
            self.into_end(titles);
        let text = |key: &str| words[key].as_str().unwrap_or_default();
        ApiError::new(422, text("message")).hint(text("hint"))
    }
}

/// The errors alone: warnings stop nothing.
fn content(problems: &[Diagnostic], titles: &Titles<'_>) -> Value {
    let errors: Vec<_> = problems.iter().filter(|problem| problem.is_error()).collect();
    let message = match errors.len() {
        1 => "Публикации мешает ошибка".to_owned(),
        number => {
            let is_one = number % 10 == 1 && number % 100 != 11;
            let verb = if is_one { "мешает" } else { "мешают" };
            format!("Публикации {verb} {}", count(number, "ошибка", "ошибки", "ошибок"))
        }
    };
    let shown: Vec<Value> = errors.iter().map(|problem| problem_json(problem, titles)).collect();
    json!({
        "message": message,
        "problems": shown,
    })
}

/// A problem with its file and line, as pages of the editor list it, and where the page opens it: at the
/// event, or as a text.
pub(in crate::editor) fn problem_json(problem: &Diagnostic, titles: &Titles<'_>) -> Value {
    let place = problem.place.as_ref();
    let file = place.map(|place| &*place.file);
    let event = file.and_then(|file| titles.event_of(file));
    // An event opens as a form.
    let hint = match event {
        Some(_) => hint_of_event(problem),
        None => Cow::Borrowed(&*problem.hint),
    };
    json!({
        "message": sentence(&problem.message),
        "hint": hint,
        "file": file,
        "line": place.map(|place| place.line).filter(|line| *line > 0),
        "title": file.map(|file| titles.name(file)),
        "event": event,
        "text": file.is_some_and(is_text),
        "field": place.and_then(settings_field),
    })
}

/// The field of the page for a line of the settings.
fn settings_field(place: &Place) -> Option<&'static str> {
    let key = place.text.split(':').next().unwrap_or_default().trim();
    match key {
        _ if place.file != config::FILE => None,
        "школа" | "school" => Some("school"),
        "адрес_сайта" | "base_url" => Some("address"),
        _ => None,
    }
}

/// An error of publishing. Its own hint names keys of the command line where a page has buttons.
fn of_publishing(error: PublishError) -> Value {
    let (hint, remedy) = match &error {
        PublishError::NotReady(NotReady::LocalAddress(_)) => (
            Some("Укажите адрес, по которому раздел откроется на сайте школы."),
            Some(json!({ "kind": "field", "value": "address" })),
        ),
        PublishError::Locked { .. } => (
            Some(
                "Дождитесь конца. Если та публикация оборвалась и её уже никто не закончит, её можно перенять.",
            ),
            Some(json!({ "kind": "breakLock", "label": "Перенять публикацию" })),
        ),
        PublishError::PublishedSince { .. } => (
            Some(
                "Верните прежние тексты и опубликуйте раздел заново; или пусть ту публикацию сначала отменят на её компьютере.",
            ),
            None,
        ),
        PublishError::Foreign(_) => (
            Some(
                "Переименуйте или уберите их с сервера или выберите другую папку. Если это прежние файлы раздела, их можно заменить.",
            ),
            Some(json!({ "kind": "adopt", "label": "Заменить эти файлы" })),
        ),
        PublishError::TooManyRemovals { removals, .. } => (
            Some("Проверьте, все ли события на месте. Если так и задумано, подтвердите удаление."),
            Some(removal(*removals)),
        ),
        PublishError::UndoRemoves { removals, .. } => {
            (Some("Если так и задумано, подтвердите удаление."), Some(removal(*removals)))
        }
        PublishError::Source(_) => (Some("Повторите: страницы будут подготовлены заново."), None),
        PublishError::NothingPacked => (Some("Соберите папку для загрузки ещё раз."), None),
        PublishError::PackFolderTaken(_) => {
            (Some("Её создал не Росток. Переименуйте или уберите её и повторите."), None)
        }
        _ => (None, None),
    };
    let problem = error.into_diagnostic();
    json!({
        "message": sentence(&problem.message),
        "hint": hint.map_or_else(|| problem.hint.clone(), str::to_owned),
        "remedy": remedy,
    })
}

fn removal(removals: usize) -> Value {
    let files = count(removals, "файл", "файла", "файлов");
    json!({ "kind": "removals", "value": removals, "label": format!("Удалить {files} с сайта") })
}

impl From<NotPublishable> for Trouble {
    fn from(error: NotPublishable) -> Self {
        match error {
            NotPublishable::Content(problems) => Self::Content(problems.into_vec()),
            NotPublishable::Environment(failure) => Self::Environment(failure),
            NotPublishable::Output(error) => Self::Publishing(error),
        }
    }
}

impl From<PublishError> for Trouble {
    fn from(error: PublishError) -> Self {
        Self::Publishing(error)
    }
}
