//! Values of a report's page besides its text.

use serde::Serialize;

use crate::report::{Approval, Signature};

/// `report`.
#[derive(Debug, Serialize)]
pub(in crate::render) struct ReportView {
    /// «I полугодие 2022/23 учебного года».
    pub(in crate::render) period: String,
    pub(in crate::render) signature: Option<SignatureView>,
    pub(in crate::render) approval: Option<ApprovalView>,
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

/// «УТВЕРЖДАЮ»; the name may be empty.
#[derive(Debug, Serialize)]
pub(in crate::render) struct ApprovalView {
    position: String,
    name: String,
    order: String,
}

impl From<&Approval> for ApprovalView {
    fn from(approval: &Approval) -> Self {
        let Approval { position, name, order } = approval.clone();
        Self { position, name, order }
    }
}

impl From<&Signature> for SignatureView {
    fn from(signature: &Signature) -> Self {
        let Signature { position, name, date } = signature.clone();
        Self { position, name, date }
    }
}
