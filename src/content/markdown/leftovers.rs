//! Warns of what looks like markup and is published as plain characters.

use std::ops::Range;

use memchr::{memchr3_iter, memmem};
use pulldown_cmark::{CodeBlockKind, HeadingLevel};

use crate::characters::LINE_SEPARATOR;
use crate::content::markdown::writer::Writer;
use crate::content::markdown::{LinkMode, bare_links, emphasis};
use crate::content::short_code;
use crate::diagnostic::Diagnostic;

/// What a body might contain, found by a few fast searches in the whole of it: most bodies have none
/// of this, and each run of text is spared the checks.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct BodyContents {
    pub(super) addresses: bool,
    pub(super) emphasis: bool,
    pub(super) separators: bool,
    footnotes: bool,
    rows: bool,
    codes: bool,
}

impl BodyContents {
    pub(super) fn in_body(text: &str, links: LinkMode) -> Self {
        if links == LinkMode::Verbatim {
            return Self::default();
        }
        let bytes = text.as_bytes();
        let after = |at: usize| bytes.get(at + 1).copied();
        let mut suspects = Self {
            addresses: bare_links::may_have(text),
            emphasis: memchr3_iter(b'*', b'_', b'~', bytes).any(|at| after(at) == Some(bytes[at])),
            separators: memmem::find(bytes, LINE_SEPARATOR.encode_utf8(&mut [0; 4]).as_bytes())
                .is_some(),
            ..Self::default()
        };
        for at in memchr3_iter(b'[', b'|', b'{', bytes) {
            match bytes[at] {
                b'|' => suspects.rows = true,
                b'[' => suspects.footnotes |= after(at) == Some(b'^'),
                _ => suspects.codes |= after(at) == Some(b'{'),
            }
        }
        suspects
    }

    fn markup(self) -> bool {
        self.emphasis || self.footnotes || self.rows || self.codes
    }
}

impl Writer<'_, '_> {
    /// Warns of markup in the bytes `range` of the body, which are written as plain text. The first of
    /// its events is at `at`.
    pub(super) fn warn_of_leftovers(&mut self, at: usize, range: Range<usize>) {
        if !self.suspects.markup() {
            return;
        }
        let text = self.text;
        let Some(run) = text.get(range.clone()) else { return };
        if self.suspects.emphasis {
            let end = range.end;
            for at in emphasis::delimiters(text, range.clone()).filter(|at| at + 2 <= end) {
                let sign = &text[at..at + 2];
                self.warn_once(
                    format!("знаки `{sign}` остались в тексте"),
                    &(at..at + 2),
                    &format!(
                        "поставьте их вплотную к словам с обеих сторон, пробелы — снаружи: `{sign}слова{sign} дальше`; если это просто знаки, поставьте перед ними `\\`"
                    ),
                );
            }
        }
        if self.suspects.footnotes {
            self.warn_of_missing_footnotes(run, range.start);
        }
        if self.suspects.rows && self.begins_line(at) && run.starts_with('|') {
            let row = run.lines().next().unwrap_or_default();
            if row.trim_end().len() > 1 && row[1..].contains('|') {
                self.warn_once(
                    "строки с `|` не стали таблицей".to_owned(),
                    &(range.start..range.start + row.len()),
                    "под первой строкой нужна строка `|---|---|`, столбцов в ней столько же, сколько в первой",
                );
            }
        }
        if self.suspects.codes && self.options.codes.is_none() {
            self.warn_of_code(at, run, range.start);
        }
    }

    fn warn_of_missing_footnotes(&mut self, run: &str, start: usize) {
        for (at, _) in run.match_indices("[^") {
            let name = run[at + 2..].split_once(']').map_or("", |(name, _)| name);
            let is_name = !name.is_empty() && !name.contains([' ', '\n', '[']);
            if !is_name || self.text[..start + at].ends_with('\\') {
                continue;
            }
            let range = start + at..start + at + name.len() + 3;
            self.warn_once(
                format!("у сноски `[^{name}]` нет текста"),
                &range,
                &format!("добавьте внизу строку `[^{name}]: текст сноски` или уберите этот знак"),
            );
        }
    }

