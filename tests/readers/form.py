"""Reads the tables of a filled form and prints them as JSON: form.py FILE."""

import json
import sys

from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook


def word(path):
    document = Document(path)
    tables = []
    for table in document.tables:
        rows = []
        for row in table._tbl.tr_lst:
            rows.append(["\n".join("".join(text.text or "" for text in paragraph.iter(qn("w:t")))
                                   for paragraph in cell.iter(qn("w:p"))) for cell in row.tc_lst])
        tables.append(rows)
    links = [relation.target_ref for relation in document.part.rels.values() if relation.is_external]
    looks = [[[paragraph.alignment, [run.font.size.pt if run.font.size else None for run in paragraph.runs]]
              for paragraph in cell.paragraphs] for cell in document.tables[-1].rows[-1].cells]
    paragraphs = [paragraph.text for paragraph in document.paragraphs]
    return {"tables": tables, "links": links, "looks": looks, "paragraphs": paragraphs}


def excel(path):
    book = load_workbook(path)
    sheets = {}
    for sheet in book.worksheets:
        sheets[sheet.title] = {
            "rows": [[str(cell.value) if cell.value is not None else "" for cell in row] for row in sheet.iter_rows()],
            "types": ["".join(cell.data_type for cell in row) for row in sheet.iter_rows()],
            "borders": [sum(1 for cell in row if cell.border.left and cell.border.left.style) for row in sheet.iter_rows()],
            "merged": sorted(str(cells) for cells in sheet.merged_cells.ranges),
            "rules": [str(rule.sqref) + " " + ",".join(one.formula[0] for one in rule.rules)
                      for rule in sheet.conditional_formatting],
            "lists": [str(rule.sqref) for rule in sheet.data_validations.dataValidation],
            "filter": sheet.auto_filter.ref,
            "print": [sheet.print_area, sheet.print_title_rows],
            "breaks": [one.id for one in sheet.row_breaks.brk],
            "comments": [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment],
            "charts": [[chart.anchor._from.row, chart.series[0].val.numRef.f] for chart in sheet._charts],
        }
    return {"sheets": sheets, "names": {name: value.attr_text for name, value in book.defined_names.items()}}


path = sys.argv[1]
json.dump(word(path) if path.endswith(("x", "m")) and ".doc" in path else excel(path), sys.stdout, ensure_ascii=False)
