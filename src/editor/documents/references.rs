//! Finds where a text names files, and writes the names anew after files were moved.

mod addresses;

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use crate::content::{CONTENT, last_name};
use crate::site::link_path::{candidates, relative};
use crate::slug::name_key;
use addresses::{addresses, decoded, escaped};

/// The files of a site before and after some of them were moved.
#[derive(Debug)]
pub(super) struct Relocation {
    /// The files before, by the keys of their names: Windows does not tell `A.md` from `a.md`.
    known: HashMap<String, String>,
    /// The files after.
    left: HashMap<String, String>,
    /// Where the moved ones are now.
    pub(super) moved: BTreeMap<String, String>,
}

impl Relocation {
    pub(super) fn new<'a>(
        files: impl Iterator<Item = &'a str>,
        moved: BTreeMap<String, String>,
    ) -> Self {
        let known: HashMap<_, _> = files.map(|file| (name_key(file), file.to_owned())).collect();
        let place = |file: &String| moved.get(file).unwrap_or(file).clone();
        let left = known.values().map(place).map(|file| (name_key(&file), file)).collect();
        Self { known, left, moved }
    }

    /// Where a file is after the move.
    pub(super) fn place_of<'a>(&'a self, file: &'a str) -> &'a str {
        self.moved.get(file).map_or(file, String::as_str)
    }

    /// Whether `text` may name a moved file.
    pub(super) fn may_concern(&self, text: &str) -> bool {
        let lower = name_key(text);
        text.contains('%')
            || self.moved.keys().any(|file| {
                let name = last_name(file);
                let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
                lower.contains(&name_key(stem))
            })
    }

    /// What has to be written in the place of the path `target`, which is written in `file`; `None` where
    /// it may stay.
    pub(super) fn renamed(&self, file: &str, target: &str) -> Option<String> {
        if target.is_empty() || target.starts_with(['/', '\\']) || target.contains("://") {
            return None;
        }
        let find = |known: &HashMap<String, String>, from: &str| {
            let named = candidates(from, target).into_iter().enumerate();
            let mut found = named.filter_map(|(base, file)| {
                known.get(&name_key(&file)).map(|file| (base, file.clone()))
            });
            found.next()
        };
        let (base, old) = find(&self.known, file)?;
        let (new, from) = (self.place_of(&old), self.place_of(file));
        if find(&self.left, from).is_some_and(|(_, found)| found == new) {
            return None;
        }
        let beside =
            candidates(file, target).first().is_some_and(|first| name_key(first) == name_key(&old));
        let below = new.strip_prefix(CONTENT).and_then(|inner| inner.strip_prefix('/'));
        Some(match below {
            // Written from `content/`, as in the settings.
            Some(below) if base > 0 && !beside => below.to_owned(),
            _ => relative(from, new),
        })
    }

    /// The addresses of a Markdown text of `file` that have to be written anew.
    pub(super) fn in_markdown(&self, file: &str, body: &str) -> Vec<(Range<usize>, String)> {
        let edits = addresses(body).into_iter().filter_map(|range| {
            let written = body.get(range.clone())?;
            Some((range, self.renamed_address(file, written)?))
        });
        edits.collect()
    }

    /// As [`Self::renamed`], for an address with its escapes, its query and its fragment.
    fn renamed_address(&self, file: &str, written: &str) -> Option<String> {
        let whole = || self.renamed(file, &decoded(written)).map(|new| escaped(&new));
        let Some(at) = written.find(['#', '?']) else { return whole() };
        let (path, rest) = written.split_at(at);
        // A name may contain `#`: «Фото #1.jpg».
        let renamed = self.renamed(file, &decoded(path)).map(|new| escaped(&new) + rest);
        renamed.or_else(whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found_in_every_form() {
        let body = "[а](x.md) ![б](<y 1.jpg> \"Т\") [в]( z(1).pdf 'Т' )\n\n[г]: w.md \"Т\"\n> [д]: <v v.md>\n\
                    <a HREF = \"u.md\">е</a> <img src=t.jpg> [ж](мой файл.md)\n[з](a\\)b.md)";
        let found: Vec<_> = addresses(body).into_iter().map(|range| &body[range]).collect();
        assert_eq!(
            found,
            [
                "x.md",
                "y 1.jpg",
                "z(1).pdf",
                "w.md",
                "v v.md",
                "u.md",
                "t.jpg",
                "мой файл.md",
                "a\\)b.md"
            ]
        );
        for odd in ["[а](", "](<", "[а]: ", "[а]:", "href", "src=", "src=\"", "[](\\", "]("] {
            for range in addresses(odd) {
                assert!(odd.get(range).is_some(), "{odd}");
            }
        }
    }

    fn relocation() -> Relocation {
        let files = [
            "content/posts/2022-23/x.md",
            "content/posts/2022-23/x-1.jpg",
            "content/posts/2022-23/b.md",
            "content/posts/2022-23/план (1).pdf",
            "content/posts/2022-23/x/2.jpg",
            "content/pages/z.md",
        ];
        let moved = [("x.md", "x/index.md"), ("x-1.jpg", "x/x-1.jpg")];
        let path = |name: &str| format!("content/posts/2022-23/{name}");
        let moved = moved.map(|(from, to)| (path(from), path(to)));
        Relocation::new(files.into_iter(), moved.into())
    }

    fn rewritten(file: &str, body: &str) -> String {
        let mut text = body.to_owned();
        for (range, new) in relocation().in_markdown(file, body).into_iter().rev() {
            text.replace_range(range, &new);
        }
        text
    }

    #[test]
    fn links_of_others_lead_to_the_moved_files() {
        for (file, before, after) in [
            ("content/posts/2022-23/b.md", "[а](x.md#itogi)", "[а](x/index.md#itogi)"),
            ("content/posts/2022-23/b.md", "![а](X-1.JPG)", "![а](x/x-1.jpg)"),
            (
                "content/pages/z.md",
                "[а](../posts/2022-23/x.md)",
                "[а](../posts/2022-23/x/index.md)",
            ),
            ("content/pages/z.md", "[а](posts/2022-23/x.md)", "[а](posts/2022-23/x/index.md)"),
            ("content/pages/z.md", "[а](%78.md) [б](x.md)", "[а](%78.md) [б](x.md)"),
            ("content/posts/2022-23/b.md", "[а](%78.md?a=1)", "[а](x/index.md?a=1)"),
            (
                "content/posts/2022-23/b.md",
                "[а](https://a.ru/x.md) `x.md`",
                "[а](https://a.ru/x.md) `x.md`",
            ),
        ] {
            assert_eq!(rewritten(file, before), after, "{before}");
        }
    }

    #[test]
    fn links_of_the_moved_document_lead_where_they_led() {
        let file = "content/posts/2022-23/x.md";
        for (before, after) in [
            ("[а](b.md) ![б](x-1.jpg)", "[а](../b.md) ![б](x-1.jpg)"),
            ("[а](../../pages/z.md#a)", "[а](../../../pages/z.md#a)"),
            ("![а](x/2.jpg)", "![а](2.jpg)"),
            ("[а](pages/z.md)", "[а](pages/z.md)"),
            ("[а](<план (1).pdf>)", "[а](<../план%20%281%29.pdf>)"),
            ("[а](план%20(1).pdf)", "[а](../план%20%281%29.pdf)"),
            ("[а](x.md) [б](#itogi) [в](нет.md)", "[а](index.md) [б](#itogi) [в](нет.md)"),
        ] {
            assert_eq!(rewritten(file, before), after, "{before}");
        }
    }
}
