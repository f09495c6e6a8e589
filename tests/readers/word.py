"""Reads a Word file with python-docx and prints it as JSON."""

import json
import sys
from datetime import datetime

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.table import Table


def paragraph(of):
    numbered = of._p.pPr.numPr
    return {
        "style": of.style.name,
        "text": of.text,
        "bold": [run.text for run in of.runs if run.bold],
        "links": [[link.text, link.address] for link in of.hyperlinks],
        "list": numbered.numId.val if numbered is not None else None,
        "level": numbered.ilvl.val if numbered is not None else None,
        "pictures": [
            picture.get("descr") for picture in of._p.iter(qn("wp:docPr"))
        ],
    }


def row(of):
    cells = [of.cells[0]]
    for cell in of.cells[1:]:
        # A merged cell is given once for each column that it covers.
        if cell._tc is not cells[-1]._tc:
            cells.append(cell)
    properties = of._tr.trPr
    return {
        "cells": [cell.text for cell in cells],
        "links": [
            link.address
            for cell in cells
            for part in cell.paragraphs
            for link in part.hyperlinks
        ],
        "repeats": properties.find(qn("w:tblHeader")) is not None,
        "whole": properties.find(qn("w:cantSplit")) is not None,
    }


def style(of):
    while of.font.size is None and of.base_style is not None:
        of = of.base_style
    return of.font.size.pt if of.font.size else None


document = Document(sys.argv[1])
section = document.sections[0]
core = document.core_properties
defaults = document.styles.element.find(qn("w:docDefaults"))
json.dump(
    {
        "title": core.title,
        "language": core.language,
        "dates": [datetime.isoformat(date) for date in (core.created, core.modified)],
        "page": [round(side.cm, 1) for side in (section.page_width, section.page_height)],
        "margins": [
            round(side.cm, 1)
            for side in (
                section.left_margin,
                section.right_margin,
                section.top_margin,
                section.bottom_margin,
            )
        ],
        "footer": [field.text.strip() for field in section.footer._element.iter(qn("w:instrText"))],
        "font": next(defaults.iter(qn("w:rFonts"))).get(qn("w:ascii")),
        "size": int(next(defaults.iter(qn("w:sz"))).get(qn("w:val"))) / 2,
        "sizes": {
            of.name: style(of)
            for of in document.styles
            if of.type == WD_STYLE_TYPE.PARAGRAPH and style(of)
        },
        "blocks": [
            {"rows": [row(of) for of in block.rows]}
            if isinstance(block, Table)
            else paragraph(block)
            for block in document.iter_inner_content()
        ],
    },
    sys.stdout,
    ensure_ascii=False,
)
