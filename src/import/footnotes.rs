//! Footnotes below a table: «* совместно с библиотекой» belongs to the events that are marked «*».

use super::ImportedReport;
use super::items::escape;
use super::rest::{Rest, RestPart};

const MARKS: [&str; 7] = ["***", "**", "*", "¹", "²", "³", "⁴"];

/// Moves footnotes from `rest` to the events whose titles bear their marks.
pub(super) fn attach(report: &mut ImportedReport, rest: &mut Rest) {
    for mark in MARKS {
        let is_note = |part: &RestPart| matches!(part, RestPart::Text(line) if note(&line.text, mark).is_some());
        // Of several notes with the same mark nobody knows which is meant.
        let mut notes = rest.parts.iter().filter(|part| is_note(part));
        let (Some(RestPart::Text(line)), None) = (notes.next(), notes.next()) else { continue };
        let Some(text) = note(&line.text, mark) else { continue };
        let mut is_taken = false;
        for event in &mut report.events {
            let Some(title) = event.title.strip_suffix(mark) else { continue };
            if title.trim().is_empty() || title.ends_with('*') {
                continue;
            }
            event.title = title.trim_end().to_owned();
            event.text.push_str(if event.text.is_empty() { "" } else { "\n\n" });
            event.text.push_str(&escape(text));
            is_taken = true;
        }
        if is_taken {
            let text = text.to_owned();
            rest.parts.retain(|part| !matches!(part, RestPart::Text(line) if note(&line.text, mark) == Some(&text)));
        }
    }
}

/// The words of a footnote with this mark: of «Примечание: * совместно» too.
fn note<'a>(line: &'a str, mark: &str) -> Option<&'a str> {
    let line = line.trim_start();
    let line = line
        .strip_prefix("Примечание")
        .map_or(line, |rest| rest.trim_start_matches([':', '.', ' ']));
    let rest = line.strip_prefix(mark)?.trim_start_matches([' ', '–', '—', '-']);
    (!rest.is_empty() && !rest.starts_with('*')).then_some(rest)
}
