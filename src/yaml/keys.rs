//! Keys with an English and a Russian name, as authors write and misspell them.

use super::{MapEntry, YamlDocument};
use crate::diagnostic::Diagnostic;

/// A key: its English name, by which the code looks it up, and its Russian one (empty if it has none).
pub type Key = (&'static str, &'static str);

/// The key that `written` means. The exact comparison comes first: most keys need no folding.
pub(super) fn find_key<'k>(written: &str, keys: &'k [Key]) -> Option<&'k Key> {
    keys.iter().find(|key| key.0 == written || key.1 == written).or_else(|| {
        let folded = fold_key(written);
        keys.iter().find(|key| fold_key(key.0) == folded || fold_key(key.1) == folded)
    })
}

pub(super) fn unknown_key(
    document: YamlDocument<'_>,
    entry: &MapEntry<'_>,
    keys: &[Key],
) -> Diagnostic {
    let folded = &*fold_key(&entry.key);
    let names = || keys.iter().flat_map(|key| [key.0, key.1]).filter(|name| !name.is_empty());
    let nearest = names().min_by_key(|name| strsim::osa_distance(folded, &fold_key(name)));
    let near_enough = |name: &&str| {
        let length = folded.chars().count().max(3);
        strsim::osa_distance(folded, &fold_key(name)) <= length / 3
    };
    let hint = match nearest.filter(near_enough) {
        Some(name) => format!("вероятно, это `{name}`"),
        None => {
            let known: Vec<_> =
                keys.iter().map(|key| if key.1.is_empty() { key.0 } else { key.1 }).collect();
            format!("здесь бывают: {}", known.join(", "))
        }
    };
    Diagnostic::error(format!("неизвестный ключ `{}`", entry.key))
        .at(document.place(entry.key_span))
        .hint(hint)
}

/// Keys are equal regardless of case, ё/е and the separator between words.
pub fn fold_key(key: &str) -> String {
    key.trim()
        .chars()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'ё' => 'е',
            ' ' | '-' | '\u{a0}' => '_',
            c => c,
        })
        .collect()
}
