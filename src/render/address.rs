//! Addresses inside pages: the way to the root, and the links of a body put in their places.

/// What leads from the page at `path` to the root of the section: `""`, `"../"`, `"../../"`.
pub(super) fn root(path: &str) -> &'static str {
    const UP: &str = "../../../../../../../../";
    let depth = path.bytes().filter(|&byte| byte == b'/').count();
    &UP[..(depth * 3).min(UP.len())]
}

/// `html` with `prefix` and an address inserted at each of `links`, whose places are in order.
pub(super) fn splice<'a>(
    html: &str,
    links: impl ExactSizeIterator<Item = (usize, &'a str)>,
    prefix: &str,
) -> String {
    let mut spliced = String::with_capacity(html.len() + links.len() * (prefix.len() + 48));
    let mut done = 0;
    for (at, address) in links {
        spliced.push_str(&html[done..at]);
        spliced.push_str(prefix);
        spliced.push_str(address);
        done = at;
    }
    spliced.push_str(&html[done..]);
    spliced
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_to_the_root_goes_up_once_for_each_folder() {
        assert_eq!(root("index.html"), "");
        assert_eq!(root("2022/turnir.html"), "../");
        assert_eq!(root("a/b/c.html"), "../../");
    }

    #[test]
    fn addresses_are_put_in_their_places() {
        let html = r#"<a href="">раз</a> и <a href="">два</a>"#;
        let second = html.rfind("\">").unwrap();
        let links = [(9, "2022/a.html"), (second, "b.html#c")];
        assert_eq!(
            splice(html, links.into_iter(), "../"),
            r#"<a href="../2022/a.html">раз</a> и <a href="../b.html#c">два</a>"#
        );
    }
}
