//! A report as JSON: what the page shows of it.

use serde_json::Value;

use crate::calendar::Period;
use crate::config::EventColumn;
use crate::editor::json::json;
use crate::editor::titles::Titles;
use crate::pipeline::{DocumentKind, ReportPreview};
use crate::quantity::count;
use crate::report::{
    Approval, Block, Cell, LeftOutEvent, NotHeldReason, ReportCounts, Row, Signature, Table,
    TextSpan,
};

/// `titles` names drafts that cannot be read.
pub(super) fn report(report: &ReportPreview, titles: &Titles<'_>) -> Value {
    let ReportPreview { period, periods, document, counts, left_out, page, unsound_drafts, .. } =
        report;
    let unsound = unsound_drafts.iter().map(|file| unsound_json(file, titles));
    // A period that was asked for need not have events.
    let is_listed = periods.contains(period);
    let periods = (!is_listed).then_some(period).into_iter().chain(periods);
    json!({
        "title": document.title,
        "period": period.slug(),
        "periods": periods.map(named).collect::<Vec<_>>(),
        "counts": counts_json(counts),
        "leftOut": left_out.iter().map(left_out_json).chain(unsound).collect::<Vec<_>>(),
        "blocks": document.blocks.iter().map(block).collect::<Vec<_>>(),
        "page": page,
        "columns": columns_json(report),
    })
}

/// What columns and totals there are, and which of them the document has.
fn columns_json(report: &ReportPreview) -> Value {
    let own = &report.config.own_keys;
    let named = |column: EventColumn| json!({ "id": column.name(own), "head": column.head(own) });
    let ids = |columns: &[EventColumn]| -> Vec<String> {
        columns.iter().map(|column| column.name(own).to_owned()).collect()
    };
    let has_totals = report.kind == DocumentKind::Report;
    json!({
        "all": EventColumn::all(own).map(named).collect::<Vec<_>>(),
        "chosen": ids(&report.columns),
        "allTotals": EventColumn::groups(own).filter(|_| has_totals).map(named).collect::<Vec<_>>(),
        "chosenTotals": ids(&report.totals),
    })
}

fn named(period: &Period) -> Value {
    json!({ "id": period.slug(), "name": period.brief() })
}

fn counts_json(counts: &ReportCounts) -> Value {
    let participations = usize::try_from(counts.participations).unwrap_or(usize::MAX);
    json!({
        "events": counts.held,
        "participations": counts.participations,
        "eventsText": count(counts.held, "событие", "события", "событий"),
        "participationsText": count(participations, "участие", "участия", "участий"),
    })
}

/// An event with the reason why it is left out, and what to do about it.
fn left_out_json(event: &LeftOutEvent) -> Value {
    let LeftOutEvent { title, file, date, reason } = event;
    let (reason, hint) = match reason {
        NotHeldReason::Draft => (
            "черновик",
            "Войдёт в отчёт, когда перестанет быть черновиком или если отметить, что событие проведено.",
        ),
        NotHeldReason::AwaitsStory => {
            ("ждёт рассказа", "Войдёт в отчёт, когда вы расскажете, как всё прошло.")
        }
        NotHeldReason::NotHeld => ("не состоялось", ""),
        NotHeldReason::ToCome => ("ещё впереди", ""),
    };
    json!({
        "title": title,
        "file": file,
        "date": date.to_string(),
        "reason": reason,
        "hint": hint,
    })
}

/// A draft with errors: nobody knows whether it belongs to the period.
fn unsound_json(file: &str, titles: &Titles<'_>) -> Value {
    json!({
        "title": titles.title(file).unwrap_or(file),
        "file": file,
        "date": "",
        "reason": "черновик с ошибками",
        "hint": "Неизвестно, относится ли он к этому времени: сначала исправьте ошибки.",
    })
}

fn block(block: &Block) -> Value {
    match block {
        Block::Heading { level, spans } => {
            json!({ "kind": "heading", "level": level, "spans": spans_json(spans) })
        }
        Block::Paragraph(spans) => json!({ "kind": "paragraph", "spans": spans_json(spans) }),
        Block::List(list) => {
            let items: Vec<Vec<_>> =
                list.items.iter().map(|blocks| blocks.iter().map(self::block).collect()).collect();
            json!({ "kind": "list", "start": list.start, "items": items })
        }
        Block::Table(table) => table_json(table),
        Block::Chart(chart) => json!({
            "kind": "chart", "title": chart.title, "description": chart.description,
        }),
        Block::Picture(picture) => {
            json!({ "kind": "picture", "alt": picture.alt, "caption": picture.caption })
        }
        Block::Approval(Approval { position, name, order }) => {
            let lines = ["УТВЕРЖДАЮ", position, name, order].join("\n");
            json!({ "kind": "paragraph", "spans": spans_json(&[TextSpan::from(&*lines)]) })
        }
        Block::Signature(Signature { position, name, date }) => json!({
            "kind": "signature", "position": position, "name": name, "date": date,
        }),
    }
}

fn spans_json(spans: &[TextSpan]) -> Vec<Value> {
    let span = |TextSpan { text, bold, italic, .. }: &TextSpan| json!({ "text": text, "bold": bold, "italic": italic });
    spans.iter().map(span).collect()
}

fn table_json(table: &Table) -> Value {
    let cells = |cells: &[Cell]| -> Vec<Value> {
        let cell = |cell: &Cell| json!({ "text": cell.text, "number": cell.value.is_some() });
        cells.iter().map(cell).collect()
    };
    let row = |row: &Row| match row {
        Row::Section(title) => json!({ "kind": "section", "title": title }),
        Row::Cells(row) => json!({ "kind": "cells", "cells": cells(row) }),
        Row::Total(row) => json!({ "kind": "total", "cells": cells(row) }),
    };
    json!({
        "kind": "table",
        "title": table.title,
        "columns": table.columns.iter().map(|column| &column.title).collect::<Vec<_>>(),
        "rows": table.rows.iter().map(row).collect::<Vec<_>>(),
    })
}
