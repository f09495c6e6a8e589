//! The outline of a YAML text: shapes and positions, without values.

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Span as Marks, StrInput};

use super::{Span, YamlDocument, syntax_error};
use crate::diagnostic::Diagnostic;

/// The anchor of a value that has none, in `saphyr_parser`.
const NO_ANCHOR: usize = 0;

/// Nesting beyond this is refused, so that a hostile file cannot overflow the stack.
const MAX_DEPTH: usize = 32;

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Outline {
    pub(super) span: Span,
    /// Where a scalar ends; white space before it is none of it. Of a list or a map, where its first
    /// sign ends.
    pub(super) end: Position,
    pub(super) shape: Shape,
}

/// Line and column, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Position {
    pub(super) line: usize,
    pub(super) column: usize,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Scalar {
        /// Nothing is written, or an unquoted `~` or `null`.
        empty: bool,
        /// Where an unquoted value of one line ends.
        plain_end: Option<Position>,
    },
    List(Vec<Outline>),
    Map(Vec<(Span, Outline)>),
}

impl Outline {
    /// Whether the whole text is one value.
    pub(super) fn is_scalar(&self) -> bool {
        matches!(self.shape, Shape::Scalar { .. })
    }

    /// Collects the ends of all unquoted values; for an empty value, the end of its key.
    pub(super) fn plain_ends(&self, ends: &mut Vec<Position>) {
        match &self.shape {
            Shape::Scalar { plain_end, .. } => ends.extend(plain_end),
            Shape::List(items) => items.iter().for_each(|item| item.plain_ends(ends)),
            Shape::Map(entries) => {
                for (key, value) in entries {
                    let found_before = ends.len();
                    value.plain_ends(ends);
                    if ends.len() == found_before
                        && matches!(value.shape, Shape::Scalar { empty: true, .. })
                    {
                        ends.push(Position { line: key.line, column: key.column + key.length + 1 });
                    }
                }
            }
        }
    }
}

/// Reads the outline of `document`; an empty document is an empty map.
pub(super) fn outline(document: &YamlDocument<'_>) -> Result<Outline, Diagnostic> {
    let mut walk = Walk { document, parser: Parser::new_from_str(document.text()) };
    loop {
        let (event, marks) = walk.next()?;
        match event {
            Event::StreamEnd | Event::DocumentEnd => {
                let end = Position { line: 1, column: 1 };
                return Ok(Outline { span: Span::default(), end, shape: Shape::Map(Vec::new()) });
            }
            Event::StreamStart | Event::DocumentStart(_) | Event::Nothing => {}
            event => {
                let outline = walk.node(event, marks, 0)?;
                walk.end()?;
                return Ok(outline);
            }
        }
    }
}

struct Walk<'a> {
    document: &'a YamlDocument<'a>,
    parser: Parser<'a, StrInput<'a>>,
}

impl<'a> Walk<'a> {
    fn next(&mut self) -> Result<(Event<'a>, Marks), Diagnostic> {
        match self.parser.next_event() {
            Some(Ok(next)) => Ok(next),
            Some(Err(error)) => Err(syntax_error::explain(self.document, position(error.marker()))),
            None => Ok((Event::StreamEnd, Marks::default())),
        }
    }

    fn node(
        &mut self,
        event: Event<'a>,
        marks: Marks,
        depth: usize,
    ) -> Result<Outline, Diagnostic> {
        let span = span(marks);
        if depth > MAX_DEPTH {
            return Err(syntax_error::too_deep(self.document, span));
        }
        let end = end_position(marks);
        let shape = match event {
            Event::Scalar(text, style, anchor, tag) => {
                if anchor != NO_ANCHOR || tag.is_some() {
                    return Err(syntax_error::explain(self.document, span));
                }
                let plain = style == ScalarStyle::Plain;
                let one_line = marks.start.line() == marks.end.line();
                Shape::Scalar {
                    empty: plain && matches!(&*text, "" | "~" | "null"),
                    plain_end: (plain && one_line && !text.is_empty()).then_some(end),
                }
            }
            Event::SequenceStart(NO_ANCHOR, None) => {
                let mut items = Vec::new();
                loop {
                    match self.next()? {
                        (Event::SequenceEnd | Event::StreamEnd, _) => break Shape::List(items),
                        (event, marks) => items.push(self.node(event, marks, depth + 1)?),
                    }
                }
            }
            Event::MappingStart(NO_ANCHOR, None) => {
                let mut entries = Vec::new();
                loop {
                    match self.next()? {
                        (Event::MappingEnd | Event::StreamEnd, _) => break Shape::Map(entries),
                        (event, marks) => {
                            let key = self.node(event, marks, depth + 1)?;
                            if !matches!(key.shape, Shape::Scalar { .. }) {
                                return Err(syntax_error::explain(self.document, key.span));
                            }
                            let (event, marks) = self.next()?;
                            entries.push((key.span, self.node(event, marks, depth + 1)?));
                        }
                    }
                }
            }
            // An alias (`*name`), an anchor (`&name`) or a tag (`!name`): no file of a site needs one,
            // and in a title it is a mistake.
            _ => return Err(syntax_error::explain(self.document, span)),
        };
        Ok(Outline { span, end, shape })
    }

    /// Fails if anything follows the first document.
    fn end(&mut self) -> Result<(), Diagnostic> {
        loop {
            match self.next()? {
                (Event::StreamEnd, _) => return Ok(()),
                (Event::DocumentEnd | Event::Nothing, _) => {}
                (_, marks) => return Err(syntax_error::explain(self.document, span(marks))),
            }
        }
    }
}

fn span(marks: Marks) -> Span {
    let start = position(&marks.start);
    let length = if marks.start.line() == marks.end.line() { marks.len().max(1) } else { 1 };
    Span { length, ..start }
}

fn end_position(marks: Marks) -> Position {
    Position { line: marks.end.line().max(1), column: marks.end.col() + 1 }
}

fn position(marker: &Marker) -> Span {
    Span { line: marker.line().max(1), column: marker.col() + 1, length: 1 }
}
