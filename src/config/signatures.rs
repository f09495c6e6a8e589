//! Who signs and who approves documents.

use jiff::civil::Date;

use crate::calendar::EventDate;
use crate::diagnostic::Diagnostics;
use crate::yaml::{Fields, Key};

pub(super) const KEY: Key = ("signatures", "подписи");

pub(super) const KEYS: &[Key] = &[("head", "руководитель"), ("approval", "утверждаю")];
pub(super) const HEAD: &[Key] = &[("position", "должность"), ("name", "имя")];
pub(super) const APPROVAL: &[Key] =
    &[("position", "должность"), ("name", "имя"), ("order", "приказ"), ("date", "дата")];

/// The people whose names are on documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signatures {
    /// Who signs documents that name nobody else.
    pub head: Option<Signatory>,
    pub approval: Option<ApprovedBy>,
}

/// Who signs a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signatory {
    /// «Руководитель центра».
    pub position: String,
    /// «И. О. Фамилия»; may be empty.
    pub name: String,
}

/// Who approves a document, and by which order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApprovedBy {
    pub signatory: Signatory,
    /// The number of the order; may be empty.
    pub order: String,
    /// The day of the order.
    pub date: Option<Date>,
}

pub(super) fn read(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Signatures {
    let Some(all) = fields.map(KEY.0, KEYS, diagnostics) else { return Signatures::default() };
    let head = all.map("head", HEAD, diagnostics);
    let approval = all.map("approval", APPROVAL, diagnostics);
    Signatures {
        head: head.map(|head| signatory(&head, "Руководитель", diagnostics)),
        approval: approval.map(|approval| ApprovedBy {
            signatory: signatory(&approval, "Директор", diagnostics),
            order: approval.text("order", diagnostics).unwrap_or_default(),
            date: day(&approval, diagnostics),
        }),
    }
}

fn signatory(fields: &Fields<'_>, position: &str, diagnostics: &mut Diagnostics) -> Signatory {
    Signatory {
        position: fields.text("position", diagnostics).unwrap_or_else(|| position.to_owned()),
        name: fields.text("name", diagnostics).unwrap_or_default(),
    }
}

fn day(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Option<Date> {
    let text = fields.text("date", diagnostics)?;
    match EventDate::one_day(&text) {
        Ok(day) => Some(day),
        Err(error) => {
            diagnostics.push(fields.error("date", error.message()).hint(error.hint()));
            None
        }
    }
}