    /// Short codes are for pages and reports.
    fn warn_of_code(&mut self, at: usize, run: &str, start: usize) {
        let alone = || {
            let line = run.lines().next().unwrap_or_default();
            (self.begins_line(at) && short_code::is_code(line)).then(|| line.trim())
        };
        let Some(code) = short_code::find(run).or_else(alone) else { return };
        let from = start + run.find(code).unwrap_or_default();
        self.warn_once(
            format!("код `{code}` здесь не работает"),
            &(from..from + code.len()),
            "коды бывают на страницах и в отчётах; уберите его, а если это пример, возьмите в знаки `` ` ``",
        );
    }

    /// Warns of a footnote, defined at the bytes `range`, that nothing refers to.
    pub(super) fn warn_of_unused_footnote(&mut self, name: &str, range: &Range<usize>) {
        if self.options.links == LinkMode::Verbatim {
            return;
        }
        let mark = range.start..range.start + name.len() + "[^]:".len();
        let problem = Diagnostic::warning(format!("на сноску `[^{name}]` ничего не ссылается"))
            .at(self.place(&mark))
            .hint(format!("поставьте в тексте `[^{name}]` там, к чему она относится"));
        self.diagnostics.push(problem);
    }

    /// Warns of a code block that no line of the same signs ends.
    pub(super) fn warn_of_unclosed_fence(
        &mut self,
        kind: &CodeBlockKind<'_>,
        range: &Range<usize>,
    ) {
        let block = self.text.get(range.clone()).unwrap_or_default();
        if matches!(kind, CodeBlockKind::Indented) || self.options.links == LinkMode::Verbatim {
            return;
        }
        let sign = block.chars().next().unwrap_or('`');
        let fence = block.len() - block.trim_start_matches(sign).len();
        let is_closing = |line: &str| {
            let line = line.trim_start_matches([' ', '\t', '>']).trim_end();
            line.len() >= fence && line.chars().all(|letter| letter == sign)
        };
        let first = block.lines().next().unwrap_or_default();
        if block.trim_end().len() > first.len() && block.lines().next_back().is_some_and(is_closing)
        {
            return;
        }
        let opening: String = std::iter::repeat_n(sign, fence).collect();
        let problem =
            Diagnostic::warning("вставка кода не закрыта: весь текст ниже неё — тоже код")
                .at(self.place(&(range.start..range.start + first.len())))
                .hint(match sign {
                    '~' => format!("поставьте под кодом строку `{opening}` или уберите эту"),
                    _ => "поставьте под кодом такую же строку или уберите эту".to_owned(),
                });
        self.diagnostics.push(problem);
    }

    /// Warns of `# ТочкаРоста56`: a hashtag that a space makes a heading.
    pub(super) fn warn_of_hashtag(&mut self, level: HeadingLevel, range: &Range<usize>) {
        let line = self.text.get(range.clone()).unwrap_or_default().trim_end();
        let Some(word) = line.strip_prefix('#').map(str::trim_start) else { return };
        if level != HeadingLevel::H1
            || self.options.links == LinkMode::Verbatim
            || !is_hashtag(word)
        {
            return;
        }
        let problem = Diagnostic::warning(format!("хештег `#{word}` стал заголовком"))
            .at(self.place(&(range.start..range.start + line.len())))
            .hint(format!("уберите пробел: `#{word}`; если это заголовок, начните его с `## `"));
        self.diagnostics.push(problem);
    }
}

/// Whether `word` is several words or numbers written as one, as in hashtags.
fn is_hashtag(word: &str) -> bool {
    let is_word = word.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
    let joins = |pair: (char, char)| match pair {
        (a, b) if a.is_lowercase() => b.is_uppercase() || b.is_ascii_digit(),
        ('_', _) => true,
        _ => false,
    };
    is_word && word.chars().zip(word.chars().skip(1)).any(joins)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashtags_are_words_run_together() {
        for word in ["ТочкаРоста56", "НациональныеПроекты", "школа7", "точка_роста"]
        {
            assert!(is_hashtag(word), "{word}");
        }
        for word in ["Итоги", "ИТОГИ", "2022", "Точка роста", "5Б", "", "КвантоРиум-2"]
        {
            assert!(!is_hashtag(word), "{word}");
        }
    }
}
