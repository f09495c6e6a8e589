//! Lines that differ between two texts: the greedy algorithm of Myers, «An O(ND) Difference Algorithm
//! and Its Variations» (1986).

use std::ops::Range;

/// Texts with more differing lines than this count as different between their common start and end.
const MAX_EDITS: usize = 800;

/// Lines that stand in the place of others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hunk {
    pub(super) old: Range<usize>,
    pub(super) new: Range<usize>,
}

/// The lines of a text with their ends.
pub(super) fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// The lines that differ, in their order.
pub(super) fn hunks(old: &[&str], new: &[&str]) -> Vec<Hunk> {
    let start = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let end = old[start..].iter().rev().zip(new[start..].iter().rev());
    let end = end.take_while(|(a, b)| a == b).count();
    let (a, b) = (&old[start..old.len() - end], &new[start..new.len() - end]);
    let mut hunks = Vec::new();
    let (mut done_a, mut done_b) = (0, 0);
    for (at_a, at_b) in common(a, b).into_iter().chain([(a.len(), b.len())]) {
        if done_a < at_a || done_b < at_b {
            hunks.push(Hunk {
                old: start + done_a..start + at_a,
                new: start + done_b..start + at_b,
            });
        }
        (done_a, done_b) = (at_a + 1, at_b + 1);
    }
    hunks
}

/// Pairs of equal lines, in the order of both texts: as many as possible, or none if very many differ.
fn common(a: &[&str], b: &[&str]) -> Vec<(usize, usize)> {
    if a.is_empty() || b.is_empty() {
        return Vec::new();
    }
    let most = MAX_EDITS.min(a.len() + b.len());
    // For each diagonal, how far in `a` one gets with the edits so far.
    let mut furthest = Diagonals { reached: vec![0; 2 * most + 3], middle: most + 1 };
    let mut trace = Vec::new();
    for edits in 0..=most as isize {
        trace.push(furthest.clone());
        for diagonal in (-edits..=edits).step_by(2) {
            let (mut x, _) = furthest.step(diagonal, edits);
            let mut y = x.wrapping_add_signed(-diagonal);
            while x < a.len() && y < b.len() && a[x] == b[y] {
                (x, y) = (x + 1, y + 1);
            }
            let at = furthest.index(diagonal);
            furthest.reached[at] = x;
            if x >= a.len() && y >= b.len() {
                return pairs(&trace, (x, y));
            }
        }
    }
    Vec::new()
}

#[derive(Clone)]
struct Diagonals {
    reached: Vec<usize>,
    /// The index of the diagonal 0.
    middle: usize,
}

impl Diagonals {
    fn index(&self, diagonal: isize) -> usize {
        self.middle.wrapping_add_signed(diagonal)
    }

    /// Where `diagonal` is entered with so many edits, and from which diagonal.
    fn step(&self, diagonal: isize, edits: isize) -> (usize, isize) {
        let (below, above) =
            (self.reached[self.index(diagonal - 1)], self.reached[self.index(diagonal + 1)]);
        if diagonal == -edits || (diagonal != edits && below < above) {
            (above, diagonal + 1)
        } else {
            (below + 1, diagonal - 1)
        }
    }
}

/// The pairs on the way to `end`; `trace` has what was reached before each edit.
fn pairs(trace: &[Diagonals], end: (usize, usize)) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let (mut x, mut y) = end;
    for (edits, before) in trace.iter().enumerate().rev() {
        let diagonal = x as isize - y as isize;
        let (entered, from) =
            if edits == 0 { (0, 0) } else { before.step(diagonal, edits as isize) };
        while x > entered {
            (x, y) = (x - 1, y - 1);
            pairs.push((x, y));
        }
        if edits > 0 {
            x = before.reached[before.index(from)];
            y = x.wrapping_add_signed(-from);
        }
    }
    pairs.reverse();
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn between(old: &str, new: &str) -> Vec<(Range<usize>, Range<usize>)> {
        let (old, new) = (lines(old), lines(new));
        hunks(&old, &new).into_iter().map(|hunk| (hunk.old, hunk.new)).collect()
    }

    #[test]
    fn lines_that_stay_are_found() {
        assert_eq!(between("a\nb\nc\n", "a\nb\nc\n"), []);
        assert_eq!(between("a\nb\nc\nd\n", "a\nx\nc\ny\nd\n"), [(1..2, 1..2), (3..3, 3..4)]);
        assert_eq!(between("a\nb\n", ""), [(0..2, 0..0)]);
        assert_eq!(between("", "a\n"), [(0..0, 0..1)]);
        let long: String = (0..2000).map(|number| format!("{number}\n")).collect();
        let other: String = (0..2000).map(|number| format!("{number}x\n")).collect();
        assert_eq!(between(&long, &other), [(0..2000, 0..2000)]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn hunks_lead_from_one_text_to_the_other(old in "([abc]\n){0,12}", new in "([abc]\n){0,12}d?") {
            let (a, b) = (lines(&old), lines(&new));
            let (mut made, mut done) = (String::new(), 0);
            for hunk in hunks(&a, &b) {
                prop_assert!(hunk.old.start >= done);
                made.push_str(&a[done..hunk.old.start].concat());
                made.push_str(&b[hunk.new].concat());
                done = hunk.old.end;
            }
            made.push_str(&a[done..].concat());
            prop_assert_eq!(made, new);
        }
    }
}
