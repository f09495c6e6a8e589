//! Warns of what events tell of children: a school publishes names, telephones and addresses of pupils
//! with their parents' consent alone.

use std::sync::Arc;

use super::Event;
use crate::config::Config;
use crate::content::data::{CellValue, DataTable, TableKind};
use crate::content::{ChildData, ChildDataKind, has_surname_of};
use crate::diagnostic::{Diagnostic, Diagnostics};

pub(super) fn check(
    events: &[Event],
    data: &[Arc<DataTable>],
    config: &Config,
    diagnostics: &mut Diagnostics,
) {
    let named = events.iter().filter(|event| !event.document.meta.child_data.is_empty());
    for event in named.filter(|event| event.document.gallery.consent != Some(true)) {
        let meta = &event.document.meta;
        let own = meta.teachers.iter().chain(&meta.responsible).map(String::as_str);
        let adults: Vec<&str> = own.chain(teachers(data)).chain(signatories(config)).collect();
        for found in &meta.child_data {
            let is_adult = || adults.iter().any(|adult| has_surname_of(&found.words, adult));
            if found.kind != ChildDataKind::Name || !is_adult() {
                diagnostics.push(warning(found));
            }
        }
    }
}

fn teachers(data: &[Arc<DataTable>]) -> impl Iterator<Item = &str> {
    let tables = data.iter().filter(|table| table.kind == TableKind::Teachers);
    let names = tables.flat_map(|table| table.rows.iter().map(|row| table.value(row, "name")));
    names.filter_map(|name| match name {
        Some(CellValue::Text(name)) => Some(&**name),
        _ => None,
    })
}

fn signatories(config: &Config) -> impl Iterator<Item = &str> {
    let signatures = &config.signatures;
    let approval = signatures.approval.iter().map(|approval| &approval.signatory);
    signatures.head.iter().chain(approval).map(|signatory| &*signatory.name)
}

fn warning(found: &ChildData) -> Diagnostic {
    let words = &found.words;
    let consent = "если родители согласны на публикацию, добавьте строку `согласие: да`";
    let (message, fix) = match found.kind {
        ChildDataKind::Name => (
            format!("«{words}» — похоже, имя и фамилия ребёнка"),
            "оставьте имя и класс: «Иван, 8 класс»",
        ),
        ChildDataKind::BirthDate => {
            (format!("«{words}» — похоже, дата рождения ребёнка"), "уберите её")
        }
        ChildDataKind::Phone => {
            (format!("«{words}» — похоже, личный телефон"), "уберите его или дайте телефон центра")
        }
        ChildDataKind::Address => ("похоже, здесь домашний адрес".to_owned(), "уберите его"),
    };
    Diagnostic::warning(message).at(found.place.clone()).hint(format!("{fix}; {consent}"))
}
