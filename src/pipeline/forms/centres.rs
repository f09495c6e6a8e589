//! Fills a form with the events of several centres.

use std::collections::HashMap;

use super::{FormFile, OpenForm, SavedForm, nothing_held};
use crate::config::OwnKey;
use crate::diagnostic::Diagnostics;
use crate::form::{self, CentreRows, RowsHeading};
use crate::pipeline::centres::{CentreSources, CentresRequest};
use crate::pipeline::{Failure, Request};
use crate::report::{CentreFile, HeldInCentres};
use crate::slug;

/// Writes a copy of the form in which the events of several centres stand.
///
/// # Errors
/// As of a report over several centres, and of a form.
pub fn fill_form_of_centres(
    request: &Request,
    wanted: &CentresRequest,
    FormFile { file, table }: &FormFile,
    diagnostics: &mut Diagnostics,
) -> Result<Option<SavedForm>, Failure> {
    let sources = CentreSources::read(request, wanted)?;
    let Some((files, _)) = sources.centres(wanted.partial, diagnostics) else {
        return Ok(None);
    };
    let period = sources.period(&wanted.period)?;
    let form = OpenForm::open(file, table.as_deref(), wanted.out.as_deref(), &period.slug())?;
    let held = HeldInCentres::new(period, sources.today(request), &files);
    if held.events.is_empty() {
        diagnostics.push(nothing_held(period).hint("проверьте период и файлы центров"));
        return Ok(None);
    }
    let directions = CentreDirections::new(&files);
    let own = own_keys(&files);
    let CentreRows { rows, unfilled, names_centres, lacks_folders } =
        form::rows_of_centres(&form.found, &held, &own, |name| {
            directions.number_of(name).unwrap_or(usize::MAX)
        });
    let bounds = sources.bounds();
    let heading =
        |text: &str| RowsHeading::find(text, directions.number_of(text), &period, &bounds);
    let saved = form.save(&rows, unfilled, &heading, held.counts, wanted.force)?;
    let notes = [
        (
            !names_centres,
            "столбца для центра в форме нет («Школа», «Наименование ОО», «Центр»): по \
                          строкам не видно, чьё это событие",
        ),
        (
            lacks_folders,
            "имён, итогов и сроков плана в файлах `events.json` нет: такие столбцы \
                         заполняются по папкам сайтов (`--root`)",
        ),
    ];
    let notes = notes.into_iter().filter(|(told, _)| *told).map(|(_, note)| note.to_owned());
    Ok(Some(SavedForm {
        centres: Some(files.len()),
        notes: saved.notes.into_iter().chain(notes).collect(),
        ..saved
    }))
}

/// The directions of several centres, equal ones once.
#[derive(Default)]
struct CentreDirections {
    /// The numbers of directions by their names, as written and folded.
    numbers: HashMap<String, usize>,
}

impl CentreDirections {
    fn new(files: &[CentreFile<'_>]) -> Self {
        let mut all = Self::default();
        let mut next = 0;
        for file in files {
            for event in &file.events {
                if all.numbers.contains_key(&*event.direction) {
                    continue;
                }
                let long = file.directions.iter().find(|long| long.short == event.direction);
                let long = long.map(|direction| slug::fold(&direction.title));
                let names = [Some(slug::fold(&event.direction)), long].into_iter().flatten();
                let names: Vec<String> = names.collect();
                let known = names.iter().find_map(|name| all.numbers.get(name).copied());
                let number = known.unwrap_or(next);
                next = next.max(number + 1);
                let written = event.direction.to_string();
                all.numbers.extend(names.into_iter().chain([written]).map(|name| (name, number)));
            }
        }
        all
    }

    fn number_of(&self, name: &str) -> Option<usize> {
        self.numbers.get(name).or_else(|| self.numbers.get(&slug::fold(name))).copied()
    }
}

/// The own keys of all sites, equal ones once.
fn own_keys(files: &[CentreFile<'_>]) -> Vec<OwnKey> {
    let mut own: Vec<OwnKey> = Vec::new();
    for name in files.iter().flat_map(|file| &file.events).flat_map(|event| event.own.keys()) {
        if OwnKey::find(name, &own).is_none() {
            own.push(OwnKey { id: name.to_string(), name: name.to_string() });
        }
    }
    own
}
