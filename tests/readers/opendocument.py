"""Reads an OpenDocument text or spreadsheet with odfdo and prints it as JSON."""

import json
import sys

from odfdo import Document

document = Document(sys.argv[1])
meta = document.meta
body = document.body


def rows(table):
    cells = []
    for row in table.get_elements("descendant::table:table-row"):
        cells.append(
            [
                "\n".join(line.inner_text for line in cell.get_elements("text:p"))
                for cell in row.get_elements("table:table-cell")
            ]
        )
    return cells


tables = [
    {
        "name": table.name,
        "rows": rows(table),
        "repeated": len(table.get_elements("table:table-header-rows/table:table-row")),
        "numbers": [
            cell.get_attribute("office:value")
            for cell in table.get_elements("descendant::table:table-cell")
            if cell.get_attribute("office:value")
        ],
        "links": [
            link.get_attribute("xlink:href")
            for link in table.get_elements("descendant::text:a")
        ],
    }
    for table in body.get_elements("descendant::table:table")
]
text = [
    [of.get_attribute("text:style-name"), of.inner_text]
    for of in body.get_elements("descendant::text:p|descendant::text:h")
    if of.parent.tag != "table:table-cell"
]
styles = {
    style.name
    for part in ("styles.xml", "content.xml")
    for style in document.get_part(part).root.get_elements("descendant::style:style|descendant::text:list-style")
}
used = {
    value
    for name in ("text:style-name", "table:style-name", "draw:style-name")
    for value in (
        of.get_attribute(name) for of in body.get_elements(f"descendant::*[@{name}]")
    )
}
parts = document.container.get_parts() if hasattr(document.container, "get_parts") else document.container.parts
print(
    json.dumps(
        {
            "kind": document.get_type(),
            "title": meta.title,
            "created": str(meta.creation_date),
            "text": text,
            "tables": tables,
            "lists": [
                [item.inner_text for item in of.get_elements("text:list-item")]
                for of in body.get_elements("text:list")
            ],
            "pictures": [
                [of.get_elements("svg:desc")[0].text, of.get_elements("draw:image")[0].get_attribute("xlink:href")]
                for of in body.get_elements("descendant::draw:frame")
            ],
            "missing": sorted(used - styles),
            "parts": sorted(parts),
        }
    )
)
