//! Values of a report's page besides its text.

use serde::Serialize;

use crate::report::Signature;

/// `report`.
#[derive(Debug, Serialize)]
pub(in crate::render) struct ReportView {
    /// «I полугодие 2022/23 учебного года».
    pub(in crate::render) period: String,
    pub(in crate::render) signature: Option<SignatureView>,
    /// The addresses of the report as Word, Excel and CSV.
    pub(in crate::render) files: [String; 3],
}

/// The line to be signed by hand; each text may be empty.
#[derive(Debug, Serialize)]
pub(in crate::render) struct SignatureView {
    position: String,
    name: String,
    date: String,
}

impl From<&Signature> for SignatureView {
    fn from(signature: &Signature) -> Self {
        let Signature { position, name, date } = signature.clone();
        Self { position, name, date }
    }
}
