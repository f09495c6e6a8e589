//! Paths in links: which files a written one may mean, and how to write one.

use crate::slug::composed;

/// The files that `target`, written in `file`, may mean: from the folder of `file`, from `content/`,
/// from the site's root.
pub(crate) fn candidates(file: &str, target: &str) -> Vec<String> {
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    let from = |folder: &str| joined(folder, target);
    [from(folder), from("content"), from("")].into_iter().flatten().collect()
}

/// Whether `target`, written in the file `from`, may mean `file`.
pub(crate) fn names_file(from: &str, target: &str, file: &str) -> bool {
    candidates(from, target).iter().any(|candidate| is_same_file(candidate, file))
}

/// `target` from `folder`, with `.` and `..` resolved; `None` if it leads out of the site.
fn joined(folder: &str, target: &str) -> Option<String> {
    let mut names: Vec<&str> = folder.split('/').filter(|name| !name.is_empty()).collect();
    for name in target.split(['/', '\\']) {
        match name {
            "" | "." => {}
            ".." => {
                names.pop()?;
            }
            name => names.push(name),
        }
    }
    Some(names.join("/"))
}

/// The path to write in `from` to mean `to`.
pub(crate) fn relative(from: &str, to: &str) -> String {
    let folders = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut from: Vec<_> = folders.split('/').collect();
    let mut to: Vec<_> = to.split('/').collect();
    while !from.is_empty() && to.len() > 1 && from[0] == to[0] {
        from.remove(0);
        to.remove(0);
    }
    format!("{}{}", "../".repeat(from.len()), to.join("/"))
}

/// Whether two paths name the same file on Windows or a Mac.
pub(super) fn is_same_file(a: &str, b: &str) -> bool {
    let (a, b) = (composed(a), composed(b));
    a.chars().flat_map(char::to_lowercase).eq(b.chars().flat_map(char::to_lowercase))
}

/// The one of `known` that is spelled most like `target`, if any is close.
pub(super) fn nearest(target: &str, known: impl Iterator<Item = String>) -> Option<String> {
    let limit = target.chars().count() / 3;
    known
        .map(|known| (strsim::osa_distance(target, &known), known))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_followed_from_the_folder_of_the_file() {
        let first = |target| candidates("content/posts/2022-23/a.md", target)[0].clone();
        assert_eq!(first("b.md"), "content/posts/2022-23/b.md");
        assert_eq!(first("../../pages/z.md"), "content/pages/z.md");
        assert_eq!(first("./x/./y.jpg"), "content/posts/2022-23/x/y.jpg");
        assert!(joined("a", "../../b").is_none());
    }

    #[test]
    fn a_path_to_write_leads_back() {
        let from = "content/posts/2022-23/a.md";
        for to in
            ["content/posts/2022-23/b.md", "content/pages/z.md", "content/posts/2021-22/c/index.md"]
        {
            assert_eq!(candidates(from, &relative(from, to))[0], to);
        }
    }
}
