//! Which way a quote looks, and which quote it becomes: «outer» or „inner“.

/// The quotes that are open within a block, the innermost last.
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

/// What a word may begin with: a bracket, or a quote, which looks right where a word begins.
pub(super) fn is_opening(letter: char) -> bool {
    matches!(letter, '(' | '[' | '{' | '"' | '«' | '„' | '“' | '”')
}

impl Quotes {
    /// The quote to be written for `quote`, which stands between `before` (as written) and `after`.
    /// Russian quotes stay as they are typed; `"`, `“` and `”` are turned, and left alone where
    /// they neither open nor close anything, as the sign of an inch does.
    pub(super) fn turn(&mut self, quote: char, before: Option<char>, after: Option<char>) -> char {
        match quote {
            '«' => self.open.push(Pair::Outer),
            '„' => self.open.push(Pair::Inner),
            '»' => {
                // A quote that was never closed inside this one is closed with it.
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
            // A forgotten space (газета:"Правда"), unless a quote waits to be closed (“да,”).
            Some(',' | ':' | ';') => self.open.is_empty(),
            Some(before) => before.is_whitespace(),
        }
    }
}
