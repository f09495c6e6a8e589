//! Looks for misspelt words with a dictionary of Hunspell, which the computer or the site has.
//!
//! 1. `prose` finds what is prose in the text of a file: no codes, addresses or keys.
//! 2. `tokens` splits it into words and tells capitals in the middle of a sentence, which begin names.
//! 3. `dictionary` knows words: those of Hunspell, the site's own ones, and names.
//!
//! A word that might be a name is let be: a false alarm at each surname would teach to ignore all of them.

mod dictionary;
mod folders;
mod prose;
mod tokens;

use std::collections::{BTreeSet, HashSet};

pub use dictionary::{BadDictionary, SpellingDictionary};
pub use folders::{DICTIONARY, OWN_FOLDER, OWN_WORDS, dictionary_folders};

use crate::diagnostic::{Diagnostic, Diagnostics, SourceText};
use tokens::{WordToken, words};

/// How many words get suggestions: finding some takes as long as checking many words.
const MAX_SUGGESTED: usize = 50;

/// The text of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedFile {
    /// Relative to the site's root.
    pub file: String,
    pub text: String,
}

/// Warns of each word that the dictionary does not know, once, at its first place.
pub fn check(
    files: &[CheckedFile],
    dictionary: &SpellingDictionary,
    diagnostics: &mut Diagnostics,
) {
    let proses: Vec<_> = files.iter().map(|file| prose::prose(&file.text)).collect();
    let unknown: Vec<Vec<WordToken<'_>>> = proses
        .iter()
        .map(|prose| words(prose).filter(|word| !dictionary.knows(word.text)).collect())
        .collect();
    // What stands with a capital inside a sentence somewhere is a name everywhere.
    let names: BTreeSet<String> = unknown
        .iter()
        .flatten()
        .filter(|word| word.is_name())
        .map(|word| stem(word.text))
        .collect();
    let is_name = |word: &WordToken<'_>| {
        word.is_name() || word.is_capital && names.contains(&stem(word.text))
    };
    let mut told: HashSet<String> = HashSet::new();
    for (file, unknown) in files.iter().zip(&unknown) {
        let mut lines = None;
        for word in unknown.iter().filter(|word| !is_name(word)) {
            if !told.insert(word.text.to_lowercase()) {
                continue;
            }
            let lines = lines.get_or_insert_with(|| SourceText::new(&file.text));
            let place = lines.place(&*file.file, word.start, word.start + word.text.len());
            let similar = match told.len() {
                ..=MAX_SUGGESTED => dictionary.similar(word.text),
                _ => Vec::new(),
            };
            diagnostics.push(warning(word.text, &similar).at(place));
        }
    }
}

fn warning(word: &str, similar: &[String]) -> Diagnostic {
    let own = format!("если слово верное, впишите его в файл `{OWN_FOLDER}/{OWN_WORDS}`");
    let similar: Vec<_> = similar.iter().map(|word| format!("«{word}»")).collect();
    Diagnostic::warning(format!("слова «{word}» нет в словаре")).hint(match similar.is_empty() {
        true => own,
        false => format!("похоже на {}; {own}", similar.join(", ")),
    })
}

/// The beginning of a name: that of «Иванова» and «Ивановой» is the same.
fn stem(word: &str) -> String {
    word.to_lowercase().chars().take(4).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const AFF: &str = "SET UTF-8\nTRY оаеи\nSFX A Y 1\nSFX A 0 ы .\n";
    const DIC: &str =
        "10\nшкола\nученик/A\nученики\nиграть\nв\nшахматы\nбыть\nвесело\nпобедить\nтурнир/A\nс\n";

    fn found(files: &[&str], own: &str) -> Vec<(String, usize, usize)> {
        let dictionary = SpellingDictionary::new(AFF.as_bytes(), DIC.as_bytes(), own).unwrap();
        let files: Vec<_> = files
            .iter()
            .map(|text| CheckedFile { file: "a.md".to_owned(), text: (*text).to_owned() })
            .collect();
        let mut problems = Diagnostics::new();
        check(&files, &dictionary, &mut problems);
        let told = |problem: &Diagnostic| {
            let place = problem.place.clone().unwrap();
            (problem.message.clone(), place.line, place.column)
        };
        problems.iter().map(told).collect()
    }

    fn unknown(word: &str, line: usize, column: usize) -> (String, usize, usize) {
        (format!("слова «{word}» нет в словаре"), line, column)
    }

    #[test]
    fn each_misspelt_word_is_told_once_at_its_first_place() {
        let text = "---\nназвание: Турнирр\nдата: непонятно\n---\n\nУченики **игралли** в шахматы.\n\nИгралли весело.\n";
        assert_eq!(
            found(&[text, text], ""),
            [unknown("Турнирр", 2, 11), unknown("игралли", 6, 11)]
        );
        assert_eq!(found(&[text], "# свои\nиграл*\nтурнирр\n"), []);
    }

    #[test]
    fn names_codes_and_addresses_are_let_be() {
        for text in [
            "Победить с Ивановой Варей в школа-7.",
            "Иванова Варя победить. Турнир с Ивановой.",
            "Иванова победить. Турнир с Ивановой.",
            "Турнир «Кванториум» `кодд` [школа](шшш.md) www.шшш.рф a@шшш.рф 7а 3Д-турнир МКОУ ЁЖ А. {{ кодд() }}",
            "![школа](шшш.jpg) <span title=\"шшш\">весело</span> **у**ченик чел. 10-го",
            "Шко\u{ad}ла весе\u{301}ло",
        ] {
            assert_eq!(found(&[text], ""), [], "{text}");
        }
        assert_eq!(found(&["Школа. Игралли весело"], ""), [unknown("Игралли", 1, 8)]);
    }
}
