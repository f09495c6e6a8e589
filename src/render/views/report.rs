//! A report, but for its text.

use serde::Serialize;

use crate::report::Signature;

/// `report`: what its page shows around the text.
#[derive(Debug, Serialize)]
pub(in crate::render) struct ReportView {
    /// «I полугодие 2022/23 учебного года».
    pub(in crate::render) period: String,
    /// The line that is signed.
    pub(in crate::render) signature: Option<SignatureView>,
    /// The report as files: for Word, for Excel, as values with signs between them.
    pub(in crate::render) files: [String; 3],
}

/// The line that is signed by hand.
#[derive(Debug, Serialize)]
pub(in crate::render) struct SignatureView {
    /// The position of who signs; may be empty.
    position: String,
    /// The name; may be empty.
    name: String,
    /// The date, as it is read; may be empty.
    date: String,
}

impl From<&Signature> for SignatureView {
    fn from(signature: &Signature) -> Self {
        let Signature { position, name, date } = signature.clone();
        Self { position, name, date }
    }
}
