//! Changes the other parts that refer to cells of a sheet into which rows were inserted: other sheets,
//! names, tables, charts, drawings and comments.

use std::ops::Range;

use quick_xml::escape::unescape;

use super::shift::Shift;
use crate::form::package::{FormPackage, tags};
use crate::form::xml::{
    Edits, PieceKind, Pieces, TextOfElement, attribute, escape, local_name, name, with_attribute,
    without_attribute,
};
use crate::form::{FormError, FoundForm};

/// Changes the other parts that refer to cells of the sheet; returns what could not be changed. The table
/// now reaches from the last row of the head to the last row of `table`.
pub(super) fn move_others(
    package: &mut FormPackage<'_>,
    form: &FoundForm,
    part: &str,
    name: &str,
    shift: &Shift,
    table: Range<u32>,
) -> Result<Vec<String>, FormError> {
    let mut notes = Vec::new();
    for relation in package.relations(part)? {
        match &*relation.kind {
            // A table of Excel's own grows with the rows below its head.
            "table" => change_tags(package, &relation.target, |tag| {
                if !matches!(local_name(tag), "table" | "autoFilter" | "sortState") {
                    return None;
                }
                let moved = shift.range(&attribute(tag, "ref")?);
                let has_totals = attribute(tag, "totalsRowCount").is_some_and(|count| count != "0");
                let grown = grown(&moved, &table).filter(|_| !has_totals);
                Some(with_attribute(tag, "ref", &grown.unwrap_or(moved)))
            })?,
            _ if shift.is_empty() => {}
            "comments" | "threadedComment" => change_tags(package, &relation.target, |tag| {
                let moved = shift.fixed_range(&attribute(tag, "ref")?);
                Some(with_attribute(tag, "ref", &moved))
            })?,
            "drawing" => change_texts(package, &relation.target, |element, text| {
                let row = text.trim().parse::<u32>().ok().filter(|_| element == "row")?;
                Some((shift.row(row + 1) - 1).to_string())
            })?,
            // Need not be XML. A comment then opens beside another row.
            "vmlDrawing" => change_texts(package, &relation.target, |element, text| {
                let row = text.trim().parse::<u32>().ok().filter(|_| element == "Row")?;
                Some((shift.row(row + 1) - 1).to_string())
            })
            .unwrap_or(()),
            "pivotTable" => notes.push(
                "сводную таблицу на этом листе проверьте: строки под таблицей сдвинулись"
                    .to_owned(),
            ),
            _ => {}
        }
    }
    if shift.is_empty() {
        return Ok(notes);
    }
    let sheets = package.relations(&form.part)?;
    for sheet in sheets.iter().filter(|sheet| sheet.kind == "worksheet" && sheet.target != part) {
        // Cells of other sheets name this one; «»: none of them is meant without a name.
        change_texts(package, &sheet.target, |element, text| {
            matches!(element, "f" | "formula" | "formula1" | "formula2")
                .then(|| shift.formula(text, name, ""))
        })?;
    }
    change_texts(package, &form.part, |element, text| {
        (element == "definedName").then(|| shift.formula(text, name, ""))
    })?;
    for chart in package.names() {
        if chart.starts_with("xl/charts/") && chart.ends_with(".xml") {
            change_texts(package, &chart, |element, text| {
                (element == "f").then(|| shift.formula(text, name, ""))
            })?;
        }
    }
    Ok(notes)
}

/// The range `A1:D2` down to the last row of `table`, if it has its head.
fn grown(range: &str, table: &Range<u32>) -> Option<String> {
    let (first, last) = range.split_once(':')?;
    let row =
        |cell: &str| cell.trim_start_matches(|c: char| !c.is_ascii_digit()).parse::<u32>().ok();
    let rows = row(first)?..=row(last)?;
    let column = last.trim_end_matches(|c: char| c.is_ascii_digit());
    (rows.contains(&table.start) && *rows.end() < table.end)
        .then(|| format!("{first}:{column}{}", table.end))
}

/// Has the program calculate all formulas when the file is opened.
pub(super) fn recalculate(package: &mut FormPackage<'_>, workbook: &str) -> Result<(), FormError> {
    let chain = package.relations(workbook)?.into_iter().find(|part| part.kind == "calcChain");
    if let Some(chain) = chain {
        package.remove(&chain.target)?;
        package.remove_relations(workbook, |kind| kind.ends_with("/calcChain"))?;
    }
    let Some(xml) = package.read(workbook)? else { return Ok(()) };
    let tag = tags(&xml)?.into_iter().find(|tag| local_name(tag) == "calcPr").map(str::to_owned);
    // A workbook without the element has no formulas that a program has calculated.
    if let Some(tag) = tag {
        let plain = without_attribute(&tag, "fullCalcOnLoad");
        let name = name(&tag);
        let new = plain.replacen(name, &format!("{name} fullCalcOnLoad=\"1\""), 1);
        package.put(workbook, xml.replacen(&tag, &new, 1));
    }
    Ok(())
}

/// Changes tags of a part.
fn change_tags(
    package: &mut FormPackage<'_>,
    part: &str,
    change: impl Fn(&str) -> Option<String>,
) -> Result<(), FormError> {
    let Some(xml) = package.read(part)? else { return Ok(()) };
    let mut edits = Edits::default();
    let mut pieces = Pieces::of(&xml);
    while let Some((kind, place)) = pieces.next()? {
        if matches!(kind, PieceKind::Open | PieceKind::Empty)
            && let Some(new) = change(&xml[place.clone()])
        {
            edits.replace(place, new);
        }
    }
    put_changed(package, part, &xml, edits);
    Ok(())
}

/// Changes the texts of elements of a part. `change` gets the name of the element.
fn change_texts(
    package: &mut FormPackage<'_>,
    part: &str,
    change: impl Fn(&str, &str) -> Option<String>,
) -> Result<(), FormError> {
    let Some(xml) = package.read(part)? else { return Ok(()) };
    let mut edits = Edits::default();
    let mut pieces = Pieces::of(&xml);
    let mut texts = TextOfElement::default();
    while let Some((kind, place)) = pieces.next()? {
        let local = local_name(&xml[place.clone()]).to_owned();
        if let Some((of, text)) = texts.next(kind, &local, place) {
            let old = unescape(&xml[text.clone()]).unwrap_or_default();
            if let Some(new) = change(&of, &old).filter(|new| *new != old) {
                edits.replace(text, escape(&new));
            }
        }
    }
    put_changed(package, part, &xml, edits);
    Ok(())
}

/// A part without a change stays as it is packed.
fn put_changed(package: &mut FormPackage<'_>, part: &str, xml: &str, edits: Edits) {
    let changed = edits.apply(xml);
    if changed != xml {
        package.put(part, changed);
    }
}
