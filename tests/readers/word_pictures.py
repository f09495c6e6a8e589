"""Saves the pictures of a Word file to a folder and prints their placement, read with python-docx, as JSON."""

import json
import sys
from pathlib import Path

from docx import Document
from docx.oxml.ns import qn

document = Document(sys.argv[1])
folder = Path(sys.argv[2])
folder.mkdir(exist_ok=True)
found = []
paragraphs = document.paragraphs
for place, paragraph in enumerate(paragraphs):
    for drawing in paragraph._p.iter(qn("wp:inline")):
        blip = next(drawing.iter(qn("a:blip")))
        part = document.part.related_parts[blip.get(qn("r:embed"))]
        (folder / Path(part.partname).name).write_bytes(part.blob)
        extent = drawing.find(qn("wp:extent"))
        found.append({
            "alt": drawing.find(qn("wp:docPr")).get("descr"),
            "type": part.content_type,
            "pixels": [part.image.px_width, part.image.px_height],
            "cm": [round(int(extent.get(side)) / 360000, 1) for side in ("cx", "cy")],
            "alone": len(paragraph.text) == 0,
            "keeps": bool(paragraph.style.paragraph_format.keep_with_next),
            "next": [paragraphs[place + 1].style.name, paragraphs[place + 1].text],
        })
json.dump(found, sys.stdout, ensure_ascii=False)
