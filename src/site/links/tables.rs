//! The files that the rows of tables lead to.

use std::sync::Arc;

use super::{Origin, Resolver, is_picture};
use crate::content::data::{DataTable, TableKind};
use crate::diagnostic::Diagnostic;
use crate::site::data::{self, SectionFile, SectionTable};

/// The folder of the data and of the documents beside it.
pub(super) const FOLDER: &str = "content/data/";
/// What these documents lie under in the output.
pub(super) const DOCUMENTS: &str = "data/documents.html";

impl Resolver<'_> {
    /// The tables of `data`, with their files published if the kind is among `shown`.
    pub(super) fn tables(
        &mut self,
        data: &[Arc<DataTable>],
        shown: &[TableKind],
    ) -> Vec<SectionTable> {
        let table = |records: &Arc<DataTable>| {
            let shown = shown.contains(&records.kind);
            let files = (0..records.rows.len()).map(|row| self.file_of(records, row, shown));
            SectionTable { files: files.collect(), records: Arc::clone(records), shown }
        };
        data.iter().map(table).collect()
    }

    fn file_of(&mut self, records: &DataTable, row: usize, shown: bool) -> Option<SectionFile> {
        let (target, place) = data::named(records, row)?;
        let origin = Origin { file: &records.file, path: shown.then_some(DOCUMENTS) };
        let Some(attachment) = self.attachment(origin, target) else {
            let problem = self.no_file("нет файла", origin, target, place);
            self.diagnostics.push(problem);
            return None;
        };
        if is_picture(&attachment.file) {
            // Whatever is a picture is published in sizes, as photos are.
            self.diagnostics.push(
                Diagnostic::error(format!("файл `{target}` — картинка, а не документ"))
                    .at(place.clone())
                    .hint("сохраните документ в PDF с текстом: картинку не прочесть вслух и в ней ничего не найти"),
            );
            return None;
        }
        let size = attachment.stamp.size;
        Some(SectionFile { path: self.publish(origin, attachment), size })
    }
}
