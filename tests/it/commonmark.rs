//! Renders the examples of the CommonMark specification.
//!
//! HTML is compared as the specification's runner does (`test/normalize.py` of
//! <https://github.com/commonmark/commonmark-spec>): invisible whitespace, the order of attributes
//! and the spelling of characters are ignored.

use rostok::config::RawHtml;
use rostok::content::markdown::{self, BodySource, LinkMode, RenderOptions};
use rostok::diagnostic::Diagnostics;

const SPECIFICATION: &str = include_str!("../commonmark/spec.txt");

struct Example {
    number: usize,
    markdown: String,
    html: String,
}

/// The examples: between two fences of 32 backquotes, Markdown, a line with a full stop, HTML.
fn examples() -> Vec<Example> {
    let fence = "`".repeat(32);
    let opening = format!("{fence} example");
    let mut lines = SPECIFICATION.lines();
    let mut examples = Vec::new();
    while lines.any(|line| line == opening) {
        let part = |lines: &mut std::str::Lines<'_>, end: &str| {
            let lines = lines.take_while(|line| *line != end);
            lines.map(|line| line.replace('→', "\t") + "\n").collect::<String>()
        };
        let markdown = part(&mut lines, ".");
        let html = part(&mut lines, &fence);
        examples.push(Example { number: examples.len() + 1, markdown, html });
    }
    examples
}

fn render(markdown: &str) -> String {
    let source = BodySource { file: "example.md", text: markdown, body_start: 0 };
    let options = RenderOptions {
        typography: false,
        raw_html: RawHtml::Allow,
        heading_ids: false,
        links: LinkMode::Verbatim,
        figures: false,
        embed_hosts: &[],
        own_address: "",
        codes: None,
        bounds: rostok::calendar::SchoolBounds::default(),
        own_keys: &[],
        keep_lines: false,
    };
    markdown::render(&source, &options, &mut Diagnostics::new()).html
}

/// Normalises HTML as the specification's runner does.
fn normalise(html: &str) -> String {
    let mut output = String::new();
    let mut last = Last::Other;
    let mut in_pre = false;
    let mut rest = html;
    while !rest.is_empty() {
        let tag = rest.starts_with('<').then(|| tag(rest)).flatten();
        if let Some((tag, length)) = tag {
            rest = &rest[length..];
            if tag.name == "pre" {
                in_pre = !tag.closing;
            }
            if tag.is_block() {
                output.truncate(output.trim_end().len());
            }
            output.push_str(&tag.write());
            last = Last::Tag(tag);
        } else if let Some(length) = declaration(rest) {
            output.push_str(&rest[..length]);
            rest = &rest[length..];
            last = Last::Other;
        } else {
            let lone = usize::from(rest.starts_with('<'));
            let length = rest[lone..].find('<').map_or(rest.len(), |at| at + lone);
            output.push_str(&text(&rest[..length], &last, in_pre));
            rest = &rest[length..];
            last = Last::Other;
        }
    }
    output.trim().to_owned()
}

enum Last {
    Tag(Tag),
    Other,
}

struct Tag {
    name: String,
    closing: bool,
    attributes: Vec<(String, Option<String>)>,
}

impl Tag {
    fn is_block(&self) -> bool {
        const BLOCKS: &str = " article header aside hgroup blockquote hr iframe body li map \
            button object canvas ol caption output col p colgroup pre dd progress div section dl \
            table td dt tbody embed textarea fieldset tfoot figcaption th figure thead footer tr \
            form ul h1 h2 h3 h4 h5 h6 video script style ";
        BLOCKS.contains(&format!(" {} ", self.name))
    }

    fn write(&self) -> String {
        let mut html = format!("<{}{}", if self.closing { "/" } else { "" }, self.name);
        for (name, value) in &self.attributes {
            html += &format!(" {name}");
            if let Some(value) = value {
                html += &format!("=\"{value}\"");
            }
        }
        html + ">"
    }
}

/// The length of a comment, a processing instruction, a declaration or a CDATA section, which stay
/// unchanged.
fn declaration(html: &str) -> Option<usize> {
    let (_, end) = [("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>"), ("<!", ">")]
        .into_iter()
        .find(|(start, _)| html.starts_with(start))?;
    html.find(end).map(|at| at + end.len())
}

