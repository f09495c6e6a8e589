//! Comments that cut a value.

use super::outline::{self, Outline, Position};
use super::{Span, YamlDocument, flat};
use crate::diagnostic::{Diagnostic, Diagnostics};

impl YamlDocument<'_> {
    /// A warning for each unquoted value that a `#` after a space cuts: YAML takes the rest for a
    /// comment, and a title such as «Игра № 5 #вместе» would lose its end silently.
    pub fn warn_of_cut_values(&self, diagnostics: &mut Diagnostics) {
        let may_cut = self.text().contains(" #") || self.text().contains("\t#");
        if !may_cut || flat::parse(self.text()).is_some() {
            return;
        }
        let comments = match outline::outline(self) {
            Ok(outline) if !outline.is_scalar() => self.comments_after_values(&outline),
            _ => self
                .with_repairs(|document, repaired| {
                    let outline = outline::outline(document).ok()?;
                    let comments = document.comments_after_values(&outline).into_iter();
                    Some(comments.map(|(span, text)| (repaired.written_span(span), text)).collect())
                })
                .flatten()
                .unwrap_or_default(),
        };
        diagnostics.extend(comments.into_iter().map(|(span, comment)| {
            Diagnostic::warning(format!("после знака `#` значение обрывается: «{comment}» не войдёт"))
                .at(self.place(span))
                .hint("возьмите всё значение в кавычки; если это пояснение для себя, перенесите его на отдельную строку")
        }));
    }

    /// The comments that follow unquoted values on their lines.
    fn comments_after_values(&self, outline: &Outline) -> Vec<(Span, String)> {
        let mut ends = Vec::new();
        outline.plain_ends(&mut ends);
        let comments = ends.into_iter().filter_map(|Position { line, column }| {
            let rest: String = self.source_text().line(line).chars().skip(column - 1).collect();
            let blank = rest.chars().take_while(|c| c.is_whitespace()).count();
            let comment = rest.trim();
            let length = comment.chars().count();
            let span = Span { line, column: column + blank, length };
            (blank > 0 && comment.starts_with('#')).then(|| (span, comment.to_owned()))
        });
        comments.collect()
    }
}
