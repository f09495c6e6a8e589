//! Finds the event that a person names.

use crate::site::{Event, Site};
use crate::slug::{fold, name_key};

/// The events of `site` that `text` names, the newest first: by its file, its address, its title, or words of
/// the title. One that the text names exactly is the only one.
pub fn find<'s>(site: &'s Site, text: &str) -> Vec<&'s Event> {
    let events = || site.events.iter().rev().map(|event| &**event);
    let path = name_key(&text.trim().replace('\\', "/"));
    let path = path.trim_start_matches("./").trim_end_matches('/');
    let of = |is_named: &dyn Fn(&Event) -> bool| -> Vec<&'s Event> {
        if path.is_empty() {
            Vec::new()
        } else {
            events().filter(|event| is_named(event)).collect()
        }
    };
    let by_file = of(&|event| is_file(&event.document.file, path));
    let by_address = || of(&|event| is_address(event, path));
    let title = fold(text);
    let by_title = || of(&|event| fold(&event.document.title) == title);
    let words: Vec<String> =
        text.split_whitespace().map(fold).filter(|word| !word.is_empty()).collect();
    let by_words = || {
        of(&|event| {
            let title = fold(&event.document.title);
            !words.is_empty() && words.iter().all(|word| title.contains(&**word))
        })
    };
    [&by_address as &dyn Fn() -> _, &by_title, &by_words]
        .into_iter()
        .fold(by_file, |found: Vec<_>, next| if found.is_empty() { next() } else { found })
}

/// Whether `path` is the end of the path of `file`, with or without `.md` or `/index.md`, or leads to it from
/// elsewhere.
pub(crate) fn is_file(file: &str, path: &str) -> bool {
    let file = name_key(file);
    let name = file.strip_suffix(".md").unwrap_or(&file);
    let folder = name.strip_suffix("/index").unwrap_or(name);
    let is_end = |of: &str, end: &str| {
        of.strip_suffix(end).is_some_and(|before| before.is_empty() || before.ends_with('/'))
    };
    [&*file, name, folder].into_iter().any(|file| is_end(file, path) || is_end(path, file))
}

/// Whether `address` is that of the event's page, now or formerly, on the site or in a preview.
fn is_address(event: &Event, address: &str) -> bool {
    let address = address.split(['?', '#']).next().unwrap_or_default();
    let address = address.split_once("://").map_or(address, |(_, rest)| rest);
    let aliases = event.document.aliases.iter().map(|(alias, _)| alias);
    std::iter::once(&event.path).chain(aliases).any(|path| {
        let path = path.trim_start_matches('/');
        let end = address
            .strip_suffix(path)
            .or_else(|| address.strip_suffix(path.strip_suffix(".html").unwrap_or(path)));
        !path.is_empty() && end.is_some_and(|before| before.is_empty() || before.ends_with('/'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_in_any_way() {
        let bundle = "content/posts/2022-23/turnir/index.md";
        for path in [
            bundle,
            "2022-23/turnir",
            "turnir",
            "turnir/index.md",
            "/home/a/content/posts/2022-23/turnir",
        ] {
            assert!(is_file(bundle, path), "{path}");
        }
        for path in ["urnir", "turnir2", "posts", "index2"] {
            assert!(!is_file(bundle, path), "{path}");
        }
        assert!(is_file("content/posts/Турнир.md", "турнир.md"));
    }
}
