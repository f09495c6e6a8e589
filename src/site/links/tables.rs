//! The files that rows of tables link to.

use std::sync::Arc;

use super::{Origin, Resolver};
use crate::content::data::{DataTable, TableKind};
use crate::diagnostic::Diagnostic;
use crate::site::addresses::DOCUMENTS;
use crate::site::data::{self, SectionFile, SectionTable};

/// The folder of tables and of the documents beside them.
pub(super) const FOLDER: &str = "content/data/";

impl Resolver<'_> {
    /// The tables of `data`; the files of those whose kind is among `shown` are published.
    pub(super) fn tables(
        &mut self,
        data: &[Arc<DataTable>],
        shown: &[TableKind],
    ) -> Vec<SectionTable> {
        let table = |records: &Arc<DataTable>| {
            let shown = shown.contains(&records.kind);
            let files =
                (0..records.rows.len()).map(|row| self.publish_file_of(records, row, shown));
            SectionTable { files: files.collect(), records: Arc::clone(records), shown }
        };
        data.iter().map(table).collect()
    }

    fn publish_file_of(
        &mut self,
        records: &DataTable,
        row: usize,
        shown: bool,
    ) -> Option<SectionFile> {
        let (target, place) = data::file_of_row(records, row)?;
        let origin = Origin { file: &records.file, path: shown.then_some(DOCUMENTS) };
        let Some(attachment) = self.attachment(origin, target) else {
            let problem = self.no_file("нет файла", origin, target, place);
            self.diagnostics.push(problem);
            return None;
        };
        if attachment.is_picture() {
            self.named.insert(&attachment.file);
            // A picture would be published in sizes, as photos are.
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
