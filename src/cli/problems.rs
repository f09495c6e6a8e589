//! Prints problems: all of them, or of many the first ones and the number of the others.

use rostok::diagnostic::{Diagnostic, KindCount, ProblemSummary, Severity, summarize};
use rostok::quantity::count_problems;

use super::draw;
use super::terminal::Terminal;

/// The maximum number of different problems that are drawn; the others are counted by kind.
const MAX_DRAWN: usize = 20;

/// The maximum number of kinds that are listed with their counts.
const MAX_KINDS: usize = 10;

/// Draws the problems, equal ones as one. Of many, draws the first and counts the others.
pub(super) fn print_problems(problems: &[Diagnostic], terminal: &Terminal) {
    let ProblemSummary { shown, hidden } = summarize(problems, MAX_DRAWN);
    for group in &shown {
        terminal.print_error(&(draw::draw_group(group, terminal) + "\n"));
    }
    terminal.print_error(&hidden_problems(&hidden));
}

pub(super) fn print_all_problems(problems: &[Diagnostic], terminal: &Terminal) {
    for problem in problems {
        terminal.print_error(&(draw::draw(problem, terminal) + "\n"));
    }
}

/// The numbers of problems that are not drawn, by kind; empty if there are none.
fn hidden_problems(hidden: &[KindCount]) -> String {
    if hidden.is_empty() {
        return String::new();
    }
    let mut text = "Ещё не показаны:\n".to_owned();
    for KindCount { severity, kind, count } in hidden.iter().take(MAX_KINDS) {
        text += &format!("  {}: {kind}\n", count_problems(*severity, *count));
    }
    for severity in [Severity::Error, Severity::Warning] {
        let others = hidden.iter().skip(MAX_KINDS).filter(|other| other.severity == severity);
        let others: usize = others.map(|other| other.count).sum();
        if others > 0 {
            text += &format!("  {} других видов\n", count_problems(severity, others));
        }
    }
    text + "Показать все: `rostok check --all`; для программ: `rostok check --format json`\n\n"
}
