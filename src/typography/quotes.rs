//! Decides whether a quote opens or closes, and which quote it becomes: «outer» or „inner“.

/// The open quotes of a block, the innermost last.
#[derive(Debug, Default)]
pub(super) struct Quotes {
    open: Vec<Pair>,
    /// How many of `open` a `»` closes. Without it, a block of `„` alone would be searched for each `»`.
    closed_by_outer: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pair {
    /// «», as written.
    Outer,
    /// «» in the place of straight quotes.
    Resolved,
    /// „“
    Inner,
    /// „“ in the place of «» inside [`Pair::Resolved`].
    Nested,
}

impl Pair {
    fn is_closed_by_outer(self) -> bool {
        self != Self::Inner
    }
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
    /// Typed Russian quotes stay, but for «» inside straight quotes; `"`, `“` and `”` become Russian
    /// ones, except where they neither open nor close anything, such as an inch sign.
    pub(super) fn resolve(
        &mut self,
        quote: char,
        before: Option<char>,
        after: Option<char>,
    ) -> char {
        match quote {
            // «Война и мир» typed in straight quotes: the outer ones are «», so these are inner.
            '«' if self.open.last() == Some(&Pair::Resolved) => {
                self.push(Pair::Nested);
                return '„';
            }
            '«' => self.push(Pair::Outer),
            '„' => self.push(Pair::Inner),
            '»' if self.closed_by_outer > 0 => {
                // Closes unclosed inner quotes too.
                while let Some(pair) = self.pop() {
                    if pair.is_closed_by_outer() {
                        return if pair == Pair::Nested { '“' } else { '»' };
                    }
                }
            }
            '»' => {}
            '“' if matches!(self.open.last(), Some(Pair::Inner | Pair::Nested)) => {
                self.pop();
            }
            _ if self.opens(before, after) => {
                let (pair, opening) = match self.open.last() {
                    Some(Pair::Outer | Pair::Resolved) => (Pair::Inner, '„'),
                    _ => (Pair::Resolved, '«'),
                };
                self.push(pair);
                return opening;
            }
            _ => {
                return match self.pop() {
                    Some(Pair::Outer | Pair::Resolved) => '»',
                    Some(Pair::Inner | Pair::Nested) => '“',
                    None => quote,
                };
            }
        }
        quote
    }

    fn push(&mut self, pair: Pair) {
        self.closed_by_outer += usize::from(pair.is_closed_by_outer());
        self.open.push(pair);
    }

    fn pop(&mut self) -> Option<Pair> {
        let pair = self.open.pop()?;
        self.closed_by_outer -= usize::from(pair.is_closed_by_outer());
        Some(pair)
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
