"""The guide as one page of HTML that needs no other file."""

import re
from pathlib import Path
from string import Template
from urllib.parse import unquote

from markdown_it import MarkdownIt

HERE = Path(__file__).parent


def page(markdown: str) -> str:
    parser = MarkdownIt("commonmark").enable("table")
    parser.add_render_rule("table_open", lambda *_: '<div class="table" tabindex="0">\n<table>\n')
    parser.add_render_rule("table_close", lambda *_: "</table>\n</div>\n")
    tokens = parser.parse(markdown)
    ids: set[str] = set()
    links: list[str] = []
    title = None
    for token, following in zip(tokens, tokens[1:] + [None]):
        if token.type == "heading_open":
            name = anchor(following.content)
            assert name not in ids, f"two headings «{following.content}»"
            ids.add(name)
            token.attrSet("id", name)
            title = title or following.content
        links += [child.attrGet("href") for child in token.children or [] if child.type == "link_open"]
    for link in map(unquote, links):
        known = link.removeprefix("#") in ids if link.startswith("#") else re.match("https?:|mailto:", link)
        assert known, f"a link of the guide leads nowhere: {link}"
    html = parser.renderer.render(tokens, parser.options, {})
    template = Template((HERE / "guide.html").read_text(encoding="utf-8"))
    return template.substitute(title=title, html=html)


def anchor(heading: str) -> str:
    """The id that GitHub gives to a heading, so that the links of the guide work in both places."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
