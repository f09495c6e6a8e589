//! The key `росток`: the version of the program that a site needs.
//!
//! A program older than that would take new keys for mistakes and publish a section without what they
//! say, so it stops with this one sentence.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::yaml::{Fields, Key};

pub(super) const KEY: Key = ("rostok", "росток");

/// The version that changed the form of content last: sites which it made need no older program.
pub const CONTENT_VERSION: &str = "0.2";

/// Why this program must not read the settings, if it must not.
pub(super) fn refusal(fields: &Fields<'_>, program: &str) -> Option<Diagnostic> {
    let needed = fields.text(KEY.0, &mut Diagnostics::new())?;
    let Some(version) = parse(&needed) else {
        let message = format!("«{needed}» — не номер версии программы");
        let hint = format!("напишите его так: `росток: {CONTENT_VERSION}`");
        return Some(fields.error(KEY.0, message).hint(hint));
    };
    (parse(program) < Some(version)).then(|| {
        let message = format!("раздел сделан для Ростка {needed} и новее, а это Росток {program}");
        let hint = "возьмите новую программу там же, где эту, или откройте раздел на том компьютере, \
                    где она есть; в разделе ничего не изменено";
        fields.error(KEY.0, message).hint(hint)
    })
}

/// The major and the minor number.
fn parse(version: &str) -> Option<(u32, u32)> {
    let mut numbers = version.split('.').map(|number| number.parse().ok());
    let found = (numbers.next()??, numbers.next()??);
    numbers.all(|number| number.is_some()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    #[test]
    fn a_site_of_a_newer_program_gets_one_sentence() {
        let site = |version: &str| {
            format!(
                "росток: {version}\nключ_будущего: да\nназвание: А\nадрес_сайта: http://a.ru/\n"
            )
        };
        let told = |version: &str| {
            let mut problems = Diagnostics::new();
            let config = Config::parse("site.yaml", &site(version), &mut problems);
            let messages: Vec<_> = problems.iter().map(|one| one.message.clone()).collect();
            (config.is_some(), messages)
        };
        for newer in ["9.0", "0.99", "0.99.1"] {
            let (is_read, messages) = told(newer);
            assert!(!is_read && messages.len() == 1, "{messages:?}");
            assert!(messages[0].starts_with(&format!("раздел сделан для Ростка {newer} и новее")));
        }
        for known in ["0.1", "'0.1'", "0.1.9", CONTENT_VERSION, env!("CARGO_PKG_VERSION")] {
            let (is_read, messages) = told(known);
            assert!(is_read && messages[0].contains("ключ_будущего"), "{known}: {messages:?}");
        }
        for wrong in ["новый", "1", "0.x", "0.1."] {
            let (is_read, messages) = told(wrong);
            assert!(!is_read && messages[0].contains("не номер версии"), "{messages:?}");
        }
    }

    #[test]
    fn the_program_reads_what_it_makes() {
        assert!(parse(CONTENT_VERSION) <= parse(env!("CARGO_PKG_VERSION")));
        let template = include_str!("../starter/content/site.yaml");
        assert!(template.ends_with(&format!("\nросток: {CONTENT_VERSION}\n")));
    }
}
