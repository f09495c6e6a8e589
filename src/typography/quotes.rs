//! Decides whether a quote opens or closes, and which quote it becomes: «outer» or „inner“.

/// The open quotes of a block, the innermost last.
#[derive(Debug, Default)]
pub(super) struct Quotes {
    open: Vec<Pair>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pair {
    /// «»
    Outer,
    /// „“
    Inner,
}

pub(super) fn is_quote(letter: char) -> bool {
    matches!(letter, '"' | '«' | '»' | '„' | '“' | '”')
}

/// Brackets and quotes that may stand at the start of a word.
pub(super) fn is_opening(letter: char) -> bool {
    matches!(letter, '(' | '[' | '{' | '"' | '«' | '„' | '“' | '”')
}

impl Quotes {
    /// The replacement for `quote` between the characters `before` (after typesetting) and `after`.
    /// Typed Russian quotes stay; `"`, `“` and `”` become Russian ones, except where they neither
    /// open nor close anything, such as an inch sign.
    pub(super) fn resolve(
        &mut self,
        quote: char,
        before: Option<char>,
        after: Option<char>,
    ) -> char {
        match quote {
            '«' => self.open.push(Pair::Outer),
            '„' => self.open.push(Pair::Inner),
            '»' => {
                // Closes unclosed inner quotes too.
                if let Some(at) = self.open.iter().rposition(|&pair| pair == Pair::Outer) {
                    self.open.truncate(at);
                }
            }
            '“' if self.open.last() == Some(&Pair::Inner) => {
                self.open.pop();
            }
            _ if self.opens(before, after) => {
                let (pair, opening) = match self.open.last() {
                    Some(Pair::Outer) => (Pair::Inner, '„'),
                    _ => (Pair::Outer, '«'),
                };
                self.open.push(pair);
                return opening;
            }
            _ => {
                return match self.open.pop() {
                    Some(Pair::Outer) => '»',
                    Some(Pair::Inner) => '“',
                    None => quote,
                };
            }
        }
        quote
    }

    /// Whether a quote between `before` and `after` opens.
    fn opens(&self, before: Option<char>, after: Option<char>) -> bool {
        if after.is_none_or(|after| {
            after.is_whitespace() || matches!(after, ',' | ';' | '!' | '?' | ')')
        }) {
            return false;
        }
        match before {
            None | Some('(' | '[' | '{' | '«' | '„' | '-' | '–' | '—' | '/') => true,
            // A missing space (газета:"Правда"), unless a quote is open (“да,”).
            Some(',' | ':' | ';') => self.open.is_empty(),
            Some(before) => before.is_whitespace(),
        }
    }
}
