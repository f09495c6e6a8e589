//! The addresses in a cell.

use crate::import::rows::SourceCell;
use crate::url;

/// The whole URLs in the text of a cell.
pub(super) fn written_links(cell: &SourceCell) -> impl Iterator<Item = String> {
    let words = cell.lines.iter().flat_map(|line| line.split_whitespace());
    words
        .map(|word| word.trim_matches(['.', ',', ';', '(', ')', '<', '>']))
        .filter(|word| url::is_absolute(word))
        .map(str::to_owned)
}

/// The URLs in a cell for links: link targets, otherwise URLs in the text, otherwise words that
/// resemble a URL, to be reported.
pub(super) fn cell_links(cell: &SourceCell) -> Vec<String> {
    let behind: Vec<_> = cell.links.iter().filter(|link| url::has_scheme(link)).cloned().collect();
    if !behind.is_empty() {
        return behind;
    }
    let words = || cell.lines.iter().flat_map(|line| line.split_whitespace());
    let trimmed = |word: &str| {
        let word = word.trim_matches(['.', ',', ';', '(', ')', '<', '>']);
        // Networks that schools use are sure to have `https`.
        let is_network =
            ["vk.com/", "ok.ru/", "t.me/", "rutube.ru/"].iter().any(|host| word.starts_with(host));
        if is_network { format!("https://{word}") } else { word.to_owned() }
    };
    let written: Vec<_> = words()
        .filter(|word| url::has_scheme(word.trim_start_matches(['(', '<'])))
        .map(trimmed)
        .collect();
    if written.is_empty() {
        return words()
            .filter(|word| word.contains('.') && word.contains('/') || word.starts_with("www."))
            .map(trimmed)
            .collect();
    }
    written
}
