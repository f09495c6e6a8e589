//! Parses the program's own HTML: tags with their attributes, ids, links. It relies on quoted
//! attributes.

/// An opening tag.
#[derive(Debug)]
pub(crate) struct Tag {
    pub(crate) name: String,
    /// With entities decoded.
    pub(crate) attributes: Vec<(String, String)>,
}

impl Tag {
    /// The value of an attribute; empty if the tag has none.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.attributes.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// The addresses that a browser would follow from the tag.
    pub(crate) fn links(&self) -> Vec<&str> {
        let mut links: Vec<&str> = ["href", "src", "poster", "action", "data"]
            .iter()
            .filter(|name| self.attributes.iter().any(|(key, _)| key == *name))
            .map(|name| self.get(name))
            .collect();
        if self.get("http-equiv") == "refresh" {
            links.extend(self.get("content").split_once("url=").map(|(_, url)| url));
        }
        links.extend(self.get("srcset").split(',').filter_map(|set| set.split_whitespace().next()));
        links
    }
}

/// The opening tags of a page, without the contents of scripts and styles.
pub(crate) fn tags(html: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some((_, after)) = rest.split_once('<') {
        rest = after;
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        if !rest.starts_with(|first: char| first.is_ascii_alphabetic()) {
            continue;
        }
        let tag = tag(&mut rest);
        if ["script", "style"].contains(&tag.name.as_str()) {
            rest = rest.split_once("</").map_or("", |(_, after)| after);
        }
        tags.push(tag);
    }
    tags
}

fn tag(rest: &mut &str) -> Tag {
    let name = take_while(rest, |c| c.is_ascii_alphanumeric() || c == '-').to_lowercase();
    let mut attributes = Vec::new();
    loop {
        take_while(rest, |c| c.is_ascii_whitespace() || c == '/');
        let key = take_while(rest, |c| !c.is_ascii_whitespace() && !"=>/".contains(c)).to_owned();
        if key.is_empty() {
            *rest = rest.strip_prefix('>').unwrap_or(rest);
            return Tag { name, attributes };
        }
        let mut value = "";
        if let Some(after) = rest.strip_prefix("=\"") {
            (value, *rest) = after.split_once('"').unwrap_or((after, ""));
        }
        attributes.push((key, decode(value)));
    }
}

fn take_while<'a>(rest: &mut &'a str, wanted: impl Fn(char) -> bool) -> &'a str {
    let end = rest.find(|c| !wanted(c)).unwrap_or(rest.len());
    let (taken, after) = rest.split_at(end);
    *rest = after;
    taken
}

/// Decodes the entities that the program writes.
pub(crate) fn decode(text: &str) -> String {
    text.replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&#39;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

/// The ids of a page.
pub(crate) fn ids(html: &str) -> Vec<String> {
    let tags = tags(html);
    tags.iter().map(|tag| tag.get("id").to_owned()).filter(|id| !id.is_empty()).collect()
}

#[test]
fn tags_ids_and_links_are_found() {
    let html = "<!doctype html><!-- <a href=\"no\"> --><script>a<b</script>\
                <p id=\"one\" hidden>1 < 2<a href=\"x?a=1&amp;b=2\">x</a><img src=\"y\" srcset=\"z 1x, w 2x\"/>\
                <meta http-equiv=\"refresh\" content=\"0; url=../v.html\">";
    assert_eq!(ids(html), ["one"]);
    let tags = tags(html);
    let links: Vec<_> = tags.iter().flat_map(Tag::links).collect();
    assert_eq!(links, ["x?a=1&b=2", "y", "z", "w", "../v.html"]);
}