fn tag(html: &str) -> Option<(Tag, usize)> {
    let inside = &html[1..];
    let closing = inside.starts_with('/');
    let mut rest = inside.strip_prefix('/').unwrap_or(inside);
    let name =
        take_while(&mut rest, |letter| letter.is_ascii_alphanumeric() || "-.:_".contains(letter));
    if !name.starts_with(|letter: char| letter.is_ascii_alphabetic()) {
        return None;
    }
    let mut attributes = Vec::new();
    loop {
        take_while(&mut rest, |letter| letter.is_ascii_whitespace() || letter == '/');
        if let Some(after) = rest.strip_prefix('>') {
            attributes.sort();
            let tag = Tag { name: name.to_lowercase(), closing, attributes };
            return Some((tag, html.len() - after.len()));
        }
        let name = take_while(&mut rest, |letter| {
            !letter.is_ascii_whitespace() && !"=>/".contains(letter)
        });
        if name.is_empty() {
            return None;
        }
        let mut after = rest;
        take_while(&mut after, |letter| letter.is_ascii_whitespace());
        let mut value = None;
        if let Some(written) = after.strip_prefix('=') {
            rest = written;
            take_while(&mut rest, |letter| letter.is_ascii_whitespace());
            value = Some(match rest.chars().next()? {
                quote @ ('"' | '\'') => {
                    let (value, after) = rest[1..].split_once(quote)?;
                    rest = after;
                    value
                }
                _ => take_while(&mut rest, |letter| !letter.is_ascii_whitespace() && letter != '>'),
            });
        }
        attributes.push((name.to_lowercase(), value.map(characters)));
    }
}

fn take_while<'t>(rest: &mut &'t str, wanted: impl Fn(char) -> bool) -> &'t str {
    let end = rest.find(|letter| !wanted(letter)).unwrap_or(rest.len());
    let (taken, after) = rest.split_at(end);
    *rest = after;
    taken
}

fn text(text: &str, last: &Last, in_pre: bool) -> String {
    let mut text = characters(text);
    if let Last::Tag(tag) = last
        && tag.name == "br"
    {
        text = text.trim_start_matches('\n').to_owned();
    }
    if !in_pre {
        let mut collapsed = String::new();
        for letter in text.chars() {
            let letter = if letter.is_ascii_whitespace() { ' ' } else { letter };
            if letter != ' ' || !collapsed.ends_with(' ') {
                collapsed.push(letter);
            }
        }
        text = match last {
            Last::Tag(tag) if tag.is_block() && tag.closing => collapsed.trim().to_owned(),
            Last::Tag(tag) if tag.is_block() => collapsed.trim_start().to_owned(),
            _ => collapsed,
        };
    }
    text
}

/// Replaces entities by characters, and `<`, `>`, `&`, `"` by entities.
fn characters(text: &str) -> String {
    text.replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[test]
fn every_example_of_the_specification_renders_as_specified() {
    let examples = examples();
    assert_eq!(examples.len(), 652, "the specification is read whole");
    let mut wrong = String::new();
    for Example { number, markdown, html } in &examples {
        let rendered = render(markdown);
        if normalise(&rendered) != normalise(html) {
            wrong +=
                &format!("example {number}\n{markdown}---- want\n{html}---- have\n{rendered}\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn html_that_a_browser_shows_differently_is_not_equal() {
    assert_eq!(normalise("<p>a  <br />\nb</p>\n<hr />"), normalise("<p>a <br>b</p><hr>"));
    assert_eq!(
        normalise("<a title='x' href=\"y\">&quot;</a>"),
        "<a href=\"y\" title=\"x\">&quot;</a>"
    );
    assert_ne!(normalise("<p>a b</p>"), normalise("<p>ab</p>"));
    assert_ne!(normalise("<pre>a  b</pre>"), normalise("<pre>a b</pre>"));
    assert_ne!(normalise("<p>&lt;b></p>"), normalise("<p><b></p>"));
    assert_ne!(normalise("<a href=\"y\">x</a>"), normalise("<a href=\"z\">x</a>"));
}
